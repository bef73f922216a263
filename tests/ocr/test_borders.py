"""Black edges become paper, at whichever side; the print beside them and dark pictures stay as they are."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import SENTENCES
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from printed_sheet import PAPER, Set, sheet

from ocr.borders import without_black_edges
from ocr.page import Pixels

SIZE = (1240, 1000)
SIDES = {
    "left": np.s_[:, :50],
    "top": np.s_[:50, :],
    "right": np.s_[:, -50:],
    "bottom": np.s_[-50:, :],
}
DARK = 30


def text_page() -> Pixels:
    return sheet(SIZE, [Set(text, 150, 180 + 60 * row) for row, text in enumerate(SENTENCES * 2)])


@pytest.mark.parametrize("side", SIDES)
def test_a_black_edge_is_painted_over_on_its_side(side: str) -> None:
    page = text_page()
    text = page < 240
    page[SIDES[side]] = DARK
    cleaned, sides = without_black_edges(page)
    assert side in sides
    assert (cleaned[SIDES[side]] > 200).all()
    assert np.array_equal(cleaned[text], page[text])
    assert cleaned.shape == page.shape


def test_edges_on_all_sides_are_painted_over() -> None:
    page = text_page()
    text = page < 240
    for strip in SIDES.values():
        page[strip] = DARK
    cleaned, sides = without_black_edges(page)
    assert sides == tuple(SIDES)
    assert (cleaned[~text] > 200).all()
    assert np.array_equal(cleaned[text], page[text])


def test_a_slanting_edge_is_painted_over() -> None:
    page = text_page()
    for row in range(SIZE[1]):
        page[row, : 20 + row // 20] = DARK
    cleaned, sides = without_black_edges(page)
    assert sides == ("left",)
    assert (cleaned[:, :20] > 200).all()
    assert (cleaned[:, :60] > 200).mean() > 0.99


@pytest.mark.parametrize("points", [10, 14])
def test_letters_that_touch_the_edge_stay(points: float) -> None:
    """The first letters stand half in the shadow; what of them is outside stays."""
    lines = [Set(text, 44, 180 + 60 * row, points) for row, text in enumerate(SENTENCES)]
    page = sheet(SIZE, lines)
    outside = np.asarray(page < 128)
    outside[:, :68] = False
    page[:, :50] = DARK
    cleaned, sides = without_black_edges(page)
    assert sides == ("left",)
    assert np.array_equal(cleaned[outside], page[outside])
    assert (cleaned[:, :48] > 200).all()


def test_a_dark_picture_is_left_alone() -> None:
    page = text_page()
    page[400:, 300:] = 40
    cleaned, sides = without_black_edges(page)
    assert sides == ()
    assert np.array_equal(cleaned, page)


def test_a_dark_picture_inside_the_page_is_left_alone() -> None:
    page = text_page()
    page[300:800, 300:500] = 40
    assert np.array_equal(without_black_edges(page)[0], page)


def test_text_up_to_the_rim_is_no_edge() -> None:
    page = sheet(SIZE, [Set("GIẤY KHAI SINH " * 5, 0, 20 + 60 * row, 24) for row in range(16)])
    cleaned, sides = without_black_edges(page)
    assert sides == ()
    assert np.array_equal(cleaned, page)


@pytest.mark.parametrize("level", [0, 40, 128, PAPER])
@pytest.mark.parametrize("shape", [(1000, 1240), (9, 9), (1, 1), (1, 900)])
def test_a_page_of_one_tone_is_harmless(level: int, shape: tuple[int, int]) -> None:
    page = np.full(shape, level, np.uint8)
    cleaned, sides = without_black_edges(page)
    assert sides == ()
    assert np.array_equal(cleaned, page)


@settings(max_examples=80, deadline=None)
@given(
    tones=arrays.arrays(np.uint8, st.tuples(st.integers(1, 24), st.integers(1, 24))),
    grain=st.sampled_from([1, 8, 20]),
)
def test_whatever_the_page_it_is_only_lightened_to_its_paper(tones: np.ndarray, grain: int) -> None:
    page = np.kron(tones, np.ones((grain, grain), np.uint8))
    before = page.copy()
    cleaned, sides = without_black_edges(page)
    assert np.array_equal(page, before)
    changed = cleaned != page
    assert bool(sides) or not changed.any()
    if changed.any():
        assert len(np.unique(cleaned[changed])) == 1
