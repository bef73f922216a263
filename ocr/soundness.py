"""Is an image file whole? Answers from its structure, because decoders quietly fill what is missing.

libjpeg paints lost blocks gray and reports success; libtiff and OpenJPEG can do likewise. A page that was
half received must never be read as if it were complete. Nothing here judges whether an image is readable.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

import numpy as np
from PIL import Image

# Any marker but stuffed zeros, restarts and fill bytes ends entropy-coded data (ITU-T T.81 B.1.1.5).
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SOS, _EOI = 0xDA, 0xD9
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Bits that decode as coefficients in any Huffman table, so that a decoder still hungry for data shows it.
_EXTRA_BITS = bytes(range(17, 241, 7)) * 64


def jpeg_damage(data: bytes) -> str | None:
    """What is missing from a JPEG file or stream; None when its structure is complete.

    Looks at markers only; `jpeg_ran_dry` tells whether the entropy-coded data fills all blocks.
    """
    at, coarse, progressive = 2, {}, False
    while True:
        marker, start = _next_marker(data, at)
        if marker is None:
            return "JPEG: EOI missing"
        if marker == _EOI:
            break
        if marker in _STANDALONE:
            at = start
            continue
        length = int.from_bytes(data[start : start + 2], "big")
        if length < 2 or start + length > len(data):
            return "JPEG: segment cut short"
        segment = data[start + 2 : start + length]
        progressive = progressive or marker in _PROGRESSIVE
        if marker in _FRAMES:
            coarse = _coefficients(segment)
        if marker == _SOS:
            _refine(coarse, segment)
        at = _end_of_scan(data, start + length) if marker == _SOS else start + length
    if not coarse:
        return "JPEG: no frame"
    missing = [key for key, low in coarse.items() if low != 0 and (progressive or key[1] == 0)]
    return "JPEG: scans missing" if missing else None


def _next_marker(data: bytes, at: int) -> tuple[int | None, int]:
    """The marker at or after `at`, and where its content begins."""
    found = _MARKER.search(data, at)
    return (data[found.end() - 1], found.end()) if found else (None, len(data))


def _end_of_scan(data: bytes, at: int) -> int:
    found = _MARKER.search(data, at)
    return found.start() if found else len(data)


def _coefficients(frame: bytes) -> dict[tuple[int, int], int | None]:
    """One entry per component and kind (0 = DC, 1 = AC): lowest bit received so far, None = nothing yet."""
    count = frame[5] if len(frame) > 5 else 0
    ids = [frame[6 + 3 * i] for i in range(count) if len(frame) > 6 + 3 * i]
    return {(component, kind): None for component in ids for kind in (0, 1)}


def _refine(coarse: dict[tuple[int, int], int | None], scan: bytes) -> None:
    if not scan or len(scan) < 4 + 2 * scan[0]:
        return
    count = scan[0]
    first, low = scan[1 + 2 * count], scan[3 + 2 * count] & 0x0F
    for i in range(count):
        component = scan[1 + 2 * i]
        if first == 0:
            coarse[(component, 0)] = low
        last = scan[2 + 2 * count]
        if last > 0:
            coarse[(component, 1)] = low


def jpeg_ran_dry(data: bytes, decoded: np.ndarray) -> bool:
    """Whether the decoder ran out of scan data before the last block.

    libjpeg leaves unread blocks mid-gray. Only then (`decoded` ends in flat mid-gray) the stream is decoded
    once more, small, with extra bits before EOI: a complete image ignores them, a dry one changes.
    """
    corner = decoded[-4:, -4:]
    if int(corner.max()) > 131 or int(corner.min()) < 125:
        return False
    end = data.rfind(b"\xff\xd9")
    longer = data[:end] + _EXTRA_BITS + data[end:]
    return not np.array_equal(_small(data), _small(longer))


def _small(data: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(data)) as image:
        image.draft(None, (max(1, image.width // 8), max(1, image.height // 8)))
        return np.asarray(image)


def tiff_damage(frame: Image.Image, file_bytes: int) -> str | None:
    """Whether a strip or tile of this TIFF frame lies beyond the end of the file."""
    tags = getattr(frame, "tag_v2", {})
    for offsets_tag, counts_tag in ((273, 279), (324, 325)):
        offsets, counts = _numbers(tags.get(offsets_tag)), _numbers(tags.get(counts_tag))
        if any(offset + count > file_bytes for offset, count in zip(offsets, counts, strict=False)):
            return "TIFF: strip beyond end of file"
    return None


def tiff_tile_pixels(frame: Image.Image) -> int:
    """Pixels of one tile of this TIFF frame, which a decoder holds whole; 0 when it is not tiled."""
    tags = getattr(frame, "tag_v2", {})
    across, down = _numbers(tags.get(322)), _numbers(tags.get(323))
    return across[0] * down[0] if across and down else 0


def _numbers(value: object) -> tuple[int, ...]:
    if isinstance(value, int):
        return (value,)
    return tuple(int(item) for item in value) if isinstance(value, Iterable) else ()


def jpeg2000_damage(tail: bytes) -> str | None:
    """Whether the JPEG 2000 codestream ends before its EOC marker; `tail` are the last bytes of the file."""
    return None if tail.rstrip(b"\x00")[-2:] == b"\xff\xd9" else "JPEG 2000: EOC missing"
