"""A blank and its filling: lines of labels and dots, and the values that a second pass sets over them.

A template is as in the third hand: `{key}` is a value up to the end of its cell, `{key:30}` one of 30 mm within a
line, `[a|b]` a choice, `¦` begins the next cell, `¦40¦` one that starts at 40 % of the line. The blank is laid out
without regard to what will be filled in; `.v` is what the office prints, `.ink` what pens and stamps leave.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

from benchmarks.blanks.grounds import Stock
from benchmarks.third_hand.facts import Fact, Sheet, plain
from benchmarks.third_hand.pen import digits

_SLOT = re.compile(r"\{(\w+)(?::(\d+))?\}")
_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_CELL = re.compile(r"¦(?:(\d+)¦)?")
_PENNED = re.compile(r"⟪([^⟫]*)⟫")
_FACES = Path("/usr/share/fonts/truetype/croscore")
_DOTS = "." * 220
Values = dict[str, Fact | str]


@dataclass(frozen=True)
class Print:
    """How one office fills its blanks: face and size in pt of its printer, and what it does with empty lines."""

    face: str
    size: float
    bold: bool
    capitals: bool
    empty: str
    pen: float


@dataclass
class Blank:
    """A paper in the making: what stands on it (`sheet`), its stock, its form's face and width of line in mm."""

    sheet: Sheet
    stock: Stock
    print: Print
    face: str
    size: float
    width: float
    leader: str

    def name(self, name: str) -> str:
        """A name in the manner of the office."""
        return name.upper() if self.print.capitals else name

    def lines(self, template: str, values: Values, pitch: float, width: float = 0) -> str:
        """The lines of `template`, `pitch` mm from one to the next."""
        rows = (row.strip() for row in template.strip().splitlines())
        return "".join(
            self._row(self._worded(row), values, pitch, width or self.width) for row in rows if row
        )

    def count(self, template: str, values: Values, width: float = 0) -> int:
        """How many dotted lines `template` will take, by measure."""
        rows = [self._shortest(row.strip()) for row in template.strip().splitlines() if row.strip()]
        return sum(
            max(self._height(cell, values, share * (width or self.width)) for cell, share in _cells(row))
            for row in rows
        )

    def value(self, key: str, values: Values, room: float = 0) -> str:
        """One value as the second pass prints it; a figure by pen is set down later by somebody else."""
        given = values[key]
        fact = self.sheet.note(key, plain(given) if isinstance(given, str) else given)
        if fact.value is None and not key.startswith("_"):
            return f'<span class="v">{self.print.empty}</span>' if self.print.empty else ""
        shown = html.escape(fact.shown, quote=False)
        if fact.by_hand:
            return f'<span class="ink">{_PENNED.sub(lambda m: digits(self.sheet.rng, m[1]), shown)}</span>'
        squeezed = min(1.0, room / max(1, self._printed(fact.shown))) if room else 1.0
        size = f' style="font-size:{self.print.size * max(0.72, squeezed):.1f}pt"' if squeezed < 1 else ""
        return f'<span class="v"{size}>{shown}</span>'

    def _row(self, row: str, values: Values, pitch: float, width: float) -> str:
        cells = _cells(row)
        made = "".join(self._cell(cell, values, pitch, share * width, share) for cell, share in cells)
        return f'<div class="row">{made}</div>'

    def _cell(self, cell: str, values: Values, pitch: float, width: float, share: float) -> str:
        last = [found for found in _SLOT.finditer(cell) if not found[2]]
        lines = self._height(cell, values, width)
        fill = last[-1][1] if last else None
        printed = self.value(fill, values, 0 if lines > 1 else self._room(cell, width)) if fill else ""
        shown, _, after = self._pieces(cell, values).partition("⟨fill⟩")
        dots = f'<span class="dots">{_DOTS if self.leader == "dots" else "&nbsp;"}</span>' if fill else ""
        more = f'<div class="line"><span class="dots">{_DOTS if self.leader == "dots" else "&nbsp;"}</span></div>'
        ghost = re.sub(r' class="(v|ink)"', ' class="gone"', shown)
        wrap = "" if lines > 1 else "white-space:nowrap;"
        return (
            f'<div class="cell" style="width:{share * 100:.1f}%;line-height:{pitch:.2f}mm">'
            f'<div class="line">{shown}{dots}{after}</div>{more * (lines - 1)}'
            f'<div class="over" style="{wrap}"><span class="gone">{ghost} </span>{printed}</div></div>'
        )

    def _pieces(self, cell: str, values: Values) -> str:
        """Labels and slots within the line; the slot that runs to its end is left to what is set over it."""
        made, at = [], 0
        for slot in _SLOT.finditer(cell):
            made.append(f'<span class="label">{cell[at : slot.start()]}</span>')
            if slot[2]:
                dots = _DOTS if self.leader == "dots" else ""
                made.append(
                    f'<span class="slot" style="width:{slot[2]}mm"><span class="dots">{dots}</span>'
                    f'<span class="in">{self.value(slot[1], values, float(slot[2]))}</span></span>'
                )
            else:
                made.append("⟨fill⟩")
            at = slot.end()
        return "".join([*made, f'<span class="label">{cell[at:]}</span>'])

    def _room(self, cell: str, width: float) -> float:
        fixed = sum(float(slot[2]) for slot in _SLOT.finditer(cell) if slot[2])
        label = re.sub(r"<[^>]*>", "", _SLOT.sub("", cell))
        return max(8.0, width - fixed - measured(label, self.face, self.size) - 3)

    def _height(self, cell: str, values: Values, width: float) -> int:
        last = [found[1] for found in _SLOT.finditer(cell) if not found[2]]
        if not last:
            return 1
        given = values[last[-1]]
        room, needs = self._room(cell, width), self._printed(given if isinstance(given, str) else given.shown)
        if needs <= room * 1.12:
            return 1
        return 2 + max(0, int((needs - room) * 1.06 / width))

    def _printed(self, text: str) -> float:
        return measured(
            _PENNED.sub(r"\1", text), self.print.face, self.print.size * (1.06 if self.print.bold else 1)
        )

    def _worded(self, row: str) -> str:
        return _CHOICE.sub(lambda match: self.sheet.rng.choice(match[1].split("|")), row)

    @staticmethod
    def _shortest(row: str) -> str:
        return _CHOICE.sub(lambda match: max(match[1].split("|"), key=len), row)


def _cells(row: str) -> list[tuple[str, float]]:
    """The cells of a line with their shares of it."""
    parts = _CELL.split(row)
    texts, starts = parts[::2], [0.0]
    for place, mark in enumerate(parts[1::2], 1):
        starts.append(float(mark) / 100 if mark else place / len(texts))
    ends = [*starts[1:], 1.0]
    return [(text.strip(), end - start) for text, start, end in zip(texts, starts, ends, strict=True)]


@cache
def _font(face: str) -> ImageFont.FreeTypeFont:
    file = {"Arimo": "Arimo-Regular.ttf", "Cousine": "Cousine-Regular.ttf"}.get(face, "Tinos-Regular.ttf")
    return ImageFont.truetype(str(_FACES / file), 100)


def measured(text: str, face: str, size: float) -> float:
    """Width of a text in mm at `size` pt."""
    return _font(face).getlength(text) / 100 * size * 0.3528
