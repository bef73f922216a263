"""What stands on the papers: facts, records, pages, files, and their JSON form. Reads and judges nothing."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Fact:
    """One field as it should be read: `value` normalised, `written` as on the paper; both None when left empty."""

    value: str | None
    written: str | None

    def __post_init__(self) -> None:
        for text in (self.value, self.written):
            if text is not None and unicodedata.normalize("NFC", text) != text:
                raise ValueError(f"not NFC: {text!r}")


@dataclass(frozen=True)
class RecordTruth:
    """One document on one or more pages of its file."""

    type: str
    form: str
    pages: tuple[int, ...]
    fields: dict[str, Fact]

    def as_json(self) -> dict[str, Any]:
        """The form of truth.json."""
        fields = {key: {"value": f.value, "written": f.written} for key, f in self.fields.items()}
        return {"type": self.type, "form": self.form, "pages": list(self.pages), "fields": fields}


@dataclass(frozen=True)
class PageTruth:
    """One page: its text in reading order, and what was done to it.

    `rotation` is the clockwise turn in degrees that makes the image (after EXIF orientation) upright.
    """

    number: int
    text: str
    rotation: int
    blank: bool
    degradations: tuple[str, ...]
    split: str

    def as_json(self) -> dict[str, Any]:
        """The form of truth.json."""
        return {
            "number": self.number,
            "text": self.text,
            "rotation": self.rotation,
            "blank": self.blank,
            "degradations": list(self.degradations),
            "split": self.split,
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
