"""The font of invisible text: every character is a glyph without area, half an em wide. Carries text, shows nothing.

Made here in code (TrueType, ISO/IEC 14496-22) instead of shipped as a binary, so that it can be read and
checked.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

UNITS = 1000
ADVANCE, SPACE_ADVANCE = 500, 250
ASCENT, _DESCENT = 750, -250
_LAST_CODE = 0xFFFF
# 0 means "no glyph"; U+FEFF and U+FFFE are forbidden in ToUnicode (ISO 19005-2, 6.2.11.7.2).
_FORBIDDEN = frozenset({0, 0xFEFF, 0xFFFE})
_REPLACEMENT = 0xFFFD
_SPACE = 0x20
_PRIVATE = range(0xE000, 0xF900)
# Seconds from 1904 to 2026-01-01; any fixed time keeps equal inputs giving equal files.
_MADE = 3_850_000_000
# A contour of three points without area, from the descent to the ascent: readers that ask a glyph for its height
# (pdfium) get it, and nothing would show even if the text were painted.
_SPECK = struct.pack(">hhhhh", 1, 0, _DESCENT, 0, ASCENT) + struct.pack(
    ">HH3B3h3hx", 2, 0, 1, 1, 1, 0, 0, 0, _DESCENT, ASCENT - _DESCENT, _DESCENT - ASCENT
)
# .notdef, the letter, the space.
_ADVANCES = (ADVANCE, ADVANCE, SPACE_ADVANCE)


def codes_of(letters: Iterable[str]) -> dict[str, int]:
    """The two-byte code of each letter: its code point where that fits, so that the file stays readable even
    without its map; letters beyond U+FFFF get free codes of the private area.
    """
    known = sorted(set(letters))
    codes = {letter: _code(ord(letter)) for letter in known if ord(letter) <= _LAST_CODE}
    free = iter([code for code in _PRIVATE if chr(code) not in codes])
    return codes | {letter: next(free, _REPLACEMENT) for letter in known if ord(letter) > _LAST_CODE}


def _code(point: int) -> int:
    return _REPLACEMENT if point in _FORBIDDEN or 0xD800 <= point < 0xE000 else point


def shown(text: str, codes: Mapping[str, int]) -> bytes:
    """`text` as a literal PDF string of two-byte codes (ISO 32000-1, 7.3.4.2)."""
    raw = b"".join(codes[letter].to_bytes(2, "big") for letter in text)
    return b"(" + _SPECIAL.sub(lambda found: _ESCAPED[found[0]], raw) + b")"


_ESCAPED = {b"(": b"\\(", b")": b"\\)", b"\\": b"\\\\", b"\r": b"\\r"}
_SPECIAL = re.compile(rb"[()\\\r]")


def add_font(pdf: Pdf, codes: Mapping[str, int]) -> pikepdf.Object:
    """Adds the font to `pdf`, with a ToUnicode map for `codes`; returns the font object."""
    program = pdf.make_stream(_truetype())
    program.Length1 = len(_truetype())
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/SohoaGlyphless"),
        Flags=4,
        FontBBox=Array([0, _DESCENT, ADVANCE, ASCENT]),
        ItalicAngle=0,
        Ascent=ASCENT,
        Descent=_DESCENT,
        CapHeight=ASCENT,
        StemV=80,
        FontFile2=program,
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/SohoaGlyphless"),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=ADVANCE,
        W=Array([_SPACE, Array([SPACE_ADVANCE])]),
        CIDToGIDMap=pdf.make_stream(_glyphs(max(codes.values(), default=_SPACE))),
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/SohoaGlyphless"),
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=pdf.make_stream(_to_unicode(codes)),
    )
    return pdf.make_indirect(font)


def _glyphs(last: int) -> bytes:
    """Every code up to `last` means glyph 1, the space glyph 2: glyph 0 is .notdef, which PDF/A forbids to use."""
    held = bytearray(b"\x00\x01" * (max(last, _SPACE) + 1))
    held[2 * _SPACE + 1] = 2
    return bytes(held)


def _to_unicode(codes: Mapping[str, int]) -> bytes:
    """Codes that are code points in one range per 256, for a range keeps its high byte (ISO 32000-1, 9.10.3)."""
    pages: dict[int, list[int]] = {}
    for code in sorted({code for letter, code in codes.items() if code in (ord(letter), _REPLACEMENT)}):
        pages.setdefault(code >> 8, []).append(code)
    ranges = [f"<{page[0]:04X}><{page[-1]:04X}><{page[0]:04X}>" for page in pages.values()]
    beyond = [
        f"<{code:04X}><{letter.encode('utf-16-be').hex().upper()}>"
        for letter, code in sorted(codes.items())
        if ord(letter) > _LAST_CODE and code != _REPLACEMENT
    ]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def",
        "/CMapName/Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000><FFFF>",
        "endcodespacerange",
        *_blocks(ranges, "bfrange"),
        *_blocks(beyond, "bfchar"),
        "endcmap",
        "CMapName currentdict/CMap defineresource pop",
        "end",
        "end",
    ]
    return "\n".join(lines).encode("ascii")


def _blocks(entries: list[str], kind: str) -> Iterator[str]:
    # At most 100 entries a block (Adobe technical note 5014).
    for start in range(0, len(entries), 100):
        block = entries[start : start + 100]
        yield from (f"{len(block)} begin{kind}", *block, f"end{kind}")


def _truetype() -> bytes:
    """Three glyphs of one shape: .notdef, the letter, the space."""
    glyphs = len(_ADVANCES)
    tables = {
        b"OS/2": _os2(),
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 1, 12) + _cmap_format_4(),
        b"glyf": _SPECK * glyphs,
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh",
            *(0x00010000, 0x00010000, 0, 0x5F0F3CF5, 0, UNITS, _MADE, _MADE),
            *(0, _DESCENT, ADVANCE, ASCENT, 0, 8, 2, 0, 0),
        ),
        b"hhea": struct.pack(
            ">IhhhHhhhhhhhhhhhH", 0x00010000, ASCENT, _DESCENT, 0, ADVANCE, *([0] * 3), 1, *([0] * 7), glyphs
        ),
        b"hmtx": b"".join(struct.pack(">Hh", advance, 0) for advance in _ADVANCES),
        b"loca": struct.pack(f">{glyphs + 1}H", *(at * len(_SPECK) // 2 for at in range(glyphs + 1))),
        b"maxp": struct.pack(">IH13H", 0x00010000, glyphs, 3, 1, 0, 0, 2, *([0] * 8)),
        b"name": struct.pack(">HHH", 0, 0, 6),
        b"post": struct.pack(">IIhhIIIII", 0x00030000, 0, -100, 50, 1, 0, 0, 0, 0),
    }
    return _assembled(tables)


def _cmap_format_4() -> bytes:
    """No character maps to a glyph: the PDF's own map decides."""
    return struct.pack(">HHHHHHH", 4, 24, 0, 2, 2, 0, 0) + struct.pack(">HHHHH", 0xFFFF, 0, 0xFFFF, 1, 0)


def _os2() -> bytes:
    head = struct.pack(">HhHHHhhhhhhhhhhh", 3, ADVANCE, 400, 5, 0, *([100] * 8), 50, 250, 0)
    tail = struct.pack(
        ">4sHHHhhhHHIIhhHHH", b"SOHO", 64, 32, 32, ASCENT, _DESCENT, 0, 750, 250, 1, 0, 0, 0, 0, 32, 1
    )
    return head + bytes(10) + struct.pack(">IIII", 0, 0, 0, 0) + tail


def _assembled(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    header = struct.pack(">IHHHH", 0x00010000, count, 16 << power, power, 16 * count - (16 << power))
    offset = len(header) + 16 * count
    directory, body = b"", b""
    for tag, data in sorted(tables.items()):
        padded = data + bytes(-len(data) % 4)
        directory += struct.pack(">4sIII", tag, _checksum(padded), offset + len(body), len(data))
        body += padded
    font = bytearray(header + directory + body)
    at = font.index(struct.pack(">I", 0x5F0F3CF5)) - 4
    font[at : at + 4] = struct.pack(">I", (0xB1B0AFBA - _checksum(bytes(font))) & 0xFFFFFFFF)
    return bytes(font)


def _checksum(data: bytes) -> int:
    total: int = sum(struct.unpack(f">{len(data) // 4}I", data))
    return total & 0xFFFFFFFF
