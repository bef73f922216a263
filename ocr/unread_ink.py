"""Ink of the size of letters that no word covers: where a line may stand that the engine did not see.

Tells places only. What is no print of the text is there as well: emblems, scribbles, what a seal left.
"""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from ocr.page import Box, Pixels, Word
from ocr.shapes import connected

_HALF = 2
# Of the four pixels that become one, one of ink is enough: letters of a faint line hold together.
_INKED = 60
# In heights of a word: how far the ink of a word reaches beyond its box, and how far one letter stands from the next.
_RIM, _APART = 0.2, 0.8
# In heights of a word: the lowest and the tallest letter, how wide joined ones may be, how thin a rule is.
_LOWEST, _TALLEST, _WIDEST, _RULE = 0.35, 2.0, 12.0, 12.0
# Of a page without a word, in pixels at 200 dpi: letters of 12 points.
_USUAL = 28.0


def unread_ink(ink: Pixels, words: Iterable[Word], known: Iterable[Box] = ()) -> tuple[Box, ...]:
    """Boxes around the letter-like ink (255 on 0) of a level page that neither `words` nor the boxes `known` cover, one
    for each run along a line; all in pixels of `ink`.
    """
    covered = [word.box for word in words]
    unit = float(np.median([box.height for box in covered])) if covered else _USUAL
    height, width = ink.shape
    if min(height, width) < _HALF:
        return ()
    size = (width // _HALF, height // _HALF)
    half = cv2.resize(ink, size, interpolation=cv2.INTER_AREA)
    rest = np.asarray(cv2.threshold(half, _INKED, 255, cv2.THRESH_BINARY)[1], np.uint8)
    rim = round(_RIM * unit)
    for box in (*covered, *known):
        rows = slice(max(0, box.y0 - rim) // _HALF, (box.y1 + rim) // _HALF + 1)
        rest[rows, max(0, box.x0 - rim) // _HALF : (box.x1 + rim) // _HALF + 1] = 0
    return _runs(rest, unit / _HALF)


def _runs(rest: Pixels, unit: float) -> tuple[Box, ...]:
    """The letter-like shapes of an image at half the size, those of one line in one box of the whole size."""
    x, y, w, h, _ = connected(rest)[1][1:].T
    like = (h >= _LOWEST * unit) & (h <= _TALLEST * unit) & (w <= _WIDEST * unit) & (h < _RULE * w)
    if not like.any():
        return ()
    # No second image: the ink itself is done with.
    rest[:] = 0
    reach = max(1, round(_APART * unit / 2))
    for left, top, wide, high in zip(x[like], y[like], w[like], h[like], strict=True):
        rest[top : top + high, max(0, left - reach) : left + wide + reach] = 255
    runs = connected(rest)[1][1:, :4].tolist()
    return tuple(
        Box(
            _HALF * (left + reach * (left > 0)),
            _HALF * top,
            _HALF * (left + wide - reach),
            _HALF * (top + high),
        )
        for left, top, wide, high in runs
    )
