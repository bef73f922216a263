"""One page of a PDF before decoding: is it a scan (one image over the whole page) or drawn?

Walks the content stream with pikepdf and remembers only what decides that question. Renders nothing, reads no
text. The master image of a PDF page is the page as displayed: the page's /Rotate is part of it.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pikepdf
from pikepdf import Name, Object, Pdf

from ocr.faults import FILE_DAMAGED, FILE_ENCRYPTED, PAGE_DAMAGED, Fault, PageUnreadable

RENDER_DPI = 300
POINTS = 72.0

_FULL_PAGE = 0.9
_MAX_OPERATORS = 200_000
_MAX_CONTENT_BYTES = 64 * 1024 * 1024
_MAX_DEPTH = 4
_TEXT = frozenset({"Tj", "TJ", "'", '"'})
_PAINT = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh"})
# Filters whose output pikepdf hands to Pillow as it is; anything else is rendered by pdfium.
_PASSED = frozenset({"/DCTDecode", "/JPXDecode", "/FlateDecode", "/CCITTFaxDecode", "/LZWDecode"})

BROKEN = (
    pikepdf.PdfError,
    pikepdf.models.PdfParsingError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
    RecursionError,
    zlib.error,
)

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True)
class DrawnImage:
    """An image XObject and the matrix that places it on the page (points, origin bottom left)."""

    image: pikepdf.Stream
    matrix: Matrix

    @property
    def quarter_turns(self) -> int | None:
        """Clockwise quarter turns the placement applies; None when it is skewed or mirrored."""
        a, b, c, d, _, _ = self.matrix
        size = max(abs(a), abs(b), abs(c), abs(d))
        if abs(b) + abs(c) < 0.005 * size:
            return {(True, True): 0, (False, False): 2}.get((a > 0, d > 0))
        if abs(a) + abs(d) < 0.005 * size:
            return {(True, False): 3, (False, True): 1}.get((b > 0, c > 0))
        return None

    @property
    def area(self) -> float:
        """Square points covered."""
        a, b, c, d, _, _ = self.matrix
        return abs(a * d - b * c)


@dataclass
class _Ink:
    images: list[DrawnImage] = field(default_factory=list)
    visible_text: int = 0
    invisible_text: int = 0
    paths: int = 0
    other: int = 0
    operators: int = 0


@dataclass(frozen=True)
class PagePlan:
    """How a PDF page becomes pixels.

    `scan` is the one image that fills the page, or None: then the page is rendered. `width`, `height` are
    pixels of the master, `dpi` its resolution, `turns` the clockwise quarter turns from the stored image to
    the page as displayed. `visible_text` counts text operators that show; `image_share` is the part of the
    page under images.
    """

    width: int
    height: int
    dpi: float
    scan: DrawnImage | None
    turns: int
    visible_text: int
    image_share: float
    largest_image: int

    @property
    def claimed_pixels(self) -> int:
        """What decoding must hold: the page, or a larger image that is drawn on it."""
        return max(self.width * self.height, self.largest_image)


@contextmanager
def opened(path: Path) -> Iterator[Pdf]:
    """An open PDF. Raises PageUnreadable for a file that is locked or cannot be parsed."""
    try:
        pdf = pikepdf.open(path, suppress_warnings=True)
    except pikepdf.PasswordError as locked:
        raise PageUnreadable(Fault(FILE_ENCRYPTED)) from locked
    except (*BROKEN, OSError) as broken:
        raise PageUnreadable(Fault(FILE_DAMAGED, {"detail": f"PDF: {type(broken).__name__}"})) from broken
    with pdf:
        yield pdf


def page_at(pdf: Pdf, number: int) -> pikepdf.Page:
    """Page `number` (from 1). Raises PageUnreadable when there is no such page."""
    try:
        return pdf.pages[number - 1]
    except (*BROKEN, OSError) as broken:
        fault = Fault(PAGE_DAMAGED, {"page": str(number), "detail": "PDF: page missing"})
        raise PageUnreadable(fault) from broken


def plan(page: pikepdf.Page) -> PagePlan:
    """How this page becomes pixels. Raises one of BROKEN on a page that cannot be understood."""
    left, bottom, right, top = _box(page)
    unit = float(page.obj.get("/UserUnit", 1))
    across, down = (right - left) * unit / POINTS, (top - bottom) * unit / POINTS
    rotate = (
        int(page.obj.get("/Rotate", 0) or 0) // 90 % 4 if "/Rotate" in page.obj else _inherited_rotate(page)
    )
    ink = _Ink()
    _walk(page.obj, page.obj.get("/Resources", pikepdf.Dictionary()), _IDENTITY, ink, 0)
    page_area = max(1.0, (right - left) * (top - bottom))
    share = min(1.0, max((drawn.area for drawn in ink.images), default=0.0) / page_area)
    scan = _scan(ink, share)
    if scan is None:
        width, height, dpi, turns = _rendered(across), _rendered(down), float(RENDER_DPI), rotate
    else:
        width, height = int(scan.image.Width), int(scan.image.Height)
        turns = ((scan.quarter_turns or 0) + rotate) % 4
        placed = math.hypot(scan.matrix[0], scan.matrix[1]) * unit / POINTS
        dpi = round(width / placed, 2)
    if (scan is not None and turns % 2) or (scan is None and rotate % 2):
        width, height = height, width
    largest = max((_pixels(drawn.image) for drawn in ink.images), default=0)
    return PagePlan(width, height, dpi, scan, turns, ink.visible_text, share, largest)


def _pixels(image: Object) -> int:
    return int(image.get("/Width", 0)) * int(image.get("/Height", 0))


def _rendered(inches: float) -> int:
    return max(1, math.ceil(inches * RENDER_DPI - 0.01))


def _box(page: pikepdf.Page) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(value) for value in page.cropbox.as_list())
    box = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    if box[2] - box[0] < 1 or box[3] - box[1] < 1:
        raise ValueError("page without area")
    return box


def _inherited_rotate(page: pikepdf.Page) -> int:
    node, depth = page.obj.get("/Parent"), 0
    while node is not None and depth < 50:
        if "/Rotate" in node:
            return int(node["/Rotate"]) // 90 % 4
        node, depth = node.get("/Parent"), depth + 1
    return 0


def _scan(ink: _Ink, share: float) -> DrawnImage | None:
    """The single image that is the page, when nothing else on the page shows."""
    if len(ink.images) != 1 or ink.visible_text or ink.paths or ink.other or share < _FULL_PAGE:
        return None
    drawn = ink.images[0]
    if drawn.quarter_turns is None or not _plain(drawn.image):
        return None
    return drawn


def _plain(image: Object) -> bool:
    """Whether the image means the same outside this PDF: no masks, no inverted samples, simple colours."""
    if any(key in image for key in ("/SMask", "/Mask", "/Decode", "/SMaskInData")) or image.get(
        "/ImageMask", False
    ):
        return False
    filters = image.get("/Filter", None)
    names = [str(filters)] if isinstance(filters, Name) else [str(name) for name in filters or []]
    if len(names) != 1 or names[0] not in _PASSED:
        return False
    return names[0] == "/JPXDecode" or _simple_colour(image.get("/ColorSpace", None))


def _simple_colour(space: Object | None) -> bool:
    if isinstance(space, Name):
        return str(space) in {"/DeviceRGB", "/DeviceGray"}
    if not isinstance(space, pikepdf.Array) or len(space) < 2:
        return False
    if str(space[0]) == "/ICCBased":
        return int(space[1].get("/N", 0)) in {1, 3}
    return str(space[0]) in {"/CalRGB", "/CalGray"}


def _walk(stream: Object, resources: Object, matrix: Matrix, ink: _Ink, depth: int) -> None:
    """Adds to `ink` what `stream` draws; follows form XObjects."""
    _refuse_bomb(stream)
    stack: list[tuple[Matrix, int]] = []
    mode = 0
    for instruction in pikepdf.parse_content_stream(stream):
        operands, operator = instruction.operands, instruction.operator
        ink.operators += 1
        if ink.operators > _MAX_OPERATORS:
            # A page with this many operators is drawn, not scanned.
            ink.other += 1
            return
        name = str(operator)
        if name == "q":
            stack.append((matrix, mode))
        elif name == "Q" and stack:
            matrix, mode = stack.pop()
        elif name == "cm":
            matrix = _times(_six(operands), matrix)
        elif name == "Tr":
            mode = int(operands[0])
        elif name in _TEXT:
            ink.visible_text += mode not in (3, 7)
            ink.invisible_text += mode in (3, 7)
        elif name in _PAINT:
            ink.paths += 1
        elif name == "INLINE IMAGE":
            ink.other += 1
        elif name == "Do":
            _draw(resources, operands[0], matrix, ink, depth)


def _draw(resources: Object, name: Object, matrix: Matrix, ink: _Ink, depth: int) -> None:
    drawn = resources.get("/XObject", pikepdf.Dictionary()).get(str(name))
    if drawn is None:
        return
    if drawn.get("/Subtype") == Name.Image:
        ink.images.append(DrawnImage(cast("pikepdf.Stream", drawn), matrix))
    elif drawn.get("/Subtype") == Name.Form and depth < _MAX_DEPTH:
        inner = _times(_six(drawn.get("/Matrix", list(_IDENTITY))), matrix)
        _walk(drawn, drawn.get("/Resources", resources), inner, ink, depth + 1)
    else:
        ink.other += 1


def _six(values: object) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in values)  # type: ignore[attr-defined]
    return a, b, c, d, e, f


def _times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _refuse_bomb(stream: Object) -> None:
    """Raises ValueError for content that inflates beyond reason, before qpdf inflates it."""
    held = stream if isinstance(stream, pikepdf.Stream) else stream.get("/Contents")
    parts = list(held) if isinstance(held, pikepdf.Array) else [held] if held is not None else []
    if sum(inflated_size(part, _MAX_CONTENT_BYTES) for part in parts) > _MAX_CONTENT_BYTES:
        raise ValueError("content stream inflates beyond limit")


def inflated_size(stream: Object, limit: int) -> int:
    """Bytes that a stream's Flate data holds, counted without keeping them; stops just above `limit`."""
    raw = stream.read_raw_bytes()
    filters = stream.get("/Filter", None)
    first = filters[0] if isinstance(filters, pikepdf.Array) and len(filters) else filters
    if first != Name.FlateDecode:
        return len(raw)
    inflater, total = zlib.decompressobj(), 0
    while raw and total <= limit:
        try:
            total += len(inflater.decompress(raw, 1024 * 1024))
        except zlib.error:
            return total
        raw = inflater.unconsumed_tail
    return total
