"""The second pass over a blank: shifted, sometimes tilted, by toner or by needles; then seals and pens on top."""

from __future__ import annotations

from random import Random

import numpy as np
from PIL import Image


def laid(rng: Random, layers: list[Image.Image], face: str, dpi: int) -> Image.Image:
    """The paper with its form, print and ink one on another; `layers` in this order, the later two clear elsewhere."""
    form, typed, inks = layers
    needles = face == "Cousine" and rng.random() < 0.6
    typed = _needled(rng, typed, dpi) if needles else _toned(rng, typed)
    across, down = _shift(rng, 3.0), _shift(rng, 2.5)
    angle = rng.choice((0.0, 0.0, rng.uniform(-0.3, 0.3)))
    moved = typed.rotate(
        angle, Image.Resampling.BICUBIC, translate=(int(across * dpi / 25.4), int(down * dpi / 25.4))
    )
    return Image.alpha_composite(Image.alpha_composite(form, moved), inks).convert("RGB")


def _shift(rng: Random, most: float) -> float:
    """Most passes sit nearly right; some are as far out as `most` mm."""
    return max(-most, min(most, rng.gauss(0, most / 2.4)))


def _toned(rng: Random, typed: Image.Image) -> Image.Image:
    alpha = np.asarray(typed.getchannel("A"), np.float32) * rng.choice((1.0, 1.0, rng.uniform(0.6, 0.9)))
    typed.putalpha(Image.fromarray(alpha.astype(np.uint8)))
    return typed


def _needled(rng: Random, typed: Image.Image, dpi: int) -> Image.Image:
    """Dots of 24 needles under a ribbon that is nearly through."""
    alpha = np.asarray(typed.getchannel("A"), np.float32)
    step = dpi / rng.choice((60, 72, 90))
    rows, columns = np.ogrid[: alpha.shape[0], : alpha.shape[1]]
    dots = (0.5 + 0.5 * np.cos(2 * np.pi * rows / step)) * (0.6 + 0.4 * np.cos(2 * np.pi * columns / step))
    weak, fade = rng.uniform(0.35, 0.6), rng.uniform(0.75, 1.0)
    coloured = Image.new("RGBA", typed.size, rng.choice(((20, 20, 26), (40, 36, 70), (30, 30, 30))))
    made = alpha * (weak + (1 - weak) * dots.clip(0, 1)) * fade
    coloured.putalpha(Image.fromarray(made.clip(0, 255).astype(np.uint8)))
    return coloured
