"""A printed form being filled in: labels, values, heads, signers. What it prints with a key becomes truth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from samples.fonts import text_width
from samples.sheet import A4, BLACK, Colour, Column, Disc, Ink, Rule, Seal, Sheet, Span, Stroke
from samples.truth import Fact

RED = (186, 22, 32)
TITLE_RED = (192, 0, 0)
PEN_BLUE = (32, 52, 150)
MOTTOES = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")
LIBERTY = "Độc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True)
class Style:
    """How one office sets its papers: fonts, sizes in points, dotted lines, margins in points."""

    face: str = "tinos"
    value_face: str = "tinos"
    value_style: str = "Regular"
    value_colour: Colour = BLACK
    size: float = 13
    leaders: bool = False
    drop: float = 3.2
    leading: float = 1.5
    left: float = 72
    right: float = 545
    motto: str = MOTTOES[0]
    page: tuple[float, float] = A4
    plain: bool = False
    pitch: float = 3.1
    label_style: str = "Regular"


@dataclass(frozen=True)
class Cell:
    """A label with what was filled in behind it.

    `value` is the normalised form and defaults to `written`. A cell with a key and nothing written is an empty
    field. `share` is its part of the row's width; `strong` prints the value in bold.
    """

    label: str
    key: str = ""
    written: str = ""
    value: str | None = None
    share: float = 1.0
    strong: bool = False


@dataclass(frozen=True)
class Paper:
    """A finished document: its sides, the facts printed on them, and which of these were entered into the form."""

    type: str
    form: str
    sheets: tuple[Sheet, ...]
    fields: dict[str, Fact]
    entered: frozenset[str] = frozenset()
    layout: str = ""
    also: tuple[str, ...] = ()


class Form:
    """A form under the pen: draws on its current sheet and collects facts."""

    def __init__(self, style: Style, rng: Random, top: float = 48) -> None:
        self.style = style
        self.rng = rng
        self.sheets = [Sheet(style.page, top)]
        self.fields: dict[str, Fact] = {}
        self.entered: set[str] = set()

    @property
    def sheet(self) -> Sheet:
        """The side being written."""
        return self.sheets[-1]

    @property
    def body(self) -> Column:
        """The whole width between the margins."""
        style = self.style
        ruled = Column(style.left, style.right, style.leaders, drop=style.drop)
        return replace(ruled, plain=style.plain, pitch=style.pitch)

    def next_sheet(self, top: float = 60) -> None:
        """Go on overleaf."""
        self.sheets.append(Sheet(self.style.page, top))

    def ink(self, style: str = "Regular", size: float = 0.0, colour: Colour = BLACK) -> Ink:
        """The printed ink of this form; `size` 0 is the body size."""
        return Ink(self.style.face, style, size or self.style.size, colour)

    def space(self, points: float) -> None:
        """Leave `points` blank."""
        self.sheet.y += points

    def fact(self, key: str, written: str | None, value: str | None = None) -> None:
        """Note a printed fact that is set by other means than a cell."""
        self.fields[key] = Fact((value or written) or None, written or None)

    def spans(self, cell: Cell) -> list[Span]:
        """Label and value of a cell as they are printed; notes the fact."""
        style = self.style
        if cell.key:
            self.fact(cell.key, cell.written, cell.value)
            self.entered.add(cell.key)
        look = "Bold" if cell.strong else style.value_style
        entered = Ink(style.value_face, look, style.size * (0.95 if style.value_face == "cousine" else 1.0))
        entered = replace(entered, colour=style.value_colour)
        label = [Span(cell.label, self.ink(style.label_style))] if cell.label else []
        value = [Span(cell.written, entered, filled=True, key=cell.key)] if cell.written else []
        return [*label, *value]

    def row(self, *cells: Cell, column: Column | None = None) -> None:
        """One line of the form: cells side by side, each wrapped within its share of the width."""
        body = column or self.body
        total = sum(cell.share for cell in cells)
        left, placed = body.left, []
        for cell in cells:
            right = left + (body.right - body.left) * cell.share / total
            gap = 0 if cell is cells[-1] else 6
            placed.append((self.spans(cell), replace(body, left=left, right=right - gap)))
            left = right
        self.sheet.row(placed, self.style.size * self.style.leading)

    def run(self, *cells: Cell) -> None:
        """Cells one after the other in running text, as in "vào lúc ... giờ ..., ngày ..."."""
        spans: list[Span] = []
        for cell in cells:
            spans += self.spans(cell)
            if cell.key and not cell.written and cell is not cells[-1]:
                spans.append(Span("", self.ink(), filled=True, gap=92))
        column = replace(self.body, tail=bool(cells[-1].key))
        self.sheet.paragraph(spans, column, self.style.size * self.style.leading)

    def say(
        self, text: str, ink: Ink, align: str = "center", column: Column | None = None, *, key: str = ""
    ) -> None:
        """Printed text outside of cells; `key` names the fact it tells, if it tells one."""
        placed = replace(column or self.body, leaders=False, align=align)
        self.sheet.paragraph([Span(text, ink, key=key)], placed, ink.size * 1.32)

    def stack(self, lines: Sequence[tuple[str, str, float]], column: Column, align: str = "center") -> None:
        """Printed lines of (text, style, size) in one column, as in a head or a list of recipients."""
        for text, style, size in lines:
            self.say(text, self.ink(style, self.fitting(text, style, size, column)), align, column)
            if text == LIBERTY:
                self.sheet.underline((column.left + column.right) / 2, 140, 4)
                self.space(5)

    def fitting(self, text: str, style: str, size: float, column: Column) -> float:
        """A size at which a line that is only a little too long still fits, as clerks make it."""
        ratio = (column.right - column.left - 1) / text_width(text, self.style.face, style, size)
        return size * ratio if 0.8 < ratio < 1 else size

    def heads(self, left: Sequence[tuple[str, str, float]], right: Sequence[tuple[str, str, float]]) -> None:
        """Two head blocks; the left one comes first in reading order."""
        middle = self.style.left + (self.style.right - self.style.left) * self.rng.uniform(0.38, 0.44)
        top = self.sheet.y
        self.stack(left, Column(self.style.left - 22, middle - 6))
        left_end, self.sheet.y = self.sheet.y, top
        self.stack(right, Column(middle + 2, self.style.right + 14))
        self.sheet.y = max(left_end, self.sheet.y)

    def national(self) -> list[tuple[str, str, float]]:
        """The motto as lines of a head block."""
        return [(self.style.motto, "Bold", 12), (LIBERTY, "Bold", 13)]

    def motto(self) -> None:
        """The motto alone, across the page."""
        for text, style, size in self.national():
            self.say(text, self.ink(style, size))
        center = (self.style.left + self.style.right) / 2
        self.sheet.underline(center, 150, 4)

    def title(self, text: str, colour: Colour = BLACK, size: float = 0.0) -> None:
        """The name of the paper, large and in the middle."""
        self.say(text, self.ink("Bold", size or self.style.size + 4, colour))

    def emblem(self) -> None:
        """The national emblem, simplified, between motto and title."""
        self.sheet.marks.append(Disc((self.style.left + self.style.right) / 2, self.sheet.y + 26, 22))
        self.sheet.y += 54

    def frame(self, inset: float = 26) -> None:
        """A double printed border."""
        for gap, width in ((0.0, 2.2), (5.0, 0.7)):
            x0, y0 = inset + gap, inset + gap
            x1, y1 = self.sheet.width - x0, self.sheet.height - y0
            for a, b, c, d in ((x0, y0, x1, y0), (x1, y0, x1, y1), (x1, y1, x0, y1), (x0, y1, x0, y0)):
                self.sheet.marks.append(Rule(a, b, c, d, width, (150, 60, 50)))

    def seal(self, x: float, y: float, ring: str, middle: tuple[str, ...], radius: float = 51) -> None:
        """A red seal around the point x, y (points)."""
        self.sheet.marks.append(Seal(x, y, radius, ring, middle, self.rng.uniform(-14, 14)))

    def signature(self, x: float, y: float, colour: Colour = PEN_BLUE, size: float = 1.0) -> None:
        """A made-up signature that begins at x, y (points)."""
        for stroke in scribble(self.rng, x, y, size):
            self.sheet.marks.append(Stroke(stroke, self.rng.uniform(1.0, 1.6), colour))

    def paper(self, record_type: str, form: str) -> Paper:
        """The finished document."""
        return Paper(record_type, form, tuple(self.sheets), dict(self.fields), frozenset(self.entered))


def scribble(rng: Random, x: float, y: float, size: float) -> list[tuple[tuple[float, float], ...]]:
    """Strokes of an invented signature: a looping body that dies away, and a flourish under it."""
    loops, tall = rng.uniform(3.0, 6.0), rng.uniform(12, 22) * size
    long, phase = rng.uniform(70, 115) * size, rng.uniform(0, 6.28)
    body = []
    for step in range(90):
        t = step / 89
        swing = math.sin(2 * math.pi * loops * t + phase) * tall * (1 - 0.72 * t)
        lean = math.cos(2 * math.pi * loops * t + phase) * tall * 0.55 * (1 - 0.6 * t)
        body.append((x + long * t + lean, y - 6 * size * t + swing))
    end = (x + long * rng.uniform(1.1, 1.4), y - tall * rng.uniform(0.1, 0.8))
    flourish = [
        (x - 12 * size + (end[0] - x + 12) * t, y + tall * 0.8 - (y + tall * 0.8 - end[1]) * t * t)
        for t in (i / 24 for i in range(25))
    ]
    return [tuple(body), tuple(flourish)]
