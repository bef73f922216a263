"""Words struck letter by letter: the uneven typewriter and the printer with nine needles. Draws words, nothing else."""

from __future__ import annotations

from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from samples.fonts import font
from samples.sheet import Word

STRUCK = ("typewriter", "dot-matrix")
# Needles of a matrix printer stand 72 to the inch; letters of its time were nine of them high.
_NEEDLES_PER_EM = 15


def strike(image: Image.Image, word: Word, scale: float, rng: Random) -> None:
    """Print `word` into `image` in place; `scale` is pixels per point."""
    draw = _needles if word.ink.face == "dot-matrix" else _types
    ink = draw(word, scale, rng)
    margin = ink.height // 3
    at = (round(word.x * scale) - margin, round(word.baseline * scale) - 2 * margin)
    box = (*at, at[0] + ink.width, at[1] + ink.height)
    layer = Image.new("RGB", ink.size, "white")
    layer.paste(word.ink.colour, (0, 0), ink)
    image.paste(ImageChops.multiply(image.crop(box), layer), box)


def _room(word: Word, scale: float) -> tuple[int, int]:
    """Pixels per em and the width the word needs; a third of the height stays free on each side."""
    pixels = max(6, round(word.ink.size * scale))
    face = font(word.ink.face, word.ink.style, pixels)
    return pixels, round(face.getlength(word.text)) + 2 * pixels


def _types(word: Word, scale: float, rng: Random) -> Image.Image:
    """Each type a little high or low, hard or soft; the ribbon gives uneven ink."""
    pixels, width = _room(word, scale)
    face = font(word.ink.face, word.ink.style, pixels)
    ink, x = Image.new("L", (width, 3 * pixels), 0), float(pixels)
    for letter in word.text:
        glyph = Image.new("L", ink.size, 0)
        at = (x + rng.gauss(0, 0.012) * pixels, 2 * pixels + rng.gauss(0, 0.02) * pixels)
        ImageDraw.Draw(glyph).text(at, letter, fill=rng.randint(165, 255), font=face, anchor="ls")
        ink = ImageChops.lighter(ink, glyph)
        x += face.getlength(letter)
    noise = np.random.default_rng(rng.getrandbits(32)).normal(1, 0.12, (ink.height // 3 + 1, width // 3 + 1))
    ribbon = Image.fromarray((np.clip(noise, 0.5, 1) * 255).astype(np.uint8)).resize(ink.size)
    return ImageChops.multiply(ink.filter(ImageFilter.GaussianBlur(pixels / 90)), ribbon)


def _needles(word: Word, scale: float, rng: Random) -> Image.Image:
    """The word on a coarse grid, one dot a needle."""
    pixels, width = _room(word, scale)
    size = (width, 3 * pixels)
    step = pixels / _NEEDLES_PER_EM
    coarse = (round(size[0] / step), round(size[1] / step))
    held = Image.new("L", size, 0)
    face = font(word.ink.face, word.ink.style, pixels)
    ImageDraw.Draw(held).text((pixels, 2 * pixels), word.text, fill=255, font=face, anchor="ls")
    hits = np.argwhere(np.asarray(held.resize(coarse, Image.Resampling.BOX)) > 95)
    ink, radius = Image.new("L", size, 0), step * 0.62
    pen = ImageDraw.Draw(ink)
    for row, column in hits:
        x, y = (column + 0.5) * step, (row + 0.5) * step
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=rng.randint(190, 255))
    return ink
