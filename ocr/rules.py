"""Ruled lines of forms and tables taken out of the ink, so that letters which touch them stand alone.

Strokes that cross a rule are kept. Knows black and white only; dotted leaders are ocr/leaders.py.
"""

from __future__ import annotations

import cv2
import numpy as np

from ocr.page import Pixels

# No stroke of a letter runs this far straight: 10 mm at 200 dpi. Odd, or what is found lies one pixel beside it.
_LEAST_PIXELS = 81
_THICKEST = 7


def ruled(ink: Pixels) -> Pixels:
    """The rules in an ink image (255 on 0) at 200 dpi, as ink of their own; zeros where there are none."""
    across = _thin(ink, np.ones((1, _LEAST_PIXELS), np.uint8), np.ones((_THICKEST, 1), np.uint8))
    down = _thin(ink, np.ones((_LEAST_PIXELS, 1), np.uint8), np.ones((1, _THICKEST), np.uint8))
    return np.asarray(cv2.bitwise_or(across, down), np.uint8)


def _thin(ink: Pixels, run: Pixels, blot: Pixels) -> Pixels:
    """Long straight runs, without what is thicker than a rule (pictures, black edges)."""
    runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, run)
    return np.asarray(cv2.subtract(runs, cv2.morphologyEx(runs, cv2.MORPH_OPEN, blot)), np.uint8)


def without_rules(ink: Pixels, rules: Pixels) -> Pixels:
    """The ink without its rules, with the strokes that cross them whole."""
    if not rules.any():
        return ink
    left = cv2.subtract(ink, cv2.dilate(rules, np.ones((3, 3), np.uint8)))
    mended = cv2.morphologyEx(left, cv2.MORPH_CLOSE, np.ones((_THICKEST + 2, 1), np.uint8))
    return np.asarray(cv2.bitwise_and(cv2.bitwise_or(left, mended), ink), np.uint8)
