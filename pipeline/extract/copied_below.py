"""Where a document ends and the block of the office that certified a copy of it begins: "SAO Y", "SAO LỤC".

Decree 30/2020/NĐ-CP, Appendix I, part III: below the document stand the copier's name, a number with "SY", "SL" or
"TrS", its own place and date, its position, seal and name. None of that is the document's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.layout import Layout, Row
from pipeline.normalize.spelling import bare

_HEADING = re.compile(r"^\W*(sao y|sao luc|trich sao)( ban chinh)?\W*$")
_NUMBER = re.compile(r"^\W*s[o0]\W*\d*\W*/(SY|SL|TrS)\b", re.IGNORECASE)
# The same words are stamped into the head of a first page.
_HEAD = 0.45
# In heights of a word: the lines of the block follow each other no further apart.
_NEXT_LINE = 3.2


def without_copy_block(layouts: Sequence[Layout]) -> list[Layout]:
    """The pages up to where such a block begins; all of them where none has it."""
    kept: list[Layout] = []
    for at, layout in enumerate(layouts):
        begins = _begins(layout, first=at == 0)
        if begins is not None:
            return kept + ([replace(layout, rows=layout.rows[:begins])] if begins else [])
        kept.append(layout)
    return kept


def _begins(layout: Layout, *, first: bool) -> int | None:
    """The row that such a block begins with."""
    for at, row in enumerate(layout.rows):
        if (row.middle > _HEAD * layout.height or not first) and any(map(_tells, row.segments)):
            return _first_of(layout, at)
    return None


def _tells(part: Row) -> bool:
    return bool(_HEADING.match(bare(part.text)) or _NUMBER.match(bare(part.text)))


def _first_of(layout: Layout, at: int) -> int:
    """The first row of the block that row `at` is one of: its body in capitals stands above."""
    while at:
        above, row = layout.rows[at - 1], layout.rows[at]
        left = above.segments[0]
        in_capitals = left.upper_share > 0.85 and left.left < 0.5 * layout.width
        if row.middle - above.middle > _NEXT_LINE * row.unit or not (in_capitals or _tells(left)):
            break
        at -= 1
    return at
