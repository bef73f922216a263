"""Print that a seal or a blue pen lies over: the covering ink is taken off, strokes of letters are drawn on below it.

Scanners see the red ink of a seal, not the toner below it: in the red channel letters end at its ring, and a pen makes
one shape with the letters it crosses. Strokes are drawn on from what is left on both sides (Telea's inpainting), only
next to print. What the pen wrote beside print stays: it may be an entry, not a signature.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Box, Pixels

_MM = 25.4
# Black print in the channel it is darkest in, and in all three.
_PRINT = 110
_THROUGH = 0.6
# Strokes below opaque ink (three real seals) are at 0.97 to 1 of its level, in 0.3 to 0.8 % of its pixels; below ink
# that lets light through (a real one, and drawn ones of the third hand) at 0.56 to 0.91, in 4 to 26 %.
_OPAQUE = 0.93
_INTERRUPTED = 0.025
_CELL_MM = 1.0
# Half the width of a seal's ring.
_REACH_MM = 1.0
_RADIUS = 3
_BLUE = 32
_PEN_MM = 0.35
# Letters of a word or a line of words; lower runs are dots and dashes, higher ones pictures.
_LETTERS_MM = (1.2, 7.0)
_GAP_MM = 2.0
_LEAST_RUN_MM = 5.0
_FULL = 0.15
_AROUND_MM = 0.7
_SHRINK = 4
# What is as long as this (pixels) in one direction is a rule; a signature is so much higher than a line with its room.
# Figures that a pen wrote onto a line are not: half taken off they would read as other figures.
_RULE, _TALLER = 60, 1.5
_PALE = 200


@dataclass(frozen=True)
class Below:
    """What lies below a seal: `drawn`, strokes of print, dark on white, and `lost`, where its ink may hide letters."""

    drawn: Pixels
    lost: NDArray[np.bool_]


def under_seal(red: Pixels, inked: NDArray[np.bool_], level: float, dpi: float) -> Below:
    """Strokes of print below the ink of a seal.

    `red` is the red channel, `inked` says where it is red, `level` how bright a seal is there. Where strokes that go
    on below the ink are seen to be darker than it, print shows through and nothing is lost.
    """
    reach = max(3, 2 * round(_REACH_MM * dpi / _MM) + 1)
    printed = red < min(_PRINT, _THROUGH * level)
    hidden = inked & ~printed & (cv2.dilate(printed.astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0)
    drawn, lost = np.full_like(red, 255), np.zeros_like(hidden)
    if hidden.any():
        told = cv2.inpaint(red, hidden.astype(np.uint8), _RADIUS, cv2.INPAINT_TELEA)
        strokes = red[hidden & (told < _PRINT)]
        through = float(np.median(strokes)) if strokes.size else level
        if through <= _OPAQUE * level:
            drawn[hidden] = _darker(red, through, level)[hidden]
        elif not _shows_through(printed, inked, hidden):
            drawn[hidden], lost = told[hidden], hidden
    return Below(drawn, lost)


def _shows_through(printed: NDArray[np.bool_], inked: NDArray[np.bool_], hidden: NDArray[np.bool_]) -> bool:
    """Whether dark strokes interrupt the ink of a seal: then it covers nothing."""
    whole = cv2.morphologyEx(inked.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8)) > 0
    return int(np.count_nonzero(whole & printed)) > _INTERRUPTED * int(np.count_nonzero(hidden))


def _darker(red: Pixels, through: float, level: float) -> Pixels:
    """The print that shows through at the level `through` as dark as other print, the ink of the seal white."""
    low, high = 0.85 * through, 0.97 * level
    stretched = (red.astype(np.float32) - low) * 255 / max(high - low, 1)
    return np.asarray(np.clip(stretched, 0, 255), np.uint8)


def lost_places(lost: NDArray[np.bool_], dpi: float) -> list[Box]:
    """The places in which letters may be hidden, as boxes of a millimetre's height in pixels of the image."""
    cell = max(2, round(_CELL_MM * dpi / _MM))
    boxes = []
    for top in range(0, lost.shape[0], cell):
        columns = np.flatnonzero(lost[top : top + cell].any(axis=0))
        if columns.size:
            for run in np.split(columns, np.flatnonzero(np.diff(columns) > cell) + 1):
                boxes.append(Box(int(run[0]), top, int(run[-1]) + 1, min(lost.shape[0], top + cell)))
    return boxes


def under_pen(gray: Pixels, pixels: Pixels, dpi: float) -> tuple[Pixels, int]:
    """`gray` without the blue ink that crosses lines of black print in the RGB image `pixels`; how many they are."""
    if min(gray.shape) < _SHRINK:
        return gray, 0
    light = _more_blue(pixels[:: 4 * _SHRINK, :: 4 * _SHRINK])
    paper = max(0, int(np.median(light))) if light.size else 0
    out, crossed = gray, 0
    for window in _blots(pixels, paper, dpi):
        part = pixels[window]
        blue = _blue(part, paper)
        dark = part.max(axis=2) < _PRINT
        # The edge of a letter in dark blue or violet is no black print.
        black = dark & (cv2.dilate(blue.astype(np.uint8), np.ones((3, 3), np.uint8)) == 0)
        if not (runs := _printed_runs(black, dpi)):
            continue
        pens = _tall_shapes(blue, black)
        for run in runs:
            inked = _strokes(pens(run), dpi)
            if not inked.any():
                continue
            hidden = cv2.dilate(inked.astype(np.uint8), np.ones((3, 3), np.uint8))
            hidden[dark[run] & ~blue[run]] = 0
            out = out if crossed else gray.copy()
            place = out[window][run]
            place[:] = cv2.inpaint(place, hidden, _RADIUS, cv2.INPAINT_TELEA)
            crossed += 1
    return out, crossed


def _tall_shapes(
    blue: NDArray[np.bool_], black: NDArray[np.bool_]
) -> Callable[[tuple[slice, slice]], NDArray[np.bool_]]:
    """Tells of a run of black letters which blue ink in it reaches above or below them, as a pen does that crosses a
    line: with the letters it crosses, which part its strokes, it is one tall shape. Blue print is as high as the line.
    """
    dark = black.astype(np.uint8)
    level, upright = (np.ones(side, np.uint8) for side in ((1, _RULE), (_RULE, 1)))
    rules = cv2.max(
        cv2.morphologyEx(dark, cv2.MORPH_OPEN, level), cv2.morphologyEx(dark, cv2.MORPH_OPEN, upright)
    )
    joined = cv2.morphologyEx((blue | black).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    joined[rules > 0] = 0
    _, shapes, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)

    def inside(run: tuple[slice, slice]) -> NDArray[np.bool_]:
        tall = stats[:, cv2.CC_STAT_HEIGHT] > _TALLER * (run[0].stop - run[0].start)
        return np.asarray(tall[shapes[run]] & blue[run])

    return inside


def _more_blue(pixels: Pixels) -> NDArray[np.int16]:
    return np.subtract(pixels[:, :, 2], pixels[:, :, 0], dtype=np.int16)


def _blue(pixels: Pixels, paper: int) -> NDArray[np.bool_]:
    """Where ink is bluer than paper, which differs by `paper` itself."""
    return (_more_blue(pixels) > paper + _BLUE) & (pixels[:, :, 0] < _PALE)


def _strokes(blue: NDArray[np.bool_], dpi: float) -> NDArray[np.bool_]:
    """What is as wide as a pen; coloured fringes of black letters are thinner."""
    side = max(2, round(_PEN_MM * dpi / _MM))
    kernel = np.ones((side, side), np.uint8)
    return np.asarray(cv2.morphologyEx(blue.astype(np.uint8), cv2.MORPH_OPEN, kernel) > 0)


def _blots(pixels: Pixels, paper: int, dpi: float) -> list[tuple[slice, slice]]:
    """Windows around what is blue."""
    small = cv2.resize(pixels, None, fx=1 / _SHRINK, fy=1 / _SHRINK, interpolation=cv2.INTER_AREA)
    blue = _blue(np.asarray(small, np.uint8), paper).astype(np.uint8)
    if not blue.any():
        return []
    size = max(3, round(_AROUND_MM * dpi / _MM / _SHRINK) * 2 + 1)
    joined = cv2.dilate(blue, np.ones((size, 3 * size), np.uint8))
    stats = cv2.connectedComponentsWithStats(joined, connectivity=8)[2][1:]
    room = 2 * round(_LEAST_RUN_MM * dpi / _MM)
    return [
        (
            slice(max(0, y * _SHRINK - room), (y + h) * _SHRINK + room),
            slice(max(0, x * _SHRINK - room), (x + w) * _SHRINK + room),
        )
        for x, y, w, h, _ in stats.tolist()
    ]


def _printed_runs(black: NDArray[np.bool_], dpi: float) -> list[tuple[slice, slice]]:
    """Where black letters stand in a row, with some room around."""
    gap = max(3, round(_GAP_MM * dpi / _MM))
    runs = cv2.morphologyEx(black.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    stats = cv2.connectedComponentsWithStats(runs, connectivity=8)[2][1:]
    unit, room = dpi / _MM, round(_AROUND_MM * dpi / _MM)
    least, most = (side * unit for side in _LETTERS_MM)
    return [
        (slice(max(0, y - room), y + height + room), slice(max(0, x - room), x + width + room))
        for x, y, width, height, area in stats.tolist()
        if width >= _LEAST_RUN_MM * unit and least <= height <= most and area >= _FULL * width * height
    ]
