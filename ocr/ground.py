"""The ground printed on security paper (guilloche, rosettes, a drum) taken off a levelled gray page.

Knows gray levels only: a ground covers much of the page in tones between paper and print, and hardly a pixel lies
between it and print. Where print is as pale as the ground the page is left as it is.
"""

from __future__ import annotations

import cv2
import numpy as np

from ocr.page import Pixels

# Rims of letters put 1 to 3 % of a plain page between these and paper; a ground puts 5 to 40 % there.
_LEAST_SHARE = 0.05
_DARKEST_GROUND, _PALEST_VALLEY, _PAPER = 130, 228, 246
_TILES, _LEAST_TILES = (24, 34), 0.45
_LEAST_PRINT = 0.004
# How many times more pixels the ground has at a level than the valley between it and print.
_HUMP = 2.5
_SMOOTH = 9
_FLAT = 1.4
# Rims of letters between these below and above the valley become as much paler as the ground above them does.
_BELOW, _ABOVE = 14, 6


def without_ground(gray: Pixels) -> Pixels:
    """A levelled page with paper in place of its printed ground; `gray` itself where there is none."""
    valley = _valley(gray)
    if valley is None:
        return gray
    tones = np.arange(256, dtype=np.float32)
    low, high = valley - _BELOW, valley + _ABOVE
    rising = low + (tones - low) * (255 - low) / (high - low)
    table = np.where(tones <= low, tones, np.minimum(rising, 255)).astype(np.uint8)
    return np.asarray(cv2.LUT(gray, table), np.uint8)


def _valley(gray: Pixels) -> int | None:
    """The gray level that parts print from a ground; None without a ground."""
    rows = np.ascontiguousarray(gray[::3])
    counts = cv2.calcHist([rows], [0], None, [256], [0, 256]).ravel().astype(np.float64) / rows.size
    smooth = np.convolve(counts, np.ones(_SMOOTH) / _SMOOTH, "same")
    between = smooth[_DARKEST_GROUND:_PALEST_VALLEY]
    # The foot of the ground's hump: all of the flat floor before it belongs to the rims of letters.
    valley = _DARKEST_GROUND + int(np.flatnonzero(between <= _FLAT * between.min())[-1])
    if counts[valley:_PAPER].sum() < _LEAST_SHARE or counts[:valley].sum() < _LEAST_PRINT:
        return None
    if smooth[valley:_PAPER].max() < _HUMP * smooth[valley]:
        return None
    return valley if _spread_out(gray, valley) else None


def _spread_out(gray: Pixels, valley: int) -> bool:
    """Whether pale tones lie all over the page; a shadow lies at a side, and blurred letters leave the gaps free."""
    pale = np.asarray(cv2.inRange(gray, valley, _PAPER), np.uint8)
    tiles = cv2.resize(pale, _TILES, interpolation=cv2.INTER_AREA)
    return bool(np.count_nonzero(tiles >= 255 * _LEAST_SHARE) >= _LEAST_TILES * tiles.size)
