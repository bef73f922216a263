"""What a file is, told by its bytes and never by its name. Decides nothing about whether it is sound."""

from __future__ import annotations

JPEG = "image/jpeg"
PNG = "image/png"
TIFF = "image/tiff"
WEBP = "image/webp"
JPEG2000 = "image/jp2"
BMP = "image/bmp"
HEIC = "image/heic"
PDF = "application/pdf"

IMAGES = frozenset({JPEG, PNG, TIFF, WEBP, JPEG2000, BMP, HEIC})

HEAD_BYTES = 1024

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", JPEG2000),
    (b"\xff\x4f\xff\x51", JPEG2000),
    (b"BM", BMP),
)

_HEVC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx")

_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"GIF8", "image/gif"),
    (b"{\\rtf", "application/rtf"),
    (b"\x7fELF", "application/x-executable"),
    (b"MZ", "application/x-executable"),
)


def media_type(head: bytes) -> str:
    """The media type that the first `HEAD_BYTES` bytes of a file show; `application/octet-stream` if none."""
    for signature, found in _SIGNATURES:
        if head.startswith(signature):
            return found
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    # ISO 32000-1 annex H.3: readers accept the header anywhere in the first 1024 bytes.
    if b"%PDF-" in head[:HEAD_BYTES]:
        return PDF
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    for signature, found in _OTHERS:
        if head.startswith(signature):
            return found
    return "text/plain" if _is_text(head) else "application/octet-stream"


def _by_brand(head: bytes) -> str:
    """Which of the formats in boxes (ISO 14496-12) the major and compatible brands tell."""
    brands = head[8 : max(16, min(int.from_bytes(head[:4], "big"), len(head)))]
    if any(brand in brands for brand in _HEVC):
        return HEIC
    if b"avif" in brands or b"avis" in brands:
        return "image/avif"
    # Names no codec; libheif finds out.
    return HEIC if b"mif1" in brands else "video/mp4"


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    try:
        text = head.decode("utf-8", errors="strict")
    except UnicodeDecodeError as broken:
        # The cut after HEAD_BYTES may fall inside a letter.
        if broken.start < len(head) - 3:
            return False
        text = head[: broken.start].decode("utf-8")
    return bool(text.strip()) and all(letter.isprintable() or letter.isspace() for letter in text)
