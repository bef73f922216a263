"""A scan that a scanner program cut into strips or tiles: are they one picture, and where does each belong?

Only an exact fit counts: one resolution, whole pixels, no gap, no overlap, nothing else on the page. Anything
else is rendered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from ocr.pdf_ink import DrawnImage

_MOST_TILES = 400
# Writers round places to a hundredth of a point, which is a twentieth of a pixel at 300 dpi.
_LEAST_FIT = 0.25
_SAME_SCALE = 0.005


@dataclass(frozen=True)
class Tile:
    """An image and the place of its top left corner in the whole picture, in pixels."""

    image: DrawnImage
    x: int
    y: int

    @property
    def width(self) -> int:
        """Pixels across."""
        return int(self.image.image.Width)

    @property
    def height(self) -> int:
        """Pixels down."""
        return int(self.image.image.Height)


@dataclass(frozen=True)
class Tiling:
    """A whole picture of `width` by `height` pixels, `scale` pixels per point of the page."""

    tiles: tuple[Tile, ...]
    width: int
    height: int
    scale: float


def tiling_of(images: Sequence[DrawnImage]) -> Tiling | None:
    """How upright images fit together, or None when they do not do so exactly."""
    if not 2 <= len(images) <= _MOST_TILES or any(drawn.quarter_turns != 0 for drawn in images):
        return None
    first = images[0]
    scale = int(first.image.Width) / first.matrix[0]
    left, top = min(drawn.bounds[0] for drawn in images), max(drawn.bounds[3] for drawn in images)
    tiles = []
    for drawn in images:
        x, y = (drawn.bounds[0] - left) * scale, (top - drawn.bounds[3]) * scale
        wide, high = int(drawn.image.Width) / drawn.matrix[0], int(drawn.image.Height) / drawn.matrix[3]
        if max(abs(wide - scale), abs(high - scale)) > _SAME_SCALE * scale:
            return None
        if abs(x - round(x)) > _LEAST_FIT or abs(y - round(y)) > _LEAST_FIT:
            return None
        tiles.append(Tile(drawn, round(x), round(y)))
    width, height = max(tile.x + tile.width for tile in tiles), max(tile.y + tile.height for tile in tiles)
    if sum(tile.width * tile.height for tile in tiles) != width * height or _overlap(tiles):
        return None
    return Tiling(tuple(tiles), width, height, scale)


def _overlap(tiles: Sequence[Tile]) -> bool:
    return any(
        one.x < two.x + two.width
        and two.x < one.x + one.width
        and one.y < two.y + two.height
        and two.y < one.y + one.height
        for one, two in combinations(tiles, 2)
    )
