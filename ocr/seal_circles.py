"""The circles of a seal as dark as print taken out of a page, so that the letters they cross stand alone again.

A circle runs across each ray from the seal's middle as a short piece of ink; where a letter crosses it, the piece is
longer, and stays. Works on images at the working resolution.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Pixels

# The circle that was found may be the inner or the outer one: others are looked for between these shares of it.
_INNERMOST, _BEYOND = 0.45, 1.7
# Rays on which a circle is seen; ink so far from its radius (pixels) still belongs to it.
_SEEN, _OVAL = 0.55, 2
# Pieces of a circle are about as long as each other on all rays; what is longer by this is a letter's.
_LONGEST = 1.3
# A circle drawn thicker than this (share of the radius) is no line.
_THICKEST = 0.09


def circles(ink: Pixels, middle: tuple[float, float], radius: float) -> Pixels:
    """What of `ink` (255 on 0) belongs to circles about `middle` (x, y), one of which has `radius` pixels."""
    reach = radius * _BEYOND
    size = (math.ceil(reach), max(8, round(2 * math.pi * reach)))
    rays = cv2.warpPolar(ink, size, middle, reach, cv2.INTER_NEAREST | cv2.WARP_POLAR_LINEAR) > 0
    drawn = np.zeros_like(rays)
    start, length = _runs(rays)
    for place in _radii(rays, round(_INNERMOST * radius)):
        near = slice(max(0, place - _OVAL), place + _OVAL + 1)
        on = rays[:, near]
        lengths = np.where(on, length[:, near], 0)
        typical = float(np.median(lengths.max(axis=1)[on.any(axis=1)]))
        if typical > max(3, _THICKEST * radius):
            continue
        short = on & (lengths <= _LONGEST * typical + 1)
        first, last = np.where(short, start[:, near], 0), np.where(short, start[:, near] + lengths, 0)
        drawn |= _between(first, last, rays.shape)
    flags = cv2.INTER_NEAREST | cv2.WARP_POLAR_LINEAR | cv2.WARP_INVERSE_MAP | cv2.WARP_FILL_OUTLIERS
    back = cv2.warpPolar(drawn.astype(np.uint8) * 255, ink.shape[::-1], middle, reach, flags)
    grown = cv2.dilate(np.asarray(back, np.uint8), np.ones((3, 3), np.uint8))
    return np.asarray(cv2.bitwise_and(grown, ink), np.uint8)


def _runs(rays: NDArray[np.bool_]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Where on its ray the piece of ink begins that a pixel belongs to, and how long it is; any number beside ink."""
    places = np.broadcast_to(np.arange(rays.shape[1], dtype=np.int32), rays.shape)
    before = np.maximum.accumulate(np.where(rays, -1, places), axis=1)
    behind = np.minimum.accumulate(np.where(rays, rays.shape[1], places)[:, ::-1], axis=1)[:, ::-1]
    return before + 1, behind - before - 1


def _radii(rays: NDArray[np.bool_], least: int) -> list[int]:
    """Radii at which most rays have ink: of each circle the one seen best."""
    wide = cv2.dilate(rays.astype(np.uint8), np.ones((1, 3), np.uint8))
    seen = np.where(np.arange(rays.shape[1]) >= least, wide.mean(axis=0), 0)
    found = []
    while seen.max() >= _SEEN:
        place = int(seen.argmax())
        found.append(place)
        seen[max(0, place - 2 * _OVAL) : place + 2 * _OVAL + 1] = 0
    return found


def _between(first: NDArray[np.int32], last: NDArray[np.int32], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """What lies on each ray between the ends of its pieces."""
    drawn = np.zeros(shape, np.bool_)
    places = np.arange(shape[1])
    for begin, end in zip(first.T, last.T, strict=True):
        drawn |= (places >= begin[:, None]) & (places < end[:, None])
    return drawn
