"""One page of a PDF before decoding: is it a scan (one image over the whole page) or drawn, and how large?

Decides how the page becomes pixels; renders nothing, reads no text. The master image of a PDF page is the page
as displayed: the page's /Rotate is part of it.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Name, Object, Pdf

from ocr.faults import FILE_DAMAGED, FILE_ENCRYPTED, PAGE_DAMAGED, Fault, PageUnreadable
from ocr.pdf_ink import DrawnImage, Ink, inherited, ink_of
from ocr.pdf_tiles import Tiling, tiling_of

RENDER_DPI = 300
POINTS = 72.0

_FULL_PAGE = 0.9
# A page of images alone is drawn at their own resolution, within what reading gains from and workers hold.
_LEAST_DPI, _MOST_DPI = 150.0, 600.0
_RENDERED_PIXELS = 139_500_000
# An image below this part of the page (a seal, a logo) does not set the resolution of the page.
_TELLING_SHARE = 1 / 16
_MOST_NOTES = 1000
# Table 165 of ISO 32000-1: invisible, hidden, no view.
_HIDDEN = 1 | 2 | 32
_SILENT_NOTES = frozenset({Name.Link, Name.Popup})
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
    ZeroDivisionError,
    zlib.error,
)

Rectangle = tuple[float, float, float, float]
_LETTER: Rectangle = (0.0, 0.0, 612.0, 792.0)


@dataclass(frozen=True)
class PagePlan:
    """How a PDF page becomes pixels.

    `scan` is the one image that fills the page, `tiling` the images that do so together; with neither the page
    is rendered at `dpi`. `width`, `height` are pixels of the master, `dpi` its resolution, `turns` the
    clockwise quarter turns from the stored image (or the page before /Rotate) to the page as displayed. `box`
    is what shows of the page, in its points of `unit` / 72 inch. `visible_text` counts text operators that
    show, `hidden_text` those that do not, or may not; `image_share` is the part of the page under images, `curves` the
    curved pieces of its paths; `annotated` says that stamps, notes or
    filled form fields lie on the page, which are no part of its content.
    """

    width: int
    height: int
    dpi: float
    scan: DrawnImage | None
    turns: int
    box: Rectangle
    unit: float
    visible_text: int
    hidden_text: int
    image_share: float
    largest_image: int
    curves: int
    annotated: bool
    tiling: Tiling | None = None

    @property
    def claimed_pixels(self) -> int:
        """What decoding must hold: the page, or a larger image that is drawn on it."""
        return max(self.width * self.height, self.largest_image)


@contextmanager
def opened(path: Path) -> Iterator[Pdf]:
    """An open PDF. Raises PageUnreadable for a file that is locked or cannot be parsed."""
    try:
        pdf = pikepdf.open(path, suppress_warnings=True)
    except FileNotFoundError:
        raise
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
    box, unit = _box(page), _user_unit(page)
    across, down = (box[2] - box[0]) * unit / POINTS, (box[3] - box[1]) * unit / POINTS
    turns = _rotate(page)
    ink, annotated = ink_of(page), _annotated(page)
    alone = not (ink.visible_text or ink.paths or ink.other or annotated)
    scan = _scan(ink.images, box) if alone else None
    tiling = _tiling(ink.images, box) if alone and scan is None else None
    if scan is not None:
        width, height = int(scan.image.Width), int(scan.image.Height)
        turns = ((scan.quarter_turns or 0) + turns) % 4
        dpi = round(width / (math.hypot(scan.matrix[0], scan.matrix[1]) * unit / POINTS), 2)
    elif tiling is not None:
        width, height, dpi = tiling.width, tiling.height, round(tiling.scale * POINTS / unit, 2)
    else:
        dpi = _render_dpi(ink, box, unit)
        width, height = _pixels(across, dpi), _pixels(down, dpi)
    if turns % 2:
        width, height = height, width
    return PagePlan(
        width=width,
        height=height,
        dpi=dpi,
        scan=scan,
        turns=turns,
        box=box,
        unit=unit,
        visible_text=ink.visible_text,
        hidden_text=ink.invisible_text + (not ink.complete),
        image_share=min(1.0, sum(drawn.area_within(box) for drawn in ink.images) / _area(box)),
        largest_image=max((drawn.pixels for drawn in ink.images), default=0),
        curves=ink.curves,
        annotated=annotated,
        tiling=tiling,
    )


def _pixels(inches: float, dpi: float) -> int:
    return max(1, math.ceil(inches * dpi - 0.01))


def _render_dpi(ink: Ink, box: Rectangle, unit: float) -> float:
    """300; for a page of images alone the resolution of the finest of them, so that none is read blurred."""
    if not ink.images or ink.visible_text or ink.paths:
        return float(RENDER_DPI)
    area = _area(box)
    found = [_dpi(drawn, unit) for drawn in ink.images if drawn.area_within(box) >= _TELLING_SHARE * area]
    if not found:
        return float(RENDER_DPI)
    dpi = min(_MOST_DPI, max(_LEAST_DPI, max(found)))
    fits = math.sqrt(_RENDERED_PIXELS / (area * unit * unit / POINTS / POINTS))
    return round(min(dpi, max(_LEAST_DPI, fits)), 2)


def _dpi(drawn: DrawnImage, unit: float) -> float:
    a, b, c, d, _, _ = drawn.matrix
    wide, high = math.hypot(a, b) * unit / POINTS, math.hypot(c, d) * unit / POINTS
    return max(int(drawn.image.get("/Width", 0)) / wide, int(drawn.image.get("/Height", 0)) / high)


def _box(page: pikepdf.Page) -> Rectangle:
    """What shows: /CropBox within /MediaBox, each in any order of corners; as pdfium takes it."""
    media = _rectangle(inherited(page, "/MediaBox")) or _LETTER
    crop = _rectangle(inherited(page, "/CropBox")) or media
    box = max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])
    if box[2] - box[0] < 1 or box[3] - box[1] < 1:
        raise ValueError("page without area")
    return box


def _rectangle(held: Object | None) -> Rectangle | None:
    if not isinstance(held, pikepdf.Array) or len(held) != 4:
        return None
    x0, y0, x1, y1 = (float(value) for value in held)
    found = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    return found if found[0] < found[2] and found[1] < found[3] else None


def _user_unit(page: pikepdf.Page) -> float:
    unit = float(page.obj.get("/UserUnit", 1))
    return unit if 0 < unit <= 1000 else 1.0


def _rotate(page: pikepdf.Page) -> int:
    return int(inherited(page, "/Rotate") or 0) // 90 % 4


def _annotated(page: pikepdf.Page) -> bool:
    """Whether anything but links and signature fields lies on the page and has a look of its own."""
    held = page.obj.get("/Annots")
    for note in list(held)[:_MOST_NOTES] if isinstance(held, pikepdf.Array) else ():
        if not isinstance(note, pikepdf.Dictionary) or int(note.get("/F", 0)) & _HIDDEN:
            continue
        field = note.get("/FT") or note.get("/Parent", pikepdf.Dictionary()).get("/FT")
        if note.get("/Subtype") in _SILENT_NOTES or field == Name.Sig:
            continue
        if "/AP" in note or "/V" in note:
            return True
    return False


def _scan(images: Sequence[DrawnImage], box: Rectangle) -> DrawnImage | None:
    """The single image that is the page; nothing else on the page shows."""
    if len(images) != 1 or images[0].quarter_turns is None or not plain(images[0].image):
        return None
    return images[0] if _fills(images[0].bounds, box) else None


def _tiling(images: Sequence[DrawnImage], box: Rectangle) -> Tiling | None:
    """The images that are the page together."""
    tiling = tiling_of(images)
    if tiling is None or not all(plain(drawn.image) for drawn in images):
        return None
    corners = [drawn.bounds for drawn in images]
    whole = min(c[0] for c in corners), min(c[1] for c in corners), *_far(corners)
    return tiling if _fills(whole, box) else None


def _far(corners: Sequence[Rectangle]) -> tuple[float, float]:
    return max(c[2] for c in corners), max(c[3] for c in corners)


def _fills(image: Rectangle, page: Rectangle) -> bool:
    """Whether the image covers nearly the whole page and the page shows nearly the whole image."""
    wide = min(image[2], page[2]) - max(image[0], page[0])
    high = min(image[3], page[3]) - max(image[1], page[1])
    least = _FULL_PAGE * max(_area(image), _area(page))
    return wide > 0 and high > 0 and wide * high >= least


def _area(box: Rectangle) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def plain(image: Object) -> bool:
    """Whether the image means the same outside this PDF: no masks, no inverted samples, simple colours."""
    if any(key in image for key in ("/SMask", "/Mask")) or int(image.get("/SMaskInData", 0)):
        return False
    samples = [float(value) for value in image.get("/Decode", [])]
    if image.get("/ImageMask", False) or samples != [0.0, 1.0] * (len(samples) // 2):
        return False
    filters = image.get("/Filter", None)
    names = [str(filters)] if isinstance(filters, Name) else [str(name) for name in filters or []]
    if len(names) != 1 or names[0] not in _PASSED:
        return False
    space = image.get("/ColorSpace", None)
    return (names[0] == "/JPXDecode" and space is None) or _simple_colour(space)


def _simple_colour(space: Object | None) -> bool:
    return components(space) in {1, 3}


def components(space: Object | None) -> int:
    """Samples per pixel of a simple colour space; 0 for any other (ISO 32000-1, 8.6)."""
    if isinstance(space, Name):
        return {"/DeviceRGB": 3, "/DeviceGray": 1}.get(str(space), 0)
    if not isinstance(space, pikepdf.Array) or len(space) < 2:
        return 0
    if str(space[0]) == "/ICCBased":
        return int(space[1].get("/N", 0))
    return {"/CalRGB": 3, "/CalGray": 1}.get(str(space[0]), 0)
