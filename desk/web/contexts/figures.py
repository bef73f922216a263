"""What the page of figures shows: sentences with their denominators, a line of days, tables that lead on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class FigureLine:
    """One sentence; `address` is where the things counted are, empty where this person may not see them."""

    text: str
    address: str


@dataclass(frozen=True)
class DayLine:
    """A line of pages per day as SVG: `points` of the polyline in a box of `width` by `height`, and what it tells."""

    width: int
    height: int
    points: str
    first: str
    last: str
    most: str
    told: str


@dataclass(frozen=True)
class UnitRow:
    """One unit: approved of all records, required components present of all, archived of all."""

    unit: str
    address: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class ErrorRow:
    """One field of one type: how many values people changed, of how many."""

    type: str
    field: str
    changed: str
    whole: str
    share: str
    address: str


@dataclass(frozen=True)
class FiguresPage:
    """All of it; `units` are the names to choose from, `chosen` what is counted.

    `boxes` are the days as typed, `faults` what is wrong with them, both by the box's name.
    """

    template: ClassVar[str] = "figures.html"
    chosen: dict[str, str]
    boxes: dict[str, str]
    faults: dict[str, str]
    units: tuple[str, ...]
    groups: tuple[tuple[str, tuple[FigureLine, ...]], ...]
    days: DayLine | None
    waiting: tuple[FigureLine, ...]
    paces: tuple[str, ...]
    rows: tuple[UnitRow, ...]
    errors: tuple[ErrorRow, ...]
    export: str
    may_audit: bool
