"""What the pages of scanned batches show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.batch import Counts


@dataclass(frozen=True)
class BatchRow:
    """One line of the list; `opened_at` as stored, `counts` pages in and out."""

    id: str
    opened_at: str
    opened_by: str
    state: str
    place: str
    dossier: str
    files: int
    counts: Counts


@dataclass(frozen=True)
class BatchesPage:
    """The list, newest first; `more` is the address of the next page, empty at the end."""

    template: ClassVar[str] = "batches.html"
    rows: tuple[BatchRow, ...]
    state: str
    more: str
    may_open: bool


@dataclass(frozen=True)
class DocketField:
    """One line of the docket form; `kind` is text, number, date or choice, `choices` pairs of value and label."""

    name: str
    label: str
    value: str
    kind: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class OpenUpload:
    """An upload that became no batch yet."""

    id: str
    files: int
    whole: int


@dataclass(frozen=True)
class NewBatchPage:
    """Files and docket of a batch to be opened; `types` pairs of name and label."""

    template: ClassVar[str] = "batch_new.html"
    docket: tuple[DocketField, ...]
    more: tuple[DocketField, ...]
    types: tuple[tuple[str, str], ...]
    uploads: tuple[OpenUpload, ...]
    piece_bytes: int


@dataclass(frozen=True)
class PageCard:
    """One page of the contact sheet; `marks` are why it needs a look, `record` the one it belongs to."""

    id: str
    place: int
    state: str
    marks: tuple[str, ...]
    has_view: bool
    record: str
    file: str


@dataclass(frozen=True)
class AsideRow:
    """A file or page in quarantine: what happened and what to do."""

    file: str
    page: int | None
    code: str
    message: str


@dataclass(frozen=True)
class BatchFacts:
    """Where the batch stands; `fits` says that every page is accounted for and nothing contradicts the docket."""

    id: str
    state: str
    opened_at: str
    opened_by: str
    closed_at: str
    close_reason: str
    dossier: str
    place: str
    counts: Counts
    expected: int | None
    fits: bool


@dataclass(frozen=True)
class BatchPage:
    """The contact sheet; `look` pages need a look in all, `running` says that work goes on."""

    template: ClassVar[str] = "batch.html"
    batch: BatchFacts
    cards: tuple[PageCard, ...]
    shown: str
    look: int
    first: int
    pages: int
    next_from: int
    aside: tuple[AsideRow, ...]
    findings: tuple[str, ...]
    receipt: str
    running: bool
    fault: str
    docket: tuple[DocketField, ...]
    may_arrange: bool
    may_close: bool
    may_overrule: bool
    may_rescan: bool


@dataclass(frozen=True)
class ReceiptPage:
    """What came in, with digests, to be kept with the paper before the tray is cleared."""

    template: ClassVar[str] = "receipt.html"
    batch: BatchFacts
    files: tuple[tuple[int, str, int, str], ...]
    unit: str
    docket: tuple[DocketField, ...]
