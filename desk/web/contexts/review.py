"""What the pages of review show: the queue, one record, what is keyed blind, what a third decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class QueueRow:
    """One waiting record. `told` are its finding values; `risk` 0 to 2; `findings` open errors as pairs of code and
    title; `holder` is empty when nobody has it."""

    id: str
    title: str
    told: str
    stage: str
    since: str
    batch: str
    risk: int
    doubtful: int
    findings: tuple[tuple[str, str], ...]
    holder: str
    mine: bool


@dataclass(frozen=True)
class Choice:
    """One entry of a filter."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class QueuePage:
    """The queue of review. `quick`: nothing is in doubt, one act approves. `told` says what the last act did."""

    template: ClassVar[str] = "review_queue.html"
    rows: tuple[QueueRow, ...]
    total: str
    quick: bool
    others: int
    chosen: dict[str, str]
    types: tuple[Choice, ...]
    findings: tuple[Choice, ...]
    stages: tuple[Choice, ...]
    done: str
    left: tuple[str, ...]
    may_take: bool


@dataclass(frozen=True)
class FindingLine:
    """A finding in words; `closable` when a reason closes it; `other` is the record that it compares with."""

    code: str
    severity: str
    text: str
    closed: str
    closable: bool
    other: str = ""


@dataclass(frozen=True)
class FieldRow:
    """One field: `mark` is machine, doubt, person, imported, keying or absent; `box` in pixels of the upright page."""

    key: str
    label: str
    kind: str
    required: bool
    state: str
    mark: str
    word: str
    shown: str
    confidence: int
    findings: tuple[FindingLine, ...]
    proposals: tuple[str, ...]
    page: int | None
    box: list[int] | None
    choices: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether a person has to look at it before approval."""
        return self.mark in {"doubt", "imported", "keying"}


@dataclass(frozen=True)
class ReviewState:
    """The part of the page that every act renews."""

    record: str
    revision: int
    rows: tuple[FieldRow, ...]
    absent: tuple[FieldRow, ...]
    findings: tuple[FindingLine, ...]
    doubtful: int
    blocking: int
    last: bool
    stage: str


@dataclass(frozen=True)
class FieldsPart:
    """`ReviewState` alone, as scripts get it after an act."""

    template: ClassVar[str] = "review_fields.html"
    state: ReviewState


@dataclass(frozen=True)
class ReviewPage:
    """One record under review. `pages` are for the viewer: sizes and addresses of the pictures of each page."""

    template: ClassVar[str] = "review.html"
    state: ReviewState
    title: str
    kind: str
    place: str
    pages: list[dict[str, Any]]
    queue: str
    may_decide: bool
    may_approve: bool
    may_rescan: bool


@dataclass(frozen=True)
class HistoryLine:
    """One decision."""

    at: str
    who: str
    what: str
    field: str
    old: str
    new: str
    reason: str


@dataclass(frozen=True)
class HistoryPart:
    """The decisions on a record, newest first."""

    template: ClassVar[str] = "review_history.html"
    lines: tuple[HistoryLine, ...]


@dataclass(frozen=True)
class KeyRow:
    """One field to type blind: nothing of the machine or of another person is in it."""

    key: str
    label: str
    kind: str
    mine: str
    state: str
    page: int | None
    box: list[int] | None
    choices: tuple[str, ...]


@dataclass(frozen=True)
class KeyingPage:
    """Typing blind."""

    template: ClassVar[str] = "keying.html"
    record: str
    revision: int
    kind: str
    stage: str
    rows: tuple[KeyRow, ...]
    pages: list[dict[str, Any]]
    typed: int


@dataclass(frozen=True)
class Letters:
    """A piece of a text, and whether the other text differs there."""

    text: str
    differs: bool


@dataclass(frozen=True)
class DifferenceRow:
    """One field that two people typed differently, with the differing letters marked."""

    key: str
    label: str
    first: tuple[Letters, ...]
    second: tuple[Letters, ...]
    first_state: str
    second_state: str
    page: int | None
    box: list[int] | None


@dataclass(frozen=True)
class AdjudicationPage:
    """The third person's page."""

    template: ClassVar[str] = "adjudication.html"
    record: str
    revision: int
    kind: str
    rows: tuple[DifferenceRow, ...]
    pages: list[dict[str, Any]]
