"""Print of a needle printer: its letters fall into dots and strokes too thin apart for the engine, which loses them.

Many civil papers of 1995 to 2015 were filled in by printers of 9 or 24 needles. Dots of one letter stand 1/72 to 1/120
inch apart, those of two letters farther; a blur of half that makes strokes of them. Reads nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import cv2
import numpy as np

from ocr.page import Pixels, Word
from ocr.shapes import connected

NEEDLES = "needle print"
# No value with less than a half is accepted unless another says the same.
_UNBELIEVED = 0.45
# In inches: how far dots of one letter are apart at most, and the blur that joins them.
_GAP_INCHES, _BLUR_INCHES = 0.012, 0.005
_INK_BELOW = 150
# Of two pages by needles closing such gaps joined 4 to 15 shapes of most lines and 2.0 and 4.4 of the page; of 17
# other pages 2.9 of a line at most, of 78 others 2.6 of the page.
_SHAPES_EACH, _LEAST_SHAPES = 3.5, 24
_LEAST_OF_PAGE, _LEAST_LINES, _LEAST_SHARE = 1.6, 5, 0.25


def by_needles(page: Pixels, lines: Iterable[Pixels], dpi: float) -> bool:
    """Whether a needle printer set so much of a page that its dots are better joined; `lines` are images of its lines.

    Where letters fall into dots altogether no line of them is found, but the page itself is nothing but dots.
    """
    ratio = _joined_shapes(page, dpi)
    if ratio >= _SHAPES_EACH or ratio < _LEAST_OF_PAGE:
        return ratio >= _SHAPES_EACH
    told = [is_needle_print(line, dpi) for line in lines]
    return sum(told) >= max(_LEAST_LINES, _LEAST_SHARE * len(told))


def is_needle_print(image: Pixels, dpi: float) -> bool:
    """Whether the ink of a line, dark on white, falls into dots: closing small gaps joins most of its shapes."""
    return _joined_shapes(image, dpi) >= _SHAPES_EACH


def _joined_shapes(image: Pixels, dpi: float) -> float:
    """How many shapes of ink closing small gaps makes one of, on the average; 0 where there are few."""
    ink = np.asarray(image < _INK_BELOW, np.uint8)
    shapes = len(connected(ink)[1]) - 1
    if shapes < _LEAST_SHAPES:
        return 0.0
    side = 2 * max(1, round(_GAP_INCHES * dpi / 2)) + 1
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    return shapes / max(1, len(connected(np.asarray(closed, np.uint8))[1]) - 1)


def without_trust(word: Word) -> Word:
    """The word, unbelieved if it has figures: joined dots make of a dotted zero an 8 or 9 in every way of reading."""
    figures = any(sign.isdigit() for sign in word.text)
    return replace(word, confidence=min(word.confidence, _UNBELIEVED)) if figures else word


def joined(image: Pixels, dpi: float) -> Pixels:
    """The image with its dots made strokes."""
    blurred = cv2.GaussianBlur(image, (0, 0), _BLUR_INCHES * dpi)
    return np.asarray(blurred, np.uint8)
