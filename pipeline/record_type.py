"""Record types as data: what a kind of paper is called, which fields it has, how its printed forms say so.

A new type is a new file in `record_types/` or in the office's own folder (`SOHOA_RECORD_TYPES`); nothing in
Python names one. An unknown key in such a file is refused, because a misspelt key would silently lose a field.
How to write one is told in docs/record_types.md.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import Field, ValidationError, model_validator

from pipeline.errors import WrongUse
from pipeline.normalize.kinds import KINDS, normalise
from pipeline.normalize.outcome import Refused
from pipeline.normalize.spelling import letters
from pipeline.type_feeds import Feeds, Strict, placeholders

Source = Literal[
    "label", "date_line", "body", "kind", "abstract", "signer", "position", "clerk", "recipients"
]
Risk = Literal["high", "medium", "low"]
_DAY = r"^(\d{4}(-\d{2}-\d{2})?)?$"
# What a file name may hold besides fields: the type's `file_code`, and the year of the volume.
NAMING_WORDS = frozenset({"code", "book_year"})


class RecordTypeInvalid(WrongUse):
    """A file of record types breaks the schema; carries its text in Vietnamese and English."""

    def __init__(self, file: str, detail: str) -> None:
        super().__init__(
            f"Tệp loại tài liệu {file} không hợp lệ: {detail}. Sửa tệp rồi chạy lại.",
            f"Record type file {file} is not valid: {detail}. Mend the file and start again.",
        )


class FieldSpec(Strict):
    """One field: `labels` as printed, `section` whose person it tells of, `lines` it may run over.

    `opens` starts the section where this label stands; `inline` lets the label stand inside a sentence without
    a colon; `source` says where a field without a label is found (letterhead, signature block). `risk` is what a
    wrong value costs: it chooses thresholds, double keying and sampling. `finding_key`: typed in the first pass,
    because people find the record by it. `choices`: the only values there are, where the form or the import
    columns of the Ministry of Justice know no other. `not_with`: what holds one of these belongs to another field with
    the same label, as long as the page gives a value without (the number of an extract and that of the register).
    """

    key: str
    vi: str
    en: str
    kind: str
    required: bool = False
    section: str = ""
    labels: tuple[str, ...] = ()
    opens: bool = False
    inline: bool = False
    lines: int = 1
    source: Source = "label"
    risk: Risk = "medium"
    finding_key: bool = False
    choices: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _known_kind(self) -> FieldSpec:
        if self.kind not in KINDS:
            raise ValueError(f"field {self.key}: unknown kind {self.kind!r}")
        return self

    def value_of(self, written: str) -> str | Refused:
        """The normal form of what stands on the paper or was typed; where there are `choices`, one of them."""
        value = normalise(self.kind, written)
        if isinstance(value, Refused) or not self.choices:
            return value
        chosen = [choice for choice in self.choices if letters(choice) == letters(value)]
        return chosen[0] if chosen else Refused("unknown", written)


class Sentence(Strict):
    """A label whose value holds several fields; `pattern` works on text without marks, groups are field keys.

    `within`: the label itself holds the value ("Là cha của"), so the pattern sees it too;
    `forms`: only on these forms (everywhere, if none is named); `optional`: fields that the line often does
    not have, left out where the pattern does not find them; `inside`: only while its section is open, where the
    same words stand behind other things of the form ("Ngày cấp" of a death notice, and of an identity paper).
    """

    labels: tuple[str, ...]
    pattern: str
    section: str = ""
    opens: bool = False
    inline: bool = False
    within: bool = False
    inside: bool = False
    lines: int = 2
    forms: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Field keys that the pattern can fill, in order."""
        return tuple(re.compile(self.pattern).groupindex)


class Section(Strict):
    """A part of the form that repeats the labels of another part; `heads` are printed headings that open it.

    `optional`: papers without it are whole, such as a record of an offence that nobody witnessed.
    """

    name: str
    heads: tuple[str, ...] = ()
    optional: bool = False


class Form(Strict):
    """A printed version: its titles, labels that only it has (`cues`), and the order of its sections.

    `cues_needed`: how many of its cues make it sure; a form without a title needs more of them. `dated`: the field
    that the date in its head is of, where no label gives that: a decision registers on its own day.

    `basis` is the rule that prints it, `since` and `until` the dates (`YYYY` or `YYYY-MM-DD`) between which that
    rule held; old forms were used up for years after, so neither decides anything.
    """

    id: str
    vi: str
    basis: str = ""
    since: str = Field("", pattern=_DAY)
    until: str = Field("", pattern=_DAY)
    titles: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    cues_needed: int = Field(3, ge=1)
    order: tuple[str, ...] = ()
    dated: str | None = None


class CheckSpec(Strict):
    """A rule of `pipeline/check.py` and the fields it compares, in the order the rule names them."""

    rule: str
    fields: tuple[str, ...]
    limit: int = 0


class RecordType(Strict):
    """Everything the product knows of one kind of paper.

    `naming` makes file names of exports from fields and `NAMING_WORDS`. `denied_titles`, `denied_starts`
    (beginnings of titles) and `denied_cues` (beginnings of lines) belong to papers that only look alike, such as
    the application for it; those of the type `unknown` count for every type. `general`: the type stands back
    where the title of another is read. `most_pages`: a record of more pages is looked at by a person, because
    two papers may have run together; 0 sets no limit. `rivals` are sections that share labels; `columns` are
    sections that may stand side by side; `title_starts`: a title alone, without the national motto, begins a new
    record; `continuations` are headings of back pages, `stops` lines where no value runs on. `keyed`: people type
    it, no field is read (old registers, papers in French); `restricted`: shown only to the people named for it,
    and not indexed (adoption).
    """

    name: str
    vi: str
    en: str
    retention_class: str
    legal_basis: str
    file_code: str = ""
    naming: str = ""
    general: bool = False
    most_pages: int = Field(0, ge=0)
    keyed: bool = False
    restricted: bool = False
    description: Feeds
    forms: tuple[Form, ...] = ()
    denied_titles: tuple[str, ...] = ()
    denied_starts: tuple[str, ...] = ()
    denied_cues: tuple[str, ...] = ()
    continuations: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    title_starts: bool = True
    columns: tuple[str, ...] = ()
    rivals: tuple[tuple[str, ...], ...] = ()
    sections: tuple[Section, ...] = ()
    fields: tuple[FieldSpec, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    checks: tuple[CheckSpec, ...] = ()

    @model_validator(mode="after")
    def _only_known_keys(self) -> RecordType:
        keys = [field.key for field in self.fields]
        named = [key for sentence in self.sentences for key in sentence.keys]
        named += [form.dated for form in self.forms if form.dated]
        named += [key for check in self.checks for key in check.fields]
        feeds = self.description
        named += [person.field for person in feeds.names] + [number.field for number in feeds.numbers]
        named += [*feeds.places, *feeds.dates.values(), *([feeds.issued] if feeds.issued else [])]
        named += [*placeholders(feeds.title), *placeholders(self.naming) - NAMING_WORDS]
        if unknown := sorted(set(named) - set(keys)):
            raise ValueError(f"no such field: {', '.join(unknown)}")
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise ValueError(f"field stands twice: {', '.join(twice)}")
        return self

    def __hash__(self) -> int:
        return hash(self.name)

    def spec(self, key: str) -> FieldSpec | None:
        """The field of that key."""
        return self._specs.get(key)

    @cached_property
    def _specs(self) -> Mapping[str, FieldSpec]:
        return {field.key: field for field in self.fields}

    def called(self, key: str, language: str) -> str:
        """A field in a message: its label, and in square brackets the key that commands want."""
        spec = self.spec(key)
        label = (spec.en if language == "en" else spec.vi) if spec else ""
        return f'"{label}" [{key}]' if label else key

    def form(self, form_id: str | None) -> Form | None:
        """The form of that id."""
        return next((form for form in self.forms if form.id == form_id), None)


def load_record_type(file: str, source: str) -> RecordType:
    """The type that the TOML text `source` describes; raises RecordTypeInvalid naming `file` and the key."""
    try:
        return RecordType.model_validate(tomllib.loads(source))
    except tomllib.TOMLDecodeError as error:
        raise RecordTypeInvalid(file, str(error)) from error
    except ValidationError as error:
        details = "; ".join(
            f"{'.'.join(str(part) for part in e['loc']) or 'file'}: {e['msg']}" for e in error.errors()
        )
        raise RecordTypeInvalid(file, details) from error


# The office's folder: one for the whole process, because a record must mean the same to each of its parts.
_office: list[Path] = []


def use_office_types(folder: Path | None) -> None:
    """Lay the types of `folder` over the built-in ones from now on; one of the same name replaces it whole.

    Called once at the start of a process. Raises WrongUse where there is no such folder and RecordTypeInvalid
    for the first file that breaks the schema.
    """
    if folder is not None and not folder.is_dir():
        raise WrongUse(
            f"SOHOA_RECORD_TYPES: không có thư mục {folder}. Tạo thư mục hoặc bỏ cấu hình này rồi chạy lại.",
            f"SOHOA_RECORD_TYPES: there is no folder {folder}. Make it or remove the setting, then run again.",
        )
    _office[:] = [folder] if folder else []
    if folder:
        # What lies there may have changed since it was read.
        _known.cache_clear()
        record_types()


def record_types() -> Mapping[str, RecordType]:
    """All types by name, in the order of their file names, the office's own after the built-in ones."""
    return _known(tuple(_office))


@cache
def _known(office: tuple[Path, ...]) -> Mapping[str, RecordType]:
    return MappingProxyType({**_built_in(), **{t.name: t for folder in office for t in _types_in(folder)}})


@cache
def _built_in() -> Mapping[str, RecordType]:
    return {loaded.name: loaded for loaded in _types_in(resources.files("pipeline").joinpath("record_types"))}


def _types_in(folder: Traversable) -> Iterator[RecordType]:
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            yield load_record_type(file.name, file.read_text(encoding="utf-8"))
