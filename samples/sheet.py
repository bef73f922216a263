"""One side of paper as a list of marks in points, and the text that stands on it in reading order.

The drawing engine: lays words, dotted lines, columns. It holds no pixels; `raster` and `born_digital` turn
the marks into an image or into PDF text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samples.fonts import text_width

A4 = (595.0, 842.0)
BLACK = (24, 22, 26)
Colour = tuple[int, int, int]
Edges = tuple[float, float, float, float]
GLUED = (",", ";", ".", ")", "/")


@dataclass(frozen=True)
class Ink:
    """How text is set: a key of `fonts.FILES`, a style, points per em, RGB."""

    face: str = "tinos"
    style: str = "Regular"
    size: float = 13
    colour: Colour = BLACK


@dataclass(frozen=True)
class Span:
    """A run of text in one ink; `filled` text was entered into a printed form and stands on its dotted line.

    `gap` points stay open instead where nothing was entered. `key` names the fact that the text tells.
    """

    text: str
    ink: Ink
    filled: bool = False
    gap: float = 0.0
    key: str = ""


@dataclass(frozen=True)
class Word:
    """A word at `x`, `baseline` in points from the top left corner of the sheet; `key` as in Span."""

    text: str
    x: float
    baseline: float
    ink: Ink
    key: str = ""

    @property
    def box(self) -> Edges:
        """Left, top, right and bottom edge in points, with room for marks above and below letters."""
        wide = text_width(self.text, self.ink.face, self.ink.style, self.ink.size)
        size = self.ink.size
        return self.x, self.baseline - 0.95 * size, self.x + wide, self.baseline + 0.28 * size


@dataclass(frozen=True)
class Rule:
    """A straight line in points; dotted or plain. Dots are `width` across, `pitch` apart."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float = 0.6
    colour: Colour = BLACK
    dotted: bool = False
    pitch: float = 3.1


@dataclass(frozen=True)
class Seal:
    """A round seal, red unless told: text around the ring and in the middle, turned by `turn` degrees."""

    x: float
    y: float
    radius: float
    ring: str
    middle: tuple[str, ...]
    turn: float
    colour: Colour | None = None


@dataclass(frozen=True)
class Stroke:
    """A pen stroke through points; a signature is several."""

    points: tuple[tuple[float, float], ...]
    width: float
    colour: Colour


@dataclass(frozen=True)
class Disc:
    """A filled circle with a star: stands for the printed emblem."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Code:
    """A QR code of `text`, its top left corner at x, y, `side` points wide; `agrees` with the paper it stands on."""

    x: float
    y: float
    side: float
    text: str
    agrees: bool = True


Mark = Word | Rule | Seal | Stroke | Disc | Code


@dataclass(frozen=True)
class Piece:
    """A word on a line before the line has its place; `x` counts from the start of the line."""

    text: str
    ink: Ink
    x: float
    width: float
    filled: bool
    glued: bool
    key: str = ""


@dataclass(frozen=True)
class Column:
    """Where text may stand: from `left` to `right` in points; `first` indents the first line.

    `leaders` draws dots where a pen would write, `drop` points below the baseline; a small drop crosses the dots
    under letters such as ạ. Without `tail` printed words at the end of a line are not followed by dots.
    `plain` rules lines instead of dots, `pitch` is the distance of the dots.
    """

    left: float
    right: float
    leaders: bool = False
    align: str = "left"
    first: float = 0.0
    drop: float = 3.2
    tail: bool = True
    plain: bool = False
    pitch: float = 3.1


def wrap(spans: Sequence[Span], column: Column) -> list[list[Piece]]:
    """Break `spans` into lines no wider than `column`; a word wider than the column stands alone."""
    lines: list[list[Piece]] = [[]]
    x = column.first
    for span in spans:
        ink = span.ink
        for order, text in enumerate([""] if span.gap else span.text.split()):
            glued = order == 0 and text.startswith(GLUED) and bool(lines[-1])
            gap = text_width(" ", ink.face, ink.style, ink.size) if lines[-1] and not glued else 0.0
            width = span.gap or text_width(text, ink.face, ink.style, ink.size)
            if lines[-1] and not glued and x + gap + width > column.right - column.left:
                lines.append([])
                x, gap = 0.0, 0.0
            x += gap
            lines[-1].append(Piece(text, ink, x, width, span.filled, glued, span.key))
            x += width
    return lines


def said(pieces: Sequence[Piece]) -> str:
    """The line as text."""
    words = [piece for piece in pieces if piece.text]
    return "".join(("" if p.glued or i == 0 else " ") + p.text for i, p in enumerate(words))


class Sheet:
    """A side of paper under construction: marks, lines of text in reading order, and a cursor `y` in points."""

    def __init__(self, size: tuple[float, float] = A4, top: float = 48) -> None:
        self.width, self.height = size
        self.marks: list[Mark] = []
        self.lines: list[str] = []
        self.y = top

    @property
    def text(self) -> str:
        """What stands on the sheet, one printed line per line; dots, seals and signatures are not text."""
        return "\n".join(self.lines)

    def paragraph(self, spans: Sequence[Span], column: Column, leading: float) -> None:
        """Set `spans` in `column` at the cursor and move the cursor below; `leading` is in points."""
        self.row([(spans, column)], leading)

    def row(self, cells: Sequence[tuple[Sequence[Span], Column]], leading: float) -> None:
        """Set cells side by side; their first lines share a line of text, then their second lines."""
        wrapped = [(wrap(spans, column), column) for spans, column in cells]
        for number in range(max(len(lines) for lines, _ in wrapped)):
            baseline = self.y + leading * 0.76
            parts = []
            for lines, column in wrapped:
                if number < len(lines):
                    last = number == len(lines) - 1
                    self._set_line(lines[number], column, baseline, last=last)
                    parts.append(said(lines[number]))
            self.lines.append(" ".join(part for part in parts if part))
            self.y += leading

    def _set_line(self, pieces: list[Piece], column: Column, baseline: float, *, last: bool) -> None:
        if column.leaders:
            self._set_leaders(pieces, column, baseline)
        spare = column.right - column.left - (pieces[-1].x + pieces[-1].width if pieces else 0.0)
        shift = {"center": spare / 2, "right": spare}.get(column.align, 0.0)
        stretch = column.align == "justify" and not last and len(pieces) > 1
        for order, piece in enumerate(pieces):
            extra = spare * order / (len(pieces) - 1) if stretch else shift
            if piece.text:
                x = column.left + piece.x + extra
                self.marks.append(Word(piece.text, x, baseline, piece.ink, piece.key))

    def _set_leaders(self, pieces: list[Piece], column: Column, baseline: float) -> None:
        start: float | None = None
        for piece in pieces:
            if piece.filled and start is None:
                start = piece.x
            elif not piece.filled and start is not None:
                self._leader(column, start, piece.x - 2, baseline)
                start = None
        if start is None and not column.tail:
            return
        end = pieces[-1].x + pieces[-1].width + 2 if pieces else 0.0
        self._leader(column, end if start is None else start, column.right - column.left, baseline)

    def _leader(self, column: Column, start: float, end: float, baseline: float) -> None:
        """Dots or a rule from `start` to `end`, counted from the column's left edge."""
        x0, x1, y = column.left + start, column.left + end, baseline + column.drop
        if x1 - x0 > 3:
            dots = not column.plain
            self.marks.append(Rule(x0, y, x1, y, 0.7, (90, 90, 95), dotted=dots, pitch=column.pitch))

    def box_of(self, key: str) -> Edges | None:
        """The edges in points around all words that tell the fact `key`; None where none does."""
        boxes = [mark.box for mark in self.marks if isinstance(mark, Word) and mark.key == key]
        if not boxes:
            return None
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    def underline(self, center: float, length: float, gap: float = 2) -> None:
        """A plain rule around `center` just below the last line set, as under the motto."""
        y = self.y + gap - 2
        self.marks.append(Rule(center - length / 2, y, center + length / 2, y))
