"""Seals taken out of a page: red ones by their colour, gray ones by their ring. Text under them stays.

Works on images at the working resolution; red print that is no seal (the title of a certificate) is kept as dark as
black print. Strokes drawn on below a seal become no darker than the darkest colour the master has there.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.covered_print import lost_places, under_seal
from ocr.page import Box, Pixels
from ocr.shapes import connected

# A round seal of an office measures 30 to 42 mm, a rectangular stamp at least 10 mm (Decree 99/2016, Circular 21/2012).
# Larger red shapes are frames.
_SEAL_MM = (12.0, 65.0)
_RADII_MM = (12.0, 24.0)
_MM = 25.4
_RED = 42
# Green above blue as a share of redness: under 0.5 for faded seal ink on yellowed paper, 0.9 and more for stains.
_YELLOW = 0.75
_SHRINK = 4
# The stamp's own level: not the few pixels that print has darkened.
_LEVEL = 30
# Stamp ink varies by about this much around its typical level.
_INK_SPREAD = 1.12
_TRIES = 160
_ANGLES = 72
_POINTS = 1200
_RING_SEEN = 0.58
# The darker third of all ink is surely print; the ink of a seal is told from it when it is paler by this share of
# the way from print to paper.
_PRINT_PERCENTILE = 35
_TONE_APART = 0.15


@dataclass(frozen=True)
class Ring:
    """A circle in pixels."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class SealFree:
    """A gray channel without red seals, how many there were, and where their ink may hide letters (boxes in pixels)."""

    gray: Pixels
    seals: int
    lost: tuple[Box, ...] = ()


def seal_free(pixels: Pixels, dpi: float) -> SealFree:
    """One gray channel of an RGB image in which red seals are white and red print is dark.

    The channel is the red one: blue pen and black print stay dark in it, coloured security print fades. A stain of the
    size of a seal is lightened too, which helps to read what it covers, but is not counted.
    """
    red = np.asarray(cv2.extractChannel(pixels, 0), np.uint8)
    if min(red.shape) < _SHRINK:
        return SealFree(red, 0)
    redness = _redness(pixels, red)
    sized = _red_shapes(redness, dpi)
    if not len(sized):
        return SealFree(red, 0)
    least, most = (side * dpi / _SHRINK / _MM for side in _SEAL_MM)
    seals = _outermost([box for box in sized if min(box[2:4]) >= least and max(box[2:4]) <= most])
    gray, lost = red.copy(), np.zeros(red.shape, np.bool_)
    for window in (_window(box, red.shape) for box in seals):
        lost[window] |= _lighten_stamp(gray, redness, window, dpi)
    for box in sized:
        if box[cv2.CC_STAT_HEIGHT] < least and not any(_inside(box, seal) for seal in seals):
            window = _window(box, gray.shape)
            # From the master's own red: windows of neighbours overlap, and twice would be darker than the page is.
            gray[window] = np.minimum(gray[window], cv2.subtract(red[window], redness[window]))
    # Strokes drawn on stay within what the master has in any colour.
    gray[lost] = np.maximum(gray[lost], pixels[lost].min(axis=1))
    stains = sum(
        _is_stain(pixels[window], redness[window]) for window in (_window(b, red.shape) for b in seals)
    )
    return SealFree(gray, len(seals) - stains, tuple(lost_places(lost, dpi)))


def _redness(pixels: Pixels, red: Pixels) -> Pixels:
    """How much redder than its other colours a pixel is, beyond what the paper is: old paper is reddish all over.

    `red` is the red channel of `pixels`. All in one image: those of an A3 sheet, each a new one, would fill a worker.
    """
    redness = np.asarray(cv2.extractChannel(pixels, 1), np.uint8)
    cv2.max(redness, cv2.extractChannel(pixels, 2), dst=redness)
    cv2.subtract(red, redness, dst=redness)
    paper = np.uint8(np.median(redness[::_SHRINK, ::_SHRINK]))
    np.maximum(redness, paper, out=redness)
    redness -= paper
    return redness


def _red_shapes(redness: Pixels, dpi: float) -> NDArray[np.int32]:
    """Boxes and areas of what is red, specks left out, at the scale at which shapes are found."""
    small = cv2.resize(redness, None, fx=1 / _SHRINK, fy=1 / _SHRINK, interpolation=cv2.INTER_AREA)
    blots = (small > _RED / 2).astype(np.uint8)
    if not blots.any():
        return np.empty((0, 5), np.int32)
    size = max(3, round(1.5 * dpi / _SHRINK / _MM) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    closed = cv2.morphologyEx(blots, cv2.MORPH_CLOSE, kernel)
    stats = np.asarray(cv2.connectedComponentsWithStats(closed, connectivity=8)[2], np.int32)[1:]
    return stats[stats[:, cv2.CC_STAT_AREA] >= 4]


def _outermost(boxes: list[NDArray[np.int32]]) -> list[NDArray[np.int32]]:
    """The boxes that lie in no larger one: the inner ring of a seal is no seal of its own."""
    held: list[NDArray[np.int32]] = []
    for box in sorted(boxes, key=lambda box: -int(box[2]) * int(box[3])):
        if not any(_inside(box, larger) for larger in held):
            held.append(box)
    return held


def _is_stain(pixels: Pixels, redness: Pixels) -> bool:
    """Whether a red shape is rather brown or yellow: ink of seals has hardly more green than blue."""
    red = redness > _RED / 2
    if not red.any():
        return False
    inked = pixels[red].astype(np.float32)
    return bool(np.median(inked[:, 1] - inked[:, 2]) > _YELLOW * np.median(redness[red]))


def _inside(box: NDArray[np.int32], other: NDArray[np.int32]) -> bool:
    x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
    return bool(other[0] <= x <= other[0] + other[2] and other[1] <= y <= other[1] + other[3])


def _window(box: NDArray[np.int32], shape: tuple[int, ...]) -> tuple[slice, slice]:
    x, y, width, height = (int(value) * _SHRINK for value in box[:4])
    margin = 2 * _SHRINK
    return (
        slice(max(0, y - margin), min(shape[0], y + height + margin)),
        slice(max(0, x - margin), min(shape[1], x + width + margin)),
    )


def _lighten_stamp(
    gray: Pixels, redness: Pixels, window: tuple[slice, slice], dpi: float
) -> NDArray[np.bool_]:
    part, inked = gray[window], redness[window] > _RED
    if not inked.any():
        return inked
    level = max(60.0, float(np.percentile(part[inked], _LEVEL)))
    below = under_seal(part, inked, level, dpi)
    near = cv2.dilate(inked.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    lighter = cv2.convertScaleAbs(part, alpha=255.0 / level * _INK_SPREAD)
    gray[window] = np.minimum(np.where(near, np.maximum(part, lighter), part), below.drawn)
    return below.lost


def gray_seals(ink: Pixels, dpi: float, rng: np.random.Generator) -> list[Ring]:
    """Rings of seals in an ink image (255 on 0): circles of the size of a seal, mostly drawn."""
    scale = 100 / dpi
    least, most = (radius * 100 / _MM for radius in _RADII_MM)
    if min(ink.shape) * scale < 1.7 * least:
        return []
    small = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    black = (small > 90).astype(np.uint8)
    labels, stats, _ = connected(black)
    found: list[Ring] = []
    sides = stats[:, 2:4]
    sized = (
        (sides.min(axis=1) >= 1.7 * least) & (sides.max(axis=1) <= 8 * most) & (stats[:, 4] >= 2.5 * least)
    )
    for index in np.flatnonzero(sized[1:]) + 1:
        x, y, width, height = (int(value) for value in stats[index, :4])
        rows, columns = np.nonzero(labels[y : y + height, x : x + width] == index)
        ring = _ring(np.column_stack([columns + x, rows + y]).astype(np.float64), (least, most), rng)
        if ring is not None and not any(_same(ring, other) for other in found):
            found.append(ring)
    return [Ring(ring.x / scale, ring.y / scale, ring.radius / scale) for ring in found]


def _same(one: Ring, other: Ring) -> bool:
    return bool(np.hypot(one.x - other.x, one.y - other.y) < 0.5 * max(one.radius, other.radius))


def _ring(points: NDArray[np.float64], radii: tuple[float, float], rng: np.random.Generator) -> Ring | None:
    """The circle through most of `points`, if they draw most of it."""
    best, seen = None, 0.0
    if len(points) > _POINTS:
        points = points[rng.choice(len(points), _POINTS, replace=False)]
    picks = rng.integers(0, len(points), (_TRIES, 3))
    for pick in picks:
        ring = _circle(*points[pick])
        if ring is None or not radii[0] <= ring.radius <= radii[1]:
            continue
        drawn = _drawn(points, ring)
        if drawn > seen:
            best, seen = ring, drawn
    return best if seen >= _RING_SEEN else None


def _circle(a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]) -> Ring | None:
    cross = 2 * ((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
    if abs(cross) < 1e-6:
        return None
    b2, c2 = float(np.dot(b - a, b - a)), float(np.dot(c - a, c - a))
    x = (b2 * (c[1] - a[1]) - c2 * (b[1] - a[1])) / cross
    y = (c2 * (b[0] - a[0]) - b2 * (c[0] - a[0])) / cross
    return Ring(float(a[0] + x), float(a[1] + y), float(np.hypot(x, y)))


def _drawn(points: NDArray[np.float64], ring: Ring) -> float:
    """The share of the circle's directions in which there is ink on it."""
    across, down = points[:, 0] - ring.x, points[:, 1] - ring.y
    on = np.abs(np.hypot(across, down) - ring.radius) < 1.5
    angles = np.floor((np.arctan2(down[on], across[on]) + np.pi) / (2 * np.pi) * _ANGLES).astype(int)
    return float(np.unique(np.minimum(angles, _ANGLES - 1)).size) / _ANGLES


def without_gray_seals(gray: Pixels, ink: Pixels, rings: list[Ring]) -> Pixels:
    """A levelled page without the ink of its gray seals; print, which is darker, stays.

    `ink` is the page's ink (255 on 0). A seal as dark as print is left alone.
    """
    if not rings:
        return gray
    # The darkest point of each stroke tells inks apart also where blur has paled the edges.
    cores = cv2.erode(gray, np.ones((3, 3), np.uint8))
    ink_level = float(np.percentile(cores[ink > 0], _PRINT_PERCENTILE))
    out = gray
    for ring in rings:
        window, mask, edge = _disc(ring, gray.shape)
        part, dark = out[window], cores[window]
        on_ring = dark[edge & (dark < 215)]
        if on_ring.size < 50:
            continue
        level = float(np.median(on_ring))
        if level - ink_level < _TONE_APART * (255 - ink_level):
            continue
        # Print stays at its level, the seal goes to white.
        low = ink_level + 0.35 * (level - ink_level)
        stretched = np.clip(
            (part.astype(np.float32) - low) * (255 - low) / (level * 0.94 - low) + low, 0, 255
        )
        out = out.copy()
        out[window] = np.where(mask, np.maximum(part, stretched.astype(np.uint8)), part)
    return out


def _disc(
    ring: Ring, shape: tuple[int, ...]
) -> tuple[tuple[slice, slice], NDArray[np.bool_], NDArray[np.bool_]]:
    reach = ring.radius * 1.06 + 4
    rows = slice(max(0, int(ring.y - reach)), min(shape[0], int(ring.y + reach) + 1))
    columns = slice(max(0, int(ring.x - reach)), min(shape[1], int(ring.x + reach) + 1))
    down, across = np.ogrid[rows, columns]
    away = np.hypot(across - ring.x, down - ring.y)
    return (rows, columns), away < reach, np.abs(away - ring.radius) < 3
