"""Specks and scribbles go; what could be a name, a number or a sign of print stays."""

from __future__ import annotations

import pytest

from ocr.page import Box, Word
from ocr.scribble import is_scribble, specks

HEIGHT = 28.0


def word(text: str, confidence: float, width: int, height: int) -> Word:
    return Word(text, Box(100, 100, 100 + width, 100 + height), confidence)


# As read from drawn signatures, ring remains and dust.
@pytest.mark.parametrize(
    "words",
    [
        [word("_XY>", 0.59, 225, 60)],
        [word("(W%“Z", 0.27, 225, 70)],
        [word("_0ÿWx»-", 0.28, 254, 64)],
        [word("6", 0.51, 30, 51), word("ýYY^", 0.07, 141, 44)],
        [word("\\", 0.92, 14, 31)],
    ],
    ids=lambda words: " ".join(word.text for word in words),
)
def test_a_line_of_strokes_is_scribble(words: list[Word]) -> None:
    assert is_scribble(words, HEIGHT)


@pytest.mark.parametrize(
    "words",
    [
        [word("Nguyén^", 0.2, 110, 44)],
        [word("Karl", 0.3, 60, 44)],
        [word("3Ø/2Ø20", 0.1, 120, 50)],
        [word("(12)", 0.2, 200, 60)],
        [word("./.", 0.36, 31, 40)],
        [word("-", 0.9, 10, 3)],
        [word("_XY>", 0.59, 225, 60), word("Lan", 0.5, 60, 30)],
        [word("_XY>", 0.9, 225, 60)],
    ],
    ids=lambda words: " ".join(word.text for word in words),
)
def test_what_may_be_text_is_none(words: list[Word]) -> None:
    assert not is_scribble(words, HEIGHT)


def test_specks_are_told_from_signs() -> None:
    printed = [
        word("-", 0.93, 7, 3),
        word("Tự", 0.95, 30, 28),
        word(".", 0.9, 3, 3),
        word("1", 0.5, 3, 3),
        word("-", 0.93, 8, 2),
    ]
    assert specks(printed, HEIGHT) == [False] * 5
    dusty = [word('"', 0.6, 2, 2), word("Năm", 0.96, 50, 28), word("-", 0.93, 3, 3)]
    assert specks(dusty, HEIGHT) == [True, False, True]
