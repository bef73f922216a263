"""Blue ink is found where it lies, on white, yellow and bluish paper, also on a page that was turned."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from ocr.cleanup import CleanupOptions, prepare, turned
from ocr.handwriting import with_handwriting
from ocr.page import Box, Line, PageImage, PageText, Word
from ocr.pen_colour import blueness, pen_colour

BLUE, PALE, BLACK = (30, 50, 150), (30, 35, 90), (30, 30, 30)
WRITTEN, PRINTED, EMPTY = Box(200, 200, 420, 240), Box(200, 400, 420, 440), Box(200, 600, 420, 640)


def page(paper: tuple[int, int, int]) -> PageImage:
    pixels = np.full((1600, 1200, 3), paper, np.uint8)
    for box, ink in ((WRITTEN, BLUE), (PRINTED, BLACK)):
        cv2.putText(pixels, "Nam 1988", (box.x0, box.y1 - 5), cv2.FONT_HERSHEY_SIMPLEX, 1.2, ink, 3)
    return PageImage(pixels, 200.0)


@pytest.mark.parametrize("paper", [(250, 250, 250), (240, 228, 190), (200, 208, 226)])
def test_blue_ink_is_told_from_black_ink_and_paper(paper: tuple[int, int, int]) -> None:
    colour = pen_colour(page(paper).pixels, np.eye(3))
    written, printed, empty = blueness(colour, [WRITTEN, PRINTED, EMPTY])
    assert written > 40
    assert printed < 10
    assert empty == 0


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_it_is_found_on_a_turned_page(turns: int) -> None:
    prepared = turned(prepare(page((250, 250, 250))), turns)
    boxes = []
    for box in (WRITTEN, PRINTED):
        corners = np.array([[[box.x0, box.y0], [box.x1, box.y1]]], np.float64)
        ends = cv2.perspectiveTransform(corners, prepared.to_work)[0]
        (x0, y0), (x1, y1) = ends.min(axis=0).astype(int).tolist(), ends.max(axis=0).astype(int).tolist()
        boxes.append(Box(x0, y0, x1, y1))
    written, printed = blueness(prepared.pen_on_page, boxes)
    assert written > 40 > 10 > printed


def test_a_gray_master_has_no_colour() -> None:
    prepared = prepare(PageImage(np.ascontiguousarray(page((250, 250, 250)).pixels[:, :, 0]), 200.0))
    assert prepared.pen_on_page is None
    assert blueness(prepared.pen_on_page, [WRITTEN]).tolist() == [0.0]


Ink = tuple[int, int, int]


def _by_hand(*lines: Sequence[tuple[str, Ink]]) -> list[str]:
    """The words that are taken for handwriting, of lines of words that all read well."""
    pixels = np.full((1600, 1200, 3), 250, np.uint8)
    read = []
    for at, line in enumerate(lines):
        words = []
        for place, (text, ink) in enumerate(line):
            box = Box(60 + 160 * place, 300 + 120 * at, 200 + 160 * place, 345 + 120 * at)
            cv2.putText(pixels, text, (box.x0, box.y1 - 5), cv2.FONT_HERSHEY_SIMPLEX, 1.2, ink, 3)
            words.append(Word(text, box, 0.97))
        read.append(Line(tuple(words)))
    prepared = prepare(PageImage(pixels, 200.0), CleanupOptions(orientation=False, skew=False))
    found = with_handwriting(
        prepared.gray, PageText(1200, 1600, 0, tuple(read), "none"), prepared.pen_on_page
    )
    told = [word.text for word in found.words if word.confidence < 0.5]
    assert bool(found.handwriting) is bool(told)
    return told


@pytest.mark.parametrize(("ink", "told"), [(BLUE, ["23"]), (BLACK, [])])
def test_figures_in_blue_among_black_words_are_by_hand_however_well_they_read(
    ink: Ink, told: list[str]
) -> None:
    line = [(text, ink if text == "23" else BLACK) for text in ("Nam", "ngay", "23", "thang", "12", "nam")]
    assert _by_hand(line) == told


@pytest.mark.parametrize(("ink", "told"), [(PALE, []), (BLUE, ["23"])])
def test_figures_in_the_blue_that_values_are_printed_in_are_print(ink: Ink, told: list[str]) -> None:
    printed = [
        *((text, BLACK) for text in ("Nam", "ngay", "thang")),
        *((text, PALE) for text in ("nam", "ngay", "thang", "Nam")),
    ]
    dated = [(text, ink if text == "23" else BLACK) for text in ("Nam", "ngay", "23", "thang", "nam")]
    assert _by_hand(*[printed] * 8, dated) == told
    assert _by_hand(*[printed] * 3, dated) == ["23"]
