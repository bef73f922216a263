"""What the pages of civil-status volumes show: how whole each is, and what its numbers say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class VolumeRow:
    """A volume in the list: pages counted and how many are not looked at, entries, cancelled, what is wrong, in words.

    `wrong` are errors of its numbers and pages, `differences` open differences from its other paper copy.
    """

    volume: str
    name: str
    type: str
    unit: str
    place: str
    copy: bool
    pages: int
    open_pages: int
    entries: int
    cancelled: int
    numbers: str
    wrong: tuple[str, ...]
    differences: int


@dataclass(frozen=True)
class VolumesPage:
    """Every declared volume of the units in reach; `whole` of `rows` have nothing wrong."""

    template: ClassVar[str] = "registers.html"
    rows: tuple[VolumeRow, ...]
    whole: int


@dataclass(frozen=True)
class EntryRow:
    """One entry in the order of the book."""

    record: str
    page: int
    number: str
    cancelled: bool
    state: str


@dataclass(frozen=True)
class DifferenceRow:
    """A field of an entry that says something else in the other paper copy. No values: they stand at the record."""

    record: str
    number: str
    label: str


@dataclass(frozen=True)
class VolumePage:
    """One volume; `checked` after its numbers were checked and its findings kept."""

    template: ClassVar[str] = "register.html"
    row: VolumeRow
    roles: tuple[tuple[str, int], ...]
    entries: tuple[EntryRow, ...]
    differences: tuple[DifferenceRow, ...]
    first: tuple[str, str]
    may_check: bool
    checked: bool
