"""A decoded Pillow image of any mode as our pixels: 8 bit, gray or RGB, transparency on white paper.

Knows no files. Goes band by band: a second whole copy in Pillow's four bytes per pixel would not fit a worker.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from ocr.page import Pixels

# Beyond A2 at 300 dpi colour is kept only where it is asked for.
LEAN_ABOVE_PIXELS = 40_000_000

_BAND_PIXELS = 500_000
_GRAY = frozenset({"1", "L", "LA", "La", "I", "F"})
_PHOTOMETRIC, _WHITE_IS_ZERO = 262, 0


def pixels_of(image: Image.Image, lean: bool = False) -> Pixels:
    """Gray `(h, w)` or RGB `(h, w, 3)`, 8 bit; transparency falls on white paper.

    With `lean`, an image above LEAN_ABOVE_PIXELS comes as its red channel alone. Raises what Pillow raises on
    broken data.
    """
    image.load()
    gray = image.mode in _GRAY or image.mode.startswith("I;16")
    width, height = image.size
    red = lean and not gray and width * height > LEAN_ABOVE_PIXELS
    out: Pixels = np.empty((height, width) if gray or red else (height, width, 3), dtype=np.uint8)
    factor = _factor(image)
    step = max(1, _BAND_PIXELS // max(1, width))
    for top in range(0, height, step):
        bottom = min(height, top + step)
        band = _band(image.crop((0, top, width, bottom)), gray, factor)
        out[top:bottom] = band[:, :, 0] if red else band
    # Pillow 13 turns 1- and 8-bit WhiteIsZero round, but not 16-bit.
    if image.mode.startswith("I;16") and _white_is_zero(image):
        np.subtract(255, out, out=out)
    return out


def _white_is_zero(image: Image.Image) -> bool:
    return getattr(image, "tag_v2", {}).get(_PHOTOMETRIC) == _WHITE_IS_ZERO


def _factor(image: Image.Image) -> float:
    """What brings whole and broken numbers to 0 to 255: they say nothing about their own range."""
    if image.mode not in {"I", "F"}:
        return 1.0
    _, high = image.getextrema()
    if not isinstance(high, int | float):
        return 1.0
    if image.mode == "F" and high <= 1.0:
        return 255.0
    # Pillow opens some 16-bit images as 32-bit integers.
    return 1 / 257 if high > 255 else 1.0


def _band(part: Image.Image, gray: bool, factor: float) -> Pixels:
    if part.mode.startswith("I;16"):
        return np.asarray(np.asarray(part) >> 8, np.uint8)
    if part.mode in {"I", "F"}:
        values = np.nan_to_num(np.asarray(part).astype(np.float64) * factor)
        return np.asarray(np.clip(values, 0, 255), np.uint8)
    if part.has_transparency_data:
        paper = Image.new("RGBA", part.size, "white")
        part = Image.alpha_composite(paper, part.convert("RGBA"))
    return np.asarray(part.convert("L" if gray else "RGB"))
