"""Lines of text set where a test wants them, with the ink of each known: on which pixels, standing on which row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from drawn import DPI, font
from PIL import Image, ImageDraw

from ocr.page import Pixels

PAPER, INK = 250, 20
Size = tuple[int, int]


@dataclass(frozen=True)
class Set:
    """Text that starts at `x` and stands on row `base`; pixels at 200 dpi, size in points."""

    text: str
    x: int
    base: int
    points: float = 13


def sheet(size: Size, lines: Sequence[Set]) -> Pixels:
    """A gray page (width, height) with these lines on it."""
    image = Image.new("L", size, PAPER)
    pen = ImageDraw.Draw(image)
    for line in lines:
        pen.text((line.x, line.base), line.text, fill=INK, font=font(line.points), anchor="ls")
    return np.asarray(image).copy()


def ink(gray: Pixels) -> Pixels:
    """Ink (255 on 0), as line finding takes it."""
    return np.where(gray < 128, 255, 0).astype(np.uint8)


def words(line: Set) -> list[Set]:
    """Each word of a line where it stands in it."""
    found, x = [], float(line.x)
    for word in line.text.split(" "):
        found.append(Set(word, round(x), line.base, line.points))
        x += font(line.points).getlength(word + " ")
    return found


def turned_by(gray: Pixels, degrees: float) -> tuple[Pixels, np.ndarray]:
    """The page sloping clockwise by `degrees` about its middle, and the matrix (2, 3) that did it."""
    height, width = gray.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    turned = cv2.warpAffine(gray, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=PAPER)
    return np.asarray(turned, np.uint8), matrix


def pixels_of(points: float) -> float:
    """Points at the resolution of the page."""
    return points * DPI / 72
