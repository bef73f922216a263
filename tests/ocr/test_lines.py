"""Lines of text: every one found once and whole, standing where its letters stand, whatever its size and company."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from drawn import SENTENCES
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from printed_sheet import INK, PAPER, Set, ink, pixels_of, sheet, turned_by

from ocr.line_image import line_image
from ocr.lines import TextLine, find_lines
from ocr.page import Pixels

SIZE = (1500, 1000)
# x and y of each pixel of ink.
Points = tuple[np.ndarray, np.ndarray]
# What is cut out reaches this far beyond the line's box.
PAD = 4
# Capitals that carry two marks, letters with a dot below, and descenders.
MARKED = ("ẤP ẨM Ở ĐỒNG ẦM Ỹ", "Trượng Ỷ Nguyễn Ngọc Ẵn", "SỐ NHÀ ẶP LỘC ỆCH ỰA", "quý ngày giấy ượng gỵ")


def paragraph(texts: Sequence[str], points: float, spacing: float = 1.5, x: int = 120) -> list[Set]:
    pitch = pixels_of(points) * spacing
    return [Set(text, x, round(120 + pitch * row), points) for row, text in enumerate(texts)]


def share_held(line: TextLine, own: Points) -> float:
    """How much of the ink `own` lies in what is cut out for `line`."""
    columns, rows = own
    level = rows - line.slope * (columns - line.middle)
    across = (columns >= line.box.x0 - PAD) & (columns < line.box.x1 + PAD)
    return float((across & (level >= line.box.y0 - PAD) & (level < line.box.y1 + PAD)).mean())


def assert_each_found_once(found: Sequence[TextLine], own: Sequence[Points], least: float = 0.999) -> None:
    held = [[share_held(line, alone) for line in found] for alone in own]
    assert [sum(share > 0.5 for share in shares) for shares in held] == [1] * len(own)
    assert [max(shares) >= least for shares in held] == [True] * len(own)
    assert len(found) == len(own)


def points(page: Pixels) -> Points:
    found = cv2.findNonZero(page)
    x, y = found.reshape(-1, 2).T
    return x, y


def alone(lines: Sequence[Set]) -> list[Points]:
    """The ink of each line, as if it were the only one."""
    return [points(ink(sheet(SIZE, [line]))) for line in lines]


@pytest.mark.parametrize("points", [8, 9, 10, 11, 12, 13, 14, 16, 18, 20, 24, 30])
def test_lines_of_every_usual_size_are_found_once(points: float) -> None:
    lines = paragraph([text[: round(620 / points)] for text in SENTENCES], points)
    assert_each_found_once(find_lines(ink(sheet(SIZE, lines))), alone(lines))


def test_a_title_among_small_print_is_found() -> None:
    lines = [
        Set("GIẤY KHAI SINH", 400, 200, 24),
        *(Set(text, 120, 320 + 60 * row, 13) for row, text in enumerate(SENTENCES)),
        *(Set(text, 120, 720 + 32 * row, 8) for row, text in enumerate(SENTENCES)),
    ]
    assert_each_found_once(find_lines(ink(sheet(SIZE, lines))), alone(lines))


def test_a_frame_across_two_lines_makes_no_one_line_of_them() -> None:
    page = np.zeros((300, 1000), np.uint8)
    for x in (*range(100, 830, 22), *range(298, 321, 22)):
        page[100:121, x : x + 14] = 255
    # Letters that reach below the line, a corner of the frame of a stamp, and the short line beside it.
    page[121:131, 298:312] = page[121:131, 320:334] = 255
    page[101:170, 340:344] = page[166:170, 340:370] = 255
    for x in range(390, 560, 22):
        page[148:169, x : x + 14] = 255
    boxes = [line.box for line in find_lines(page)]
    assert [(box.y0, box.x0) for box in boxes] == [(100, 100), (148, 390)]


@pytest.mark.parametrize("degrees", [-1.0, -0.5, -0.15, 0.15, 0.5, 1.0])
def test_lines_that_slope_a_little_are_found_once_and_their_slope_is_known(degrees: float) -> None:
    lines = paragraph([f"{text} {text}"[:70] for text in SENTENCES], 12)
    own = [points(ink(turned_by(sheet(SIZE, [line]), degrees)[0])) for line in lines]
    page, matrix = turned_by(sheet(SIZE, lines), degrees)
    found = find_lines(ink(page))
    assert_each_found_once(found, own, least=0.99)
    for line, drawn in zip(found, lines, strict=True):
        assert line.slope == pytest.approx(np.tan(np.radians(degrees)), abs=0.002)
        for x in (drawn.x, drawn.x + 400):
            down = matrix @ [x, drawn.base, 1]
            assert line.baseline(down[0], down[0] + 1).y0 == pytest.approx(down[1], abs=2)


def test_two_columns_are_two_lines_a_row() -> None:
    left = paragraph(("ỦY BAN NHÂN DÂN", "PHƯỜNG BÌNH AN", "Số: 12/UBND"), 12)
    right = paragraph(SENTENCES[:3], 12, x=760)
    assert_each_found_once(find_lines(ink(sheet(SIZE, [*left, *right]))), alone([*left, *right]))


@pytest.mark.parametrize("points", [10, 13, 16])
def test_lines_without_space_between_them_stay_apart(points: float) -> None:
    lines = paragraph(SENTENCES, points, spacing=1.0)
    assert_each_found_once(find_lines(ink(sheet(SIZE, lines))), alone(lines), least=0.99)


@pytest.mark.parametrize("spacing", [1.2, 1.5])
def test_a_mark_belongs_to_one_line_only(spacing: float) -> None:
    """The neighbours of a line, with marks below and above, change nothing about it."""
    lines = paragraph(MARKED, 13, spacing)
    together = find_lines(ink(sheet(SIZE, lines)))
    for line, drawn in zip(together, lines, strict=True):
        (single,) = find_lines(ink(sheet(SIZE, [drawn])))
        assert abs(line.box.y0 - single.box.y0) <= 1
        assert abs(line.box.y1 - single.box.y1) <= 1
        assert (line.box.x0, line.box.x1) == (single.box.x0, single.box.x1)


@pytest.mark.parametrize("points", [8, 13, 24])
@pytest.mark.parametrize("text", MARKED)
def test_marks_of_capitals_and_dots_below_are_inside_the_crop(text: str, points: float) -> None:
    page = sheet(SIZE, [Set(text, 120, 300, points)])
    (line,) = find_lines(ink(page))
    cut, x, y = line_image(page, line)
    rows, columns = np.nonzero(page < 128)
    assert x <= columns.min() <= columns.max() < x + cut.shape[1]
    assert y <= rows.min() <= rows.max() < y + cut.shape[0]


@pytest.mark.parametrize("letter", ["A", "I", "5", "Đ", "Ộ", "b"])
def test_a_line_of_one_letter_is_found(letter: str) -> None:
    lines = [*paragraph(SENTENCES[2:4], 13), Set(letter, 700, 400, 13)]
    assert_each_found_once(find_lines(ink(sheet(SIZE, lines))), alone(lines))
    only = [Set(letter, 700, 400, 13)]
    assert_each_found_once(find_lines(ink(sheet(SIZE, only))), alone(only))


@pytest.mark.parametrize(
    "text",
    ["- Nơi nhận:", "Tự do -", "vân vân..", "hết.", "một;", "“Bình An”", ". Sinh", "Số: 1,", "a) Có /"],
)
def test_dashes_and_dots_at_the_ends_belong_to_the_line(text: str) -> None:
    lines = [*paragraph(SENTENCES[2:4], 13), Set(text, 300, 400, 13)]
    assert_each_found_once(find_lines(ink(sheet(SIZE, lines))), alone(lines))


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize("points", [8, 12, 20])
def test_the_baseline_lies_at_the_feet_of_the_letters(text: str, points: float) -> None:
    drawn = Set(text[:40], 120, 300, points)
    (line,) = find_lines(ink(sheet(SIZE, [drawn])))
    ends = line.baseline(line.box.x0, line.box.x1)
    assert abs(ends.y0 - drawn.base) <= 2
    assert abs(ends.y1 - drawn.base) <= 2


def test_the_image_of_a_sloping_line_is_level() -> None:
    page, _ = turned_by(sheet(SIZE, [Set("nam ra xa nam mua rau cau em " * 2, 120, 500, 13)]), 1.0)
    (line,) = find_lines(ink(page))
    assert feet_slope(ink(page)) == pytest.approx(0.0175, abs=0.002)
    cut, _, _ = line_image(page, line)
    assert abs(feet_slope(ink(cut))) < 0.002
    assert cut.shape[0] < line.box.height + 3 * PAD
    assert (int(cut.min()), int(np.median(cut))) == (0, 255)


def feet_slope(page: Pixels) -> float:
    """How the feet of letters without descenders fall, in pixels per pixel."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(page)
    letters = stats[1:][stats[1:, cv2.CC_STAT_HEIGHT] > 10]
    return float(np.polyfit(letters[:, 0] + letters[:, 2] / 2, letters[:, 1] + letters[:, 3], 1)[0])


def speckled(page: Pixels, density: float, largest: int, seed: int) -> Pixels:
    dust, out = np.random.default_rng(seed), page.copy()
    height, width = page.shape
    for _ in range(round(density * height * width / largest**2)):
        x, y, side = dust.integers(0, width), dust.integers(0, height), dust.integers(1, largest + 1)
        out[y : y + side, x : x + side] = INK
    return out


@pytest.mark.parametrize(("density", "largest"), [(0.001, 2), (0.004, 3), (0.004, 6)])
def test_specks_make_no_lines_that_hold_words(density: float, largest: int) -> None:
    empty = np.full((SIZE[1], SIZE[0]), PAPER, np.uint8)
    assert find_lines(ink(speckled(empty, density, largest, 3))) == []
    lines = paragraph(SENTENCES, 13, spacing=2.0)
    own_ink = alone(lines)
    found = find_lines(ink(speckled(sheet(SIZE, lines), density, largest, 3)))
    holding = [line for line in found if any(share_held(line, own) > 0.02 for own in own_ink)]
    assert_each_found_once(holding, own_ink, least=0.99)


def test_blank_pages_have_no_lines() -> None:
    for shape in ((1, 1), (5, 2000), (800, 600)):
        assert find_lines(np.zeros(shape, np.uint8)) == []


SPOTS = arrays.arrays(bool, st.tuples(st.integers(1, 40), st.integers(1, 60)))


@settings(max_examples=150, deadline=None)
@given(spots=SPOTS, grain=st.integers(1, 12))
@example(spots=np.ones((1, 1), bool), grain=1)
def test_any_ink_gives_lines_inside_the_page(spots: np.ndarray, grain: int) -> None:
    page = np.kron(spots, np.ones((grain, grain), bool)).astype(np.uint8) * 255
    height, width = page.shape
    gray = np.asarray(255 - page, np.uint8)
    for line in find_lines(page):
        assert 0 <= line.box.x0 < line.box.x1 <= width
        assert 0 <= line.box.y0 < line.box.y1 <= height
        assert 0 <= line.base <= height
        cut, x, y = line_image(gray, line)
        assert cut.size
        assert 0 <= x < x + cut.shape[1] <= width
        assert 0 <= y < y + cut.shape[0] <= height


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyÁẬỂỘỰ0123456789"), min_size=2, max_size=25),
    points=st.sampled_from([9.0, 13.0, 20.0]),
    base=st.integers(90, 900),
)
def test_any_word_is_one_line_whole(text: str, points: float, base: int) -> None:
    drawn = Set(text, 100, base, points)
    assert_each_found_once(find_lines(ink(sheet(SIZE, [drawn]))), alone([drawn]))
