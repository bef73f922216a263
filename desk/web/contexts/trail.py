"""What the page of the audit trail shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class EventRow:
    """One event: codes and digests, as they stand in the trail; `ids` are those of a list that was shown.

    `word` says the act, `who` names the actor; the codes lead to more of the same.
    """

    number: int
    at: str
    type: str
    word: str
    object: str
    actor: str
    who: str
    outcome: str
    detail: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class TrailVerdict:
    """What the verifier said; `faults` are proof of tampering or loss, `warnings` weaken the proof only."""

    chained: int
    waiting: int
    segments: int
    head: str
    broken: bool
    faults: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class TrailPage:
    """Events, newest first; `chosen` the filter as typed, `more` the address of older ones, `alarms` of seven days."""

    template: ClassVar[str] = "trail.html"
    chosen: dict[str, str]
    rows: tuple[EventRow, ...]
    more: str
    verdict: TrailVerdict | None
    alarms: tuple[EventRow, ...]
