"""Print of a needle printer falls into dots: it is told from other print, read with its dots joined, its figures not
believed.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from drawn import font
from PIL import Image, ImageDraw

from ocr.engine import OcrEngine
from ocr.limits import Limits
from ocr.needle_print import NEEDLES, by_needles, is_needle_print
from ocr.page import Pixels
from ocr.read import read_page

LABELS = ("Họ và tên:", "Nơi sinh:", "Quê quán:", "Dân tộc:", "Nơi cư trú:", "Ngày sinh:", "Ghi chú:")
VALUES = (
    "Nguyễn Hoài An", "Bệnh viện Từ Dũ", "tỉnh Long An", "Kinh", "phường Bình Thọ, quận Thủ Đức", "ngày 12 tháng 8",
    "Đăng ký quá hạn",
)  # fmt: skip
# Pixels of 200 dpi: two rows of needles that touch, and a gap.
PITCH = 3


def _line(text: str, needles: bool) -> Pixels:
    image = Image.new("L", (1100, 70), 255)
    ImageDraw.Draw(image).text((20, 50), text, fill=20, font=font(), anchor="ls")
    pixels = np.asarray(image).copy()
    if needles:
        pixels[::PITCH] = 255
    return pixels


def _form(needles: bool) -> Image.Image:
    page = np.full((2339, 1653), 255, np.uint8)
    for number, (label, value) in enumerate(zip(LABELS, VALUES, strict=True)):
        top = 300 + 120 * number
        page[top : top + 70, 100:500] = _line(label, needles=False)[:, :400]
        page[top : top + 70, 420:1520] = np.minimum(page[top : top + 70, 420:1520], _line(value, needles))
    return Image.fromarray(page)


@pytest.mark.parametrize("text", VALUES[:2])
def test_needles_are_told_from_other_print(text: str) -> None:
    assert is_needle_print(_line(text, needles=True), 200)
    assert not is_needle_print(_line(text, needles=False), 200)
    assert not is_needle_print(np.full((70, 400), 255, np.uint8), 200)


def test_one_line_of_dots_makes_no_page_of_them() -> None:
    lines = [_line(text, needles=False) for text in (*LABELS, *VALUES) for _ in range(2)]
    one = [*lines, _line(VALUES[0], needles=True)]
    many = [*lines[:14], *(_line(text, needles=True) for text in VALUES)]
    assert not by_needles(np.vstack(one), one, 200)
    assert by_needles(np.vstack(many), many, 200)


def test_values_by_needles_are_read_and_their_figures_not_believed(tmp_path: Path, engine: OcrEngine) -> None:
    _form(needles=True).save(tmp_path / "needles.png", dpi=(200, 200))
    read = read_page(tmp_path / "needles.png", 1, engine, Limits())
    assert NEEDLES in read.steps
    lines = [line.text for line in read.text.lines]
    assert sum(any(value in line for line in lines) for value in VALUES if "1" not in value) >= 5
    assert all(word.confidence < 0.5 for word in read.text.words if any(c.isdigit() for c in word.text))
    _form(needles=False).save(tmp_path / "laser.png", dpi=(200, 200))
    assert NEEDLES not in read_page(tmp_path / "laser.png", 1, engine, Limits()).steps
