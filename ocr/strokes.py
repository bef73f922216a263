"""How the ink of one word lies: figures in which print and handwriting differ. Measures, never judges.

Print stands on one line, ends at few heights, and its strokes run in few directions; a hand does not keep to that.
All figures are relative to the word's own height, so that they hold for any size of letters.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Box, Pixels

_INK_BELOW = 150
_EDGE_ABOVE = 200
_DIRECTIONS = 18
_LEAST_EDGES = 30
# Shapes lower than this part of the word are accents and dots.
_LETTER_SHARE = 0.3
_LETTER_PIXELS = 8
_LEVEL_SHARE = 0.05
_SINGLE_FEET, _SINGLE_HEADS = 0.9, 0.75


@dataclass(frozen=True)
class Strokes:
    """Figures of one word, all without unit.

    `disorder`: entropy of the directions in which ink ends (natural logarithm of 18 directions at most);
    `uprights`, `levels`: share of the steepest direction among upright and among level strokes;
    `slants`: share of strokes that are neither; `slope`: the steepest direction, in steps of ten degrees;
    `feet`, `heads`: share of the letters that end at the same height, below and above;
    `widest`, `usual`: width of the widest and of the usual connected shape, by the height of the word;
    `weight`: ink by edge; `fill`: ink by the boxes of its shapes.
    """

    disorder: float
    uprights: float
    levels: float
    slants: float
    slope: float
    feet: float
    heads: float
    widest: float
    usual: float
    weight: float
    fill: float


def strokes(gray: Pixels, box: Box) -> Strokes | None:
    """The figures of the word in `box` of a levelled gray page at the working resolution; None without letters."""
    part = np.ascontiguousarray(gray[max(0, box.y0 - 2) : box.y1 + 2, max(0, box.x0 - 1) : box.x1 + 1])
    if min(part.shape) < 5:
        return None
    across, down = cv2.spatialGradient(part)
    edges = (np.abs(across) + np.abs(down)) > _EDGE_ABOVE
    total = int(np.count_nonzero(edges))
    ink = cv2.threshold(part, _INK_BELOW, 1, cv2.THRESH_BINARY_INV)[1]
    shapes = cv2.connectedComponentsWithStats(ink, connectivity=8)[2][1:]
    shapes = shapes[
        (shapes[:, cv2.CC_STAT_HEIGHT] >= _LETTER_SHARE * box.height)
        & (shapes[:, cv2.CC_STAT_AREA] > _LETTER_PIXELS)
    ]
    if total < _LEAST_EDGES or not len(shapes):
        return None
    turned = cv2.phase(across[edges].astype(np.float32), down[edges].astype(np.float32), angleInDegrees=True)
    bins = (turned.ravel() / (180 / _DIRECTIONS)).astype(np.int32) % _DIRECTIONS
    share = np.bincount(bins, minlength=_DIRECTIONS) / total
    return Strokes(
        *_directions(share), *_shape(shapes, box), int(cv2.countNonZero(ink)) / total, _fill(shapes)
    )


def _directions(
    share: NDArray[np.float64],
) -> tuple[float, float, float, float, float]:
    around = np.concatenate((share[-1:], share, share[:1]))
    smooth = around[1:-1] + 0.5 * around[:-2] + 0.5 * around[2:]
    upright = np.concatenate((smooth[15:], smooth[:4]))
    held = share[share > 0]
    return (
        float(-(held * np.log(held)).sum()),
        float(upright.max()),
        float(smooth[7:12].max()),
        float(share[3:7].sum() + share[11:15].sum()),
        float(np.argmax(upright) - 3),
    )


def _shape(shapes: NDArray[Any], box: Box) -> tuple[float, float, float, float]:
    top, width = shapes[:, cv2.CC_STAT_TOP], shapes[:, cv2.CC_STAT_WIDTH] / box.height
    bottom = top + shapes[:, cv2.CC_STAT_HEIGHT]
    near = max(1.0, _LEVEL_SHARE * box.height)
    feet, heads = _SINGLE_FEET, _SINGLE_HEADS
    if len(shapes) > 1:
        feet, heads = (float((np.abs(v[:, None] - v) <= near).mean(axis=1).max()) for v in (bottom, top))
    return feet, heads, float(width.max()), float(np.median(width))


def _fill(shapes: NDArray[Any]) -> float:
    boxes = shapes[:, cv2.CC_STAT_WIDTH] * shapes[:, cv2.CC_STAT_HEIGHT]
    held = float((shapes[:, cv2.CC_STAT_AREA] / boxes).mean())
    return held if math.isfinite(held) else 0.0
