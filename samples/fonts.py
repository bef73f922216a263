"""Finds and loads the free fonts the papers are set in, and measures text. Draws nothing.

FontMissing   a font file is not on this machine; the text names the packages that bring it
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

ROOTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")

# Tinos has the metrics of Times New Roman, Cousine those of Courier New, Arimo those of Arial.
# "typewriter" and "dot-matrix" are struck letter by letter, see `samples/struck.py`.
FILES = {
    "tinos": "Tinos",
    "arimo": "Arimo",
    "cousine": "Cousine",
    "noto-serif": "NotoSerif",
    "noto-sans": "NotoSans",
    "noto-serif-display": "NotoSerifDisplay",
    "noto-sans-display": "NotoSansDisplay",
    "typewriter": "Cousine",
    "dot-matrix": "Cousine",
}
STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
PACKAGES = "fonts-croscore fonts-noto-core"
_MEASURE_PIXELS = 256


class FontMissing(Exception):
    """A font of the samples is not installed; `vi` and `en` say how to install it."""

    def __init__(self, name: str) -> None:
        self.vi = f"Không tìm thấy phông chữ {name}. Hãy chạy: sudo apt install {PACKAGES}"
        self.en = f"The font {name} was not found. Run: sudo apt install {PACKAGES}"
        super().__init__(self.en)


@lru_cache
def font_path(face: str, style: str = "Regular") -> Path:
    """The file of `face` (a key of FILES) in `style` (one of STYLES). Raises FontMissing."""
    name = f"{FILES[face]}-{style}.ttf"
    for root in ROOTS:
        for found in sorted(root.rglob(name)) if root.is_dir() else ():
            return found
    raise FontMissing(name)


@lru_cache(maxsize=256)
def font(face: str, style: str, pixels: float) -> ImageFont.FreeTypeFont:
    """The font at a height of `pixels` per em. The basic layout gives the same result on every machine."""
    return ImageFont.truetype(str(font_path(face, style)), pixels, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=65536)
def text_width(text: str, face: str, style: str, points: float) -> float:
    """Width of `text` in points when set at `points` per em."""
    return font(face, style, _MEASURE_PIXELS).getlength(text) * points / _MEASURE_PIXELS
