"""Round red seals of 36 mm as pictures with a clear ground: ring, words around, arms or name, uneven ink."""

from __future__ import annotations

import base64
import io
import math
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

SIZE = 136  # CSS pixels in 36 mm
_PIXELS = 620
_FACES = Path("/usr/share/fonts/truetype/croscore")
_REDS = ((214, 36, 52), (205, 30, 45), (225, 48, 60), (196, 24, 52), (218, 60, 78), (190, 32, 40))


def seal(rng: Random, around: str, inside: tuple[str, ...], left: int, top: int) -> str:
    """An HTML picture of a seal at (`left`, `top`) in CSS pixels; without lines `inside` it bears the arms."""
    ink = _inked(rng, _cut(rng, around, inside))
    picture = Image.new("RGBA", ink.size, rng.choice(_REDS))
    picture.putalpha(ink)
    made = io.BytesIO()
    picture.save(made, "PNG")
    # Most scanned seals hide the toner below them; some let it through.
    blend = "mix-blend-mode:multiply;" if rng.random() < 0.25 else ""
    coded = base64.b64encode(made.getvalue()).decode()
    place = f"position:absolute;left:{left}px;top:{top}px;width:{SIZE}px;height:{SIZE}px;{blend}"
    return (
        f'<img style="{place}transform:rotate({rng.gauss(0, 9):.1f}deg)" src="data:image/png;base64,{coded}">'
    )


def _cut(rng: Random, around: str, inside: tuple[str, ...]) -> Image.Image:
    mask = Image.new("L", (_PIXELS, _PIXELS), 0)
    pen, thick = ImageDraw.Draw(mask), rng.choice((7, 10, 14))
    _circle(pen, 0.49, thick)
    if rng.random() < 0.7:
        _circle(pen, 0.455, 3)
    _circle(pen, 0.3, rng.choice((3, 5)))
    _around(mask, around, 0.375, rng.uniform(46, 56))
    _star(pen, (0.5, 0.88), 0.028)
    if inside:
        _lines(mask, inside)
    else:
        _arms(pen)
    return mask


def _circle(pen: ImageDraw.ImageDraw, radius: float, thick: int) -> None:
    low, high = (0.5 - radius) * _PIXELS, (0.5 + radius) * _PIXELS
    pen.ellipse((low, low, high, high), outline=255, width=thick)


def _star(pen: ImageDraw.ImageDraw, at: tuple[float, float], radius: float) -> None:
    points = [
        (at[0] + r * radius * math.sin(math.pi * k / 5), at[1] - r * radius * math.cos(math.pi * k / 5))
        for k, r in enumerate((1, 0.4) * 5)
    ]
    pen.polygon([(x * _PIXELS, y * _PIXELS) for x, y in points], fill=255)


def _around(mask: Image.Image, words: str, radius: float, size: float) -> None:
    face = ImageFont.truetype(str(_FACES / "Arimo-Bold.ttf"), int(size))
    reach = min(150.0, 9.0 * len(words))
    for place, letter in enumerate(words):
        angle = -reach + 2 * reach * place / max(1, len(words) - 1)
        tile = Image.new("L", (_PIXELS, _PIXELS), 0)
        ImageDraw.Draw(tile).text(
            (_PIXELS / 2, (0.5 - radius) * _PIXELS), letter, 255, font=face, anchor="mm"
        )
        mask.paste(ImageChops.lighter(mask, tile.rotate(-angle, Image.Resampling.BICUBIC)))


def _lines(mask: Image.Image, lines: tuple[str, ...]) -> None:
    pen, step = ImageDraw.Draw(mask), 0.11 * _PIXELS
    first = _PIXELS / 2 - step * (len(lines) - 1) / 2
    for place, line in enumerate(lines):
        size = min(56, int(0.54 * _PIXELS / max(4, len(line)) * 1.45))
        face = ImageFont.truetype(str(_FACES / "Arimo-Bold.ttf"), size)
        pen.text((_PIXELS / 2, first + step * place), line, 255, font=face, anchor="mm")


def _arms(pen: ImageDraw.ImageDraw) -> None:
    middle = _PIXELS / 2
    for radius in (0.2, 0.235, 0.265):
        for step in range(-52, 53):
            turn = math.radians(step * 2.9)
            x = middle + radius * _PIXELS * math.sin(turn)
            y = middle - radius * _PIXELS * math.cos(turn) * 0.95
            lean = turn + math.copysign(0.8, step)
            pen.line((x, y, x + 13 * math.cos(lean), y + 13 * math.sin(lean)), fill=255, width=7)
    _star(pen, (0.5, 0.43), 0.085)
    for spoke in range(12):
        turn = math.pi * spoke / 12
        x, y = 0.09 * _PIXELS * math.cos(turn), 0.09 * _PIXELS * math.sin(turn)
        pen.line((middle, 0.68 * _PIXELS, middle + x, 0.68 * _PIXELS - y), fill=255, width=6)
    pen.rectangle((0.36 * _PIXELS, 0.69 * _PIXELS, 0.64 * _PIXELS, 0.75 * _PIXELS), fill=255)
    face = ImageFont.truetype(str(_FACES / "Arimo-Bold.ttf"), 28)
    pen.text((middle, 0.72 * _PIXELS), "VIỆT NAM", 0, font=face, anchor="mm")


def _inked(rng: Random, mask: Image.Image) -> Image.Image:
    grain = np.random.default_rng(rng.randrange(2**31))
    fine, coarse = (
        np.asarray(
            Image.fromarray(grain.integers(0, 256, (n, n), np.uint8)).resize(
                mask.size, Image.Resampling.BICUBIC
            ),
            np.float32,
        )
        / 255
        for n in (240, 9)
    )
    if (weight := rng.random()) < 0.25:
        mask = mask.filter(ImageFilter.MaxFilter(5))
    strength = rng.uniform(0.45, 0.75) if weight > 0.8 else rng.uniform(0.9, 1.4)
    dry = rng.choice((0.1, 0.25, 0.5))
    cover = strength - dry * (0.6 * fine + 0.8 * coarse - 0.5)
    soft = np.asarray(mask.filter(ImageFilter.GaussianBlur(1.2)), np.float32)
    return Image.fromarray((soft * cover.clip(0, 1)).clip(0, 255).astype(np.uint8))
