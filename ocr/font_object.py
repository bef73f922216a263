"""A visible font in a PDF: the letters that are shown, embedded, each mapped back to Unicode (ISO 32000-1, 9.7).

The invisible font of text layers is another (glyphless.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from ocr.truetype import Font, smaller

# A subset has six capitals before its name (ISO 32000-1, 9.6.4).
_TAG = "SOHOAS"


@dataclass(frozen=True)
class EmbeddedFont:
    """A font of a PDF under the resource `name`."""

    name: str
    font: Font
    object: pikepdf.Object

    def shown(self, text: str) -> str:
        """`text` as a hexadecimal PDF string."""
        return "<" + "".join(f"{self.font.glyph(letter):04X}" for letter in text) + ">"


def embed(pdf: Pdf, name: str, face: str, font: Font, text: str) -> EmbeddedFont:
    """Put the glyphs of `text` into `pdf` as font `face`. Raises ValueError when the font lacks a letter."""
    letters = sorted(set(text))
    missing = [letter for letter in letters if font.glyph(letter) == 0]
    if missing:
        raise ValueError(f"{face} lacks {''.join(missing)!r}")
    base = Name(f"/{_TAG}+{face}")
    whole = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=base,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([_descendant(pdf, base, font, letters)]),
        ToUnicode=pdf.make_stream(_to_unicode(font, letters)),
    )
    return EmbeddedFont(name, font, pdf.make_indirect(whole))


def _descendant(pdf: Pdf, base: Name, font: Font, letters: list[str]) -> pikepdf.Object:
    data = smaller(font, letters)
    ascent, descent = font.ascent_descent
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=base,
        Flags=4,
        FontBBox=Array(font.box),
        ItalicAngle=0,
        Ascent=ascent,
        Descent=descent,
        CapHeight=ascent,
        StemV=80,
        FontFile2=pdf.make_stream(data, Length1=len(data)),
    )
    widths: list[object] = []
    for glyph in sorted({font.glyph(letter) for letter in letters}):
        widths += [glyph, Array([font.widths[glyph]])]
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=base,
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            CIDToGIDMap=Name.Identity,
            FontDescriptor=pdf.make_indirect(descriptor),
            W=Array(widths),
        )
    )


def _to_unicode(font: Font, letters: list[str]) -> bytes:
    """The CMap that leads from glyph numbers back to letters, at most 100 a block (ISO 32000-1, 9.10.3)."""
    pairs = dict(sorted((font.glyph(letter), letter) for letter in letters))
    rows = [f"<{glyph:04X}> <{ord(letter):04X}>" for glyph, letter in pairs.items()]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{body}\nendcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode("ascii")
