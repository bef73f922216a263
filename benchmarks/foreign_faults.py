"""What copiers, scanners, phones and drawers do to foreign pages. Each fault takes an image, its dpi and a seed.

Other faults than those of samples/, or made another way: what is tuned on those is not told here how it does.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from random import Random
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
Fault = Callable[[Pixels, float, Random], Pixels]


def _clipped(values: NDArray[Any]) -> Pixels:
    return np.asarray(np.clip(values, 0, 255), np.uint8)


def _field(shape: tuple[int, ...], cells: int, rng: Random) -> NDArray[np.float32]:
    """Smooth values from 0 to 1 over the image."""
    small = np.random.default_rng(rng.getrandbits(32)).random((cells, cells)).astype(np.float32)
    return np.clip(cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), 0, 1)


def skew(image: Pixels, dpi: float, rng: Random) -> Pixels:
    """Laid askew by 2 to 5 degrees on a gray lid."""
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.choice([-1, 1]) * rng.uniform(2, 5), 1.0)
    lid = rng.choice([(250, 250, 250), (226, 228, 230)])
    return np.asarray(
        cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=lid), np.uint8
    )


def noise(image: Pixels, dpi: float, rng: Random) -> Pixels:
    """Strong grain and pepper."""
    source = np.random.default_rng(rng.getrandbits(32))
    grain = source.normal(0, rng.uniform(10, 18), image.shape[:2])[..., None]
    out = _clipped(image + grain)
    out[source.random(image.shape[:2]) < 0.0012] = 40
    return out


def halftone(image: Pixels, dpi: float, rng: Random) -> Pixels:
    """Paper printed as a gray raster of dots, 85 to the inch, at 45 degrees; print above it stays solid."""
    down, across = np.mgrid[: image.shape[0], : image.shape[1]].astype(np.float32)
    turn = 2 * math.pi * 85 / dpi / math.sqrt(2)
    wave = np.cos((across + down) * turn) + np.cos((across - down) * turn)
    tone = np.where(wave > rng.uniform(1.0, 1.3), 150, 252)
    soft = cv2.GaussianBlur(tone.astype(np.float32), (0, 0), dpi / 450)
    return _clipped(np.minimum(image, soft[..., None]))


def jpeg(image: Pixels, dpi: float, rng: Random) -> Pixels:
    """Saved at quality 25 to 40 before."""
    held = io.BytesIO()
    Image.fromarray(image).save(held, "JPEG", quality=rng.randint(25, 40))
    return np.asarray(Image.open(held).convert("RGB"))


def low_contrast(image: Pixels, dpi: float, rng: Random) -> Pixels:
    """Gray print on grayish paper: 45 to 70 levels between them."""
    range_ = rng.uniform(45, 70)
    return _clipped(
        rng.uniform(190, 215) - range_ + image.astype(np.float32) * range_ / 255 + _grain(image, 2.5, rng)
    )


def _grain(image: NDArray[Any], sigma: float, rng: Random) -> NDArray[np.float64]:
    return np.random.default_rng(rng.getrandbits(32)).normal(0, sigma, image.shape[:2])[..., None]


def carbon(image: Pixels, dpi: float, rng: Random) -> Pixels:
    """A faded purple carbon copy on thin yellow paper: strokes swell and pale unevenly."""
    ink = 255 - cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    ink = cv2.GaussianBlur(ink, (0, 0), dpi / 190) * (0.4 + 0.5 * _field(image.shape, 9, rng))
    paper, purple = np.array([243, 236, 214], np.float32), np.array([112, 78, 150], np.float32)
    share = np.clip(ink / 255, 0, 1)[..., None]
    return _clipped(paper * (1 - share) + purple * share + _grain(image, 4, rng))


def dot_matrix(image: Pixels, dpi: float, rng: Random) -> Pixels:
    """Print made of needle dots, 90 to the inch."""
    pitch = dpi / 90
    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    size = (round(image.shape[1] / pitch), round(image.shape[0] / pitch))
    needles = (cv2.resize(gray, size, interpolation=cv2.INTER_AREA) < 165).astype(np.uint8)
    solid = cv2.resize(needles, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_NEAREST)
    down, across = np.mgrid[: image.shape[0], : image.shape[1]].astype(np.float32)
    away = np.hypot(across % pitch - pitch / 2, down % pitch - pitch / 2)
    tone = np.where((solid > 0) & (away < 0.52 * pitch), 60, 250).astype(np.float32)
    return np.repeat(_clipped(cv2.GaussianBlur(tone, (0, 0), dpi / 420))[..., None], 3, 2)


def one_bit(image: Pixels, dpi: float, rng: Random) -> Pixels:
    """Black and white by one threshold, that of a hasty clerk."""
    gray = cv2.GaussianBlur(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), (0, 0), dpi / 400)
    return np.repeat(((gray > rng.uniform(120, 205)) * 255).astype(np.uint8)[..., None], 3, 2)


def dithered(image: Pixels, dpi: float, rng: Random) -> Pixels:
    """Black and white by error diffusion."""
    soft = cv2.GaussianBlur(image, (0, 0), dpi / 350)
    gray = Image.fromarray(np.asarray(soft, np.uint8)).convert("L").point(lambda level: round(level * 0.95))
    return np.asarray(gray.convert("1").convert("RGB"))


def gray(image: Pixels, dpi: float, rng: Random) -> Pixels:
    """Scanned without colour."""
    return np.repeat(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)[..., None], 3, 2)


def blur(image: Pixels, dpi: float, rng: Random) -> Pixels:
    """Out of focus."""
    return np.asarray(cv2.GaussianBlur(image, (0, 0), dpi / rng.uniform(110, 150)), np.uint8)


def moved(image: Pixels, dpi: float, rng: Random) -> Pixels:
    """Shaken sideways while it was taken."""
    long = max(3, round(dpi / 42))
    kernel = np.zeros((long, long), np.float32)
    cv2.line(kernel, (0, rng.randint(0, long - 1)), (long - 1, rng.randint(0, long - 1)), 1.0)
    return np.asarray(cv2.filter2D(image, -1, kernel / kernel.sum()), np.uint8)


def stains(image: Pixels, dpi: float, rng: Random) -> Pixels:
    """Coffee rings and a tide mark of water."""
    down, across = np.mgrid[: image.shape[0], : image.shape[1]].astype(np.float32)
    out = image.astype(np.float32)
    for _ in range(3):
        x, y, r = rng.uniform(0, image.shape[1]), rng.uniform(0, image.shape[0]), dpi * rng.uniform(1.2, 2.2)
        away = np.hypot(across - x, down - y) / r
        share = 0.5 * np.exp(-(((away - 1) * 22) ** 2)) + 0.2 * (away < 1)
        out *= 1 - share[..., None] * np.array([0.35, 0.55, 0.8], np.float32)
    return _clipped(out)


def folds(image: Pixels, dpi: float, rng: Random) -> Pixels:
    """Folded twice and worn through: creases lose print, shade changes across them."""
    out = image.astype(np.float32)
    for axis in (0, 1, 0):
        at = round(image.shape[axis] * rng.uniform(0.3, 0.7))
        along = np.arange(image.shape[axis]) - at
        worn = 1 - np.clip(np.abs(along) / (dpi * 0.02), 0, 1)
        shade = 0.18 * np.exp(-np.clip(along, 0, None) / (dpi * 0.3)) * (along >= 0)
        worn, shade = (np.expand_dims(part, (1 - axis, 2)) for part in (worn, shade))
        out = (out * (1 - worn) + 246 * worn) * (1 - shade)
    return _clipped(out)


def holes(image: Pixels, dpi: float, rng: Random) -> Pixels:
    """Two punch holes and a staple, black lid behind."""
    out, (height, _) = image.copy(), image.shape[:2]
    for at in (-40, 40):
        cv2.circle(
            out, (round(dpi * 0.45), round(height / 2 + at * dpi / 25.4)), round(dpi * 0.12), (12, 12, 12), -1
        )
    x, y = round(dpi * 0.4), round(dpi * 0.5)
    cv2.line(out, (x, y), (x + round(dpi * 0.4), y + round(dpi * 0.1)), (90, 90, 96), max(2, round(dpi / 60)))
    return out


def black_edges(image: Pixels, dpi: float, rng: Random) -> Pixels:
    """The lid was open: the sheet lies a little askew in front of black, cut off nowhere."""
    pad = round(dpi * rng.uniform(0.15, 0.5))
    framed = cv2.copyMakeBorder(image, pad, pad // 3, pad // 2, pad, cv2.BORDER_CONSTANT, value=(14, 14, 16))
    height, width = framed.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-1.2, 1.2), 1.0)
    return np.asarray(cv2.warpAffine(framed, turn, (width, height), borderValue=(14, 14, 16)), np.uint8)


def gutter(image: Pixels, dpi: float, rng: Random) -> Pixels:
    """A page of a bound book: lines bend and narrow towards the left, where it grows dark."""
    height, width = image.shape[:2]
    down, across = np.mgrid[:height, :width].astype(np.float32)
    near = np.exp(-across / (dpi * 0.9))
    bend = dpi * rng.uniform(0.12, 0.25) * near
    source = cv2.remap(
        image, across - dpi * 0.12 * near, down - bend, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return _clipped(source * (1 - 0.75 * np.exp(-across / (dpi * 0.28)))[..., None])


def bleed(image: Pixels, dpi: float, rng: Random) -> Pixels:
    """The other side shows through: mirrored, soft, a fifth to a third as dark."""
    back = cv2.GaussianBlur(np.ascontiguousarray(image[:, ::-1]), (0, 0), dpi / 110)
    back = np.roll(back, (round(dpi * rng.uniform(0.1, 0.9)), round(dpi * 0.2)), (0, 1))
    share = rng.uniform(0.2, 0.33)
    return _clipped(image.astype(np.float32) * (1 - share + share * back / 255.0))


def uneven(image: Pixels, dpi: float, rng: Random) -> Pixels:
    """Light from one side, and the shadow of a hand."""
    across = np.linspace(1, rng.uniform(0.4, 0.6), image.shape[1], dtype=np.float32)[None, :]
    shade = across * (1 - 0.45 * (_field(image.shape, 5, rng) > 0.62))
    shade = cv2.GaussianBlur(shade, (0, 0), dpi / 8)
    return _clipped(image * shade[..., None])


def table_top(image: Pixels, dpi: float, rng: Random) -> Pixels:
    """Photographed from the side on a brown table, in warm light."""
    height, width = image.shape[:2]
    ground = np.empty((round(height * 1.12), round(width * 1.16), 3), np.float32)
    ground[:] = (112, 80, 52)
    ground += _grain(ground.astype(np.uint8), 7, rng)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    shift = np.array([[rng.uniform(0, 0.045), rng.uniform(0, 0.04)] for _ in range(4)]) * (width, height)
    moved_to = np.asarray(corners + np.array([0.06 * width, 0.04 * height]) + shift, np.float32)
    warp = cv2.getPerspectiveTransform(corners, moved_to)
    size = (ground.shape[1], ground.shape[0])
    seen = cv2.warpPerspective(image, warp, size)
    there = cv2.warpPerspective(np.full((height, width), 255, np.uint8), warp, size)[..., None] > 127
    out = np.where(there, seen * np.array([1, 0.95, 0.86]), ground)
    return _clipped(out * (0.72 + 0.28 * _field(out.shape, 4, rng))[..., None] + _grain(seen, 4, rng))


def upside_down(image: Pixels, dpi: float, rng: Random) -> Pixels:
    """Fed the wrong way."""
    return np.ascontiguousarray(image[::-1, ::-1])


def on_side(image: Pixels, dpi: float, rng: Random) -> Pixels:
    """Fed sideways, its top to the right."""
    return np.ascontiguousarray(np.rot90(image, -1))


FAULTS: dict[str, Fault] = {
    fault.__name__: fault
    for fault in (
        stains,
        folds,
        bleed,
        dot_matrix,
        carbon,
        gutter,
        holes,
        halftone,
        uneven,
        skew,
        black_edges,
        table_top,
        blur,
        moved,
        low_contrast,
        noise,
        gray,
        one_bit,
        dithered,
        jpeg,
        upside_down,
        on_side,
    )
}
"""In the order in which they happen to a page."""
TURNS = {"upside_down": 180, "on_side": 270}
"""Clockwise degrees that make the page upright again."""


def apply(image: Pixels, faults: tuple[str, ...], dpi: float, rng: Random) -> Pixels:
    """The image after `faults`, slightly soft as every scan is."""
    image = np.asarray(cv2.GaussianBlur(image, (0, 0), dpi / 600), np.uint8)
    for name, fault in FAULTS.items():
        if name in faults:
            image = fault(image, dpi, rng)
    return image
