"""How a table of earlier work is to be understood: profiles as data, the built-in ones and an office's own.

A profile maps headings to field keys and says how text, dates and types are written. It reads no table and knows no
file; an unknown key in it is refused, because a misspelt key would silently lose a column.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import WrongUse
from pipeline.exchange.legacy_text import AUTO, ENCODINGS

FOLDER = "import_profiles"
DATES = ("d/m/y", "m/d/y", "y/m/d")


class ImportProfile(BaseModel):
    """One profile; docs/exchange.md explains each key.

    `layout` "moj" takes the columns of the Ministry's sheets. `columns` maps headings to field keys, `aliases` names
    other spellings of a heading, `joined` makes a field of several columns, `values` translates cells of a field.
    `by_key`: headings may be keys or Vietnamese names of fields. `names`: files are called as these presets say.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    vi: str
    en: str
    layout: Literal["columns", "moj"] = "columns"
    type: str = ""
    type_column: tuple[str, ...] = ()
    types: Mapping[str, str] = Field(default_factory=dict)
    file_column: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    by_key: bool = False
    columns: Mapping[str, str] = Field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    joined: Mapping[str, str] = Field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)
    charset: str = "auto"
    delimiter: str = "auto"
    encoding: str = AUTO
    dates: Literal["d/m/y", "m/d/y", "y/m/d"] = "d/m/y"
    digest: str = ""


def profile(home: Path, name: str) -> ImportProfile:
    """The profile of that name in the home's folder or built in, or the file at that path. Raises WrongUse."""
    given = Path(name)
    if given.suffix == ".toml" and given.is_file():
        return _load(given.name, given.read_text(encoding="utf-8"))
    for found in (home / FOLDER / f"{given.name}.toml", _built_in() / f"{given.name}.toml"):
        if found.is_file():
            return _load(found.name, found.read_text(encoding="utf-8"))
    every = ", ".join(profile_names(home))
    raise WrongUse(
        f"Không có kiểu nhập {name}. Các kiểu: {every}; hoặc chỉ tệp .toml.",
        f"There is no import profile {name}. Profiles: {every}; or name a .toml file.",
    )


def profile_names(home: Path) -> list[str]:
    """Names of every profile, the office's own among them."""
    folders = (_built_in(), home / FOLDER)
    return sorted({path.stem for folder in folders if folder.is_dir() for path in folder.glob("*.toml")})


def _built_in() -> Path:
    return Path(str(resources.files("pipeline").joinpath("data", FOLDER)))


def _load(file: str, source: str) -> ImportProfile:
    try:
        data = tomllib.loads(source)
        loaded = ImportProfile.model_validate({**data, "digest": hashlib.sha256(source.encode()).hexdigest()})
    except tomllib.TOMLDecodeError as problem:
        raise _invalid(file, str(problem)) from problem
    except ValidationError as problem:
        raise _invalid(
            file, "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in problem.errors())
        ) from problem
    if loaded.encoding not in (AUTO, *ENCODINGS):
        raise _invalid(file, f"encoding: {AUTO}, {', '.join(ENCODINGS)}")
    return loaded


def _invalid(file: str, detail: str) -> WrongUse:
    return WrongUse(
        f"Kiểu nhập {file} không hợp lệ: {detail}. Sửa tệp rồi chạy lại.",
        f"Import profile {file} is not valid: {detail}. Mend the file and start again.",
    )
