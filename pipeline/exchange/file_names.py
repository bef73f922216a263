"""Names of files that leave the house: from templates that are data, safe on every file system, never two alike.

Knows nothing of records: it fills a template from plain values. The archive's own names are not its business.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from pipeline.errors import WrongUse
from pipeline.exchange.moj_columns import TYPES
from pipeline.exchange.moj_rows import MojRow
from pipeline.record_type import record_types

DEFAULT_PRESET = "type"
# Zip tools and Windows shares refuse paths from 260 letters on; the folder needs its share of them.
LONGEST = 120
_PLACEHOLDER = re.compile(r"\{(\w+)(?::0(\d))?\}")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
# Names of devices, which Windows refuses with any suffix.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_FIGURES = re.compile(r"(\d+)(.*)")


@dataclass(frozen=True)
class Naming:
    """One preset: templates without suffix for the PDF of a case and for the files of a register.

    Without `file` the record type's own template counts.
    """

    name: str
    file: str
    register: str
    vi: str
    en: str


@cache
def namings() -> Mapping[str, Naming]:
    """All presets by name."""
    source = resources.files("pipeline").joinpath("data/file_naming.toml").read_text(encoding="utf-8")
    return MappingProxyType({name: Naming(name, **entry) for name, entry in tomllib.loads(source).items()})


def naming(name: str) -> Naming:
    """The preset of that name, or the template itself where `name` holds braces. Raises WrongUse."""
    if "{" in name:
        _checked(name)
        return Naming("own", name, namings()[DEFAULT_PRESET].register, name, name)
    if name in namings():
        return namings()[name]
    every = ", ".join(namings())
    raise WrongUse(
        f"Không có mẫu tên tệp {name}. Các mẫu: {every}; hoặc ghi mẫu riêng: {{kind}}.{{number:03}}.",
        f"There is no naming {name}. Presets: {every}; or give a template: {{kind}}.{{number:03}}.",
    )


def row_values(row: MojRow, record: str) -> dict[str, str]:
    """The placeholders' values of one row; empty where the row does not say."""
    number, _, number_year = row.cell("so").partition("/")
    book, _, book_year = row.cell("quyenSo").partition("/")
    return {
        "kind": row.kind,
        "book_year": book_year,
        "book": book,
        "registered": "-".join(reversed(row.cell("ngayDangKy").split("."))),
        "number": number,
        "number_year": number_year[:4],
        "record": record[:8],
        "code": row.kind,
        "book_number": book,
        "registration_date": "-".join(reversed(row.cell("ngayDangKy").split("."))),
    }


def file_template(chosen: Naming, row: MojRow) -> str:
    """The template for the file of a row: the preset's, else that of the record type."""
    kind = record_types().get(TYPES[row.kind])
    own = kind.naming if kind else ""
    return chosen.file or own or namings()["observed"].file


def filled(template: str, values: Mapping[str, str]) -> str:
    """The template with its values put in, made safe, without suffix."""

    def value(found: re.Match[str]) -> str:
        text = values.get(found.group(1), "")
        figures = _FIGURES.fullmatch(text)
        if found.group(2) and figures:
            return figures.group(1).zfill(int(found.group(2))) + figures.group(2)
        return text

    return safe(_PLACEHOLDER.sub(value, template))


def safe(name: str) -> str:
    """A name that every file system takes: letters without marks, no separators, not too long, never empty."""
    apart = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    tidy = re.sub(r"\.{2,}", ".", _UNSAFE.sub("-", plain)).strip(".-") or "file"
    if _RESERVED.fullmatch(tidy):
        tidy = f"_{tidy}"
    if len(tidy) > LONGEST:
        tidy = f"{tidy[: LONGEST - 9]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return tidy


def apart(names: Sequence[str], marks: Sequence[str]) -> list[str]:
    """`names`; each that stands twice, whatever its case, gets its own mark, so that order does not matter."""
    counted = Counter(name.casefold() for name in names)
    return [
        f"{name}-{mark}" if counted[name.casefold()] > 1 else name
        for name, mark in zip(names, marks, strict=True)
    ]


def _checked(template: str) -> None:
    known = {"kind", "book_year", "book", "registered", "number", "number_year", "record"}
    named = {name for name, _ in _PLACEHOLDER.findall(template)}
    if not named or named - known or "{" in _PLACEHOLDER.sub("", template):
        raise WrongUse(
            f"Mẫu tên tệp {template} không đúng. Dùng: {', '.join(sorted(known))}.",
            f"The file name template {template} is wrong. Use: {', '.join(sorted(known))}.",
        )
