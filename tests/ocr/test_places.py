"""Where words stand on the master: their boxes hold their ink and their baselines run at their feet, by geometry.

Every word of the page is drawn alone and put through the same turn, so that its ink on the master is known.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from printed_sheet import PAPER, Set, ink, sheet, words

from ocr.cleanup import prepare, turned
from ocr.engine import OcrEngine
from ocr.limits import Limits
from ocr.lines import find_lines
from ocr.page import Box, PageImage, Pixels
from ocr.read import read_page
from ocr.recognition import read_lines

SIZE = (1240, 1000)
TEXTS = (
    "Ủy ban nhân dân phường nhận được đơn của công dân",
    "về việc đăng ký khai sinh cho con tại nơi cư trú",
    "theo quy định của pháp luật về hộ tịch hiện hành",
    "Cán bộ kiểm tra giấy tờ và ghi vào sổ gốc",
    "Họ và tên người được khai sinh là Nguyễn Văn Bình",
    "Nơi sinh tại bệnh viện quận của thành phố lớn này",
)
LINES = tuple(Set(text, 150, 180 + 75 * row, 14) for row, text in enumerate(TEXTS))
Matrix = np.ndarray


def skewed(degrees: float) -> tuple[Matrix, tuple[int, int]]:
    matrix = cv2.getRotationMatrix2D((SIZE[0] / 2, SIZE[1] / 2), -degrees, 1.0)
    return np.vstack([matrix, [0, 0, 1]]), SIZE


def on_its_side(turns: int) -> tuple[Matrix, tuple[int, int]]:
    """Turned clockwise by quarters."""
    width, height = SIZE
    matrix = np.array(
        {
            1: [[0, -1, height - 1], [1, 0, 0], [0, 0, 1]],
            2: [[-1, 0, width - 1], [0, -1, height - 1], [0, 0, 1]],
            3: [[0, 1, 0], [-1, 0, width - 1], [0, 0, 1]],
        }[turns],
        np.float64,
    )
    return matrix, SIZE if turns == 2 else (height, width)


def from_a_slant() -> tuple[Matrix, tuple[int, int]]:
    corners = np.float32([[260, 190], [1420, 150], [1500, 1180], [180, 1130]])
    flat = np.float32([[0, 0], [SIZE[0], 0], [SIZE[0], SIZE[1]], [0, SIZE[1]]])
    return cv2.getPerspectiveTransform(flat, corners), (1700, 1400)


def enlarged(scale: float) -> tuple[Matrix, tuple[int, int]]:
    return np.diag([scale, scale, 1.0]), (round(SIZE[0] * scale), round(SIZE[1] * scale))


WAYS = {
    "straight": (enlarged(1.0), 200.0),
    "300 dpi": (enlarged(1.5), 300.0),
    "150 dpi": (enlarged(0.75), 150.0),
    "skewed right": (skewed(1.7), 200.0),
    "skewed left": (skewed(-3.0), 200.0),
    "skewed a little": (skewed(0.4), 200.0),
    "turned 90": (on_its_side(1), 200.0),
    "turned 180": (on_its_side(2), 200.0),
    "turned 270": (on_its_side(3), 200.0),
    "photographed": (from_a_slant(), 200.0),
}


def placed(gray: Pixels, matrix: Matrix, size: tuple[int, int], around: int) -> Pixels:
    return np.asarray(
        cv2.warpPerspective(gray, matrix, size, flags=cv2.INTER_LINEAR, borderValue=around), np.uint8
    )


@pytest.mark.parametrize("way", WAYS)
def test_boxes_hold_the_ink_of_their_words_and_baselines_run_at_their_feet(
    way: str, tmp_path: Path, engine: OcrEngine
) -> None:
    (matrix, size), dpi = WAYS[way]
    around = 60 if way == "photographed" else PAPER
    path = tmp_path / "page.png"
    Image.fromarray(placed(sheet(SIZE, LINES), matrix, size, around)).save(path, dpi=(dpi, dpi))
    read = read_page(path, 1, engine, Limits()).text
    assert [line.text for line in read.lines] == list(TEXTS)
    drawn = [word for line in LINES for word in words(line)]
    whole = 0
    for word, own in zip(read.words, drawn, strict=True):
        dark = np.argwhere(placed(sheet(SIZE, [own]), matrix, size, PAPER) < 128)
        share = share_inside(word.box, dark)
        whole += share >= 0.95
        # The engine tells where words part from what it read, and may cut a letter off ("Nguyễn" of 66 words).
        assert share >= 0.7, (way, own.text)
        assert word.box.width * word.box.height < 2.2 * area_around(dark), (way, own.text)
        assert word.baseline is not None
        for x, y in np.reshape(word.baseline.as_list(), (2, 2)):
            flat = np.linalg.inv(matrix) @ [x, y, 1]
            assert abs(flat[1] / flat[2] - own.base) <= 3, (way, own.text)
            assert own.x - 30 <= flat[0] / flat[2] <= SIZE[0]
    assert whole >= 0.97 * len(drawn)


def share_inside(box: Box, dark: np.ndarray) -> float:
    rows, columns = dark.T
    inside = (columns >= box.x0) & (columns < box.x1) & (rows >= box.y0) & (rows < box.y1)
    return float(inside.mean())


def area_around(dark: np.ndarray) -> int:
    height, width = dark.max(axis=0) - dark.min(axis=0) + 1
    return int(height * width)


def test_words_of_a_line_that_slopes_stand_where_the_line_is(engine: OcrEngine) -> None:
    """Recognition alone, without deskewing: the words climb with their line."""
    matrix, _ = skewed(-0.8)
    page = placed(sheet(SIZE, LINES), matrix, SIZE, PAPER)
    lines = find_lines(ink(page))
    read = [line for line in read_lines(page, lines, engine) if line]
    assert [line.text for line in read] == list(TEXTS)
    for line, drawn in zip(read, LINES, strict=True):
        for word, own in zip(line.words, words(drawn), strict=True):
            dark = np.argwhere(placed(sheet(SIZE, [own]), matrix, SIZE, PAPER) < 128)
            assert share_inside(word.box, dark) >= 0.95
        assert line.words[0].box.y0 > line.words[-1].box.y0


COORDINATE = st.integers(-50, 1300)


@settings(max_examples=60, deadline=None)
@given(
    x0=COORDINATE,
    y0=COORDINATE,
    width=st.integers(1, 900),
    height=st.integers(1, 900),
    turns=st.integers(0, 3),
    dpi=st.sampled_from([75.0, 200.0, 310.0]),
)
def test_any_box_comes_back_inside_the_master_and_around_its_corners(
    x0: int, y0: int, width: int, height: int, turns: int, dpi: float
) -> None:
    master = PageImage(np.full((300, 440), PAPER, np.uint8), dpi)
    prepared = turned(prepare(master), turns)
    box = Box(x0, y0, x0 + width, y0 + height)
    (back,) = prepared.boxes_on_master([box], master.width, master.height)
    assert 0 <= back.x0 < back.x1 <= master.width
    assert 0 <= back.y0 < back.y1 <= master.height
    corners = np.array([[box.x0, box.y0], [box.x1, box.y1]], np.float64)
    for x, y in prepared.points_on_master(corners):
        if 0 <= x <= master.width and 0 <= y <= master.height:
            assert back.x0 - 1e-6 <= x <= back.x1 + 1e-6
            assert back.y0 - 1e-6 <= y <= back.y1 + 1e-6


@settings(max_examples=60, deadline=None)
@given(points=st.lists(st.tuples(st.floats(0, 440), st.floats(0, 300)), max_size=8), turns=st.integers(0, 3))
def test_points_go_to_the_page_and_back(points: list[tuple[float, float]], turns: int) -> None:
    prepared = turned(prepare(PageImage(np.full((300, 440), PAPER, np.uint8), 150.0)), turns)
    held = np.array(points, np.float64).reshape(-1, 2)
    there = cv2.perspectiveTransform(held.reshape(1, -1, 2), prepared.to_work)[0] if points else held
    assert np.allclose(prepared.points_on_master(np.asarray(there, np.float64)), held, atol=1e-6)


def test_four_quarter_turns_are_none() -> None:
    prepared = prepare(PageImage(sheet(SIZE, LINES), 200.0))
    for turns in (1, 2, 3, 4):
        around = turned(turned(prepared, turns), 4 - turns)
        assert np.array_equal(around.gray, prepared.gray)
        assert np.allclose(around.to_work, prepared.to_work)
