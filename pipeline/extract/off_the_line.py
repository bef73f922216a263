"""Values that a second pass printed half a line above or below the labels of a blank: puts them into their rows.

A form that is pushed into a printer by hand sits too high or too low, and all its values are out of place alike. Read
as they stand, a value belongs to the label of the next line. Says nothing about a page where fewer are so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, median

from pipeline.extract.find import Find
from pipeline.extract.labels import Hit
from pipeline.extract.layout import Layout, Row, Token
from pipeline.extract.targets import Vocabulary, labels_in

# In heights of a word: how far off its line a value stands that belongs to it. Lines of print are further apart.
_LEAST, _MOST = 0.3, 1.0
# In heights of a word: how far into its label and behind it a value may begin.
_INTO, _BEHIND = 0.6, 6.0
# So many values are out of place alike; a paper has a stamp or a note beside a label once or twice.
_ENOUGH = 4
# In heights of a word: how much nearer the labels on one side must be than those on the other.
_NEARER = 0.15
_NEIGHBOURS = 4


@dataclass(frozen=True)
class _Pair:
    """A label's row and the tokens, out of another row, that stand `off` heights of a word above it (below: < 0)."""

    row: Row
    value: tuple[Token, ...]
    off: float


def on_the_line(layout: Layout, words: Vocabulary) -> Layout:
    """The layout with values that all stand too high, or all too low, in the rows of their labels."""
    pairs = list(_pairs(layout, words))
    high, low = [p for p in pairs if p.off > 0], [p for p in pairs if p.off < 0]
    if _are_theirs(high, low):
        return _moved(layout, high)
    return _moved(layout, low) if _are_theirs(low, high) else layout


def beside_another(find: Find, layout: Layout) -> bool:
    """Whether a value was taken from below its label while another stands as near behind it, half a line higher."""
    if not find.below or not find.tokens:
        return False
    return any(
        _LEAST <= (fmean([t.middle for t in find.label]) - token.middle) / layout.unit <= _MOST
        and _is_behind(token.x0, find.label[-1], layout.unit)
        for row in layout.rows
        for token in row.tokens
        if token.letters and token not in find.label
    )


def _are_theirs(pairs: Sequence[_Pair], others: Sequence[_Pair]) -> bool:
    """Whether the labels on this side are the ones that the values were meant for."""
    if len(pairs) < _ENOUGH:
        return False
    return 2 * len(others) < len(pairs) or _usual(pairs) + _NEARER < _usual(others)


def _usual(pairs: Sequence[_Pair]) -> float:
    return median(abs(pair.off) for pair in pairs)


def _pairs(layout: Layout, words: Vocabulary) -> Iterator[_Pair]:
    """Each label with nothing in its row and a value that stands off the row behind it."""
    for at, row in enumerate(layout.rows):
        hits = labels_in(row, words)
        if not hits:
            continue
        near = [
            segment
            for other in layout.rows[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 1]
            if other is not row and not labels_in(other, words)
            for segment in other.segments
        ]
        for hit in hits:
            label, ends = row.tokens[hit.start : hit.end], _next_word(row, hit)
            for value in near:
                off = (fmean(t.middle for t in label) - value.middle) / layout.unit
                fits = value.right <= ends + _INTO * layout.unit
                if _LEAST <= abs(off) <= _MOST and fits and _is_behind(value.left, label[-1], layout.unit):
                    yield _Pair(row, value.tokens, off)


def _next_word(row: Row, hit: Hit) -> float:
    """Where the next word behind a label begins; dots to write on are none."""
    return next((t.x0 for t in row.tokens[hit.end :] if t.letters), row.limit)


def _is_behind(left: float, label: Token, unit: float) -> bool:
    return -_INTO * unit <= left - label.x1 <= _BEHIND * unit


def _moved(layout: Layout, pairs: Sequence[_Pair]) -> Layout:
    """Each value in the row of the label that is nearest to it."""
    nearest: dict[Token, _Pair] = {}
    for pair in sorted(pairs, key=lambda p: abs(p.off)):
        for token in pair.value:
            nearest.setdefault(token, pair)
    rows = []
    for row in layout.rows:
        own = [t for t in row.tokens if t not in nearest]
        added = [t for t, pair in nearest.items() if pair.row is row]
        if own or added:
            rows.append(replace(row, tokens=tuple(sorted(own + added, key=lambda t: t.x0))))
    return replace(layout, rows=tuple(sorted(rows, key=lambda row: row.middle)))
