"""Boxes of words end at the spaces between them, though the engine tells them a letter late."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from printed_sheet import Set, sheet, words

from ocr.page import Box, Pixels, Word
from ocr.word_edges import at_spaces

SIZE, HEIGHT = (900, 80), 24.0
LINE = Set("Ngày cấp: 19/1/2017 tại Huế", 40, 56, 14)


def printed(line: Set) -> tuple[Pixels, list[Word]]:
    """The line, and its words with the box of each as far as its ink."""
    found = []
    for word in words(line):
        across = np.flatnonzero((sheet(SIZE, [word]) < 150).any(axis=0))
        found.append(Word(word.text, Box(int(across[0]), 30, int(across[-1]) + 1, 60), 0.9))
    return sheet(SIZE, [line]), found


def moved(found: list[Word], which: int, left: int = 0, right: int = 0) -> list[Word]:
    box = found[which].box
    changed = replace(found[which], box=replace(box, x0=box.x0 + left, x1=box.x1 + right))
    return [*found[:which], changed, *found[which + 1 :]]


@pytest.mark.parametrize("late", [4, 9, 14])
def test_a_word_whose_box_begins_behind_its_first_figure_gets_it_back(late: int) -> None:
    image, found = printed(LINE)
    given_late = moved(moved(found, 2, left=late), 1, right=late)
    snapped = at_spaces(image, given_late, HEIGHT)
    assert abs(snapped[2].box.x0 - found[2].box.x0) <= 1
    assert snapped[1].box.x1 <= snapped[2].box.x0


def test_a_word_whose_box_ends_before_its_last_letter_gets_it_back() -> None:
    image, found = printed(LINE)
    snapped = at_spaces(image, moved(found, 4, right=-10), HEIGHT)
    assert abs(snapped[4].box.x1 - found[4].box.x1) <= 1


def test_words_that_end_at_their_ink_stay() -> None:
    image, found = printed(LINE)
    assert at_spaces(image, found, HEIGHT) == tuple(found)


def test_where_no_space_is_near_nothing_moves() -> None:
    image, found = printed(Set("tháng:19/1/2017", 40, 56, 14))
    box = found[0].box
    both = [
        Word("tháng:", Box(box.x0, 30, box.x0 + 78, 60), 0.9),
        Word("9/1/2017", Box(box.x0 + 96, 30, box.x1, 60), 0.9),
    ]
    assert at_spaces(image, both, HEIGHT)[1] == both[1]


@given(
    columns=st.lists(st.booleans(), min_size=1, max_size=120),
    edges=st.lists(st.integers(0, 120), min_size=2, max_size=8, unique=True),
    height=st.floats(1, 60),
)
def test_words_stay_in_the_line_in_their_order_and_never_shrink_from_the_left(
    columns: list[bool], edges: list[int], height: float
) -> None:
    image = np.where(np.tile(columns, (30, 1)), 20, 250).astype(np.uint8)
    places = sorted(edge for edge in edges if edge <= len(columns))
    given_ = [Word("a", Box(x0, 0, x1, 30), 0.9) for x0, x1 in zip(places[::2], places[1::2], strict=False)]
    snapped = at_spaces(image, given_, height)
    assert [word.text for word in snapped] == [word.text for word in given_]
    for one, other in zip(given_, snapped, strict=True):
        assert 0 <= other.box.x0 <= one.box.x0
        assert other.box.x0 < other.box.x1 <= len(columns)
    for one, following in pairwise(snapped):
        assert one.box.x1 <= following.box.x0
