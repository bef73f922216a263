"""Small red stamps read for themselves: their colour is taken out of a page before it is read, and their words too.

Finds red shapes that are wider than high and of the size of a line stamp, puts their ink black on white and asks the
engine. Judges nothing: what a stamp means is the caller's to say.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from ocr.engine import OcrEngine
from ocr.page import Box, Mark, PageImage, Pixels

KIND = "red-stamp"
# A line stamp measures 12 to 75 mm by 4 to 25 mm, its frame with it.
_WIDE_MM, _HIGH_MM = (12.0, 75.0), (4.0, 25.0)
_LEAST_ASPECT = 1.3
_MM = 25.4
_FIND_DPI, _READ_DPI = 100.0, 300.0
_RED = 26
_MOST = 12


def red_stamps(page: PageImage, engine: OcrEngine, dpi: float) -> tuple[Mark, ...]:
    """Marks of kind "red-stamp" with what was read in them, from top to bottom; none on a page without colour.

    Raises EngineFailed.
    """
    if page.pixels.ndim != 3:
        return ()
    found = []
    for box in _shapes(page.pixels, dpi):
        text = _read(page.pixels[box.y0 : box.y1, box.x0 : box.x1], engine, dpi)
        if text:
            found.append(Mark(KIND, text, box))
    return tuple(found)


def _redness(pixels: Pixels) -> Pixels:
    red, green, blue = (np.ascontiguousarray(pixels[:, :, at]) for at in range(3))
    redness = np.asarray(cv2.subtract(red, cv2.max(green, blue)), np.uint8)
    # Old paper is reddish all over.
    return np.asarray(cv2.subtract(redness, np.full_like(redness, int(np.median(redness)))), np.uint8)


def _shapes(pixels: Pixels, dpi: float) -> Iterator[Box]:
    scale = min(1.0, _FIND_DPI / dpi)
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    blots = (_redness(np.asarray(small)) > _RED).astype(np.uint8)
    unit = dpi * scale / _MM
    # Letters of one word stand nearer to each other than a stamp stands to the print around it.
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (max(3, round(2.5 * unit)), max(3, round(unit))))
    closed = cv2.morphologyEx(blots, cv2.MORPH_CLOSE, kernel)
    _, _, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    sized = [
        tuple(int(value) for value in box[:4])
        for box in stats[1:]
        if _WIDE_MM[0] <= box[2] / unit <= _WIDE_MM[1]
        and _HIGH_MM[0] <= box[3] / unit <= _HIGH_MM[1]
        and box[2] >= _LEAST_ASPECT * box[3]
    ]
    margin = round(unit)
    height, width = pixels.shape[:2]
    for x, y, wide, high in sorted(sized, key=lambda box: box[1])[:_MOST]:
        x0, y0 = max(0, x - margin), max(0, y - margin)
        x1, y1 = x + wide + margin, y + high + margin
        yield Box(
            round(x0 / scale),
            round(y0 / scale),
            min(width, round(x1 / scale)),
            min(height, round(y1 / scale)),
        )


def _read(pixels: Pixels, engine: OcrEngine, dpi: float) -> str:
    ink = _level(_redness(pixels))
    scale = min(4.0, _READ_DPI / dpi)
    large = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    inner = _without_frame(np.asarray(large))
    rows, columns = np.nonzero(inner > 127)
    if not rows.size:
        return ""
    inner = inner[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    white = cv2.copyMakeBorder(255 - inner, 40, 40, 40, 40, cv2.BORDER_CONSTANT, value=255)
    return " ".join(engine.read(PageImage(np.asarray(white), _READ_DPI)).text.split())


def _level(redness: Pixels) -> Pixels:
    """The ink at full strength, however pale the stamp is, and level."""
    strong = float(np.percentile(redness[redness > _RED], 80)) if (redness > _RED).any() else 255.0
    ink = cv2.convertScaleAbs(redness, alpha=255.0 / max(1.0, strong))
    points = np.column_stack(np.nonzero(ink > 127)[::-1]).astype(np.float32)
    if len(points) < 20:
        return np.asarray(ink, np.uint8)
    angle = cv2.minAreaRect(points)[2]
    angle = angle - 90 if angle > 45 else angle
    if abs(angle) < 0.3 or abs(angle) > 15:
        return np.asarray(ink, np.uint8)
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return np.asarray(cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_LINEAR), np.uint8)


def _without_frame(ink: Pixels) -> Pixels:
    """The ink without long straight lines: what is left of a framed stamp is its word."""
    height, width = ink.shape
    black = (ink > 127).astype(np.uint8) * 255
    across = cv2.morphologyEx(black, cv2.MORPH_OPEN, np.ones((1, max(9, width // 3)), np.uint8))
    down = cv2.morphologyEx(black, cv2.MORPH_OPEN, np.ones((max(9, round(height * 0.65)), 1), np.uint8))
    lines = cv2.dilate(cv2.max(across, down), np.ones((5, 5), np.uint8))
    return np.where(lines > 0, 0, ink).astype(np.uint8)
