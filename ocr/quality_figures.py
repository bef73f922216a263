"""The figures of a page image before it is read: resolution, sharpness, contrast, skew, cut edges, traces of writing.

Measures a page; what follows from the figures is said in ocr/quality.py. Works on a fraction of the rows and at half
the working resolution wherever that changes no figure, since every page of a batch passes here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.cleanup import Prepared
from ocr.page import PageImage, Pixels
from ocr.shapes import connected
from ocr.traces import traces

_SHRUNK = 2
_INK_BELOW = 160
_INK_DARK = 140
_ROW_STEP = 8
_EDGE_REACH = 7
_LEAST_STEP = 50
_LEAST_EDGES = 200
# A scanner's own edge runs over about this many pixels (measured on clean pages at 200 and 300 dpi).
_TRUE_EDGE_PIXELS = 1.75
# Sizes of letters in pixels at half the working resolution: 1.3 to 15 mm.
_LETTER = (5, 60)
_CUT_WITHIN = 2
_CUT_LEAST_AREA = 8
_NEXT_TO, _MOST_CUT = 45, 200
# A page with more letters than this is written on, whatever else it shows.
FEW_LETTERS = 60


@dataclass(frozen=True)
class _Shapes:
    """Connected ink at half the working resolution; each array holds one value per shape, in pixels."""

    left: NDArray[Any]
    top: NDArray[Any]
    right: NDArray[Any]
    bottom: NDArray[Any]
    letter: NDArray[np.bool_]


def measure(page: PageImage, prepared: Prepared) -> dict[str, float]:
    """Figures of one page, each named with its unit or without one where it is a share or a number.

    `dpi`: what the file claims, or the reader's guess; `effective_dpi`: what the image resolves by the steepness of
    its edges, never above `dpi`, absent where there are too few edges; `skew_degrees`; `contrast`: levels from ink to
    paper; `sharpness`: 0 to 1, steepness of edges at the working resolution; `ink_share` of the page; `letters`:
    shapes of letter size; `cut_letters`: such shapes that run into the worst edge of the sheet; `traces`: what shows
    on a page with hardly any letters that is neither dust nor shine-through (see ocr/traces.py).
    """
    half = cv2.resize(prepared.gray, None, fx=1 / _SHRUNK, fy=1 / _SHRUNK, interpolation=cv2.INTER_AREA)
    small: Pixels = np.asarray(half, np.uint8)
    shapes = _shapes(small)
    figures = {
        "dpi": round(prepared.dpi, 1),
        "skew_degrees": round(prepared.degrees, 2),
        **_tones(prepared.gray, prepared.gain),
        "letters": float(np.count_nonzero(shapes.letter)),
        "cut_letters": float(_cut_letters(shapes, *small.shape)),
    }
    resolved = effective_dpi(page, prepared.dpi)
    if resolved is not None:
        figures["effective_dpi"] = round(resolved)
    if figures["letters"] < FEW_LETTERS:
        figures["traces"] = float(traces(page, small))
    return figures


def effective_dpi(page: PageImage, dpi: float) -> float | None:
    """Dots per inch that the image resolves, at most `dpi`; None where there are too few edges to tell.

    The edge of a letter runs over a set number of a scanner's pixels. Where an image was enlarged, or is out of focus,
    it runs over more of them.
    """
    pixels = page.pixels if page.pixels.ndim == 2 else page.pixels[:, :, 0]
    rows = pixels[_ROW_STEP // 2 :: _ROW_STEP].astype(np.int16)
    slope = np.abs(np.diff(rows, axis=1))
    inner = slope[:, _EDGE_REACH:-_EDGE_REACH]
    if inner.size == 0:
        return None
    steepest = (inner >= _LEAST_STEP // 5) & (inner >= slope[:, _EDGE_REACH - 1 : -_EDGE_REACH - 1])
    steepest &= inner > slope[:, _EDGE_REACH + 1 : 1 - _EDGE_REACH]
    at, across = np.nonzero(steepest)
    if at.size > 60_000:
        at, across = at[:: at.size // 60_000 + 1], across[:: at.size // 60_000 + 1]
    widths = _edge_widths(rows, at, across + _EDGE_REACH)
    if widths.size < _LEAST_EDGES:
        return None
    return min(dpi, dpi * _TRUE_EDGE_PIXELS / float(np.percentile(widths, 40)))


def _edge_widths(
    rows: NDArray[np.int16], at: NDArray[np.intp], across: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Height of each edge by its steepest step: its width in pixels, for edges from ink to paper."""
    reach = np.arange(-_EDGE_REACH + 1, _EDGE_REACH + 1)
    around = rows[at[:, None], np.minimum(across[:, None] + reach, rows.shape[1] - 1)]
    middle = _EDGE_REACH - 1
    step = np.abs(around[:, middle + 1] - around[:, middle]).astype(np.float64)
    rising = around[:, middle + 1] > around[:, middle]
    before, after = around[:, : middle + 1], around[:, middle + 1 :]
    height = np.where(rising, after.max(axis=1) - before.min(axis=1), before.max(axis=1) - after.min(axis=1))
    held: NDArray[np.float64] = (height / np.maximum(step, 1))[height >= _LEAST_STEP * 1.6]
    return held


def _tones(gray: Pixels, gain: float) -> dict[str, float]:
    """Contrast, sharpness and ink of the levelled page, from every fourth row; contrast as it was before `gain`."""
    rows = np.ascontiguousarray(gray[::4])
    counts = cv2.calcHist([rows], [0], None, [256], [0, 256]).ravel().astype(np.int64)
    ink = int(counts[:_INK_DARK].sum())
    contrast = float(_middle(counts[_INK_DARK:]) + _INK_DARK - _middle(counts[:_INK_DARK])) if ink else 0.0
    dark = rows < _INK_DARK
    steps = cv2.absdiff(rows[:, 1:], rows[:, :-1])[dark[:, 1:] != dark[:, :-1]]
    sharpness = float(np.percentile(steps, 75)) / 255 if steps.size else 0.0
    return {
        "contrast": round(contrast / gain, 1),
        "sharpness": round(sharpness, 3),
        "ink_share": round(ink / rows.size, 5),
    }


def _middle(counts: NDArray[Any]) -> int:
    total = np.cumsum(counts)
    return int(np.searchsorted(total, total[-1] / 2))


def _shapes(small: NDArray[Any]) -> _Shapes:
    ink = cv2.threshold(small, _INK_BELOW, 1, cv2.THRESH_BINARY_INV)[1]
    stats = connected(np.asarray(ink, np.uint8))[1][1:]
    left, top, width, height, area = stats.T
    letter = (
        (height >= _LETTER[0]) & (height <= _LETTER[1]) & (width <= _LETTER[1]) & (area >= _CUT_LEAST_AREA)
    )
    return _Shapes(left, top, left + width, top + height, letter)


def _cut_letters(shapes: _Shapes, height: int, width: int) -> int:
    """Letters that run into that edge of the sheet into which most do; each has another letter beside it."""
    letter = shapes.letter
    left, top, right, bottom = (
        side[letter] for side in (shapes.left, shapes.top, shapes.right, shapes.bottom)
    )
    across = [
        left <= _CUT_WITHIN,
        right >= width - _CUT_WITHIN,
        top <= _CUT_WITHIN,
        bottom >= height - _CUT_WITHIN,
    ]
    counts = []
    for touching in across:
        cut = np.flatnonzero(touching)
        beside = [
            (top < bottom[i])
            & (bottom > top[i])
            & (left < right[i] + _NEXT_TO)
            & (right > left[i] - _NEXT_TO)
            for i in cut[:_MOST_CUT]
        ]
        counts.append(sum(int(np.count_nonzero(near)) > 1 for near in beside))
    return max(counts)
