"""What the map of the store shows, and the minutes of delivery and return."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from desk.web.contexts.batches import BatchFacts, DocketField


@dataclass(frozen=True)
class PlaceRow:
    """One volume or file on its shelf; `word` says how far it is."""

    store: str
    box: str
    volume: str
    stage: str
    word: str
    batches: tuple[str, ...]
    records: int
    waiting: int
    archived: int


@dataclass(frozen=True)
class StoreMapPage:
    """The map; `totals` are (stage, word, count), `chosen` the stage that is shown, `total` all places."""

    template: ClassVar[str] = "store_map.html"
    rows: tuple[PlaceRow, ...]
    totals: tuple[tuple[str, str, int], ...]
    total: int
    chosen: str
    may_plan: bool
    fault: str
    added: str


@dataclass(frozen=True)
class MinutesPage:
    """Minutes to print and sign; `kind` is delivery or return, `receiver` who took the paper back."""

    template: ClassVar[str] = "minutes.html"
    batch: BatchFacts
    unit: str
    kind: str
    docket: tuple[DocketField, ...]
    files: int
    giver: str
    taker: str
    returned_at: str
    may_return: bool
    fault: str
    at: str
