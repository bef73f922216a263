"""Machine-readable marks on a page: QR codes and barcodes. Says what they hold, not what it means."""

from __future__ import annotations

import cv2
import zxingcpp

from ocr.page import Box, Mark, PageImage

_FORMATS = zxingcpp.BarcodeFormats(
    [
        zxingcpp.BarcodeFormat.QRCode,
        zxingcpp.BarcodeFormat.MicroQRCode,
        zxingcpp.BarcodeFormat.DataMatrix,
        zxingcpp.BarcodeFormat.Code128,
        zxingcpp.BarcodeFormat.Code39,
        zxingcpp.BarcodeFormat.PDF417,
    ]
)
_SHORT = {"qrcode": "qr", "microqrcode": "qr"}
# Code 39 has no checksum: shorter ones are found in ruled lines.
_LEAST_LETTERS = {"code39": 4}
# A module of the smallest mark in use (0.33 mm) is still three pixels at this size of an A4 page.
_LONG_SIDE = 2400


def read_marks(page: PageImage) -> tuple[Mark, ...]:
    """All marks found, in reading order, with boxes in pixels of `page`."""
    gray = page.pixels if page.pixels.ndim == 2 else cv2.cvtColor(page.pixels, cv2.COLOR_RGB2GRAY)
    scale = min(1.0, _LONG_SIDE / max(page.width, page.height))
    if scale < 1:
        gray = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found = zxingcpp.read_barcodes(gray, formats=_FORMATS, try_downscale=False)
    marks = [_mark(code, scale, page) for code in found]
    marks = [mark for mark in marks if len(mark.text) >= _LEAST_LETTERS.get(mark.kind, 1)]
    return tuple(sorted(marks, key=lambda mark: (mark.box.y0, mark.box.x0)))


def _mark(code: zxingcpp.Barcode, scale: float, page: PageImage) -> Mark:
    place = code.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    across, down = [corner.x / scale for corner in corners], [corner.y / scale for corner in corners]
    box = Box(
        max(0, int(min(across))),
        max(0, int(min(down))),
        min(page.width, int(max(across)) + 1),
        min(page.height, int(max(down)) + 1),
    )
    kind = str(code.format).lower().replace(" ", "").replace("std", "")
    return Mark(_SHORT.get(kind, kind), code.text, box)
