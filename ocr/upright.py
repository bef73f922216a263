"""Which way up is a page? The engine itself decides: only upright text reads well.

A few of the longest lines are read; where they read badly, they are read upside down, and where that is no better, the
page is tried on its sides. What was read on the way is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ocr.cleanup import CleanupOptions, Prepared, turned
from ocr.clear_page import ClearPage, cleared
from ocr.engine import OcrEngine
from ocr.line_image import line_image
from ocr.lines import TextLine, find_lines
from ocr.page import Line, Pixels, Word
from ocr.recognition import LINE_DPI, read_lines

_PROBES = 4
_SURE = 0.72
_CLEARLY_BETTER = 1.3
# Below this share of a fairly read line's worth, the page may lie on its side.
_POOR = 0.45
# Letters in a stretch as wide as its line is high, at least.
_LEAST_LETTERS = 0.9
# Fewer letters say little: on a page on its side each letter is a line, and some read as something.
_LEAST_SEEN = 12.0


@dataclass(frozen=True)
class Upright:
    """A page turned upright, cleared, with its lines; `read` holds those that were read already, by number."""

    prepared: Prepared
    clear: ClearPage
    lines: list[TextLine]
    read: dict[int, Line | None] = field(default_factory=dict)


def upright(prepared: Prepared, engine: OcrEngine, options: CleanupOptions) -> Upright:
    """The page the right way up. Raises EngineFailed."""
    clear = cleared(prepared, options)
    lines = find_lines(clear.ink)
    if not options.orientation or not lines:
        return Upright(prepared, clear, lines)
    numbers = _probes(lines)
    probes = [lines[number] for number in numbers]
    read = read_lines(clear.gray, probes, engine)
    straight = _worth([line.words for line in read if line], probes)
    if straight >= _SURE:
        return Upright(prepared, clear, lines, dict(zip(numbers, read, strict=True)))
    flipped = [_over(line_image(clear.gray, line)[0]) for line in probes]
    over = _worth(engine.read_lines(flipped, LINE_DPI), probes)
    best = 2 if over > _CLEARLY_BETTER * straight else 0
    if max(straight, over) < _POOR:
        best = _sideways(clear, engine, best, max(straight, over))
    if best == 0:
        return Upright(prepared, clear, lines, dict(zip(numbers, read, strict=True)))
    prepared = turned(prepared, best)
    # Leaders and rules run across, and letters stand on them.
    clear = cleared(prepared, options)
    return Upright(prepared, clear, find_lines(clear.ink))


def _over(image: Pixels) -> Pixels:
    return np.ascontiguousarray(np.rot90(image, 2))


def _sideways(clear: ClearPage, engine: OcrEngine, best: int, worth: float) -> int:
    """The quarter turns that read best of all, for a page that reads badly both ways up."""
    for turns in (1, 3):
        side = clear.turned(turns)
        lines = find_lines(side.ink)
        if lines:
            probes = [lines[number] for number in _probes(lines)]
            read = read_lines(side.gray, probes, engine)
            found = _worth([line.words for line in read if line], probes)
            if found > max(_POOR, _CLEARLY_BETTER * worth):
                best, worth = turns, found
    return best


def _probes(lines: Sequence[TextLine]) -> list[int]:
    """The numbers of some lines that are long and of usual height."""
    usual = float(np.median([line.height for line in lines]))
    alike = [n for n, line in enumerate(lines) if 0.6 * usual < line.height < 1.8 * usual]
    longest = sorted(alike or range(len(lines)), key=lambda n: lines[n].box.width, reverse=True)
    return longest[:_PROBES]


def _worth(read: Sequence[Sequence[Word]], probes: Sequence[TextLine]) -> float:
    """Confidence times letters read, as a share of the letters that lines of this length hold; up to 1.

    A line that does not read yields a few strange signs, some of them with confidence.
    """
    words = [word for line in read for word in line if sum(map(str.isalpha, word.text)) > 1]
    letters = sum(len(word.text) for word in words)
    expected = sum(line.box.width / line.box.height for line in probes) * _LEAST_LETTERS
    return float(
        sum(word.confidence * len(word.text) for word in words) / max(_LEAST_SEEN, letters, expected)
    )
