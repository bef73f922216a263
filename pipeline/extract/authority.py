"""Who decides, as a decision says in capitals above its grounds: "GIÁM ĐỐC SỞ NỘI VỤ"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.layout import Layout, Row
from pipeline.normalize.spelling import bare, same_words

# The grounds below the line begin so.
_GROUNDS = re.compile(r"^[\W_]*(can cu|xet|theo)\b")
_CAPITALS, _LINES = 0.85, 3
# In heights of a word: how far below each other these lines stand.
_NEXT_LINE = 3.5


def decides_as(layout: Layout, position: str, body: str) -> bool:
    """Whether the lines right above the grounds of a decision say that it is made by whoever has this position in this
    body. Who signs in his stead puts "KT." and a second line, so that this position alone has lost none (Decree
    30/2020, Appendix I, part II, 5 and 7).
    """
    above = _lines_above_grounds(layout.rows)
    said = [" ".join(row.text for row in above[-lines:]) for lines in range(1, len(above) + 1)]
    return bool(position and body) and any(
        same_words(one.strip(" .,:"), f"{position} {body}") for one in said
    )


def _lines_above_grounds(rows: Sequence[Row]) -> list[Row]:
    """The lines in capitals that stand right above the first of the grounds, from above."""
    at = next((at for at, row in enumerate(rows) if _GROUNDS.match(bare(row.text))), 0)
    found: list[Row] = []
    for row in reversed(rows[max(0, at - _LINES) : at]):
        below = found[0] if found else rows[at]
        if row.upper_share < _CAPITALS or below.middle - row.middle > _NEXT_LINE * row.unit:
            break
        found.insert(0, row)
    return found
