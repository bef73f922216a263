"""Names that the ring of a gray seal crosses where a letter bears a mark: the mark may be a piece of the ring.

The ring cannot be told from print by its colour, so that some of it stays: "Thu" reads "Thư" in every way of reading.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Container, Iterator, Sequence

from ocr.page import Box, Word
from ocr.reading import PageReading
from pipeline.normalize.names import usual_name
from pipeline.normalize.spelling import comparable, composed

# In heights of a word: a seal is that large at least; the square around one has equal sides.
_SEAL, _SQUARE = 4.0, 0.15
# Between these shares of its radius a seal has its lines and the letters of its ring.
_INNER, _OUTER = 0.55, 1.05


def ring_over_mark(name: str, rows: Sequence[Box], page: PageReading) -> bool:
    """Whether a `name` that was read in `rows` of the page is another usual name without one mark of a word that stands
    where the ring of a gray seal runs.
    """
    seals = list(_seals(page))
    crossed = {
        comparable(word.text)
        for word in page.text.words
        if any(row.meets(word.box) for row in rows) and any(_crossed(word.box, seal) for seal in seals)
    }
    return any(usual_name(other) for other in _less_one_mark(name.split(), crossed))


def _seals(page: PageReading) -> Iterator[Box]:
    """The squares around gray seals, of the places where ink stands that no word covers."""
    for box in page.unread or ():
        least = _SEAL * _height(page.text.words)
        alike = abs(box.width - box.height) <= _SQUARE * max(box.width, box.height)
        if alike and min(box.width, box.height) >= least > 0:
            yield box


def _height(words: Sequence[Word]) -> float:
    heights = sorted(word.box.height for word in words)
    return heights[len(heights) // 2] if heights else 0.0


def _crossed(word: Box, seal: Box) -> bool:
    """Whether the ring of a seal with that square runs through a word."""
    across, down = (seal.x0 + seal.x1) / 2, (seal.y0 + seal.y1) / 2
    radius = max(seal.width, seal.height) / 2
    nearest = math.hypot(max(word.x0 - across, 0, across - word.x1), max(word.y0 - down, 0, down - word.y1))
    farthest = math.hypot(max(across - word.x0, word.x1 - across), max(down - word.y0, word.y1 - down))
    return nearest < _OUTER * radius and farthest > _INNER * radius


def _less_one_mark(words: Sequence[str], among: Container[str]) -> Iterator[str]:
    """The name of these words, each time without another mark of those whose keys are `among` some."""
    for at in [n for n, word in enumerate(words) if comparable(word) in among]:
        signs = unicodedata.normalize("NFD", words[at])
        for mark in [n for n, sign in enumerate(signs) if unicodedata.combining(sign)]:
            yield composed(" ".join([*words[:at], signs[:mark] + signs[mark + 1 :], *words[at + 1 :]]))
