"""The pieces that rows of a page fall into: by wide gaps or the end of an item; a line that a seal parted is one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.layout import Layout, Row, Token
from pipeline.normalize.spelling import bare

_CAPITALS = 0.75
# Who keeps a copy is said in capitals, and a comma there reads as a semicolon: "- Lưu: VT; TCHC".
_KEPT = re.compile(r"^\W*luu\b")
# In heights of a word: lines of a block stand so near, and its middles differ by no more.
_NEXT_LINE, _OFF_CENTRE = 2.4, 0.6


def pieces(row: Row) -> list[Row]:
    """The segments of a row; one that begins with a dash ends at its semicolon where capitals of another column follow
    ("- UBND các tỉnh, TP trực thuộc TW; PHÓ CỤC TRƯỞNG ...": a long position comes near the list of recipients).
    """
    return [part for segment in row.segments for part in _parted(segment)]


def all_pieces(layout: Layout) -> list[Row]:
    """The pieces of all rows of a page, those of one line that a seal parted as one: its middle is that of the line
    above, as in every block of a signature (Decree 30/2020, Appendix I, part II, 7).
    """
    found: list[Row] = []
    for row in layout.rows:
        held = pieces(row)
        above = [part for part in found if 0 < row.middle - part.middle <= _NEXT_LINE * row.unit]
        while len(held) > 1 and _one_line(held[-2], held[-1], above):
            held[-2:] = [Row((*held[-2].tokens, *held[-1].tokens), row.unit)]
        found += held
    return found


def _parted(part: Row) -> list[Row]:
    if not part.tokens[0].text.startswith(("-", "–", "—")) or _KEPT.match(bare(part.text)):
        return [part]
    for at, token in enumerate(part.tokens[:-1], start=1):
        behind = Row(part.tokens[at:], part.unit)
        if token.text.endswith(";") and len(behind.tokens) > 1 and _in_capitals(behind):
            return [Row(part.tokens[:at], part.unit), behind]
    return [part]


def _one_line(left: Row, right: Row, above: Sequence[Row]) -> bool:
    both = Row((*left.tokens, *right.tokens), left.unit)
    return _in_capitals(both) and any(
        _in_capitals(part)
        and _beside(part, both) <= _OFF_CENTRE * part.unit
        and min(_beside(part, left), _beside(part, right)) > part.unit
        for part in above
    )


def _beside(above: Row, part: Row) -> float:
    """How far the middle of a piece is beside that of the one above."""
    return abs(_middle(part.tokens) - _middle(above.tokens))


def _middle(tokens: Sequence[Token]) -> float:
    return (tokens[0].x0 + tokens[-1].x1) / 2


def _in_capitals(part: Row) -> bool:
    return part.upper_share >= _CAPITALS
