"""Values printed onto the dotted lines of a blank: dots go, strokes and marks stay, what may have gone is told."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from drawn import font
from PIL import Image, ImageDraw

from ocr.background import sauvola
from ocr.cleanup import CleanupOptions, Prepared, prepare
from ocr.clear_page import ClearPage, cleared
from ocr.engine import OcrEngine
from ocr.lines import find_lines
from ocr.page import PageImage, Pixels
from ocr.recognition import read_lines

AS_IT_LIES = CleanupOptions(perspective=False, orientation=False, skew=False)
VALUE = "NGUYỄN HOÀI AN"
PITCH, WIDE, BASELINE = 9, (400, 1480), 220
ABOVE, THROUGH, AT_FEET, BELOW = -27, -12, -2, 5


def form(
    value: str, height: int, label: str = "Họ và tên:", spans: Sequence[tuple[int, int]] = (WIDE,)
) -> Pixels:
    """A label, dots as large as a mark below a letter so far below the baseline, and the value printed onto them."""
    image = Image.new("L", (1653, 400), 250)
    pen = ImageDraw.Draw(image)
    pen.text((130, BASELINE), label, fill=60, font=font(), anchor="ls")
    for start, stop in spans:
        for x in range(start, stop, PITCH):
            y = BASELINE + height
            pen.ellipse((x - 2, y - 2, x + 2, y + 2), fill=40)
    pen.text((WIDE[0] + 12, BASELINE), value, fill=20, font=font(), anchor="ls")
    return np.asarray(image).copy()


def clear_of(page: Pixels) -> ClearPage:
    return cleared(prepared(page))


def prepared(page: Pixels) -> Prepared:
    return prepare(PageImage(page, 200.0), AS_IT_LIES)


def alone(value: str) -> Pixels:
    """The ink of the value, on a form without dots."""
    return sauvola(prepared(form(value, 0, spans=())).gray)


@pytest.mark.parametrize("height", [THROUGH, AT_FEET, BELOW])
def test_strokes_that_cross_dots_or_stand_on_them_stay(height: int) -> None:
    clear, strokes = clear_of(form(VALUE, height)), alone(VALUE) > 0
    assert "leaders" in clear.steps
    assert (clear.ink[strokes] > 0).mean() > 0.95


@pytest.mark.parametrize("height", [THROUGH, BELOW])
def test_dots_inside_letters_and_below_them_go(height: int) -> None:
    """With the dots inside letters left, as all were that touch one, 0.09 of the ink of the value was too much."""
    clear, strokes = clear_of(form(VALUE, height)), alone(VALUE) > 0
    assert (clear.ink[~strokes] > 0).sum() < 0.05 * strokes.sum()


@pytest.mark.parametrize("height", [THROUGH, BELOW])
def test_a_value_on_dots_is_read(height: int, engine: OcrEngine) -> None:
    clear = clear_of(form(VALUE, height))
    read = read_lines(clear.gray, find_lines(clear.ink), engine)
    assert sorted(line.text for line in read if line) == ["Họ và tên:", VALUE]


def test_marks_may_go_with_dots_below_letters_and_not_with_dots_inside_them() -> None:
    assert not clear_of(form(VALUE, THROUGH)).lost
    assert not clear_of(form("", BELOW)).lost
    lost = clear_of(form(VALUE, BELOW)).lost
    _, columns = np.nonzero(alone(VALUE)[:, WIDE[0] :])
    left, right = columns.min() + WIDE[0], columns.max() + WIDE[0]
    assert len(lost) > 0.6 * (right - left) / PITCH
    assert min(box.x0 for box in lost) > left - PITCH
    assert max(box.x1 for box in lost) < right + 2 * PITCH
    assert all(box.y0 < BASELINE < box.y1 for box in lost)


def test_dots_of_the_line_above_may_spoil_tone_marks() -> None:
    lost = clear_of(form(VALUE, ABOVE)).lost
    assert lost
    assert all(box.y0 < BASELINE + ABOVE < box.y1 < BASELINE for box in lost)


def test_a_colon_on_the_line_of_the_dots_and_a_label_between_two_leaders_stay() -> None:
    label = "Họ và tên:"
    page = form("", 0, label)
    wanted = alone("")[:, :390] > 0
    assert (clear_of(page).ink[:, :390][wanted] > 0).mean() > 0.99
    between = form("Quốc tịch", 0, spans=((160, 400), (640, 1480)), label="")
    strokes = sauvola(prepared(form("Quốc tịch", 0, spans=(), label="")).gray) > 0
    assert (clear_of(between).ink[strokes] > 0).mean() > 0.97
