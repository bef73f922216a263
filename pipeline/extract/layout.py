"""Words of a page put upright and into rows, so that labels and values can be found side by side.

Works on word boxes alone. Upright coordinates serve the layout; every token keeps the word's box in pixels of
the master, which is what goes out.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from ocr.page import Box, Line, PageText, Word
from pipeline.extract.word_parts import parted
from pipeline.normalize.spelling import letters

WIDE_GAP = 2.0
_Area = tuple[float, float, float, float]


@dataclass(frozen=True)
class Token:
    """A word or a part of one: `x0..y1` upright and without skew, `box` in the master, `page` from 0."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float
    box: Box
    page: int

    @cached_property
    def letters(self) -> str:
        """Its letters and digits without marks."""
        return letters(self.text)

    @property
    def middle(self) -> float:
        """Height of its centre."""
        return (self.y0 + self.y1) / 2

    @property
    def is_leader(self) -> bool:
        """Dots or a line to write on."""
        return (
            not self.letters and len(self.text.strip(":;,")) >= 2 and not set(self.text) - set(".…·•_‥-—:;,")
        )


@dataclass(frozen=True, eq=False)
class Row:
    """Tokens of one height, left to right, or of one cell, line by line. `unit` is the usual height of a word on the
    page, `limit` where the next cell begins.
    """

    tokens: tuple[Token, ...]
    unit: float
    limit: float = math.inf

    @property
    def text(self) -> str:
        """Tokens with single spaces."""
        return " ".join(token.text for token in self.tokens)

    @property
    def page(self) -> int:
        """Index of its page."""
        return self.tokens[0].page

    @property
    def top(self) -> float:
        """Upper edge."""
        return min(token.y0 for token in self.tokens)

    @property
    def middle(self) -> float:
        """Median height of its tokens' centres."""
        return statistics.median(token.middle for token in self.tokens)

    @property
    def left(self) -> float:
        """Left edge."""
        return self.tokens[0].x0

    @property
    def right(self) -> float:
        """Right edge."""
        return max(token.x1 for token in self.tokens)

    @cached_property
    def segments(self) -> tuple[Row, ...]:
        """The row cut at its wide gaps."""
        parts: list[list[Token]] = []
        for token in self.tokens:
            if parts and token.x0 - parts[-1][-1].x1 <= WIDE_GAP * self.unit:
                parts[-1].append(token)
            else:
                parts.append([token])
        return tuple(Row(tuple(part), self.unit) for part in parts)

    @cached_property
    def upper_share(self) -> float:
        """Share of capitals among its letters."""
        found = [c for token in self.tokens for c in token.text if c.isalpha()]
        return sum(c.isupper() for c in found) / len(found) if found else 0.0


@dataclass(frozen=True)
class Layout:
    """One page in upright coordinates. `by_hand`: left, top, right and foot of what a pen wrote, `unread`: of
    where else a line may stand that is in no row; None: that is not known.
    """

    rows: tuple[Row, ...]
    width: float
    height: float
    unit: float
    page: int = field(default=0)
    by_hand: tuple[_Area, ...] = ()
    unread: tuple[_Area, ...] | None = None

    @cached_property
    def left_edge(self) -> float:
        """Where full lines of the page begin."""
        starts = sorted(row.left for row in self.rows if len(row.tokens) >= 4)
        return starts[int(len(starts) * 0.1)] if starts else 0.0

    @cached_property
    def right_edge(self) -> float:
        """Where full lines of the page end."""
        ends = sorted(row.right for row in self.rows if len(row.tokens) >= 4)
        return ends[int(len(ends) * 0.9)] if ends else self.width


# Splitting, classifying, stamps, notes and extraction each look at the same page.
@lru_cache(64)
def lay_out(page: PageText, index: int = 0) -> Layout:
    """The page's rows, top to bottom; `index` is written into every token."""
    turned = page.rotation in (90, 270)
    width, height = (page.height, page.width) if turned else (page.width, page.height)
    return _laid_out(page, page.lines, index, (0.0, 0.0, float(width), float(height)))


def lay_out_leaves(page: PageText, index: int = 0) -> list[Layout]:
    """As `lay_out`, one layout for each leaf of an opened book: what stands side by side belongs not together."""
    if not page.leaves:
        return [lay_out(page, index)]
    return [
        _laid_out(page, [line for line in page.lines if line.words and _within(line.box, leaf)], index, area)
        for leaf in page.leaves
        if (area := upright(page, leaf))
    ]


def areas(page: PageText, boxes: Iterable[Box]) -> tuple[_Area, ...]:
    """Boxes of a page that is no opened book as left, top, right and foot in the coordinates of its layout."""
    slope = _slope(page, [line for line in page.lines if line.words])
    return tuple(_level_box(upright(page, box), slope, (0.0, 0.0, 0.0, 0.0)) for box in boxes)


def _within(box: Box, leaf: Box) -> bool:
    across, down = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return leaf.x0 <= across < leaf.x1 and leaf.y0 <= down < leaf.y1


def _laid_out(page: PageText, held: Sequence[Line], index: int, area: _Area) -> Layout:
    """Rows of the lines `held`, measured from the upper left corner of their upright `area`."""
    lines = [line for line in held if line.words]
    slope = _slope(page, lines)
    fragments = [_tokens(page, line, slope, index, area) for line in lines]
    fragments = [piece for tokens in fragments if tokens for piece in _pieces(tokens)]
    heights = [t.y1 - t.y0 for tokens in fragments for t in tokens if t.letters]
    unit = statistics.median(heights) if heights else 1.0
    rows = _rows([f for f in fragments if _sane(f, unit)], unit)
    by_hand = tuple(_level_box(upright(page, box), slope, area) for box in page.handwriting)
    return Layout(tuple(rows), area[2] - area[0], area[3] - area[1], unit, index, by_hand)


def upright(page: PageText, box: Box) -> _Area:
    """A master box in the coordinates of the upright page."""
    w, h = page.width, page.height
    match page.rotation:
        case 90:
            return h - box.y1, box.x0, h - box.y0, box.x1
        case 180:
            return w - box.x1, h - box.y1, w - box.x0, h - box.y0
        case 270:
            return box.y0, w - box.x1, box.y1, w - box.x0
    return box.x0, box.y0, box.x1, box.y1


def _level_box(box: _Area, slope: float, area: _Area) -> _Area:
    """An upright box without the page's slope, from the corner of `area`."""
    x0, y0, x1, y1 = box
    left, drop = area[0], area[1] + slope * (x0 + x1) / 2
    return x0 - left, y0 - drop, x1 - left, y1 - drop


def _slope(page: PageText, lines: Sequence[Line]) -> float:
    slopes = []
    for line in lines:
        first, last = upright(page, line.words[0].box), upright(page, line.words[-1].box)
        run = (last[0] + last[2] - first[0] - first[2]) / 2
        if len(line.words) >= 4 and run > 0:
            slopes.append(((last[1] + last[3] - first[1] - first[3]) / 2) / run)
    return statistics.median(slopes) if slopes else 0.0


def _tokens(page: PageText, line: Line, slope: float, index: int, area: _Area) -> list[Token]:
    found = []
    for word in line.words:
        for text, start, end in parted(word.text):
            box = _share(page, word, start, end)
            x0, y0, x1, y1 = _level_box(upright(page, box), slope, area)
            found.append(Token(text, x0, y0, x1, y1, word.confidence, box, index))
    return found


def _share(page: PageText, word: Word, start: float, end: float) -> Box:
    box = word.box
    if (start, end) == (0.0, 1.0):
        return box
    if page.rotation in (90, 270):
        low, high = (start, end) if page.rotation == 90 else (1 - end, 1 - start)
        return Box(box.x0, box.y0 + int(box.height * low), box.x1, box.y0 + int(box.height * high))
    low, high = (start, end) if page.rotation == 0 else (1 - end, 1 - start)
    return Box(box.x0 + int(box.width * low), box.y0, box.x0 + int(box.width * high), box.y1)


def _pieces(tokens: list[Token]) -> Iterable[list[Token]]:
    """An engine's line cut where it jumps back to the left or over a wide gap."""
    piece: list[Token] = []
    for token in tokens:
        if piece:
            size = max(token.y1 - token.y0, piece[-1].y1 - piece[-1].y0)
            if token.x0 < piece[-1].x0 or token.x0 - piece[-1].x1 > 3 * size:
                yield piece
                piece = []
        piece.append(token)
    yield piece


def _sane(piece: Sequence[Token], unit: float) -> bool:
    """Strokes of seals and pen marks come out as huge or hopeless tokens without neighbours."""
    return any(t.letters for t in piece) and (
        max(t.y1 - t.y0 for t in piece) < 4 * unit or any(t.confidence > 0.6 for t in piece)
    )


def _level(tokens: Sequence[Token]) -> float:
    lettered = [t.middle for t in tokens if t.letters] or [t.middle for t in tokens]
    return statistics.fmean(lettered)


def _rows(fragments: list[list[Token]], unit: float) -> list[Row]:
    """Fragments joined where they stand at one height without covering each other; long ones come first.

    An engine sometimes leaves a word out of its line and gives it as a line of its own: it fits into the hole.
    """
    rows: list[list[Token]] = []
    for piece in sorted(fragments, key=lambda f: f[0].x0 - f[-1].x1):
        best, least = None, 0.55 * unit
        for row in rows:
            apart = _apart(row, piece, unit)
            if apart < least:
                best, least = row, apart
        if best is None:
            rows.append(list(piece))
        else:
            best.extend(piece)
            best.sort(key=lambda token: token.x0)
    made = [Row(tuple(row), unit) for row in rows]
    return sorted(made, key=lambda row: row.middle)


def _apart(row: Sequence[Token], piece: Sequence[Token], unit: float) -> float:
    """How far a fragment stands above or below the nearest tokens of a row; infinite if they cover each other."""
    if any(min(t.x1, p.x1) - max(t.x0, p.x0) > 0.35 * unit for t in row for p in piece):
        return float("inf")
    before = [t for t in row if t.x0 < piece[0].x0][-2:]
    after = [t for t in row if t.x0 > piece[-1].x0][:2]
    sides = [(before, piece[:2]), (after, piece[-2:])]
    # Words that begin at one and the same place cover each other, however small they are.
    return min((abs(_level(side) - _level(end)) for side, end in sides if side), default=float("inf"))
