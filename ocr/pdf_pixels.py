"""Pages of a PDF as pixels: a scan is taken out of the file as it is, other pages are drawn by pdfium.

Also a scan that is cut into strips is taken out; a page of images alone is drawn at their resolution.
"""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
from PIL import Image

from ocr.faults import PageUnreadable, damaged
from ocr.image_file import BROKEN as BROKEN_IMAGE
from ocr.image_file import too_large
from ocr.jpeg_file import jpeg_pixels
from ocr.limits import Limits
from ocr.page import PageImage, Pixels
from ocr.pdf_ink import inflated_size
from ocr.pdf_page import BROKEN, POINTS, PagePlan, components, opened, page_at, plan
from ocr.pdf_tiles import Tiling
from ocr.pillow_pixels import LEAN_ABOVE_PIXELS, pixels_of
from ocr.soundness import jpeg2000_damage
from ocr.tiff_file import strictly


def decode_pdf(path: Path, number: int, limits: Limits, lean: bool) -> PageImage:
    """Page `number` (from 1) as displayed; for `lean` see ocr/decode.py. Raises PageUnreadable."""
    with opened(path) as pdf:
        page = page_at(pdf, number)
        try:
            planned = plan(page)
            fault = too_large(number, planned.claimed_pixels, limits)
            if fault:
                raise PageUnreadable(fault)
            if planned.scan is not None:
                stored = scan_pixels(planned.scan.image, number, lean)
            elif planned.tiling is not None:
                stored = _joined(planned.tiling, number, lean)
            else:
                return PageImage(_rendered(path, number, planned, lean), planned.dpi, number)
            turned = np.ascontiguousarray(np.rot90(stored, -planned.turns))
            return PageImage(turned, planned.dpi, number)
        except (*BROKEN, *BROKEN_IMAGE) as broken:
            raise PageUnreadable(damaged(number, f"PDF: {type(broken).__name__}")) from broken


def scan_pixels(image: pikepdf.Stream, number: int, lean: bool = False) -> Pixels:
    """The pixels of an image stream as stored. Raises PageUnreadable when data is missing."""
    width, height = int(image.Width), int(image.Height)
    if image.get("/Filter") in (pikepdf.Name.DCTDecode, pikepdf.Name.JPXDecode):
        data = image.read_raw_bytes()
        with Image.open(io.BytesIO(data), formats=["JPEG", "JPEG2000"]) as opened_image:
            if opened_image.size != (width, height):
                raise PageUnreadable(damaged(number, "PDF: image size differs from its dictionary"))
            if opened_image.format == "JPEG2000":
                reason = jpeg2000_damage(data[-64:])
                if reason:
                    raise PageUnreadable(damaged(number, reason))
                return pixels_of(opened_image, lean)
            return jpeg_pixels(data, opened_image, number, lean)
    # A PNG predictor adds one byte to each row.
    bound = (width * 3 * int(image.get("/BitsPerComponent", 8)) // 8 + 2) * height
    if inflated_size(image, bound) > bound:
        raise PageUnreadable(damaged(number, "PDF: image stream inflates beyond its size"))
    if image.get("/Filter") == pikepdf.Name.FlateDecode and image.get("/BitsPerComponent") == 8:
        return _plain_rows(image, number, lean)
    # pikepdf hands fax data to libtiff.
    with strictly(number, height):
        return pixels_of(pikepdf.PdfImage(image).as_pil_image(), lean)


def _plain_rows(image: pikepdf.Stream, number: int, lean: bool) -> Pixels:
    """Eight-bit samples as they stand; Pillow would carry them through four bytes per pixel."""
    width, height = int(image.Width), int(image.Height)
    channels = components(image.ColorSpace)
    held = np.frombuffer(image.read_bytes(), np.uint8)
    if held.size < width * height * channels:
        raise PageUnreadable(damaged(number, "PDF: image data missing"))
    rows = held[: width * height * channels].reshape(height, width, channels)
    if channels == 1 or (lean and width * height > LEAN_ABOVE_PIXELS):
        return np.array(rows[:, :, 0])
    return np.array(rows)


def _joined(tiling: Tiling, number: int, lean: bool) -> Pixels:
    """The whole picture, in colour when one of its pieces is."""
    large = lean and tiling.width * tiling.height > LEAN_ABOVE_PIXELS
    whole: Pixels | None = None
    for tile in tiling.tiles:
        piece = scan_pixels(tile.image.image, number)
        if large and piece.ndim == 3:
            piece = piece[:, :, 0]
        if whole is None:
            whole = np.empty((tiling.height, tiling.width, *piece.shape[2:]), np.uint8)
        elif whole.ndim < piece.ndim:
            whole = np.repeat(whole[:, :, np.newaxis], 3, axis=2)
        place = whole[tile.y : tile.y + tile.height, tile.x : tile.x + tile.width]
        place[:] = piece if piece.ndim == place.ndim else piece[:, :, np.newaxis]
    if whole is None:
        raise ValueError("no tile")
    return whole


def _rendered(path: Path, number: int, planned: PagePlan, lean: bool) -> Pixels:
    """The page drawn by pdfium, exactly `planned.width` by `planned.height` pixels."""
    gray = lean and planned.width * planned.height > LEAN_ABOVE_PIXELS
    try:
        with pypdfium2.PdfDocument(path) as document:
            if planned.annotated:
                # Values of form fields are drawn only with the form open.
                document.init_forms()
            page = document[number - 1]
            # pdfium leaves /UserUnit out of its points.
            scale = planned.dpi * planned.unit / POINTS
            bitmap = page.render(scale=scale, grayscale=gray, rev_byteorder=True)
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
