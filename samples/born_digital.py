"""Writes sheets as a PDF with real text: fonts subset and embedded, every letter mapped back to Unicode.

A born-digital paper carries neither rubber seal nor pen, so these marks are left out. fontTools is a
development dependency; only the making of samples needs it.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont

from samples.fonts import font_path
from samples.sheet import GLUED, Rule, Sheet, Word

Face = tuple[str, str]


@dataclass(frozen=True)
class EmbeddedFont:
    """A font in the PDF: its resource name, its object, and the glyph number of each letter."""

    name: str
    object: pikepdf.Object
    glyphs: dict[str, int]

    def show(self, text: str) -> str:
        """The glyph numbers of `text` as a hexadecimal string of the content stream."""
        return "<" + "".join(f"{self.glyphs[letter]:04X}" for letter in text) + ">"


def write_born_digital(sheets: Sequence[Sheet], path: Path) -> None:
    """One page per sheet. Equal sheets give equal bytes."""
    pdf = pikepdf.new()
    letters: dict[Face, set[str]] = defaultdict(lambda: {" "})
    for sheet in sheets:
        for mark in sheet.marks:
            if isinstance(mark, Word):
                letters[mark.ink.face, mark.ink.style].update(mark.text)
    fonts = {
        face: _embed(pdf, face, f"F{number}", "".join(sorted(letters[face])))
        for number, face in enumerate(sorted(letters))
    }
    resources = pikepdf.Dictionary({f"/{font.name}": font.object for font in fonts.values()})
    for sheet in sheets:
        page = pdf.add_blank_page(page_size=(sheet.width, sheet.height))
        page.obj.Resources = pikepdf.Dictionary(Font=resources)
        page.obj.Contents = pdf.make_stream(_content(sheet, fonts).encode("ascii"))
    pdf.Root.Lang = pikepdf.String("vi-VN")
    pdf.save(path, deterministic_id=True)


def _content(sheet: Sheet, fonts: dict[Face, EmbeddedFont]) -> str:
    lines = []
    for mark, after in pairwise([*sheet.marks, None]):
        if isinstance(mark, Word):
            font = fonts[mark.ink.face, mark.ink.style]
            colour = " ".join(f"{part / 255:.3f}" for part in mark.ink.colour)
            at = f"{mark.x:.2f} {sheet.height - mark.baseline:.2f}"
            size = f"/{font.name} {mark.ink.size:g} Tf"
            text = mark.text if isinstance(after, Word) and _stuck(mark, after) else mark.text + " "
            lines.append(f"BT {colour} rg {size} 1 0 0 1 {at} Tm {font.show(text)} Tj ET")
        elif isinstance(mark, Rule):
            dots = "[0.7 2.4] 0" if mark.dotted else "[] 0"
            y0, y1 = sheet.height - mark.y0, sheet.height - mark.y1
            lines.append(f"{mark.width:g} w {dots} d {mark.x0:.2f} {y0:.2f} m {mark.x1:.2f} {y1:.2f} l S")
    return "\n".join(lines)


def _stuck(word: Word, after: Word) -> bool:
    """Whether `after` follows without a space, as a comma does."""
    return after.baseline == word.baseline and after.text.startswith(GLUED)


def _embed(pdf: pikepdf.Pdf, face: Face, name: str, letters: str) -> EmbeddedFont:
    """A Type 0 font with the glyphs of `letters`, after ISO 32000-1, 9.7."""
    font = TTFont(font_path(*face), recalcTimestamp=False)
    cutter = subset.Subsetter(subset.Options(layout_features=[], hinting=False))
    cutter.populate(text=letters)
    cutter.subset(font)
    held = io.BytesIO()
    font.save(held)
    order = {glyph: number for number, glyph in enumerate(font.getGlyphOrder())}
    cmap = font.getBestCmap()
    glyphs = {letter: order[cmap[ord(letter)]] for letter in letters}
    base = pikepdf.Name(f"/SAMPLE+{face[0].title().replace('-', '')}-{face[1]}")
    descendant = _descendant(pdf, font, held.getvalue(), base)
    whole = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=base,
        Encoding=pikepdf.Name("/Identity-H"),
        DescendantFonts=pikepdf.Array([descendant]),
        ToUnicode=pdf.make_stream(_to_unicode(glyphs).encode("ascii")),
    )
    return EmbeddedFont(name, pdf.make_indirect(whole), glyphs)


def _descendant(pdf: pikepdf.Pdf, font: TTFont, data: bytes, base: pikepdf.Name) -> pikepdf.Object:
    em = font["head"].unitsPerEm
    widths = [round(font["hmtx"][glyph][0] * 1000 / em) for glyph in font.getGlyphOrder()]
    head, tall = font["head"], font["hhea"]
    box = [round(edge * 1000 / em) for edge in (head.xMin, head.yMin, head.xMax, head.yMax)]
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=base,
        Flags=4,
        FontBBox=pikepdf.Array(box),
        ItalicAngle=0,
        Ascent=round(tall.ascent * 1000 / em),
        Descent=round(tall.descent * 1000 / em),
        CapHeight=700,
        StemV=80,
        FontFile2=pdf.make_stream(data, Length1=len(data)),
    )
    made = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=base,
        CIDSystemInfo=pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        CIDToGIDMap=pikepdf.Name.Identity,
        FontDescriptor=pdf.make_indirect(descriptor),
        W=pikepdf.Array([0, pikepdf.Array(widths)]),
    )
    return pdf.make_indirect(made)


def _to_unicode(glyphs: dict[str, int]) -> str:
    """The CMap that leads from glyph numbers back to letters, at most 100 per block (ISO 32000-1, 9.10.3)."""
    pairs = sorted((number, letter) for letter, number in glyphs.items())
    rows = [f"<{number:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for number, letter in pairs]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{body}\nendcmap CMapName currentdict /CMap defineresource pop end end"
    )
