"""Which regions of a page were written by hand. Marks them; never reads them.

Each word that an engine did not read surely is judged by its ink (ocr/strokes.py), by the engine's doubt and by the
words beside it. What a pen wrote outside all words (a signature) is found by its shape. The engine's guesses inside a
region stay as suggestions, with a confidence that no one may accept; scribble that is no text goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from ocr.hand_odds import PRINTED, odds
from ocr.page import Box, Line, PageText, Pixels, Word
from ocr.pen_colour import PenColour, blueness
from ocr.pen_strokes import beside_print, pen_strokes
from ocr.scribble import is_scribble, specks
from ocr.text_likeness import looks_read

# No extractor accepts a value below its own threshold, and all of those are higher.
SUGGESTION = 0.3
_CLEAR, _CLEAR_BESIDE = 0.93, 0.8
_STARTS, _JOINS, _ENOUGH = 1.0, 0.5, 3.0
_BESIDE_LIMIT = 4.0
_BESIDE_HEIGHTS, _TOGETHER_HEIGHTS = 2.0, 4.0
_LEAST_LETTERS = 3
_PART_HEIGHTS, _DOUBTFUL, _PART_STARTS = 3.0, 0.6, 3.0
# Of 40 pages figures of print are less than 8 steps bluer than the rest of their line, those of blue pens 28 and more.
_BLUER, _LEAST_IN_LINE = 18, 4
# Where a printer set values in blue, 26 words and more read clearly in that blue beside black ones, in 6 lines and
# more, and its figures were up to 6 steps bluer; of pages filled in with a pen one word did, 11 of one partly so.
_BLUE_WORDS, _BLUE_LINES, _SHADE = 20, 6, 8
# Where a hand wrote much, it wrote more: what the share of marked words adds to the odds of the others.
_MORE, _MORE_FROM = 6.0, 0.03


def with_handwriting(gray: Pixels, read: PageText, pen: PenColour | None = None) -> PageText:
    """`read` with its `handwriting` regions and with the words in them made suggestions (confidence at most 0.3).

    `gray` is the levelled page at the working resolution that `read` has its boxes in, ink dark; `pen` tells where its
    ink is blue, None where the master has no colour. Words keep their places; specks and lines of scribble are
    dropped.
    """
    words = read.words
    clear = [sure for line in read.lines for sure in _clear(line.words)]
    printed = [word for word, sure in zip(words, clear, strict=True) if sure]
    height = _usual_height(printed or words)
    odd, regions = _word_odds(gray, words, clear, (height, pen))
    blue_print = _blue_print(read.lines, pen)
    lines = []
    for line, by_hand in zip(read.lines, _marked(read.lines, odd, clear), strict=True):
        if is_scribble(line.words, height):
            regions += [line.box] if line.box.height >= height else []
            continue
        penned = _in_blue(line.words, pen, blue_print)
        by_hand = [hand or blue for hand, blue in zip(by_hand, penned, strict=True)]
        around = [Box.around(line.words[i].box for i in run) for run in _runs(line.words, by_hand)]
        # A token made of a signature may reach over the print above it.
        regions += [beside_print(box, printed) or box for box in around]
        kept = _suggested(line.words, by_hand, specks(line.words, height))
        lines += [Line(kept)] if kept else []
    regions += pen_strokes(gray, words, printed)
    return replace(
        read, lines=tuple(lines), handwriting=tuple(sorted(regions, key=lambda box: (box.y0, box.x0)))
    )


def needs_a_look(read: PageText) -> tuple[list[Word], float]:
    """The words that are judged by their ink, and the height of the page's usual words in pixels."""
    clear = [sure for line in read.lines for sure in _clear(line.words)]
    printed = [word for word, sure in zip(read.words, clear, strict=True) if sure]
    looked = [word for word, sure in zip(read.words, clear, strict=True) if not sure]
    return looked, _usual_height(printed or read.words)


def _word_odds(
    gray: Pixels, words: Sequence[Word], clear: Sequence[bool], seen: tuple[float, PenColour | None]
) -> tuple[list[float], list[Box]]:
    """The odds of each word by itself, and the parts of long words that a hand wrote; clear words are not looked at.

    `seen` is the usual height and the blue ink.
    """
    height, pen = seen
    looked = [i for i, sure in enumerate(clear) if not sure]
    parts = [(i, part) for i in looked for part in _parts(words[i])]
    at_hand = [words[i] for i in looked] + [part for _, part in parts]
    measured = odds(gray, at_hand, height, blueness(pen, [word.box for word in at_hand]))
    held = np.full(len(words), PRINTED)
    held[looked] = measured[: len(looked)]
    by_hand = [
        part.box
        for (i, part), odd in zip(parts, measured[len(looked) :], strict=True)
        if odd > _PART_STARTS and held[i] <= _STARTS
    ]
    return held.tolist(), by_hand


def _blue_print(lines: Sequence[Line], pen: PenColour | None) -> float:
    """How blue the words are that a printer set in blue beside black ones, over the page; 0 where it set none."""
    found = [shades for line in lines if pen is not None and (shades := _printed_blue(line.words, pen))]
    shades = [shade for line in found for shade in line]
    enough = len(shades) >= _BLUE_WORDS and len(found) >= _BLUE_LINES
    return float(np.median(shades)) if enough else 0.0


def _printed_blue(words: Sequence[Word], pen: PenColour) -> list[float]:
    """How blue the words of a line are that read clearly and are bluer than others that do; figures tell nothing."""
    clear = [word for word, sure in zip(words, _clear(words), strict=True) if sure]
    blue = blueness(pen, [word.box for word in clear]).tolist()
    return [
        shade
        for word, shade in zip(clear, blue, strict=True)
        if len(word.text) >= _LEAST_LETTERS and word.text.isalpha() and shade > min(blue) + _BLUER
    ]


def _in_blue(words: Sequence[Word], pen: PenColour | None, blue_print: float) -> list[bool]:
    """Which words with figures are blue in a line that is not: a day or a number that a pen put into its gap, however
    well it reads. The blue that a printer set words of this page in (`blue_print`, 0 for none) is no pen's.
    """
    figures = [any(c.isdigit() for c in word.text) for word in words]
    if pen is None or len(words) < _LEAST_IN_LINE or not any(figures):
        return [False] * len(words)
    blue = blueness(pen, [word.box for word in words])
    least = max(float(np.median(blue)) + _BLUER, blue_print + _SHADE if blue_print else 0.0)
    return [figure and shade > least for figure, shade in zip(figures, blue.tolist(), strict=True)]


def _usual_height(words: Sequence[Word]) -> float:
    return float(np.median([word.box.height for word in words])) if words else 0.0


def _marked(lines: Sequence[Line], odds: Sequence[float], clear: Sequence[bool]) -> list[list[bool]]:
    """Which words were written by hand, line by line."""
    ends = np.cumsum([0, *(len(line.words) for line in lines)]).tolist()
    places = [slice(start, end) for start, end in pairwise(ends)]
    marked = [_by_hand(line.words, odds[at], clear[at]) for line, at in zip(lines, places, strict=True)]
    share = sum(map(sum, marked)) / max(1, len(odds))
    if share < _MORE_FROM:
        return marked
    more = [odd + _MORE * share for odd in odds]
    return [_by_hand(line.words, more[at], clear[at]) for line, at in zip(lines, places, strict=True)]


def handwriting_share(text: PageText) -> float:
    """Area of the handwriting regions as a share of all that is written on the page, from 0 to 1."""
    hand = sum(box.width * box.height for box in text.handwriting)
    read = sum(
        word.box.width * word.box.height for word in text.words if not _inside(word.box, text.handwriting)
    )
    return hand / (hand + read) if hand + read else 0.0


def _clear(words: Sequence[Word]) -> list[bool]:
    """Which words of a line read so well, and their neighbours too, that they need no look at their ink."""
    sure = [word.confidence >= _CLEAR and looks_read(word.text) for word in words]
    beside = [word.confidence >= _CLEAR_BESIDE for word in words]
    return [sure[i] and all(beside[max(0, i - 1) : i + 2]) for i in range(len(words))]


def _by_hand(words: Sequence[Word], odds: Sequence[float], clear: Sequence[bool]) -> list[bool]:
    """Which words of one line were written by hand, by their own odds and those of the words beside them."""
    if all(clear):
        return [False] * len(words)
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
        if sum(beside[i] for i in run) < _ENOUGH:
            hand = [held and i not in run for i, held in enumerate(hand)]
    return hand


def _parts(word: Word) -> list[Word]:
    """A long doubtful word in pieces: a hand may have written a number before the printed signs of a letter."""
    box, letters = word.box, len(word.text)
    count = round(box.width / (_PART_HEIGHTS * max(1, box.height)))
    if count < 2 or word.confidence >= _DOUBTFUL:
        return []
    cuts = np.linspace(box.x0, box.x1, count + 1).round().astype(int).tolist()
    text = word.text[: max(1, letters // count)]
    return [replace(word, text=text, box=Box(x0, box.y0, x1, box.y1)) for x0, x1 in pairwise(cuts)]


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


def _suggested(words: Sequence[Word], by_hand: Sequence[bool], gone: Sequence[bool]) -> tuple[Word, ...]:
    """The words of a line that are not gone, those by hand made suggestions."""
    return tuple(
        replace(word, confidence=min(word.confidence, SUGGESTION)) if hand else word
        for word, hand, lost in zip(words, by_hand, gone, strict=True)
        if not lost
    )


def _inside(box: Box, regions: Sequence[Box]) -> bool:
    across, down = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return any(r.x0 <= across < r.x1 and r.y0 <= down < r.y1 for r in regions)
