"""The image of one archival page: a stream for PDF/A-2 and how it must be turned. Writes no document.

JPEG and legal JPEG 2000 data pass through untouched; other images are stored without loss (1-bit as CCITT G4,
else Flate). Drawn PDF pages are rasterised at 300 dpi and kept as JPEG quality 90: their fonts and
transparency cannot be carried over with certainty, and a drawing that looks different is worse than a picture
of it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object
from PIL import Image, ImageChops

from ocr import media
from ocr.decode import decode
from ocr.faults import PAGE_DAMAGED, Fault, PageUnreadable
from ocr.image_file import BROKEN, exif_orientation, opened_image
from ocr.limits import Limits
from ocr.page import Pixels
from ocr.pdf_ink import DrawnImage
from ocr.pdf_page import BROKEN as BROKEN_PDF
from ocr.pdf_page import opened, page_at, plan

JPEG_QUALITY = 90
_JPEG_KINDS = frozenset({0xC0, 0xC1, 0xC2})


@dataclass(frozen=True)
class Picture:
    """Data of an image XObject.

    `width`, `height` are those of the stored image. `orientation` is the EXIF orientation (1 to 8) that makes
    it the master. `dpi` is None where the file does not say.
    """

    data: bytes
    entries: dict[str, Any] = field(default_factory=dict)
    width: int = 0
    height: int = 0
    orientation: int = 1
    dpi: float | None = None

    @property
    def upright_size(self) -> tuple[int, int]:
        """Pixels across and down of the master."""
        return (self.height, self.width) if self.orientation >= 5 else (self.width, self.height)


def picture(path: Path, number: int, limits: Limits) -> Picture:
    """The image of page `number` (from 1). Raises PageUnreadable."""
    with path.open("rb") as file:
        kind = media.media_type(file.read(media.HEAD_BYTES))
    try:
        if kind == media.PDF:
            return _from_pdf(path, number, limits)
        if kind == media.JPEG:
            return _from_jpeg(path, number, limits)
        if kind == media.JPEG2000 and jpeg2000_is_legal(path.read_bytes()):
            return _passed_jpeg2000(path)
        return _lossless(path, kind, number, limits)
    except (*BROKEN, *BROKEN_PDF) as broken:
        facts = {"page": str(number), "detail": type(broken).__name__}
        raise PageUnreadable(Fault(PAGE_DAMAGED, facts)) from broken


def _from_jpeg(path: Path, number: int, limits: Limits) -> Picture:
    data = path.read_bytes()
    with opened_image(path, media.JPEG) as image:
        width, height = image.size
        orientation = exif_orientation(image)
        if _jpeg_is_legal(data, image.mode):
            return Picture(data, _jpeg_entries(image.mode), width, height, orientation)
    return _rasterised(decode(path, number, limits).pixels)


def _jpeg_is_legal(data: bytes, mode: str) -> bool:
    """CMYK would need its own output profile; arithmetic and lossless JPEG are no PDF filters."""
    at = 2
    while mode in {"L", "RGB"} and at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            return marker in _JPEG_KINDS and data[at + 4] == 8
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return False


def _jpeg_entries(mode: str) -> dict[str, Any]:
    return {"Filter": Name.DCTDecode, "ColorSpace": _space(mode), "BitsPerComponent": 8}


def _space(mode: str) -> Object:
    return Name.DeviceGray if mode in {"1", "L"} else Name.DeviceRGB


def _passed_jpeg2000(path: Path) -> Picture:
    with opened_image(path, media.JPEG2000) as image:
        entries: dict[str, Any] = {
            "Filter": Name.JPXDecode,
            "ColorSpace": _space(image.mode),
            "BitsPerComponent": 8,
        }
        return Picture(path.read_bytes(), entries, *image.size)


def jpeg2000_is_legal(data: bytes) -> bool:
    """Whether JP2 data meets ISO 19005-2, 6.2.8.3: 8 bits, gray or RGB, exactly one enumerated colour box."""
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
    return depth == 7 and method == 1 and (components, space) in {(3, 16), (1, 17)}


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


def _lossless(path: Path, kind: str, number: int, limits: Limits) -> Picture:
    with opened_image(path, kind) as image:
        if kind == media.TIFF:
            image.seek(number - 1)
        bitonal = image.mode == "1"
    pixels = decode(path, number, limits).pixels
    return bitonal_picture(Image.fromarray(pixels)) if bitonal else flate_picture(pixels)


def flate_picture(pixels: Pixels) -> Picture:
    """8-bit gray or RGB without loss: PNG's filters and Flate, which PDF understands as predictor 15."""
    held = io.BytesIO()
    image = Image.fromarray(pixels)
    image.save(held, "PNG", compress_level=6)
    colours = 1 if image.mode == "L" else 3
    parameters = Dictionary(Predictor=15, Colors=colours, BitsPerComponent=8, Columns=image.width)
    entries: dict[str, Any] = {
        "Filter": Name.FlateDecode,
        "DecodeParms": parameters,
        "ColorSpace": _space(image.mode),
        "BitsPerComponent": 8,
    }
    return Picture(_png_data(held.getvalue()), entries, image.width, image.height)


def _png_data(png: bytes) -> bytes:
    at, data = 8, []
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"IDAT":
            data.append(png[at + 8 : at + 8 + length])
        at += 12 + length
    return b"".join(data)


def bitonal_picture(image: Image.Image) -> Picture:
    """Black and white as CCITT group 4."""
    held = io.BytesIO()
    # One strip for the whole page, as PDF takes a single run of coded rows.
    image.convert("1", dither=Image.Dither.NONE).save(
        held, "TIFF", compression="group4", tiffinfo={278: image.height}, strip_size=2**31 - 1
    )
    with Image.open(held) as tiff:
        tags = tiff.tag_v2  # type: ignore[attr-defined]
        offsets, counts, black_is_one = tags[273], tags[279], tags[262] == 0
    if len(offsets) != 1:
        raise ValueError("CCITT data in more than one strip")
    data = held.getvalue()[offsets[0] : offsets[0] + counts[0]]
    parameters = Dictionary(K=-1, Columns=image.width, Rows=image.height, BlackIs1=not black_is_one)
    entries: dict[str, Any] = {
        "Filter": Name.CCITTFaxDecode,
        "DecodeParms": parameters,
        "ColorSpace": Name.DeviceGray,
        "BitsPerComponent": 1,
    }
    return Picture(data, entries, image.width, image.height)


def _rasterised(pixels: Pixels, dpi: float | None = None) -> Picture:
    held = io.BytesIO()
    image = Image.fromarray(pixels)
    if image.mode == "RGB" and all(band.getextrema() == (0, 0) for band in _differences(image)):
        image = image.getchannel(0)
    image.save(held, "JPEG", quality=JPEG_QUALITY)
    return Picture(held.getvalue(), _jpeg_entries(image.mode), image.width, image.height, 1, dpi)


def _differences(image: Image.Image) -> list[Image.Image]:
    red, green, blue = image.split()
    return [ImageChops.difference(red, green), ImageChops.difference(green, blue)]


def _from_pdf(path: Path, number: int, limits: Limits) -> Picture:
    with opened(path) as pdf:
        planned = plan(page_at(pdf, number))
        if planned.scan is not None:
            # Clockwise quarter turns as EXIF orientations.
            orientation = {0: 1, 1: 6, 2: 3, 3: 8}[planned.turns]
            taken = _taken_out(planned.scan)
            if taken is not None:
                return Picture(taken.data, taken.entries, taken.width, taken.height, orientation, planned.dpi)
    page = decode(path, number, limits)
    if planned.scan is None:
        return _rasterised(page.pixels, page.dpi)
    stored = flate_picture(page.pixels)
    return Picture(stored.data, stored.entries, stored.width, stored.height, 1, page.dpi)


def _flate_entries(image: Object) -> dict[str, Any]:
    space = image.get("/ColorSpace")
    gray = space == Name.DeviceGray or (isinstance(space, Array) and _components(space) == 1)
    entries: dict[str, Any] = {
        "Filter": Name.FlateDecode,
        "ColorSpace": Name.DeviceGray if gray else Name.DeviceRGB,
        "BitsPerComponent": 8,
    }
    told = image.get("/DecodeParms")
    if isinstance(told, Dictionary):
        keys = ("Predictor", "Colors", "BitsPerComponent", "Columns")
        entries["DecodeParms"] = Dictionary(
            {f"/{key}": int(told[f"/{key}"]) for key in keys if f"/{key}" in told}
        )
    return entries


def _components(space: Object) -> int:
    return int(space[1].get("/N", 3)) if space[0] == Name.ICCBased else 1 if space[0] == Name.CalGray else 3


def _taken_out(scan: DrawnImage) -> Picture | None:
    """The image's own data where PDF/A allows it as it is; None when it must be stored anew."""
    image = scan.image
    width, height = int(image.Width), int(image.Height)
    data = image.read_raw_bytes()
    if image.get("/Filter") == Name.DCTDecode:
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as jpeg:
            mode = jpeg.mode
        return Picture(data, _jpeg_entries(mode), width, height) if _jpeg_is_legal(data, mode) else None
    if image.get("/Filter") == Name.FlateDecode and image.get("/BitsPerComponent") == 8:
        return Picture(data, _flate_entries(image), width, height)
    if image.get("/Filter") == Name.CCITTFaxDecode and image.get("/BitsPerComponent", 1) == 1:
        bitonal = pikepdf.PdfImage(image).as_pil_image()
        return bitonal_picture(bitonal)
    return None
