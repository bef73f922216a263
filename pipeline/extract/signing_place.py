"""Where somebody signs, whatever became of the words: beside the head of the recipients' list, and whether next to a
peer. Decree 30/2020/NĐ-CP, Appendix I, part I: both parts begin at one height, the list at the left (cell 9b), the
signature at the right (7a). Reads no position.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.block_words import names_position
from pipeline.extract.layout import Layout, Row
from pipeline.extract.recipients import is_list_head
from pipeline.extract.seal_ring import in_ring
from pipeline.normalize.names import usual_name
from pipeline.normalize.spelling import bare

_CAPITALS = 0.75
_LEAST_LETTERS = 4
# In heights of a word: the next line of a block, and how far its middle may be from the middle above.
_NEXT_LINE, _OFF_CENTRE = 2.4, 1.5
# The one who wrote the minutes signs them at the left; the one who presided signs for all.
_SECRETARY = re.compile(r"\b(thu ky|nguoi ghi|nguoi lap)\b")


def beside_list(layout: Layout) -> list[Row]:
    """The pieces of rows in capitals that stand at the right of a head of a list: the first lines of signatures, spoilt
    maybe.
    """
    heads = [part for row in layout.rows for part in row.segments if is_list_head(part, layout)]
    return [
        part
        for row in layout.rows
        for part in row.segments
        if (part.left + part.right) / 2 > 0.55 * layout.width
        and any(abs(part.middle - head.middle) <= head.unit for head in heads)
        and _in_capitals(part)
    ]


def continues(above: Row, part: Row) -> bool:
    """Whether a spoilt line in capitals stands so close below one of a signature that it must be its next one."""
    return (
        0 < part.middle - above.middle <= _NEXT_LINE * part.unit
        and abs((part.left + part.right) - (above.left + above.right)) / 2 <= _OFF_CENTRE * part.unit
        and _in_capitals(part)
        and not in_ring(part.text)
        and not usual_name(part.text)
    )


def _in_capitals(part: Row) -> bool:
    return part.upper_share >= _CAPITALS and sum(c.isalpha() for c in part.text) >= _LEAST_LETTERS


def has_peer(layout: Layout, block: Sequence[Row], foot: float) -> bool:
    """Whether somebody else signs at the left of `block`, between its first line and `foot`: of two who sign for two
    bodies a person says whose signature the field means.
    """
    height = block[0].unit
    left = [
        part
        for row in layout.rows
        for part in row.segments
        if (part.left + part.right) / 2 < 0.45 * layout.width
        and block[0].middle - height < part.middle < foot + height
    ]
    if any(_SECRETARY.search(bare(part.text)) or is_list_head(part, layout) for part in left):
        return False
    heads = [part for row in layout.rows for part in row.segments if is_list_head(part, layout)]
    # Peers leave no room for the list beside them.
    below = any(head.middle > foot for head in heads) and bool(left)
    return below or any(names_position(part) or usual_name(part.text.strip(" .,;'\"")) for part in left)
