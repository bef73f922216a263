"""Circles of a seal as dark as print go, and the letters that they cross stay and are a line again."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from printed_sheet import Set, ink, sheet

from ocr.cleanup import CleanupOptions, prepare
from ocr.clear_page import cleared
from ocr.lines import find_lines
from ocr.page import PageImage, Pixels
from ocr.seal_circles import circles

SIZE, CENTRE, RADIUS = (1240, 900), (600, 450), 134
NAME = Set("Lê Thị Hồng Nhung", 475, 520, 14)


def ringed(page: Pixels, thick: int = 4) -> Pixels:
    """A black seal of three circles with letters between them."""
    page = page.copy()
    for share, width in ((1, thick), (0.94, 2), (0.66, 2)):
        cv2.circle(page, CENTRE, round(share * RADIUS), 20, width, cv2.LINE_AA)
    for place in range(14):
        angle = 2 * np.pi * place / 14
        x, y = CENTRE[0] + 0.8 * RADIUS * np.cos(angle), CENTRE[1] + 0.8 * RADIUS * np.sin(angle)
        cv2.putText(page, "N", (round(x) - 8, round(y) + 8), 0, 0.7, 20, 2, cv2.LINE_AA)
    return page


@pytest.mark.parametrize("found", [RADIUS, 0.94 * RADIUS, 0.66 * RADIUS])
def test_all_circles_go_whichever_was_found(found: float) -> None:
    blank = np.full(SIZE[::-1], 250, np.uint8)
    only_rings = blank.copy()
    for share in (1, 0.94, 0.66):
        cv2.circle(only_rings, CENTRE, round(share * RADIUS), 20, 1)
    black = ink(ringed(blank))
    left = cv2.subtract(black, circles(black, CENTRE, found))
    assert (left[only_rings < 100] > 0).mean() < 0.06


def test_letters_that_a_circle_crosses_stay() -> None:
    name = sheet(SIZE, [NAME])
    black = ink(ringed(name))
    left = cv2.subtract(black, circles(black, CENTRE, RADIUS))
    assert (left[name < 100] > 0).mean() > 0.85


def test_a_name_under_a_black_seal_is_found_from_its_beginning() -> None:
    heading = Set("KT. CHỦ TỊCH PHÓ CHỦ TỊCH", 430, 240, 13)
    page = PageImage(ringed(sheet(SIZE, [heading, NAME])), 200.0, 1)
    as_it_lies = CleanupOptions(perspective=False, borders=False, orientation=False, skew=False)
    clear = cleared(prepare(page, as_it_lies), as_it_lies)
    name = [line for line in find_lines(clear.ink) if abs(line.base - NAME.base) < 8]
    assert min(abs(line.box.x0 - NAME.x) for line in name) < 12


@settings(max_examples=60, deadline=None)
@given(
    spots=arrays.arrays(bool, st.tuples(st.integers(1, 40), st.integers(1, 40))),
    x=st.floats(-20, 400),
    y=st.floats(-20, 400),
    radius=st.floats(5, 200),
)
def test_only_ink_is_taken_from_any_page(spots: np.ndarray, x: float, y: float, radius: float) -> None:
    black = np.kron(spots, np.ones((8, 8), bool)).astype(np.uint8) * 255
    taken = circles(black, (x, y), radius)
    assert taken.shape == black.shape
    assert (taken <= black).all()
