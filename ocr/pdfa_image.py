"""The image of one archival page: a stream for PDF/A-2 and how it must be turned. Writes no document.

JPEG, PNG and legal JPEG 2000 data pass through untouched, also JPEG in TIFF; other images are stored without loss
(1-bit as CCITT G4, else Flate), with their palette or their 16 bits where they have them. Images that came in a
lossy kind PDF does not know (WebP, HEIC) and drawn PDF pages become JPEG of quality 90: of a drawn page fonts and
transparency cannot be carried over with certainty, and a drawing that looks different is worse than a picture of it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object
from PIL import Image, ImageChops

from ocr import media
from ocr.decode import decode
from ocr.faults import PAGE_DAMAGED, Fault, PageUnreadable
from ocr.image_file import BROKEN, exif_orientation, opened_image
from ocr.jpeg2000 import legal_jpeg2000
from ocr.limits import Limits
from ocr.page import Pixels
from ocr.pdf_ink import DrawnImage
from ocr.pdf_page import BROKEN as BROKEN_PDF
from ocr.pdf_page import opened, page_at, plan
from ocr.png_stream import PngStream, coded_bytes, png_stream, small_png, webp_is_lossy
from ocr.tiff_jpeg import tiff_jpeg, tiff_orientation

JPEG_QUALITY = 90
_JPEG_KINDS = frozenset({0xC0, 0xC1, 0xC2})


@dataclass(frozen=True)
class Picture:
    """Data of an image XObject.

    `width`, `height` are those of the stored image. `orientation` is the EXIF orientation (1 to 8) that makes
    it the master. `dpi` is None where the file does not say. A smaller copy names the size of its `master`, and may
    have a `front`: a picture laid over it where the one-bit `mask` says so.
    """

    data: bytes
    entries: dict[str, Any] = field(default_factory=dict)
    width: int = 0
    height: int = 0
    orientation: int = 1
    dpi: float | None = None
    master: tuple[int, int] | None = None
    front: Picture | None = None
    mask: Picture | None = None

    @property
    def upright_size(self) -> tuple[int, int]:
        """Pixels across and down of the master."""
        if self.master is not None:
            return self.master
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
        if kind == media.JPEG2000:
            return _from_jpeg2000(path, number, limits)
        if kind == media.PNG:
            return _from_png(path, number, limits)
        return _stored(path, kind, number, limits)
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
    return jpeg_picture(decode(path, number, limits).pixels, JPEG_QUALITY)


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


def _from_jpeg2000(path: Path, number: int, limits: Limits) -> Picture:
    data = legal_jpeg2000(path.read_bytes())
    if data is None:
        return flate_picture(decode(path, number, limits).pixels)
    with opened_image(path, media.JPEG2000) as image:
        entries: dict[str, Any] = {
            "Filter": Name.JPXDecode,
            "ColorSpace": _space(image.mode),
            "BitsPerComponent": 8,
        }
        return Picture(data, entries, *image.size)


def _from_png(path: Path, number: int, limits: Limits) -> Picture:
    data = path.read_bytes()
    with opened_image(path, media.PNG) as image:
        orientation = exif_orientation(image)
    stream = png_stream(data)
    if stream is None:
        return flate_picture(decode(path, number, limits).pixels, len(data))
    return replace(_of_png(stream), orientation=orientation)


def _stored(path: Path, kind: str, number: int, limits: Limits) -> Picture:
    """Images PDF has no filter for. What was compressed with loss before becomes JPEG of quality 90: kept without
    loss it would be many times larger than it came.
    """
    if kind == media.HEIC or (kind == media.WEBP and webp_is_lossy(path)):
        return jpeg_picture(decode(path, number, limits).pixels, JPEG_QUALITY)
    with opened_image(path, kind) as image:
        if kind == media.TIFF:
            image.seek(number - 1)
            tags = dict(getattr(image, "tag_v2", {}))
            jpeg = tiff_jpeg(path.read_bytes(), tags)
            if jpeg is not None:
                entries = _jpeg_entries("L" if tags.get(277, 1) == 1 else "RGB")
                return Picture(jpeg, entries, int(tags[256]), int(tags[257]), tiff_orientation(tags))
        mode, held = image.mode, coded_bytes(image, path)
        if mode == "P" and "transparency" not in image.info:
            image.load()
            return _of_png(small_png(image, held))
        if mode == "I;16" and getattr(image, "tag_v2", {}).get(262) == 1:
            image.load()
            return _of_png(small_png(image, held))
    pixels = decode(path, number, limits).pixels
    return bitonal_picture(Image.fromarray(pixels)) if mode == "1" else flate_picture(pixels, held)


def flate_picture(pixels: Pixels, bound: int | None = None) -> Picture:
    """8-bit gray or RGB without loss: PNG's filters and Flate, which PDF understands as predictor 15.

    More is tried when the result is larger than `bound` bytes, those of the image as it came.
    """
    return _of_png(small_png(Image.fromarray(pixels), bound))


def _of_png(stream: PngStream) -> Picture:
    space: Object | Array = Name.DeviceGray if stream.colours == 1 else Name.DeviceRGB
    if stream.palette is not None:
        space = Array(
            [Name.Indexed, Name.DeviceRGB, len(stream.palette) // 3 - 1, pikepdf.String(stream.palette)]
        )
    parameters = Dictionary(
        Predictor=15, Colors=stream.colours, BitsPerComponent=stream.bits, Columns=stream.width
    )
    entries: dict[str, Any] = {
        "Filter": Name.FlateDecode,
        "DecodeParms": parameters,
        "ColorSpace": space,
        "BitsPerComponent": stream.bits,
    }
    return Picture(stream.data, entries, stream.width, stream.height)


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


def jpeg_picture(pixels: Pixels, quality: int, dpi: float | None = None) -> Picture:
    """8-bit gray or RGB as JPEG; colour without colour becomes gray."""
    held = io.BytesIO()
    image = Image.fromarray(pixels)
    if image.mode == "RGB" and all(band.getextrema() == (0, 0) for band in _differences(image)):
        image = image.getchannel(0)
    image.save(held, "JPEG", quality=quality, optimize=True)
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
        return jpeg_picture(page.pixels, JPEG_QUALITY, page.dpi)
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
