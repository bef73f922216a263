"""What shows on a page with hardly any letters: is it writing, or only dust, folds, holes and the other side?

A page number, one line, a stamp, a signature and faint pencil are traces; a page with one is never blank. Errs on the
side of traces: a page that is read for nothing costs a second, a page taken for blank may cost a record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import PageImage, Pixels

# Print that shines through stays paler than this many levels below paper (a sixth of full ink, and grain).
_DEEPER = 50
# ... and its edges are soft, since the paper scatters the light; a pencil's are not.
_STEEPER = 26
_LEAST_STEEP = 4
# In pixels at half the working resolution: 1.5 mm, and a paper edge of 2.5 mm that the lid or a crop may darken.
_LEAST_SIDE, _LEAST_AREA = 6, 10
_EDGE = 10
# A fold or a cut sheet's edge runs across most of the page.
_FOLD_SHARE = 0.5
# Holes of a punch: 5 to 7 mm, full, within 30 mm of a side edge.
_HOLE, _HOLE_FULL, _HOLE_WITHIN = (16, 32), 0.68, 120
# Seen from afar, text shades the paper however blurred it is; what shines through hardly does.
_AFAR = 4
_SHADED_BELOW, _SHADED_SHARE = 222, 0.005
_COLOUR_DPI = 50
_COLOURED = 70
_LEAST_COLOURED = 12


@dataclass(frozen=True)
class _Marks:
    left: NDArray[Any]
    top: NDArray[Any]
    width: NDArray[Any]
    height: NDArray[Any]
    area: NDArray[Any]
    steep: NDArray[Any]


def traces(page: PageImage, small: Pixels) -> int:
    """How many marks are on the page that someone may have made; 0 for a blank one.

    `small` is the levelled gray page at half the working resolution; colour is looked for on the master, because a
    red stamp has been dropped from the gray.
    """
    marks = _marks(small)
    height, width = small.shape
    long = np.maximum(marks.width, marks.height)
    made = (long >= _LEAST_SIDE) & (marks.area >= _LEAST_AREA) & (marks.steep >= _LEAST_STEEP)
    made &= ~_at_edge(marks, height, width) & ~_holes(marks, width)
    made &= (marks.width < _FOLD_SHARE * width) & (marks.height < _FOLD_SHARE * height)
    found = int(np.count_nonzero(made)) + int(_coloured(page) >= _LEAST_COLOURED)
    return found + int(_shaded(small) >= _SHADED_SHARE)


def _marks(small: Pixels) -> _Marks:
    ink = cv2.threshold(small, 255 - _DEEPER, 1, cv2.THRESH_BINARY_INV)[1]
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    steep = np.zeros(small.shape, np.bool_)
    steep[:, 1:] |= cv2.absdiff(small[:, 1:], small[:, :-1]) >= _STEEPER
    steep[1:] |= cv2.absdiff(small[1:], small[:-1]) >= _STEEPER
    steps = np.bincount(labels[steep], minlength=count)[1:]
    left, top, width, height, area = stats[1:].T
    return _Marks(left, top, width, height, area, steps)


def _at_edge(marks: _Marks, height: int, width: int) -> NDArray[np.bool_]:
    held: NDArray[np.bool_] = (
        (marks.left < _EDGE)
        | (marks.top < _EDGE)
        | (marks.left + marks.width > width - _EDGE)
        | (marks.top + marks.height > height - _EDGE)
    )
    return held


def _holes(marks: _Marks, width: int) -> NDArray[np.bool_]:
    low, high = _HOLE
    near = (marks.left < _HOLE_WITHIN) | (marks.left + marks.width > width - _HOLE_WITHIN)
    size = (np.minimum(marks.width, marks.height) >= low) & (np.maximum(marks.width, marks.height) <= high)
    held: NDArray[np.bool_] = near & size & (marks.area >= _HOLE_FULL * marks.width * marks.height)
    return held


def _shaded(small: Pixels) -> float:
    """Share of the inner page that is dark at a quarter of the size, without folds from edge to edge."""
    afar = cv2.resize(small, None, fx=1 / _AFAR, fy=1 / _AFAR, interpolation=cv2.INTER_AREA)
    height, width = afar.shape
    dark = afar[height // 25 : height - height // 25, width // 25 : width - width // 25] < _SHADED_BELOW
    if not dark.size:
        return 0.0
    rows, columns = dark.mean(axis=1) < _FOLD_SHARE, dark.mean(axis=0) < _FOLD_SHARE
    return float(np.count_nonzero(dark[rows][:, columns])) / dark.size


def _coloured(page: PageImage) -> int:
    """Spots of ink in colour, at about 50 dots per inch, tint of the paper apart."""
    if page.pixels.ndim == 2:
        return 0
    step = max(1, round((page.dpi or max(page.pixels.shape[:2]) / 11.69) / _COLOUR_DPI))
    seen = page.pixels[step // 2 :: step, step // 2 :: step]
    height, width = seen.shape[:2]
    seen = seen[height // 40 : height - height // 40, width // 40 : width - width // 40]
    if not seen.size:
        return 0
    chroma = seen.max(axis=2).astype(np.int16) - seen.min(axis=2)
    return int(np.count_nonzero(chroma - int(np.median(chroma)) > _COLOURED))
