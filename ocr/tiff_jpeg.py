"""JPEG data of a TIFF frame as one JPEG file: scanners write TIFF with JPEG inside, cut into strips. Decodes nothing.

The strips of a frame share their tables (TIFF technical note 2), and each begins afresh at a byte, just as the parts
between restart markers do in one file (ITU-T T.81, F.1.2.3). So they are joined with restart markers between them, and
not one coefficient changes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC = 256, 257, 258, 259, 262
_OFFSETS, _ORIENTATION, _SAMPLES, _ROWS, _COUNTS, _PLANES, _TILES, _TABLES = (
    273,
    274,
    277,
    278,
    279,
    284,
    322,
    347,
)
_JPEG, _YCBCR, _RGB, _BLACK_IS_ZERO = 7, 6, 2, 1
_BASELINE = frozenset({0xC0, 0xC1})
_SOS, _DQT, _DHT, _DRI, _EOI, _RST = 0xDA, 0xDB, 0xC4, 0xDD, 0xD9, 0xD0
_MOST_MCUS = 0xFFFF


@dataclass(frozen=True)
class _Strip:
    """A strip's JPEG in its parts: tables, frame header, scan header (each with its marker), and coded data."""

    tables: tuple[bytes, ...]
    frame: bytes
    scan: bytes
    coded: bytes

    @property
    def kind(self) -> tuple[tuple[bytes, ...], bytes, bytes]:
        """What must be equal in all strips of a frame: everything but their height."""
        return self.tables, self.frame[:5] + self.frame[7:], self.scan


def tiff_orientation(tags: Mapping[int, Any]) -> int:
    """The orientation tag, 1 to 8; 1 where it says nothing."""
    value = tags.get(_ORIENTATION, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def tiff_jpeg(data: bytes, tags: Mapping[int, Any]) -> bytes | None:
    """The frame with `tags` of the TIFF file `data` as JPEG; None when it is none, or not of a kind that can be joined.

    Only baseline JPEG, 8 bits, gray or three colours, in strips.
    """
    if not _fits(tags):
        return None
    shared = _tables(bytes(tags.get(_TABLES, b"")))
    places = zip(tags[_OFFSETS], tags[_COUNTS], strict=True)
    strips = [_strip(data[offset : offset + count], shared) for offset, count in places]
    first = strips[0]
    width, height = int(tags[_WIDTH]), int(tags[_HEIGHT])
    if first is None or any(strip is None or strip.kind != first.kind for strip in strips):
        return None
    restart = b""
    if len(strips) > 1:
        interval = _mcus(first.frame, width, int(tags[_ROWS]))
        if interval is None:
            return None
        restart = struct.pack(">BBHH", 0xFF, _DRI, 4, interval)
    frame = first.frame[:5] + struct.pack(">H", height) + first.frame[7:]
    parts = [b"\xff\xd8", _adobe(tags), *first.tables, frame, restart, first.scan]
    for at, strip in enumerate(strips):
        parts += [
            strip.coded if strip else b"",
            bytes((0xFF, _RST + at % 8 if at + 1 < len(strips) else _EOI)),
        ]
    return b"".join(parts)


def _fits(tags: Mapping[int, Any]) -> bool:
    bits, samples = tags.get(_BITS, (1,)), tags.get(_SAMPLES, 1)
    kinds = {1: {_BLACK_IS_ZERO}, 3: {_YCBCR, _RGB}}
    return (
        tags.get(_COMPRESSION) == _JPEG
        and set(bits if isinstance(bits, tuple) else (bits,)) == {8}
        and tags.get(_PHOTOMETRIC) in kinds.get(samples, set())
        and tags.get(_PLANES, 1) == 1
        and _TILES not in tags
        and bool(tags.get(_OFFSETS))
    )


def _segments(jpeg: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Marker, bytes with the marker, and end of each segment up to the scan's header."""
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != _EOI:
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        yield jpeg[at + 1], jpeg[at:end], end
        if jpeg[at + 1] == _SOS:
            return
        at = end


def _tables(jpeg: bytes) -> tuple[bytes, ...]:
    return tuple(part for marker, part, _ in _segments(jpeg) if marker in {_DQT, _DHT})


def _strip(jpeg: bytes, shared: tuple[bytes, ...]) -> _Strip | None:
    found = {marker: (part, end) for marker, part, end in _segments(jpeg)}
    frames = [part for marker, (part, _) in found.items() if marker in _BASELINE]
    last = jpeg.rfind(bytes((0xFF, _EOI)))
    if _SOS not in found or _DRI in found or len(frames) != 1 or last < 0:
        return None
    scan, start = found[_SOS]
    return _Strip((*shared, *_tables(jpeg)), frames[0], scan, jpeg[start:last])


def _mcus(frame: bytes, width: int, rows: int) -> int | None:
    """Coded units in a strip of `rows` rows; None where the strip does not end with a whole one."""
    sampling = [frame[at] for at in range(11, len(frame), 3)]
    wide, high = (
        (1, 1) if len(sampling) == 1 else (max(s >> 4 for s in sampling), max(s & 15 for s in sampling))
    )
    count = -(-width // (8 * wide)) * (rows // (8 * high))
    return count if rows % (8 * high) == 0 and 0 < count <= _MOST_MCUS else None


def _adobe(tags: Mapping[int, Any]) -> bytes:
    """Adobe's marker, which tells readers whether three colours are RGB or YCbCr."""
    if tags.get(_SAMPLES, 1) == 1:
        return b""
    return struct.pack(">BBH5sHHHB", 0xFF, 0xEE, 14, b"Adobe", 100, 0, 0, int(tags[_PHOTOMETRIC] == _YCBCR))
