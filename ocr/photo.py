"""A sheet photographed on a table: where its four corners are, and the sheet seen from straight above."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Pixels

_LOOK_SIDE = 800
_SHEET_SHARE = (0.25, 0.97)
_DARKER_AROUND = 40
# The edge of a sheet is a step of so much within so many pixels of the small picture, and most of what it is further
# off; that of a shadow on it is not. Of 29 photographs the edges of 26 were steps of 74 and more, and 3 shadows had 16.
_STEP, _WITHIN, _POINTS = 30, 16, 40
_FAR, _AT_ONCE = 48, 0.7
# Steps below the first threshold that bring in the shaded part of a sheet.
_SHADOWS = (0, 15, 30, 45)


def sheet_corners(pixels: Pixels) -> NDArray[np.float64] | None:
    """Corners of a bright sheet on darker ground, clockwise from the top left; None if unsure.

    Asks for a clear contrast on all four sides, so that the frame of a form or a scan's edge is not mistaken.
    """
    step = max(1, max(pixels.shape[:2]) // _LOOK_SIDE)
    small = cv2.resize(pixels, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_NEAREST)
    scale = 1 / step
    # Paper is bright in every colour; wood and cloth are not.
    small = (
        small
        if small.ndim == 2
        else np.asarray(cv2.min(cv2.min(*cv2.split(small)[:2]), cv2.split(small)[2]), np.uint8)
    )
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    smooth: Pixels = np.asarray(cv2.GaussianBlur(closed, (0, 0), 2), np.uint8)
    level, _ = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    for darker in _SHADOWS:
        outline = _outline_above(smooth, level - darker)
        if outline is None:
            continue
        # What is bright grows with each step: a scan that is all paper shows no sheet at a lower one either.
        if cv2.contourArea(outline) > _SHEET_SHARE[1] * smooth.size:
            return None
        corners = _corners(smooth, outline)
        if corners is not None:
            return np.asarray(corners / scale, np.float64)
    return None


def _outline_above(small: Pixels, level: float) -> NDArray[np.int32] | None:
    """The outline of the largest shape brighter than `level`."""
    bright = (small > level).astype(np.uint8)
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return np.asarray(max(outlines, key=cv2.contourArea), np.int32) if outlines else None


def _corners(small: Pixels, outline: NDArray[np.int32]) -> NDArray[np.float64] | None:
    area, hull = cv2.contourArea(outline), cv2.convexHull(outline)
    if area < _SHEET_SHARE[0] * small.size or area < 0.95 * cv2.contourArea(hull):
        return None
    corners = cv2.approxPolyDP(hull, 0.02 * cv2.arcLength(hull, True), True)
    if (
        len(corners) != 4
        or cv2.contourArea(corners) < 0.93 * cv2.contourArea(hull)
        or _sides_at_rim(np.asarray(corners, np.int32), small.shape) > 1
        or not _stands_out(small, outline)
    ):
        return None
    found = _ordered(corners.reshape(4, 2).astype(np.float64))
    return found if _has_edges(small, found) else None


def _has_edges(small: Pixels, corners: NDArray[np.float64]) -> bool:
    """Whether the picture darkens at once beyond each side that lies inside it: where a shadow falls on a sheet it does
    slowly, and what lies in it is paper with text.
    """
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        near, far = (_step_across(small, start, end, within) for within in (_WITHIN, _FAR))
        if near is not None and near < max(_STEP, _AT_ONCE * (far or 0)):
            return False
    return True


def _step_across(
    small: Pixels, start: NDArray[np.float64], end: NDArray[np.float64], within: int
) -> float | None:
    """How much darker it is so many pixels beyond the side between two corners than as many inside; None at the rim."""
    height, width = small.shape
    along = (end - start) / max(_distance(start, end), 1.0)
    out = within * np.array([along[1], -along[0]])
    on = start + np.linspace(0.1, 0.9, _POINTS)[:, None] * (end - start)
    inner, outer = (np.rint(on + side).astype(int) for side in (-out, out))
    seen = np.all((np.minimum(inner, outer) >= 0) & (np.maximum(inner, outer) < (width, height)), axis=1)
    if seen.sum() < _POINTS / 2:
        return None
    bright, dark = (small[points[seen, 1], points[seen, 0]].astype(int) for points in (inner, outer))
    return float(np.median(bright - dark))


def _sides_at_rim(corners: NDArray[np.int32], size: tuple[int, ...]) -> int:
    """On how many sides the sheet runs out of the picture: a scan with a black edge does so on two or three."""
    x, y = corners.reshape(-1, 2).T
    return sum((x.min() <= 1, y.min() <= 1, x.max() >= size[1] - 2, y.max() >= size[0] - 2))


def _stands_out(small: Pixels, outline: NDArray[np.int32]) -> bool:
    inside = np.zeros_like(small)
    cv2.drawContours(inside, [outline], -1, 255, -1)
    around = small[inside == 0]
    return around.size > 0 and float(np.median(small[inside > 0])) - float(np.median(around)) > _DARKER_AROUND


def _ordered(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    sums, differences = corners.sum(axis=1), corners[:, 1] - corners[:, 0]
    order = [
        int(np.argmin(sums)),
        int(np.argmin(differences)),
        int(np.argmax(sums)),
        int(np.argmax(differences)),
    ]
    return corners[order]


def sheet_size(corners: NDArray[np.float64]) -> tuple[int, int]:
    """Width and height of the sheet between `corners`, by the longer of each pair of sides."""
    top_left, top_right, bottom_right, bottom_left = corners
    return (
        round(max(_distance(top_left, top_right), _distance(bottom_left, bottom_right))),
        round(max(_distance(top_left, bottom_left), _distance(top_right, bottom_right))),
    )


def flattened(pixels: Pixels, corners: NDArray[np.float64]) -> tuple[Pixels, NDArray[np.float64]]:
    """The sheet between `corners` as a rectangle, and the 3x3 transform from `pixels` to it."""
    width, height = sheet_size(corners)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    flat = cv2.warpPerspective(pixels, matrix, (width, height), flags=cv2.INTER_LINEAR)
    return np.asarray(flat, np.uint8), np.asarray(matrix, np.float64)


def _distance(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    return float(np.hypot(*(one - other)))
