"""A large sheet (above A3) cut into overlapping tiles, so that a worker's memory holds what reading one needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from ocr.page import Box, Line, PageText, Pixels

# Above A3 at 200 dpi the labels of all shapes on a page would not fit a worker.
TILE_PIXELS = 12_000_000
_SIDE = 3000
# Wider than any word, so that each word lies whole in one tile.
_OVERLAP = 400


@dataclass(frozen=True)
class Tile:
    """`box` is what is cut out, `core` the part of it that belongs to no other tile; pixels of the sheet."""

    box: Box
    core: Box


def tiles_of(width: int, height: int) -> Iterator[Tile]:
    """The tiles of a sheet, row by row; their cores cover it exactly once."""
    for y0, y1, top, foot in _cuts(height):
        for x0, x1, left, right in _cuts(width):
            yield Tile(Box(x0, y0, x1, y1), Box(left, top, right, foot))


def _cuts(length: int) -> Iterator[tuple[int, int, int, int]]:
    """Start and end of each piece of a side, and of its core."""
    step = _SIDE - _OVERLAP
    count = max(1, -(-(length - _OVERLAP) // step))
    for number in range(count):
        start, end = number * step, length if number == count - 1 else number * step + _SIDE
        core = 0 if number == 0 else start + _OVERLAP // 2
        yield start, end, core, length if number == count - 1 else (number + 1) * step + _OVERLAP // 2


def most_inked(gray: Pixels) -> Tile:
    """The tile with the most changes between ink and paper: where there is most to read."""
    height, width = gray.shape
    return max(tiles_of(width, height), key=lambda tile: _changes(gray, tile.box))


def _changes(gray: Pixels, box: Box) -> int:
    ink = gray[box.y0 : box.y1 : 2, box.x0 : box.x1 : 2] < 128
    return int(np.count_nonzero(ink[:, 1:] != ink[:, :-1]))


def within(text: PageText, tile: Tile) -> PageText:
    """The words of a tile's text (pixels of the tile) whose middle lies in the tile's core."""
    left, top = tile.core.x0 - tile.box.x0, tile.core.y0 - tile.box.y0
    right, foot = tile.core.x1 - tile.box.x0, tile.core.y1 - tile.box.y0

    def inside(box: Box) -> bool:
        return left <= (box.x0 + box.x1) / 2 < right and top <= (box.y0 + box.y1) / 2 < foot

    lines = (Line(tuple(word for word in line.words if inside(word.box))) for line in text.lines)
    return replace(
        text,
        lines=tuple(line for line in lines if line.words),
        handwriting=tuple(box for box in text.handwriting if inside(box)),
    )
