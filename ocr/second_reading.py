"""What was read again in a place of a page, in several ways, and whether the ways agree. Plain data, no images.

The reading itself is ocr/read_again.py; a pool gives it from its workers (`ReaderPool.read_again`).
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ocr.page import Word

# More than half of the five variants of ocr/read_again.py, so that no two texts can both be agreed on.
LEAST_AGREEING = 3


@dataclass(frozen=True)
class SecondReading:
    """What one variant of preprocessing gave: words in reading order, boxes in pixels of the master.

    `confidence` (0 to 1) is the mean over the words weighted by their letters, 0 when nothing was read.
    """

    variant: str
    words: tuple[Word, ...]
    confidence: float

    @property
    def text(self) -> str:
        """The words with single spaces between them."""
        return " ".join(word.text for word in self.words)


def second_reading(variant: str, words: tuple[Word, ...]) -> SecondReading:
    """The reading with its confidence worked out."""
    letters = sum(len(word.text) for word in words)
    sure = sum(word.confidence * len(word.text) for word in words)
    return SecondReading(variant, words, sure / letters if letters else 0.0)


def agreed(readings: Iterable[SecondReading], least: int = LEAST_AGREEING, surely: float = 0.0) -> str | None:
    """The text (NFC, single spaces) that at least `least` readings of at least the confidence `surely` give.

    None when there is no such text, or two of them, or when it is empty: then a person has to look. Agreement of
    readings restricted to letters says little unless `surely` is set: the engine leaves out what it may not answer.
    """
    votes = Counter(folded(reading.text) for reading in readings if reading.confidence >= surely)
    winners = [text for text, count in votes.items() if count >= max(1, least)]
    return winners[0] or None if len(winners) == 1 else None


def folded(text: str) -> str:
    """Text in NFC with single spaces, as readings are compared."""
    return " ".join(unicodedata.normalize("NFC", text).split())
