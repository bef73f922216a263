"""Dotted leaders followed along their lines, to the dots between and below the letters that were printed onto them.

Values printed onto a blank in another pass stand on its leaders, or across them. A leader goes on as it begins, dot
after dot at one spacing, so that where a dot lies hidden is known from the next ones that are seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ocr.page import Pixels

Floats = NDArray[np.float64]

# In spacings of the leader: from one dot that is seen to the next, and how far off its place one may lie.
_FARTHEST = 40
_OFF_PLACE = 0.22
# So many of the nearest dots say how the leader runs on.
_TELLING = 14
_OFF_LINE_PIXELS = 1.8
_SPACINGS = (4.0, 26.0)
_EVEN, _MOSTLY, _DOT_FILLED = 0.75, 0.75, 0.6
_LARGER = 1.7
# A leader has so many dots at least, seen or not. Among more specks than these nothing is sought.
_LEAST_SEEN, _LEAST_DOTS, _MOST_DOTS = 3, 8, 500


@dataclass(frozen=True)
class Leader:
    """`seen`: indices of its dots; `points` (x, y): where they lie; `between`: for each gap among them the points where
    letters must cover one. `spacing` from dot to dot and `radius` of one in pixels; `ends`: its first and its last dot,
    each with the step (x, y) from there to where the next one would lie.
    """

    seen: NDArray[np.intp]
    points: Floats
    between: tuple[Floats, ...]
    spacing: float
    radius: float
    ends: tuple[tuple[Floats, Floats], ...]


def follow(ink: Pixels, centres: Floats, areas: Floats, own: NDArray[np.intp]) -> Leader | None:
    """The leader that begins with the dots `own` of all `centres` (n, 2) in `ink`.

    None where the dots are not evenly spaced, as specks are not.
    """
    own = own[np.argsort(centres[own, 0])]
    spacing = _spacing(np.diff(centres[own, 0]))
    if spacing is None:
        return None
    radius = float(np.sqrt(np.median(areas[own]) / np.pi))
    return _grown(ink, centres, np.flatnonzero(areas <= most_area(areas[own])), own, (spacing, radius))


def sparse(ink: Pixels, centres: Floats, areas: Floats, found: Sequence[Leader]) -> Iterator[Leader]:
    """Leaders of the spacing of those that were `found` of which only some dots are seen between the words on them."""
    if not found:
        return
    spacing, radius = (
        float(np.median([getattr(leader, name) for leader in found])) for name in ("spacing", "radius")
    )
    usual = np.pi * radius**2
    alike = np.flatnonzero((areas <= _LARGER * usual) & (areas >= usual / _LARGER))
    told = {dot for leader in found for dot in leader.seen.tolist()}
    alike = alike[~np.isin(alike, list(told))]
    if alike.size > _MOST_DOTS:
        return
    for dot in alike.tolist():
        if dot not in told:
            leader = _grown(ink, centres, alike, np.array([dot]), (spacing, radius))
            if (
                len(leader.seen) >= _LEAST_SEEN
                and len(leader.seen) + sum(map(len, leader.between)) >= _LEAST_DOTS
            ):
                told.update(leader.seen.tolist())
                yield leader


def most_area(areas: Floats) -> float:
    """What a dot of a leader has at most, among dots of these areas.

    A dot under a vowel is about three times as large as a leader dot and changes the word.
    """
    usual = float(np.median(areas))
    return max(usual * _LARGER, usual + 2)


def _grown(
    ink: Pixels, centres: Floats, others: NDArray[np.intp], own: NDArray[np.intp], dots: tuple[float, float]
) -> Leader:
    """The leader of `own` with those of the `others` that go on; `dots`: their spacing and radius."""
    (spacing, radius), kept = dots, list(own)
    for side in (1, -1):
        while (found := _next(centres, others, kept, spacing, side)) is not None:
            last = kept[-1] if side > 0 else kept[0]
            if not _goes_on(ink, centres[[last, found]], spacing, radius):
                break
            kept = [*kept, found] if side > 0 else [found, *kept]
    seen = np.unique(np.array(kept, np.intp))
    points = centres[seen[np.argsort(centres[seen, 0])]]
    ends = (_end(points[:_TELLING], points[0], -spacing), _end(points[-_TELLING:], points[-1], spacing))
    return Leader(seen, points, tuple(_between(points, spacing)), spacing, radius, ends)


def _spacing(steps: Floats) -> float | None:
    """From dot to dot, in pixels: of most steps, which are one spacing long."""
    if not steps.size:
        return None
    usual = float(np.median(steps))
    single = steps[np.abs(steps - usual) <= 0.25 * usual]
    if single.size < _EVEN * steps.size or not _SPACINGS[0] <= usual <= _SPACINGS[1]:
        return None
    return float(single.mean())


def _next(
    centres: Floats, others: NDArray[np.intp], kept: list[np.intp], spacing: float, side: int
) -> np.intp | None:
    """The next of the `others` that lies where a dot of the leader would, to one side (1 right, -1 left)."""
    ends = kept[-_TELLING:] if side > 0 else kept[:_TELLING]
    last = centres[kept[-1] if side > 0 else kept[0]]
    away = (centres[others, 0] - last[0]) * side
    near = others[(away > 0.5 * spacing) & (away <= _FARTHEST * spacing)]
    steps = (centres[near, 0] - last[0]) * side / spacing
    off = np.abs(centres[near, 1] - heights_at(centres[ends], centres[near, 0]))
    fits = (np.abs(steps - np.maximum(np.round(steps), 1)) <= _OFF_PLACE) & (off <= _OFF_LINE_PIXELS)
    return near[fits][np.argmin(steps[fits])] if fits.any() else None


def _goes_on(ink: Pixels, ends: Floats, spacing: float, radius: float) -> bool:
    """Whether ink lies wherever a dot must lie between two: below a label between two leaders there is none."""
    between = list(_between(ends[np.argsort(ends[:, 0])], spacing))
    places = [point for points in between for point in points]
    return sum(filled(ink, point, radius) for point in places) >= _MOSTLY * len(places)


def filled(ink: Pixels, point: Floats, radius: float) -> bool:
    """Whether a dot of this radius could lie at the point (x, y) of `ink`."""
    (x, y), reach = np.round(point).astype(int).tolist(), max(1, int(radius))
    part = ink[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]
    return part.size > 0 and int(np.count_nonzero(part)) >= _DOT_FILLED * part.size


def heights_at(points: Floats, across: Floats) -> Floats:
    """The heights at `across` of the straight line through the points (n, 2), by least squares."""
    x, y = points[:, 0], points[:, 1]
    middle, height = float(x.mean()), float(y.mean())
    away = x - middle
    spread = float(np.dot(away, away))
    return height + (float(np.dot(away, y - height)) / spread if spread else 0.0) * (across - middle)


def _end(near: Floats, last: Floats, away: float) -> tuple[Floats, Floats]:
    heights = heights_at(near, np.array([last[0], last[0] + away]))
    return last, np.array([away, heights[1] - heights[0]])


def _between(seen: Floats, spacing: float) -> Iterator[Floats]:
    """Where dots must lie between those that are seen, gap by gap."""
    for one, other in pairwise(seen):
        count = round((other[0] - one[0]) / spacing)
        if count > 1:
            yield one + (other - one) * np.arange(1, count)[:, None] / count
