"""Blue ink: what a pen leaves and print seldom has. Measures how blue; says nothing about who wrote.

Kept from the colour of the master before only one channel of it is left, at a quarter of the working resolution.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Box, Pixels

_EACH = 4
# Ink absorbs red: black and blue alike.
_INK_SHARE = 0.7


@dataclass(frozen=True)
class PenColour:
    """`ink` is 0 on paper and 1 more than its blueness on ink; `to_ink` leads to its pixels from those of the page."""

    ink: Pixels
    to_ink: NDArray[np.float64]


def pen_colour(pixels: Pixels, to_work: NDArray[np.float64]) -> PenColour:
    """The blue ink of an RGB image, as seen from the page that `to_work` leads from to the image.

    Blueness is how much more blue than red there is in ink than in paper (0 to 254), so that blue light does not count.
    """
    few = cv2.resize(pixels, None, fx=1 / _EACH, fy=1 / _EACH, interpolation=cv2.INTER_NEAREST)
    red, more = np.ascontiguousarray(few[:, :, 0]), few[:, :, 2].astype(np.int16) - few[:, :, 0]
    # A few of the points tell the paper's colour as well.
    paper, light = float(np.median(red[::4, ::4])), int(np.median(more[::4, ::4]))
    ink = (np.clip(more - max(0, light), 0, 254) + 1).astype(np.uint8)
    ink *= red < _INK_SHARE * paper
    return PenColour(ink, np.diag([1 / _EACH, 1 / _EACH, 1.0]) @ to_work)


def seen_from(colour: PenColour | None, to_work: NDArray[np.float64]) -> PenColour | None:
    """The same ink, from the page that `to_work` leads to."""
    return colour and replace(colour, to_ink=colour.to_ink @ np.linalg.inv(to_work))


def blueness(colour: PenColour | None, boxes: Sequence[Box]) -> NDArray[np.float64]:
    """For each box how blue the ink in it is (0 to 254); 0 where there is no colour or no ink."""
    held = np.zeros(len(boxes))
    if colour is None or not boxes:
        return held
    corners = [[[b.x0, b.y0], [b.x1, b.y0], [b.x1, b.y1], [b.x0, b.y1]] for b in boxes]
    placed = cv2.perspectiveTransform(np.array(corners, np.float64).reshape(1, -1, 2), colour.to_ink)
    around = placed.reshape(-1, 4, 2)
    low = np.maximum(0, np.floor(around.min(axis=1))).astype(int).tolist()
    high = np.maximum(0, np.ceil(around.max(axis=1))).astype(int).tolist()
    for i, ((x0, y0), (x1, y1)) in enumerate(zip(low, high, strict=True)):
        part = colour.ink[y0:y1, x0:x1]
        count = int(np.count_nonzero(part))
        held[i] = float(part.sum()) / count - 1 if count else 0.0
    return held
