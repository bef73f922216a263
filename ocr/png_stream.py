"""PNG data as PDF takes it: its compressed rows, its palette, its depth. Decodes no pixels.

PDF's predictor 15 is PNG's filtering (ISO 32000-1, 7.4.4.4), so the rows of most PNG files can be used as they are.
"""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

_GRAY, _RGB, _PALETTE = 0, 2, 3
_BYTE_COUNTS, _TILE_COUNTS = 279, 325
# A little more than the original is no reason to compress again: it takes a second and more.
_GROWTH = 1.02


@dataclass(frozen=True)
class PngStream:
    """Rows as Flate data; `colours` per pixel (1 with a palette of RGB triples), `bits` for each."""

    data: bytes
    width: int
    height: int
    bits: int
    colours: int
    palette: bytes | None


def png_stream(png: bytes) -> PngStream | None:
    """The rows of a PNG file; None for those PDF cannot take: interlaced, transparent, or with rows missing."""
    chunks = _chunks(png)
    width, height, bits, kind, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if interlaced or kind not in {_GRAY, _RGB, _PALETTE} or b"tRNS" in chunks:
        return None
    colours = 3 if kind == _RGB else 1
    data = chunks.get(b"IDAT", b"")
    if not _holds(data, height * (1 + (width * colours * bits + 7) // 8)):
        return None
    return PngStream(data, width, height, bits, colours, chunks[b"PLTE"] if kind == _PALETTE else None)


def _chunks(png: bytes) -> dict[bytes, bytes]:
    found: dict[bytes, list[bytes]] = {}
    at = 8
    while at + 12 <= len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        found.setdefault(png[at + 4 : at + 8], []).append(png[at + 8 : at + 8 + length])
        at += 12 + length
    return {kind: b"".join(parts) for kind, parts in found.items()}


def _holds(data: bytes, wanted: int) -> bool:
    """Whether Flate data gives exactly `wanted` bytes; inflates without keeping them."""
    inflater, total = zlib.decompressobj(), 0
    try:
        while data and total <= wanted:
            total += len(inflater.decompress(data, 1024 * 1024))
            data = inflater.unconsumed_tail
    except zlib.error:
        return False
    return total == wanted and inflater.eof


def small_png(image: Image.Image, bound: int | None = None) -> PngStream:
    """`image` (mode 1, L, RGB, P or I;16) as PNG rows; tries harder when they exceed `bound` bytes."""
    best = _encoded(image, 6)
    if bound is not None and len(best.data) > _GROWTH * bound:
        tries = [best, _encoded(image, 9), _unfiltered(image)]
        best = min((found for found in tries if found is not None), key=lambda found: len(found.data))
    return best


def _encoded(image: Image.Image, level: int) -> PngStream:
    held = io.BytesIO()
    image.save(held, "PNG", compress_level=level)
    stream = png_stream(held.getvalue())
    if stream is None:
        raise ValueError(f"no plain PNG of mode {image.mode}")
    return stream


def _unfiltered(image: Image.Image) -> PngStream | None:
    """Rows without prediction: better for drawings and for scans of few tones."""
    if image.mode not in {"L", "RGB"}:
        return None
    colours = len(image.getbands())
    row, raw = image.width * colours, image.tobytes()
    rows = b"".join(b"\x00" + raw[at : at + row] for at in range(0, len(raw), row))
    return PngStream(zlib.compress(rows, 9), image.width, image.height, 8, colours, None)


def coded_bytes(image: Image.Image, path: Path) -> int:
    """Bytes the current frame of an opened file takes there."""
    tags = getattr(image, "tag_v2", {})
    counts = tags.get(_BYTE_COUNTS) or tags.get(_TILE_COUNTS)
    return sum(counts) if counts else path.stat().st_size


def webp_is_lossy(path: Path) -> bool:
    """Whether a WebP file holds VP8 data (RFC 9649, 2.5): then its pixels were compressed with loss."""
    data = path.read_bytes()
    at = 12
    while at + 8 <= len(data):
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if kind in {b"VP8 ", b"VP8L"}:
            return kind == b"VP8 "
        at += 8 + length + length % 2
    return True
