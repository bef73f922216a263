"""Where the words of a line begin and end: at the spaces of its ink.

The engine tells places of letters by when it was sure of them, often a letter late: the box of "19/1/2017" begins
behind the 1. Whoever reads that place again reads another date, and all ways agree on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ocr.page import Pixels, Word

_INK = 150
# Specks are no ink: so many dark pixels of a column are.
_LEAST_DARK = 2
# In letter heights: the narrowest space between words, and how far beyond its box the engine may have left a letter.
_SPACE, _FARTHEST = 0.22, 1.2


def at_spaces(image: Pixels, words: Sequence[Word], height: float) -> tuple[Word, ...]:
    """The words of a level line, left to right, each as far as the space beside it where one is near.

    `image` is the line in gray, `height` that of its letters in pixels. Where no space is near an edge stays as it is.
    """
    dark = np.count_nonzero(image < _INK, axis=0) >= _LEAST_DARK
    space, farthest = max(2, round(_SPACE * height)), round(_FARTHEST * height)
    found = list(words)
    for number, word in enumerate(found):
        before = found[number - 1].box if number else None
        least = max(word.box.x0 - farthest, (before.x0 + before.x1) // 2 if before else 0, 0)
        start = _outwards(dark[least : word.box.x0][::-1], space, least == 0)
        if start:
            found[number] = replace(word, box=replace(word.box, x0=word.box.x0 - start))
            if before and before.x1 > found[number].box.x0:
                found[number - 1] = replace(
                    found[number - 1], box=replace(before, x1=max(before.x0 + 1, found[number].box.x0))
                )
    for number, word in enumerate(found):
        after = found[number + 1].box.x0 if number + 1 < len(found) else len(dark)
        most = min(word.box.x1 + farthest, after)
        end = _outwards(dark[word.box.x1 : most], space, most == len(dark))
        if end:
            found[number] = replace(word, box=replace(word.box, x1=word.box.x1 + end))
    return tuple(found)


def _outwards(dark: NDArray[np.bool_], space: int, to_the_end: bool) -> int:
    """How many columns outwards of an edge still belong to its word: those with ink before the first space.

    0 where no space follows, but for the end of the line.
    """
    last, blank = 0, 0
    for column, inked in enumerate(dark, 1):
        if inked:
            last, blank = column, 0
        else:
            blank += 1
        if blank >= space:
            return last
    return last if to_the_end else 0
