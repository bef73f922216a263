"""The one typeface of stamps: complete for Vietnamese, cut to the letters used, with widths that renderers agree on.

Widths are written in thousandths of the type size whatever the font's own units are; a PDF that repeats the font's
own 2048 units shows spread letters and is no PDF/A (ISO 19005-2, clause 6.2.11.5).
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.writer import BasePdfFileWriter

from signing.errors import ConfigurationRefused

# The library's constructors carry no types.
_Number: Any = generic.NumberObject
_Float: Any = generic.FloatObject
_Text: Any = generic.TextStringObject
_Array: Any = generic.ArrayObject
_Stream: Any = generic.StreamObject
_Entries: Any = generic.DictionaryObject

_FOLDER = Path("/usr/share/fonts/truetype")
# Both have the whole alphabet; Tinos has the measures of Times New Roman.
PLACES = (_FOLDER / "croscore/Tinos-Regular.ttf", _FOLDER / "noto/NotoSerif-Regular.ttf")
_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = "".join(
    case(unicodedata.normalize("NFC", vowel + tone))
    for vowel in _VOWELS
    for tone in _TONES
    for case in (str.lower, str.upper)
)
ALPHABET = LETTERS + "đĐ" + "".join(map(chr, range(0x20, 0x7F)))


@dataclass(frozen=True)
class Typeface:
    """A font file and what is needed to set text in it."""

    path: Path
    units: int
    glyphs: dict[int, str]
    numbers: dict[str, int]
    advances: dict[str, int]

    def width(self, text: str, size: float) -> float:
        """The width of one line in points."""
        return sum(self._thousandths(letter) for letter in text) * size / 1000

    def shown(self, text: str) -> bytes:
        """The text as a hexadecimal string for the Tj operator, under Identity-H."""
        return b"<" + b"".join(b"%04X" % self.numbers[self.glyphs[ord(c)]] for c in text) + b">"

    def embedded(self, writer: BasePdfFileWriter, text: str) -> Any:
        """The font with the letters of `text`, put into `writer`; returns the reference for /Font."""
        letters = sorted(set(text))
        program = _Stream(stream_data=self._cut(letters))
        program.compress()
        descriptor = self._descriptor(writer.add_object(program))
        name = descriptor["/FontName"]
        descendant = _dictionary(
            Type=pdf_name("/Font"),
            Subtype=pdf_name("/CIDFontType2"),
            BaseFont=name,
            CIDSystemInfo=_dictionary(
                Registry=_Text("Adobe"), Ordering=_Text("Identity"), Supplement=_Number(0)
            ),
            FontDescriptor=writer.add_object(descriptor),
            CIDToGIDMap=pdf_name("/Identity"),
            W=self._widths(letters),
        )
        unicode = _Stream(stream_data=self._to_unicode(letters))
        unicode.compress()
        whole = _dictionary(
            Type=pdf_name("/Font"),
            Subtype=pdf_name("/Type0"),
            BaseFont=name,
            Encoding=pdf_name("/Identity-H"),
            DescendantFonts=_Array([writer.add_object(descendant)]),
            ToUnicode=writer.add_object(unicode),
        )
        return writer.add_object(whole)

    def _widths(self, letters: Sequence[str]) -> Any:
        widths = _Array()
        for letter in letters:
            number = _Number(self.numbers[self.glyphs[ord(letter)]])
            widths.extend([number, _Array([_Float(self._thousandths(letter))])])
        return widths

    def _thousandths(self, letter: str) -> float:
        return round(self.advances[self.glyphs[ord(letter)]] * 1000 / self.units, 3)

    def _cut(self, letters: list[str]) -> bytes:
        options = subset.Options(retain_gids=True, hinting=False, notdef_outline=True, layout_features=[])
        options.drop_tables += ["GSUB", "GPOS", "GDEF"]
        font = TTFont(self.path, lazy=True, recalcTimestamp=False)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[ord(letter) for letter in letters])
        cutter.subset(font)
        out = io.BytesIO()
        font.save(out)
        return out.getvalue()

    def _descriptor(self, program: Any) -> Any:
        font = TTFont(self.path, lazy=True)
        scale = 1000 / self.units
        head, measures = font["head"], font["hhea"]
        box = [round(n * scale) for n in (head.xMin, head.yMin, head.xMax, head.yMax)]
        return _dictionary(
            Type=pdf_name("/FontDescriptor"),
            FontName=pdf_name(f"/SOHOAA+{font['name'].getDebugName(6)}"),
            Flags=_Number(4),
            FontBBox=_Array(_Number(n) for n in box),
            ItalicAngle=_Number(0),
            Ascent=_Number(round(measures.ascent * scale)),
            Descent=_Number(round(measures.descent * scale)),
            CapHeight=_Number(round(font["OS/2"].sCapHeight * scale)),
            StemV=_Number(80),
            FontFile2=program,
        )

    def _to_unicode(self, letters: list[str]) -> bytes:
        pairs = b"".join(
            b"<%04X> <%s>\n" % (self.numbers[self.glyphs[ord(c)]], c.encode("utf-16-be").hex().encode())
            for c in letters
        )
        return (
            b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            b"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
            b"%d beginbfchar\n%sendbfchar\nendcmap\n"
            b"CMapName currentdict /CMap defineresource pop\nend\nend\n" % (len(letters), pairs)
        )


def typeface() -> Typeface:
    """The first of PLACES that is there. Raises ConfigurationRefused when none is, or letters are missing in it."""
    for path in PLACES:
        if path.exists():
            return load(path)
    raise ConfigurationRefused(
        "Không có phông chữ cho dấu trên trang. Cài gói fonts-croscore hoặc fonts-noto-core.",
        "There is no font for marks on the page. Install the package fonts-croscore or fonts-noto-core.",
    )


@lru_cache(maxsize=4)
def load(path: Path) -> Typeface:
    """The font in a TrueType file. Raises ConfigurationRefused when a Vietnamese letter is missing in it."""
    font = TTFont(path, lazy=True)
    glyphs = dict(font.getBestCmap())
    missing = "".join(sorted({letter for letter in ALPHABET if ord(letter) not in glyphs}))
    if missing:
        raise ConfigurationRefused(
            f"Phông {path.name} thiếu các chữ {missing}. Cài gói fonts-croscore hoặc fonts-noto-core.",
            f"The font {path.name} lacks the letters {missing}. Install fonts-croscore or fonts-noto-core.",
        )
    numbers = {name: font.getGlyphID(name) for name in glyphs.values()}
    advances = {name: font["hmtx"][name][0] for name in glyphs.values()}
    return Typeface(path, font["head"].unitsPerEm, glyphs, numbers, advances)


def _dictionary(**entries: Any) -> Any:
    return _Entries({pdf_name(f"/{key}"): value for key, value in entries.items()})
