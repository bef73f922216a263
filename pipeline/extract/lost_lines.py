"""Values between or below whose lines there is room for a line that was not read: what is left of an address without
its second line reads as well. A person looks.

The rows of a page say how far apart lines stand: a form leaves less room inside a value than between two of them, never
more. Below a value room says nothing unless its last line is full, since only a full line goes on, and where the paper
shows no ink in it.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.extract.columns import Strip
from pipeline.extract.find import Find
from pipeline.extract.layout import Layout, Row, Token
from pipeline.extract.room import none_below
from pipeline.extract.run_on import fills_line

# In usual steps from row to row. Of 411 values read right none had two lines further apart than 1.3 of them, of 42 that
# had lost a line 40 stood 1.5 apart; of 1002 one was full and had such room below it, of 402 without their end 336.
_BETWEEN, _BELOW = 1.5, 1.7
# In heights of a word: rows that are no further apart are one.
_ONE_ROW = 0.6
# In heights of a word: from the middle of a line to its foot.
_HALF = 0.5
# Of fewer steps none is usual.
_FEWEST = 4


def lost_lines(finds: Iterable[Find], strips: Sequence[Strip], layout: Layout) -> Iterator[Find]:
    """The finds whose value has room for another line between two of its own, or is full and has it below."""
    usual = usual_step(strips)
    for find in finds:
        held = [token for token in find.tokens if token.letters]
        if not usual or not held:
            continue
        below = _full(find, held, strips, usual) and not _none_below(find, held, layout, usual)
        if _parted(held, usual) or below:
            yield find


def usual_step(strips: Sequence[Strip]) -> float:
    """How far apart the nearer rows of a page stand, in its pixels; 0.0 where too few tell."""
    steps = [
        below.middle - above.middle
        for strip in strips
        for above, below in pairwise(strip.rows)
        if below.middle - above.middle > _ONE_ROW * below.unit
    ]
    return statistics.quantiles(steps, n=4)[0] if len(steps) >= _FEWEST else 0.0


def _parted(held: Sequence[Token], usual: float) -> bool:
    return any(below.middle - above.middle > _BETWEEN * usual for above, below in pairwise(held))


def _none_below(find: Find, held: Sequence[Token], layout: Layout, usual: float) -> bool:
    """Whether the paper is surely free where the next line of a value would stand, from its label to its end."""
    block = [Row((token,), layout.unit) for token in (*find.label, *held)]
    return none_below(layout, block, usual / layout.unit + _HALF)


def _full(find: Find, held: Sequence[Token], strips: Sequence[Strip], usual: float) -> bool:
    """Whether the last line of a long value ends at the edge, and the next row of its column leaves room for one."""
    last = held[-1]
    strip = next((s for s in strips if any(last in row.tokens for row in s.rows)), None)
    if strip is None:
        return False
    unit = strip.rows[0].unit
    below = [r.middle - last.middle for r in strip.rows if r.middle > last.middle + _ONE_ROW * unit]
    room = bool(below) and min(below) > _BELOW * usual
    return room and fills_line(find, last, strip.right_edge, unit)
