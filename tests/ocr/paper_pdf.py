"""PDF pages made by hand for tests: images placed by a matrix, and Vietnamese text in an embedded font."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import pikepdf
from drawn import FONT
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # ships no type information
from pikepdf import Array, Dictionary, Name, Pdf

from ocr.page import Pixels

SENTENCES = (
    "ỦY BAN NHÂN DÂN PHƯỜNG HÒA BÌNH",
    "Căn cứ đơn đề nghị của công dân, cán bộ tư pháp",
    "đã kiểm tra giấy tờ và ghi vào sổ đăng ký khai sinh",
    "theo quy định của pháp luật về hộ tịch hiện hành.",
)


def blank(width: float = 400, height: float = 300, **entries: object) -> Pdf:
    """A PDF of one empty page, with `entries` in its dictionary."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(width, height))
    for key, value in entries.items():
        pdf.pages[0].obj[f"/{key}"] = Array(value) if isinstance(value, list) else value
    return pdf


def add_image(pdf: Pdf, pixels: Pixels, **entries: object) -> Name:
    """Stores pixels without loss and names them in the page's resources."""
    gray = pixels.ndim == 2
    stream = pdf.make_stream(zlib.compress(pixels.tobytes()))
    stream.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=pixels.shape[1],
        Height=pixels.shape[0],
        ColorSpace=Name.DeviceGray if gray else Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.FlateDecode,
    )
    for key, value in entries.items():
        stream[f"/{key}"] = value
    return pdf.pages[0].add_resource(pdf.make_indirect(stream), Name.XObject)


def draw(pdf: Pdf, content: str) -> None:
    """Puts `content` behind what the page has already."""
    pdf.pages[0].contents_add(pdf.make_stream(content.encode("ascii")))


def scan(width: int = 400, height: int = 300) -> Pixels:
    """Unlike in all four quarters, with a gradient that any resampling would change."""
    pixels = np.add.outer(np.arange(height) % 7, np.arange(width) % 11).astype(np.uint8) * 8 + 60
    pixels[: height // 2, : width // 2] //= 3
    pixels[height // 2 :, width // 2 :] += 60
    return pixels


class Typesetter:
    """A TrueType font in one PDF, with a /ToUnicode map that a test may falsify."""

    def __init__(self, pdf: Pdf, name: str = "Tinos", swap: dict[str, str] | None = None) -> None:
        font = TTFont(FONT)
        self._glyphs, self._hmtx = font.getBestCmap(), font["hmtx"].metrics
        self._order, self._units = font.getReverseGlyphMap(), font["head"].unitsPerEm
        self._pdf, self._name, self._swap = pdf, name, swap or {}
        self.resource = pdf.pages[0].add_resource(self._font(), Name.Font)

    def show(
        self, x: float, y: float, text: str, size: float = 12, mode: int = 0, colour: str = "0 g"
    ) -> str:
        """Operators that write `text` from (x, y) in points."""
        shown = "".join(f"{self._glyph(letter):04X}" for letter in text)
        return f"q {colour} BT {self.resource} {size} Tf {mode} Tr {x} {y} Td <{shown}> Tj ET Q\n"

    def width(self, text: str, size: float = 12) -> float:
        """Points across."""
        return sum(self._advance(letter) for letter in text) * size / self._units

    def _glyph(self, letter: str) -> int:
        return int(self._order[self._glyphs[ord(letter)]])

    def _advance(self, letter: str) -> int:
        return int(self._hmtx[self._glyphs[ord(letter)]][0])

    def _font(self) -> Dictionary:
        letters = sorted({letter for sentence in SENTENCES for letter in sentence} | set(" ABCDEFGHabcdefgh"))
        pairs = "\n".join(
            f"<{self._glyph(letter):04X}> <{self._swap.get(letter, letter).encode('utf-16-be').hex()}>"
            for letter in letters
        )
        head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def"
        space = "1 begincodespacerange <0000> <FFFF> endcodespacerange"
        cmap = f"{head}\n{space}\n{len(letters)} beginbfchar\n{pairs}\nendbfchar\nendcmap end end"
        file = self._pdf.make_stream(Path(FONT).read_bytes())
        told = Dictionary(Type=Name.FontDescriptor, FontName=Name(f"/{self._name}"), Flags=4, FontFile2=file)
        told.update({"/FontBBox": Array([-200, -300, 1200, 1000]), "/ItalicAngle": 0, "/Ascent": 891})
        told.update({"/Descent": -216, "/CapHeight": 660, "/StemV": 80})
        widths = Array()
        for letter in letters:
            widths.extend([self._glyph(letter), Array([self._advance(letter) * 1000 / self._units])])
        inner = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(f"/{self._name}"),
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=self._pdf.make_indirect(told),
            W=widths,
            CIDToGIDMap=Name.Identity,
        )
        return Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name(f"/{self._name}"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([self._pdf.make_indirect(inner)]),
            ToUnicode=self._pdf.make_stream(cmap.encode("ascii")),
        )


def saved(pdf: Pdf, path: Path) -> Path:
    """Writes and closes it."""
    pdf.save(path)
    pdf.close()
    return path
