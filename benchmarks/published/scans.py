"""What happens to a printed page before and in a scanner. Steps of the third hand where it has them."""

from __future__ import annotations

from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from benchmarks.third_hand.looks import Device, Picture, spoilt

_DEVICES = (
    Device("clean scan", 300, ("grain",), 85),
    Device("clean scan", 200, (), 80),
    Device("ministry scan", 150, ("grain", "contrast"), 75),
    Device("ministry scan", 150, ("contrast",), 60),
    Device("office scan", 200, ("shade", "grain"), 70),
    Device("office scan", 300, ("contrast", "specks"), 75),
    Device("gray scan", 200, ("grain", "gray"), 70),
    Device("gray scan", 300, ("gray", "contrast"), 60),
    Device("small scan", 150, ("soft", "grain"), 55),
    Device("copier", 200, ("soft", "specks", "gray", "contrast", "edge"), 75),
    Device("two colours", 300, ("gray", "grain", "threshold"), 90),
    Device("two colours", 200, ("gray", "soft", "threshold"), 90),
    Device("old paper", 200, ("yellow", "shine", "soft", "grain"), 70),
    Device("hard pressed", 200, ("grain", "contrast"), 42),
    Device("telephone", 220, ("yellow", "shadow", "tilt", "soft", "grain"), 72),
)
_WEIGHTS = (3, 3, 4, 3, 3, 3, 2, 2, 2, 1, 1, 1, 1, 2, 1)


def device(rng: Random) -> Device:
    """Any device, a colour scanner mostly."""
    return rng.choices(_DEVICES, _WEIGHTS)[0]


def scanned(rng: Random, how: Device, page: Image.Image) -> bytes:
    """The JPEG of one page: what paper and feeder did, then the device."""
    picture = page.convert("RGB")
    if rng.random() < 0.2:
        picture = _folded(rng, picture)
    if rng.random() < 0.25:
        picture = _holed(rng, picture, how.dpi)
    if rng.random() < 0.3:
        picture = _stapled(rng, picture, how.dpi)
    if rng.random() < 0.2:
        picture = _faint(rng, picture)
    angle = rng.choice((0.0, rng.gauss(0, 0.35), rng.gauss(0, 0.6), rng.uniform(-2, 2)))
    picture = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=(252, 252, 252))
    if rng.random() < 0.35:
        picture = _edged(rng, picture)
    if rng.random() < 0.5:
        picture = picture.filter(ImageFilter.UnsharpMask(1.2, rng.randint(60, 160), 2))
    return spoilt(rng, how, picture)


def _folded(rng: Random, page: Image.Image) -> Image.Image:
    shade: Picture = np.asarray(page, np.float32).copy()
    for part in rng.choice(((0.5,), (1 / 3, 2 / 3))):
        row = int(page.height * part + rng.uniform(-20, 20))
        shade[row : row + 2] = shade[row : row + 2] * 0.9 - 8
        shade[row + 2 : row + 10] *= np.linspace(0.94, 1, 8, dtype=np.float32)[:, None, None]
    return Image.fromarray(shade.clip(0, 255).astype(np.uint8))


def _holed(rng: Random, page: Image.Image, dpi: int) -> Image.Image:
    pen, radius, left = ImageDraw.Draw(page), 0.11 * dpi, rng.uniform(0.35, 0.5) * dpi
    tone = rng.choice(((40, 40, 40), (120, 118, 115), (225, 225, 225)))
    for side in (-1, 1):
        middle = page.height / 2 + side * 1.57 * dpi
        pen.ellipse((left - radius, middle - radius, left + radius, middle + radius), fill=tone)
    return page


def _stapled(rng: Random, page: Image.Image, dpi: int) -> Image.Image:
    pen, x, y = ImageDraw.Draw(page), rng.uniform(0.15, 0.5) * dpi, rng.uniform(0.15, 0.5) * dpi
    for _ in range(rng.randint(1, 3)):
        dx, dy = rng.uniform(0.03, 0.3) * dpi, rng.uniform(-0.1, 0.1) * dpi
        pen.line((x, y, x + dx, y + dy), fill=(150, 148, 145), width=rng.choice((1, 2, 3)))
        pen.ellipse((x, y, x + 3, y + 3), fill=(60, 60, 60))
        x, y = x + rng.uniform(-0.1, 0.2) * dpi, y + rng.uniform(0, 0.2) * dpi
    return page


def _faint(rng: Random, page: Image.Image) -> Image.Image:
    """Toner that runs out: paler as a whole, and in stripes."""
    tone: Picture = np.asarray(page, np.float32)
    stripes = np.ones(page.width, np.float32)
    for _ in range(rng.randint(0, 3)):
        start = rng.randrange(page.width - 40)
        stripes[start : start + rng.randint(8, 40)] = rng.uniform(0.65, 0.9)
    paler: Picture = 255 - (255 - tone) * rng.uniform(0.6, 0.9) * stripes[None, :, None]
    return Image.fromarray(paler.clip(0, 255).astype(np.uint8))


def _edged(rng: Random, page: Image.Image) -> Image.Image:
    """The thin dark line of a scanner's lid at the foot or a side, and its shadow."""
    pen, width, height = ImageDraw.Draw(page), *page.size
    y = height - rng.randint(2, 14)
    pen.line((0, y, width, y - rng.randint(-3, 3)), fill=(30, 30, 30), width=rng.choice((1, 2)))
    if rng.random() < 0.5:
        x = rng.choice((rng.randint(1, 8), width - rng.randint(2, 10)))
        pen.line((x, 0, x + rng.randint(-3, 3), height), fill=(90, 90, 90), width=rng.choice((1, 2, 4)))
    return page
