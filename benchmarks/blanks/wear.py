"""What years, plastic and copiers do to a certificate, on top of what the devices of the third hand do."""

from __future__ import annotations

from random import Random
from typing import cast

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from benchmarks.third_hand.looks import Device, Picture

# The device, how often, and what happened to the paper before it.
LOOKS: tuple[tuple[Device, int, tuple[str, ...]], ...] = (
    (Device("colour scan", 300, ("turn", "grain"), 86), 4, ()),
    (Device("colour scan", 200, ("turn", "grain"), 78), 4, ()),
    (Device("colour scan", 200, ("turn", "shade", "grain"), 68), 2, ()),
    (Device("folded scan", 200, ("turn", "grain"), 78), 2, ("folded",)),
    (Device("old paper", 200, ("yellow", "turn", "soft", "grain"), 76), 2, ("folded", "worn")),
    (Device("gray copy", 200, ("turn", "soft", "grain", "gray"), 78), 2, ("copied",)),
    (Device("gray copy", 300, ("turn", "gray", "grain", "specks"), 80), 2, ("copied",)),
    (Device("two colours", 300, ("turn", "gray", "grain"), 90), 2, ("bitonal",)),
    (Device("two colours", 200, ("turn", "gray", "soft"), 90), 1, ("bitonal",)),
    (Device("laminated", 300, ("turn", "grain"), 84), 2, ("laminated",)),
    (Device("sleeve by telephone", 220, ("shadow", "tilt", "soft", "grain"), 74), 2, ("sleeve",)),
    (Device("telephone", 220, ("yellow", "shadow", "tilt", "soft", "grain"), 74), 1, ("folded",)),
)  # fmt: skip


def folded(rng: Random, page: Picture) -> Picture:
    """Creases of a sheet folded in four, the ink worn off along them."""
    worn, grain = page.copy(), np.random.default_rng(rng.randrange(2**31))
    height, width = page.shape[:2]
    for axis, at in ((0, height / 2 + rng.gauss(0, 14)), (1, width / 2 + rng.gauss(0, 14))):
        line = np.moveaxis(worn, axis, 0)
        middle, half = int(at), rng.choice((1, 2, 3))
        band = line[middle - half : middle + half]
        rubbed = grain.random(band.shape[:2]) < rng.uniform(0.2, 0.7)
        band[rubbed] = band[rubbed] * 0.2 + 245 * 0.8
        line[middle + half : middle + half + 9] *= np.linspace(0.88, 1, 9, dtype=np.float32)[:, None, None]
    return worn


def worn(rng: Random, page: Picture) -> Picture:
    """Stains of damp and a darker rim."""
    height, width = page.shape[:2]
    small = Image.new("L", (width // 8, height // 8), 0)
    pen = ImageDraw.Draw(small)
    for _ in range(rng.randint(1, 4)):
        x, y, r = rng.randrange(small.width), rng.randrange(small.height), rng.randint(10, 50)
        pen.ellipse((x - r, y - r * 0.7, x + r, y + r * 0.7), fill=rng.randint(40, 110))
    pen.rectangle((0, 0, small.width - 1, small.height - 1), outline=90, width=4)
    stain = np.asarray(small.filter(ImageFilter.GaussianBlur(7)).resize((width, height)), np.float32) / 255
    return cast(Picture, page * (1 - stain[..., None] * np.array([0.16, 0.3, 0.55], np.float32)))


def copied(rng: Random, page: Picture) -> Picture:
    """A photocopy: gray, hard, the ground a texture, toner uneven."""
    gray = page @ np.array([0.3, 0.55, 0.15], np.float32)
    image = Image.fromarray(gray.clip(0, 255).astype(np.uint8)).filter(
        ImageFilter.UnsharpMask(2, rng.randint(80, 220), 1)
    )
    hard = (np.asarray(image, np.float32) - 140) * rng.uniform(1.15, 1.9) + 140 + rng.uniform(4, 40)
    noise = np.random.default_rng(rng.randrange(2**31)).normal(0, rng.uniform(4, 12), hard.shape)
    return np.repeat((hard + noise.astype(np.float32))[..., None], 3, axis=2).clip(0, 255)


def bitonal(rng: Random, page: Picture) -> Picture:
    """Black and white with a threshold near the ground, so that guilloche breaks up into specks."""
    gray = page.mean(axis=2)
    ground = float(np.median(gray))
    limit = ground * rng.choice((rng.uniform(0.6, 0.75), rng.uniform(0.72, 0.86)))
    return np.repeat(np.where(gray > limit, 255, 0).astype(np.float32)[..., None], 3, axis=2)


def laminated(rng: Random, page: Picture) -> Picture:
    """Film with a clear rim round the paper, and bands of shine."""
    height, width = page.shape[:2]
    rim = int(min(height, width) * rng.uniform(0.012, 0.03))
    film = np.full((height + 2 * rim, width + 2 * rim, 3), 226, np.float32)
    film[rim : rim + height, rim : rim + width] = page
    film[[2, 3, -4, -3]] = 150
    film[:, [2, 3, -4, -3]] = 150
    return _shone(rng, film, rng.uniform(0.1, 0.3))


def sleeve(rng: Random, page: Picture) -> Picture:
    """A plastic sleeve under a lamp: veil, streaks, one bright spot."""
    veiled = page * 0.9 + 22
    height, width = page.shape[:2]
    x, y = rng.uniform(0.1, 0.9) * width, rng.uniform(0.05, 0.95) * height
    rows, columns = np.ogrid[:height, :width]
    far = ((columns - x) / (width * rng.uniform(0.08, 0.18))) ** 2 + (
        (rows - y) / (height * rng.uniform(0.04, 0.1))
    ) ** 2
    spot = np.exp(-far)[..., None].astype(np.float32) * rng.uniform(0.3, 0.75)
    return _shone(rng, veiled * (1 - spot) + 255 * spot, rng.uniform(0.08, 0.22))


def _shone(rng: Random, page: Picture, strength: float) -> Picture:
    height, width = page.shape[:2]
    rows, columns = np.ogrid[:height, :width]
    shine = np.zeros((height, width), np.float32)
    for _ in range(rng.randint(1, 4)):
        slope, at, reach = rng.uniform(-0.8, 0.8), rng.uniform(0, width), rng.uniform(0.008, 0.05) * width
        shine += np.exp(-(((columns - at - slope * rows) / reach) ** 2)).astype(np.float32)
    part = (shine.clip(0, 1) * strength)[..., None]
    return cast(Picture, page * (1 - part) + 255 * part)


STEPS = {"folded": folded, "worn": worn, "copied": copied, "laminated": laminated, "sleeve": sleeve}
