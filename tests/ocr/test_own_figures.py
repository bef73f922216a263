"""A number whose figures the page prints elsewhere was not written by a pen, nor set by a numbering machine."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from drawn import font
from PIL import Image, ImageDraw

from ocr.own_figures import own_figures
from ocr.page import Box, Line, Mark, Pixels, Word

ELSEWHERE = ("năm 2025", "ngày 14", "khoản 368", "mục 79")
AT = (170, 100)
Pen = ImageDraw.ImageDraw
# The strokes of a hand for 4, 3 and 2 in a box of 9 by 16.
HAND = {
    "4": [[(5, 1), (1, 9), (8, 10)], [(6, 6), (4, 15)]],
    "3": [[(2, 2), (6, 1), (7, 4), (4, 7), (7, 10), (5, 14), (1, 13)]],
    "2": [[(2, 5), (4, 1), (7, 3), (6, 7), (1, 14), (8, 13)]],
}


def printed(pen: Pen, figures: str, x: float, y: float) -> float:
    pen.text((x, y), figures, fill=20, font=font())
    return x + pen.textlength(figures, font=font())


def by_hand(pen: Pen, figures: str, x: float, y: float) -> float:
    for figure in figures:
        for stroke in HAND[figure]:
            pen.line([(x + 2 * dx, y + 8 + 1.8 * dy) for dx, dy in stroke], fill=30, width=3, joint="curve")
        x += 20
    return x


def by_machine(pen: Pen, figures: str, x: float, y: float) -> float:
    for figure in figures:
        pen.text((x, y), figure, fill=20, font=font())
        x += pen.textlength(figure, font=font()) + 6
    return x


def page(
    write: Callable[[Pen, str, float, float], float], figures: str, read: str | None = None
) -> tuple[Pixels, list[Line], Box]:
    """A page with a number before its symbol, read as `read`, and text that holds every figure once."""
    image = Image.new("L", (1240, 1200), 250)
    pen = ImageDraw.Draw(image)
    end = write(pen, figures, *AT)
    pen.text((end, AT[1]), "/QĐ-UBND", fill=20, font=font())
    box = Box(AT[0], 105, int(end + pen.textlength("/QĐ-UBND", font=font())), 140)
    lines = [Line((Word(f"{read or figures}/QĐ-UBND", box, 0.6),))]
    for n, text in enumerate(ELSEWHERE):
        y, x, words = 400 + 90 * n, 170.0, []
        for word in text.split():
            pen.text((x, y), word, fill=20, font=font())
            words.append(Word(word, Box(*map(int, pen.textbbox((x, y), word, font=font()))), 0.95))
            x += pen.textlength(f"{word} ", font=font())
        lines.append(Line(tuple(words)))
    grain = np.random.default_rng(7).normal(0, 9, (1200, 1240))
    return np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8), lines, box


@pytest.mark.parametrize("figures", ["4342", "32", "1609", "2875"])
def test_print_repeats_its_shapes(figures: str) -> None:
    gray, lines, box = page(printed, figures)
    assert own_figures(gray, lines) == (Mark("figures", figures, box),)


@pytest.mark.parametrize("write", [by_hand, by_machine])
def test_what_else_sets_figures_does_not(write: Callable[[Pen, str, float, float], float]) -> None:
    gray, lines, _ = page(write, "4342")
    assert own_figures(gray, lines) == ()


@pytest.mark.parametrize(
    ("figures", "read"), [("4380", "4389"), ("4073", "4973"), ("900", "960"), ("1214", "121")]
)
def test_figures_that_were_misread_match_none(figures: str, read: str) -> None:
    gray, lines, _ = page(printed, figures, read)
    assert own_figures(gray, lines) == ()


def test_one_figure_tells_too_little_and_so_do_figures_that_the_page_has_nowhere_else() -> None:
    assert own_figures(*page(printed, "4")[:2]) == ()
    gray, lines, _ = page(printed, "4342")
    assert own_figures(gray, lines[:1]) == ()
    # Of "4342" the first line below shows but the 2.
    assert own_figures(gray, lines[:2]) == ()


def test_a_number_far_below_the_head_is_cited_and_not_looked_at() -> None:
    gray, lines, _ = page(printed, "4342")
    assert (
        own_figures(
            np.vstack([np.full((1400, 1240), 250, np.uint8), gray]),
            [
                Line(
                    tuple(
                        Word(w.text, Box(w.box.x0, w.box.y0 + 1400, w.box.x1, w.box.y1 + 1400), w.confidence)
                        for w in line.words
                    )
                )
                for line in lines
            ],
        )
        == ()
    )
