"""Image files other than PDF: what a frame claims before decoding, and its pixels with EXIF orientation
applied.

The only module that opens image files with Pillow. Pillow's own pixel limit is switched off here because
`Limits.max_page_pixels` replaces it, checked against the header before any pixel is decoded.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image, UnidentifiedImageError

from ocr import media
from ocr.faults import (
    FILE_DAMAGED,
    FILE_TOO_MANY_PAGES,
    FILE_TYPE,
    PAGE_MEMORY,
    PAGE_TOO_LARGE,
    Fault,
    PageUnreadable,
    damaged,
)
from ocr.jpeg_file import jpeg_pixels
from ocr.limits import MIB, Limits
from ocr.page import PageImage, Pixels
from ocr.pillow_pixels import pixels_of
from ocr.reading import PageSurvey
from ocr.soundness import jpeg2000_damage, jpeg_damage, tiff_damage, tiff_tile_pixels
from ocr.tiff_file import strictly

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

_ORIENTATION_TAG = 274
_TAIL_BYTES = 4096
# What a worker holds besides the page at hand.
_WORKER_ROOM = 200 * MIB
_FORMATS = {
    media.JPEG: "JPEG",
    media.PNG: "PNG",
    media.TIFF: "TIFF",
    media.WEBP: "WEBP",
    media.JPEG2000: "JPEG2000",
    media.BMP: "BMP",
}


def too_many(pages: int, limits: Limits) -> Fault:
    """The fault of a file with more pages than are allowed."""
    return Fault(FILE_TOO_MANY_PAGES, {"pages": str(pages), "limit": str(limits.max_pages)})


def too_large(number: int, pixels: int, limits: Limits) -> Fault | None:
    """The fault of a page that claims more pixels than allowed, or None."""
    if pixels <= limits.max_page_pixels:
        return None
    facts = {"page": str(number), "pixels": str(pixels), "limit": str(limits.max_page_pixels)}
    return Fault(PAGE_TOO_LARGE, facts)


def survey_image(path: Path, kind: str, limits: Limits) -> tuple[PageSurvey, ...]:
    """What each frame of an image file claims. Raises PageUnreadable when the file as a whole is broken.

    Yields at most `max_pages + 1` frames, so that the caller sees that there are too many.
    """
    try:
        if kind == media.HEIC:
            return _heif_pages(path, limits)
        with opened_image(path, kind) as image:
            if kind != media.TIFF:
                return (_survey_frame(path, kind, image, 1, limits),)
            return tuple(_tiff_frames(path, image, limits))
    except BROKEN as broken:
        raise PageUnreadable(Fault(FILE_DAMAGED, {"detail": _short(broken)})) from broken


def _heif_pages(path: Path, limits: Limits) -> tuple[PageSurvey, ...]:
    # A library of its own, loaded when the first photograph of this kind comes.
    from ocr.heif_file import heif_sizes

    sizes = heif_sizes(path)[: limits.max_pages + 1]
    return tuple(
        PageSurvey(number, width, height, too_large(number, width * height, limits))
        for number, (width, height) in enumerate(sizes, 1)
    )


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
    fault = _moving(kind, image)
    width, height = _upright_size(kind, image)
    held = max(width * height, tiff_tile_pixels(image)) if kind == media.TIFF else width * height
    fault = fault or too_large(number, held, limits)
    if (
        kind == media.JPEG2000
        and width * height * _jpeg2000_bytes(image) > limits.worker_bytes - _WORKER_ROOM
    ):
        # OpenJPEG would call its lack of memory broken data.
        fault = fault or Fault(PAGE_MEMORY, {"page": str(number)})
    if fault is None:
        reason = _missing(path, kind, image)
        fault = damaged(number, reason) if reason else None
    return PageSurvey(number, width, height, fault)


def _jpeg2000_bytes(image: Image.Image) -> int:
    """Bytes per pixel while decoding: four per sample in OpenJPEG, then Pillow's pixel and ours."""
    bands = len(image.getbands())
    return 4 * bands + (2 if bands == 1 else 4 + 3)


def _upright_size(kind: str, image: Image.Image) -> tuple[int, int]:
    width, height = image.size
    # Pillow turns TIFF by itself and states the size after that.
    turned = kind != media.TIFF and exif_orientation(image) >= 5
    return (height, width) if turned else (width, height)


def _moving(kind: str, image: Image.Image) -> Fault | None:
    """A film is no page: taking its first picture alone would lose the others in silence."""
    if kind in {media.WEBP, media.PNG} and getattr(image, "is_animated", False):
        return Fault(FILE_TYPE, {"found": f"{kind}, animated"})
    return None


def _missing(path: Path, kind: str, image: Image.Image) -> str | None:
    if kind == media.JPEG:
        return jpeg_damage(path.read_bytes())
    if kind == media.TIFF:
        return tiff_damage(image, path.stat().st_size)
    if kind == media.JPEG2000:
        return jpeg2000_damage(_tail(path))
    return None


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        return file.read()


def decode_image(path: Path, kind: str, number: int, limits: Limits, lean: bool = False) -> PageImage:
    """Frame `number` (from 1) upright by its EXIF tag; for `lean` see ocr/decode.py. Raises PageUnreadable."""
    try:
        if kind == media.HEIC:
            from ocr.heif_file import decode_heif

            _refuse(_heif_pages(path, limits), number)
            return decode_heif(path, number)
        if kind == media.JPEG:
            return _decode_jpeg(path, number, limits, lean)
        with opened_image(path, kind) as image:
            if number != 1 or kind == media.TIFF:
                image.seek(number - 1)
            seen = _survey_frame(path, kind, image, number, limits)
            if seen.fault:
                raise PageUnreadable(seen.fault)
            dpi, orientation = believable_dpi(image), exif_orientation(image)
            if kind == media.TIFF:
                # Pillow turns TIFF by itself.
                with strictly(number, image.height):
                    return PageImage(pixels_of(image, lean), dpi, number)
            return PageImage(turn_by_exif(pixels_of(image, lean), orientation), dpi, number)
    except BROKEN as broken:
        raise PageUnreadable(damaged(number, _short(broken))) from broken


def _decode_jpeg(path: Path, number: int, limits: Limits, lean: bool) -> PageImage:
    """The file is read once: pages are many, and a network share is slow."""
    data = path.read_bytes()
    with opened_image(io.BytesIO(data), media.JPEG) as image:
        fault = too_large(number, image.width * image.height, limits)
        if number != 1:
            fault = damaged(number, "no such page")
        if fault:
            raise PageUnreadable(fault)
        dpi, orientation = believable_dpi(image), exif_orientation(image)
        return PageImage(turn_by_exif(jpeg_pixels(data, image, number, lean), orientation), dpi, number)


def _refuse(pages: tuple[PageSurvey, ...], number: int) -> None:
    if number > len(pages):
        raise PageUnreadable(damaged(number, "no such page"))
    fault = pages[number - 1].fault
    if fault:
        raise PageUnreadable(fault)


@contextmanager
def opened_image(source: Path | BinaryIO, kind: str) -> Iterator[Image.Image]:
    """The file opened as `kind` and nothing else; no pixel is decoded yet. Raises one of BROKEN."""
    with warnings.catch_warnings():
        # Pillow warns about broken metadata of images it can still decode.
        warnings.simplefilter("ignore")
        with Image.open(source, formats=[_FORMATS[kind]]) as image:
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
