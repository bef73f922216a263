"""Dotted leaders of forms taken out of a page, dot by dot, leaving every dot that belongs to a letter.

To Tesseract's layout analysis lines of fine dots look like a halftone picture, and it drops the text among them.
Removes nothing that touches other ink: solid rules, and dots that letters stand on, stay.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Pixels
from ocr.shapes import Shapes, connected

BAND_ROWS = 4096
_HALO_ROWS = 32
_DOT_PIXELS = 7
_GAP_PIXELS = 31
_LEAST_DOTS = 8
_LEAST_RUN_PIXELS = 60
_WIDEST_SPACING = 25
_OFF_LINE_PIXELS = 1.6
# A dot under a vowel is about three times as large as a leader dot and changes the word.
_LARGER_THAN_LEADER = 1.7

_Floats = NDArray[np.float64]


def without_leaders(gray: Pixels, ink: Pixels, shapes: Shapes | None = None) -> Pixels:
    """A page at 200 dpi with white in place of its dotted leaders; `ink` is its ink (255 on 0).

    `shapes` are those of the ink, if they are known. Returns `gray` itself where there are no leaders. Goes band by
    band, as the labels of all shapes on an A0 sheet would not fit a worker.
    """
    if shapes is not None:
        cleared = _band_without_leaders(gray, ink, shapes)
        return gray if cleared is None else cleared
    height, out = gray.shape[0], gray
    for top in range(0, height, BAND_ROWS):
        bottom = min(height, top + BAND_ROWS)
        start, stop = max(0, top - _HALO_ROWS), min(height, bottom + _HALO_ROWS)
        part = ink[start:stop]
        band = _band_without_leaders(gray[start:stop], part, connected(part))
        if band is not None:
            out = gray.copy() if out is gray else out
            out[top:bottom] = band[top - start : bottom - start]
    return out


def _band_without_leaders(gray: Pixels, ink: Pixels, shapes: Shapes) -> Pixels | None:
    labels, stats, centres = shapes
    small = (stats[:, cv2.CC_STAT_WIDTH] <= _DOT_PIXELS) & (stats[:, cv2.CC_STAT_HEIGHT] <= _DOT_PIXELS)
    small[0] = False
    dots = np.flatnonzero(small)
    if dots.size < _LEAST_DOTS:
        return None
    areas = stats[dots, cv2.CC_STAT_AREA].astype(np.float64)
    leaders = [
        dots[members[_on_leader(centres[dots[members]], areas[members])]]
        for members in _runs(centres[dots], gray.shape)
    ]
    gone = np.concatenate(leaders) if leaders else np.empty(0, np.intp)
    if not gone.size:
        return None
    cleaned = gray.copy()
    rows, columns = _around(stats[gone], gray.shape)
    # Gray dots are wider than their dark core; ink that stays is not touched.
    own = labels[rows, columns] == gone[:, None, None]
    free = own | (ink[rows, columns] == 0)
    cleaned[rows[free], columns[free]] = 255
    return cleaned


def _around(stats: NDArray[np.int32], size: tuple[int, ...]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns of the pixels of each dot's box and of a rim of one pixel, as (dots, side, side)."""
    reach = np.arange(-1, _DOT_PIXELS + 1)
    across, down = np.minimum(reach, stats[:, 2, None]), np.minimum(reach, stats[:, 3, None])
    rows = np.clip(stats[:, 1, None] + down, 0, size[0] - 1)
    columns = np.clip(stats[:, 0, None] + across, 0, size[1] - 1)
    shape = (stats.shape[0], reach.size, reach.size)
    return np.broadcast_to(rows[:, :, None], shape), np.broadcast_to(columns[:, None, :], shape)


def _runs(centres: _Floats, size: tuple[int, ...]) -> list[NDArray[np.intp]]:
    """Groups of dots (as indices into `centres`) that follow each other across the page closely enough.

    Found at half the resolution: what counts is which dots are neighbours.
    """
    at = (centres / 2).astype(np.intp)
    spots = np.zeros((size[0] // 2 + 1, size[1] // 2 + 1), np.uint8)
    spots[at[:, 1], at[:, 0]] = 1
    bridged = cv2.morphologyEx(
        cv2.dilate(spots, np.ones((3, 3), np.uint8)),
        cv2.MORPH_CLOSE,
        np.ones((1, _GAP_PIXELS // 2), np.uint8),
    )
    labels, stats, _ = connected(np.asarray(bridged, np.uint8), connectivity=4)
    run_of = labels[at[:, 1], at[:, 0]]
    members = np.bincount(run_of, minlength=len(stats))
    width = stats[:, cv2.CC_STAT_WIDTH] * 2
    dense = (members >= _LEAST_DOTS) & (width >= _LEAST_RUN_PIXELS) & (members * _WIDEST_SPACING >= width)
    dense[0] = False
    order = np.argsort(run_of, kind="stable")
    starts = np.concatenate([[0], np.cumsum(members)])
    return [order[starts[run] : starts[run + 1]] for run in np.flatnonzero(dense)]


def _fitted(x: _Floats, y: _Floats, across: _Floats) -> _Floats:
    """The heights at `across` of the straight line through the points, by least squares."""
    middle, height = float(x.mean()), float(y.mean())
    away = x - middle
    spread = float(np.dot(away, away))
    return height + (float(np.dot(away, y - height)) / spread if spread else 0.0) * (across - middle)


def _on_leader(centres: _Floats, areas: _Floats) -> NDArray[np.bool_]:
    """Which dots of a run lie on its line and are of its size."""
    across, down = centres[:, 0], centres[:, 1]
    line = np.full(across.size, np.median(down))
    near = np.ones(across.size, dtype=bool)
    for reach in (4.0, _OFF_LINE_PIXELS, _OFF_LINE_PIXELS):
        near = np.abs(down - line) <= reach
        if np.count_nonzero(near) < _LEAST_DOTS:
            return np.zeros(across.size, dtype=bool)
        line = _fitted(across[near], down[near], across)
    near = np.abs(down - line) <= _OFF_LINE_PIXELS
    alike = areas <= max(np.median(areas[near]) * _LARGER_THAN_LEADER, np.median(areas[near]) + 2)
    chosen = near & alike
    return chosen if np.count_nonzero(chosen) >= _LEAST_DOTS else np.zeros(across.size, dtype=bool)
