"""Ruled lines of forms and tables taken out of the ink, so that letters which touch them stand alone.

Strokes that cross a rule are kept. Knows black and white only; dotted leaders are ocr/leaders.py.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Pixels

# No stroke of a letter runs this far straight: 10 mm at 200 dpi. Odd, or what is found lies one pixel beside it.
_LEAST_PIXELS = 81
_THICKEST = 7
# Pixels that are looked at as one number.
_EIGHT, _ALL_INK = 8, 0xFFFF_FFFF_FFFF_FFFF


def ruled(ink: Pixels) -> Pixels:
    """The rules in an ink image (255 on 0) at 200 dpi, as ink of their own; zeros where there are none."""
    turned = np.asarray(cv2.transpose(ink), np.uint8)
    return np.asarray(cv2.bitwise_or(_along_rows(ink), cv2.transpose(_along_rows(turned))), np.uint8)


def _along_rows(ink: Pixels) -> Pixels:
    """Long straight runs along the rows, without what is thicker than a rule (pictures, black edges)."""
    found = np.zeros_like(ink)
    # With rows around them, so that runs far from each other do not grow together.
    likely = _may_hold_runs(ink).astype(np.uint8)[:, None]
    rows = np.flatnonzero(cv2.dilate(likely, np.ones((_THICKEST + 2, 1), np.uint8)))
    if rows.size:
        runs = cv2.morphologyEx(ink[rows], cv2.MORPH_OPEN, np.ones((1, _LEAST_PIXELS), np.uint8))
        blots = cv2.morphologyEx(runs, cv2.MORPH_OPEN, np.ones((_THICKEST, 1), np.uint8))
        found[rows] = cv2.subtract(runs, blots)
    return found


def _may_hold_runs(ink: Pixels) -> NDArray[np.bool_]:
    """The rows that are inked in as many eights of pixels side by side as the shortest run covers, at an edge too.

    Few rows of a page are, and only these need a search.
    """
    least = (_LEAST_PIXELS // 2 + 1 - (_EIGHT - 1)) // _EIGHT
    width = ink.shape[1] // _EIGHT * _EIGHT
    if width < least * _EIGHT:
        return np.ones(ink.shape[0], np.bool_)
    full = np.ascontiguousarray(ink[:, :width]).view(np.uint64) == np.uint64(_ALL_INK)
    held: NDArray[np.bool_] = full[:, : full.shape[1] - least + 1].copy()
    for step in range(1, least):
        held &= full[:, step : full.shape[1] - least + 1 + step]
    return np.asarray(held.any(axis=1), np.bool_)


def without_rules(ink: Pixels, rules: Pixels) -> Pixels:
    """The ink without its rules, with the strokes that cross them whole."""
    if not cv2.countNonZero(rules):
        return ink
    left = cv2.subtract(ink, cv2.dilate(rules, np.ones((3, 3), np.uint8)))
    mended = cv2.morphologyEx(left, cv2.MORPH_CLOSE, np.ones((_THICKEST + 2, 1), np.uint8))
    return np.asarray(cv2.bitwise_and(cv2.bitwise_or(left, mended), ink), np.uint8)
