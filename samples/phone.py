"""A page photographed with a phone: perspective, uneven light, a shadow, a table around it."""

from __future__ import annotations

from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

SIZE = (2448, 3264)


def phone_photo(image: Image.Image, rng: Random) -> Image.Image:
    """The page as a photo of SIZE (width, height in pixels), upright."""
    width, height = SIZE
    page = image.resize((round(image.width * height * 0.9 / image.height), round(height * 0.9)))
    left, top = (width - page.width) / 2, (height - page.height) / 2
    corners = [(0, 0), (page.width, 0), (page.width, page.height), (0, page.height)]
    landed = [(left + x + rng.uniform(-70, 70), top + y + rng.uniform(-70, 70)) for x, y in corners]
    landed = [(min(max(x, 15), width - 15), min(max(y, 15), height - 15)) for x, y in landed]
    warped = page.transform(
        SIZE, Image.Transform.PERSPECTIVE, _coefficients(landed, corners), Image.Resampling.BICUBIC
    )
    mask = Image.new("L", SIZE, 0)
    ImageDraw.Draw(mask).polygon(landed, fill=255)
    table = _table(rng)
    fall = Image.new("L", SIZE, 0)
    ImageDraw.Draw(fall).polygon([(x + 18, y + 22) for x, y in landed], fill=120)
    table = Image.composite(
        Image.new("RGB", SIZE, (20, 16, 12)), table, fall.filter(ImageFilter.GaussianBlur(16))
    )
    photo = Image.composite(warped, table, mask.filter(ImageFilter.GaussianBlur(1)))
    lit = np.asarray(photo.filter(ImageFilter.GaussianBlur(0.7)), dtype=np.float32) * _light(rng)[..., None]
    warm = lit * np.array([1.0, 0.975, 0.92], dtype=np.float32)
    return Image.fromarray(np.clip(warm, 0, 255).astype(np.uint8))


def _coefficients(landed: list[tuple[float, float]], corners: list[tuple[int, int]]) -> tuple[float, ...]:
    """The eight numbers with which PIL maps each point of the photo back to the page."""
    rows, right = [], []
    for (x, y), (u, v) in zip(landed, corners, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return tuple(float(n) for n in np.linalg.solve(np.array(rows, dtype=float), np.array(right, dtype=float)))


def _table(rng: Random) -> Image.Image:
    """A wooden table: brown with grain along one axis."""
    source = np.random.default_rng(rng.getrandbits(32))
    grain = Image.fromarray((source.random((SIZE[1] // 6, 14)) * 60).astype(np.uint8))
    stripes = np.asarray(grain.resize(SIZE, Image.Resampling.BICUBIC), dtype=np.float32)
    base = np.array(rng.choice([(120, 84, 52), (92, 70, 50), (148, 120, 92)]), dtype=np.float32)
    return Image.fromarray(np.clip(base + stripes[..., None] - 30, 0, 255).astype(np.uint8))


def _light(rng: Random) -> NDArray[np.float32]:
    """Brightness over the photo: falls off to one corner, with the soft shadow of a hand or head."""
    width, height = SIZE
    across, down = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    slope = rng.uniform(0.10, 0.22)
    light = 1.02 - slope * np.abs(across - rng.choice([0, 1])) - slope * down * 0.7
    x, y = rng.uniform(0.6, 1.0), rng.uniform(0.55, 0.9)
    shadow = 1 / (1 + np.exp((np.hypot(across - x, (down - y) * 1.3) - 0.33) * 26))
    return np.asarray(light - 0.22 * shadow, dtype=np.float32)
