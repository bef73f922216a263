"""How text lies on a page: its skew, and whether its lines run across or down. Measures, never changes an
image.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Pixels
from ocr.shapes import connected

MEASURE_DPI = 100
_WIDEST_DEGREES = 10.0
_COARSE_STEP = 0.5
_FINE_STEP = 0.05
# Below this much ink (a word or two) any slope is chance.
_LEAST_INK = 400
_LEAST_SHAPES = 8
# More pixels than these make no angle surer.
_MOST_INK = 20_000
_DARKEST, _PALEST = 150, 220

_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Lie:
    """`degrees`: clockwise slope of the text lines (0 = level). `sharpness`: how clearly lines stand out,
    from 0.
    """

    degrees: float
    sharpness: float


def letters(gray: Pixels, dpi: float) -> Pixels:
    """Ink (255 on 0) of a levelled page at MEASURE_DPI without rules, frames, pictures and dust that would
    outvote the text.
    """
    # At least a pixel is left; told the factor, halving is twenty times as quick as it is told the size.
    scale = max(MEASURE_DPI / dpi, 1 / min(gray.shape))
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    # Pale ink has its own middle between ink and paper; on a blank page there is none to find.
    middle, _ = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    black = (small < min(_PALEST, max(_DARKEST, middle))).astype(np.uint8)
    labels, stats, _ = connected(black)
    width, height, area = (stats[:, key] for key in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    longest = MEASURE_DPI * 0.6
    keep = (
        (np.maximum(width, height) < longest) & (area >= 4) & (np.minimum(width, height) < MEASURE_DPI * 0.3)
    )
    keep[0] = False
    if np.count_nonzero(keep) < _LEAST_SHAPES:
        return np.zeros_like(small)
    kept = np.zeros_like(black)
    at = np.flatnonzero(black)
    kept.ravel()[at] = keep[labels.ravel()[at]] * np.uint8(255)
    return kept


def lie(marks: Pixels) -> Lie:
    """The lie of text lines that run across the image of `letters`."""
    points = cv2.findNonZero(marks)
    if points is None or len(points) < _LEAST_INK:
        return Lie(0.0, 0.0)
    columns, rows = np.asarray(points.reshape(-1, 2).T, np.float64)
    if rows.size > _MOST_INK:
        step = rows.size // _MOST_INK + 1
        rows, columns = rows[::step], columns[::step]
    coarse = np.arange(-_WIDEST_DEGREES, _WIDEST_DEGREES + 1e-6, _COARSE_STEP)
    best = _sharpest(rows, columns, coarse)
    fine = np.arange(best.degrees - _COARSE_STEP, best.degrees + _COARSE_STEP + 1e-6, _FINE_STEP)
    return _sharpest(rows, columns, fine)


def _sharpest(rows: _Floats, columns: _Floats, angles: _Floats) -> Lie:
    scores = [_sharpness(rows, columns, float(angle)) for angle in angles]
    at = int(np.argmax(scores))
    return Lie(float(angles[at]), scores[at])


def _sharpness(rows: _Floats, columns: _Floats, degrees: float) -> float:
    slope = np.tan(np.radians(degrees))
    heights = columns * slope
    np.rint(np.subtract(rows, heights, out=heights), out=heights)
    heights -= heights.min()
    profile = np.bincount(heights.astype(np.intp)).astype(np.float64)
    steps = np.diff(profile)
    return float(np.dot(steps, steps) / max(1.0, np.dot(profile, profile)))
