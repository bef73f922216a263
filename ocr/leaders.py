"""Dotted leaders of forms taken out of a page, dot by dot, leaving every dot that belongs to a letter.

To Tesseract's layout analysis lines of fine dots look like a halftone picture, and it drops the text among them.
Dots that letters were printed onto go as well (ocr/dots_on_letters.py); solid rules stay.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.dots_on_letters import dots_on_letters, lost_marks
from ocr.leader_lines import Floats, Leader, follow, heights_at, most_area, sparse
from ocr.page import Box, Pixels
from ocr.shapes import Shapes, connected

BAND_ROWS = 4096
_HALO_ROWS = 32
_DOT_PIXELS = 7
_GAP_PIXELS = 31
_LEAST_DOTS = 8
_LEAST_RUN_PIXELS = 60
_WIDEST_SPACING = 25
_OFF_LINE_PIXELS = 1.6
# Between the dots of a colon, in pixels; leaders are farther from each other.
_COLON, _STRAIGHT, _NEIGHBOURS = (5, 20), 1.6, 6


@dataclass(frozen=True)
class LeaderFree:
    """A page without leaders; `lost`: where a mark of a letter or a full stop may have gone with them (pixels)."""

    gray: Pixels
    lost: tuple[Box, ...] = ()


def without_leaders(gray: Pixels, ink: Pixels, shapes: Shapes | None = None) -> LeaderFree:
    """A page at 200 dpi with white in place of its dotted leaders; `ink` is its ink (255 on 0).

    `shapes` are those of the ink, if they are known. Holds `gray` itself where there are no leaders. Goes band by
    band, as the labels of all shapes on an A0 sheet would not fit a worker.
    """
    if shapes is not None:
        return _band_without_leaders(gray, ink, shapes) or LeaderFree(gray)
    height, out, lost = gray.shape[0], gray, list[Box]()
    for top in range(0, height, BAND_ROWS):
        bottom = min(height, top + BAND_ROWS)
        start, stop = max(0, top - _HALO_ROWS), min(height, bottom + _HALO_ROWS)
        part = ink[start:stop]
        band = _band_without_leaders(gray[start:stop], part, connected(part))
        if band is not None:
            out = gray.copy() if out is gray else out
            out[top:bottom] = band.gray[top - start : bottom - start]
            lost += [replace(box, y0=box.y0 + start, y1=box.y1 + start) for box in band.lost]
    return LeaderFree(out, tuple(lost))


def _band_without_leaders(gray: Pixels, ink: Pixels, shapes: Shapes) -> LeaderFree | None:
    labels, stats, all_centres = shapes
    small = (stats[:, cv2.CC_STAT_WIDTH] <= _DOT_PIXELS) & (stats[:, cv2.CC_STAT_HEIGHT] <= _DOT_PIXELS)
    small[0] = False
    dots = np.flatnonzero(small)
    areas = stats[dots, cv2.CC_STAT_AREA].astype(np.float64)
    alone = ~_of_colons(all_centres[dots], areas)
    dots, areas = dots[alone], areas[alone]
    if dots.size < _LEAST_DOTS:
        return None
    centres = all_centres[dots]
    chosen = (run[_on_leader(centres[run], areas[run])] for run in _runs(centres, gray.shape))
    runs = [run for run in chosen if run.size]
    if not runs:
        return None
    followed = _followed(ink, centres, areas, runs)
    gone = dots[np.unique(np.concatenate([*runs, *(leader.seen for leader in followed)]))]
    rows, columns = _around(stats[gone], gray.shape)
    own = labels[rows, columns] == gone[:, None, None]
    hidden = dots_on_letters(ink, followed)
    rest = np.asarray(cv2.subtract(ink, hidden), np.uint8)
    cleaned = gray.copy()
    # Gray dots are wider than their dark core; ink that stays is not touched.
    free = own | (ink[rows, columns] == 0)
    cleaned[rows[free], columns[free]] = 255
    cleaned = _without(hidden, rest, cleaned)
    rest[rows[own], columns[own]] = 0
    return LeaderFree(cleaned, tuple(lost_marks(rest, followed)))


def _without(hidden: Pixels, rest: Pixels, gray: Pixels) -> Pixels:
    """The page with white in place of the ink `hidden` and of its paler rim, but not of that of the ink `rest`."""
    around = np.ones((3, 3), np.uint8)
    rim = cv2.subtract(cv2.dilate(hidden, around), cv2.dilate(rest, around))
    return np.asarray(cv2.bitwise_or(gray, cv2.bitwise_or(hidden, rim)), np.uint8)


def _of_colons(centres: Floats, areas: Floats) -> NDArray[np.bool_]:
    """Which dots have one like them straight above: the colon of a label often stands on the line of a leader."""
    order = np.lexsort((centres[:, 1], centres[:, 0]))
    found = np.zeros(len(centres), np.bool_)
    for apart in range(1, _NEIGHBOURS + 1):
        one, other = order[:-apart], order[apart:]
        away = np.abs(centres[one] - centres[other])
        alike = np.abs(areas[one] - areas[other]) <= 0.5 * np.maximum(areas[one], areas[other])
        twins = (away[:, 0] <= _STRAIGHT) & (away[:, 1] >= _COLON[0]) & (away[:, 1] <= _COLON[1]) & alike
        found[one[twins]] = found[other[twins]] = True
    return found


def _followed(ink: Pixels, centres: Floats, areas: Floats, runs: list[NDArray[np.intp]]) -> list[Leader]:
    """The leaders that the runs of dots belong to, each once, and more like them."""
    told: set[int] = set()
    found = []
    for run in sorted(runs, key=len, reverse=True):
        leader = follow(ink, centres, areas, run) if told.isdisjoint(run.tolist()) else None
        if leader is not None:
            told.update(leader.seen.tolist())
            found.append(leader)
    return [*found, *sparse(ink, centres, areas, found)]


def _around(stats: NDArray[np.int32], size: tuple[int, ...]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns of the pixels of each dot's box and of a rim of one pixel, as (dots, side, side)."""
    reach = np.arange(-1, _DOT_PIXELS + 1)
    across, down = np.minimum(reach, stats[:, 2, None]), np.minimum(reach, stats[:, 3, None])
    rows = np.clip(stats[:, 1, None] + down, 0, size[0] - 1)
    columns = np.clip(stats[:, 0, None] + across, 0, size[1] - 1)
    shape = (stats.shape[0], reach.size, reach.size)
    return np.broadcast_to(rows[:, :, None], shape), np.broadcast_to(columns[:, None, :], shape)


def _runs(centres: Floats, size: tuple[int, ...]) -> list[NDArray[np.intp]]:
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


def _on_leader(centres: Floats, areas: Floats) -> NDArray[np.bool_]:
    """Which dots of a run lie on its line and are of its size."""
    across, down = centres[:, 0], centres[:, 1]
    line = np.full(across.size, np.median(down))
    near = np.ones(across.size, dtype=bool)
    for reach in (4.0, _OFF_LINE_PIXELS, _OFF_LINE_PIXELS):
        near = np.abs(down - line) <= reach
        if np.count_nonzero(near) < _LEAST_DOTS:
            return np.zeros(across.size, dtype=bool)
        line = heights_at(centres[near], across)
    near = np.abs(down - line) <= _OFF_LINE_PIXELS
    alike = areas <= most_area(areas[near])
    chosen = near & alike
    return chosen if np.count_nonzero(chosen) >= _LEAST_DOTS else np.zeros(across.size, dtype=bool)
