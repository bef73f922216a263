"""Lines as the engine gets them, with what stands in them: drawn pages prepared by our own steps, in the ways that
`ocr.read_again` prepares a doubtful place.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.cleanup import CleanupOptions, prepare
from ocr.clear_page import cleared
from ocr.line_image import line_image
from ocr.lines import TextLine, find_lines
from ocr.page import Box, PageImage, Pixels
from ocr.read_again import alone, cut
from training.devices import Scan, Transform, scanned
from training.marks import marked
from training.paper import PlacedWord, paper
from training.typefaces import Typefaces
from training.words import Words

# dpi, and whether blurred against grain: as the ways that the second network reads in, and the first reading.
_WAYS = ((300, False), (300, False), (200, True), (200, False))
_SOFT_SIGMA_INCHES, _MARGIN_INCHES = 0.004, 0.02
_OPTIONS = CleanupOptions(perspective=False, borders=False, orientation=False, skew=False, spread=False)
# Words cut out of a line, as places are that are read again.
_CUT_SHARE = 0.5
# Of a word so much stands in a found line that has it, and so near its middle, in heights of its letters. What is
# off by more, but not yet in the next line, may show in the image without being counted.
_LEAST_SHARED, _NEAR, _DOUBTFUL = 0.3, 0.6, 1.0
# A found line has its words whole, and letters as high as theirs; in heights of the words.
_BEYOND, _HEIGHTS = 0.35, (0.4, 1.6)
_LEAST_PIXELS = 12
# Of a word's print so much is still there: whoever guesses at less learns to guess.
_LEAST_INK = 0.45


@dataclass(frozen=True)
class DrawnLine:
    """A line in gray as it is handed to the engine, and its text."""

    pixels: Pixels
    text: str


@dataclass(frozen=True)
class _FoundWord:
    """A word of the page where its prepared image has it: ends and middle height of its body, in pixels.

    `ink` is the share of its body that was printed.
    """

    line: int
    text: str
    x0: float
    x1: float
    middle: float
    height: float
    ink: float


def drawn_lines(rng: Random, words: Words, faces: Typefaces) -> Iterator[DrawnLine]:
    """The lines of one page drawn, spoilt and prepared; only those whose text is certain."""
    page = paper(rng, faces, words)
    pixels, crossed = marked(rng, page.pixels, faces)
    noise = np.random.default_rng(rng.getrandbits(64))
    yield from lines_of(rng, scanned(rng, noise, pixels, crossed), page.words)


def lines_of(rng: Random, scan: Scan, words: Sequence[PlacedWord]) -> Iterator[DrawnLine]:
    """The lines that our steps find on a scan, as far as it is certain which words stand in them."""
    dpi, soft = rng.choice(_WAYS)
    prepared = prepare(PageImage(scan.pixels, float(scan.dpi), 1), _OPTIONS, dpi)
    if soft:
        blurred = cv2.GaussianBlur(prepared.gray, (0, 0), dpi * _SOFT_SIGMA_INCHES)
        prepared = replace(prepared, gray=np.asarray(blurred, np.uint8))
    clear = cleared(prepared, _OPTIONS, dpi)
    placed = _on_image(words, prepared.to_work @ scan.from_paper)
    for line in find_lines(clear.ink):
        inside = _words_of(line, placed)
        if inside and all(_legible(word, clear.ink) for word in inside):
            yield from _drawn(rng, clear.gray, line, inside, dpi)


def _on_image(words: Sequence[PlacedWord], transform: Transform) -> list[_FoundWord]:
    corners = np.array(
        [[(w.x0, (w.y0 + w.y1) / 2), (w.x1, (w.y0 + w.y1) / 2), (w.x0, w.y0), (w.x0, w.y1)] for w in words]
    )
    moved = cv2.perspectiveTransform(corners.reshape(1, -1, 2), transform).reshape(-1, 4, 2)
    return [
        _FoundWord(w.line, w.text, left[0], right[0], (left[1] + right[1]) / 2, _distance(top, foot), w.ink)
        for w, (left, right, top, foot) in zip(words, moved, strict=True)
    ]


def _distance(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    return float(np.linalg.norm(one - other))


def _words_of(line: TextLine, words: Sequence[_FoundWord]) -> list[_FoundWord]:
    """The words in a found line from left to right; none where it is no line of one set line, whole and alone."""
    inside = sorted((word for word in words if _off(word, line) < _NEAR), key=lambda word: word.x0)
    doubtful = any(_NEAR <= _off(word, line) < _DOUBTFUL for word in words)
    if doubtful or len({word.line for word in inside}) != 1:
        return []
    height = float(np.median([word.height for word in inside]))
    whole = inside[0].x0 >= line.box.x0 - _BEYOND * height and inside[-1].x1 <= line.box.x1 + _BEYOND * height
    as_high = _HEIGHTS[0] * height < line.height < _HEIGHTS[1] * height
    return inside if whole and as_high else []


def _off(word: _FoundWord, line: TextLine) -> float:
    """How far a word's middle is from the line's, in heights of its letters; infinity for one beside it."""
    shared = min(word.x1, line.box.x1) - max(word.x0, line.box.x0)
    if shared <= _LEAST_SHARED * (word.x1 - word.x0):
        return math.inf
    middle = line.base + line.drop((word.x0 + word.x1) / 2) - line.height / 2
    return abs(word.middle - middle) / line.height


def _legible(word: _FoundWord, ink: Pixels) -> bool:
    """Whether most of a word's print is left in the cleared ink of its page."""
    top, left = max(0, round(word.middle - word.height / 2)), max(0, round(word.x0))
    body = ink[top : round(word.middle + word.height / 2), left : round(word.x1)]
    return body.size > 0 and float((body > 0).mean()) >= _LEAST_INK * word.ink


def _drawn(
    rng: Random, gray: Pixels, line: TextLine, words: list[_FoundWord], dpi: float
) -> Iterator[DrawnLine]:
    """The line, or some words of it cut out; nothing where too little would be left."""
    if rng.random() < _CUT_SHARE and len(words) > 2:
        start = rng.randrange(len(words) - 1)
        words = words[start : rng.randint(start + 1, len(words))]
        box, margin = _around(words, line.box), max(1, round(dpi * _MARGIN_INCHES))
        line, gray = cut(line, box, margin), alone(gray, box, margin)
    image, _, _ = line_image(gray, line)
    if min(image.shape) >= _LEAST_PIXELS:
        yield DrawnLine(image, " ".join(word.text for word in words))


def _around(words: Sequence[_FoundWord], line: Box) -> Box:
    height = words[0].height
    x0, x1 = words[0].x0 - 0.1 * height, words[-1].x1 + 0.1 * height
    return Box(int(max(line.x0, x0)), line.y0, int(min(line.x1, x1)), line.y1)
