"""Lines of large print, given to the engine no higher than those its network learnt from, with white around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from ocr.engine import OcrEngine
from ocr.page import Box, Pixels, Word

# A line of 15 points at 300 dpi with its marks; the network reads "THÔNG BÁO" of 36 points and more as "THÔNG BẢO",
# with 0.9 at 48, and rightly at every height from 36 to 64 pixels with white around it.
_HIGHEST, _USUAL, _AROUND = 84, 60, 4
_WHITE = 255


def read_lines(
    engine: OcrEngine, images: Sequence[Pixels], dpi: float, letters: str | None
) -> list[tuple[Word, ...]]:
    """As `engine.read_lines`: the words of each image in its own pixels. Raises EngineFailed."""
    read = engine.read_lines([_reduced(image) for image in images], dpi, letters)
    return [
        tuple(replace(word, box=_restored(word.box, image)) for word in words) if _is_large(image) else words
        for words, image in zip(read, images, strict=True)
    ]


def _is_large(image: Pixels) -> bool:
    return bool(image.shape[0] > _HIGHEST)


def _reduced(image: Pixels) -> Pixels:
    if not _is_large(image):
        return image
    scale = _USUAL / image.shape[0]
    smaller = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(np.pad(smaller, _AROUND, constant_values=_WHITE), np.uint8)


def _restored(box: Box, image: Pixels) -> Box:
    """The box in pixels of the image before it was reduced, inside of it."""
    height, width = image.shape[:2]
    x0, y0, x1, y1 = (round((edge - _AROUND) * height / _USUAL) for edge in box.as_list())
    return Box(max(0, x0), max(0, y0), max(1, min(width, x1)), max(1, min(height, y1)))
