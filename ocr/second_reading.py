"""What was read again in a place of a page, in several ways, and whether the ways agree. Plain data, no images.

The reading itself is ocr/read_again.py; a pool gives it from its workers (`ReaderPool.read_again`).
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ocr.page import Word

# The variants of ocr/read_again.py, by name; those of the second network (ocr/other_network.py) need that.
WAYS = ("clear", "fine", "ink", "soft", "plain")
OTHER_WAYS = ("other_fine", "other_soft")
# Of the five variants of ocr/read_again.py, and how sure each has to be; measured in docs/reading.md. Three of five
# agreed now and then on the same wrong digit.
LEAST_AGREEING = 4
SURELY = 0.5


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


def agreed(
    readings: Iterable[SecondReading], least: int = LEAST_AGREEING, surely: float = SURELY
) -> str | None:
    """The text (NFC, single spaces) that at least `least` readings of at least the confidence `surely` give.

    None when there is no such text or two of them: then a person has to look. Readings that
    are alike to the box and the confidence come of one image (on a gray page no variant has a seal to leave in)
    and count once. Do not lower `surely` for readings restricted to letters: of what it may not answer the engine
    leaves out one sign and bends the next, and says so by its confidence only.
    """
    held = {reading.words: reading for reading in readings if reading.confidence >= surely}
    votes = Counter(folded(reading.text) for reading in held.values())
    winners = [text for text, count in votes.items() if text and count >= least]
    return winners[0] if len(winners) == 1 else None


def folded(text: str) -> str:
    """Text in NFC with single spaces, as readings are compared."""
    return " ".join(unicodedata.normalize("NFC", text).split())
