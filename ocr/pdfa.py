"""Pages and their words as one PDF/A-2u file (ISO 19005-2): original images, invisible text, metadata.

Equal inputs give equal bytes. Judges nothing: that is ocr/conformance.py. Signs nothing and encrypts nothing.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import ImageCms

from ocr.cleanup import A4_INCHES
from ocr.cutout import Polygon, cut_picture, cut_text
from ocr.glyphless import add_font, codes_of
from ocr.limits import Limits
from ocr.page import PageText
from ocr.pdf_page import POINTS
from ocr.pdfa_image import Picture, picture
from ocr.textrun import letters_of, text_content
from ocr.xmp import PdfMetadata, document_information, xmp_packet

__all__ = ["PdfMetadata", "PdfPage", "archival_picture", "write_blank", "write_pdfa", "write_pictures"]

# ISO 19005-2, 6.1.13: sides of a page, in points.
_SIDE_POINTS = (3.0, 14_400.0)
_ICC_EPOCH = b"\x07\xd0\x00\x01\x00\x01\x00\x00\x00\x00\x00\x00"


@dataclass(frozen=True)
class PdfPage:
    """Page `number` (from 1) of the file at `path`, the words read on it, and its resolution if known.

    Without `dpi` that of the file counts, and without any the page is fitted to A4 by its long side. `keep` are the
    parts that may leave, in pixels of the master: everything outside is white and its words are not in the file;
    empty for the whole page.
    """

    path: Path
    number: int
    text: PageText | None
    dpi: float | None
    keep: tuple[Polygon, ...] = ()


def write_pdfa(
    pages: Sequence[PdfPage], target: Path, meta: PdfMetadata, limits: Limits | None = None
) -> None:
    """Writes `pages` to `target`, replacing it only when the new file is complete on disk.

    JPEG data is embedded as it is; `PageText.rotation` turns the page upright without touching it. Raises
    PageUnreadable when a page's image cannot be had, ValueError without pages or without a time zone.
    """
    bounds = limits or Limits()
    write_pictures(pages, lambda page: archival_picture(page, bounds), target, meta)


def archival_picture(page: PdfPage, limits: Limits) -> Picture:
    """The image of a page as the archive keeps it, or of the parts that may leave. Raises PageUnreadable."""
    if page.keep:
        return cut_picture(page.path, page.number, page.keep, limits)
    return picture(page.path, page.number, limits)


def write_pictures(
    pages: Sequence[PdfPage], made: Callable[[PdfPage], Picture], target: Path, meta: PdfMetadata
) -> None:
    """As `write_pdfa`, with pictures that `made` gives, one after the other: for copies that are no archive."""
    if not pages or meta.created.tzinfo is None:
        raise ValueError("at least one page and a time with its zone are needed")
    pages = [_with_own_words(page) for page in pages]
    with pikepdf.new() as pdf:
        letters = {letter for page in pages if page.text for letter in letters_of(page.text.lines)}
        codes = codes_of(letters)
        font = add_font(pdf, codes) if letters else None
        for page in pages:
            sheet = _sheet(pdf, page, made(page), codes)
            if page.text is not None and page.text.words:
                sheet.Resources.Font = Dictionary(F0=font)
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(sheet)))
        _describe(pdf, meta)
        _save(pdf, target)


def write_blank(count: int, target: Path, meta: PdfMetadata) -> None:
    """Writes `count` empty A4 pages to `target`, for a paper whose text is set by others."""
    with pikepdf.new() as pdf:
        for _ in range(count):
            pdf.add_blank_page(page_size=(595, 842))
        _describe(pdf, meta)
        _save(pdf, target)


def _with_own_words(page: PdfPage) -> PdfPage:
    """A page of which only parts leave has only their words, whoever wrote it here."""
    return replace(page, text=cut_text(page.text, page.keep)) if page.keep and page.text else page


def _sheet(pdf: Pdf, page: PdfPage, image: Picture, codes: Mapping[str, int]) -> Dictionary:
    across, down = image.upright_size
    rotation = page.text.rotation if page.text else 0
    if rotation % 180:
        across, down = down, across
    scale = _points_per_pixel(page.dpi or image.dpi, across, down)
    width, height = across * scale, down * scale
    matrix = " ".join(f"{value:.4f}" for value in _placement(image.orientation, rotation, width, height))
    images = Dictionary(Im0=_image(pdf, image))
    content = f"q {matrix} cm /Im0 Do Q\n".encode()
    if image.front is not None:
        images.Im1 = _image(pdf, image.front)
        if image.mask is not None:
            images.Im1.Mask = _image(pdf, image.mask, stencil=True)
        content = f"q {matrix} cm /Im0 Do /Im1 Do Q\n".encode()
    if page.text is not None:
        content += text_content(page.text, scale, codes)
    return Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(width, 3), round(height, 3)]),
        Resources=Dictionary(XObject=images),
        Contents=_packed(pdf, content),
    )


def _image(pdf: Pdf, image: Picture, stencil: bool = False) -> pikepdf.Stream:
    stream = pdf.make_stream(image.data)
    entries = dict(image.entries)
    if stencil:
        # ISO 32000-1, 8.9.6.2: a mask has no colours; its black pixels show what lies over the page.
        entries |= {"ImageMask": True}
        del entries["ColorSpace"]
    stream.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=image.width, Height=image.height, **entries
    )
    return stream


def _packed(pdf: Pdf, content: bytes) -> pikepdf.Stream:
    """A Flate stream at the level that costs most and saves most: a page's text is some kilobytes."""
    stream = pdf.make_stream(zlib.compress(content, 9))
    stream.Filter = Name.FlateDecode
    return stream


def _points_per_pixel(dpi: float | None, across: int, down: int) -> float:
    long_side = max(across, down)
    points = long_side * POINTS / dpi if dpi else max(A4_INCHES) * POINTS
    least, most = _SIDE_POINTS
    points = min(most, max(points, least * long_side / min(across, down)))
    return points / long_side


def _placement(orientation: int, rotation: int, width: float, height: float) -> tuple[float, ...]:
    """The matrix that draws the stored image upright on a page of `width` by `height` points."""
    corners = [_seat(x, y, orientation, rotation) for x, y in ((0, 0), (1, 0), (0, 1))]
    (x0, y0), (x1, y1), (x2, y2) = [(x * width, y * height) for x, y in corners]
    return (x1 - x0, y1 - y0, x2 - x0, y2 - y0, x0, y0)


def _seat(x: int, y: int, orientation: int, rotation: int) -> tuple[int, int]:
    """Where a corner of the unit image (origin bottom left, as PDF draws it) lands on the unit page."""
    u, v = x, 1 - y
    u, v = {
        1: (u, v),
        2: (1 - u, v),
        3: (1 - u, 1 - v),
        4: (u, 1 - v),
        5: (v, u),
        6: (1 - v, u),
        7: (1 - v, 1 - u),
        8: (v, 1 - u),
    }[orientation]
    u, v = {0: (u, v), 90: (1 - v, u), 180: (1 - u, 1 - v), 270: (v, 1 - u)}[rotation]
    return u, 1 - v


def _describe(pdf: Pdf, meta: PdfMetadata) -> None:
    profile = pdf.make_stream(_srgb())
    profile.N = 3
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier="sRGB",
        Info="sRGB IEC61966-2.1",
        DestOutputProfile=profile,
    )
    packet = pdf.make_stream(xmp_packet(meta))
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = packet
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    pdf.Root.Lang = meta.language
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    for key, value in document_information(meta).items():
        pdf.docinfo[key] = value
    identity = hashlib.sha256(meta.identifier.encode()).digest()[:16]
    pdf.trailer.ID = Array([pikepdf.String(identity), pikepdf.String(identity)])


@cache
def _srgb() -> bytes:
    """The sRGB profile that LittleCMS builds, without the time at which it was built."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile[:24] + _ICC_EPOCH + profile[36:]


def _save(pdf: Pdf, target: Path) -> None:
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as file:
            pdf.save(
                file,
                min_version="1.7",
                deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                stream_decode_level=pikepdf.StreamDecodeLevel.none,
                compress_streams=True,
            )
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
