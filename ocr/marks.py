"""Machine-readable marks on a page: QR codes, barcodes, patch codes. Says what they hold, not what it means.

Separator sheets are missed by readers that look at one resolution only. Here the whole page is looked at once,
coarsely, and every place that could hold a finer mark again at several resolutions; pages of plain text have no
such place and cost one coarse look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import cv2
import numpy as np
import zxingcpp

from ocr.mark_places import Coarse, coarse, grid_degrees, places
from ocr.page import Box, Mark, PageImage, Pixels
from ocr.patch_code import read_patches

_KINDS = zxingcpp.BarcodeFormat
_QR = zxingcpp.BarcodeFormats([_KINDS.QRCode])
_MATRIX = zxingcpp.BarcodeFormats([_KINDS.DataMatrix])
_OTHERS = zxingcpp.BarcodeFormats(
    [_KINDS.QRCode, _KINDS.MicroQRCode, _KINDS.Code128, _KINDS.Code39, _KINDS.PDF417]
)
_ALL = zxingcpp.BarcodeFormats([*_OTHERS, *_MATRIX])
_SHORT = {"qrcode": "qr", "microqrcode": "qr"}
# Code 39 has no checksum: shorter ones are found in ruled lines.
_LEAST_LETTERS = {"code39": 4}
# A mark is looked at in these resolutions until one reads: its modules then span 3 pixels if they are 0.38, 0.25,
# 0.64 or 0.19 mm wide. A scan below them is enlarged, which helps where a module is hardly two pixels.
_DPI = (200, 300, 120, 400)
_MOST_ENLARGED = 2.1
# Pixels of an A4 sheet at 300 dpi: a place that becomes larger is the edge of a table around a photographed page, and
# looking into it enlarged would fill a worker.
_MOST_LOOKED_AT = 8_700_000
# Rows of a PDF417 or a fine Data Matrix are lost when they climb by more.
_LEAST_ASKEW = 1.0


def read_marks(page: PageImage) -> tuple[Mark, ...]:
    """All marks found, in reading order, with boxes in pixels of `page`. Each mark is told once."""
    overview = coarse(page)
    # Bars that lie down are left to the closer look: turning the whole page for them would take half of the time.
    found = _decoded(overview.gray, overview.scale, (0, 0), formats=_OTHERS, turn=False)
    found += _decoded(overview.gray, overview.scale, (0, 0), formats=_MATRIX)
    # Averaged instead of picked pixels: the codes of our own sheets read here under the coarsest noise.
    found += _decoded(overview.small, overview.dark_scale, (0, 0), formats=_QR, turn=False)
    for place in places(overview):
        if not any(_fills(mark.box, place) for mark in found):
            found += _look_closer(page, place, overview)
    found += read_patches(overview)
    kept = [mark for mark in found if len(mark.text) >= _LEAST_LETTERS.get(mark.kind, 1)]
    return tuple(sorted(_once(kept, page), key=lambda mark: (mark.box.y0, mark.box.x0)))


def _look_closer(page: PageImage, place: Box, overview: Coarse) -> list[Mark]:
    """The marks in one place, from the first resolution at which any reads; as it lies, then set straight."""
    part = page.pixels[place.y0 : place.y1, place.x0 : place.x1]
    gray: Pixels = part if part.ndim == 2 else np.asarray(cv2.cvtColor(part, cv2.COLOR_RGB2GRAY), np.uint8)
    scales = _scales(overview.page_dpi, gray.size)
    for scale in scales:
        found = _decoded(_sized(gray, scale), 1 / scale, (place.x0, place.y0))
        if found:
            return found
    degrees = grid_degrees(_sized(gray, scales[0]))
    if abs(degrees) < _LEAST_ASKEW:
        return []
    for scale in scales[:2]:
        straight = _turned(_sized(gray, scale), degrees)
        # The place is little larger than the mark: where it lies askew, its box is told as wide as the place.
        found = [Mark(mark.kind, mark.text, place) for mark in _decoded(straight, 1 / scale, (0, 0))]
        if found:
            return found
    return []


def _scales(page_dpi: float, pixels: int) -> list[float]:
    """How to size a place of so many pixels, in the order to try."""
    # A page of a few dozen pixels lies below every resolution that is tried.
    scales = [dpi / page_dpi for dpi in _DPI if dpi / page_dpi <= _MOST_ENLARGED] or [float(_MOST_ENLARGED)]
    return [scale for scale in scales if scale**2 * pixels <= _MOST_LOOKED_AT] or [min(scales)]


def _sized(gray: Pixels, scale: float) -> Pixels:
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(gray, None, fx=scale, fy=scale, interpolation=how), np.uint8)


def _turned(gray: Pixels, degrees: float) -> Pixels:
    height, width = gray.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    flat = cv2.warpAffine(
        gray, turn, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(flat, np.uint8)


def _decoded(
    gray: Pixels,
    scale: float,
    origin: tuple[int, int],
    *,
    formats: zxingcpp.BarcodeFormats = _ALL,
    turn: bool = True,
) -> list[Mark]:
    """Marks in `gray`, whose pixels are `scale` page pixels wide and begin at `origin`."""
    found = zxingcpp.read_barcodes(
        gray, formats=formats, try_rotate=turn, try_downscale=False, try_invert=False
    )
    return [_mark(code, scale, origin) for code in found]


def _mark(code: zxingcpp.Barcode, scale: float, origin: tuple[int, int]) -> Mark:
    place = code.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    across = [origin[0] + corner.x * scale for corner in corners]
    down = [origin[1] + corner.y * scale for corner in corners]
    kind = str(code.format).lower().replace(" ", "").replace("std", "")
    box = Box(int(min(across)), int(min(down)), int(max(across)) + 1, int(max(down)) + 1)
    return Mark(_SHORT.get(kind, kind), code.text, box)


def _fills(box: Box, place: Box) -> bool:
    """Whether nothing else fits into the place beside the mark in `box`."""
    across = min(box.x1, place.x1) - max(box.x0, place.x0)
    down = min(box.y1, place.y1) - max(box.y0, place.y0)
    return min(across, down) > 0 and across * down > 0.3 * place.width * place.height


def _once(marks: Iterable[Mark], page: PageImage) -> Iterator[Mark]:
    """The marks, inside the page, without those that were read a second time where they were read before."""
    told: list[Mark] = []
    for mark in marks:
        box = mark.box
        middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
        if not any((mark.kind, mark.text) == (m.kind, m.text) and _holds(m.box, *middle) for m in told):
            told.append(mark)
            inside = (max(0, box.x0), max(0, box.y0), min(page.width, box.x1), min(page.height, box.y1))
            yield Mark(mark.kind, mark.text, Box(*inside))


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1
