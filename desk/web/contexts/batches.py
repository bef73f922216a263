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
