"""A page in layers (mixed raster content): sharp ink over a soft background, and figures of what that loses.

For delivery copies only. The picture is never taken on trust: `layers` gives it together with its `Fidelity`, and
who uses it decides by the figures.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from PIL import Image

from ocr.page import Pixels
from ocr.pdfa_image import Picture, bitonal_picture, jpeg_picture
from ocr.shapes import connected

_BACKGROUND_DPI, _BACKGROUND_QUALITY = 100, 45
_INK_DPI, _INK_QUALITY = 50, 50
# Sauvola's threshold; the window is a third of an inch, so that headings stay whole.
_WINDOW_INCHES, _SAUVOLA, _RANGE = 0.33, 0.2, 128.0
_SPECK_PIXELS = 4
# Ink that stands out from the paper by this many of 256 tones must not fade by more than half.
_STRONG, _FADED = 48, 0.5
# Means of windows of 11 pixels; the constants of Wang et al. 2004.
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


@dataclass(frozen=True)
class Fidelity:
    """How a copy compares with the master, in gray at the copy's full resolution.

    `ink_ssim` (up to 1) and `ink_psnr` (dB) on and beside the ink, `paper_psnr` (dB) elsewhere; `lost_ink` is the
    share of clearly inked pixels whose contrast fell by more than half.
    """

    ink_ssim: float
    ink_psnr: float
    paper_psnr: float
    lost_ink: float


def layers(pixels: Pixels, dpi: float) -> tuple[Picture, Fidelity]:
    """The layered picture of a page of 8-bit gray or RGB `pixels` at `dpi`, and what it loses."""
    colour: Pixels = pixels if pixels.ndim == 3 else np.repeat(pixels[:, :, None], 3, axis=2)
    ink = _ink(_gray(colour), dpi)
    back = _spread(
        colour,
        ~cv2.dilate(ink.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool),
        _BACKGROUND_DPI / dpi,
    )
    front = _spread(colour, ink, _INK_DPI / dpi)
    mask = bitonal_picture(Image.fromarray(np.where(ink, 0, 255).astype(np.uint8)))
    below, above = jpeg_picture(back, _BACKGROUND_QUALITY), jpeg_picture(front, _INK_QUALITY)
    height, width = pixels.shape[:2]
    made = Picture(below.data, below.entries, below.width, below.height, 1, dpi, (width, height), above, mask)
    return made, fidelity(colour, _laid(made, ink))


def fidelity(master: Pixels, copy: Pixels) -> Fidelity:
    """Compares two images of the same size."""
    one, two = (_gray(image).astype(np.float32) for image in (master, copy))
    paper = cv2.blur(one, (31, 31))
    strong = paper - one > _STRONG
    near = cv2.dilate(strong.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool)
    faded = strong & ((paper - two) < _FADED * (paper - one))
    return Fidelity(
        ink_ssim=_mean(_ssim(one, two), near, 1.0),
        ink_psnr=_psnr(one, two, near),
        paper_psnr=_psnr(one, two, ~near),
        lost_ink=float(faded.sum() / max(1, strong.sum())),
    )


def _gray(image: Pixels) -> Pixels:
    return image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))


def _ink(gray: Pixels, dpi: float) -> Any:
    side = max(15, round(_WINDOW_INCHES * dpi)) | 1
    tones = gray.astype(np.float32)
    mean = cv2.blur(tones, (side, side))
    spread = np.sqrt(np.maximum(0, cv2.blur(tones * tones, (side, side)) - mean * mean))
    ink = (tones < mean * (1 + _SAUVOLA * (spread / _RANGE - 1))).astype(np.uint8)
    labels, figures, _ = connected(ink)
    return (figures[:, cv2.CC_STAT_AREA] >= _SPECK_PIXELS)[labels] & ink.astype(bool)


def _spread(colour: Pixels, where: Any, factor: float) -> Pixels:
    """`colour` made smaller by `factor` from the pixels of `where` alone, spread into the gaps between them."""
    height, width = colour.shape[:2]
    size = max(1, round(width * factor)), max(1, round(height * factor))
    weight = where.astype(np.float32)
    sums = cv2.resize(colour * weight[:, :, None], size, interpolation=cv2.INTER_AREA)
    weights = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    filled, known = sums.copy(), weights.copy()
    for side in (3, 9, 27, 81):
        wide, amount = cv2.blur(sums, (side, side)), cv2.blur(weights, (side, side))
        gaps = (known < 0.02) & (amount > 0.002)
        filled[gaps], known[gaps] = wide[gaps], amount[gaps]
    out = np.where(known[:, :, None] > 0, filled / np.maximum(known, 1e-6)[:, :, None], 255)
    return np.asarray(np.clip(out, 0, 255), np.uint8)


def _laid(made: Picture, ink: Any) -> Pixels:
    """What a reader shows: the decoded layers, one over the other."""
    assert made.master is not None
    assert made.front is not None
    back, front = (_decoded(part, made.master) for part in (made, made.front))
    return np.where(ink[:, :, None], front, back)


def _decoded(part: Picture, size: tuple[int, int]) -> Pixels:
    with Image.open(io.BytesIO(part.data), formats=["JPEG"]) as image:
        whole = np.asarray(image.convert("RGB"))
    return np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _ssim(one: Any, two: Any) -> Any:
    def mean(image: Any) -> Any:
        return cv2.GaussianBlur(image, (11, 11), 1.5)

    m1, m2 = mean(one), mean(two)
    v1, v2, both = mean(one * one) - m1 * m1, mean(two * two) - m2 * m2, mean(one * two) - m1 * m2
    return ((2 * m1 * m2 + _C1) * (2 * both + _C2)) / ((m1 * m1 + m2 * m2 + _C1) * (v1 + v2 + _C2))


def _psnr(one: Any, two: Any, where: Any) -> float:
    error = _mean((one - two) ** 2, where, 0.0)
    return 99.0 if error <= 0 else min(99.0, float(10 * np.log10(255**2 / error)))


def _mean(values: Any, where: Any, empty: float) -> float:
    return float(values[where].mean()) if where.any() else empty
