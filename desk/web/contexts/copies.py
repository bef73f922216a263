"""What the pages of certified copies show: asking for one, and the registers of a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class KindCard:
    """One kind of copy and what would stand on it now; an `extract` takes pages."""

    name: str
    word: str
    head: str
    number: str
    extract: bool


@dataclass(frozen=True)
class CopyPage:
    """Asking for a copy. `fault` says why none can be made, `later` that a newer result stands in its place.

    `chosen` is what was typed before; `once` makes the same request sent twice one copy; `here`: the key is at hand.
    """

    template: ClassVar[str] = "copy.html"
    record: str
    title: str
    kind: str
    cards: tuple[KindCard, ...]
    agency: str
    at: str
    pages: int
    later: str
    chosen: dict[str, str]
    once: str
    here: bool
    fault: str


@dataclass(frozen=True)
class SeriesLine:
    """How one register stands."""

    unit: str
    series: str
    count: int
    last: int
    annulled: int
    whole: bool


@dataclass(frozen=True)
class CopyRow:
    """One line of a register. `got` is false for a copy whose file went with its record."""

    copy: str
    number: str
    unit: str
    kind: str
    title: str
    record: str
    pages: str
    receiver: str
    at: str
    by: str
    level: str
    annulled: str
    got: bool


@dataclass(frozen=True)
class CopiesPage:
    """The registers of one year, newest line first; `more`: the address of older lines, `made` what was just signed."""

    template: ClassVar[str] = "copies.html"
    year: int
    years: tuple[int, ...]
    series: tuple[SeriesLine, ...]
    rows: tuple[CopyRow, ...]
    more: str
    made: CopyRow | None
