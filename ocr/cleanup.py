"""From a master image to a level gray page that reads well, and the way back to master coordinates.

Order as measured best: seal colour out, flattened, working resolution, black edges out, background levelled, text
lines across, deskewed. Each step says what it did in `steps` and can be switched off; the master is never changed.
What is taken out of the ink afterwards (leaders, gray seals, rules) is ocr/clear_page.py.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.background import levelled
from ocr.borders import without_black_edges
from ocr.covered_print import under_pen
from ocr.ground import without_ground
from ocr.ornament import without_frame
from ocr.page import Box, PageImage, Pixels
from ocr.pale_print import strengthened
from ocr.pen_colour import PenColour, pen_colour, seen_from
from ocr.photo import flattened, sheet_corners, sheet_size
from ocr.seal import seal_free
from ocr.skew import letters, lie

WORKING_DPI = 200
A4_INCHES = (8.27, 11.69)
_LEAST_SKEW = 0.15
_LARGEST_SCALE = 3.0
_NEAREST_TWO = 0.5
# Text that runs across scores about twice what its columns do; a drawing's grid scores alike both ways.
_CLEARLY_SHARPER = 1.4
# Inked pixels at the measuring resolution: about sixty letters. Which way fewer lie is left to reading them.
_LEAST_TO_TURN = 3000

Transform = NDArray[np.float64]


@dataclass(frozen=True)
class CleanupOptions:
    """Which steps may be taken; every step is chosen per page by what is measured there, and none is needed.

    `seals`, `pens`, `perspective`, `borders`, `background`, `orientation`, `skew` are steps of `prepare` and `upright`;
    `leaders`, `gray_seals`, `rules` of `cleared`; `spread` splits an opened book.
    """

    seals: bool = True
    pens: bool = True
    perspective: bool = True
    borders: bool = True
    background: bool = True
    orientation: bool = True
    skew: bool = True
    spread: bool = True
    leaders: bool = True
    gray_seals: bool = True
    rules: bool = True


@dataclass(frozen=True)
class Prepared:
    """A levelled gray image at the working resolution and the transform from master to its pixels.

    `turns` counts the clockwise quarter turns already applied; `dpi` is that of the master, known or
    estimated; `degrees` is the skew that was taken out; `across` is false for a page that lay on its side; `pen` is the
    blue ink of the master; `gain` says how many times stronger the contrast is than that of the levelled page;
    `hidden` are the places of the master where a seal may hide letters.
    """

    gray: Pixels
    to_work: Transform
    turns: int
    dpi: float
    degrees: float
    across: bool
    steps: tuple[str, ...]
    pen: PenColour | None = None
    gain: float = 1.0
    hidden: tuple[Box, ...] = ()

    @property
    def pen_on_page(self) -> PenColour | None:
        """Where the ink of the page is blue, for boxes of this image; None for a master without colour."""
        return seen_from(self.pen, self.to_work)

    @property
    def rotation(self) -> int:
        """Clockwise degrees (0, 90, 180, 270) that turn the master upright.

        Asked of the transform, since flattening a photograph may turn the page as well.
        """
        height, width = self.gray.shape
        ends = np.array([[[width / 2, height / 2], [width / 2 + 100, height / 2]]], dtype=np.float64)
        (x0, y0), (x1, y1) = cv2.perspectiveTransform(ends, np.linalg.inv(self.to_work))[0]
        return round(-math.degrees(math.atan2(y1 - y0, x1 - x0)) / 90) % 4 * 90

    def points_on_master(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """`points` (n, 2) of this image in pixels of the master, not rounded."""
        if not points.size:
            return points
        return np.asarray(
            cv2.perspectiveTransform(points.reshape(1, -1, 2), np.linalg.inv(self.to_work))[0], np.float64
        )

    def boxes_on_master(self, boxes: Sequence[Box], width: int, height: int) -> list[Box]:
        """For each box the smallest upright one in master pixels that holds it, kept inside the master."""
        corners = [[b.x0, b.y0, b.x1, b.y0, b.x1, b.y1, b.x0, b.y1] for b in boxes]
        back = self.points_on_master(np.array(corners, np.float64).reshape(-1, 2)).reshape(-1, 4, 2)
        low = np.floor(back.min(axis=1) + 1e-6).astype(int).tolist() if boxes else []
        high = np.ceil(back.max(axis=1) - 1e-6).astype(int).tolist() if boxes else []
        return [_within(corner, other, width, height) for corner, other in zip(low, high, strict=True)]

    def to_master(self, box: Box, width: int, height: int) -> Box:
        """The smallest upright box in master pixels that holds `box`, kept inside the master."""
        return self.boxes_on_master([box], width, height)[0]


def _within(low: list[int], high: list[int], width: int, height: int) -> Box:
    x0, y0 = min(max(0, low[0]), width - 1), min(max(0, low[1]), height - 1)
    return Box(x0, y0, max(x0 + 1, min(width, high[0])), max(y0 + 1, min(height, high[1])))


_ALL = CleanupOptions()


def prepare(page: PageImage, options: CleanupOptions = _ALL, working_dpi: float = WORKING_DPI) -> Prepared:
    """Levels, scales to `working_dpi` and deskews a page; lines of text then run across, upright or upside down.

    Which of the two (or, for a page on its side, which way to turn) is for the reader to find: see `turned`.
    """
    steps: list[str] = []
    corners = sheet_corners(page.pixels) if options.perspective else None
    dpi, known = (page.dpi, True) if page.dpi else (guessed_dpi(page.width, page.height), False)
    if corners is not None:
        dpi, known = guessed_dpi(*sheet_size(corners)), False
    # A photograph is scaled before it is flattened: two large images at once would not fit a worker.
    pixels, scale = _scaled(page.pixels, working_dpi / dpi)
    to_work: Transform = np.diag([scale[0], scale[1], 1.0])
    if corners is not None:
        pixels, flat = flattened(pixels, corners * scale)
        to_work = flat @ to_work
        steps.append("perspective")
    steps.append(f"resize {dpi:.0f} to {working_dpi:.0f} dpi" + ("" if known else " (estimated)"))
    gray, lost = _one_channel(pixels, options, working_dpi, steps)
    pen = pen_colour(pixels, to_work) if pixels.ndim == 3 else None
    if options.borders:
        gray, sides = without_black_edges(gray)
        steps += [f"black edge {side}" for side in sides]
    gain = 1.0
    if options.background:
        gray, gain = strengthened(levelled(gray))
        steps.append("background")
        steps += ["pale print"] if gain > 1 else []
        plain = without_ground(gray)
        steps += ["printed ground out"] if plain is not gray else []
        # Before the page is straight: the sides of a frame look like lines of text that run down.
        gray = without_frame(plain)
        steps += ["frame out"] if gray is not plain else []
    prepared = Prepared(gray, to_work, 0, dpi, 0.0, True, tuple(steps), pen, gain)
    hidden = tuple(prepared.boxes_on_master(lost, page.width, page.height))
    return _straight(replace(prepared, hidden=hidden), options)


def _one_channel(
    pixels: Pixels, options: CleanupOptions, dpi: float, steps: list[str]
) -> tuple[Pixels, tuple[Box, ...]]:
    """A gray image, and where a seal may hide letters in it."""
    if pixels.ndim == 2:
        return pixels, ()
    lost: tuple[Box, ...] = ()
    if options.seals:
        free = seal_free(pixels, dpi)
        gray, lost = free.gray, free.lost
        steps.append("red channel")
        steps += [f"{free.seals} red seals out"] if free.seals else []
    else:
        gray = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    if options.pens:
        gray, crossed = under_pen(gray, pixels, dpi)
        steps += [f"blue pen off {crossed} lines of print"] if crossed else []
    return gray, lost


def turned(prepared: Prepared, turns: int) -> Prepared:
    """The page turned clockwise by `turns` quarters."""
    turns %= 4
    if turns == 0:
        return prepared
    height, width = prepared.gray.shape
    gray = np.ascontiguousarray(np.rot90(prepared.gray, -turns))
    step = {
        1: [[0, -1, height], [1, 0, 0], [0, 0, 1]],
        2: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
        3: [[0, 1, 0], [-1, 0, width], [0, 0, 1]],
    }[turns]
    name = f"rotate {turns * 90} degrees"
    return replace(
        prepared,
        gray=gray,
        to_work=np.array(step, dtype=np.float64) @ prepared.to_work,
        turns=(prepared.turns + turns) % 4,
        steps=(*prepared.steps, name),
    )


def cut_out(prepared: Prepared, box: Box) -> Prepared:
    """The part of the page inside `box` (its pixels), as a page of its own."""
    shift = np.array([[1, 0, -box.x0], [0, 1, -box.y0], [0, 0, 1]], dtype=np.float64)
    gray = np.ascontiguousarray(prepared.gray[box.y0 : box.y1, box.x0 : box.x1])
    return replace(prepared, gray=gray, to_work=shift @ prepared.to_work)


def _scaled(pixels: Pixels, scale: float) -> tuple[Pixels, tuple[float, float]]:
    scale = min(scale, _LARGEST_SCALE)
    height, width = pixels.shape[:2]
    if abs(scale - 1) < 0.02:
        return pixels, (1.0, 1.0)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=_how(scale)), np.uint8), (
        size[0] / width,
        size[1] / height,
    )


def _how(scale: float) -> int:
    """How pixels become others `scale` times as many to a side.

    Down to half, the two nearest pixels are all that one of the new covers, and weighing them is five times as quick.
    """
    if scale > 1:
        return cv2.INTER_CUBIC
    return cv2.INTER_LINEAR if scale >= _NEAREST_TWO else cv2.INTER_AREA


def guessed_dpi(width: int, height: int) -> float:
    """The resolution if the image shows an A4 sheet, edge to edge."""
    return max(width, height) / max(A4_INCHES)


def _straight(prepared: Prepared, options: CleanupOptions) -> Prepared:
    """Text lines across and level; `across` is false when the page lay on its side and was turned once."""
    small = letters(prepared.gray, WORKING_DPI)
    level = lie(small)
    if options.orientation and np.count_nonzero(small) >= _LEAST_TO_TURN:
        upright = lie(np.asarray(cv2.transpose(small), np.uint8))
        if upright.sharpness > level.sharpness * _CLEARLY_SHARPER:
            # In the transposed image slopes change sign.
            prepared = replace(turned(prepared, 1), across=False)
            return deskewed(prepared, -upright.degrees) if options.skew else prepared
    return deskewed(prepared, level.degrees) if options.skew else replace(prepared, degrees=level.degrees)


def straightened(prepared: Prepared) -> Prepared:
    """A part of a page made level by its own lines, whatever was done to the whole."""
    return deskewed(prepared, lie(letters(prepared.gray, WORKING_DPI)).degrees)


def deskewed(prepared: Prepared, degrees: float) -> Prepared:
    """The page with a skew of `degrees` (clockwise) taken out; below a sixth of a degree it stays."""
    if abs(degrees) < _LEAST_SKEW:
        return replace(prepared, degrees=degrees)
    height, width = prepared.gray.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    gray = cv2.warpAffine(
        prepared.gray, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return replace(
        prepared,
        gray=np.asarray(gray, np.uint8),
        to_work=np.vstack([matrix, [0, 0, 1]]) @ prepared.to_work,
        degrees=degrees,
        steps=(*prepared.steps, f"deskew {degrees:.2f} degrees"),
    )
