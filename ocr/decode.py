"""Pages as pixels, within limits. Knows files and pages; cleans nothing and reads nothing.

A scan inside a PDF is taken out of the file as it is; drawn pages are rendered by pdfium at 300 dpi.
"""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
from PIL import Image

from ocr import media
from ocr.faults import FILE_TYPE, Fault, PageUnreadable
from ocr.image_file import BROKEN as BROKEN_IMAGE
from ocr.image_file import LEAN_ABOVE_PIXELS, damaged, decode_image, pixels_of, too_large
from ocr.limits import Limits
from ocr.page import PageImage, Pixels
from ocr.pdf_page import BROKEN, POINTS, RENDER_DPI, PagePlan, inflated_size, opened, page_at, plan
from ocr.soundness import jpeg_damage, jpeg_ran_dry


def decode(path: Path, number: int, limits: Limits, lean: bool = False) -> PageImage:
    """Page `number` (from 1) of the file at `path`, with EXIF orientation or /Rotate applied.

    `lean` keeps a page above 40 million pixels within a worker's memory: it comes in one channel, the red one
    (gray, where pdfium draws it). That is enough to read; a page to be kept or shown is decoded whole.
    Raises PageUnreadable with the fault of the page; OSError when the file is not there.
    """
    with path.open("rb") as file:
        kind = media.media_type(file.read(media.HEAD_BYTES))
    if kind == media.PDF:
        return _pdf(path, number, limits, lean)
    if kind not in media.IMAGES:
        raise PageUnreadable(Fault(FILE_TYPE, {"found": kind}))
    return decode_image(path, kind, number, limits, lean)


def _pdf(path: Path, number: int, limits: Limits, lean: bool) -> PageImage:
    with opened(path) as pdf:
        page = page_at(pdf, number)
        try:
            planned = plan(page)
            fault = too_large(number, planned.claimed_pixels, limits)
            if fault:
                raise PageUnreadable(fault)
            if planned.scan is not None:
                pixels = np.rot90(scan_pixels(planned.scan.image, number, lean), -planned.turns)
                return PageImage(np.ascontiguousarray(pixels), planned.dpi, number)
        except (*BROKEN, *BROKEN_IMAGE) as broken:
            raise PageUnreadable(damaged(number, f"PDF: {type(broken).__name__}")) from broken
    return PageImage(_rendered(path, number, planned, lean), planned.dpi, number)


def scan_pixels(image: pikepdf.Stream, number: int, lean: bool = False) -> Pixels:
    """The pixels of an image stream as stored. Raises PageUnreadable when data is missing."""
    width, height = int(image.Width), int(image.Height)
    if image.get("/Filter") in (pikepdf.Name.DCTDecode, pikepdf.Name.JPXDecode):
        data = image.read_raw_bytes()
        with Image.open(io.BytesIO(data), formats=["JPEG", "JPEG2000"]) as opened_image:
            if opened_image.size != (width, height):
                raise PageUnreadable(damaged(number, "PDF: image size differs from its dictionary"))
            jpeg = opened_image.format == "JPEG"
            reason = jpeg_damage(data) if jpeg else None
            pixels = pixels_of(opened_image, lean) if reason is None else None
        if pixels is None or (jpeg and jpeg_ran_dry(data, pixels)):
            raise PageUnreadable(damaged(number, reason or "JPEG: scan data missing"))
        return pixels
    # A PNG predictor adds one byte to each row.
    bound = (width * 3 * int(image.get("/BitsPerComponent", 8)) // 8 + 2) * height
    if inflated_size(image, bound) > bound:
        raise PageUnreadable(damaged(number, "PDF: image stream inflates beyond its size"))
    return pixels_of(pikepdf.PdfImage(image).as_pil_image(), lean)


def _rendered(path: Path, number: int, planned: PagePlan, lean: bool) -> Pixels:
    """The page drawn by pdfium, exactly `planned.width` by `planned.height` pixels."""
    gray = lean and planned.width * planned.height > LEAN_ABOVE_PIXELS
    try:
        with pypdfium2.PdfDocument(path) as document:
            page = document[number - 1]
            bitmap = page.render(scale=RENDER_DPI / POINTS, grayscale=gray, rev_byteorder=True)
            drawn = bitmap.to_numpy()
            pixels = fitted(drawn if drawn.ndim == 2 else drawn[:, :, :3], planned.height, planned.width)
            bitmap.close()
            page.close()
            return pixels
    except (pypdfium2.PdfiumError, ValueError, IndexError, zlib.error) as broken:
        raise PageUnreadable(damaged(number, f"PDF: {type(broken).__name__}")) from broken


def fitted(drawn: Pixels, height: int, width: int) -> Pixels:
    """A copy of exactly the given size; rounding may differ from pdfium's by a pixel."""
    if drawn.ndim == 3 and drawn.shape[2] == 1:
        drawn = drawn[:, :, 0]
    out: Pixels = np.full((height, width, *drawn.shape[2:]), 255, dtype=np.uint8)
    rows, columns = min(height, drawn.shape[0]), min(width, drawn.shape[1])
    out[:rows, :columns] = drawn[:rows, :columns]
    return out
