"""Faults of copies and of worn paper: carbon, photocopy, fax, punch holes, the shadow of a book's fold."""

from __future__ import annotations

from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter


def carbon(image: Image.Image, rng: Random) -> Image.Image:
    """A carbon copy: soft, swollen strokes in blue or black, with smudges."""
    gray = image.convert("L").filter(ImageFilter.MinFilter(3))
    soft = gray.filter(ImageFilter.GaussianBlur(rng.uniform(0.9, 1.5) * image.width / 2480))
    ink = np.array(rng.choice([(70, 74, 130), (60, 60, 66), (90, 70, 120)]), np.float32)
    share = (255 - np.asarray(soft, np.float32)[..., None]) / 255 * rng.uniform(0.75, 0.95)
    paper = np.array((243, 238, 222), np.float32)
    smudge = np.random.default_rng(rng.getrandbits(32)).random(
        (image.height // 60 + 2, image.width // 60 + 2)
    )
    cloud = Image.fromarray((smudge**6 * 255).astype(np.uint8)).resize(image.size, Image.Resampling.BICUBIC)
    dirt = np.asarray(cloud, np.float32)[..., None] / 255 * 0.10
    mixed = paper * (1 - share) + ink * share
    return Image.fromarray(np.clip(mixed * (1 - dirt), 0, 255).astype(np.uint8))


def photocopy(image: Image.Image, rng: Random) -> Image.Image:
    """A copy of a copy: hard contrast, dirt of the glass, a dark edge."""
    gray = image.convert("L").filter(ImageFilter.GaussianBlur(0.6 * image.width / 2480))
    low, high = rng.uniform(70, 110), rng.uniform(185, 225)
    ramp = [round(255 * min(1.0, max(0.0, (level - low) / (high - low)))) for level in range(256)]
    copied = gray.point(ramp)
    pen = ImageDraw.Draw(copied)
    for _ in range(image.width * image.height // 22000):
        x, y, r = rng.uniform(0, image.width), rng.uniform(0, image.height), rng.uniform(0.5, 1.6)
        pen.ellipse((x - r, y - r, x + r, y + r), fill=rng.randint(0, 120))
    if rng.random() < 0.5:
        pen.rectangle((0, 0, round(image.width * rng.uniform(0.004, 0.016)), image.height), fill=25)
    return copied.convert("RGB")


def fax(image: Image.Image, rng: Random) -> Image.Image:
    """Fine fax resolution (204 by 196 dots an inch), one bit a dot, a few lost lines."""
    dots = (round(image.width * 1728 / 2480), round(image.height * 2292 / 3508))
    if image.width < dots[0] * 1.2:
        dots = (round(image.width * 0.85), round(image.height * 0.82))
    bits = image.convert("L").resize(dots, Image.Resampling.BILINEAR).point([0] * 150 + [255] * 106)
    pen = ImageDraw.Draw(bits)
    for _ in range(rng.randint(0, 4)):
        y = rng.randrange(dots[1])
        pen.line((0, y, dots[0], y), fill=rng.choice([0, 255]))
    return bits.resize(image.size, Image.Resampling.BICUBIC).convert("RGB")


def punch_holes(image: Image.Image, rng: Random) -> Image.Image:
    """Two or four holes at the left edge, dark where the lid shows through."""
    pen, radius = ImageDraw.Draw(image), image.width * 3 / 210
    x, middle = image.width * rng.uniform(0.035, 0.06), image.height / 2
    apart = image.height * 40 / 297
    fill = rng.choice([(30, 30, 32), (225, 222, 216), (120, 118, 114)])
    for place in rng.choice([(-1, 1), (-3, -1, 1, 3)]):
        y = middle + place * apart
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill, outline=(160, 156, 150))
    return image


def shadow(image: Image.Image, rng: Random) -> Image.Image:
    """The fold of a thick book: one side grows dark."""
    across = np.linspace(0, 1, image.width)
    if rng.random() < 0.5:
        across = across[::-1]
    fall = 1 - rng.uniform(0.35, 0.6) * np.exp(-across / rng.uniform(0.04, 0.1))
    light = Image.fromarray((fall * 255).astype(np.uint8)[None, :]).resize(image.size)
    return ImageChops.multiply(image, Image.merge("RGB", (light, light, light)))
