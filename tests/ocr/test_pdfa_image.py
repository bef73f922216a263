"""What a page's image becomes in the archival file: the same pixels, the same depth, hardly more bytes."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from drawn import SENTENCES, drawn_page, text_of
from outside_tools import tool
from PIL import Image

from ocr.conformance import check
from ocr.decode import decode
from ocr.limits import Limits
from ocr.pdfa import PdfMetadata, PdfPage, write_pdfa
from ocr.pdfa_image import picture

META = PdfMetadata("Ảnh", "UBND", datetime(2026, 11, 22, tzinfo=UTC), "urn:uuid:1")
# Once per file: metadata, colour profile, font. Once per page of text: the text layer.
FILE_BYTES, TEXT_BYTES = 4096, 2560


@cache
def scan(size: tuple[int, int] = (1240, 900)) -> Image.Image:
    """A drawn page in colour with the grain of a scanner."""
    drawn = np.asarray(drawn_page(size, SENTENCES).image.convert("RGB")).astype(int)
    drawn[300:360, 900:1100] = (180, 40, 40)
    grain = np.random.default_rng(3).normal(0, 3, drawn.shape)
    return Image.fromarray(np.clip(drawn + grain, 0, 255).astype(np.uint8))


@cache
def flat() -> Image.Image:
    """The same without grain, as drawings and screens are."""
    image = drawn_page().image.convert("RGB")
    image.paste((180, 40, 40), (900, 300, 1100, 360))
    return image


def sixteen(path: Path) -> Path:
    gray = np.asarray(scan().convert("L")).astype(np.uint16) * 257 + 3
    Image.fromarray(gray).save(path)
    return path


def png16_rgb(path: Path) -> Path:
    rows = (np.asarray(scan((620, 450))).astype(np.uint16) * 257 + 5).astype(">u2")
    raw = b"".join(b"\x00" + row.tobytes() for row in rows)
    header = struct.pack(">IIBBBBB", 620, 450, 16, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(raw)), (b"IEND", b"")]
    told = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    ]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(told))
    return path


def written(path: Path, image: Image.Image, **options: object) -> Path:
    image.save(path, **options)
    return path


def icc_jp2(path: Path) -> Path:
    held = io.BytesIO()
    scan().save(held, "JPEG2000", quality_mode="rates", quality_layers=[20])
    data = held.getvalue()
    at = data.index(b"colr") - 4
    length = int.from_bytes(data[at : at + 4], "big")
    profile = b"\x02\x00\x00" + bytes(40)
    box = struct.pack(">I", 8 + len(profile)) + b"colr" + profile
    head = data.index(b"jp2h") - 4
    grown = int.from_bytes(data[head : head + 4], "big") - length + len(box)
    path.write_bytes(data[:head] + struct.pack(">I", grown) + data[head + 4 : at] + box + data[at + length :])
    return path


def j2k(path: Path) -> Path:
    scan().save(path, "JPEG2000", quality_mode="rates", quality_layers=[20], no_jp2=True)
    return path


KINDS = {
    "jpeg rgb": lambda f: written(f / "a.jpg", scan(), quality=80),
    "jpeg gray": lambda f: written(f / "a.jpg", scan().convert("L"), quality=80),
    "png rgb": lambda f: written(f / "a.png", scan()),
    "png gray": lambda f: written(f / "a.png", scan().convert("L")),
    "png palette": lambda f: written(f / "a.png", flat().quantize(16)),
    "png 2 colours": lambda f: written(f / "a.png", flat().quantize(2), bits=1),
    "png 1 bit": lambda f: written(f / "a.png", flat().convert("1")),
    "png 16 bit": lambda f: sixteen(f / "a.png"),
    "png 16 bit rgb": lambda f: png16_rgb(f / "a.png"),
    "tiff g4": lambda f: written(
        f / "a.tif", scan((2480, 1800)).convert("1", dither=0), compression="group4"
    ),
    "tiff lzw": lambda f: written(f / "a.tif", scan(), compression="tiff_lzw"),
    "tiff deflate flat": lambda f: written(f / "a.tif", flat(), compression="tiff_adobe_deflate"),
    "tiff palette": lambda f: written(f / "a.tif", flat().quantize(16), compression="tiff_lzw"),
    "tiff 16 bit": lambda f: sixteen(f / "a.tif"),
    "tiff jpeg": lambda f: written(f / "a.tif", scan(), compression="jpeg", quality=80),
    "tiff jpeg gray": lambda f: written(f / "a.tif", scan().convert("L"), compression="jpeg", quality=80),
    "bmp": lambda f: written(f / "a.bmp", scan()),
    "bmp palette": lambda f: written(f / "a.bmp", flat().quantize(16)),
    "webp lossless": lambda f: written(f / "a.webp", flat(), lossless=True),
    "jp2": lambda f: written(f / "a.jp2", scan(), quality_mode="rates", quality_layers=[20]),
    "jp2 with a profile": lambda f: icc_jp2(f / "a.jp2"),
    "j2k": lambda f: j2k(f / "a.j2k"),
}
# What cannot be kept as it came: re-coded as JPEG, or without loss where transparency falls on white.
CHANGED = {
    "jpeg cmyk": lambda f: written(f / "a.jpg", scan().convert("CMYK"), quality=80),
    "png alpha": lambda f: written(f / "a.png", scan().convert("RGBA")),
    "png interlaced": lambda f: written(f / "a.png", scan().convert("LA")),
    "tiff cmyk": lambda f: written(f / "a.tif", scan().convert("CMYK"), compression="tiff_lzw"),
    "webp lossy": lambda f: written(f / "a.webp", scan(), quality=80),
}
# JPEG 2000 and lossless WebP pack tighter than anything PDF knows; a lossless copy of WebP may grow.
MAY_GROW = {"webp lossless"}


def file_of(path: Path, target: Path, with_text: bool) -> Path:
    text = None
    if with_text:
        page = decode(path, 1, Limits())
        text = text_of(list(drawn_page((page.width, page.height)).lines), (page.width, page.height))
    write_pdfa([PdfPage(path, 1, text, 200.0)], target, META)
    return target


def seen_in(path: Path) -> tuple[Image.Image, dict[str, str]]:
    """The stored image as pixels, and what its dictionary says."""
    with pikepdf.open(path) as pdf:
        stored = pdf.pages[0].Resources.XObject.Im0
        told = {key: str(stored[f"/{key}"]) for key in ("Width", "Height", "BitsPerComponent", "ColorSpace")}
        if stored.Filter == pikepdf.Name.JPXDecode:
            return Image.open(io.BytesIO(stored.read_raw_bytes())).convert("RGB"), told
        if int(stored.BitsPerComponent) == 16:
            rows = stored.read_bytes()
            shape = (int(stored.Height), int(stored.Width), -1)
            return Image.fromarray(np.frombuffer(rows, ">u2").reshape(shape).astype(np.uint8).squeeze()), told
        return pikepdf.PdfImage(stored).as_pil_image().convert("RGB"), told


@pytest.mark.parametrize("kind", KINDS)
def test_pixels_depth_and_size_are_kept(tmp_path: Path, kind: str) -> None:
    path = KINDS[kind](tmp_path)
    bare = file_of(path, tmp_path / "bare.pdf", with_text=False)
    assert check([bare], verapdf=False)[0].problems == ()
    seen, told = seen_in(bare)
    with Image.open(path) as original:
        original.load()
        assert (int(told["Width"]), int(told["Height"])) == original.size
        assert ("Indexed" in told["ColorSpace"]) == (original.mode == "P")
        assert (int(told["BitsPerComponent"]) == 16) == ("16 bit" in kind)
        assert (int(told["BitsPerComponent"]) == 1) == (original.mode == "1" or kind == "png 2 colours")
        if "16 bit" not in kind:
            apart = np.abs(np.asarray(seen).astype(int) - np.asarray(original.convert("RGB"))).mean()
            # Joined JPEG strips share chroma across their borders, which separate ones could not.
            assert apart < (0.2 if kind == "tiff jpeg" else 0.0001)
    if kind not in MAY_GROW:
        assert bare.stat().st_size <= 1.05 * path.stat().st_size + FILE_BYTES
        full = file_of(path, tmp_path / "full.pdf", with_text=True)
        assert full.stat().st_size <= 1.05 * path.stat().st_size + FILE_BYTES + TEXT_BYTES


@pytest.mark.parametrize("kind", ["jpeg rgb", "png rgb", "png palette", "png 16 bit rgb", "j2k"])
def test_the_data_itself_is_the_original(tmp_path: Path, kind: str) -> None:
    path = KINDS[kind](tmp_path)
    whole, stored = path.read_bytes(), picture(path, 1, Limits()).data
    assert stored in whole or whole in stored or stored[:4000] in whole


def test_sixteen_bits_stay_sixteen(tmp_path: Path) -> None:
    made = picture(sixteen(tmp_path / "a.tif"), 1, Limits())
    assert made.entries["BitsPerComponent"] == 16
    rows = zlib.decompress(made.data)
    assert len(rows) == 900 * (1 + 2 * 1240)


def test_turned_tiff_and_png_stand_upright(tmp_path: Path) -> None:
    tags = Image.Exif()
    tags[274] = 6
    for name, options in (
        ("a.tif", {"compression": "jpeg"}),
        ("b.tif", {"compression": "tiff_lzw"}),
        ("c.png", {}),
    ):
        path = written(tmp_path / name, scan(), exif=tags, **options)
        page = picture(path, 1, Limits())
        master = decode(path, 1, Limits())
        assert page.upright_size == (master.width, master.height) == (900, 1240)


def test_rows_that_are_missing_are_not_passed_on(tmp_path: Path) -> None:
    path = KINDS["png rgb"](tmp_path)
    data = path.read_bytes()
    at = data.index(b"IDAT") - 4
    length = int.from_bytes(data[at : at + 4], "big")
    rows = zlib.compress(zlib.decompress(picture(path, 1, Limits()).data)[:-5000])
    chunk = struct.pack(">I", len(rows)) + b"IDAT" + rows + struct.pack(">I", zlib.crc32(b"IDAT" + rows))
    path.write_bytes(data[:at] + chunk + data[-12:])
    assert length
    with pytest.raises(Exception, match="PAGE_DAMAGED"):
        picture(path, 1, Limits())


@pytest.mark.verapdf
def test_verapdf_passes_every_kind_with_and_without_text(tmp_path: Path) -> None:
    """One page of each kind in one file: veraPDF looks at every page, and starts once."""
    bare, full = [], []
    for at, make in enumerate((KINDS | CHANGED).values()):
        folder = tmp_path / str(at)
        folder.mkdir()
        path = make(folder)
        with Image.open(path) as image:
            size = image.size
        bare.append(PdfPage(path, 1, None, 200.0))
        full.append(PdfPage(path, 1, text_of(list(drawn_page(size).lines), size), 200.0))
    write_pdfa(bare, tmp_path / "bare.pdf", META)
    write_pdfa(full, tmp_path / "full.pdf", META)
    for report in check(
        [tmp_path / "bare.pdf", tmp_path / "full.pdf"], verapdf=True, program=tool("verapdf")
    ):
        assert (report.problems, report.rules) == ((), ())
        assert (report.structural, report.verapdf) == ("passed", "passed")
