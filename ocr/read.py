"""One page from file to PageReading: what is decoded, measured and read, in which order, and the way back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from ocr import media
from ocr.cleanup import CleanupOptions, prepare
from ocr.decode import decode
from ocr.engine import OcrEngine
from ocr.grade import master_facts
from ocr.limits import Limits
from ocr.marks import read_marks
from ocr.own_figures import own_figures
from ocr.page import Baseline, Box, Line, Mark, PageImage, PageText, Word
from ocr.parts import Part, read_parts
from ocr.quality import is_blank, judge, measure
from ocr.reading import PageReading
from ocr.red_stamp import red_stamps

# Part of cache keys: raise it whenever cleanup or reading order changes what is read.
READER_VERSION = "25"
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
    layer = _text_layer(path, number, page)
    prepared = prepare(page, options)
    figures = measure(page, prepared)
    facts = master_facts(path, page, prepared.steps)
    size, dpi, name = (page.width, page.height), page.dpi, reader_name(engine)
    stamps = red_stamps(page, engine, prepared.dpi) if layer is None else ()
    # The colours of a page weigh more than all that is needed from here on.
    del page
    if layer is not None:
        return PageReading(number, layer, judge(figures, layer, facts), dpi, marks, ("text layer",))
    if is_blank(figures):
        empty = PageText(*size, 0, (), name)
        return PageReading(number, empty, judge(figures, None, facts), dpi, marks, prepared.steps, stamps)
    parts = read_parts(prepared, engine, options)
    text = _on_master(parts, size, name)
    taken_out = dict.fromkeys(step for part in parts for step in part.steps)
    steps = (*parts[0].prepared.steps, *taken_out, *(("spread",) if text.leaves else ()))
    dotted = tuple(box for part in parts for box in part.prepared.boxes_on_master(part.lost, *size))
    own, quality = tuple(_own_figures(parts, size)), judge(figures, text, facts)
    unread, hidden = _unread(parts, size), prepared.hidden
    return PageReading(number, text, quality, dpi, marks, steps, stamps, hidden, dotted, own, unread)


def _unread(parts: Sequence[Part], size: tuple[int, int]) -> tuple[Box, ...] | None:
    """Where ink stands that no word covers, in pixels of the master; None where a part of the page does not tell."""
    found: list[Box] = []
    for part in parts:
        if part.unread is None:
            return None
        found += part.prepared.boxes_on_master(part.unread, *size)
    return tuple(found)


def _own_figures(parts: Sequence[Part], size: tuple[int, int]) -> Iterator[Mark]:
    """The numbers that the page itself prints, in pixels of the master."""
    for part in parts:
        for mark in own_figures(part.prepared.gray, part.text.lines):
            yield replace(mark, box=part.prepared.to_master(mark.box, *size))


def _text_layer(path: Path, number: int, page: PageImage) -> PageText | None:
    with path.open("rb") as file:
        if media.media_type(file.read(media.HEAD_BYTES)) != media.PDF:
            return None
    # Its libraries take a third of a worker's start, and images do not ask for them.
    from ocr.textlayer import read_text_layer

    return read_text_layer(path, number, page)


def _on_master(parts: Sequence[Part], size: tuple[int, int], name: str) -> PageText:
    """The words of all parts, one part after the other, in pixels of the master of `size` (width, height)."""
    by_hand, leaves = [], []
    for part in parts:
        by_hand += part.prepared.boxes_on_master(part.text.handwriting, *size)
        if part.leaf:
            height, width = part.prepared.gray.shape
            leaves.append(part.prepared.to_master(Box(0, 0, width, height), *size))
    lines = tuple(line for part in parts for line in _lines_on_master(part, size))
    rotation = parts[0].prepared.rotation
    return PageText(*size, rotation, lines, name, handwriting=tuple(by_hand), leaves=tuple(leaves))


def _lines_on_master(part: Part, size: tuple[int, int]) -> Iterator[Line]:
    words = [word for line in part.text.lines for word in line.words]
    boxes = part.prepared.boxes_on_master([word.box for word in words], *size)
    ends = np.array([word.baseline.as_list() if word.baseline else [0] * 4 for word in words], np.float64)
    on_master = np.rint(part.prepared.points_on_master(ends.reshape(-1, 2))).astype(int).reshape(-1, 4)
    placed = map(_placed, words, boxes, on_master.tolist())
    for line in part.text.lines:
        yield Line(tuple(next(placed) for _ in line.words))


def _placed(word: Word, box: Box, ends: list[int]) -> Word:
    return replace(word, box=box, baseline=Baseline(*ends) if word.baseline else None)
