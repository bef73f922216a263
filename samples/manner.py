"""How an office lays its forms out: page, fonts, tables or lines, where numbers stand. Data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from samples.form import MOTTOES, Style
from samples.sheet import A4, BLACK, Colour

A5_LYING = (595.0, 420.0)
FOLIO = (612.0, 936.0)
BLUE_BLACK, VIOLET, GRAY = (28, 32, 92), (70, 40, 120), (70, 70, 74)
LINES, TABLE, GRID, STACKED, STACKED_BOX = "lines", "table", "grid", "stacked", "stacked_box"
# Most papers are set in Times; what a machine fills in is often another face than the form's.
FACES = ("tinos",) * 6 + ("noto-serif", "noto-serif-display", "arimo", "noto-sans", "noto-sans-display")
_WIDE = ("noto-serif", "noto-sans", "noto-serif-display", "noto-sans-display")
_MACHINES = ("typewriter", "typewriter", "typewriter", "cousine", "cousine", "dot-matrix")


@dataclass(frozen=True)
class Manner:
    """One office's ways.

    `layout` is one of the five names above; `colon` follows a label; `marks` numbers the entries ("1.", "(1)", "-" or
    nothing); `together` is the chance that short entries share a line; `headed`: parts get their headings;
    `number_place` is "title", "right" or "left"; `label_share` is the label's part of a table.
    """

    style: Style
    layout: str = LINES
    colon: str = ":"
    marks: str = ""
    together: float = 0.7
    headed: bool = False
    number_place: str = "title"
    label_share: float = 0.36
    upper: bool = True
    framed: bool = False

    def smaller(self, times: int) -> Manner:
        """The same in smaller type, as a clerk makes a form fit its sheet."""
        style, factor = self.style, 0.95**times
        leading = max(1.18, style.leading * 0.97**times)
        return replace(self, style=replace(style, size=round(style.size * factor, 2), leading=leading))


def _page(rng: Random) -> tuple[tuple[float, float], float, float]:
    """Paper size in points, size of type, margin."""
    kind = rng.random()
    if kind < 0.12:
        return A5_LYING, rng.uniform(8.6, 9.6), rng.uniform(34, 46)
    if kind < 0.2:
        return FOLIO, rng.uniform(12.5, 14), rng.uniform(50, 84)
    return A4, rng.uniform(11.3, 14), rng.uniform(44, 88)


def _colours(rng: Random) -> tuple[Colour, Colour]:
    return rng.choice([BLACK, BLACK, BLACK, BLUE_BLACK, GRAY, VIOLET]), BLACK


def _value_face(rng: Random, face: str, *, old: bool) -> str:
    if rng.random() < (0.6 if old else 0.12):
        return rng.choice(_MACHINES)
    return face if rng.random() < 0.8 else rng.choice(FACES)


def manner(rng: Random, *, old: bool = False) -> Manner:
    """Some office's ways; `old` ones own a typewriter."""
    style = _style(rng, old=old)
    return Manner(
        style,
        layout=rng.choice([LINES] * 12 + [TABLE, TABLE, GRID, STACKED, STACKED_BOX]),
        colon=rng.choice([":", ":", ":", " :", ""]),
        marks=rng.choice(["", "", "", "", "", "", "", "1.", "(1)", "-"]),
        together=rng.choice([0.0, 0.5, 0.8, 1.0]),
        headed=rng.random() < 0.35,
        number_place=rng.choice(["title", "title", "right", "left"]),
        label_share=rng.uniform(0.3, 0.46),
        upper=rng.random() < 0.65,
        framed=rng.random() < 0.2,
    )


def _style(rng: Random, *, old: bool) -> Style:
    page, size, margin = _page(rng)
    face = rng.choice(FACES)
    size *= 0.88 if face in _WIDE else 1.0
    value_colour, _ = _colours(rng)
    return Style(
        face=face,
        value_face=_value_face(rng, face, old=old),
        value_style=rng.choice(["Regular", "Regular", "Regular", "Bold", "Italic"]),
        value_colour=value_colour,
        size=round(size, 1),
        leaders=rng.random() < 0.65,
        drop=rng.choice([3.2] * 8 + [1.8] * 4 + [0.6, 0.6, 5.0, 5.0, -2.0]),
        leading=rng.uniform(1.32, 1.75),
        left=margin,
        right=page[0] - rng.uniform(30, 60),
        motto=rng.choice(MOTTOES),
        page=page,
        plain=rng.random() < 0.3,
        pitch=rng.choice([2.2, 3.1, 3.1, 4.4]),
        label_style=rng.choice(["Regular", "Regular", "Regular", "Regular", "Bold", "Italic"]),
    )
