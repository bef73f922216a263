"""The record and its fields: what one document says, how sure we are, and who decided it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from ocr.page import Box
from pipeline.findings import Finding


class RecordState(StrEnum):
    """Where a record stands; moves are made by pipeline/ledger.py alone."""

    CAPTURED = "captured"
    READ = "read"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    ASSEMBLED = "assembled"
    SIGNED = "signed"
    ARCHIVED = "archived"
    QUARANTINED = "quarantined"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"

    @property
    def vi(self) -> str:
        """As people say it, for messages."""
        return _SAID[self]

    @property
    def en(self) -> str:
        """As people say it, for messages."""
        return self.value.replace("_", " ")


_SAID = {
    RecordState.CAPTURED: "đã nhận",
    RecordState.READ: "đã đọc",
    RecordState.IN_REVIEW: "chờ kiểm tra",
    RecordState.APPROVED: "đã duyệt",
    RecordState.ASSEMBLED: "đã dựng PDF/A",
    RecordState.SIGNED: "đã ký",
    RecordState.ARCHIVED: "đã lưu kho",
    RecordState.QUARANTINED: "cách ly",
    RecordState.REJECTED: "trả lại quét",
    RecordState.SUPERSEDED: "đã thay thế",
}


class PageState(StrEnum):
    """Where a page stands."""

    NEW = "new"
    CLAIMED = "claimed"
    READ = "read"
    BLANK = "blank"
    SEPARATOR = "separator"
    DUPLICATE = "duplicate"
    REPLACED = "replaced"
    QUARANTINED = "quarantined"


class FieldState(StrEnum):
    """Who stands behind a value: the first three are the machine's word, then three that are nobody's, then a person's.

    `NOT_YET_KEYED`: a person has still to type it, so it says nothing of the paper. `CARRIED`: taken over from the
    entry before, which no person has said of this one. `IMPORTED`: a row of earlier work says so, and nobody here has
    checked it. None of them is `EMPTY` (nothing on the paper, says the machine),
    `CONFIRMED_EMPTY` (says a person) or `UNREADABLE` (something is there that nobody can read).
    """

    ACCEPTED = "accepted"
    NEEDS_REVIEW = "needs_review"
    EMPTY = "empty"
    NOT_YET_KEYED = "not_yet_keyed"
    CARRIED = "carried"
    IMPORTED = "imported"
    CONFIRMED = "confirmed"
    CONFIRMED_EMPTY = "confirmed_empty"
    CORRECTED = "corrected"
    AS_WRITTEN = "as_written"
    UNREADABLE = "unreadable"

    @property
    def by_person(self) -> bool:
        """A person decided; the machine never touches this field again."""
        return self in {
            self.CONFIRMED,
            self.CONFIRMED_EMPTY,
            self.CORRECTED,
            self.AS_WRITTEN,
            self.UNREADABLE,
        }

    @property
    def settled(self) -> bool:
        """Nobody needs to look at this field before approval."""
        return self not in _UNSETTLED


_UNSETTLED = frozenset(
    {FieldState.NEEDS_REVIEW, FieldState.NOT_YET_KEYED, FieldState.CARRIED, FieldState.IMPORTED}
)


@dataclass(frozen=True)
class Field:
    """One fact of a record.

    `written` is what stands on the paper, `value` its normal form (dates `YYYY-MM-DD`, `YYYY-MM`, `YYYY`).
    `confidence` runs from 0 to 1. `page` is an index from 0 into the record's pages; `box` is in pixels of
    that page's master. `EMPTY`, `CONFIRMED_EMPTY`, `NOT_YET_KEYED` and `UNREADABLE` have no value.
    """

    key: str
    value: str | None
    written: str | None
    confidence: float
    state: FieldState
    page: int | None = None
    box: Box | None = None

    def as_json(self) -> dict[str, Any]:
        """The form of `read --json` and `record.json`."""
        return {
            "value": self.value,
            "written": self.written,
            "confidence": round(self.confidence, 4),
            "state": self.state.value,
            "page": self.page,
            "box": self.box.as_list() if self.box else None,
        }

    @classmethod
    def from_json(cls, key: str, data: dict[str, Any]) -> Self:
        """The field that `as_json` described."""
        return cls(
            key=key,
            value=data["value"],
            written=data["written"],
            confidence=data["confidence"],
            state=FieldState(data["state"]),
            page=data["page"],
            box=Box(*data["box"]) if data["box"] else None,
        )


@dataclass(frozen=True)
class Region:
    """A part of one page side: `page` is an index from 0 into the record's pages, `polygon` in its pixels."""

    page: int
    polygon: tuple[tuple[int, int], ...]

    @classmethod
    def whole(cls, page: int, width: int, height: int) -> Self:
        """The whole side, the usual case."""
        return cls(page, ((0, 0), (width, 0), (width, height), (0, height)))


@dataclass(frozen=True)
class DraftRecord:
    """What the machine makes of some pages: not yet in the ledger, without an id.

    `pages` are indexes from 0 into the pages that were handed to the interpreter. `score` and `margin` are
    those of the classification (0 to 1); `form` names the printed form version, if one was recognised.
    """

    type: str
    pages: tuple[int, ...]
    fields: tuple[Field, ...]
    findings: tuple[Finding, ...] = ()
    regions: tuple[Region, ...] = ()
    form: str | None = None
    score: float = 0.0
    margin: float = 0.0
    entry: int = 0


def urn(key: str) -> str:
    """A uuid as it stands in the store."""
    return f"urn:uuid:{key}"


def key_of(urn: str) -> str:
    """The uuid in an id of the store."""
    return urn.removeprefix("urn:uuid:")
