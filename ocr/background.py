"""From gray to ink on white paper: background levelled, Sauvola threshold.

Works on single-channel images at the working resolution; knows no coordinates beyond its own image.
"""

from __future__ import annotations

import cv2
import numpy as np

from ocr.page import Pixels

SAUVOLA_WINDOW = 41
SAUVOLA_K = 0.2
_SAUVOLA_RANGE = 128.0
_BAND_ROWS = 1024
_BACKGROUND_SCALE = 8
# Above 255, so that the grain of the paper is white too.
_PAPER_WHITE = 266
_DARKEST_PAPER = 32


def shrunk(gray: Pixels, by: int) -> Pixels:
    """A gray page of which `by` times `by` pixels have become one; at the far edges fewer, where it does not divide.

    Told a factor instead of a size, OpenCV averages whole pixels: a twentieth of the time of a size that nearly halves.
    """
    if min(gray.shape) < by:
        return gray
    return np.asarray(cv2.resize(gray, None, fx=1 / by, fy=1 / by, interpolation=cv2.INTER_AREA), np.uint8)


def levelled(gray: Pixels) -> Pixels:
    """The page divided by its own background, so that paper is white everywhere and shadows are gone."""
    height, width = gray.shape
    paper = cv2.dilate(shrunk(gray, _BACKGROUND_SCALE), np.ones((7, 7), np.uint8))
    paper = cv2.medianBlur(paper, 15)
    paper = cv2.GaussianBlur(paper, (0, 0), 3)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(
        cv2.divide(gray, cv2.max(paper, np.full_like(paper, _DARKEST_PAPER)), scale=_PAPER_WHITE),
        dtype=np.uint8,
    )


def sauvola(gray: Pixels, window: int = SAUVOLA_WINDOW, k: float = SAUVOLA_K) -> Pixels:
    """Ink (255) on paper (0): Sauvola's local threshold over `window` pixels.

    The threshold varies slowly and is worked out at half the resolution, in bands, as its float images of an A0
    sheet would not fit a worker.
    """
    height, width = gray.shape
    out = np.empty_like(gray)
    for top in range(0, height, _BAND_ROWS):
        bottom = min(height, top + _BAND_ROWS)
        start, stop = max(0, top - window), min(height, bottom + window)
        part = gray[start:stop]
        threshold = cv2.resize(_threshold(shrunk(part, 2), window // 2 | 1, k), (width, stop - start))
        inked = cv2.compare(part, threshold, cv2.CMP_LE)
        out[top:bottom] = inked[top - start : top - start + bottom - top]
    return out


def _threshold(gray: Pixels, window: int, k: float) -> Pixels:
    size = (window, window)
    mean = np.asarray(cv2.boxFilter(gray, cv2.CV_32F, size, borderType=cv2.BORDER_REFLECT), np.float32)
    square = np.asarray(cv2.sqrBoxFilter(gray, cv2.CV_32F, size, borderType=cv2.BORDER_REFLECT), np.float32)
    # In place: the page's own size in floats, five times over, costs more to fetch than to work out.
    square -= mean * mean
    spread = np.sqrt(np.maximum(square, 0, out=square), out=square)
    spread *= np.float32(k / _SAUVOLA_RANGE)
    spread += np.float32(1 - k)
    spread *= mean
    return spread.astype(np.uint8)
