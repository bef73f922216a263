"""Which regions of a page were written by hand. Marks them; never reads them.

Each word that an engine did not read surely is judged by its ink (ocr/strokes.py), by the engine's doubt and by the
words beside it. What a pen wrote outside all words (a signature) is found by its shape. The engine's guesses inside a
region stay as suggestions, with a confidence that no one may accept; scribble that is no text goes.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from ocr.page import Box, Line, PageText, Pixels, Word
from ocr.pen_strokes import beside_print, pen_strokes
from ocr.strokes import strokes
from ocr.text_likeness import looks_read

# No extractor accepts a value below its own threshold, and all of those are higher.
SUGGESTION = 0.3
_CLEAR, _CLEAR_BESIDE = 0.93, 0.8
_PRINTED = -5.0
_DOUBT = (0.05, 0.7)
_WIDEST = 3.0
_STARTS, _JOINS, _ENOUGH = 1.0, -0.5, 3.0
_BESIDE_LIMIT = 4.0
_BESIDE_HEIGHTS, _TOGETHER_HEIGHTS = 2.0, 4.0
_LEAST_LETTERS = 3
_SCRIBBLE_LIKE = 0.5
_PART_HEIGHTS, _DOUBTFUL, _PART_STARTS = 3.0, 0.6, 3.0


def with_handwriting(gray: Pixels, read: PageText) -> PageText:
    """`read` with its `handwriting` regions and with the words in them made suggestions (confidence at most 0.3).

    `gray` is the levelled page at the working resolution that `read` has its boxes in, ink dark. Words keep their
    places; tokens that were made of a scribble are dropped.
    """
    printed = [
        word
        for line in read.lines
        for word, clear in zip(line.words, _clear(line.words), strict=True)
        if clear
    ]
    height = float(np.median([word.box.height for word in printed or read.words])) if read.words else 0.0
    lines, regions = [], []
    for line in read.lines:
        by_hand = _by_hand(gray, line.words, height)
        around = [Box.around(line.words[i].box for i in run) for run in _runs(line.words, by_hand)]
        # A token made of a signature may reach over the print above it.
        regions += [beside_print(box, printed) or box for box in around]
        parts = [
            _parts_by_hand(gray, word, height)
            for word, hand in zip(line.words, by_hand, strict=True)
            if not hand
        ]
        regions += [box for held in parts for box in held]
        words = _suggested(line.words, by_hand)
        if words:
            lines.append(Line(words))
    regions += pen_strokes(gray, read.words, printed)
    return replace(
        read, lines=tuple(lines), handwriting=tuple(sorted(regions, key=lambda box: (box.y0, box.x0)))
    )


def handwriting_share(text: PageText) -> float:
    """Area of the handwriting regions as a share of all that is written on the page, from 0 to 1."""
    hand = sum(box.width * box.height for box in text.handwriting)
    read = sum(
        word.box.width * word.box.height for word in text.words if not _inside(word.box, text.handwriting)
    )
    return hand / (hand + read) if hand + read else 0.0


@cache
def _weights() -> dict[str, float]:
    with Path(__file__).with_name("handwriting.toml").open("rb") as file:
        told: dict[str, float] = tomllib.load(file)["weights"]
    return told


def _clear(words: Sequence[Word]) -> list[bool]:
    """Which words of a line read so well, and their neighbours too, that they need no look at their ink."""
    sure = [word.confidence >= _CLEAR and looks_read(word.text) for word in words]
    beside = [word.confidence >= _CLEAR_BESIDE for word in words]
    return [sure[i] and all(beside[max(0, i - 1) : i + 2]) for i in range(len(words))]


def _by_hand(gray: Pixels, words: Sequence[Word], height: float) -> list[bool]:
    """Which words of one line were written by hand; `height` is that of the page's usual words, in pixels."""
    clear = _clear(words)
    if all(clear):
        return [False] * len(words)
    odds = [_PRINTED if sure else _odds(gray, word, height) for word, sure in zip(words, clear, strict=True)]
    beside = [
        odd + sum(max(-_BESIDE_LIMIT, min(_BESIDE_LIMIT, odds[j])) for j in _neighbours(words, i)) / 2
        for i, odd in enumerate(odds)
    ]
    starts = [
        odd > _STARTS and not sure and _speaks(word.text)
        for odd, sure, word in zip(beside, clear, words, strict=True)
    ]
    hand = [
        start or (not sure and odd > _JOINS and any(starts[j] for j in _neighbours(words, i)))
        for i, (start, odd, sure) in enumerate(zip(starts, beside, clear, strict=True))
    ]
    for run in _runs(words, hand):
        if math.fsum(beside[i] for i in run) < _ENOUGH:
            hand = [held and i not in run for i, held in enumerate(hand)]
    return hand


def _odds(gray: Pixels, word: Word, height: float) -> float:
    """Logarithm of the odds that a hand wrote the word, by its own ink and reading."""
    ink = strokes(gray, word.box)
    if ink is None:
        return _PRINTED
    weights, doubt = _weights(), min(max(1 - word.confidence, _DOUBT[0]), _DOUBT[1])
    taller = math.log(max(1, word.box.height) / height)
    figures = vars(ink) | {
        "bias": 1.0,
        "doubt": math.log(doubt),
        "widest": min(ink.widest, _WIDEST),
        "usual": min(ink.usual, _WIDEST),
        "taller": min(taller, 1.5),
        "lower": max(-0.5, min(taller, 0.0)),
        "like": float(looks_read(word.text)),
        "spread": min(2.0, word.box.width / max(1, word.box.height) / max(1, len(word.text))),
        "letters": float(min(8, len(word.text))),
    }
    return math.fsum(weight * figures[name] for name, weight in weights.items())


def _parts_by_hand(gray: Pixels, word: Word, height: float) -> list[Box]:
    """Where a hand wrote into a long doubtful word: a number before the printed signs of a letter."""
    box, letters = word.box, len(word.text)
    count = round(box.width / (_PART_HEIGHTS * max(1, box.height)))
    if count < 2 or word.confidence >= _DOUBTFUL:
        return []
    cuts = np.linspace(box.x0, box.x1, count + 1).round().astype(int).tolist()
    parts = [Box(x0, box.y0, x1, box.y1) for x0, x1 in pairwise(cuts)]
    text = word.text[: max(1, letters // count)]
    return [part for part in parts if _odds(gray, replace(word, text=text, box=part), height) > _PART_STARTS]


def _speaks(text: str) -> bool:
    """Whether a token is long enough to be judged by itself: brackets and strokes of print are slanted too."""
    held = [letter for letter in text if letter.isalnum()]
    return len(held) >= _LEAST_LETTERS or (bool(held) and all(letter.isdigit() for letter in held))


def _neighbours(words: Sequence[Word], index: int) -> list[int]:
    box = words[index].box
    near = [i for i in (index - 1, index + 1) if 0 <= i < len(words)]
    return [i for i in near if _gap(box, words[i].box) < _BESIDE_HEIGHTS * box.height]


def _gap(one: Box, other: Box) -> int:
    return max(other.x0 - one.x1, one.x0 - other.x1)


def _runs(words: Sequence[Word], by_hand: Sequence[bool]) -> list[list[int]]:
    """Marked words of one line as indices, those beside each other together."""
    runs: list[list[int]] = []
    for i, word in enumerate(words):
        if not by_hand[i]:
            continue
        if (
            runs
            and runs[-1][-1] == i - 1
            and _gap(words[i - 1].box, word.box) < _TOGETHER_HEIGHTS * word.box.height
        ):
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _suggested(words: Sequence[Word], by_hand: Sequence[bool]) -> tuple[Word, ...]:
    """The words of a line with those by hand made suggestions; nothing is left of a line that is all scribble."""
    held = tuple(
        replace(word, confidence=min(word.confidence, SUGGESTION)) if hand else word
        for word, hand in zip(words, by_hand, strict=True)
    )
    if all(by_hand):
        letters = sum(len(word.text) for word in words)
        like = sum(len(word.text) for word in words if looks_read(word.text))
        numbered = any(letter.isdigit() for word in words for letter in word.text)
        if like < _SCRIBBLE_LIKE * letters and len(words) <= 2 and not numbered:
            return ()
    return held


def _inside(box: Box, regions: Sequence[Box]) -> bool:
    across, down = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return any(r.x0 <= across < r.x1 and r.y0 <= down < r.y1 for r in regions)
