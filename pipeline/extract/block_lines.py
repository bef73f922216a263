"""Whether the lines of a signature block stand as they are set: centred below one another, none missing on top.

A seal that eats "KT." or a whole line leaves a text that reads as well; only where the rest stands tells. Reads no
words: what a block says is judged in pipeline/normalize/offices.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.extract.layout import Row

# In heights of a line. Of 179 blocks read right one stood further off centre, of 42 read wrong 16.
_OFF_CENTRE = 0.4
# A line of the block is this near below the one above.
_NEXT_LINE = 2.0
# In heights of a word of the page: of 87 such blocks no line stood further below the one above than 1.78, of 5 that had
# lost "KT. CHỦ TỊCH" or the like all stood 1.96 apart and more. Capitals under a seal are too tall to measure by alone.
_NEXT_OF_BLOCK = 1.85
# Steps of one block differ by less; a line lost between two makes one of them twice the others.
_EVEN = 1.6
_CAPITALS = 0.75


def set_whole(block: Sequence[Row], others: Iterable[Row]) -> bool:
    """Whether the lines of `block` stand below one another's middle and no other line in capitals, among `others`, is
    right above the first (Decree 30/2020, Appendix I, part II, 7: one centred block). No lines have lost none.
    """
    if not block:
        return True
    centred = all(
        abs(_middle(below) - _middle(above)) <= _OFF_CENTRE * _height(below)
        for above, below in pairwise(block)
    )
    return centred and not any(_right_above(other, block[0]) for other in others)


def closed_up(rows: Sequence[Row]) -> bool:
    """Whether each of `rows`, a printed heading and the lines under it, stands right below the one before, and about as
    near as the others, so that none is lost between them.
    """
    steps = [below.middle - above.middle for above, below in pairwise(rows)]
    near = all(
        # A stroke of the pen may make one of them taller than its letters.
        step <= _NEXT_LINE * min(_height(above), _height(below))
        for step, (above, below) in zip(steps, pairwise(rows), strict=True)
    )
    return bool(steps) and near and max(steps) <= _EVEN * min(steps)


def closely_set(block: Sequence[Row]) -> bool:
    """Whether lines that are set together, of a signature or an abstract, are closed up and no line of the page's own
    height fits between two.
    """
    near = all(below.middle - above.middle <= _NEXT_OF_BLOCK * below.unit for above, below in pairwise(block))
    return near and closed_up(block)


def begun_under(line: Row, middles: Sequence[float]) -> bool:
    """Whether a line begins where it was set: not right of all the `middles` of what is set around one middle with it,
    its heading and the name below. "CHỦ TỊCH" does without the "PHÓ" that a pen ran over.
    """
    off = _OFF_CENTRE * _height(line)
    return not middles or any(_middle(line) - middle <= off for middle in middles)


def _right_above(other: Row, first: Row) -> bool:
    overlap = min(other.right, first.right) - max(other.left, first.left)
    return (
        overlap > 0
        and 0 < first.middle - other.middle <= _NEXT_LINE * _height(first)
        and other.upper_share >= _CAPITALS
        and sum(len(token.letters) for token in other.tokens) > 3
    )


def _middle(row: Row) -> float:
    """The middle of the tokens that hold letters; a stroke at an end is none of the line."""
    held = [token for token in row.tokens if token.letters] or row.tokens
    return (min(token.x0 for token in held) + max(token.x1 for token in held)) / 2


def _height(row: Row) -> float:
    return max(token.y1 - token.y0 for token in row.tokens)
