"""Rules go, letters stay: also those that stand on a rule, cross it or have long strokes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from drawn import SENTENCES
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from printed_sheet import Set, ink, sheet

from ocr.page import Pixels
from ocr.rules import ruled, without_rules

SIZE = (1240, 900)


def cleared(page: Pixels) -> Pixels:
    return without_rules(page, ruled(page))


def kept(before: Pixels, after: Pixels) -> float:
    """The share of the ink `before` that is still there."""
    return float((after[before > 0] > 0).mean())


def lettering(lines: list[Set]) -> Pixels:
    return ink(sheet(SIZE, lines))


def rule_at(top: int, thickness: int, columns: slice = slice(100, 1101)) -> Pixels:
    page = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    page[top : top + thickness, columns] = 255
    return page


def grid(thickness: int) -> Pixels:
    """Three columns and ten rows of a table."""
    page = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    for y in range(100, 801, 70):
        page[y : y + thickness, 100 : 1100 + thickness] = 255
    for x in (100, 400, 800, 1100):
        page[100:801, x : x + thickness] = 255
    return page


def together(*pages: Pixels) -> Pixels:
    return np.asarray(np.maximum.reduce(pages), np.uint8)


@pytest.mark.parametrize("thickness", [1, 2, 3, 5])
def test_the_rules_of_a_table_go_and_its_text_stays(thickness: int) -> None:
    cells = [
        Set(text, x, 145 + 70 * row, 12)
        for row in range(10)
        for x, text in ((115, "Nguyễn Thị"), (420, "Ngày gỵ sinh"), (815, "Đã đăng ký"))
    ]
    rules, text = grid(thickness), lettering(cells)
    left = cleared(together(rules, text))
    assert kept(rules, left) == 0
    assert kept(text, left) == 1


@pytest.mark.parametrize(
    ("at", "thickness", "least"),
    [(-8, 1, 0.97), (-8, 2, 0.93), (0, 1, 0.93), (0, 2, 0.9), (3, 1, 0.98), (3, 3, 0.95), (6, 2, 0.95)],
)
def test_letters_on_a_rule_or_across_it_keep_their_shapes(at: int, thickness: int, least: float) -> None:
    """The rule runs `at` rows below the baseline: through the letters, under their feet, through descenders."""
    text = lettering([Set("Họ và tên người gửi: Phạm Quỳnh Giang", 120, 400, 14)])
    rule = rule_at(400 + at, thickness)
    left = cleared(together(rule, text))
    assert kept(text, left) > least
    assert not left[:, 800:].any()
    pieces, whole = (cv2.connectedComponents(page)[0] for page in (left, text))
    assert pieces <= whole + 4


def test_underlines_of_words_go() -> None:
    text = lettering([Set("Độc lập - Tự do - Hạnh phúc", 400, 300, 14), Set("Điều 1", 120, 400, 14)])
    rules = together(rule_at(312, 2, slice(400, 880)), rule_at(412, 2, slice(120, 215)))
    left = cleared(together(rules, text))
    assert kept(np.asarray(rules & ~text), left) < 0.05
    assert kept(text, left) > 0.98


def test_thick_black_bars_are_no_rules() -> None:
    page = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    page[200:225, 100:1100] = 255
    page[300:800, 100:140] = 255
    assert not ruled(page).any()
    assert np.array_equal(cleared(page), page)


@pytest.mark.parametrize("points", [8, 13, 20, 30])
def test_no_stroke_of_a_letter_is_a_rule(points: float) -> None:
    text = lettering(
        [
            Set("HIỆN LĨNH ĐẤT TỪ", 120, 200, points),
            Set("[lịch] - Điện thoại", 120, 400, points),
            Set(SENTENCES[0][: round(620 / points)], 120, 600, points),
        ]
    )
    assert not ruled(text).any()
    assert np.array_equal(cleared(text), text)


@settings(max_examples=80, deadline=None)
@given(
    spots=arrays.arrays(bool, st.tuples(st.integers(1, 40), st.integers(1, 40))),
    grain=st.sampled_from([1, 3, 9]),
)
def test_ink_is_only_taken_away_and_only_at_rules(spots: np.ndarray, grain: int) -> None:
    page = np.kron(spots, np.ones((grain, grain), bool)).astype(np.uint8) * 255
    rules = ruled(page)
    left = without_rules(page, rules)
    assert (left <= page).all()
    assert (rules <= page).all()
    near = cv2.dilate(rules, np.ones((3, 3), np.uint8)) > 0
    assert np.array_equal(left[~near], page[~near])


@pytest.mark.parametrize("seed", range(12))
def test_rules_are_those_that_opening_the_whole_page_gives(seed: int) -> None:
    # Only likely rows are searched; bars of all sizes, in the middle and over the edges, broken and whole.
    chance = np.random.default_rng(seed)
    ink = np.zeros((int(chance.integers(5, 300)), int(chance.integers(20, 300))), np.uint8)
    for x, y, long, thick in chance.integers((-20, -20, 30, 1), (300, 300, 200, 10), (14, 4)).tolist():
        wide, high = (long, thick) if chance.random() < 0.5 else (thick, long)
        ink[max(0, y) : max(0, y + high), max(0, x) : max(0, x + wide)] = 255
    ink[chance.random(ink.shape) < 0.01] = 0

    def opened(image: Pixels, *size: int) -> Pixels:
        return np.asarray(cv2.morphologyEx(image, cv2.MORPH_OPEN, np.ones(size, np.uint8)), np.uint8)

    across, down = opened(ink, 1, 81), opened(ink, 81, 1)
    expected = (across - opened(across, 7, 1)) | (down - opened(down, 1, 7))
    assert np.array_equal(ruled(ink), expected)
