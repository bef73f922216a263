"""A TrueType font file taken apart as far as embedding needs it: letters to glyphs, widths, a smaller copy.

Tables are those of the OpenType specification (ISO/IEC 14496-22). Nothing is drawn here; glyph numbers stay, so
that a glyph made of others still finds its parts.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ocr.faults import ToolMissing

PLACES = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
# What a viewer needs to draw glyphs that are named by number (ISO 32000-1, 9.9).
_KEPT = (b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep")
_MAGIC = 0xB1B0AFBA
# Flags of a part of a composite glyph: 16-bit arguments, one scale, more parts, two scales, four scales.
_WORDS, _SCALE, _MORE, _TWO, _FOUR = 0x1, 0x8, 0x20, 0x40, 0x80


@dataclass(frozen=True)
class Font:
    """The tables of one font; lengths are in thousandths of an em unless named otherwise."""

    tables: dict[bytes, bytes]
    glyphs: dict[int, int]
    widths: tuple[int, ...]

    @property
    def units(self) -> int:
        """Units of the file to an em."""
        return int(struct.unpack_from(">H", self.tables[b"head"], 18)[0])

    @property
    def box(self) -> tuple[int, ...]:
        """The box that holds every glyph: left, bottom, right, top."""
        return tuple(self._thousandths(v) for v in struct.unpack_from(">4h", self.tables[b"head"], 36))

    @property
    def ascent_descent(self) -> tuple[int, int]:
        """How far letters go up and (negative) down."""
        up, down = struct.unpack_from(">2h", self.tables[b"hhea"], 4)
        return self._thousandths(up), self._thousandths(down)

    def glyph(self, letter: str) -> int:
        """The glyph of a letter; 0 when the font has none."""
        return self.glyphs.get(ord(letter), 0)

    def width(self, text: str) -> int:
        """How wide `text` is set."""
        return sum(self.widths[self.glyph(letter)] for letter in text)

    def _thousandths(self, value: int) -> int:
        return round(value * 1000 / self.units)


def find_font(name: str, install: str) -> Path:
    """The font file called `name`. Raises ToolMissing, which says that the package `install` brings it."""
    for place in PLACES:
        for found in sorted(place.rglob(name)) if place.is_dir() else ():
            return found
    raise ToolMissing(
        f"Máy này chưa có phông chữ {name}. Cài bằng lệnh: apt-get install {install}",
        f"The font {name} is not on this machine. Install it with: apt-get install {install}",
    )


def load_font(path: Path) -> Font:
    """The font in a `.ttf` file. Raises OSError; ValueError when it is no TrueType font with a Unicode map."""
    data = path.read_bytes()
    count = struct.unpack_from(">H", data, 4)[0]
    tables = {}
    for at in range(12, 12 + 16 * count, 16):
        tag, _, start, length = struct.unpack_from(">4sIII", data, at)
        tables[tag] = data[start : start + length]
    if b"glyf" not in tables:
        raise ValueError(f"{path}: no TrueType outlines")
    units = struct.unpack_from(">H", tables[b"head"], 18)[0]
    total, told = _number(tables[b"maxp"], 4), _number(tables[b"hhea"], 34)
    # After the last width that is told, all glyphs are as wide as it.
    widths = [_number(tables[b"hmtx"], 4 * min(glyph, told - 1)) for glyph in range(total)]
    return Font(tables, _glyphs(tables[b"cmap"]), tuple(round(width * 1000 / units) for width in widths))


def smaller(font: Font, letters: Iterable[str]) -> bytes:
    """A font file with the outlines of `letters` only; every glyph keeps its number."""
    held = font.tables
    places = _places(font)
    kept, waiting = {0}, [font.glyph(letter) for letter in letters]
    while waiting:
        glyph = waiting.pop()
        if glyph not in kept:
            kept.add(glyph)
            waiting += _parts(held[b"glyf"][places[glyph] : places[glyph + 1]])
    outlines, starts = b"", [0]
    for glyph in range(len(places) - 1):
        if glyph in kept:
            outlines += held[b"glyf"][places[glyph] : places[glyph + 1]]
            outlines += bytes(-len(outlines) % 4)
        starts.append(len(outlines))
    tables = {tag: held[tag] for tag in _KEPT if tag in held}
    tables[b"glyf"], tables[b"loca"] = outlines, struct.pack(f">{len(starts)}I", *starts)
    # indexToLocFormat 1: the places are told in 32 bits; checkSumAdjustment is set at the end.
    tables[b"head"] = held[b"head"][:8] + bytes(4) + held[b"head"][12:50] + b"\0\1" + held[b"head"][52:]
    return _file(tables)


def _number(table: bytes, at: int) -> int:
    return int(struct.unpack_from(">H", table, at)[0])


def _glyphs(cmap: bytes) -> dict[int, int]:
    """Code points of the basic plane to glyph numbers, from the Windows Unicode table (format 4)."""
    for at in range(4, 4 + 8 * _number(cmap, 2), 8):
        platform, encoding, start = struct.unpack_from(">HHI", cmap, at)
        if (platform, encoding) == (3, 1) and _number(cmap, start) == 4:
            return _segments(cmap[start:])
    raise ValueError("no Unicode map of format 4")


def _segments(table: bytes) -> dict[int, int]:
    double = _number(table, 6)
    ends, starts = 14, 16 + double
    deltas, offsets = starts + double, starts + 2 * double
    found = {}
    for at in range(0, double, 2):
        delta, offset = _number(table, deltas + at), _number(table, offsets + at)
        first = _number(table, starts + at)
        for code in range(first, min(_number(table, ends + at), 0xFFFE) + 1):
            glyph = code
            if offset:
                glyph = _number(table, offsets + at + offset + 2 * (code - first))
            if glyph or not offset:
                found[code] = (glyph + delta) & 0xFFFF
    return found


def _places(font: Font) -> tuple[int, ...]:
    """Where each glyph begins in `glyf`, and the end of the last."""
    loca = font.tables[b"loca"]
    if _number(font.tables[b"head"], 50):
        return struct.unpack(f">{len(loca) // 4}I", loca)
    return tuple(2 * half for half in struct.unpack(f">{len(loca) // 2}H", loca))


def _parts(outline: bytes) -> list[int]:
    """The glyphs that a composite glyph is made of; none for a plain one."""
    if len(outline) < 12 or struct.unpack_from(">h", outline)[0] >= 0:
        return []
    parts, at, flags = [], 10, _MORE
    while flags & _MORE:
        flags, part = struct.unpack_from(">HH", outline, at)
        parts.append(part)
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _TWO else 8 if flags & _FOUR else 0
    return parts


def _file(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    directory = struct.pack(">IHHHH", 0x00010000, count, 16 << power, power, 16 * count - (16 << power))
    body, start, head = b"", 12 + 16 * count, 0
    for tag, data in sorted(tables.items()):
        head = start + len(body) if tag == b"head" else head
        padded = data + bytes(-len(data) % 4)
        directory += struct.pack(">4sIII", tag, _checksum(padded), start + len(body), len(data))
        body += padded
    font = bytearray(directory + body)
    struct.pack_into(">I", font, head + 8, (_MAGIC - _checksum(bytes(font))) & 0xFFFFFFFF)
    return bytes(font)


def _checksum(data: bytes) -> int:
    total: int = sum(struct.unpack(f">{len(data) // 4}I", data))
    return total & 0xFFFFFFFF
