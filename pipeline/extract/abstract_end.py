"""Whether an abstract stands whole on its page: begun as one begins, its lines close, nothing left out below it.

What a lost line leaves reads as well: "về việc báo cáo kết quả công tác" without "cải cách hành chính".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.block_lines import closely_set
from pipeline.extract.layout import Layout, Row
from pipeline.normalize.spelling import bare

ABSTRACT_START = re.compile(r"^[\W_]*(v/?v|v/w|vw|v[aeo] viec)\b")
# In heights of a word: the next line of an abstract is no further down; one fits where the next row is further.
_NEXT_LINE, _ROOM = 2.2, 2.7
# In heights of a word: of 65 abstracts on six sets none stood further below its title than 2.33.
_UNDER_TITLE = 2.5
# In heights of a word: a line shorter than the longest by more than a word does not go on.
_WORD = 6.0
# In heights of a word: nothing but its own next line stands so near below a line of a block.
_CLOSE = 1.6
# So many letters and figures may be the rest of a line.
_REST = 8
# Shares of the text's width that one line alone has before another follows: under a title, and left under the number.
_ALONE, _ALONE_LEFT = 0.5, 0.3


def is_cut(abstract: Sequence[Row], layout: Layout, title: Row | None = None) -> bool:
    """Whether a line of an abstract may be lost, or its last one goes on beside a stamp; False where there is none.

    `title` is the row it stands under.
    """
    if not abstract:
        return False
    first = abstract[0]
    if title is not None and first.middle - title.middle > _UNDER_TITLE * first.unit:
        return True
    goes_on = _goes_on(abstract, layout.rows) or _rest_below(abstract[-1], layout.rows)
    if title is None and _same_block_below(abstract, layout.rows):
        return True
    return goes_on or _lacks_line(abstract) or _room_below(abstract, layout)


def _room_below(abstract: Sequence[Row], layout: Layout) -> bool:
    """Whether the last line is as long as one that goes on, and there is room for another below it."""
    last = abstract[-1]
    below = [r.middle - last.middle for r in layout.rows if r.middle > last.middle + 0.6 * last.unit]
    if not below or min(below) <= _ROOM * last.unit:
        return False
    widths = [row.right - row.left for row in abstract]
    if len(abstract) > 1:
        return widths[-1] > max(widths[:-1]) - _WORD * last.unit
    left = last.right < layout.width / 2
    return widths[0] > (_ALONE_LEFT if left else _ALONE) * (layout.right_edge - layout.left_edge)


def _same_block_below(abstract: Sequence[Row], rows: Sequence[Row]) -> bool:
    """Whether right below what a letter is about another line stands within its width."""
    last, left, right = abstract[-1], min(row.left for row in abstract), max(row.right for row in abstract)
    near = [row for row in rows if 0.6 * row.unit < row.middle - last.middle <= _CLOSE * row.unit]
    return any(left - row.unit <= row.left and row.right <= right + row.unit for row in near)


def _rest_below(last: Row, rows: Sequence[Row]) -> bool:
    """Whether figures or a letter or two that nobody took stand under the middle of the last line: "- 2005"."""
    middle = (last.left + last.right) / 2
    below = [row for row in rows if 0.5 * row.unit < row.middle - last.middle <= _NEXT_LINE * row.unit]
    short = [row for row in below if 0 < sum(c.isalnum() for c in row.text) <= _REST]
    return any(abs((row.left + row.right) / 2 - middle) <= _WORD * row.unit for row in short)


def _goes_on(abstract: Sequence[Row], rows: Sequence[Row]) -> bool:
    """Whether right below the abstract, within its width, a line begins in small letters, alone or beside a stamp."""
    last, left, right = abstract[-1], min(row.left for row in abstract), max(row.right for row in abstract)
    below = next((row for row in rows if row.middle > last.middle + 0.5 * row.unit), None)
    if below is None or below.middle - last.middle > _NEXT_LINE * below.unit:
        return False
    within = [token for token in below.tokens if token.letters and left <= (token.x0 + token.x1) / 2 <= right]
    if not within or not within[0].text[:1].islower():
        return False
    before = below.tokens[: below.tokens.index(within[0])]
    return not before or within[0].x0 - before[-1].x1 > below.unit


def _lacks_line(abstract: Sequence[Row]) -> bool:
    """Whether an abstract begins in small letters, without the words that open one, or its lines leave room for one."""
    first = next((token.text.strip("\"'“(") for token in abstract[0].tokens if token.letters), "")
    begun = not first[:1].islower() or bool(ABSTRACT_START.match(bare(abstract[0].text)))
    return not begun or (len(abstract) > 1 and not closely_set(abstract))
