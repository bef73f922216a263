"""Where the lines of text are on a level page: found from the shapes of letters, not by the engine's layout analysis.

Forms are what the engine's own analysis is weakest at: it drops lines beside a seal, takes titles for pictures, and
joins the halves of a head. A line here is a run of letters whose middles follow each other; tone marks, dots and
commas join the line they belong to. Reads nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Baseline, Box, Pixels
from ocr.shapes import connected

# Shapes of letters at 200 dpi, in pixels: 8 point small letters are 9 high, a title of 30 point 90.
_LETTER_HEIGHT = (9, 100)
_WIDEST_LETTERS = 260
# So many letters off the band of a run are a line of their own, and no tone marks.
_LEAST_OF_LINE = 4
# A title of 72 point; fewer large shapes than this are no line.
_TALLEST, _LEAST_OF_TITLE = 200, 4
_LEAST_AREA = 12
# In letter heights: the part of a letter around its middle that makes the band of its line, and how far that band
# reaches to each side.
_BAND = 0.22
_REACH = 1.05
_SMALLEST = 0.55
_LARGEST = 4.0
# Marks above and below: how far from the body of the letters, in their heights.
_ABOVE, _BELOW = 1.1, 0.7

_Ints = NDArray[np.int32]
_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class TextLine:
    """One line of text in pixels of the level page.

    `box` holds the letters and their marks as they would stand were the line level, turned about `middle`; `slope` is
    its fall in pixels per pixel to the right, `base` the height of the baseline at `middle`, `height` the
    typical height of a letter.
    """

    box: Box
    slope: float
    middle: float
    base: float
    height: float

    def baseline(self, x0: float, x1: float) -> Baseline:
        """The baseline from `x0` to `x1`."""
        return Baseline(round(x0), round(self._on(x0)), round(x1), round(self._on(x1)))

    def drop(self, x: float) -> float:
        """How much lower the line lies at `x` than at its middle."""
        return self.slope * (x - self.middle)

    def _on(self, x: float) -> float:
        return self.base + self.drop(x)


@dataclass(frozen=True)
class _Shapes:
    """Connected shapes of ink: left, top, width, height and area of each."""

    x: _Ints
    y: _Ints
    w: _Ints
    h: _Ints
    area: _Ints

    @property
    def middle(self) -> _Floats:
        return self.x + self.w / 2


@dataclass(frozen=True)
class _Body:
    """The letters of a line without their marks: extent across, fall, and heights at `middle` once level."""

    left: int
    right: int
    slope: float
    middle: float
    height: float
    top: float
    foot: float
    extent: tuple[float, float]


def find_lines(ink: Pixels) -> list[TextLine]:
    """The lines of a level page at 200 dpi, from its ink (255 on 0), top to bottom."""
    _, stats, _ = connected(ink)
    x, y, w, h, area = stats[1:].T
    shapes = _Shapes(x, y, w, h, area)
    letters = _letters(shapes)
    if not letters.any():
        return []
    typical = float(np.median(h[letters]))
    titles = _titles(shapes, typical, ink.shape)
    body = letters & (h >= _SMALLEST * typical) & (h <= _LARGEST * typical) & ~_inside(shapes, titles)
    runs = [
        part
        for run in _runs(shapes, np.flatnonzero(body), typical, ink.shape)
        for part in _parted(shapes, run, typical, ink.shape)
    ]
    runs = [run for run in runs if run.size > 1 or h[run[0]] > 0.8 * typical]
    bodies = titles + _without_accents(shapes, runs, typical)
    tallest = max([_LARGEST * typical, *(title.height for title in titles)])
    marks = np.flatnonzero((area >= 3) & (h <= 1.2 * tallest))
    owner = _owners(shapes, marks, bodies)
    lines = [_line(shapes, line, marks[owner == number]) for number, line in enumerate(bodies)]
    return sorted(lines, key=lambda line: (line.box.y0, line.box.x0))


def _letters(shapes: _Shapes) -> NDArray[np.bool_]:
    low, high = _LETTER_HEIGHT
    return (
        (shapes.h >= low)
        & (shapes.h <= high)
        & (shapes.w <= np.minimum(_WIDEST_LETTERS, 12 * shapes.h))
        & (shapes.area >= _LEAST_AREA)
        & (shapes.h < 8 * np.maximum(shapes.w, 3))
    )


def _titles(shapes: _Shapes, typical: float, size: tuple[int, ...]) -> list[_Body]:
    """Lines of letters much larger than those of the page, as on posters; seals and pens make no such run."""
    least = _LARGEST * typical
    full = (shapes.area >= 0.08 * shapes.w * shapes.h) & (shapes.w >= 0.08 * shapes.h)
    alike = full & (shapes.h > _SMALLEST * least) & (shapes.h <= _TALLEST) & (shapes.w <= 1.6 * shapes.h)
    if np.count_nonzero(alike & (shapes.h > least)) < 2:
        return []
    runs = _runs(shapes, np.flatnonzero(alike), _SMALLEST * least, size)
    return [
        _body(shapes, run)
        for run in runs
        if run.size >= _LEAST_OF_TITLE and (shapes.h[run] > least).sum() > 1 and _stands(shapes, run)
    ]


def _without_accents(shapes: _Shapes, runs: Sequence[NDArray[np.intp]], typical: float) -> list[_Body]:
    """The lines of `runs`, without those that are the tone marks of a line at least twice as high."""
    bodies = [_body(shapes, run) for run in runs]
    high = [body for body in bodies if body.height > 2 * typical]
    if not high:
        return bodies
    held, tallest = _inside(shapes, high), max(body.height for body in high)
    return [
        body
        for body, run in zip(bodies, runs, strict=True)
        if body.height > 0.5 * tallest or not held[run].all()
    ]


def _stands(shapes: _Shapes, run: NDArray[np.intp]) -> bool:
    """Whether most shapes of a run stand on one line, as letters do."""
    feet = shapes.y[run] + shapes.h[run]
    height = _median(shapes.h[run])
    return float(np.mean(np.abs(feet - _median(feet)) < 0.15 * height)) > 0.6


def _inside(shapes: _Shapes, titles: Sequence[_Body]) -> NDArray[np.bool_]:
    """Which shapes are letters or tone marks of a title."""
    held = np.zeros(shapes.x.size, bool)
    for title in titles:
        down = shapes.y + shapes.h / 2 - title.slope * (shapes.middle - title.middle)
        held |= (
            (shapes.middle > title.left)
            & (shapes.middle < title.right)
            & (down > title.top - 0.75 * title.height)
            & (down < title.foot + 0.45 * title.height)
        )
    return held


def _runs(
    shapes: _Shapes, body: NDArray[np.intp], typical: float, size: tuple[int, ...]
) -> list[NDArray[np.intp]]:
    """Letters (as indices) by the line whose band holds their middle. Bands are drawn at half the resolution."""
    bands = np.zeros((size[0] // 2 + 1, size[1] // 2 + 1), np.uint8)
    h, x, w = shapes.h[body], shapes.x[body], shapes.w[body]
    reach = _REACH * np.clip(h, 0.6 * typical, 2.5 * typical)
    half = np.maximum(2.0, _BAND * h)
    centre = shapes.y[body] + h / 2
    corners = np.stack([x - reach, centre - half, x + w + reach, centre + half], axis=1) / 2
    for x0, y0, x1, y1 in corners.astype(int).tolist():
        cv2.rectangle(bands, (x0, y0), (x1, y1), 1, -1)
    _, labels = cv2.connectedComponents(bands, connectivity=8)
    line_of = labels[(centre / 2).astype(int), ((x + w / 2) / 2).astype(int)]
    order = np.argsort(line_of, kind="stable")
    breaks = np.flatnonzero(np.diff(line_of[order])) + 1
    return [body[part] for part in np.split(order, breaks)]


def _parted(
    shapes: _Shapes, run: NDArray[np.intp], typical: float, size: tuple[int, ...]
) -> list[NDArray[np.intp]]:
    """The lines of a run that the frame of a stamp or a stroke of the pen made of several: letters that stand wholly
    above or below the band of most of them are lines of their own.
    """
    body = _body(shapes, run)
    falls = body.slope * (shapes.middle[run] - body.middle)
    top = shapes.y[run] - falls
    apart = (top + shapes.h[run] < body.top) | (top > body.foot)
    if np.count_nonzero(apart & (shapes.h[run] <= 2 * typical)) < _LEAST_OF_LINE:
        return [run]
    lines = [run[~apart]]
    for rest in _runs(shapes, run[apart], typical, size):
        lines += _parted(shapes, rest, typical, size) if rest.size < run.size else [rest]
    return lines


def _body(shapes: _Shapes, members: NDArray[np.intp]) -> _Body:
    across, tops = shapes.middle[members], shapes.y[members].astype(np.float64)
    feet = tops + shapes.h[members]
    height = _median(shapes.h[members])
    left, right = int(shapes.x[members].min()), int((shapes.x[members] + shapes.w[members]).max())
    slope, middle = _slope(across, feet, right - left, height), _median(across)
    falls = slope * (across - middle)
    extent = (float((tops - falls).min()), float((feet - falls).max()))
    return _Body(
        left,
        right,
        slope,
        middle,
        height,
        _median(tops - falls),
        _median(feet - falls),
        extent,
    )


def _owners(shapes: _Shapes, marks: NDArray[np.intp], bodies: Sequence[_Body]) -> NDArray[np.intp]:
    """For each mark the number of the line it is nearest to, or -1; letters are marks of their own line."""
    owner, nearest = np.full(marks.size, -1), np.full(marks.size, np.inf)
    x0, x1 = shapes.x[marks], shapes.x[marks] + shapes.w[marks]
    for number, body in enumerate(bodies):
        near = np.flatnonzero((x1 > body.left - 1.2 * body.height) & (x0 < body.right + 1.2 * body.height))
        held = marks[near]
        high = shapes.y[held] - body.slope * (shapes.middle[held] - body.middle)
        low = high + shapes.h[held]
        fits = (shapes.h[held] <= 1.2 * body.height) & (shapes.w[held] <= 3 * body.height)
        fits &= (low > body.top - 0.75 * body.height) & (high > body.top - body.height)
        fits &= (high < body.foot + 0.45 * body.height) & (low < body.foot + 0.6 * body.height)
        beside = np.maximum(0, np.maximum(body.left - x1[near], x0[near] - body.right))
        away = np.maximum(0, np.maximum(body.top - low, high - body.foot))
        distance = np.where(fits, beside + away, np.inf)
        closer = distance < nearest[near]
        owner[near[closer]], nearest[near[closer]] = number, distance[closer]
    return owner


def _line(shapes: _Shapes, body: _Body, marks: NDArray[np.intp]) -> TextLine:
    left, right, (y0, y1) = body.left, body.right, body.extent
    if marks.size:
        high = shapes.y[marks] - body.slope * (shapes.middle[marks] - body.middle)
        y0, y1 = min(y0, float(high.min())), max(y1, float((high + shapes.h[marks]).max()))
        left = min(left, int(shapes.x[marks].min()))
        right = max(right, int((shapes.x[marks] + shapes.w[marks]).max()))
    y0, y1 = max(y0, body.top - _ABOVE * body.height), min(y1, body.foot + _BELOW * body.height)
    box = Box(left, int(y0), right, int(np.ceil(y1)))
    return TextLine(box, body.slope, body.middle, body.foot, body.height)


def _slope(across: _Floats, feet: _Floats, width: float, height: float) -> float:
    """The fall of the feet of letters, without those that reach below the line; 0 for a short line."""
    if across.size < 6 or width < 8 * height:
        return 0.0
    kept = np.ones(across.size, bool)
    slope = 0.0
    for _ in range(3):
        x, y = across[kept], feet[kept]
        mean_x, mean_y = float(x.mean()), float(y.mean())
        spread = float(np.dot(x - mean_x, x - mean_x))
        slope = float(np.dot(x - mean_x, y - mean_y)) / spread if spread else 0.0
        off = np.abs(feet - mean_y - slope * (across - mean_x))
        kept = off <= max(2.0, 1.2 * _median(off))
        if np.count_nonzero(kept) < 4:
            break
    return slope


def _median(values: NDArray[np.float64] | _Ints) -> float:
    """The upper median; numpy's own takes a tenth of a millisecond, some hundred times a page."""
    return float(np.partition(values, values.size // 2)[values.size // 2])
