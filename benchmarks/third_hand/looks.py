"""What scanners, copiers and telephones do to a page. Pages in, pages out; nothing is read."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Picture = NDArray[np.float32]


@dataclass(frozen=True)
class Device:
    """A device: its resolution, what it does to a page one after the other, and the quality of its JPEG."""

    name: str
    dpi: int
    steps: tuple[str, ...]
    quality: int


DEVICES = (
    Device("clean scan", 300, ("turn", "grain"), 88),
    Device("clean scan", 300, ("turn",), 92),
    Device("office scan", 200, ("turn", "grain", "gray"), 80),
    Device("office scan", 200, ("turn", "shade", "grain"), 75),
    Device("office scan", 200, ("turn", "shine", "grain", "gray"), 82),
    Device("small scan", 150, ("turn", "grain"), 70),
    Device("copier", 200, ("turn", "soft", "specks", "gray", "contrast", "edge"), 80),
    Device("two colours", 300, ("turn", "grain", "gray", "threshold"), 95),
    Device("two colours", 200, ("turn", "gray", "threshold"), 95),
    Device("telephone", 220, ("yellow", "shadow", "tilt", "soft", "grain"), 72),
    Device("old paper", 200, ("yellow", "shine", "turn", "soft", "grain"), 78),
)


def _turn(rng: Random, page: Picture) -> Picture:
    angle = rng.gauss(0, 0.55)
    image = Image.fromarray(page.astype(np.uint8))
    return np.asarray(
        image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=(250, 250, 250)), dtype=np.float32
    )


def _grain(rng: Random, page: Picture) -> Picture:
    noise = np.random.default_rng(rng.randrange(2**31)).normal(0, rng.uniform(2, 7), page.shape[:2])
    return page + noise[..., None].astype(np.float32)


def _gray(rng: Random, page: Picture) -> Picture:
    return np.repeat(page @ np.array([[0.3], [0.59], [0.11]], np.float32), 3, axis=2)


def _shade(rng: Random, page: Picture) -> Picture:
    height, width = page.shape[:2]
    across = np.linspace(rng.uniform(0.8, 1), rng.uniform(0.9, 1), width, dtype=np.float32)
    down = np.linspace(rng.uniform(0.85, 1), 1, height, dtype=np.float32)
    return page * (down[:, None] * across[None, :])[..., None]


def _shine(rng: Random, page: Picture) -> Picture:
    other = np.roll(page[:, ::-1], rng.randint(-60, 60), axis=0)
    soft = np.asarray(
        Image.fromarray(other.clip(0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(2.2)), np.float32
    )
    return page - (255 - soft) * rng.uniform(0.07, 0.16)


def _soft(rng: Random, page: Picture) -> Picture:
    image = Image.fromarray(page.clip(0, 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 0.95))), np.float32)


def _specks(rng: Random, page: Picture) -> Picture:
    spoilt = page.copy()
    for _ in range(rng.randint(60, 260)):
        y, x, size = (
            rng.randrange(page.shape[0] - 4),
            rng.randrange(page.shape[1] - 4),
            rng.choice((1, 1, 2, 3)),
        )
        spoilt[y : y + size, x : x + size] = rng.uniform(0, 120)
    return spoilt


def _contrast(rng: Random, page: Picture) -> Picture:
    return (page - 128) * rng.uniform(1.3, 1.8) + 128 + rng.uniform(-12, 26)


def _edge(rng: Random, page: Picture) -> Picture:
    spoilt, width = page.copy(), rng.randint(6, 28)
    spoilt[:, :width] = spoilt[:, :width] * 0.15
    return spoilt


def _threshold(rng: Random, page: Picture) -> Picture:
    return np.where(page > rng.uniform(140, 185), 255, 0).astype(np.float32)


def _yellow(rng: Random, page: Picture) -> Picture:
    return page * np.array([0.98, rng.uniform(0.91, 0.96), rng.uniform(0.74, 0.86)], np.float32)


def _shadow(rng: Random, page: Picture) -> Picture:
    height, width = page.shape[:2]
    middle, reach = rng.uniform(0.1, 0.9) * width, rng.uniform(0.15, 0.4) * width
    x = np.arange(width)[None, :] + np.linspace(-0.2, 0.2, height)[:, None] * width
    depth = 1 - rng.uniform(0.2, 0.42) * np.exp(-(((x - middle) / reach) ** 2))
    darkened: Picture = page * depth[..., None].astype(np.float32)
    return darkened


def _tilt(rng: Random, page: Picture) -> Picture:
    height, width = page.shape[:2]
    corners = [
        c + rng.uniform(-0.018, 0.03) * s
        for c, s in zip((0, 0, 0, height, width, height, width, 0), (width, height) * 4, strict=True)
    ]
    image = Image.fromarray(page.clip(0, 255).astype(np.uint8))
    turned = image.transform(
        (width, height), Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=(96, 88, 80)
    )
    return np.asarray(turned, np.float32)


_STEPS: dict[str, Callable[[Random, Picture], Picture]] = {
    "turn": _turn, "grain": _grain, "gray": _gray, "shade": _shade, "shine": _shine, "soft": _soft, "specks": _specks,
    "contrast": _contrast, "edge": _edge, "threshold": _threshold, "yellow": _yellow, "shadow": _shadow, "tilt": _tilt,
}  # fmt: skip


def spoilt(rng: Random, device: Device, page: Image.Image) -> bytes:
    """The JPEG that `device` makes of a page."""
    picture = np.asarray(page.convert("RGB"), np.float32)
    for step in device.steps:
        picture = _STEPS[step](rng, picture.clip(0, 255))
    made = io.BytesIO()
    Image.fromarray(picture.clip(0, 255).astype(np.uint8)).save(
        made, "JPEG", quality=device.quality, dpi=(device.dpi, device.dpi)
    )
    return made.getvalue()
