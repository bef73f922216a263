"""One page from file to PageReading: what is decoded, measured and read, in which order, and the way back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from ocr import media
from ocr.cleanup import CleanupOptions, Prepared, prepare
from ocr.columns import in_reading_order
from ocr.decode import decode
from ocr.engine import OcrEngine
from ocr.grade import master_facts
from ocr.handwriting import with_handwriting
from ocr.limits import Limits
from ocr.marks import read_marks
from ocr.page import Baseline, Box, Line, PageImage, PageText, Word
from ocr.quality import is_blank, judge, measure
from ocr.reading import PageReading
from ocr.recognition import LINE_DPI, read_lines
from ocr.textlayer import read_text_layer
from ocr.upright import upright

# Part of cache keys: raise it whenever cleanup or reading order changes what is read.
READER_VERSION = "3"
_ALL = CleanupOptions()


def reader_name(engine: OcrEngine) -> str:
    """Names engine and cleanup together: equal names and equal masters give equal readings."""
    return f"{engine.name} reader/{READER_VERSION}"


def read_page(
    path: Path, number: int, engine: OcrEngine, limits: Limits, options: CleanupOptions = _ALL
) -> PageReading:
    """Reads page `number` (from 1) of the file at `path`.

    Raises PageUnreadable with the page's fault, EngineFailed when the engine broke, OSError when the file is
    gone.
    """
    page = decode(path, number, limits, lean=True)
    marks = read_marks(page)
    layer = read_text_layer(path, number, page) if _is_pdf(path) else None
    prepared = prepare(page, options)
    figures = measure(page, prepared)
    facts = master_facts(path, page, prepared.steps)
    if layer is not None:
        return PageReading(number, layer, judge(figures, layer, facts), page.dpi, marks, ("text layer",))
    if is_blank(figures):
        empty = PageText(page.width, page.height, 0, (), reader_name(engine))
        return PageReading(number, empty, judge(figures, None, facts), page.dpi, marks, prepared.steps)
    prepared, read, taken_out = read_prepared(prepared, engine, options)
    text = _on_master(read, prepared, page, reader_name(engine))
    return PageReading(
        number, text, judge(figures, text, facts), page.dpi, marks, (*prepared.steps, *taken_out)
    )


def read_prepared(
    prepared: Prepared, engine: OcrEngine, options: CleanupOptions = _ALL
) -> tuple[Prepared, PageText, tuple[str, ...]]:
    """The page upright, its text in its own pixels and in reading order, and what was taken out of the ink.

    Raises EngineFailed.
    """
    prepared, clear, lines = upright(prepared, engine, options)
    if not lines:
        # No print was found; the engine's own analysis may still see something.
        read = engine.read(PageImage(clear.gray, LINE_DPI))
        return prepared, with_handwriting(clear.gray, read, prepared.pen_on_page), clear.steps
    height, width = clear.gray.shape
    read = PageText(width, height, 0, tuple(read_lines(clear.gray, lines, engine)), engine.name)
    return prepared, with_handwriting(clear.gray, in_reading_order(read), prepared.pen_on_page), clear.steps


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        return media.media_type(file.read(media.HEAD_BYTES)) == media.PDF


def _on_master(read: PageText, prepared: Prepared, page: PageImage, name: str) -> PageText:
    """The same words with boxes and baselines in master pixels."""
    words = [word for line in read.lines for word in line.words]
    size = (page.width, page.height)
    placed = iter(zip(words, prepared.boxes_on_master([word.box for word in words], *size), strict=True))
    ends = np.array([word.baseline.as_list() if word.baseline else [0] * 4 for word in words], np.float64)
    baselines = iter(
        np.rint(prepared.points_on_master(ends.reshape(-1, 2))).astype(int).reshape(-1, 4).tolist()
    )
    lines = tuple(
        Line(tuple(_placed(*next(placed), next(baselines)) for _ in line.words))
        for line in read.lines
        if line.words
    )
    by_hand = tuple(prepared.boxes_on_master(read.handwriting, *size))
    return PageText(page.width, page.height, prepared.rotation, lines, name, handwriting=by_hand)


def _placed(word: Word, box: Box, ends: list[int]) -> Word:
    return replace(word, box=box, baseline=Baseline(*ends) if word.baseline else None)
