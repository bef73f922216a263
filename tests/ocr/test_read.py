"""From file to reading: whatever is done to a page, its words come back on the master's ink."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from drawn import DPI, SENTENCES, drawn_page, font, saved
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter

from ocr.cleanup import prepare, turned
from ocr.engine import OcrEngine
from ocr.limits import Limits
from ocr.page import Box, PageImage
from ocr.read import read_page

LIMITS = Limits()


@settings(max_examples=15, deadline=None)
@given(
    dpi=st.sampled_from([100.0, 150.0, 200.0, 300.0, 400.0]),
    turns=st.integers(0, 3),
    x=st.integers(100, 700),
    y=st.integers(100, 500),
)
def test_a_box_finds_its_way_back(dpi: float, turns: int, x: int, y: int) -> None:
    """A black block in the master, found in the prepared image, maps back onto itself."""
    pixels = np.full((700, 900), 255, np.uint8)
    pixels[y : y + 40, x : x + 80] = 0
    prepared = turned(prepare(PageImage(pixels, dpi)), turns)
    rows, columns = np.nonzero(prepared.gray < 128)
    found = Box(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    back = prepared.to_master(found, 900, 700)
    reach = 2 + 2 * dpi / 200
    assert np.allclose(back.as_list(), [x, y, x + 80, y + 40], atol=reach)
    assert prepared.rotation == prepared.turns * 90


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_is_read_whichever_way_it_lies(tmp_path: Path, engine: OcrEngine, rotation: int) -> None:
    drawn = drawn_page((1240, 1000), (*SENTENCES, *SENTENCES[2:5]))
    # Turning the master clockwise by `rotation` makes it upright.
    path = saved(drawn.image.rotate(rotation, expand=True), tmp_path / "page.png")
    reading = read_page(path, 1, engine, LIMITS)
    assert reading.text.rotation == rotation
    assert [line.text for line in reading.text.lines][: len(SENTENCES)] == list(SENTENCES)
    ink = np.asarray(Image.open(path)) < 128
    for word in reading.text.words:
        assert ink[word.box.y0 : word.box.y1, word.box.x0 : word.box.x1].mean() > 0.08


@pytest.mark.parametrize("degrees", [-4.0, -1.5, 2.5, 5.0])
def test_skew_is_taken_out_and_boxes_stay_on_the_ink(
    tmp_path: Path, engine: OcrEngine, degrees: float
) -> None:
    drawn = drawn_page()
    image = drawn.image.rotate(-degrees, resample=Image.Resampling.BICUBIC, fillcolor=250)
    reading = read_page(saved(image, tmp_path / "page.png"), 1, engine, LIMITS)
    assert reading.quality.figures["skew_degrees"] == pytest.approx(degrees, abs=0.2)
    assert [line.text for line in reading.text.lines] == list(SENTENCES)
    ink = np.asarray(image) < 128
    for word in reading.text.words:
        assert ink[word.box.y0 : word.box.y1, word.box.x0 : word.box.x1].any()


def test_a_red_seal_does_not_hide_text(tmp_path: Path, engine: OcrEngine) -> None:
    image = drawn_page().image.convert("RGB")
    seal = Image.new("RGB", image.size, "white")
    ImageDraw.Draw(seal).ellipse((300, 180, 700, 580), outline=(220, 30, 40), width=14)
    multiplied = (np.asarray(image, np.uint16) * np.asarray(seal, np.uint16) // 255).astype(np.uint8)
    reading = read_page(saved(Image.fromarray(multiplied), tmp_path / "page.png"), 1, engine, LIMITS)
    assert [line.text for line in reading.text.lines] == list(SENTENCES)


def test_dotted_leaders_do_not_hide_the_fields_between_them(tmp_path: Path, engine: OcrEngine) -> None:
    drawn = drawn_page((1240, 900), SENTENCES[2:])
    pen = ImageDraw.Draw(drawn.image)
    for _, box in drawn.lines:
        for x in range(130, 1120, 8):
            pen.rectangle((x, box.y1 - 5, x + 1, box.y1 - 4), fill=60)
    reading = read_page(saved(drawn.image, tmp_path / "form.png"), 1, engine, LIMITS)
    assert [line.text.rstrip(" .,") for line in reading.text.lines] == [s.rstrip(".") for s in SENTENCES[2:]]


def test_the_two_blocks_of_an_official_head_are_read_one_after_the_other(
    tmp_path: Path, engine: OcrEngine
) -> None:
    image = Image.new("L", (1654, 1000), 255)
    pen = ImageDraw.Draw(image)
    left = ("ỦY BAN NHÂN DÂN", "PHƯỜNG BÌNH AN", "Số: mười hai")
    right = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Bình An, ngày 5 tháng 6 năm 2024",
    )
    for row, (one, other) in enumerate(zip(left, right, strict=True)):
        pen.text((150, 120 + 60 * row), one, fill=0, font=font(12))
        pen.text((720, 120 + 60 * row), other, fill=0, font=font(12))
    body = ("Ủy ban nhân dân phường Bình An trả lời đơn của công dân như sau về hộ tịch",) * 3
    for row, sentence in enumerate(body):
        pen.text((150, 420 + 60 * row), sentence, fill=0, font=font(14))
    reading = read_page(saved(image, tmp_path / "head.png"), 1, engine, LIMITS)
    assert [line.text for line in reading.text.lines] == [*left, *right, *body]


def test_labels_on_one_row_stay_on_one_line(tmp_path: Path, engine: OcrEngine) -> None:
    image = Image.new("L", (1654, 700), 255)
    pen = ImageDraw.Draw(image)
    rows = (
        ("Họ, chữ đệm, tên người được khai sinh: NGUYỄN VĂN BÌNH AN",),
        ("Giới tính: Nam", "Dân tộc: Kinh", "Quốc tịch: Việt Nam"),
        ("Nơi sinh: Bệnh viện quận Thủ Đức, Thành phố Hồ Chí Minh",),
    )
    for row, pieces in enumerate(rows):
        for column, piece in enumerate(pieces):
            pen.text((150 + 450 * column, 120 + 70 * row), piece, fill=0, font=font(14))
    reading = read_page(saved(image, tmp_path / "form.png"), 1, engine, LIMITS)
    assert [line.text for line in reading.text.lines] == [" ".join(pieces) for pieces in rows]


def test_a_blank_page_with_dust_and_show_through_is_blank(tmp_path: Path, engine: OcrEngine) -> None:
    back = np.asarray(drawn_page((1240, 1754)).image.transpose(Image.Transpose.FLIP_LEFT_RIGHT), np.float64)
    pixels = (250 - (250 - back) * 0.12).astype(np.uint8)
    dust = np.random.default_rng(5)
    for x, y in dust.integers(20, 1200, (40, 2)):
        pixels[y : y + 2, x : x + 2] = 80
    reading = read_page(saved(Image.fromarray(pixels), tmp_path / "back.png"), 1, engine, LIMITS)
    assert reading.quality.verdict == "blank"
    assert reading.text.lines == ()


def test_a_page_with_one_short_line_is_not_blank(tmp_path: Path, engine: OcrEngine) -> None:
    path = saved(drawn_page((1240, 1754), ("Trang này để trống có chủ ý",)).image, tmp_path / "page.png")
    reading = read_page(path, 1, engine, LIMITS)
    assert reading.quality.verdict == "ok"
    assert reading.text.text == "Trang này để trống có chủ ý"


def test_a_qr_code_is_found_where_it_is(tmp_path: Path, engine: OcrEngine) -> None:
    image = drawn_page((1240, 1754)).image
    code = zxingcpp.create_barcode("SOHOA:1:component:KS", zxingcpp.BarcodeFormat.QRCode)
    drawn = Image.fromarray(np.array(code.to_image(scale=6)))
    image.paste(drawn, (800, 1200))
    (mark,) = read_page(saved(image, tmp_path / "page.png"), 1, engine, LIMITS).marks
    assert (mark.kind, mark.text) == ("qr", "SOHOA:1:component:KS")
    assert np.allclose(mark.box.as_list(), [800, 1200, 800 + drawn.width, 1200 + drawn.height], atol=30)


def test_blur_and_low_resolution_are_named(tmp_path: Path, engine: OcrEngine) -> None:
    drawn = drawn_page()
    soft = drawn.image.filter(ImageFilter.GaussianBlur(6))
    assert "blur" in read_page(saved(soft, tmp_path / "soft.png"), 1, engine, LIMITS).quality.reasons
    small = drawn.image.resize((620, 450))
    small.save(tmp_path / "small.png", dpi=(DPI / 2, DPI / 2))
    assert "low-dpi" in read_page(tmp_path / "small.png", 1, engine, LIMITS).quality.reasons
