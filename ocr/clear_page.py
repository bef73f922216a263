"""A page cleared for reading: ink apart from paper, and out of it what is not print.

Dotted leaders, gray seals and ruled lines are taken out of a prepared page; the gray levels of print stay as they
are, because the engine reads gray better than black and white.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.background import sauvola
from ocr.cleanup import WORKING_DPI, CleanupOptions, Prepared
from ocr.frames import small_frames
from ocr.leaders import BAND_ROWS, without_leaders
from ocr.page import Box, Pixels
from ocr.rules import ruled, without_rules
from ocr.seal import Ring, gray_seals, without_gray_seals
from ocr.seal_circles import circles
from ocr.shapes import connected

_ALL = CleanupOptions()
_CHANCE = 20_261_126


@dataclass(frozen=True)
class ClearPage:
    """`gray` and its ink (255 on 0) in pixels of the prepared page; `steps` says what was taken out.

    `lost`: where a mark of a letter may have gone with a leader; `sealed`: where a gray seal was taken
    out, and with it maybe what it covered.
    """

    gray: Pixels
    ink: Pixels
    steps: tuple[str, ...]
    lost: tuple[Box, ...] = ()
    sealed: tuple[Box, ...] = ()

    def turned(self, turns: int) -> ClearPage:
        """The page turned clockwise by quarters."""
        if turns % 4 == 0:
            return self
        gray, ink = (np.ascontiguousarray(np.rot90(image, -turns)) for image in (self.gray, self.ink))
        return ClearPage(gray, ink, self.steps)


def cleared(prepared: Prepared, options: CleanupOptions = _ALL, dpi: float = WORKING_DPI) -> ClearPage:
    """A page prepared at `dpi` with nothing left on it but print. Equal pages give equal ones."""
    gray = prepared.gray
    steps: list[str] = []
    lost: tuple[Box, ...] = ()
    sealed: tuple[Box, ...] = ()
    black = sauvola(gray)
    shapes = connected(black) if len(black) <= BAND_ROWS else None
    if options.leaders:
        free = without_leaders(gray, black, shapes)
        if free.gray is not gray:
            black = np.asarray(cv2.subtract(black, cv2.compare(free.gray, gray, cv2.CMP_GT)), np.uint8)
            gray, lost = free.gray, free.lost
            steps.append("leaders")
    if options.gray_seals:
        rings = gray_seals(black, dpi, np.random.default_rng(_CHANCE))
        if rings:
            gray = without_gray_seals(gray, black, rings)
            gray, black = _off_the_circles(gray, sauvola(gray), rings)
            shapes, sealed = None, tuple(map(_around, rings))
            steps.append(f"{len(rings)} gray seals")
    if options.rules:
        rules = np.asarray(cv2.bitwise_or(ruled(black), small_frames(black, shapes)), np.uint8)
        if cv2.countNonZero(rules):
            gray, black = _off_the_rules(gray, black, rules)
            steps.append("rules")
    return ClearPage(gray, black, tuple(steps), lost, sealed)


def _around(ring: Ring) -> Box:
    x, y, reach = round(ring.x), round(ring.y), round(ring.radius)
    return Box(max(0, x - reach), max(0, y - reach), x + reach, y + reach)


def _off_the_circles(gray: Pixels, black: Pixels, rings: Sequence[Ring]) -> tuple[Pixels, Pixels]:
    """Page and ink without the circles of seals that their tone did not tell from print."""
    print_only = black
    for ring in rings:
        print_only = np.asarray(
            cv2.subtract(print_only, circles(print_only, (ring.x, ring.y), ring.radius)), np.uint8
        )
    return _cleared_of(gray, black, print_only), print_only


def _off_the_rules(gray: Pixels, black: Pixels, rules: Pixels) -> tuple[Pixels, Pixels]:
    print_only = without_rules(black, rules)
    return _cleared_of(gray, black, print_only), print_only


def _cleared_of(gray: Pixels, black: Pixels, print_only: Pixels) -> Pixels:
    """The page without the ink that is no print. Its paler rim goes with it; no pixel of print does."""
    gone = cv2.subtract(cv2.dilate(cv2.subtract(black, print_only), np.ones((3, 3), np.uint8)), print_only)
    return np.asarray(cv2.bitwise_or(gray, gone), np.uint8)
