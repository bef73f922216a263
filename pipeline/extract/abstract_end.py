"""Whether an abstract stands whole on its page: begun as one begins, its lines close, nothing left out below it.

What a lost line leaves reads as well: "về việc báo cáo kết quả công tác" without "cải cách hành chính".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from pipeline.extract.block_lines import closely_set
from pipeline.extract.layout import Layout, Row
from pipeline.extract.room import none_below
from pipeline.normalize.spelling import bare

_ADDRESSED = re.compile(r"^[\W_]*kinh gui\b")
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
# In heights of a word, and in steps of the text below: how far apart lines of an abstract are that is set as wide as
# the text. Of 80 steps of abstracts read right on six sets none was higher than 2.06; of 13 over a line left out one
# was lower than 2.32.
_AS_WIDE, _AS_TEXT, _LINES = 2.1, 1.15, 4
_YEAR = r"(?:19|20)\d{2}"
_YEARS = re.compile(rf"^{_YEAR}(?: ?[-–—] ?{_YEAR})?[.;]?$|^[-–—] ?{_YEAR}[.;]?$")
_TAKES_YEAR = re.compile(r"\b(?:nam|nam hoc|giai doan|nien khoa|nhiem ky|khoa)$")
# What is counted has its number behind it: "đợt | 2", "quý | III".
_NUMBER = re.compile(r"^(?:\d{1,2}|[IVX]{1,4})[.;]?$")
_TAKES_NUMBER = re.compile(r"\b(?:dot|quy|khoa|lan|lan thu|thang|ky|tuan|lop|hoc ky|so)$")
_TAKES_REST = re.compile(rf"\b{_YEAR} ?[-–—]$")
_CLEAR = 0.8
# Shares of the text's width that one line alone has before another follows: under a title, and left under the number.
_ALONE, _ALONE_LEFT = 0.5, 0.3


def is_addressed(row: Row) -> bool:
    """Whether a row begins the lines of those whom a letter is for."""
    return bool(_ADDRESSED.match(bare(row.text)))


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
    return goes_on or _lacks_line(abstract, layout.rows) or _room_below(abstract, layout)


def ends_line(above: Row, row: Row) -> bool:
    """Whether a row of few letters is clearly the end of the line above, under its middle: a short word in lower case
    ("... Hội đồng nhân dân | xã"), or years or a number that the line goes on with.
    """
    under = abs((row.left + row.right) - (above.left + above.right)) / 2 <= row.unit
    if not under or any(token.confidence < _CLEAR for token in row.tokens):
        return False
    word = len(row.tokens) == 1 and row.text.isalpha() and row.text.islower()
    counted = bool(_NUMBER.match(row.text.strip()) and _TAKES_NUMBER.search(bare(above.text).strip()))
    return word or counted or _are_years_of(above, row)


def _are_years_of(above: Row, row: Row) -> bool:
    """Whether a row is the years that the line above goes on with: "... năm học | 2021-2022", "... 1976 | - 2005"."""
    text, before = row.text.strip(), bare(above.text).strip()
    if not _YEARS.match(text):
        return False
    if text[0].isdigit():
        return bool(_TAKES_YEAR.search(before) or _TAKES_REST.search(before))
    return bool(re.search(rf"\b{_YEAR}$", before))


def _room_below(abstract: Sequence[Row], layout: Layout) -> bool:
    """Whether the last line is as long as one that goes on, and there is room for another below it."""
    last = abstract[-1]
    below = [r.middle - last.middle for r in layout.rows if r.middle > last.middle + 0.6 * last.unit]
    if not below or min(below) <= _ROOM * last.unit:
        return False
    if none_below(layout, abstract, _ROOM):
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
    short = [
        row for row in below if 0 < sum(c.isalnum() for c in row.text) <= _REST and not is_addressed(row)
    ]
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


def _lacks_line(abstract: Sequence[Row], rows: Sequence[Row]) -> bool:
    """Whether an abstract begins in small letters, without the words that open one, or its lines leave room for one."""
    first = next((token.text.strip("\"'“(") for token in abstract[0].tokens if token.letters), "")
    begun = not first[:1].islower() or bool(ABSTRACT_START.match(bare(abstract[0].text)))
    closed = closely_set(abstract) or _set_as_text(abstract, rows)
    return not begun or (len(abstract) > 1 and not closed)


def _set_as_text(abstract: Sequence[Row], rows: Sequence[Row]) -> bool:
    """Whether the lines of an abstract are set as wide as those of the text below: in letters of one height a step over
    a lost line would be wider.
    """
    below = [row for row in rows if row.middle > abstract[-1].middle]
    steps = [
        b.middle - a.middle for a, b in pairwise(below) if 0.6 * b.unit < b.middle - a.middle < 3 * b.unit
    ]
    own = [(b.middle - a.middle, b.unit) for a, b in pairwise(abstract)]
    if len(steps) < _LINES:
        return False
    return all(step <= min(_AS_WIDE * unit, _AS_TEXT * median(steps)) for step, unit in own)
