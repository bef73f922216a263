"""Which way up is a page? The engine itself decides: only upright text reads well. Turns pages, reads them once."""

from __future__ import annotations

import numpy as np

from ocr.cleanup import WORKING_DPI, Prepared, turned
from ocr.engine import OcrEngine
from ocr.page import PageImage, PageText, Pixels

_SURE = 0.72
_STRIP_INCHES = 1.6
_CLEARLY_BETTER = 1.3


def upright(prepared: Prepared, engine: OcrEngine) -> tuple[Prepared, PageText]:
    """The page turned upright, and what the engine read on it. Raises EngineFailed.

    A page whose lines run across and that reads well needs no test. Otherwise its best-inked strip is read in the
    directions that are left, and the best of them is read whole.
    """
    if not prepared.across:
        prepared = turned(prepared, _best_turn(prepared.sheet().pixels, engine, (0, 2)))
    sheet = prepared.sheet()
    read = engine.read(sheet)
    sideways = _reads_sideways(read)
    if read.lines and read.mean_confidence >= _SURE and not sideways:
        return prepared, read
    turns = _best_turn(sheet.pixels, engine, (0, 1, 3) if sideways else (0, 2))
    if turns == 0:
        return prepared, read
    prepared = turned(prepared, turns)
    return prepared, engine.read(prepared.sheet())


def _reads_sideways(read: PageText) -> bool:
    """Whether most words are taller than wide: Tesseract quietly reads text that runs up or down the page."""
    words = [word.box for word in read.words if len(word.text) >= 3]
    return sum(box.height > box.width for box in words) > len(words) / 2


def _best_turn(sheet: Pixels, engine: OcrEngine, candidates: tuple[int, ...]) -> int:
    """The clockwise quarter turns that read best; a page stays as it is unless another way is clearly better."""
    worth = {turns: _worth(np.ascontiguousarray(np.rot90(sheet, -turns)), engine) for turns in candidates}
    best = max(worth, key=lambda turns: worth[turns])
    return best if worth[best] > _CLEARLY_BETTER * worth[0] else 0


def _worth(sheet: Pixels, engine: OcrEngine) -> float:
    """Letters that read with confidence in words that run across."""
    read = engine.read(PageImage(_inked_strip(sheet), float(WORKING_DPI)))
    return sum(
        len(word.text) * word.confidence**2
        for word in read.words
        if len(word.text) > 1 and word.box.width > word.box.height
    )


def _inked_strip(sheet: Pixels) -> Pixels:
    """The strip across the page with the most change between ink and paper: text, rather than a seal."""
    rows = round(_STRIP_INCHES * WORKING_DPI)
    if sheet.shape[0] <= rows:
        return sheet
    ink = sheet < 128
    changes = np.count_nonzero(ink[:, 1:] != ink[:, :-1], axis=1).cumsum()
    top = int(np.argmax(changes[rows:] - changes[:-rows]))
    return np.ascontiguousarray(sheet[top : top + rows])
