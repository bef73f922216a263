"""Pen strokes that no word covers: signatures, initials, flourishes. Finds their boxes; reads nothing.

A signature is one large, thin, winding shape. Rules and frames are straight, seals are round, pictures are full.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Box, Pixels, Word

_SHRUNK = 2
# Pale seals and what shines through stay out.
_INK_BELOW = 140
_LEAST_HEIGHTS = 1.2
_LEAST_WIDE, _LARGEST = 30, 450
_FLATTEST = 0.12
_FULLEST = 0.30
_SEAL_SIDE, _SEAL_SHAPE = 60, 0.75
_EDGE_ABOVE = 120
_SLANTED = 0.30
_COVERED = 0.35
_KEPT = 0.4


def pen_strokes(gray: Pixels, words: Sequence[Word], printed: Sequence[Word]) -> list[Box]:
    """Boxes of pen strokes, in pixels of `gray` (levelled, ink dark, working resolution).

    What `words` cover for the most part is not looked at; no box holds the middle of one of the `printed` words.
    """
    small = cv2.resize(gray, None, fx=1 / _SHRUNK, fy=1 / _SHRUNK, interpolation=cv2.INTER_AREA)
    ink = cv2.threshold(small, _INK_BELOW, 1, cv2.THRESH_BINARY_INV)[1]
    for word in words:
        box = word.box
        ink[box.y0 // _SHRUNK : box.y1 // _SHRUNK + 1, box.x0 // _SHRUNK : box.x1 // _SHRUNK + 1] = 0
    # Words cut a stroke that runs through them; its pieces belong together.
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    # Closed shapes stay whole at half the size, and cost a quarter.
    shapes = cv2.connectedComponentsWithStats(np.ascontiguousarray(joined[::2, ::2]), connectivity=8)[2][1:]
    shapes[:, : cv2.CC_STAT_AREA] *= 2
    usual = float(np.median([word.box.height for word in printed])) / _SHRUNK if printed else 16.0
    found = []
    for x, y, width, height, _ in shapes[_may_be_pen(shapes, usual)].tolist():
        part, inside = small[y : y + height, x : x + width], ink[y : y + height, x : x + width]
        if cv2.countNonZero(inside) <= _FULLEST * width * height and _winds(part, inside):
            box = Box(x * _SHRUNK, y * _SHRUNK, (x + width) * _SHRUNK, (y + height) * _SHRUNK)
            kept = beside_print(box, printed)
            found += [kept] if kept is not None else []
    return found


def _may_be_pen(shapes: NDArray[Any], usual: float) -> NDArray[np.bool_]:
    width, height = shapes[:, cv2.CC_STAT_WIDTH], shapes[:, cv2.CC_STAT_HEIGHT]
    side, other = np.maximum(width, height), np.minimum(width, height)
    seal = (side > _SEAL_SIDE) & (other > _SEAL_SHAPE * side)
    held: NDArray[np.bool_] = (
        (height >= _LEAST_HEIGHTS * usual)
        & (width >= _LEAST_WIDE)
        & (side <= _LARGEST)
        & (other >= _FLATTEST * side)
        & ~seal
    )
    return held


def _winds(part: NDArray[Any], ink: NDArray[Any]) -> bool:
    """Whether enough of the strokes are neither upright nor level."""
    across, down = cv2.spatialGradient(np.ascontiguousarray(part))
    steep, level = np.abs(across.astype(np.int32)), np.abs(down.astype(np.int32))
    edges = (steep + level > _EDGE_ABOVE) & (cv2.dilate(ink, np.ones((3, 3), np.uint8)) > 0)
    total = int(np.count_nonzero(edges))
    # Between 30 and 60 degrees.
    slanted = edges & (steep * 100 < level * 173) & (level * 100 < steep * 173)
    return total > 0 and int(np.count_nonzero(slanted)) >= _SLANTED * total


def beside_print(box: Box, printed: Sequence[Word]) -> Box | None:
    """The largest strip of `box` between printed words; None when too little of it is left."""
    rows = sorted(
        (word.box.y0, word.box.y1)
        for word in printed
        if box.x0 <= (word.box.x0 + word.box.x1) / 2 < box.x1
        and box.y0 <= (word.box.y0 + word.box.y1) / 2 < box.y1
    )
    if not rows:
        return box
    # Slanted lines overlap: a strip begins below everything printed above it.
    tops = [box.y0, *accumulate((bottom for _, bottom in rows), max)]
    bottoms = [*(top for top, _ in rows), box.y1]
    top, bottom = max(zip(tops, bottoms, strict=True), key=lambda strip: strip[1] - strip[0])
    return Box(box.x0, top, box.x1, bottom) if bottom - top >= _KEPT * box.height else None
