"""Small frames of forms: check boxes, and the cells into which figures are written one by one.

Found in the ink, so that they can be taken out: to the engine an empty box is a letter. What stands inside stays.

Frames with long sides are ocr/rules.py.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Pixels
from ocr.shapes import Shapes, connected

# Sides in pixels at 200 dpi: check boxes have 2.5 mm or more, cells for figures up to 12 mm.
_LEAST, _TALLEST = 18, 100
_NARROWEST = 0.5
# A side wanders no further than this, and a wall is no thicker; of a small frame it is an eighth of its height.
_WALL, _WALL_SHARE = 5, 0.125
_COVERED = 0.94
# No letter is so empty; a ticked box is about half as full.
_FULLEST = 0.6


def small_frames(ink: Pixels, shapes: Shapes | None = None) -> Pixels:
    """The walls of small frames in an ink image (255 on 0), as ink of their own; zeros where there are none.

    `shapes` are those of the ink, if they are known; dots taken out since do no harm.
    """
    labels, stats, _ = connected(ink) if shapes is None else shapes
    width, height, area = (stats[:, key] for key in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    likely = (height >= _LEAST) & (height <= _TALLEST) & (width >= np.maximum(_LEAST, _NARROWEST * height))
    likely &= area < _FULLEST * width * height
    likely[0] = False
    walls = np.zeros_like(ink)
    for index in np.flatnonzero(likely):
        x, y, w, h = (int(value) for value in stats[index, :4])
        shape = labels[y : y + h, x : x + w] == index
        if _is_frame(shape):
            part = walls[y : y + h, x : x + w]
            part[shape & _on_walls(shape)] = 255
    return walls


def _is_frame(shape: NDArray[np.bool_]) -> bool:
    """Whether ink runs along all four sides of its box; most letters fail at the first."""
    wall, (height, width) = _wall(shape), shape.shape
    strips = ((shape[:wall], 0), (shape[-wall:], 0), (shape[:, :wall], 1), (shape[:, -wall:], 1))
    return all(
        np.count_nonzero(strip.any(axis=along)) / (height if along else width) >= _COVERED
        for strip, along in strips
    )


def _on_walls(shape: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The rim of the box, and the walls between its cells."""
    on = np.zeros_like(shape)
    wall = _wall(shape)
    on[:wall], on[-wall:], on[:, :wall], on[:, -wall:] = True, True, True, True
    between = shape.mean(axis=0) >= _COVERED
    on |= np.convolve(between, np.ones(3), "same")[None, :] > 0
    return on


def _wall(shape: NDArray[np.bool_]) -> int:
    return min(_WALL, int(_WALL_SHARE * shape.shape[0]))
