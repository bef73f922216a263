"""One line of a page as the engine reads it: cut out, level, and strong in contrast."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.lines import TextLine
from ocr.page import Pixels

_STRAIGHT_PIXELS = 1.5
_PAD = 4
_PAPER = 240
# So many pixels of a line may be darker than what counts as its ink.
_DARKEST_SHARE = 0.02
_TONES = np.arange(256, dtype=np.uint8)


def line_image(gray: Pixels, line: TextLine) -> tuple[Pixels, int, int]:
    """The line cut out, made level and strong in contrast, and the x and y of its top left corner on the page."""
    height, width = gray.shape
    x0, x1 = max(0, line.box.x0 - _PAD), min(width, line.box.x1 + _PAD)
    y0, y1 = max(0, line.box.y0 - _PAD), min(height, line.box.y1 + _PAD)
    if abs(line.slope) * (x1 - x0) < _STRAIGHT_PIXELS:
        return _strong(gray[y0:y1, x0:x1]), x0, y0
    shear = np.array([[1, 0, x0], [line.slope, 1, y0 + line.drop(x0)]], np.float32)
    level = cv2.warpAffine(
        gray,
        shear,
        (x1 - x0, y1 - y0),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return _strong(np.asarray(level, np.uint8)), x0, y0


def _strong(image: Pixels) -> Pixels:
    """Ink black, paper white. Costs less to read than it takes, for the engine finds less to choose between."""
    # Every third pixel tells it as well.
    tones = image[::3, ::3]
    rank = int(_DARKEST_SHARE * tones.size)
    darkest = float(np.partition(tones, rank, axis=None)[rank])
    scale = 255.0 / max(1.0, _PAPER - darkest)
    inked = np.maximum(_TONES, np.uint8(darkest))
    strong = cv2.convertScaleAbs(inked, alpha=scale, beta=-darkest * scale)
    return np.asarray(cv2.LUT(image, strong), np.uint8)
