"""A prepared page read in the parts it falls into: one whole, the two leaves of a book, the tiles of a large sheet.

Each part is a prepared page of its own with its own way back to the master.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ocr.background import sauvola
from ocr.cleanup import CleanupOptions, Prepared, cut_out, straightened, turned
from ocr.clear_page import ClearPage, cleared
from ocr.columns import in_reading_order
from ocr.engine import OcrEngine
from ocr.handwriting import with_handwriting
from ocr.line_image import line_image
from ocr.lines import find_lines
from ocr.needle_print import NEEDLES, by_needles, joined, without_trust
from ocr.page import Box, Line, PageImage, PageText
from ocr.recognition import LINE_DPI, read_lines
from ocr.spread import leaves_of
from ocr.tiles import TILE_PIXELS, most_inked, tiles_of, within
from ocr.unread_ink import unread_ink
from ocr.upright import Upright, upright


@dataclass(frozen=True)
class Part:
    """`text` stands in the pixels of `prepared`, in reading order; `steps` says what was taken out of the ink.

    `leaf` is true for one page of an opened book; `lost` is where a mark of a letter may have gone with a leader;
    `unread` where ink stands that no word covers, None where that is not known.
    """

    prepared: Prepared
    text: PageText
    steps: tuple[str, ...]
    leaf: bool = False
    lost: tuple[Box, ...] = ()
    unread: tuple[Box, ...] | None = None


def read_parts(prepared: Prepared, engine: OcrEngine, options: CleanupOptions) -> list[Part]:
    """The parts of a page in reading order; the first tells which way up the page is. Raises EngineFailed."""
    if prepared.gray.size > TILE_PIXELS:
        return list(_tiles(prepared, engine, options))
    page = _with_dots_joined(upright(prepared, engine, options))
    height, width = page.clear.gray.shape
    leaves = leaves_of(page.lines, width, height) if options.spread else ()
    if leaves:
        return [_leaf(page, leaf, engine, options) for leaf in leaves]
    if not page.lines:
        # No print was found; the engine's own analysis may still see something.
        read = engine.read(PageImage(page.clear.gray, LINE_DPI))
        return [
            Part(
                page.prepared,
                with_handwriting(page.clear.gray, read, page.prepared.pen_on_page),
                page.clear.steps,
            )
        ]
    left = [number for number in range(len(page.lines)) if number not in page.read]
    found = read_lines(page.clear.gray, [page.lines[number] for number in left], engine)
    held = page.read | dict(zip(left, found, strict=True))
    text = _text(page.prepared, page.clear, [held[number] for number in range(len(page.lines))], engine)
    return [
        Part(page.prepared, text, page.clear.steps, lost=page.clear.lost, unread=_unread(page.clear, text))
    ]


def _with_dots_joined(page: Upright) -> Upright:
    """The page with the dots of a needle printer made strokes, and its lines found anew."""
    images = (line_image(page.clear.gray, line)[0] for line in page.lines)
    if not by_needles(page.clear.gray, images, LINE_DPI):
        return page
    gray = joined(page.clear.gray, LINE_DPI)
    clear = replace(page.clear, gray=gray, ink=sauvola(gray), steps=(*page.clear.steps, NEEDLES))
    lines = find_lines(clear.ink)
    # Grain falls into dots as well; joined they make shorter lines, those of letters longer ones.
    before, after = (sum(line.box.width for line in found) for found in (page.lines, lines))
    return replace(page, clear=clear, lines=lines, read={}) if after > before else page


def _unread(clear: ClearPage, text: PageText) -> tuple[Box, ...]:
    """Where ink stands that no word covers, and where a gray seal stood, of which that is not known."""
    return (*unread_ink(clear.ink, text.words, text.handwriting), *clear.sealed)


def _text(prepared: Prepared, clear: ClearPage, lines: Sequence[Line | None], engine: OcrEngine) -> PageText:
    height, width = clear.gray.shape
    held = tuple(line for line in lines if line is not None)
    if NEEDLES in clear.steps:
        held = tuple(Line(tuple(map(without_trust, line.words))) for line in held)
    read = PageText(width, height, 0, held, engine.name)
    return with_handwriting(clear.gray, in_reading_order(read), prepared.pen_on_page)


def _leaf(page: Upright, box: Box, engine: OcrEngine, options: CleanupOptions) -> Part:
    """One page of an opened book, made level by itself: the two never lie alike."""
    leaf = cut_out(page.prepared, box)
    leaf = straightened(leaf) if options.skew else leaf
    clear = cleared(leaf, options)
    text = _text(leaf, clear, read_lines(clear.gray, find_lines(clear.ink), engine), engine)
    return Part(leaf, text, clear.steps, leaf=True, lost=clear.lost)


def _tiles(prepared: Prepared, engine: OcrEngine, options: CleanupOptions) -> Iterator[Part]:
    """The tiles of a large sheet, row by row; which way up it is, the tile with the most ink decides."""
    probe = upright(cut_out(prepared, most_inked(prepared.gray).box), engine, options)
    whole = turned(prepared, probe.prepared.turns - prepared.turns)
    height, width = whole.gray.shape
    for tile in tiles_of(width, height):
        cut = cut_out(whole, tile.box)
        clear = cleared(cut, options)
        text = _text(cut, clear, read_lines(clear.gray, find_lines(clear.ink), engine), engine)
        yield Part(cut, within(text, tile), (*clear.steps, "tiles"), lost=clear.lost)
