"""A sheet to print foreign pages on: millimetres, fonts, lines and paragraphs. Knows no layout and no fault.

What is printed as text is also written down, line by line, as the truth of the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_ROOT = Path("/usr/share/fonts/truetype")
# All from Debian: fonts-dejavu, fonts-noto-core, fonts-croscore; each complete for Vietnamese.
_FILES = {
    "dejavu-serif": "dejavu/DejaVuSerifCondensed{}.ttf",
    "dejavu-sans": "dejavu/DejaVuSansCondensed{}.ttf",
    "dejavu-mono": "dejavu/DejaVuSansMono{}.ttf",
    "noto-serif": "noto/NotoSerif-{}.ttf",
    "noto-sans": "noto/NotoSans-{}.ttf",
    "tinos": "croscore/Tinos-{}.ttf",
    "arimo": "croscore/Arimo-{}.ttf",
    "cousine": "croscore/Cousine-{}.ttf",
}
_DEJAVU_STYLES = {"Regular": "", "Bold": "-Bold", "Italic": "-Italic", "BoldItalic": "-BoldItalic"}
BLACK = (24, 24, 26)
_POINT_MM = 25.4 / 72


@dataclass(frozen=True)
class Type:
    """How text is set: `points` per em, colour of its ink, and the distance of lines in ems."""

    face: str = "tinos"
    points: float = 13.0
    style: str = "Regular"
    ink: tuple[int, int, int] = BLACK
    leading: float = 1.25

    @property
    def pitch(self) -> float:
        """Distance of two baselines in millimetres."""
        return self.points * self.leading * _POINT_MM

    def font(self, dpi: float) -> ImageFont.FreeTypeFont:
        """The font at a resolution."""
        return _font(self.face, self.style, self.points * dpi / 72)


@lru_cache(maxsize=256)
def _font(face: str, style: str, pixels: float) -> ImageFont.FreeTypeFont:
    style = style.replace("Italic", "Oblique") if face in ("dejavu-sans", "dejavu-mono") else style
    name = {**_DEJAVU_STYLES, "Oblique": "-Oblique", "BoldOblique": "-BoldOblique"}.get(style, style)
    file = _FILES[face].format(name if face.startswith("dejavu") else style)
    return ImageFont.truetype(str(_ROOT / file), pixels, layout_engine=ImageFont.Layout.BASIC)


@dataclass(frozen=True)
class Sheet:
    """A white sheet; `said` grows by every line that is printed on it."""

    image: Image.Image
    dpi: float
    said: list[str] = field(default_factory=list)

    @property
    def pen(self) -> ImageDraw.ImageDraw:
        """Draws in pixels."""
        return ImageDraw.Draw(self.image)

    @property
    def width(self) -> float:
        """Millimetres."""
        return self.image.width / self.px(1)

    @property
    def height(self) -> float:
        """Millimetres."""
        return self.image.height / self.px(1)

    def px(self, mm: float) -> float:
        """Millimetres in pixels."""
        return mm * self.dpi / 25.4


def blank(width: float, height: float, dpi: float) -> Sheet:
    """An empty sheet of so many millimetres."""
    size = (round(width * dpi / 25.4), round(height * dpi / 25.4))
    return Sheet(Image.new("RGB", size, (253, 253, 252)), dpi)


def width_of(sheet: Sheet, text: str, face: Type) -> float:
    """Width of `text` in millimetres."""
    return face.font(sheet.dpi).getlength(text) / sheet.px(1)


def put(sheet: Sheet, text: str, at: tuple[float, float], face: Type, anchor: str = "ls") -> float:
    """Prints `text` with its baseline at `at` (mm), without saying it; the millimetre where it ends."""
    place = (sheet.px(at[0]), sheet.px(at[1]))
    sheet.pen.text(place, text, font=face.font(sheet.dpi), fill=face.ink, anchor=anchor)
    return at[0] + width_of(sheet, text, face)


def line(sheet: Sheet, text: str, at: tuple[float, float], face: Type, anchor: str = "ls") -> float:
    """Prints a line and says it; where it ends."""
    sheet.said.append(text)
    return put(sheet, text, at, face, anchor)


def wrapped(sheet: Sheet, text: str, face: Type, width: float) -> list[str]:
    """`text` in lines of at most `width` millimetres."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(sheet, longer, face) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def paragraph(
    sheet: Sheet, text: str, at: tuple[float, float], face: Type, width: float, justified: bool = True
) -> float:
    """Prints `text` from the baseline at `at` on and says its lines; the baseline of the line after it."""
    x, y = at
    lines = wrapped(sheet, text, face, width)
    for number, row in enumerate(lines):
        words = row.split()
        spare = width - sum(width_of(sheet, word, face) for word in words)
        if justified and number < len(lines) - 1 and len(words) > 2:
            sheet.said.append(row)
            along = x
            for word in words:
                along = put(sheet, word, (along, y), face) + spare / (len(words) - 1)
        else:
            line(sheet, row, (x, y), face)
        y += face.pitch
    return y


def rule(sheet: Sheet, start: tuple[float, float], end: tuple[float, float], mm: float = 0.2) -> None:
    """A solid line."""
    ends = [sheet.px(value) for value in (*start, *end)]
    sheet.pen.line(ends, fill=BLACK, width=max(1, round(sheet.px(mm))))
