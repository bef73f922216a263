"""Texts and places whose last row may be lost: right below stands a row in small letters that is nobody's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.extract.find import Find
from pipeline.extract.layout import Layout, Row, Token

_KINDS = frozenset({"text", "place"})
# How far below the foot of the value the middle of the next row lies at most, in usual heights of a word, and how far
# left of its label that row may begin.
_NEXT_ROW, _BEFORE = 2.2, 2.5


def lost_rows(finds: Iterable[Find], layout: Layout) -> Iterator[Find]:
    """The finds of texts and places that may go on in a row which nothing took."""
    held = tuple(finds)
    taken = {token.box for find in held for token in (*find.label, *find.tokens)}
    for find in held:
        if find.kind in _KINDS and find.tokens and any(_goes_on(find, row, taken) for row in layout.rows):
            yield find


def _goes_on(find: Find, row: Row, taken: set[object]) -> bool:
    foot = max(token.y1 for token in find.tokens)
    left = min(token.x0 for token in (*find.label, *find.tokens)) - _BEFORE * row.unit
    if not foot - 0.3 * row.unit < row.middle < foot + _NEXT_ROW * row.unit:
        return False
    within = [token for token in row.tokens if left <= token.x0 < find.limit and token.letters]
    return bool(within) and within[0].box not in taken and _small(within[0])


def _small(token: Token) -> bool:
    return token.text[:1].islower()
