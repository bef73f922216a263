"""A coarse look at a page: a small gray copy, its dark parts, and the places that could hold a fine mark.

Decodes nothing. A mark is a solid block once its gaps are closed; lines of text stay lower than any mark.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.background import shrunk
from ocr.page import Box, PageImage, Pixels

# A module of 0.6 mm, as on our own sheets, still spans more than two pixels here.
_COARSE_DPI = 100
_DARK_DPI = 75
_MM = 25.4
_LONG_SIDE_INCHES = 11.69
_LONGEST_INCHES, _SHORTEST_INCHES = 60, 4
# Of the brightness of the paper around; the modules of a faded mark melt into a gray above half of it.
_DARK = 0.82
# Between the modules of a mark lies no more than this, between two lines of text rarely less.
_GAP_MM = 1.35
# Between two bars of a barcode lie up to four modules of 0.6 mm; along the bars nothing needs closing.
_BAR_GAP_MM = 2.4
# A mark of 6 mm still holds this square when it lies 10 degrees askew; a smaller one lets ordinary titles in.
_LEAST_BLOCK_MM = 4.7
_LEAST_BARS_MM = (5.2, 8.0)
_QUIET_MM = 4.0
_MOST_RAGGED_MM = 10.0
# A block that fills less of its box is the frame around a page, not a mark, however askew that lies.
_LEAST_FILLED = 0.2
# So many blocks are no marks but a picture; those that are looked at are the largest.
_MOST_PLACES = 24
# Pixels; a mark of 45 mm at 300 dpi has as many.
_MOST_EDGES = 300_000


@dataclass(frozen=True)
class Coarse:
    """`gray` has pixels `scale` page pixels wide; those of `small` and `dark` (1 or 0) are `dark_scale` wide and
    `dark_dpi` to an inch. `page_dpi` is that of the page, taken from the file or, where that cannot be, from A4.
    """

    gray: Pixels
    scale: float
    small: Pixels
    dark: Pixels
    dark_dpi: float
    dark_scale: float
    page_dpi: float
    width: int
    height: int


def coarse(page: PageImage) -> Coarse:
    """The coarse look at `page`."""
    page_dpi = _dpi(page)
    # Picking pixels is far cheaper than averaging all of them, and what is sought is many pixels wide.
    step = max(1, int(page_dpi // 150))
    picked = page.pixels[::step, ::step] if page.pixels.ndim == 2 else page.pixels[::step, ::step, 1]
    picked = np.ascontiguousarray(picked)
    gray = _sized(picked, _COARSE_DPI * step / page_dpi, cv2.INTER_LINEAR)
    small = _sized(picked, _DARK_DPI * step / page_dpi, cv2.INTER_AREA)
    scale, dark_scale = page.width / gray.shape[1], page.width / small.shape[1]
    dark_dpi = page_dpi / dark_scale
    return Coarse(
        gray, scale, small, _dark(small), dark_dpi, dark_scale, page_dpi, page.width, page.height
    )  # fmt: skip


def places(look: Coarse) -> list[Box]:
    """Where a mark could be, in page pixels with a quiet zone around, the largest first."""
    blocks = _blocks(look, (_GAP_MM, _GAP_MM), (_LEAST_BLOCK_MM, _LEAST_BLOCK_MM))
    blocks |= _blocks(look, (0, _BAR_GAP_MM), _LEAST_BARS_MM)
    blocks |= _blocks(look, (_BAR_GAP_MM, 0), _LEAST_BARS_MM[::-1])
    if not blocks.any():
        return []
    # Numbering a quarter of the pixels takes a quarter of the time, and no block is as narrow as two.
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(blocks[::2, ::2]), connectivity=8)
    solid = [row for row in stats[1:] if row[4] > _LEAST_FILLED * row[2] * row[3]]
    largest = sorted(solid, key=lambda row: -int(row[4]))[:_MOST_PLACES]
    return [_place(2 * row[:4], look) for row in largest]


def grid_degrees(gray: Pixels) -> float:
    """By how many degrees (-45 to 45) to turn an image counter-clockwise to set the grid in it straight.

    Every edge votes with its strength; edges at right angles to each other are one and the same.
    """
    # The frame of a photo comes here as a place too, and the figures of all its edges would fill a worker.
    step = max(1, math.ceil(math.sqrt(gray.size / _MOST_EDGES)))
    picked = np.ascontiguousarray(gray[::step, ::step])
    across = cv2.Sobel(picked, cv2.CV_32F, 1, 0).astype(np.float64)
    down = cv2.Sobel(picked, cv2.CV_32F, 0, 1).astype(np.float64)
    # Squared twice, an edge and those at right angles to it point the same way.
    once = (across + 1j * down) ** 2
    return float(np.degrees(np.angle((once * once / (np.abs(once) + 1e-9)).sum())) / 4)


def _blocks(look: Coarse, gap_mm: tuple[float, float], least_mm: tuple[float, float]) -> Pixels:
    """The dark parts with gaps (down, across) closed, where at least so many millimetres (down, across) remain."""
    gap, least = (
        np.ones([max(1, round(mm * look.dark_dpi / _MM)) for mm in pair], np.uint8)
        for pair in (gap_mm, least_mm)
    )
    closed = cv2.morphologyEx(look.dark, cv2.MORPH_CLOSE, gap)
    return np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, least), np.uint8)


def _place(row: NDArray[np.int32], look: Coarse) -> Box:
    x, y, width, height = map(float, row)
    # The opened block may be the core of the mark only, as where its edge is covered or ragged.
    ragged = min(0.5 * min(width, height), _MOST_RAGGED_MM * look.dark_dpi / _MM)
    quiet = _QUIET_MM * look.dark_dpi / _MM + ragged
    return Box(
        max(0, int((x - quiet) * look.dark_scale)),
        max(0, int((y - quiet) * look.dark_scale)),
        min(look.width, int((x + width + quiet) * look.dark_scale)),
        min(look.height, int((y + height + quiet) * look.dark_scale)),
    )


def _dpi(page: PageImage) -> float:
    longest = max(page.width, page.height)
    if page.dpi and _SHORTEST_INCHES <= longest / page.dpi <= _LONGEST_INCHES:
        return page.dpi
    return longest / _LONG_SIDE_INCHES


def _sized(gray: Pixels, scale: float, how: int) -> Pixels:
    if scale >= 1:
        return gray
    return np.asarray(cv2.resize(gray, None, fx=scale, fy=scale, interpolation=how), np.uint8)


def _dark(gray: Pixels) -> Pixels:
    """1 where the page is darker than the paper around it."""
    height, width = gray.shape
    paper = cv2.blur(cv2.dilate(shrunk(gray, 4), np.ones((9, 9), np.uint8)), (7, 7))
    level = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    dark: Pixels = (gray < level * _DARK).astype(np.uint8)
    return dark
