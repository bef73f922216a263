"""Separator and cover sheets as a PDF/A-2 for A4 paper: QR codes at all corners and one inside, patch code T.

What the words between them say is the caller's business. Any one of the codes tells the sheet.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pikepdf
import zxingcpp
from pikepdf import Array, Dictionary, Name, Pdf

from ocr.font_object import EmbeddedFont, embed
from ocr.page import Pixels
from ocr.patch_code import BARS, NARROW_INCHES, WIDE_INCHES
from ocr.sheet_code import SheetCode
from ocr.truetype import find_font, load_font
from ocr.xmp import PdfMetadata, document_information, xmp_packet

FONT_PACKAGE = "fonts-croscore"
_POINTS, _MM = 72.0, 72 / 25.4
_WIDTH, _HEIGHT = 595.276, 841.890
# Printers leave a margin of 5 mm or so white; A-61599 wants 6 mm between a patch code and anything else.
_MARGIN, _QR_SIDE, _PATCH_LEFT = 12 * _MM, 30 * _MM, 54 * _MM
# A sheet that went in 10 degrees askew lost all its corners; the code in its lower half is still whole.
_MIDDLE_SIDE, _MIDDLE_UP = 46 * _MM, 74 * _MM
_PATCH = "T"
_FACES = {"plain": "Arimo-Regular", "bold": "Arimo-Bold", "code": "Cousine-Bold"}
_TEXT_WIDTH = 170 * _MM


@dataclass(frozen=True)
class SheetFace:
    """What one sheet shows: its code for machines, and for people a title, the code in large type (`name`), facts
    below it (the page count, say) and notes in small type."""

    code: SheetCode
    title: str
    name: str
    facts: tuple[str, ...]
    notes: tuple[str, ...]


def write_sheets(faces: Sequence[SheetFace], target: Path, meta: PdfMetadata) -> None:
    """One A4 page for each of `faces`. Equal arguments give equal bytes.

    Raises ToolMissing when a font is not installed, ValueError when it lacks a letter, OSError.
    """
    pdf = Pdf.new()
    fonts = _fonts(pdf, faces)
    resources = Dictionary(
        Font=Dictionary({f"/{font.name}": font.object for font in fonts.values()}),
        ColorSpace=Dictionary(Gray=pdf.make_indirect(_gray())),
    )
    for face in faces:
        page = pdf.add_blank_page(page_size=(_WIDTH, _HEIGHT))
        page.obj.Resources = resources
        page.obj.Contents = pdf.make_stream(_content(face, fonts).encode("ascii"))
    _describe(pdf, meta)
    _save(pdf, target)


def _fonts(pdf: Pdf, faces: Sequence[SheetFace]) -> dict[str, EmbeddedFont]:
    shown = {
        "bold": "".join(text for face in faces for text in (face.title, *face.facts)),
        "plain": "".join(text for face in faces for text in (*face.notes, face.code.text)),
        "code": "".join(face.name for face in faces),
    }
    return {
        style: embed(pdf, style, name, load_font(find_font(f"{name}.ttf", FONT_PACKAGE)), shown[style] + " ")
        for style, name in _FACES.items()
    }


def _content(face: SheetFace, fonts: dict[str, EmbeddedFont]) -> str:
    parts = ["/Gray cs 0 sc", _squares(face.code.text), _patch_bars()]
    y = _HEIGHT - 75 * _MM
    for text, style, size, gap in _text_lines(face):
        y -= gap
        parts.append(_line(text, fonts[style], size, y))
    parts.append(_line(face.code.text, fonts["plain"], 8, 64 * _MM))
    return "\n".join(parts)


def _text_lines(face: SheetFace) -> list[tuple[str, str, float, float]]:
    """Text, style, size and the room above it in points, from top to bottom."""
    lines = [(face.title, "bold", 30.0, 0.0), (face.name, "code", 44.0, 60.0)]
    lines += [(fact, "bold", 26.0, 44.0) for fact in face.facts]
    lines += [(note, "plain", 13.0, 40.0 if first else 19.0) for first, note in _numbered(face.notes)]
    return lines


def _numbered(notes: Sequence[str]) -> list[tuple[bool, str]]:
    return [(place == 0, note) for place, note in enumerate(notes)]


def _line(text: str, font: EmbeddedFont, size: float, y: float) -> str:
    """A centred line, set smaller where it would not fit."""
    width = font.font.width(text) / 1000
    size = min(size, _TEXT_WIDTH / max(width, 1e-6))
    x = (_WIDTH - width * size) / 2
    return f"BT /{font.name} {size:.2f} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm {font.shown(text)} Tj ET"


def _squares(text: str) -> str:
    """The QR code of `text` at the four corners and inside."""
    modules = qr_modules(text)
    far_x, far_y = _WIDTH - _MARGIN - _QR_SIDE, _HEIGHT - _MARGIN - _QR_SIDE
    corners = [(x, y, _QR_SIDE) for x in (_MARGIN, far_x) for y in (_MARGIN, far_y)]
    places = [*corners, ((_WIDTH - _MIDDLE_SIDE) / 2, _MIDDLE_UP, _MIDDLE_SIDE)]
    return "\n".join(_drawn(modules, *place) for place in places)


def _drawn(modules: Pixels, x: float, y: float, side: float) -> str:
    """A code with its lower left corner at x, y: one path, so that no seam shows between its squares."""
    unit = side / len(modules)
    squares = [
        f"{x + column * unit:.3f} {y + side - (row + 1) * unit:.3f} {unit:.3f} {unit:.3f} re"
        for row, column in np.argwhere(modules)
    ]
    return "\n".join([*squares, "f"])


def qr_modules(text: str) -> Pixels:
    """The modules of the code, dark ones true. Level Q: a quarter of them may be spoilt (ISO/IEC 18004)."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    image = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
    modules: Pixels = np.array(image) == 0
    return modules


def _patch_bars() -> str:
    """Patch code T at the upper and the lower edge, each read from its edge inwards."""
    bars = next(bars for bars, text in BARS.items() if text == _PATCH)
    parts, y = [], _MARGIN
    for bar in bars:
        thick = (WIDE_INCHES if bar == "1" else NARROW_INCHES) * _POINTS
        for bottom in (y, _HEIGHT - y - thick):
            parts.append(f"{_PATCH_LEFT:.3f} {bottom:.3f} {_WIDTH - 2 * _PATCH_LEFT:.3f} {thick:.3f} re")
        y += thick + NARROW_INCHES * _POINTS
    return "\n".join([*parts, "f"])


def _gray() -> Array:
    """Gray under D65 light (ISO 32000-1, 8.6.5.2), which needs no output intent to be PDF/A."""
    return Array([Name.CalGray, Dictionary(WhitePoint=Array([0.9505, 1.0, 1.089]), Gamma=2.2)])


def _describe(pdf: Pdf, meta: PdfMetadata) -> None:
    packet = pdf.make_stream(xmp_packet(meta))
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = packet
    pdf.Root.Lang = meta.language
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    for key, value in document_information(meta).items():
        pdf.docinfo[key] = value
    identity = pikepdf.String(hashlib.sha256(meta.identifier.encode()).digest()[:16])
    pdf.trailer.ID = Array([identity, identity])


def _save(pdf: Pdf, target: Path) -> None:
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        pdf.save(beside, min_version="1.7", deterministic_id=True, compress_streams=True)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
