"""Places of a page where surely no line stands: there is no ink of letters but that of words in its rows.

Where a seal may hide letters, where a pen wrote and where the engine made no word of what it saw, nothing is sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ocr.reading import PageReading
from pipeline.extract.layout import Layout, Row, areas

# In heights of a word: how near the ink of a row reaches beyond its box; the row above a block is no line of it from
# here on, and the line above would stand within that.
_RIM, _OTHER, _LINES = 0.3, 2.0, 3.0
# The tallest ink that is letters of a line; what a seal may hide stands in taller boxes (ocr/unread_ink.py).
_LETTERS = 2.0
# In heights of a word: "TUQ." before a line, and the middle of a line of a block below another with half its height.
_SIDE, _BELOW = 4.0, 2.0


def with_unread(layout: Layout, reading: PageReading) -> Layout:
    """The layout of a page that is no opened book, with the places in which a line may stand that is in no row."""
    if reading.unread is None or reading.text.leaves:
        return layout
    held = {token.box for row in layout.rows for token in row.tokens}
    left = [word.box for word in reading.text.words if word.box not in held]
    return replace(layout, unread=areas(reading.text, [*reading.unread, *reading.hidden, *left]))


def is_free(
    layout: Layout, left: float, top: float, right: float, foot: float, but: Sequence[Row] = ()
) -> bool:
    """Whether surely nothing is written between these edges, but for the words of some rows."""
    if layout.unread is None:
        return False
    own = {token.box for row in but for token in row.tokens}
    read = (t for row in layout.rows for t in row.tokens if t.box not in own)
    taken = [*layout.unread, *layout.by_hand, *((t.x0, t.y0, t.x1, t.y1) for t in read)]
    return not any(x0 < right and left < x1 and y0 < foot and top < y1 for x0, y0, x1, y1 in taken)


def none_above(layout: Layout, block: Sequence[Row]) -> bool:
    """Whether surely no line of a block set around one middle stands above its first one."""
    first = block[0]
    left, right = min(row.left for row in block), max(row.right for row in block)
    wider = (right - left) / 2
    left, right = left - wider, right + wider
    above = [
        token.y1
        for row in layout.rows
        for token in row.tokens
        if token.x0 < right and left < token.x1 and token.middle < first.top
    ]
    top = max([first.top - _LINES * first.unit, *(foot + _RIM * first.unit for foot in above)])
    apart = first.top - max(above, default=0.0) > (_OTHER - 1) * first.unit
    return apart and is_free(layout, left, top, right, first.top - _RIM * first.unit)


def none_beside(layout: Layout, block: Sequence[Row]) -> bool:
    """Whether surely nothing stands left or right of the lines of a block, as "TL." would, nor right below its last."""
    last, unit = block[-1], block[-1].unit
    left, right = min(row.left for row in block), max(row.right for row in block)
    top, foot = block[0].top, last.middle + _BELOW * unit
    return is_free(layout, left - _SIDE * unit, top, right + _SIDE * unit, foot, but=block)


def ink_beside(layout: Layout, row: Row) -> bool:
    """Whether ink of letters that no word covers stands left or right of a line, on its own height."""
    foot = max(token.y1 for token in row.tokens)
    reach = _SIDE * row.unit
    return any(
        min(y1, foot) - max(y0, row.top) > (y1 - y0) / 2
        and y1 - y0 <= _LETTERS * row.unit
        and (row.left - reach < x1 <= row.left or row.right <= x0 < row.right + reach)
        for x0, y0, x1, y1 in layout.unread or ()
    )


def none_between(layout: Layout, above: Row, below: Row) -> bool:
    """Whether surely no line of the block that `above` is one of stands between it and `below`."""
    top = max(token.y1 for token in above.tokens) + _RIM * above.unit
    foot = min(token.y0 for token in below.tokens) - _RIM * above.unit
    return is_free(layout, min(above.left, below.left), top, max(above.right, below.right), foot)


def none_below(layout: Layout, block: Sequence[Row], lines: float) -> bool:
    """Whether surely nothing stands within the width of a block for so many heights of a word below its last middle,
    but the tips of a row that is read further down.
    """
    last = block[-1]
    further = [row for row in layout.rows if row.middle - last.middle > lines * last.unit]
    foot = max(token.y1 for token in last.tokens)
    left, right = min(row.left for row in block), max(row.right for row in block)
    return is_free(layout, left, foot + _RIM * last.unit, right, last.middle + lines * last.unit, but=further)
