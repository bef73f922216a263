"""Which way up is a page whose lines already run across? The engine itself decides: only upright text reads
well.
"""

from __future__ import annotations

import numpy as np

from ocr.cleanup import WORKING_DPI, Prepared, turned
from ocr.engine import OcrEngine
from ocr.page import PageImage, PageText, Pixels

_SURE = 0.72
_STRIP_INCHES = 1.6


def upright(prepared: Prepared, engine: OcrEngine) -> tuple[Prepared, PageText]:
    """The page turned upright, and what the engine read on it.

    A page that reads well needs no test. Otherwise its best-inked strip is read both ways round.
    """
    if prepared.across:
        read = read_sheet(prepared.binary(), engine)
        if _worth(read) >= _SURE and read.lines:
            return prepared, read
        if not _reads_better_upside_down(prepared, engine):
            return prepared, read
        prepared = turned(prepared, 2)
        return prepared, read_sheet(prepared.binary(), engine)
    if _reads_better_upside_down(prepared, engine):
        prepared = turned(prepared, 2)
    return prepared, read_sheet(prepared.binary(), engine)


def read_sheet(image: PageImage, engine: OcrEngine) -> PageText:
    """The whole prepared sheet."""
    return engine.read(image)


def _reads_better_upside_down(prepared: Prepared, engine: OcrEngine) -> bool:
    strip = _inked_strip(prepared.binary().pixels)
    flipped = np.ascontiguousarray(strip[::-1, ::-1])
    worth = [_letters_sure(engine.read(PageImage(part, float(WORKING_DPI)))) for part in (strip, flipped)]
    return worth[1] > worth[0] * 1.3


def _worth(read: PageText) -> float:
    return read.mean_confidence


def _letters_sure(read: PageText) -> float:
    return sum(len(word.text) * word.confidence**2 for word in read.words if len(word.text) > 1)


def _inked_strip(binary: Pixels) -> Pixels:
    """The strip across the page with the most change between ink and paper: text, rather than a seal."""
    rows = round(_STRIP_INCHES * WORKING_DPI)
    if binary.shape[0] <= rows:
        return binary
    changes = np.count_nonzero(binary[:, 1:] != binary[:, :-1], axis=1).cumsum()
    sums = changes[rows:] - changes[:-rows]
    top = int(np.argmax(sums))
    return binary[top : top + rows]
