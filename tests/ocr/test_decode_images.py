"""Every kind of image an office sends becomes the same page: bytes made here, checked by their pixels."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from ocr import faults, media
from ocr.decode import decode
from ocr.faults import PageUnreadable
from ocr.limits import Limits
from ocr.page import Pixels
from ocr.survey import survey
from ocr.tiff_file import strictly

LIMITS = Limits()
WIDTH, HEIGHT = 160, 120


def picture(mode: str = "RGB") -> Image.Image:
    """White, with a dark block top left and a red one bottom right: no two of its eight turns are alike."""
    pixels = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    pixels[:40, :80] = 16
    pixels[-24:, -24:] = (208, 32, 32)
    return Image.fromarray(pixels).convert(mode)


def held(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def written(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def decoded(path: Path, number: int = 1) -> Pixels:
    """The pixels, after survey and decode agreed on their size."""
    found = survey(path, LIMITS)
    assert found.fault is None
    claimed, page = found.pages[number - 1], decode(path, number, LIMITS)
    assert claimed.fault is None
    assert (claimed.width, claimed.height) == (page.width, page.height)
    assert page.pixels.dtype == np.uint8
    assert page.pixels.flags.c_contiguous
    return page.pixels


def tones(pixels: Pixels) -> tuple[int, int, int]:
    """Red channel in the dark block, on the paper, in the red block."""
    red = pixels if pixels.ndim == 2 else pixels[:, :, 0]
    return int(red[12, 12]), int(red[HEIGHT // 2, WIDTH - 12]), int(red[HEIGHT - 8, WIDTH - 8])


def inverted_cmyk() -> bytes:
    # Pillow writes CMYK as Adobe does: the samples turned round, and an APP14 segment that tells.
    return written(picture("CMYK"), "JPEG", quality=95)


COLOUR: dict[str, tuple[str, bytes]] = {
    "baseline": ("a.jpg", written(picture(), "JPEG", quality=95)),
    "progressive": ("a.jpg", written(picture(), "JPEG", quality=95, progressive=True)),
    "full chroma": ("a.jpg", written(picture(), "JPEG", quality=95, subsampling=0)),
    "Adobe CMYK": ("a.jpg", inverted_cmyk()),
    "PNG": ("a.png", written(picture(), "PNG")),
    "PNG palette": ("a.png", written(picture().quantize(16), "PNG")),
    "PNG alpha": ("a.png", written(picture("RGBA"), "PNG")),
    "TIFF": ("a.tif", written(picture(), "TIFF")),
    "TIFF LZW": ("a.tif", written(picture(), "TIFF", compression="tiff_lzw")),
    "TIFF Deflate": ("a.tif", written(picture(), "TIFF", compression="tiff_adobe_deflate")),
    "TIFF PackBits": ("a.tif", written(picture(), "TIFF", compression="packbits")),
    "TIFF JPEG": ("a.tif", written(picture(), "TIFF", compression="jpeg", quality=95)),
    "TIFF JPEG YCbCr": ("a.tif", written(picture("YCbCr"), "TIFF", compression="jpeg", quality=95)),
    "TIFF YCbCr": ("a.tif", written(picture("YCbCr"), "TIFF")),
    "TIFF CMYK": ("a.tif", written(picture("CMYK"), "TIFF", compression="tiff_lzw")),
    "TIFF palette": ("a.tif", written(picture().quantize(16), "TIFF")),
    "BigTIFF": ("a.tif", written(picture(), "TIFF", big_tiff=True)),
    "JP2": ("a.jp2", written(picture(), "JPEG2000")),
    "JPEG 2000 codestream": ("a.j2k", written(picture(), "JPEG2000", no_jp2=True)),
    "JP2 lossy": ("a.jp2", written(picture(), "JPEG2000", irreversible=True, quality_layers=[10])),
    "WebP": ("a.webp", written(picture(), "WEBP", quality=95)),
    "WebP lossless": ("a.webp", written(picture(), "WEBP", lossless=True)),
    "WebP alpha": ("a.webp", written(picture("RGBA"), "WEBP", lossless=True)),
    "BMP": ("a.bmp", written(picture(), "BMP")),
    "BMP palette": ("a.bmp", written(picture().quantize(16), "BMP")),
}


@pytest.mark.parametrize("name", COLOUR)
def test_colour_of_every_kind(tmp_path: Path, name: str) -> None:
    file, data = COLOUR[name]
    pixels = decoded(held(tmp_path / file, data))
    assert pixels.shape == (HEIGHT, WIDTH, 3)
    dark, paper, red = tones(pixels)
    assert dark < 45
    assert paper > 240
    assert 180 < red < 240
    assert pixels[-8, -8, 1] < 75


def gray16(kind: str, **options: object) -> bytes:
    whole = np.asarray(picture("L")).astype(np.uint16) * 257
    return written(Image.fromarray(whole), kind, **options)


GRAY: dict[str, tuple[str, bytes]] = {
    "JPEG": ("a.jpg", written(picture("L"), "JPEG", quality=95)),
    "PNG": ("a.png", written(picture("L"), "PNG")),
    "PNG 16 bit": ("a.png", gray16("PNG")),
    "PNG gray alpha": ("a.png", written(picture("LA"), "PNG")),
    "TIFF": ("a.tif", written(picture("L"), "TIFF")),
    "TIFF 16 bit": ("a.tif", gray16("TIFF")),
    "TIFF 16 bit LZW": ("a.tif", gray16("TIFF", compression="tiff_lzw")),
    "TIFF 32 bit float": ("a.tif", written(picture("L").convert("F"), "TIFF")),
    "TIFF JPEG": ("a.tif", written(picture("L"), "TIFF", compression="jpeg", quality=95)),
    "JP2": ("a.jp2", written(picture("L"), "JPEG2000")),
    "JP2 16 bit": ("a.jp2", gray16("JPEG2000")),
    "BMP": ("a.bmp", written(picture("L"), "BMP")),
}


@pytest.mark.parametrize("name", GRAY)
def test_gray_of_every_kind(tmp_path: Path, name: str) -> None:
    file, data = GRAY[name]
    pixels = decoded(held(tmp_path / file, data))
    assert pixels.shape == (HEIGHT, WIDTH)
    dark, paper, red = tones(pixels)
    assert dark < 40
    assert paper > 245
    assert 60 < red < 110


FAX = {"raw": None, "G3": "group3", "G4": "group4", "CCITT": "tiff_ccitt", "LZW": "tiff_lzw"}


@pytest.mark.parametrize("photometric", [0, 1])
@pytest.mark.parametrize("compression", FAX)
def test_bilevel_with_either_meaning_of_zero(tmp_path: Path, compression: str, photometric: int) -> None:
    image = picture("L").point(lambda value: 255 * (value > 60), "1")
    data = written(image, "TIFF", compression=FAX[compression], tiffinfo={262: photometric})
    if Image.open(io.BytesIO(data)).tag_v2[262] != photometric:  # type: ignore[attr-defined]
        pytest.skip("Pillow writes this one way only")
    assert tones(decoded(held(tmp_path / "a.tif", data)))[:2] == (0, 255)


def test_two_dimensional_group_3(tmp_path: Path) -> None:
    image = picture("L").point(lambda value: 255 * (value > 60), "1")
    data = written(image, "TIFF", compression="group3", tiffinfo={292: 1})
    assert tones(decoded(held(tmp_path / "a.tif", data)))[:2] == (0, 255)


def test_sixteen_bit_gray_where_zero_is_white(tmp_path: Path) -> None:
    whole = 65535 - np.asarray(picture("L")).astype(np.uint16) * 257
    data = written(Image.fromarray(whole), "TIFF", tiffinfo={262: 0})
    dark, paper, _ = tones(decoded(held(tmp_path / "a.tif", data)))
    assert (dark < 40, paper > 245) == (True, True)


def tiff_by_hand(tags: dict[int, tuple[int, list[int]]], data: bytes) -> bytes:
    """A little-endian TIFF of one frame; tag 273 or 324 gets the place of `data`."""
    sizes = {3: 2, 4: 4}
    start = 8 + 2 + 12 * len(tags) + 4
    extra = b""
    entries = b""
    room = sum(sizes[kind] * len(v) for kind, v in tags.values() if sizes[kind] * len(v) > 4)
    for tag, (kind, values) in sorted(tags.items()):
        numbers = [start + room] if tag in (273, 324) else values
        packed = b"".join(value.to_bytes(sizes[kind], "little") for value in numbers)
        if len(packed) > 4:
            place, extra = start + len(extra), extra + packed
            packed = place.to_bytes(4, "little")
        entries += tag.to_bytes(2, "little") + kind.to_bytes(2, "little")
        entries += len(numbers).to_bytes(4, "little") + packed.ljust(4, b"\0")
    head = b"II*\0" + (8).to_bytes(4, "little") + len(tags).to_bytes(2, "little")
    return head + entries + bytes(4) + extra + data


def test_sixteen_bit_colour_tiff(tmp_path: Path) -> None:
    data = (np.asarray(picture()).astype("<u2") * 257).tobytes()
    tags = {
        256: (4, [WIDTH]),
        257: (4, [HEIGHT]),
        258: (3, [16, 16, 16]),
        259: (3, [1]),
        262: (3, [2]),
        273: (4, [0]),
        277: (3, [3]),
        278: (4, [HEIGHT]),
        279: (4, [len(data)]),
    }
    pixels = decoded(held(tmp_path / "a.tif", tiff_by_hand(tags, data)))
    assert np.array_equal(pixels, np.asarray(picture()))


def test_tiled_tiff(tmp_path: Path) -> None:
    gray = np.pad(np.asarray(picture("L")), ((0, 8), (0, 32)))
    data = b"".join(gray[y : y + 64, x : x + 64].tobytes() for y in (0, 64) for x in (0, 64, 128))
    tags = {
        256: (4, [WIDTH]),
        257: (4, [HEIGHT]),
        258: (3, [8]),
        259: (3, [1]),
        262: (3, [1]),
        322: (3, [64]),
        323: (3, [64]),
        324: (4, [0]),
        325: (4, [len(data)]),
    }
    one = tiff_by_hand(tags, data)
    at = one.index(data)
    offsets = b"".join((at + 4096 * i).to_bytes(4, "little") for i in range(6))
    counts = (4096).to_bytes(4, "little") * 6
    # Six places and six lengths stand behind the pixels, where both tags then point.
    for tag, place in ((324, at + len(data)), (325, at + len(data) + 24)):
        entry = one.index(tag.to_bytes(2, "little") + b"\x04\x00")
        told = (6).to_bytes(4, "little") + place.to_bytes(4, "little")
        one = one[: entry + 4] + told + one[entry + 12 :]
    pixels = decoded(held(tmp_path / "a.tif", one + offsets + counts))
    assert np.array_equal(pixels, np.asarray(picture("L")))


def test_sixteen_bit_colour_png(tmp_path: Path) -> None:
    import cv2

    path = tmp_path / "a.png"
    cv2.imwrite(str(path), np.asarray(picture())[:, :, ::-1].astype(np.uint16) * 257)
    assert np.array_equal(decoded(path), np.asarray(picture()))


def test_interlaced_png(tmp_path: Path) -> None:
    """Pillow writes none, so the seven passes of Adam7 are laid out here."""
    import zlib

    gray = np.asarray(picture("L"))
    passes = [
        (0, 0, 8, 8),
        (0, 4, 8, 8),
        (4, 0, 8, 4),
        (0, 2, 4, 4),
        (2, 0, 4, 2),
        (0, 1, 2, 2),
        (1, 0, 2, 1),
    ]
    rows = [b"\0" + row.tobytes() for y, x, dy, dx in passes for row in gray[y::dy, x::dx]]

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = WIDTH.to_bytes(4, "big") + HEIGHT.to_bytes(4, "big") + b"\x08\0\0\0\1"
    data = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"".join(rows))) + chunk(b"IEND", b"")
    pixels = decoded(held(tmp_path / "a.png", b"\x89PNG\r\n\x1a\n" + data))
    assert np.array_equal(pixels, gray)


def test_each_frame_of_a_mixed_tiff(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    bilevel = picture("L").point(lambda value: 255 * (value > 60), "1")
    picture().save(path, save_all=True, append_images=[bilevel, picture("L").resize((80, 60))])
    assert decoded(path, 1).shape == (HEIGHT, WIDTH, 3)
    assert decoded(path, 2).shape == (HEIGHT, WIDTH)
    assert decoded(path, 3).shape == (60, 80)
    with pytest.raises(PageUnreadable):
        decode(path, 4, LIMITS)


@pytest.mark.parametrize("file", ["a.jpg", "a.png", "a.webp"])
def test_there_is_no_second_page_in_a_picture(tmp_path: Path, file: str) -> None:
    picture().save(tmp_path / file)
    with pytest.raises(PageUnreadable) as caught:
        decode(tmp_path / file, 2, LIMITS)
    assert caught.value.fault.code == faults.PAGE_DAMAGED


def as_stored(orientation: int) -> Image.Image:
    """What a camera stores so that `orientation` makes it `picture()`."""
    turns = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    turn = turns[orientation]
    return picture() if turn is None else picture().transpose(turn)


def turned_file(file: str, orientation: int) -> bytes:
    stored, tags = as_stored(orientation), Image.Exif()
    tags[274] = orientation
    if file == "a.heic":
        out = io.BytesIO()
        # The encoder stores the turn as irot and imir boxes and leaves the EXIF tag in place, as phones do.
        pillow_heif.from_pillow(stored).save(out, quality=90, exif=tags.tobytes())
        return out.getvalue()
    kinds = {"a.jpg": "JPEG", "a.png": "PNG", "a.webp": "WEBP"}
    if file in kinds:
        return written(stored, kinds[file], exif=tags, quality=95)
    compression = {"raw.tif": None, "lzw.tif": "tiff_lzw", "jpeg.tif": "jpeg"}[file]
    return written(stored, "TIFF", compression=compression, tiffinfo={274: orientation})


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("file", ["a.jpg", "a.png", "a.webp", "raw.tif", "lzw.tif", "jpeg.tif", "a.heic"])
def test_orientation_is_applied_once(tmp_path: Path, file: str, orientation: int) -> None:
    pixels = decoded(held(tmp_path / file, turned_file(file, orientation)))
    assert pixels.shape == (HEIGHT, WIDTH, 3)
    dark, paper, red = tones(pixels)
    assert (dark < 45, paper > 235, 170 < red < 240) == (True, True, True)


def test_a_heic_photo(tmp_path: Path) -> None:
    out = io.BytesIO()
    pillow_heif.from_pillow(picture()).save(out, quality=90)
    path = held(tmp_path / "photo.jpg", out.getvalue())
    assert survey(path, LIMITS).media_type == media.HEIC
    assert decode(path, 1, LIMITS).dpi is None
    assert decoded(path).shape == (HEIGHT, WIDTH, 3)


def test_every_picture_of_a_heic_file_is_a_page(tmp_path: Path) -> None:
    several = pillow_heif.from_pillow(picture())
    several.add_from_pillow(picture().resize((80, 60)))
    out = io.BytesIO()
    several.save(out, quality=90)
    path = held(tmp_path / "a.heic", out.getvalue())
    assert decoded(path, 1).shape == (HEIGHT, WIDTH, 3)
    assert decoded(path, 2).shape == (60, 80, 3)
    with pytest.raises(PageUnreadable):
        decode(path, 3, LIMITS)


def test_a_transparent_heic_lies_on_white_paper(tmp_path: Path) -> None:
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGBA", (64, 64), (0, 0, 0, 0))).save(out, quality=-1)
    assert decoded(held(tmp_path / "a.heic", out.getvalue())).min() > 250


@pytest.mark.parametrize("file", ["a.webp", "a.png"])
def test_a_film_is_no_page(tmp_path: Path, file: str) -> None:
    picture().save(tmp_path / file, save_all=True, append_images=[picture().rotate(90)])
    (page,) = survey(tmp_path / file, LIMITS).pages
    assert page.fault is not None
    assert page.fault.code == faults.FILE_TYPE
    with pytest.raises(PageUnreadable):
        decode(tmp_path / file, 1, LIMITS)


@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize(
    "options", [{}, {"progressive": True}, {"subsampling": 1}, {"restart_marker_rows": 1}]
)
def test_jpeg_pixels_are_those_of_pillow(tmp_path: Path, mode: str, options: dict[str, object]) -> None:
    noise = np.random.default_rng(3).integers(0, 256, (97, 133, 3)).astype(np.uint8)
    data = written(Image.fromarray(noise).convert(mode), "JPEG", **options)
    expected = np.asarray(Image.open(io.BytesIO(data)))
    assert np.array_equal(decoded(held(tmp_path / "a.jpg", data)), expected)


def noisy_jpeg(**options: object) -> bytes:
    noise = np.random.default_rng(5).integers(0, 256, (200, 300, 3)).astype(np.uint8)
    return written(Image.fromarray(noise), "JPEG", **options)


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 1}])
def test_a_jpeg_that_lost_blocks_in_the_middle_is_damaged(tmp_path: Path, options: dict[str, object]) -> None:
    data = noisy_jpeg(**options)
    middle = len(data) // 2
    with pytest.raises(PageUnreadable) as caught:
        decode(held(tmp_path / "a.jpg", data[:middle] + data[middle + 3000 :]), 1, LIMITS)
    assert caught.value.fault.code == faults.PAGE_DAMAGED


def test_zeros_before_the_end_of_a_jpeg_are_no_damage(tmp_path: Path) -> None:
    data = noisy_jpeg()
    end = data.rfind(b"\xff\xd9")
    path = held(tmp_path / "a.jpg", data[:end] + bytes(64) + data[end:] + bytes(100))
    assert decoded(path).shape == (200, 300, 3)


def test_rubbish_in_the_header_of_a_jpeg_is_no_damage(tmp_path: Path) -> None:
    data = noisy_jpeg()
    assert decoded(held(tmp_path / "a.jpg", data[:20] + b"\x01\x02" + data[20:])).shape == (200, 300, 3)


def fax(compression: str, rows: int = 900) -> tuple[bytes, Image.Image]:
    """A bilevel page whose every row is coded anew."""
    noise = np.random.default_rng(7).integers(0, 2, (rows, 40)).repeat(16, axis=1)
    image = Image.fromarray((noise * 255).astype(np.uint8)).convert("1")
    return written(image, "TIFF", compression=compression), image


def bitten(data: bytes, places: list[float]) -> bytes:
    changed = bytearray(data)
    for place in places:
        at = int(len(data) * place)
        changed[at] ^= 0x55
    return bytes(changed)


@pytest.mark.parametrize("compression", ["group4", "tiff_lzw"])
def test_a_strip_that_lost_its_thread_is_damage(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], compression: str
) -> None:
    data, image = fax(compression)
    assert np.array_equal(decoded(held(tmp_path / "a.tif", data)), np.asarray(image) * np.uint8(255))
    with pytest.raises(PageUnreadable) as caught:
        decode(held(tmp_path / "b.tif", bitten(data, [n / 40 for n in range(8, 30)])), 1, LIMITS)
    assert caught.value.fault.code == faults.PAGE_DAMAGED
    assert capfd.readouterr().err == ""


def test_a_fax_may_lose_a_row_but_not_many(tmp_path: Path) -> None:
    data, _ = fax("group3")
    assert decode(held(tmp_path / "a.tif", bitten(data, [0.5])), 1, LIMITS).pixels.shape == (900, 640)
    with pytest.raises(PageUnreadable):
        decode(held(tmp_path / "b.tif", bitten(data, [n / 400 for n in range(40, 360)])), 1, LIMITS)


def test_others_may_write_errors_meanwhile(capfd: pytest.CaptureFixture[str]) -> None:
    with strictly(1, 900):
        os.write(2, b"a warning of someone else\n")
    assert capfd.readouterr().err == "a warning of someone else\n"


def test_a_file_above_the_limit_is_not_read(tmp_path: Path) -> None:
    path = held(tmp_path / "a.jpg", noisy_jpeg())
    with pytest.raises(PageUnreadable) as caught:
        decode(path, 1, Limits(max_file_bytes=1000))
    assert caught.value.fault.code == faults.FILE_TOO_LARGE


def test_a_large_page_in_colour_comes_as_its_red_channel_when_lean(tmp_path: Path) -> None:
    whole = np.zeros((6400, 6400, 3), np.uint8)
    whole[:, :, 0] = 200
    path = held(tmp_path / "a.jpg", written(Image.fromarray(whole), "JPEG"))
    page = decode(path, 1, LIMITS, lean=True)
    assert page.pixels.shape == (6400, 6400)
    assert abs(int(page.pixels[100, 100]) - 200) < 4
