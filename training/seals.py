"""Round seals of offices as they lie over print: circles, letters along them, a star or words in the middle."""

from __future__ import annotations

import math
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ocr.page import Pixels
from training.typefaces import Typefaces

_Colour = tuple[int, int, int]
# In colour, and as copies have them.
_REDS: tuple[_Colour, ...] = ((215, 40, 50), (200, 60, 80), (230, 90, 90), (190, 30, 60))
_GRAYS: tuple[_Colour, ...] = ((20, 20, 20), (20, 20, 20), (60, 60, 60), (100, 100, 100), (140, 140, 140))
_IN_COLOUR = 0.55
_LETTERS = "ABCDĐEGHIKLMNOPQRSTUVXYƯƠÂĂÊÔ.. "
# Pixels at 300 dpi: 30 to 42 mm across.
_RADII = (177, 248)
_FINE = 2
_EDGE = 12


def sealed(rng: Random, page: Pixels, faces: Typefaces, count: int) -> Pixels:
    """The page with `count` seals anywhere on it, all of one office: one colour, one manner."""
    colour = rng.choice(_REDS if rng.random() < _IN_COLOUR else _GRAYS)
    page = page.copy()
    height, width = page.shape[:2]
    for _ in range(count):
        seal = _seal(rng, faces, rng.randint(*_RADII), colour)
        size = len(seal)
        x, y = rng.randint(0, width - size), rng.randint(0, height - size)
        place = page[y : y + size, x : x + size]
        np.minimum(place, seal, out=place)
    return page


def _seal(rng: Random, faces: Typefaces, radius: int, colour: _Colour) -> Pixels:
    """A seal on white, turned a little as hands turn it."""
    size = 2 * (radius + _EDGE) * _FINE
    image, outer = Image.new("RGB", (size, size), (255, 255, 255)), radius * _FINE
    draw = ImageDraw.Draw(image)
    for share, thick in _circles(rng):
        ring = outer * share
        box = (size / 2 - ring, size / 2 - ring, size / 2 + ring, size / 2 + ring)
        draw.ellipse(box, outline=colour, width=thick * _FINE)
    face = str(faces.chosen(rng, serif=rng.random() < 0.5))
    _around(rng, image, ImageFont.truetype(face, int(outer * 0.19)), (outer * 0.86, colour))
    if rng.random() < 0.6:
        draw.regular_polygon((size / 2, size / 2, outer * 0.14), 3, 0, colour)
        draw.regular_polygon((size / 2, size / 2, outer * 0.14), 3, 180, colour)
    else:
        font = ImageFont.truetype(face, int(outer * 0.17))
        for row in (-0.14, 0.14):
            draw.text((size / 2, size / 2 + row * outer), _word(rng, 7), colour, font, anchor="mm")
    turned = image.rotate(rng.uniform(-25, 25), fillcolor=(255, 255, 255))
    return np.asarray(turned.resize((size // _FINE, size // _FINE), Image.Resampling.BOX), np.uint8)


def _circles(rng: Random) -> tuple[tuple[float, int], ...]:
    """Shares of the radius and strokes of the circles, in pixels."""
    inner = (rng.uniform(0.62, 0.76), rng.choice((2, 3)))
    outer = (1.0, rng.choice((4, 5, 7, 9)))
    return (outer, inner) if rng.random() < 0.4 else (outer, (rng.uniform(0.93, 0.96), 2), inner)


def _around(
    rng: Random, image: Image.Image, font: ImageFont.FreeTypeFont, ring: tuple[float, _Colour]
) -> None:
    """Letters upright to the circle of a radius, in a colour."""
    radius, colour = ring
    letters, side = _word(rng, rng.randint(18, 30)), round(font.size * 1.6)
    for place, letter in enumerate(letters):
        angle = 2 * math.pi * place / len(letters)
        tile = Image.new("L", (side, side))
        ImageDraw.Draw(tile).text((side / 2, side / 2), letter, 255, font, anchor="mm")
        tile = tile.rotate(-math.degrees(angle) - 90)
        x, y = (image.width / 2 + radius * turn(angle) - side / 2 for turn in (math.cos, math.sin))
        image.paste(colour, (round(x), round(y)), tile)


def _word(rng: Random, letters: int) -> str:
    return "".join(rng.choice(_LETTERS) for _ in range(letters))
