"""Tokens an engine made of what is no text: pen strokes and specks of dust. Names them; marks and reads nothing.

What could be a name, a number or a sign of print is not named, however badly it was read: a line that lost a word
reads like a whole one, and nobody would be asked to look at it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr.page import Word
from ocr.text_likeness import looks_read

# In heights of the page's usual words: the largest speck, a tall token, a letter's width in a pen stroke.
_SPECK, _TALL, _SPREAD = 0.16, 1.5, 1.1
_UNSURE = 0.65
# A level sign of print is wider than dust; a dot is not, so it only goes where no word stands before it.
_LEVEL_SIGNS = frozenset("-–—_~=")
_STRANGE = frozenset('<>^~_%“”"ˆ`|\\¿£®@{}[]=*#—«»¬')
# What remains of rings, rules and strokes; alone on a line they say nothing.
_ALONE = frozenset("\\/|^_~'`‘’\"")
_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST_RUN = 3


def specks(words: Sequence[Word], height: float) -> list[bool]:
    """Which words of a line are specks that were read as signs; `height` is that of usual words, in pixels."""
    return [_is_speck(word, height, first=i == 0) for i, word in enumerate(words)]


def is_scribble(words: Sequence[Word], height: float) -> bool:
    """Whether a whole line is pen strokes, or what remains of lines drawn, that was read as text.

    Never a part of a line: a pen may cross a true word, and the hole would not be seen.
    """
    if all(set(word.text) <= _ALONE for word in words):
        return True
    return any(_is_stroke(word, height) for word in words) and all(
        _is_stroke(word, height) or _is_piece(word, height) for word in words
    )


def _is_speck(word: Word, height: float, *, first: bool) -> bool:
    if max(word.box.width, word.box.height) >= _SPECK * height or any(map(str.isalnum, word.text)):
        return False
    return first or set(word.text) <= _LEVEL_SIGNS


def _is_stroke(word: Word, height: float) -> bool:
    """A few strange signs far apart, read without confidence."""
    text = word.text
    strange = sum(letter in _STRANGE for letter in text)
    if word.confidence >= _UNSURE or looks_read(text) or strange <= sum(map(str.isdigit, text)):
        return False
    if max(map(len, _LETTERS.findall(text)), default=0) > _LONGEST_RUN:
        return False
    return word.box.height > _TALL * height and word.box.width > _SPREAD * height * len(text)


def _is_piece(word: Word, height: float) -> bool:
    """A single sign as tall as no letter beside it."""
    return len(word.text) == 1 and word.confidence < _UNSURE and word.box.height > _TALL * height
