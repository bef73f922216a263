"""Pixels of a JPEG file or stream, decoded in one go and only when every block of it is there.

libjpeg fills missing or corrupt blocks and reports success with a warning; here such a warning is the fault
of the page, because a page that is half gray must never be read as if it were complete. Applies no EXIF
orientation and knows no files.
"""

from __future__ import annotations

import re

import simplejpeg
from PIL import Image

from ocr.faults import PageUnreadable, damaged
from ocr.page import Pixels
from ocr.pillow_pixels import LEAN_ABOVE_PIXELS, pixels_of
from ocr.soundness import jpeg_damage, jpeg_ran_dry

# Some scanners fill up before EOI with zeros; after a lost block real data is left over there.
_LEFT_OVER = re.compile(r"(\d+) extraneous bytes before marker 0xd9")
# Rubbish between the segments of the header is no loss: libjpeg skips to the next marker.
_HARMLESS = re.compile(r"extraneous bytes before marker 0x(e.|fe|db|dd|c[0-4]|da)|JFIF revision|Adobe color")
_SPACES = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}


def jpeg_pixels(data: bytes, image: Image.Image, number: int, lean: bool = False) -> Pixels:
    """The pixels of `data`, whose header Pillow opened as `image`; for `lean` see ocr/decode.py.

    Raises PageUnreadable where data is missing or corrupt.
    """
    reason = jpeg_damage(data) or _other_size(data, image.size)
    if reason is None:
        pixels, reason = _strict(data, image.mode)
        if pixels is not None and image.mode != "CMYK":
            return _as_asked(pixels, lean)
    if reason is not None:
        raise PageUnreadable(damaged(number, reason))
    # CMYK, odd subsampling, rubbish in the header: Pillow converts what was found whole.
    by_pillow = pixels_of(image, lean)
    if jpeg_ran_dry(data, by_pillow):
        raise PageUnreadable(damaged(number, "JPEG: scan data missing"))
    return by_pillow


def _other_size(data: bytes, size: tuple[int, int]) -> str | None:
    """A file whose two readers see two sizes was made to deceive one of them."""
    try:
        height, width, *_ = simplejpeg.decode_jpeg_header(data)
    except ValueError:
        return None
    return None if (width, height) == size else "JPEG: two sizes"


def _strict(data: bytes, mode: str) -> tuple[Pixels | None, str | None]:
    """The pixels, or what is wrong with the data; neither where libjpeg-turbo cannot tell."""
    space = _SPACES.get(mode)
    if space is None:
        return None, None
    # Pillow will convert CMYK; here it only has to be whole.
    factor = 8 if mode == "CMYK" else 1
    try:
        return simplejpeg.decode_jpeg(data, colorspace=space, min_factor=factor), None
    except ValueError as told:
        text = str(told)
    trimmed = _without_filling(data, text)
    if trimmed is not None:
        return _strict(trimmed, mode)
    if "Corrupt" not in text and "Premature" not in text:
        return None, None
    harmless = _HARMLESS.search(text) and b"\xff\xc2" not in data
    return None, None if harmless else f"JPEG: {text.split(':')[-1].strip()}"


def _without_filling(data: bytes, told: str) -> bytes | None:
    """The data without zeros before EOI, where they are what libjpeg complains of."""
    found = _LEFT_OVER.search(told)
    if found is None:
        return None
    filling = bytes(int(found[1])) + b"\xff\xd9"
    at = data.find(filling)
    return None if at < 0 else data[:at].rstrip(b"\x00") + b"\xff\xd9"


def _as_asked(pixels: Pixels, lean: bool) -> Pixels:
    if pixels.shape[2] == 1:
        return pixels[:, :, 0]
    lean = lean and pixels.shape[0] * pixels.shape[1] > LEAN_ABOVE_PIXELS
    return pixels[:, :, 0].copy() if lean else pixels
