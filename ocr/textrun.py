"""Invisible text over a page image: the content stream that makes a scan searchable. Knows boxes, not
documents.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from ocr.glyphless import ADVANCE, shown
from ocr.page import Box, Line, PageText, Word

_EM = ADVANCE / 1000
# Letters sit between a fifth below and four fifths above the baseline of their box.
_BASELINE_SHARE = 0.2
_LEAST_POINTS = 1.0
_LEAST_WIDTH = 0.1
_STEEPEST = 0.1


def turned_box(box: Box, width: int, height: int, rotation: int) -> Box:
    """`box` of a `width` by `height` image after that image was turned clockwise by `rotation` degrees."""
    if rotation == 90:
        return Box(height - box.y1, box.x0, height - box.y0, box.x1)
    if rotation == 180:
        return Box(width - box.x1, height - box.y1, width - box.x0, height - box.y0)
    if rotation == 270:
        return Box(box.y0, width - box.x1, box.y1, width - box.x0)
    return box


def text_content(text: PageText, points_per_pixel: float, page_points: float) -> str:
    """PDF operators that place every word on its box, in reading order. `page_points` is the page's height."""
    shows: list[str] = []
    for line in text.lines:
        words = [_placed(word, text, points_per_pixel, page_points) for word in line.words]
        size = max(_LEAST_POINTS, median([word.height for word in words]))
        shows.append(f"/F0 {size:.2f} Tf")
        slope, height = _middle(words)
        for word, after in zip(words, [*words[1:], None], strict=True):
            baseline = height + slope * (word.left + word.right) / 2 - (0.5 - _BASELINE_SHARE) * size
            shows.append(_run(word.text, word.left, word.right, baseline, size))
            # The space ends the word for readers that go by characters alone.
            end = after.left if after is not None else word.right + size / 4
            shows.append(_run(" ", word.right, end, baseline, size))
    return "\n".join(["BT", "3 Tr", *shows, "ET"]) if shows else ""


def letters_of(lines: tuple[Line, ...]) -> set[str]:
    """All characters that `text_content` shows."""
    return {" "} | {letter for line in lines for word in line.words for letter in word.text}


@dataclass(frozen=True)
class _Placed:
    """A word in points, origin bottom left, on the upright page."""

    text: str
    left: float
    right: float
    middle: float
    height: float


def _placed(word: Word, text: PageText, scale: float, page_points: float) -> _Placed:
    box = turned_box(word.box, text.width, text.height, text.rotation)
    middle = page_points - (box.y0 + box.y1) / 2 * scale
    return _Placed(word.text, box.x0 * scale, box.x1 * scale, middle, box.height * scale)


def _middle(words: list[_Placed]) -> tuple[float, float]:
    """Slope and height of the straight line through the words' middles.

    A common line: readers of text sort words by their baselines, and boxes differ by accents and descenders.
    """
    weights = [max(0.1, word.right - word.left) for word in words]
    total = sum(weights)
    x = (
        sum(weight * (word.left + word.right) / 2 for weight, word in zip(weights, words, strict=True))
        / total
    )
    y = sum(weight * word.middle for weight, word in zip(weights, words, strict=True)) / total
    spread, rise = 0.0, 0.0
    for weight, word in zip(weights, words, strict=True):
        across = (word.left + word.right) / 2 - x
        spread += weight * across * across
        rise += weight * across * (word.middle - y)
    slope = max(-_STEEPEST, min(_STEEPEST, rise / spread)) if len(words) > 2 and spread else 0.0
    return slope, y - slope * x


def _run(letters: str, left: float, right: float, baseline: float, size: float) -> str:
    stretch = 100 * max(_LEAST_WIDTH, right - left) / (len(letters) * _EM * size)
    return f"{stretch:.2f} Tz 1 0 0 1 {left:.2f} {baseline:.2f} Tm {shown(letters)} Tj"
