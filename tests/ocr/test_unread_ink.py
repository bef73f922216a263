"""A line that the engine made no word of is told by its ink; dots, rules, specks and what is read are not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from drawn import font
from PIL import Image, ImageDraw

from ocr.cutout import cut_reading, joined_reading
from ocr.page import Box, PageText, Pixels, Quality, Word
from ocr.reading import PageReading
from ocr.unread_ink import unread_ink

LINES = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")


def page() -> tuple[Pixels, list[list[Word]]]:
    """Three lines of black on white as ink (255 on 0), and the words of each."""
    image = Image.new("L", (900, 700), 0)
    pen = ImageDraw.Draw(image)
    lines = []
    for row, text in enumerate(LINES):
        x, words = 300.0, []
        for word in text.split():
            pen.text((x, 200 + 50 * row), word, fill=255, font=font())
            words.append(
                Word(word, Box(*map(int, pen.textbbox((x, 200 + 50 * row), word, font=font()))), 0.9)
            )
            x += pen.textlength(word + " ", font=font())
        lines.append(words)
    return np.asarray(image), lines


def test_of_a_page_with_all_its_words_nothing_is_left() -> None:
    ink, lines = page()
    assert unread_ink(ink, [word for words in lines for word in words]) == ()


def test_a_line_without_words_is_one_box_on_its_ink() -> None:
    ink, lines = page()
    (found,) = unread_ink(ink, [*lines[0], *lines[2]])
    line = Box.around(word.box for word in lines[1])
    assert abs(found.x0 - line.x0) <= 4
    assert abs(found.x1 - line.x1) <= 4
    assert line.y0 - 4 <= found.y0 < found.y1 <= line.y1 + 4


def test_what_is_known_already_is_not_told() -> None:
    ink, lines = page()
    assert unread_ink(ink, [*lines[0], *lines[2]], [Box.around(word.box for word in lines[1])]) == ()


def test_dots_rules_and_specks_are_no_letters() -> None:
    ink, lines = page()
    drawn = ink.copy()
    drawn[500:503, 100:800] = 255
    drawn[100:600, 50:53] = 255
    drawn[550:553, 100:800:8] = 255
    drawn[580:620, 200:202] = 255
    drawn[620:624, 400:404] = 255
    assert unread_ink(drawn, [word for words in lines for word in words]) == ()


def test_ink_on_a_page_without_words_is_told() -> None:
    ink, _ = page()
    assert len(unread_ink(ink, ())) == len(LINES)


def test_what_is_left_goes_with_the_part_of_the_page_it_lies_on_and_is_stored() -> None:
    text = PageText(900, 700, 0, (), "none")
    reading = PageReading(1, text, Quality("ok", ()), 200.0, unread=(Box(100, 100, 200, 120),))
    upper, lower = (
        cut_reading(reading, [((0, y), (900, y), (900, y + 350), (0, y + 350))]) for y in (0, 350)
    )
    assert upper.unread == reading.unread
    assert lower.unread == ()
    assert joined_reading(upper, lower).unread == reading.unread
    assert joined_reading(upper, replace(lower, unread=None)).unread is None
    assert PageReading.from_json(reading.as_json()) == reading
    assert PageReading.from_json(lower.as_json()).unread == ()
    unknown = replace(reading, unread=None)
    assert PageReading.from_json(unknown.as_json()) == unknown
