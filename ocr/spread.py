"""An opened book on the glass: where its two pages (leaves) are. Judges by the lines that were found, cuts nothing.

The image stays one page; its leaves are straightened and read one after the other, the left one first.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ocr.lines import TextLine
from ocr.page import Box

# An opened book is wider than high; its gutter is near the middle.
_LEAST_ASPECT = 1.15
_MIDDLE = (0.42, 0.58)
# Lines on each leaf, and how much of the height they take: a letter head has two sides as well, but few lines.
_LEAST_LINES = 6
_LEAST_SPAN = 0.35
# Share of lines that may run across the gutter: dirt in the fold.
_MOST_ACROSS = 0.02


def leaves_of(lines: Sequence[TextLine], width: int, height: int) -> tuple[Box, ...]:
    """The two leaves of an upright page of `width` by `height` pixels, left one first; empty for a single page."""
    if width < _LEAST_ASPECT * height or len(lines) < 2 * _LEAST_LINES:
        return ()
    gutter = _gutter(lines, width)
    if gutter is None:
        return ()
    left = [line for line in lines if line.box.x1 <= gutter]
    right = [line for line in lines if line.box.x0 >= gutter]
    if min(len(left), len(right)) < _LEAST_LINES or min(map(_span, (left, right))) < _LEAST_SPAN * height:
        return ()
    return Box(0, 0, gutter, height), Box(gutter, 0, width, height)


def _gutter(lines: Sequence[TextLine], width: int) -> int | None:
    """The middle of the widest strip near the centre that (almost) no line crosses."""
    crossed = np.zeros(width + 1, np.int32)
    for line in lines:
        crossed[max(0, line.box.x0)] += 1
        crossed[min(width, line.box.x1)] -= 1
    low, high = (round(share * width) for share in _MIDDLE)
    free = np.cumsum(crossed)[low:high] <= _MOST_ACROSS * len(lines)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], free.astype(np.int8), [0]])))
    if not edges.size:
        return None
    starts, ends = edges[::2], edges[1::2]
    widest = int(np.argmax(ends - starts))
    return low + int(starts[widest] + ends[widest]) // 2


def _span(lines: Sequence[TextLine]) -> int:
    return max(line.box.y1 for line in lines) - min(line.box.y0 for line in lines)
