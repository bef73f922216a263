"""JPEG 2000 data as PDF/A-2 takes it (ISO 19005-2, 6.2.8.3): judged, and given lawful boxes. Decodes nothing."""

from __future__ import annotations

import struct

_CODESTREAM = b"\xff\x4f\xff\x51"
_SIGNATURE = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
_FILE_TYPE = b"\x00\x00\x00\x14ftypjp2 \x00\x00\x00\x00jp2 "
# Enumerated colour spaces (ISO 15444-1, table I.10), by the number of components.
_SPACES = {3: 16, 1: 17}
_ICC = 2


def jpeg2000_is_legal(data: bytes) -> bool:
    """Whether JP2 data is allowed as it is: 8 bits, gray or RGB, exactly one enumerated colour box."""
    head = _boxes(data, 0, len(data)).get(b"jp2h", [])
    if len(head) != 1:
        return False
    inner = _boxes(data, *head[0])
    sizes, colours = inner.get(b"ihdr", []), inner.get(b"colr", [])
    if len(sizes) != 1 or len(colours) != 1 or set(inner) - {b"ihdr", b"colr", b"res "}:
        return False
    size, colour = data[slice(*sizes[0])], data[slice(*colours[0])]
    components, depth = int.from_bytes(size[8:10], "big"), size[10]
    method, space = colour[0], int.from_bytes(colour[3:7], "big")
    return depth == 7 and method == 1 and _SPACES.get(components) == space


def legal_jpeg2000(data: bytes) -> bytes | None:
    """`data`, or its code stream untouched in boxes of ours; None when the pixels themselves are not allowed.

    A colour profile gives way to sRGB or gray, as everywhere in this package.
    """
    if jpeg2000_is_legal(data):
        return data
    stream = data if data.startswith(_CODESTREAM) else _plain_stream(data)
    found = _size(stream) if stream else None
    if stream is None or found is None:
        return None
    width, height, components = found
    sizes = _box(b"ihdr", struct.pack(">IIHBBBB", height, width, components, 7, 7, 0, 0))
    colour = _box(b"colr", struct.pack(">BBBI", 1, 0, 0, _SPACES[components]))
    return _SIGNATURE + _FILE_TYPE + _box(b"jp2h", sizes + colour) + _box(b"jp2c", stream)


def _plain_stream(data: bytes) -> bytes | None:
    """The code stream of a file whose only fault is its colour boxes: profiles instead of a number."""
    outer = _boxes(data, 0, len(data))
    heads, streams = outer.get(b"jp2h", []), outer.get(b"jp2c", [])
    if len(heads) != 1 or len(streams) != 1:
        return None
    inner = _boxes(data, *heads[0])
    if set(inner) - {b"ihdr", b"colr", b"res "} or any(data[at] != _ICC for at, _ in inner.get(b"colr", [])):
        return None
    return data[slice(*streams[0])]


def _size(stream: bytes) -> tuple[int, int, int] | None:
    """Width, height and components of 8-bit components of full size (ISO 15444-1, A.5.1)."""
    x1, y1, x0, y0 = struct.unpack(">IIII", stream[8:24])
    (components,) = struct.unpack(">H", stream[40:42])
    told = stream[42 : 42 + 3 * components]
    if components not in _SPACES or told != b"\x07\x01\x01" * components:
        return None
    return x1 - x0, y1 - y0, components


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def _boxes(data: bytes, start: int, end: int) -> dict[bytes, list[tuple[int, int]]]:
    """Content ranges of the boxes between `start` and `end`, by type (ISO 15444-1 annex I)."""
    found: dict[bytes, list[tuple[int, int]]] = {}
    while start + 8 <= end:
        length, kind, head = int.from_bytes(data[start : start + 4], "big"), data[start + 4 : start + 8], 8
        if length == 1:
            length, head = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        if length == 0:
            length = end - start
        if length < head or start + length > end:
            break
        found.setdefault(kind, []).append((start + head, start + length))
        start += length
    return found
