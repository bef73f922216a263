"""The font of invisible text: every character is an empty glyph half an em wide. Carries text, shows nothing.

Made here in code (TrueType, ISO/IEC 14496-22) instead of shipped as a binary, so that it can be read and
checked.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

ADVANCE = 500
_UNITS = 1000
_ASCENT, _DESCENT = 750, -250
_LAST_CODE = 0xFFFF
# 0 means "no glyph"; U+FEFF and U+FFFE are forbidden in ToUnicode (ISO 19005-2, 6.2.11.7.2).
_FORBIDDEN = frozenset({0, 0xFEFF, 0xFFFE})
_REPLACEMENT = 0xFFFD
# Seconds from 1904 to 2026-01-01; any fixed time keeps equal inputs giving equal files.
_MADE = 3_850_000_000
# One contour of three points; a glyf table without data is refused by some readers.
_NOTDEF = struct.pack(">hhhhh", 1, 0, 0, 1, 1) + struct.pack(">HH3B3h3hx", 2, 0, 1, 1, 1, 0, 1, 0, 0, 0, 1)


def code_of(letter: str) -> int:
    """The two-byte code of a character: its code point, or U+FFFD for those outside the basic plane."""
    code = ord(letter)
    return _REPLACEMENT if code > _LAST_CODE or code in _FORBIDDEN or 0xD800 <= code < 0xE000 else code


def shown(text: str) -> str:
    """`text` as a hexadecimal PDF string in this font."""
    return "<" + "".join(f"{code_of(letter):04X}" for letter in text) + ">"


def add_font(pdf: Pdf, letters: Iterable[str]) -> pikepdf.Object:
    """Adds the font to `pdf`, with a ToUnicode map for `letters`; returns the font object."""
    program = pdf.make_stream(_truetype())
    program.Length1 = len(_truetype())
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/SohoaGlyphless"),
        Flags=4,
        FontBBox=Array([0, _DESCENT, ADVANCE, _ASCENT]),
        ItalicAngle=0,
        Ascent=_ASCENT,
        Descent=_DESCENT,
        CapHeight=_ASCENT,
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
        # Every code means glyph 1: glyph 0 is .notdef, which PDF/A forbids to use.
        CIDToGIDMap=pdf.make_stream(b"\x00\x01" * (_LAST_CODE + 1)),
    )
    codes = sorted({code_of(letter) for letter in letters})
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/SohoaGlyphless"),
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=pdf.make_stream(_to_unicode(codes)),
    )
    return pdf.make_indirect(font)


def _to_unicode(codes: list[int]) -> bytes:
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    # At most 100 entries a block (Adobe technical note 5014).
    for start in range(0, len(codes), 100):
        block = codes[start : start + 100]
        lines.append(f"{len(block)} beginbfchar")
        lines.extend(f"<{code:04X}> <{code:04X}>" for code in block)
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")


def _truetype() -> bytes:
    """Two glyphs: .notdef, a speck that is never shown, and the empty one that is used."""
    tables = {
        b"OS/2": _os2(),
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 1, 12) + _cmap_format_4(),
        b"glyf": _NOTDEF,
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh",
            *(0x00010000, 0x00010000, 0, 0x5F0F3CF5, 0, _UNITS, _MADE, _MADE),
            *(0, _DESCENT, ADVANCE, _ASCENT, 0, 8, 2, 0, 0),
        ),
        b"hhea": struct.pack(
            ">IhhhHhhhhhhhhhhhH", 0x00010000, _ASCENT, _DESCENT, 0, ADVANCE, *([0] * 3), 1, *([0] * 7), 2
        ),
        b"hmtx": struct.pack(">HhHh", ADVANCE, 0, ADVANCE, 0),
        b"loca": struct.pack(">HHH", 0, len(_NOTDEF) // 2, len(_NOTDEF) // 2),
        b"maxp": struct.pack(">IH13H", 0x00010000, 2, 3, 1, 0, 0, 2, *([0] * 8)),
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
        ">4sHHHhhhHHIIhhHHH", b"SOHO", 64, 32, 32, _ASCENT, _DESCENT, 0, 750, 250, 1, 0, 0, 0, 0, 32, 1
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
