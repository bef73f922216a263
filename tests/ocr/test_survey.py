"""Each kind of bad file earns its code before anything is decoded; sound files state their pages."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from drawn import drawn_page, saved, scan_pdf
from PIL import Image

from ocr import faults, media
from ocr.decode import decode
from ocr.faults import PageUnreadable
from ocr.limits import Limits
from ocr.survey import survey

LIMITS = Limits()


def jpeg(image: Image.Image, **options: object) -> bytes:
    held = io.BytesIO()
    image.save(held, "JPEG", **options)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("page.jpg", media.JPEG),
        ("page.png", media.PNG),
        ("page.tif", media.TIFF),
        ("page.webp", media.WEBP),
        ("page.jp2", media.JPEG2000),
        ("page.bmp", media.BMP),
        ("page.pdf", media.PDF),
    ],
)
def test_sound_files_state_type_and_size(tmp_path: Path, name: str, kind: str) -> None:
    image = drawn_page((620, 400)).image
    path = tmp_path / "misleading.txt"
    image.save(tmp_path / name)
    (tmp_path / name).rename(path)
    found = survey(path, LIMITS)
    assert (found.media_type, found.fault, len(found.pages)) == (kind, None, 1)
    if kind != media.PDF:
        assert (found.pages[0].width, found.pages[0].height) == (620, 400)


def test_a_scan_in_a_pdf_states_the_pixels_of_its_image_as_displayed(tmp_path: Path) -> None:
    image = drawn_page((620, 400)).image
    path = scan_pdf(tmp_path / "scan.pdf", [jpeg(image)], image.size, rotate=90)
    (page,) = survey(path, LIMITS).pages
    assert (page.width, page.height) == (400, 620)
    assert decode(path, 1, LIMITS).pixels.shape == (620, 400)


def test_every_frame_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    image = drawn_page((300, 200)).image
    path = tmp_path / "batch.tif"
    image.save(path, save_all=True, append_images=[image.rotate(90, expand=True), image])
    found = survey(path, LIMITS)
    assert [(page.width, page.height) for page in found.pages] == [(300, 200), (200, 300), (300, 200)]
    assert decode(path, 2, LIMITS).pixels.shape == (300, 200)


def test_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    path.touch()
    found = survey(path, LIMITS).fault
    assert found is not None
    assert found.code == faults.FILE_EMPTY


def test_text_with_the_name_of_a_pdf(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_text("Kính gửi ông bà, " * 100, encoding="utf-8")
    found = survey(path, LIMITS).fault
    assert found is not None
    assert (found.code, found.facts["found"]) == (faults.FILE_TYPE, "text/plain")


def test_a_large_file_is_not_opened(tmp_path: Path) -> None:
    path = saved(drawn_page().image, tmp_path / "page.png")
    found = survey(path, Limits(max_file_bytes=100)).fault
    assert found is not None
    assert (found.code, found.facts["limit"]) == (faults.FILE_TOO_LARGE, "100")


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_truncated_jpeg_is_never_half_a_page(tmp_path: Path, share: float) -> None:
    data = jpeg(drawn_page().image)
    path = tmp_path / "cut.jpg"
    path.write_bytes(data[: int(len(data) * share)])
    found = survey(path, LIMITS).fault
    assert found is not None
    assert found.code == faults.FILE_DAMAGED
    with pytest.raises(PageUnreadable) as caught:
        decode(path, 1, LIMITS)
    assert caught.value.fault.code == faults.PAGE_DAMAGED


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"quality": 30}])
def test_a_jpeg_with_its_end_glued_on_is_still_damaged(tmp_path: Path, options: dict[str, object]) -> None:
    data = jpeg(drawn_page().image.convert("RGB"), **options)
    path = tmp_path / "glued.jpg"
    path.write_bytes(data[: int(len(data) * 0.6)] + b"\xff\xd9")
    with pytest.raises(PageUnreadable):
        decode(path, 1, LIMITS)


def test_a_gray_corner_is_no_damage(tmp_path: Path) -> None:
    image = Image.new("RGB", (640, 480), (128, 128, 128))
    path = tmp_path / "gray.jpg"
    path.write_bytes(jpeg(image))
    assert decode(path, 1, LIMITS).pixels.shape == (480, 640, 3)


@pytest.mark.parametrize(
    ("name", "options"), [("a.tif", {}), ("b.tif", {"compression": "group4"}), ("c.png", {})]
)
def test_truncated_lossless_images_are_damaged(tmp_path: Path, name: str, options: dict[str, object]) -> None:
    image = drawn_page().image
    if options:
        image = image.convert("1")
    path = saved(image, tmp_path / name, **options)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    found = survey(path, LIMITS)
    faulty = found.fault is not None or any(page.fault for page in found.pages)
    if not faulty:
        with pytest.raises(PageUnreadable):
            decode(path, 1, LIMITS)


def test_a_truncated_pdf(tmp_path: Path) -> None:
    image = drawn_page().image
    path = scan_pdf(tmp_path / "scan.pdf", [jpeg(image)] * 3, image.size)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * 0.7)])
    found = survey(path, LIMITS).fault
    assert found is not None
    assert found.code == faults.FILE_DAMAGED


def test_one_broken_page_leaves_the_others(tmp_path: Path) -> None:
    image = drawn_page().image
    good = jpeg(image)
    path = scan_pdf(tmp_path / "mixed.pdf", [good, good[: len(good) // 2], good], image.size)
    assert survey(path, LIMITS).fault is None
    with pytest.raises(PageUnreadable) as caught:
        decode(path, 2, LIMITS)
    assert (caught.value.fault.code, caught.value.fault.facts["page"]) == (faults.PAGE_DAMAGED, "2")
    assert decode(path, 3, LIMITS).pixels.shape == (image.height, image.width)


def test_a_locked_pdf(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path, encryption=pikepdf.Encryption(owner="o", user="u"))
    found = survey(path, LIMITS).fault
    assert found is not None
    assert found.code == faults.FILE_ENCRYPTED


def test_too_many_pages(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    with pikepdf.new() as pdf:
        for _ in range(4):
            pdf.add_blank_page()
        pdf.save(path)
    found = survey(path, Limits(max_pages=3)).fault
    assert found is not None
    assert found.facts == {"pages": "4", "limit": "3"}


def png_claiming(path: Path, width: int, height: int) -> Path:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    rows = zlib.compress(b"\x00" * 1_000_000)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))
    return path


@pytest.mark.parametrize("side", [14_200, 60_000])
def test_a_png_that_claims_too_much_is_refused_by_its_header(tmp_path: Path, side: int) -> None:
    path = png_claiming(tmp_path / "claim.png", side, side)
    (page,) = survey(path, LIMITS).pages
    assert page.fault is not None
    assert page.fault.code == faults.PAGE_TOO_LARGE
    assert page.fault.facts == {"page": "1", "pixels": str(side * side), "limit": "150000000"}
    with pytest.raises(PageUnreadable):
        decode(path, 1, LIMITS)


def test_a_pdf_page_the_size_of_a_field_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "field.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(14_000, 14_000))
        pdf.save(path)
    (page,) = survey(path, LIMITS).pages
    assert page.fault is not None
    assert page.fault.code == faults.PAGE_TOO_LARGE


def test_an_image_larger_than_its_page_counts(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        bomb = pdf.make_stream(zlib.compress(b"\x00" * 1_000_000))
        bomb.stream_dict = pikepdf.Dictionary(
            Subtype=pikepdf.Name.Image,
            Width=30_000,
            Height=30_000,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=8,
            Filter=pikepdf.Name.FlateDecode,
        )
        pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=bomb))
        pdf.pages[0].Contents = pdf.make_stream(b"q 100 0 0 100 0 0 cm /Im0 Do Q")
        pdf.save(path)
    (page,) = survey(path, LIMITS).pages
    assert page.fault is not None
    assert page.fault.code == faults.PAGE_TOO_LARGE


def test_a_content_stream_that_inflates_without_end_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        bomb = pdf.make_stream(b"")
        bomb.write(zlib.compress(b"q " * 50_000_000, 9), filter=pikepdf.Name.FlateDecode)
        pdf.pages[0].Contents = bomb
        pdf.save(path, compress_streams=False)
    (page,) = survey(path, LIMITS).pages
    assert page.fault is not None
    assert page.fault.code == faults.PAGE_DAMAGED


def test_a_signature_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Sig = pdf.make_indirect(pikepdf.Dictionary(ByteRange=pikepdf.Array([0, 10, 20, 30])))
        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert survey(path, LIMITS).signed


def test_exif_orientation_is_applied_once(tmp_path: Path) -> None:
    image = Image.new("L", (300, 200), 255)
    image.paste(0, (0, 0, 60, 40))
    tags = Image.Exif()
    tags[274] = 6
    path = tmp_path / "turned.jpg"
    image.save(path, exif=tags)
    (claimed,) = survey(path, LIMITS).pages
    page = decode(path, 1, LIMITS)
    assert (claimed.width, claimed.height) == (page.width, page.height) == (200, 300)
    # Stored top left goes to the top right when the camera was held a quarter turn left.
    assert page.pixels[20, 180] < 40
    assert page.pixels[20, 20] > 200


def test_transparency_falls_on_white_paper(tmp_path: Path) -> None:
    path = saved(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), tmp_path / "clear.png")
    assert decode(path, 1, LIMITS).pixels.min() == 255


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK", "I;16", "LA"])
def test_every_mode_of_pillow_decodes(tmp_path: Path, mode: str) -> None:
    image = Image.new("L", (40, 30), 255).convert("I" if mode == "I;16" else mode)
    if mode == "I;16":
        image = Image.fromarray(np.full((30, 40), 65535, np.uint16))
    path = saved(image, tmp_path / ("page.tif" if mode in {"CMYK"} else "page.png"))
    pixels = decode(path, 1, LIMITS).pixels
    assert pixels.shape[:2] == (30, 40)
    assert pixels.min() >= 250
