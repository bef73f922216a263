"""Forms with two columns, one person in each: the columns are read one after the other, never across.

Which person a column tells of is said by its printed head or by its name label, not by its side. Two layouts
are known: the labels stand in both columns, or once at the left of a table with two columns of values.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extract.ends import is_end
from pipeline.extract.item_marks import with_mark
from pipeline.extract.label_end import labelled as labelled_row
from pipeline.extract.labels import Hit
from pipeline.extract.layout import WIDE_GAP, Layout, Row, Token
from pipeline.extract.shared_labels import shared_labels
from pipeline.extract.targets import Vocabulary, labels_in
from pipeline.record_type import RecordType

# In heights of a word: rows of one cell, one between them left out, stand no further apart.
_NEAR_ROW = 4.5
# Labels that return so many rows off make two columns when there are so many of them.
_OFF, _LEAST_STAGGERED = 4, 3


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
    marked = [_mark(row, labels_in(row, words), record_type, words) for row in layout.rows]
    if all(mark.gutter is None for mark in marked):
        marked = _staggered(layout, marked)
    doubled = [i for i, mark in enumerate(marked) if mark.gutter is not None]
    if doubled:
        return _labelled_columns(layout, marked, doubled, words)
    return _value_columns(layout, marked, words) or whole


@dataclass(frozen=True)
class _Mark:
    """What a row says of columns: where a second one starts, its heads, whether it ends the columns."""

    gutter: float | None
    heads: tuple[Hit, ...]
    ends: bool
    hits: tuple[Hit, ...]


def _mark(row: Row, hits: Sequence[Hit], record_type: RecordType, words: Vocabulary) -> _Mark:
    inside = [h for h in hits if any(t.section in record_type.columns for t in words.of(h.phrase))]
    heads = tuple(h for h in inside if any(t.is_head for t in words.of(h.phrase)))
    outside = [h for h in hits if h not in inside and not any(t.section == "" for t in words.of(h.phrase))]
    gutter = None
    for one, two in pairwise(inside):
        if _same_kind(one, two, words) or _head_beside_name(row, one, two, words):
            gutter = row.tokens[with_mark(row, two.start)].x0
    # "Họ và tên con nuôi: ... Sinh ngày: ..." below two columns of parents tells of the child.
    ends = bool(outside) and (not inside or hits[0] in outside)
    return _Mark(None if ends else gutter, heads, ends, tuple(hits))


def _same_kind(one: Hit, two: Hit, words: Vocabulary) -> bool:
    """Two labels of one row that ask the same of two persons."""
    sections = [{t.section for t in words.of(hit.phrase)} for hit in (one, two)]
    kinds = [{t.field.kind if t.field else "head" for t in words.of(hit.phrase)} for hit in (one, two)]
    same_label = one.phrase == two.phrase or "name" in kinds[0] & kinds[1]
    return same_label or (bool(kinds[0] & kinds[1]) and not sections[0] & sections[1])


def _head_beside_name(row: Row, one: Hit, two: Hit, words: Vocabulary) -> bool:
    """Whether a head stands alone at the left of another's label of the name: "CHA NUÔI  Họ và tên mẹ nuôi: ..."."""
    heads = [t for t in words.of(one.phrase) if t.is_head]
    names = [t for t in words.of(two.phrase) if t.field and t.field.kind == "name"]
    alone = one.start == 0 and one.end == with_mark(row, two.start)
    return (
        alone
        and bool(heads and names)
        and not {t.section for t in heads} & {t.section for t in names}
        and _gap_before(row, two) > WIDE_GAP * row.unit
    )


def _staggered(layout: Layout, marked: Sequence[_Mark]) -> list[_Mark]:
    """The marks, with gutters where labels at the left return at one edge, some rows off: columns whose rows do not
    meet, as one of them has a head or a longer address.
    """
    held = [
        (row.tokens[with_mark(row, hit.start)].x0, hit, i)
        for i, (row, mark) in enumerate(zip(layout.rows, marked, strict=True))
        for hit in mark.hits
        if not mark.ends
    ]
    edges = [x0 for x0, hit, i in held if _gap_before(layout.rows[i], hit) > WIDE_GAP * layout.unit]

    def column(edge: float) -> dict[int, float]:
        near = 0.7 * layout.unit
        firsts = [(hit.phrase, i) for x0, hit, i in held if x0 < edge - near]
        return {
            i: x0
            for x0, hit, i in held
            if abs(x0 - edge) <= near and any(p == hit.phrase and 0 < abs(i - j) <= _OFF for p, j in firsts)
        }

    best = max((column(edge) for edge in edges), key=len, default={})
    if len(best) < _LEAST_STAGGERED:
        return list(marked)
    return [replace(mark, gutter=best.get(i)) for i, mark in enumerate(marked)]


def _gap_before(row: Row, hit: Hit) -> float:
    first = with_mark(row, hit.start)
    return row.tokens[first].x0 - row.tokens[first - 1].x1 if first else 0.0


def _labelled_columns(
    layout: Layout, marked: Sequence[_Mark], doubled: list[int], words: Vocabulary
) -> list[Strip]:
    labels = [i for i in doubled if not (marked[i].heads and len(marked[i].hits) == len(marked[i].heads))]
    if not labels:
        return _value_columns(layout, marked, words) or [Strip(layout.rows, layout.right_edge)]
    last = labels[-1]
    edge = statistics.median(marked[i].gutter or 0.0 for i in labels)
    first = _first(layout, marked, (labels[0], edge))
    gutter = edge - 0.6 * layout.unit
    end = _end(layout, marked, last)
    left = _part(layout.rows[first:end], 0.0, gutter)
    right = _part(layout.rows[first:end], gutter, float("inf"))
    return _assembled(layout, first, end, (left, right), gutter)


def _first(layout: Layout, marked: Sequence[_Mark], from_: tuple[int, float]) -> int:
    """The first row of the columns whose labels are known from a row on and whose second begins at an edge.

    It goes up over one row that says nothing, the second line of a broken label or name, and no higher than a row of
    heads, which stand above their columns.
    """
    first, edge = from_
    while first > 0 and len(marked[first].heads) < 2:
        above = [i for i in (first - 1, first - 2) if i >= 0 and _belongs(layout.rows[i], marked[i], edge)]
        near = above and layout.rows[first].middle - layout.rows[above[0]].middle < _NEAR_ROW * layout.unit
        skipped = above and above[0] < first - 1 and _spans(layout.rows[first - 1], marked[first - 1], edge)
        if not near or skipped:
            break
        first = above[0]
    return first


def _belongs(row: Row, mark: _Mark, edge: float) -> bool:
    return mark.gutter is not None or _stands_in_both(row, mark, edge)


def _spans(row: Row, mark: _Mark, edge: float) -> bool:
    """Whether a row holds a label or runs across the border of the columns."""
    return bool(mark.hits) or any(t.x0 < edge - 0.7 * row.unit < t.x1 - row.unit for t in row.tokens)


def _parted(row: Row, edge: float) -> bool:
    """Whether a row without doubled labels, which narrow cells may have broken, stands in both columns."""
    begins = any(abs(token.x0 - edge) <= 0.7 * row.unit for token in row.tokens)
    crosses = any(token.x0 < edge - 0.7 * row.unit < token.x1 - row.unit for token in row.tokens)
    return begins and not crosses and row.left < edge - row.unit


def _stands_in_both(row: Row, mark: _Mark, edge: float) -> bool:
    """Whether a row above belongs to the columns: parted by narrow cells, or with the head of the second one."""
    return _parted(row, edge) or any(_heads_second(row, head, edge) for head in mark.heads)


def _heads_second(row: Row, head: Hit, edge: float) -> bool:
    """Whether a head stands alone over the second column, beside a label of the first: "tên mẹ nuôi: ... CHA NUÔI"."""
    before, rest = row.tokens[: head.start], row.tokens[head.start :]
    return (
        bool(before)
        and head.end == len(row.tokens)
        and rest[0].x0 > edge - 0.7 * row.unit
        and before[-1].x1 < edge
        and rest[0].x0 - before[-1].x1 > WIDE_GAP * row.unit
    )


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


def _value_columns(layout: Layout, marked: Sequence[_Mark], words: Vocabulary) -> list[Strip] | None:
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
        end = next((j for j in below if marked[j].ends), _run_on(layout, marked, labelled[-1] + 1))
        rows = layout.rows[i:end]
        gutter = _border(rows, (one, two)) or (one + two) / 2
        own = [None if one.heads or not one.hits else one.hits[0] for one in marked[i:end]]
        labels = shared_labels(rows, own, words)
        sides = (_cells(rows, labels, gutter, 0), _cells(rows, labels, gutter, 1))
        return _assembled(layout, i, end, sides, gutter)
    return None


def _run_on(layout: Layout, marked: Sequence[_Mark], end: int) -> int:
    """The end of the columns behind what the last values run on with."""
    while end < len(layout.rows) and not marked[end].hits:
        row, above = layout.rows[end], layout.rows[end - 1]
        if row.middle - above.middle > 2.2 * layout.unit or is_end(row) or labelled_row(row):
            break
        end += 1
    return end


def _border(rows: Sequence[Row], centres: tuple[float, float]) -> float | None:
    """Where the second column of values begins: the edge behind a gap at which most of the rows have a word."""
    one, two = centres
    edges = [
        token.x0
        for row in rows
        for before, token in pairwise(row.tokens)
        if one < token.x0 < two + row.unit and token.x0 - before.x1 > 0.8 * row.unit
    ]
    near = 0.5 * rows[0].unit
    best = max(edges, key=lambda edge: sum(abs(other - edge) <= near for other in edges), default=None)
    held = [other for other in edges if best is not None and abs(other - best) <= near]
    return min(held) - 0.5 * rows[0].unit if 3 * len(held) >= 2 * len(rows) - 3 and len(held) >= 3 else None


def _centre(row: Row, hit: Hit) -> float:
    held = row.tokens[hit.start : hit.end]
    return (held[0].x0 + held[-1].x1) / 2


def _cells(
    rows: Sequence[Row], labels: Sequence[frozenset[Token]], gutter: float, side: int
) -> tuple[Row, ...]:
    parts = []
    for row, label in zip(rows, labels, strict=True):
        held = tuple(t for t in row.tokens if t in label or (t.x0 >= gutter) == bool(side))
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
