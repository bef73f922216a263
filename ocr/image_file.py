"""Image files other than PDF: what a frame claims before decoding, and its pixels with EXIF orientation
applied.

The only module that opens image files with Pillow. Pillow's own pixel limit is switched off here because
`Limits.max_page_pixels` replaces it, checked against the header before any pixel is decoded.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from ocr import media
from ocr.faults import FILE_DAMAGED, PAGE_DAMAGED, PAGE_TOO_LARGE, Fault, PageUnreadable
from ocr.limits import Limits
from ocr.page import PageImage, Pixels
from ocr.reading import PageSurvey
from ocr.soundness import jpeg2000_damage, jpeg_damage, jpeg_ran_dry, tiff_damage

Image.MAX_IMAGE_PIXELS = None

# What Pillow's readers raise on hostile bytes; each is the file's fault.
BROKEN = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    ZeroDivisionError,
    AttributeError,
    NotImplementedError,
    RuntimeError,
    struct.error,
    zlib.error,
)

# Beyond A2 at 300 dpi colour is kept only where it is asked for.
LEAN_ABOVE_PIXELS = 40_000_000
_BAND_PIXELS = 4_000_000
_ORIENTATION_TAG = 274
_FORMATS = {
    media.JPEG: "JPEG",
    media.PNG: "PNG",
    media.TIFF: "TIFF",
    media.WEBP: "WEBP",
    media.JPEG2000: "JPEG2000",
    media.BMP: "BMP",
}


def too_large(number: int, pixels: int, limits: Limits) -> Fault | None:
    """The fault of a page that claims more pixels than allowed, or None."""
    if pixels <= limits.max_page_pixels:
        return None
    facts = {"page": str(number), "pixels": str(pixels), "limit": str(limits.max_page_pixels)}
    return Fault(PAGE_TOO_LARGE, facts)


def damaged(number: int, detail: str) -> Fault:
    """The fault of a page whose data is broken; `detail` is a short technical reason."""
    return Fault(PAGE_DAMAGED, {"page": str(number), "detail": detail[:120]})


def survey_image(path: Path, kind: str, limits: Limits) -> tuple[PageSurvey, ...]:
    """What each frame of an image file claims. Raises PageUnreadable when the file as a whole is broken.

    Yields at most `max_pages + 1` frames, so that the caller sees that there are too many.
    """
    try:
        with opened_image(path, kind) as image:
            if kind != media.TIFF:
                return (_survey_frame(path, kind, image, 1, limits),)
            return tuple(_tiff_frames(path, image, limits))
    except BROKEN as broken:
        raise PageUnreadable(Fault(FILE_DAMAGED, {"detail": _short(broken)})) from broken


def _tiff_frames(path: Path, image: Image.Image, limits: Limits) -> Iterator[PageSurvey]:
    for number in range(1, limits.max_pages + 2):
        try:
            image.seek(number - 1)
        except EOFError:
            return
        except BROKEN as broken:
            yield PageSurvey(number, fault=damaged(number, _short(broken)))
            return
        yield _survey_frame(path, media.TIFF, image, number, limits)


def _survey_frame(path: Path, kind: str, image: Image.Image, number: int, limits: Limits) -> PageSurvey:
    width, height = image.size
    if kind != media.TIFF and exif_orientation(image) >= 5:
        width, height = height, width
    fault = too_large(number, width * height, limits)
    if fault is None:
        reason = _missing(path, kind, image)
        fault = damaged(number, reason) if reason else None
    return PageSurvey(number, width, height, fault)


def _missing(path: Path, kind: str, image: Image.Image) -> str | None:
    if kind == media.JPEG:
        return jpeg_damage(path.read_bytes())
    if kind == media.TIFF:
        return tiff_damage(image, path.stat().st_size)
    if kind == media.JPEG2000:
        return jpeg2000_damage(path.read_bytes())
    return None


def decode_image(path: Path, kind: str, number: int, limits: Limits, lean: bool = False) -> PageImage:
    """Frame `number` (from 1) upright by its EXIF tag; for `lean` see ocr/decode.py. Raises PageUnreadable."""
    try:
        with opened_image(path, kind) as image:
            if kind == media.TIFF:
                image.seek(number - 1)
            seen = _survey_frame(path, kind, image, number, limits)
            if seen.fault:
                raise PageUnreadable(seen.fault)
            pixels = pixels_of(image, lean)
            if kind == media.JPEG and jpeg_ran_dry(path.read_bytes(), pixels):
                raise PageUnreadable(damaged(number, "JPEG: scan data missing"))
            if kind != media.TIFF:
                pixels = turn_by_exif(pixels, exif_orientation(image))
            return PageImage(pixels, believable_dpi(image), number)
    except BROKEN as broken:
        raise PageUnreadable(damaged(number, _short(broken))) from broken


@contextmanager
def opened_image(path: Path, kind: str) -> Iterator[Image.Image]:
    """The file opened as `kind` and nothing else; no pixel is decoded yet. Raises one of BROKEN."""
    with warnings.catch_warnings():
        # Pillow warns about broken metadata of images it can still decode.
        warnings.simplefilter("ignore")
        with Image.open(path, formats=[_FORMATS[kind]]) as image:
            yield image


def _short(broken: BaseException) -> str:
    # Pillow puts the path into some texts; the pipeline adds the file by itself.
    text = str(broken).split(":")[0].split("'")[0].strip()
    return f"{type(broken).__name__}: {text}" if text else type(broken).__name__


def exif_orientation(image: Image.Image) -> int:
    """EXIF orientation 1 to 8; 1 where the file does not say or says nonsense."""
    if image.format == "PNG" and "exif" not in image.info:
        # Pillow would decode the whole image to look for EXIF behind the pixels.
        return 1
    try:
        value = image.getexif().get(_ORIENTATION_TAG, 1)
    except BROKEN:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def turn_by_exif(pixels: Pixels, orientation: int) -> Pixels:
    """The image as meant by an EXIF orientation from 1 to 8."""
    if orientation in (2, 3, 4):
        pixels = {2: pixels[:, ::-1], 3: pixels[::-1, ::-1], 4: pixels[::-1]}[orientation]
    elif orientation >= 5:
        turned = pixels.swapaxes(0, 1)
        pixels = {5: turned, 6: turned[:, ::-1], 7: turned[::-1, ::-1], 8: turned[::-1]}[orientation]
    return np.ascontiguousarray(pixels)


def pixels_of(image: Image.Image, lean: bool = False) -> Pixels:
    """Gray `(h, w)` or RGB `(h, w, 3)`, 8 bit; transparency falls on white paper.

    With `lean`, an image above LEAN_ABOVE_PIXELS comes as its red channel alone. Goes band by band: a second
    whole copy in Pillow's four bytes per pixel would not fit a worker.
    """
    image.load()
    gray = image.mode in {"1", "L", "LA", "La", "I", "F"} or image.mode.startswith("I;16")
    width, height = image.size
    red = lean and not gray and width * height > LEAN_ABOVE_PIXELS
    out: Pixels = np.empty((height, width) if gray or red else (height, width, 3), dtype=np.uint8)
    shift = _shift(image) if image.mode == "I" else 0
    step = max(1, _BAND_PIXELS // max(1, width))
    for top in range(0, height, step):
        bottom = min(height, top + step)
        band = _band(image.crop((0, top, width, bottom)), gray, shift)
        out[top:bottom] = band[:, :, 0] if red else band
    return out


def _shift(image: Image.Image) -> int:
    # Pillow opens some 16-bit images as 32-bit integers.
    _, high = image.getextrema()
    return 8 if isinstance(high, int | float) and high > 255 else 0


def _band(part: Image.Image, gray: bool, shift: int) -> Pixels:
    if part.mode.startswith("I;16"):
        return np.asarray(np.asarray(part) >> 8, np.uint8)
    if part.mode in {"I", "F"}:
        whole = np.asarray(part).astype(np.int64)
        return np.asarray(np.clip(whole >> shift, 0, 255), np.uint8)
    if part.has_transparency_data:
        paper = Image.new("RGBA", part.size, "white")
        part = Image.alpha_composite(paper, part.convert("RGBA"))
    return np.asarray(part.convert("L" if gray else "RGB"))


def believable_dpi(image: Image.Image) -> float | None:
    """The resolution the file claims, in dots per inch, unless it is one that software writes by default."""
    claimed = image.info.get("dpi")
    try:
        across, down = (float(value) for value in claimed or ())
    except (TypeError, ValueError):
        return None
    if not across > 0 or not down > 0 or abs(across - down) > 0.05 * max(across, down):
        return None
    inches = max(image.size) / across
    default = round(across) in {72, 96}
    return round(across, 2) if 4 <= inches <= (17 if default else 50) else None
