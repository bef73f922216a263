"""What stands on the papers: facts, records, pages, files, and their JSON form. Reads and judges nothing."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Fact:
    """One field as it should be read: `value` normalised, `written` as on the paper; both None when left empty.

    Where known: `page`, its page in the file; `box`, its edges in pixels there; `by_hand` if a pen wrote it.
    """

    value: str | None
    written: str | None
    page: int | None = None
    box: tuple[int, int, int, int] | None = None
    by_hand: bool = False

    def __post_init__(self) -> None:
        for text in (self.value, self.written):
            if text is not None and unicodedata.normalize("NFC", text) != text:
                raise ValueError(f"not NFC: {text!r}")

    def as_json(self) -> dict[str, Any]:
        """The form of truth.json; what is not known is left out."""
        told: dict[str, Any] = {"value": self.value, "written": self.written}
        if self.page is not None:
            told["page"] = self.page
        if self.box is not None:
            told["box"] = list(self.box)
        return {**told, "by_hand": True} if self.by_hand else told


@dataclass(frozen=True)
class RecordTruth:
    """One document on one or more pages of its file.

    `layout` says how it was laid out, `also` which other types are right answers; both are left out when empty.
    """

    type: str
    form: str
    pages: tuple[int, ...]
    fields: dict[str, Fact]
    layout: str = ""
    also: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The form of truth.json."""
        fields = {key: fact.as_json() for key, fact in self.fields.items()}
        told = {"type": self.type, "form": self.form, "pages": list(self.pages), "fields": fields}
        more = {"layout": self.layout, "also": list(self.also)}
        return {**told, **{name: value for name, value in more.items() if value}}


@dataclass(frozen=True)
class PageTruth:
    """One page: its text in reading order, and what was done to it.

    `rotation` is the clockwise turn in degrees that makes the image (after EXIF orientation) upright. `codes` are texts
    of QR codes, each with whether it agrees with its paper.
    """

    number: int
    text: str
    rotation: int
    blank: bool
    degradations: tuple[str, ...]
    split: str
    dpi: int = 0
    codes: tuple[tuple[str, bool], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The form of truth.json."""
        return {
            "number": self.number,
            "text": self.text,
            "rotation": self.rotation,
            "blank": self.blank,
            "degradations": list(self.degradations),
            "split": self.split,
            **({"dpi": self.dpi} if self.dpi else {}),
            **({"codes": [{"text": t, "agrees": a} for t, a in self.codes]} if self.codes else {}),
        }


@dataclass(frozen=True)
class FileTruth:
    """One file with its pages and records; `file` is its name below the folder of pages."""

    file: str
    pages: tuple[PageTruth, ...]
    records: tuple[RecordTruth, ...]

    def as_json(self) -> dict[str, Any]:
        """The form of truth.json."""
        return {
            "file": self.file,
            "pages": [page.as_json() for page in self.pages],
            "records": [record.as_json() for record in self.records],
        }
