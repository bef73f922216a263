"""The ornamental frame of a certificate (meanders, scallops between lines) taken off a level page.

Knows no text. A side of a frame is a band near an edge of the page with ink on nearly every row and paper to both
sides of it; a column of figures has paper between its lines.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Pixels

# Millimetres at the working resolution of 200 dpi.
_MM = 200 / 25.4
_ZONE, _STRIP = round(32 * _MM), round(36 * _MM)
_THINNEST, _THICKEST, _GUTTER = round(2.2 * _MM), round(13 * _MM), round(1.1 * _MM)
_INK_BELOW = 190
_ROWS_INKED = 0.9
_LEAST_STRIPS = 0.6


def without_frame(gray: Pixels) -> Pixels:
    """A levelled page that lies straight with paper in place of its frame; `gray` itself where there is none."""
    dark = np.asarray(cv2.threshold(gray, _INK_BELOW - 1, 1, cv2.THRESH_BINARY_INV)[1], np.uint8)
    bands = [
        (rows, columns)
        for across in (False, True)
        for far in (False, True)
        for rows, columns in _side(dark, across=across, far=far)
    ]
    if not bands:
        return gray
    plain = gray.copy()
    for rows, columns in bands:
        plain[rows, columns] = 255
    return plain


def _side(dark: Pixels, *, across: bool, far: bool) -> list[tuple[slice, slice]]:
    """The parts of one side of a frame, strip by strip, as rows and columns of the page; none without a side."""
    seen = dark.T if across else dark
    seen = seen[:, ::-1] if far else seen
    height, width = seen.shape
    strips = [slice(top, min(height, top + _STRIP)) for top in range(0, height - _STRIP // 2, _STRIP)]
    found = [(strip, _band(seen[strip, : min(_ZONE, width // 4)])) for strip in strips]
    held = [(strip, band) for strip, band in found if band]
    if len(held) < max(3, _LEAST_STRIPS * len(strips)):
        return []
    made = []
    for strip in strips:
        # At a corner the other side of the frame hides this one; it goes on as it came.
        start, stop = min(held, key=lambda pair: abs(pair[0].start - strip.start))[1]
        columns = slice(width - stop, width - start) if far else slice(start, stop)
        made.append((columns, strip) if across else (strip, columns))
    return made


def _band(part: Pixels) -> tuple[int, int] | None:
    """Where a side of a frame runs down `part`, a rim of paper included; the innermost if there are several."""
    best = None
    for start, stop in _runs(np.asarray(part.any(axis=0), np.bool_)):
        rows = np.count_nonzero(part[:, start:stop].any(axis=1)) / len(part)
        if _THINNEST <= stop - start <= _THICKEST and stop < part.shape[1] and rows >= _ROWS_INKED:
            best = max(0, start - 2), stop + 2
    return best


def _runs(inked: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Runs of inked columns with at least a gutter of paper between them, as start and stop."""
    places = np.flatnonzero(inked)
    if not places.size:
        return
    for run in np.split(places, np.flatnonzero(np.diff(places) > _GUTTER) + 1):
        yield int(run[0]), int(run[-1]) + 1
