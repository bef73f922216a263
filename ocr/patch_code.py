"""Patch codes: four bars across the paper, two of them wide, that tell a scanner where a document ends.

Bars and widths are those of Kodak, "Patch Code Information for Kodak Scanners", A-61599 (October 2006): narrow
bars and all spaces 0.08 inch, wide bars 0.20 inch, 0.80 inch in all, read from the leading edge inwards. Upside
down, T would be 3 and 1 would be 6; since sheets carry the code at their edges, it is read from the nearer edge.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.mark_places import Coarse
from ocr.page import Box, Mark, Pixels

KIND = "patch"
# Bars from the leading edge inwards, 1 for a wide one. Kodak's figures and other readers agree on them.
BARS = {"0101": "T", "1100": "1", "1001": "2", "1010": "3", "0110": "4", "0011": "6"}
NARROW_INCHES, WIDE_INCHES = 0.08, 0.20
# Two bars of 2.5 units, two bars and three spaces of one.
_UNITS = 10
# A page whose dpi is not told may be another size than A4.
_LEAST_INCHES, _MOST_INCHES = 0.55, 1.15
# The least length of the bars in A-61599 is 0.75 inch.
_LEAST_LENGTH_INCHES = 0.6
_STEP = 2
_MOST_SKEW = math.tan(math.radians(20))


@dataclass(frozen=True)
class _Crossing:
    """One line of pixels that crosses the bars: its place `at`, where they begin and end on it, which are wide."""

    at: int
    start: int
    end: int
    bars: str


def read_patches(look: Coarse) -> list[Mark]:
    """The patch codes of a page, with boxes in page pixels; the text is one of `T 1 2 3 4 6`."""
    thick = round(0.65 * WIDE_INCHES * look.dark_dpi)
    solid = cv2.erode(look.dark, np.ones((thick, thick), np.uint8))
    if not solid.any():
        return []
    solid = cv2.dilate(solid, np.ones((thick, thick), np.uint8))
    found = []
    for turned in (False, True):
        dark = np.ascontiguousarray(look.dark.T) if turned else look.dark
        bars = solid.T if turned else solid
        # Both wide bars must be crossed; on most pages no column crosses anything as thick.
        columns = np.nonzero(bars[:, ::_STEP].sum(axis=0, dtype=np.int32) >= 2 * thick)[0] * _STEP
        crossings = [c for x in columns if (c := _crossing(dark[:, x], int(x), look.dark_dpi)) is not None]
        for stretch in _stretches(crossings, look.dark_dpi):
            found.append(_mark(stretch, dark.shape[0], look, turned=turned))
    return found


def _crossing(column: Pixels, at: int, dpi: float) -> _Crossing | None:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], column, [0]))))
    lengths = np.diff(edges)
    # Even places are bars, odd ones spaces.
    for first in range(0, len(lengths) - 6, 2):
        runs = lengths[first : first + 7].astype(float)
        unit = runs.sum() / _UNITS
        if not _LEAST_INCHES * dpi <= runs.sum() <= _MOST_INCHES * dpi:
            continue
        before = edges[first] - edges[first - 1] if first else math.inf
        after = lengths[first + 7] if first + 7 < len(lengths) else math.inf
        bars = _bars(runs / unit)
        if bars in BARS and min(before, after) > 1.6 * unit:
            return _Crossing(at, int(edges[first]), int(edges[first + 7]), bars)
    return None


def _bars(runs: NDArray[np.float64]) -> str:
    """Which bars are wide, as in BARS; empty when the runs (in units) are no code."""
    spaces, bars = runs[1::2], runs[0::2]
    if spaces.min() < 0.5 or spaces.max() > 1.6:
        return ""
    wide = bars > 1.75
    if bars[~wide].min(initial=1.0) < 0.45 or bars[wide].max(initial=2.5) > 3.3:
        return ""
    return "".join("1" if one else "0" for one in wide)


def _stretches(crossings: Sequence[_Crossing], dpi: float) -> list[list[_Crossing]]:
    """Crossings side by side that tell the same bars, where they go on for as long as a code's bars do."""
    stretches: list[list[_Crossing]] = []
    for crossing in crossings:
        fitting = next((s for s in stretches if _continues(s[-1], crossing, dpi)), None)
        if fitting is None:
            stretches.append([crossing])
        else:
            fitting.append(crossing)
    least = _LEAST_LENGTH_INCHES * dpi
    return [s for s in stretches if len(s) * _STEP >= least]


def _continues(last: _Crossing, crossing: _Crossing, dpi: float) -> bool:
    # A punched hole or a fold may hide a few columns.
    ahead = crossing.at - last.at
    drift = 2 + _MOST_SKEW * ahead
    return (
        last.bars == crossing.bars
        and ahead <= 0.4 * dpi
        and abs(last.start - crossing.start) <= drift
        and abs(last.end - crossing.end) <= drift
    )


def _mark(stretch: Sequence[_Crossing], length: int, look: Coarse, *, turned: bool) -> Mark:
    top, bottom = min(c.start for c in stretch), max(c.end for c in stretch)
    left, right = stretch[0].at, stretch[-1].at + _STEP
    bars = stretch[0].bars if top + bottom < length else stretch[0].bars[::-1]
    x0, y0, x1, y1 = (round(edge * look.dark_scale) for edge in (left, top, right, bottom))
    box = Box(y0, x0, y1, x1) if turned else Box(x0, y0, x1, y1)
    return Mark(KIND, BARS[bars], box)
