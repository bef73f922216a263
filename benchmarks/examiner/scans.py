"""What devices do to paper: office scanners, old copiers, telephones, bilevel feeders, fax."""

from __future__ import annotations

import io
from dataclasses import dataclass
from random import Random
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

# OpenCV has no types, and NumPy widens what it reckons: pictures are floats from 0 to 255, whatever their width.
Picture = NDArray[Any]


@dataclass(frozen=True)
class Device:
    """A machine with its habits. `group` is ordinary, worse or bad; `colour` one of colour, gray, bilevel."""

    name: str
    group: str
    dpi: int
    colour: str
    steps: tuple[str, ...]
    weight: int


DEVICES = (
    Device("flatbed", "ordinary", 300, "colour", ("paper", "turn", "blur", "grain"), 16),
    Device("feeder", "ordinary", 200, "colour", ("turn", "blur", "grain"), 18),
    Device("feeder gray", "ordinary", 200, "gray", ("turn", "blur", "edge", "grain"), 12),
    Device(
        "flatbed cream", "ordinary", 200, "colour", ("cream", "through", "turn", "blur", "edge", "grain"), 12
    ),
    Device("book scanner", "ordinary", 300, "gray", ("paper", "through", "turn", "edge", "grain"), 12),
    Device(
        "copy of a copy", "worse", 200, "gray", ("copied", "copied", "specks", "turn", "blur", "grain"), 5
    ),
    Device("telephone", "worse", 200, "colour", ("paper", "light", "perspective", "blur", "grain"), 6),
    Device("bilevel feeder", "worse", 200, "bilevel", ("turn", "blur", "grain"), 4),
    Device("folded", "worse", 200, "colour", ("cream", "folds", "turn", "blur", "grain"), 5),
    Device("fax", "bad", 150, "bilevel", ("turn", "rows", "blur", "specks"), 3),
    Device("faded toner", "bad", 200, "gray", ("faded", "turn", "blur", "grain"), 4),
    Device("pale copy", "bad", 200, "colour", ("cream", "pale", "turn", "blur", "grain"), 3),
)


def device(rng: Random) -> Device:
    """The machine a page goes through."""
    return rng.choices(DEVICES, [one.weight for one in DEVICES])[0]


def scanned(rng: Random, by: Device, page: Image.Image) -> bytes:
    """A JPEG of a printed page as the device gives it."""
    picture = np.asarray(page.convert("RGB"), dtype=np.float32)
    dice = np.random.default_rng(rng.getrandbits(32))
    for step in by.steps:
        picture = _STEPS[step](rng, dice, picture)
    return _written(rng, by, np.clip(picture, 0, 255).astype(np.uint8))


def _written(rng: Random, by: Device, picture: NDArray[np.uint8]) -> bytes:
    image = Image.fromarray(picture)
    if by.colour != "colour":
        image = image.convert("L")
    if by.colour == "bilevel":
        level = rng.randint(150, 185)
        image = image.point(lambda light: 255 if light > level else 0)
    out, quality = io.BytesIO(), 90 if by.colour == "bilevel" else rng.randint(60, 85)
    image.save(out, "JPEG", quality=quality, dpi=(by.dpi, by.dpi))
    return out.getvalue()


def _paper(rng: Random, dice: np.random.Generator, picture: Picture) -> Picture:
    return picture * rng.uniform(0.95, 0.99)


def _cream(rng: Random, dice: np.random.Generator, picture: Picture) -> Picture:
    tint = np.array([1.0, rng.uniform(0.95, 0.98), rng.uniform(0.84, 0.92)], dtype=np.float32)
    return picture * tint * _clouds(dice, picture, 0.02)


def _clouds(dice: np.random.Generator, picture: Picture, much: float) -> Picture:
    high, wide = picture.shape[:2]
    small = dice.normal(1, much, (8, 6)).astype(np.float32)
    clouds: Picture = cv2.resize(small, (wide, high), interpolation=cv2.INTER_CUBIC)
    return clouds[..., None]


def _through(rng: Random, dice: np.random.Generator, picture: Picture) -> Picture:
    """Print of the other side, seen through thin paper."""
    other = cv2.GaussianBlur(np.ascontiguousarray(picture[:, ::-1]), (0, 0), 2.2)
    other = np.roll(other, (rng.randint(-60, 60), rng.randint(-40, 40)), (0, 1))
    return picture * (1 - rng.uniform(0.03, 0.08) * (1 - other / 255))


def _turn(rng: Random, dice: np.random.Generator, picture: Picture) -> Picture:
    high, wide = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D(
        (wide / 2, high / 2), max(-1.8, min(1.8, rng.gauss(0, 0.6))), rng.uniform(0.985, 1.0)
    )
    matrix[:, 2] += np.array([rng.uniform(-6, 6), rng.uniform(-8, 8)])
    ground = rng.choice(
        (tuple(float(part) for part in np.median(picture[:40].reshape(-1, 3), 0)), (40.0, 40.0, 42.0))
    )
    turned: Picture = cv2.warpAffine(picture, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=ground)
    return turned


def _blur(rng: Random, dice: np.random.Generator, picture: Picture) -> Picture:
    soft: Picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.35, 0.85))
    return soft


def _grain(rng: Random, dice: np.random.Generator, picture: Picture) -> Picture:
    noise = dice.normal(0, rng.uniform(1.5, 6), picture.shape[:2]).astype(np.float32)
    return picture + noise[..., None]


def _edge(rng: Random, dice: np.random.Generator, picture: Picture) -> Picture:
    """The shadow where a sheet or a book does not lie flat."""
    wide = picture.shape[1]
    across = np.linspace(0, 1, wide, dtype=np.float32)
    shade = 1 - rng.uniform(0.15, 0.45) * np.exp(-across / rng.uniform(0.02, 0.06))
    shaded: Picture = picture * (shade if rng.random() < 0.5 else shade[::-1])[None, :, None]
    return shaded


def _copied(rng: Random, dice: np.random.Generator, picture: Picture) -> Picture:
    """A copier hardens what it sees, and eats or fattens strokes."""
    gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    gray = cv2.GaussianBlur(gray, (0, 0), rng.uniform(0.6, 0.9)) + dice.normal(0, 9, picture.shape[:2])
    level, steep = rng.uniform(140, 190), rng.uniform(14, 26)
    hard: Picture = 255 / (1 + np.exp(np.clip(-(gray - level) / steep, -50, 50)))
    return np.repeat(hard[..., None], 3, 2).astype(np.float32)


def _specks(rng: Random, dice: np.random.Generator, picture: Picture) -> Picture:
    high, wide = picture.shape[:2]
    for _ in range(rng.randint(60, 260)):
        at = rng.randrange(wide), rng.randrange(high)
        cv2.circle(picture, at, rng.choice((0, 0, 1, 1, 2)), (rng.randint(20, 120),) * 3, -1)
    return picture


def _light(rng: Random, dice: np.random.Generator, picture: Picture) -> Picture:
    """A lamp at one side and the shadow of a hand at the other."""
    high, wide = picture.shape[:2]
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    slope = (x / wide) * rng.uniform(-0.3, 0.3) + (y / high) * rng.uniform(-0.25, 0.25)
    warm = np.array([1.0, rng.uniform(0.95, 1.0), rng.uniform(0.86, 0.97)], dtype=np.float32)
    lit: Picture = picture * np.clip(0.84 + slope, 0.45, 1)[..., None] * warm
    return lit


def _perspective(rng: Random, dice: np.random.Generator, picture: Picture) -> Picture:
    high, wide = picture.shape[:2]
    flat = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], dtype=np.float32)
    inward = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)], dtype=np.float32)
    moved = flat + inward * dice.uniform(0.004, 0.035, (4, 2)).astype(np.float32) * wide
    matrix = cv2.getPerspectiveTransform(flat, moved)
    table = tuple(float(part) for part in dice.integers(50, 120, 3))
    seen: Picture = cv2.warpPerspective(
        picture, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=table
    )
    return seen


def _folds(rng: Random, dice: np.random.Generator, picture: Picture) -> Picture:
    """A sheet kept folded: a bright and a dark line, and strokes worn off along it."""
    high = picture.shape[0]
    for share in rng.choice(((0.5,), (0.33, 0.67), (0.5, 0.25))):
        at = (np.arange(high) - share * high - rng.randint(-20, 20)).astype(np.float32)
        dark = 1 - 0.16 * np.exp(-((at - 4) ** 2) / 40)
        worn = 0.35 * np.exp(-(at**2) / 6)
        picture = picture * dark[:, None, None] + (250 - picture) * worn[:, None, None]
    return picture


def _rows(rng: Random, dice: np.random.Generator, picture: Picture) -> Picture:
    """A fax sees 98 rows to an inch, sometimes loses one."""
    high, wide = picture.shape[:2]
    small = cv2.resize(picture, (wide, int(high * 0.82)), interpolation=cv2.INTER_AREA)
    for _ in range(rng.randint(1, 4)):
        small[rng.randrange(small.shape[0])] = 255
    sent: Picture = cv2.resize(small, (wide, high), interpolation=cv2.INTER_LINEAR)
    return sent


def _faded(rng: Random, dice: np.random.Generator, picture: Picture) -> Picture:
    """A drum without toner: pale bands down the page."""
    wide = picture.shape[1]
    bands = cv2.resize(
        dice.uniform(0.4, 0.8, (1, 9)).astype(np.float32), (wide, 1), interpolation=cv2.INTER_CUBIC
    )
    banded: Picture = 255 - (255 - picture) * bands[0][None, :, None]
    return banded


def _pale(rng: Random, dice: np.random.Generator, picture: Picture) -> Picture:
    return 228 - (245 - picture) * rng.uniform(0.3, 0.42)


_STEPS = {
    "paper": _paper, "cream": _cream, "through": _through, "turn": _turn, "blur": _blur, "grain": _grain, "edge": _edge,
    "copied": _copied, "specks": _specks, "light": _light, "perspective": _perspective, "folds": _folds, "rows": _rows,
    "faded": _faded, "pale": _pale,
}  # fmt: skip
