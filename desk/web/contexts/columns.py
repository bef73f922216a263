"""What the register mode of review shows: one field of many records, down the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class ColumnRow:
    """One record. `gap` names numbers missing before it; `page` is an index into the page's pictures."""

    record: str
    number: str
    value: str
    mark: str
    word: str
    settled: bool
    page: int | None
    box: list[int] | None
    gap: str


@dataclass(frozen=True)
class ColumnPage:
    """One column: `keys` are the fields that may be chosen, with how many are still open in each."""

    template: ClassVar[str] = "column.html"
    batch: str
    type: str
    kind: str
    key: str
    label: str
    field_kind: str
    choices: tuple[str, ...]
    keys: tuple[tuple[str, str, int], ...]
    before: str
    after: str
    rows: tuple[ColumnRow, ...]
    open: int
    left: int
    pages: list[dict[str, Any]]
