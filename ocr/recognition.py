"""The words of a sheet: its lines found, cut out, read one by one, and put back where they stand.

Knows the sheet's own pixels only; the way to the master and the reading order are others' work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from ocr import large_print
from ocr.engine import OcrEngine
from ocr.line_image import line_image
from ocr.lines import TextLine
from ocr.page import Box, Line, Pixels, Word
from ocr.shapes import connected
from ocr.word_edges import at_spaces

LINE_DPI = 200.0
_WHITE = 255
# A line read with less than this is looked at again; no more of them on a page than these, for handwriting reads badly
# however often.
_DOUBTFUL = 0.6
_MOST_AGAIN = 12
_LARGER = 1.5
# How far below the baseline, in letter heights, a line without words is read: far first, and never so near
# that the dot of "ợ" would be cut away. What it then gives is believed from this confidence on; no more are tried.
_FEET, _BELIEVED, _MOST_BARE = (0.5, 0.4, 0.3), 0.7, 24
# In letter heights: a shape that tall and that wide is a pen's; so much print stands before it.
_PEN_TALL, _PEN_WIDE, _PRINT_BEFORE = 1.6, 1.2, 2.0
# And so high letters reach with their marks; above stands the foot of another line, where the pen's stroke began.
_MARKED = (1.6, 1.45)
_INK_BELOW = 150
# Of a line that is read up to a pen the last word may be covered: somebody looks.
_UP_TO_PEN = 0.5


def read_lines(
    gray: Pixels,
    lines: Sequence[TextLine],
    engine: OcrEngine,
    dpi: float = LINE_DPI,
    letters: str | None = None,
) -> list[Line | None]:
    """What the engine reads in each of `lines`, of `letters` only where they are given; None where it reads nothing.

    A line that reads badly, or not at all, gets a second look enlarged; the better of the two stays. One that still
    gives nothing is read without its foot: a dotted line close below the letters makes the engine see no text there; or
    up to the pen that set initials behind it, which does the same.
    Raises EngineFailed.
    """
    cut = [line_image(gray, line) for line in lines]
    read = large_print.read_lines(engine, [image for image, _, _ in cut], dpi, letters)
    doubtful = [number for number, words in enumerate(read) if sureness(words) < _DOUBTFUL][:_MOST_AGAIN]
    again = engine.read_lines([_enlarged(cut[number][0]) for number in doubtful], dpi * _LARGER, letters)
    for number, words in zip(doubtful, again, strict=True):
        if sureness(words) > sureness(read[number]):
            read[number] = tuple(replace(word, box=_reduced(word.box)) for word in words)
    silent = [number for number, words in enumerate(read) if not words]
    for number in sorted(silent, key=lambda number: -lines[number].box.width)[:_MOST_BARE]:
        image, _, top = cut[number]
        how = (dpi, letters)
        read[number] = _read_bare(image, lines[number], top, engine, how) or _read_to_pen(
            image, lines[number], top, engine, how
        )
    return [
        _line(words, line, one, gray.shape) if words else None
        for line, one, words in zip(lines, cut, read, strict=True)
    ]


def sureness(words: Sequence[Word]) -> float:
    """Mean confidence weighted by letters; 0 for no words."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def _read_bare(
    image: Pixels, line: TextLine, top: int, engine: OcrEngine, how: tuple[float, str | None]
) -> tuple[Word, ...]:
    """What a line gives with white below its letters; `top` is the upper edge of its image, `how` dpi and letters."""
    for foot in _FEET:
        bare = image.copy()
        bare[max(0, round(line.base - top + foot * line.height)) :] = _WHITE
        (words,) = engine.read_lines([bare], *how)
        if sureness(words) >= _BELIEVED:
            return words
    return ()


def _read_to_pen(
    image: Pixels, line: TextLine, top: int, engine: OcrEngine, how: tuple[float, str | None]
) -> tuple[Word, ...]:
    """What stands in a line before a pen's strokes, with a confidence that nobody accepts; nothing where no pen is."""
    shapes = connected(np.asarray(image < _INK_BELOW, np.uint8))[1][1:, :4].tolist()
    tall, wide = _PEN_TALL * line.height, _PEN_WIDE * line.height
    end = min((x for x, _, w, h in shapes if h >= tall and w >= wide), default=0)
    if end - min((x for x, _, _, _ in shapes), default=0) < _PRINT_BEFORE * line.height:
        return ()
    for reach in _MARKED:
        before = image.copy()
        before[:, max(0, end - 1) :] = _WHITE
        before[: max(0, round(line.base - top - reach * line.height))] = _WHITE
        (words,) = engine.read_lines([before], *how)
        if sureness(words) >= _BELIEVED:
            return tuple(replace(word, confidence=min(word.confidence, _UP_TO_PEN)) for word in words)
    return ()


def _enlarged(image: Pixels) -> Pixels:
    larger = cv2.resize(image, None, fx=_LARGER, fy=_LARGER, interpolation=cv2.INTER_CUBIC)
    return np.asarray(larger, np.uint8)


def _reduced(box: Box) -> Box:
    return Box(*(round(value / _LARGER) for value in (box.x0, box.y0, box.x1, box.y1)))


def _line(words: Sequence[Word], line: TextLine, cut: tuple[Pixels, int, int], size: tuple[int, ...]) -> Line:
    """The words of a line that was cut out, each as far as its ink, where they stand on the page."""
    image, x, y = cut
    return Line(tuple(_on_page(word, line, x, y, size) for word in at_spaces(image, words, line.height)))


def _on_page(word: Word, line: TextLine, x: int, y: int, size: tuple[int, ...]) -> Word:
    """The word moved from its cut-out line to the page, down or up the line's slope."""
    left, right = x + word.box.x0, x + word.box.x1
    drop = line.drop((left + right) / 2)
    top, foot = round(y + word.box.y0 + drop), round(y + word.box.y1 + drop)
    box = Box(
        max(0, left), max(0, top), max(1, left + 1, min(size[1], right)), max(1, top + 1, min(size[0], foot))
    )
    return replace(word, box=box, baseline=line.baseline(left, right))
