"""Which way up: right on pages with much text, with a single line, with hardly anything but rules."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from drawn import SENTENCES, drawn_page, scan_pdf
from PIL import Image
from printed_sheet import PAPER, Set, sheet

from ocr.cleanup import CleanupOptions, prepare
from ocr.engine import OcrEngine
from ocr.limits import Limits
from ocr.page import PageImage, PageText, Pixels
from ocr.parts import read_parts
from ocr.read import read_page

SIZE = (1240, 1000)
ALL = CleanupOptions()


def form() -> Pixels:
    labels = (
        "Họ, chữ đệm, tên:",
        "Ngày, tháng, năm sinh:",
        "Giới tính:",
        "Dân tộc:",
        "Nơi sinh:",
        "Quê quán:",
    )
    page = sheet(SIZE, [Set(text, 130, 200 + 110 * row) for row, text in enumerate(labels)])
    for row in range(len(labels)):
        for x in range(480, 1110, 8):
            page[198 + 110 * row : 200 + 110 * row, x : x + 2] = 60
    return page


def table() -> Pixels:
    cells = [
        Set(text, x, 160 + 70 * row, 11)
        for row, name in enumerate(
            ("Họ và tên", "Nguyễn Thị Hoa", "Trần Văn Bình", "Lê Quỳnh Giang", "Phạm Đức Huy")
        )
        for x, text in ((115, name), (520, "Phường Bình An"), (900, "Đã đăng ký"))
    ]
    page = sheet(SIZE, cells)
    for y in range(110, 471, 70):
        page[y : y + 2, 100:1140] = 40
    for x in (100, 500, 880, 1138):
        page[110:462, x : x + 2] = 40
    return page


PAGES = {
    "few lines": lambda: sheet(
        SIZE, [Set(text, 130, 200 + 80 * row) for row, text in enumerate(SENTENCES[2:5])]
    ),
    "one line": lambda: sheet(SIZE, [Set("Trang này để trống có chủ ý", 300, 400, 14)]),
    "form": form,
    "table": table,
    "capitals": lambda: sheet(
        SIZE, [Set(SENTENCES[0], 130, 200), Set("GIẤY CHỨNG NHẬN KẾT HÔN", 200, 300, 18)]
    ),
}


def read(pixels: Pixels, engine: OcrEngine, options: CleanupOptions = ALL) -> tuple[int, PageText]:
    """The clockwise turn that was made, and the text of the turned page."""
    (part,) = read_parts(prepare(PageImage(pixels, 200.0), options), engine, options)
    return part.prepared.rotation, part.text


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_turned_upright(kind: str, rotation: int, engine: OcrEngine) -> None:
    upright = PAGES[kind]()
    lying = np.ascontiguousarray(np.rot90(upright, rotation // 90))
    found, text = read(lying, engine)
    assert found == rotation
    assert sum(map(str.isalpha, text.text)) > 15


@pytest.mark.parametrize("kind", ["blank", "black", "noise", "lines"])
def test_a_page_without_text_is_turned_nowhere_in_particular(kind: str, engine: OcrEngine) -> None:
    pixels = np.full((SIZE[1], SIZE[0]), PAPER, np.uint8)
    if kind == "black":
        pixels[:] = 0
    if kind == "noise":
        pixels = np.random.default_rng(4).integers(0, 256, pixels.shape, np.uint8)
    if kind == "lines":
        pixels[100:900:50] = 20
    found, text = read(pixels, engine)
    assert found in (0, 90, 180, 270)
    assert all(word.confidence < 0.9 or len(word.text) < 4 for word in text.words)
    if kind in ("blank", "black"):
        assert (found, text.lines) == (0, ())


def test_orientation_switched_off_turns_nothing(engine: OcrEngine) -> None:
    lying = np.ascontiguousarray(np.rot90(PAGES["few lines"](), 2))
    assert read(lying, engine, CleanupOptions(orientation=False))[0] == 0


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_wrong_rotate_of_a_pdf_is_put_right(rotate: int, tmp_path: Path, engine: OcrEngine) -> None:
    """/Rotate turns an upright scan away; the master is the page as it shows, and the reader turns it back."""
    held = io.BytesIO()
    image = drawn_page().image
    image.save(held, "JPEG", quality=95)
    path = scan_pdf(tmp_path / "page.pdf", [held.getvalue()], image.size, rotate=rotate)
    text = read_page(path, 1, engine, Limits()).text
    assert text.rotation == 360 - rotate
    assert [line.text for line in text.lines] == list(SENTENCES)
    shown = (image.width, image.height) if rotate == 180 else (image.height, image.width)
    assert (text.width, text.height) == shown


def test_a_sideways_scan_with_the_right_rotate_is_left_as_it_shows(tmp_path: Path, engine: OcrEngine) -> None:
    held = io.BytesIO()
    image = drawn_page().image.transpose(Image.Transpose.ROTATE_90)
    image.save(held, "JPEG", quality=95)
    path = scan_pdf(tmp_path / "page.pdf", [held.getvalue()], image.size, rotate=90)
    text = read_page(path, 1, engine, Limits()).text
    assert text.rotation == 0
    assert [line.text for line in text.lines] == list(SENTENCES)
