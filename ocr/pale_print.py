"""Pale print made dark again: carbon copies, worn ribbons, tired toner. Shine-through of the other side stays pale.

Works on a levelled gray page at the working resolution. Knows no colours; what is faint on a page of dark print is
left as it is.
"""

from __future__ import annotations

import cv2
import numpy as np

from ocr.page import Pixels
from ocr.shapes import connected

# Letters of 8 to 36 points in pixels at 200 dpi: height, width, area.
_HEIGHT, _WIDEST, _LEAST_AREA = (9, 100), 260, 16
_LEAST_LETTERS = 4
_PAPER, _INK_BELOW = 256, 230
# Print darker than this reads as it is; a fifth of a per cent of a page is a few words.
_DARK, _SHARE = 140, 0.2
# Paler than this the grain of paper has edges as steep as its depth.
_PALEST = 218
_TARGET, _LARGEST_GAIN = 60, 4.5
# Steepest step at the edge of a letter by its depth, median over the page: 0.39 to 0.78 on carbon copies and pale
# prints, 0.17 to 0.32 where the other side shines through, since the paper scatters its light.
_STEEP = 0.36


def strengthened(gray: Pixels) -> tuple[Pixels, float]:
    """The page with its print as dark as on other pages, and by how much its contrast grew; 1 leaves all as it was."""
    if float(np.percentile(gray[::4], _SHARE)) < _DARK:
        return gray, 1.0
    level = _print_level(gray)
    if level is None or not _DARK <= level <= _PALEST:
        return gray, 1.0
    gain = min(_LARGEST_GAIN, (_PAPER - _TARGET) / max(1.0, _PAPER - level))
    dark = np.asarray(cv2.convertScaleAbs(cv2.bitwise_not(gray), alpha=gain), np.uint8)
    return np.asarray(cv2.bitwise_not(dark), np.uint8), gain


def _print_level(gray: Pixels) -> float | None:
    """The darkest gray of the darker letters; None where nothing is there, or only what shines through."""
    ink = cv2.threshold(gray, _INK_BELOW - 1, 1, cv2.THRESH_BINARY_INV)[1]
    labels, stats, _ = connected(np.asarray(ink, np.uint8))
    _, _, width, height, area = stats.T
    letter = (height >= _HEIGHT[0]) & (height <= _HEIGHT[1]) & (width <= _WIDEST) & (area >= _LEAST_AREA)
    letter[0] = False
    if np.count_nonzero(letter) < _LEAST_LETTERS:
        return None
    inked = np.nonzero(ink[:, 1:])
    of = labels[:, 1:][inked].astype(np.intp)
    darkest, steepest = np.full(len(stats), _PAPER - 1.0), np.zeros(len(stats))
    np.minimum.at(darkest, of, gray[:, 1:][inked])
    np.maximum.at(steepest, of, cv2.absdiff(gray[:, 1:], gray[:, :-1])[inked])
    sharp = float(np.median(steepest[letter] / (_PAPER - darkest[letter])))
    return float(np.percentile(darkest[letter], 25)) if sharp >= _STEEP else None
