"""Dots of a leader that touch letters or lie inside them, taken out of the ink; strokes that cross a dot stay.

What the engine makes of them otherwise: "khoa khu vực" with dots at half its height reads "khoa-khu-vực".
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.leader_lines import Floats, Leader, filled
from ocr.page import Box, Pixels

# A dot is darker inside than at its rim, which belongs to it.
_RIM = 0.5
# Beyond the last dot that is seen, letters hide more of them for as long as ink fills every place of one.
_FARTHEST = 60
_ROOM = 10
# Letters that stand on a leader have hardly anything below it; its dots then lie between their feet.
_STANDING = 0.25
_FEET = 0.4
# A mark below a vowel has about 16 pixels of ink at 200 dpi, and is told from dots much smaller than that. It lies at
# most so far (pixels) below its letter, and beside no other letter than the one above.
_MARK_RADIUS, _MARK_ROOM, _MARK_ASIDE = 1.65, 8, 5
_SOME_INK = 4
# Over so many dots letters either have ink above them or not.
_WORD_DOTS = 15
# Letters stand this near above their leader (pixels). Where only their tails reach down to it, as a seventh of the
# letters do, and no feet, a mark below a vowel stands clear of the dots.
_LETTER_ROOM, _ON_FEET = 20, 0.4


def dots_on_letters(ink: Pixels, leaders: Iterable[Leader]) -> Pixels:
    """The ink (255 on 0) of hidden dots of leaders, and of nothing else, in an ink image of their page."""
    gone = np.zeros_like(ink)
    for leader in leaders:
        onward = (_onward(ink, leader, end) for end in leader.ends)
        hidden = np.concatenate([*leader.between, *onward])
        for rows, points in _stretches(hidden, ink.shape[0]):
            left = max(0, int(points[:, 0].min()) - _ROOM)
            right = min(ink.shape[1], int(points[:, 0].max()) + _ROOM + 1)
            window = (rows, slice(left, right))
            found = _dots(ink[window], points - (left, rows.start), leader.radius + _RIM)
            gone[window] = cv2.bitwise_or(gone[window], found)
    return gone


def _onward(ink: Pixels, leader: Leader, end: tuple[Floats, Floats]) -> Floats:
    """Places (n, 2) of the dots that letters hide beyond one of the ends."""
    point, step = end
    found = []
    for _ in range(_FARTHEST):
        point = point + step
        if not filled(ink, point, leader.radius):
            break
        found.append(point)
    return np.array(found, np.float64).reshape(-1, 2)


def _stretches(points: Floats, height: int) -> Iterator[tuple[slice, Floats]]:
    """Hidden dots that follow each other, with the rows around them: a leader may climb."""
    points = points[np.argsort(points[:, 0])]
    far = np.flatnonzero(np.diff(points[:, 0]) > 4 * _ROOM) + 1
    for part in np.split(points, far):
        if part.size:
            top, foot = part[:, 1].min() - _ROOM, part[:, 1].max() + _ROOM
            yield slice(max(0, int(top)), min(height, int(foot) + 1)), part


def _dots(ink: Pixels, points: Floats, radius: float) -> Pixels:
    """The ink of the dots around `points` that belongs to no stroke."""
    discs = np.zeros_like(ink)
    for x, y in np.round(points * 16).astype(int).tolist():
        cv2.circle(discs, (x, y), round(radius * 16), 255, cv2.FILLED, shift=4)
    covered = cv2.bitwise_and(ink, discs)
    rest: Pixels = np.asarray(cv2.subtract(ink, discs), np.uint8)
    strokes: Pixels = np.zeros_like(ink)
    crossed = _with_ground(rest) if _stand(rest, points, radius) else rest
    reach = 2 * round(radius) + 3
    for kernel in _slants(reach):
        crossing = cv2.morphologyEx(crossed, cv2.MORPH_CLOSE, kernel)
        strokes = np.asarray(cv2.bitwise_or(strokes, crossing), np.uint8)
    return np.asarray(cv2.subtract(covered, strokes), np.uint8)


def _with_ground(rest: Pixels) -> Pixels:
    """The ink with a line drawn where most letters end, so that strokes that reach it stay whole."""
    counts = np.count_nonzero(rest, axis=1)
    feet = np.flatnonzero(counts >= _FEET * counts.max())
    out = rest.copy()
    out[min(len(out) - 1, int(feet[-1]) + 1)] = 255
    return out


def _slants(reach: int) -> Iterator[Pixels]:
    """Lines of `reach` rows, upright and leaning to both sides."""
    for lean in (0.0, 0.5, -0.5, 1.0, -1.0):
        kernel = np.zeros((reach, reach), np.uint8)
        shift = round(lean * (reach // 2))
        middle = reach // 2
        cv2.line(kernel, (middle - shift, 0), (middle + shift, reach - 1), 1)
        yield kernel


def _stand(rest: Pixels, points: Floats, radius: float) -> bool:
    """Whether letters end at the dots, so that these lie at their feet."""
    y, reach = float(np.mean(points[:, 1])), radius + 1
    above = rest[: max(0, int(y - reach))]
    below = rest[int(y + reach) + 1 :]
    return int(np.count_nonzero(below)) < _STANDING * int(np.count_nonzero(above))


def lost_marks(rest: Pixels, leaders: Iterable[Leader]) -> Iterator[Box]:
    """Where dots of leaders lie right below letters of the ink `rest`, at their feet, or right above them: there a
    mark below a vowel or a full stop is one dot among others, and a tone mark may have lost its shape. Boxes reach into
    the letters.
    """
    sums = np.asarray(cv2.integral((rest > 0).astype(np.uint8)), np.int32)
    for leader in leaders:
        if leader.radius < _MARK_RADIUS:
            continue
        points = np.concatenate([leader.points, *leader.between])
        points = np.rint(points[np.argsort(points[:, 0])]).astype(np.intp)
        reach = math.ceil(leader.radius)
        above = _inked(sums, points, (-reach - _MARK_ROOM, -reach))
        below = _inked(sums, points, (reach + 1, reach + 1 + _MARK_ROOM))
        letters = _inked(sums, points, (-reach - _LETTER_ROOM, -reach)) > 0
        on_feet = _nearby(above >= _SOME_INK) >= _ON_FEET * _nearby(letters)
        for x, y in points[_along(above, below) & on_feet].tolist():
            yield Box(max(0, x - reach), max(0, y - reach - _MARK_ROOM), x + reach + 1, y + reach + 1)
        for x, y in points[_along(below, above) & _along(_nearby(below), _nearby(above))].tolist():
            yield Box(max(0, x - reach), max(0, y - reach), x + reach + 1, y + reach + _MARK_ROOM + 1)


def _nearby(inked: NDArray[np.intp] | NDArray[np.bool_]) -> NDArray[np.intp]:
    """The same around each dot: beside the slope of an A in letters that dots run through one has no ink above it."""
    return np.convolve(inked.astype(np.intp), np.ones(min(_WORD_DOTS, inked.size), np.intp), mode="same")


def _along(near: NDArray[np.intp], far: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Which dots have letters on the one side and hardly any on the other; one dot alone lies in a gap of letters that
    it runs through.
    """
    beside = (near >= _SOME_INK) & (far <= _STANDING * near)
    return np.asarray(beside & (np.convolve(beside, (1, 0, 1), mode="same") > 0))


def _inked(sums: NDArray[np.int32], points: NDArray[np.intp], rows: tuple[int, int]) -> NDArray[np.intp]:
    """How many pixels are inked in so many rows from each point on, a letter's width across."""
    height, width = sums.shape[0] - 1, sums.shape[1] - 1
    x0, x1 = (np.clip(points[:, 0] + side, 0, width) for side in (-_MARK_ASIDE, _MARK_ASIDE + 1))
    y0, y1 = (np.clip(points[:, 1] + row, 0, height) for row in rows)
    return np.asarray(sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0], np.intp)
