"""Which way up is a page? The engine itself decides: only upright text reads well.

A few of the longest lines are read; where they read badly, they are read upside down, and where that is no better, the
page is tried on its sides.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ocr.cleanup import CleanupOptions, Prepared, turned
from ocr.clear_page import ClearPage, cleared
from ocr.engine import OcrEngine
from ocr.lines import TextLine, find_lines, line_image
from ocr.page import Pixels, Word
from ocr.recognition import LINE_DPI

_PROBES = 4
# Longer lines cost more and tell no more.
_PROBE_HEIGHTS = 22
_SURE = 0.72
_CLEARLY_BETTER = 1.3
# Below this share of a fairly read line's worth, the page may lie on its side.
_POOR = 0.45
# Lines that together are no longer than this, in their heights, may be labels of a drawing that run up its sides.
_SHORT = 24
# Letters in a stretch as wide as its line is high, at least.
_LEAST_LETTERS = 0.9


def upright(
    prepared: Prepared, engine: OcrEngine, options: CleanupOptions
) -> tuple[Prepared, ClearPage, list[TextLine]]:
    """The page turned upright, cleared, and its lines. Raises EngineFailed."""
    clear = cleared(prepared, options)
    lines = find_lines(clear.ink)
    if not options.orientation or not lines:
        return prepared, clear, lines
    probes = _probes(clear.gray, lines)
    straight = _worth(engine.read_lines(probes, LINE_DPI), probes)
    if straight >= _SURE:
        return prepared, clear, lines
    flipped = [np.ascontiguousarray(np.rot90(image, 2)) for image in probes]
    over = _worth(engine.read_lines(flipped, LINE_DPI), flipped)
    best = 2 if over > _CLEARLY_BETTER * straight else 0
    if max(straight, over) < _POOR or _length(probes) < _SHORT:
        best = _sideways(clear, engine, best, max(straight, over))
    if best == 0:
        return prepared, clear, lines
    clear = clear.turned(best) if best == 2 else clear
    prepared = turned(prepared, best)
    if best != 2:
        clear = cleared(prepared, options)
    return prepared, clear, find_lines(clear.ink)


def _sideways(clear: ClearPage, engine: OcrEngine, best: int, worth: float) -> int:
    """The quarter turns that read best of all, for a page that reads badly both ways up."""
    for turns in (1, 3):
        side = clear.turned(turns)
        lines = find_lines(side.ink)
        if lines:
            probes = _probes(side.gray, lines)
            found = _worth(engine.read_lines(probes, LINE_DPI), probes)
            if found > max(_POOR, _CLEARLY_BETTER * worth):
                best, worth = turns, found
    return best


def _probes(gray: Pixels, lines: Sequence[TextLine]) -> list[Pixels]:
    """The beginnings of some lines that are long and of usual height."""
    usual = float(np.median([line.height for line in lines]))
    alike = [line for line in lines if 0.6 * usual < line.height < 1.8 * usual] or list(lines)
    longest = sorted(alike, key=lambda line: line.box.width, reverse=True)[:_PROBES]
    images = [line_image(gray, line)[0] for line in longest]
    return [
        np.ascontiguousarray(image[:, : round(_PROBE_HEIGHTS * line.height)])
        for image, line in zip(images, longest, strict=True)
    ]


def _worth(read: Sequence[Sequence[Word]], probes: Sequence[Pixels]) -> float:
    """Confidence times letters read, as a share of the letters that lines of this length hold; up to 1.

    A line that does not read yields a few strange signs, some of them with confidence.
    """
    words = [word for line in read for word in line if sum(map(str.isalpha, word.text)) > 1]
    letters = sum(len(word.text) for word in words)
    expected = _length(probes) * _LEAST_LETTERS
    return float(sum(word.confidence * len(word.text) for word in words) / max(1.0, letters, expected))


def _length(probes: Sequence[Pixels]) -> float:
    """Length of all lines together, in their heights."""
    return float(sum(image.shape[1] / image.shape[0] for image in probes))
