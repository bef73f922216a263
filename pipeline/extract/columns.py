"""Forms with two columns, one person in each: the columns are read one after the other, never across.

Which person a column tells of is said by its printed head or by its name label, not by its side. Two layouts
are known: the labels stand in both columns, or once at the left of a table with two columns of values.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extract.labels import Hit, find_labels
from pipeline.extract.layout import Layout, Row, Token
from pipeline.extract.targets import Vocabulary
from pipeline.record_type import RecordType


@dataclass(frozen=True)
class Strip:
    """Rows that are read as one run of text. `side` numbers the columns from 0; None outside of columns."""

    rows: tuple[Row, ...]
    right_edge: float
    side: int | None = None


def strips(layout: Layout, record_type: RecordType, words: Vocabulary) -> list[Strip]:
    """The page in reading order: what stands above the columns, each column, what stands below."""
    whole = [Strip(layout.rows, layout.right_edge)]
    if not record_type.columns:
        return whole
    marked = [_mark(row, find_labels(row, words.phrases), record_type, words) for row in layout.rows]
    doubled = [i for i, mark in enumerate(marked) if mark.gutter is not None]
    if doubled:
        return _labelled_columns(layout, marked, doubled)
    return _value_columns(layout, marked) or whole


@dataclass(frozen=True)
class _Mark:
    """What a row says of columns: where a second one starts, its heads, whether it ends the columns."""

    gutter: float | None
    heads: tuple[Hit, ...]
    ends: bool
    hits: tuple[Hit, ...]


def _mark(row: Row, hits: list[Hit], record_type: RecordType, words: Vocabulary) -> _Mark:
    inside = [h for h in hits if any(t.section in record_type.columns for t in words.of(h.phrase))]
    heads = tuple(h for h in inside if any(t.is_head for t in words.of(h.phrase)))
    outside = [h for h in hits if h not in inside and not any(t.section == "" for t in words.of(h.phrase))]
    gutter = None
    for one, two in pairwise(inside):
        if _same_kind(one, two, words):
            gutter = row.tokens[two.start].x0
    return _Mark(gutter, heads, bool(outside) and not inside, tuple(hits))


def _same_kind(one: Hit, two: Hit, words: Vocabulary) -> bool:
    """Two labels of one row that ask the same of two persons."""
    sections = [{t.section for t in words.of(hit.phrase)} for hit in (one, two)]
    kinds = [{t.field.kind if t.field else "head" for t in words.of(hit.phrase)} for hit in (one, two)]
    same_label = one.phrase == two.phrase
    return same_label or (bool(kinds[0] & kinds[1]) and not sections[0] & sections[1])


def _labelled_columns(layout: Layout, marked: Sequence[_Mark], doubled: list[int]) -> list[Strip]:
    labels = [i for i in doubled if not (marked[i].heads and len(marked[i].hits) == len(marked[i].heads))]
    if not labels:
        return _value_columns(layout, marked) or [Strip(layout.rows, layout.right_edge)]
    first, last = labels[0], labels[-1]
    while first > 0 and first - 1 in doubled:
        first -= 1
    gutter = statistics.median(marked[i].gutter or 0.0 for i in labels) - 0.6 * layout.unit
    end = _end(layout, marked, last)
    left = _part(layout.rows[first:end], 0.0, gutter)
    right = _part(layout.rows[first:end], gutter, float("inf"))
    return _assembled(layout, first, end, (left, right), gutter)


def _end(layout: Layout, marked: Sequence[_Mark], last: int) -> int:
    """Index after the last row of the columns: they run on until a label of another part."""
    for i in range(last + 1, len(layout.rows)):
        row, above = layout.rows[i], layout.rows[i - 1]
        if marked[i].ends or row.middle - above.middle > 3.5 * layout.unit:
            return i
    return len(layout.rows)


def _part(rows: Sequence[Row], low: float, high: float) -> tuple[Row, ...]:
    parts = []
    for row in rows:
        held = tuple(t for t in row.tokens if low <= (t.x0 + t.x1) / 2 < high)
        if held:
            parts.append(Row(held, row.unit))
    return tuple(parts)


def _value_columns(layout: Layout, marked: Sequence[_Mark]) -> list[Strip] | None:
    """A table whose labels stand once, at the left of two columns of values with heads above them."""
    for i, mark in enumerate(marked):
        if len(mark.heads) < 2:
            continue
        row = layout.rows[i]
        one, two = (_centre(row, hit) for hit in mark.heads[:2])
        below = range(i + 1, min(len(layout.rows), i + 40))
        labelled = [j for j in below if marked[j].hits and not marked[j].heads]
        if not labelled or layout.rows[labelled[0]].left > one:
            continue
        end = next((j for j in below if marked[j].ends), labelled[-1] + 1)
        gutter = (one + two) / 2
        rows = layout.rows[i:end]
        sides = (_cells(rows, marked[i:end], gutter, 0), _cells(rows, marked[i:end], gutter, 1))
        return _assembled(layout, i, end, sides, gutter)
    return None


def _centre(row: Row, hit: Hit) -> float:
    held = row.tokens[hit.start : hit.end]
    return (held[0].x0 + held[-1].x1) / 2


def _cells(rows: Sequence[Row], marked: Sequence[_Mark], gutter: float, side: int) -> tuple[Row, ...]:
    parts = []
    for row, mark in zip(rows, marked, strict=True):
        label_end = mark.hits[0].end if mark.hits and not mark.heads else 0

        def belongs(index: int, token: Token, labelled: int = label_end) -> bool:
            return index < labelled or ((token.x0 + token.x1) / 2 >= gutter) == bool(side)

        held = tuple(t for index, t in enumerate(row.tokens) if belongs(index, t))
        if held:
            parts.append(replace(row, tokens=held))
    return tuple(parts)


def _assembled(
    layout: Layout, first: int, end: int, sides: tuple[tuple[Row, ...], tuple[Row, ...]], gutter: float
) -> list[Strip]:
    edge = layout.right_edge
    return [
        Strip(layout.rows[:first], edge),
        Strip(sides[0], max((r.right for r in sides[0]), default=gutter), 0),
        Strip(sides[1], max((r.right for r in sides[1]), default=edge), 1),
        Strip(layout.rows[end:], edge),
    ]
