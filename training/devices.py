"""What scanners, copiers, faxes, telephones, carbon paper and needle printers make of a page. Nothing is read."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Pixels
from training.paper import PAPER_DPI

Transform = NDArray[np.float64]
_Picture = NDArray[np.float32]
# As often as each stands here.
DEVICES = (
    "scan", "scan", "scan", "scan", "scan", "scan", "copy", "copy", "copy", "low", "low", "low", "bilevel", "bilevel",
    "bilevel", "fax", "fax", "faded", "faded", "photo", "photo", "carbon", "needle",
)  # fmt: skip
_COARSE = ("fax", "low")
# Lines of a fax in its three modes, beside those of the finest.
_FAX_MODES, _FAX_DPI, _LEAST_FAX_LINES = (0.5, 0.75, 1), 196, 900
_GRAY_SHARE, _GRAY_SHARE_CROSSED = 0.35, 0.7


@dataclass(frozen=True)
class Scan:
    """A master: gray or RGB at `dpi`, and the transform from pixels of the paper to its own."""

    pixels: Pixels
    dpi: int
    from_paper: Transform
    device: str


def scanned(
    rng: Random, noise: np.random.Generator, page: Pixels, crossed: bool, device: str | None = None
) -> Scan:
    """A page in colour at 300 dpi as a device of `DEVICES` gives it, any without `device`.

    Where a pen crosses words (`crossed`) most masters are gray: in colour the strokes are taken away before reading.
    """
    device = device or rng.choice(DEVICES)
    gray = rng.random() < (_GRAY_SHARE_CROSSED if crossed else _GRAY_SHARE) or device == "needle"
    if device == "needle":
        page = _needled(rng, page)
    page, turn = _turned(rng, page)
    dpi = rng.choice((150, 200) if device in _COARSE else (300, 300, 200, 200, 150))
    scale = dpi / PAPER_DPI
    page = np.asarray(cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    page = _sensed(rng, noise, page, device, dpi)
    page = _in_two_tones(rng, page, device, dpi)
    if rng.random() < 0.6:
        page = _compressed(page, rng.randint(30, 92))
    if gray:
        page = _gray(page)
    to_scan = np.diag([scale, scale, 1.0])
    return Scan(np.ascontiguousarray(page), dpi, to_scan @ turn, device)


def _gray(page: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8)


def _coloured(page: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(page, cv2.COLOR_GRAY2RGB), np.uint8)


def _needled(rng: Random, page: Pixels) -> Pixels:
    """Dots of a needle printer instead of letters."""
    gray, step = _gray(page), rng.choice((5, 6))
    small = cv2.resize(gray, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    dotted = np.full_like(gray, 255)
    for y, x in zip(*np.where(small < 140), strict=True):
        centre = int(x * step + step / 2), int(y * step + step / 2)
        cv2.circle(dotted, centre, rng.choice((2, 2, 3)), rng.randint(30, 110), -1, cv2.LINE_AA)
    return _coloured(dotted)


def _turned(rng: Random, page: Pixels) -> tuple[Pixels, Transform]:
    """The page laid a little aslant, and the transform that does it."""
    height, width = page.shape[:2]
    angle = rng.uniform(-0.8, 0.8) if rng.random() < 0.6 else 0
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    white = (255, 255, 255)
    turned = cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=white)
    return np.asarray(turned, np.uint8), np.vstack([turn, [0, 0, 1]])


def _sensed(rng: Random, noise: np.random.Generator, page: Pixels, device: str, dpi: int) -> Pixels:
    """Blur, light, weak ink, grain and specks."""
    picture = page.astype(np.float32)
    if device in ("copy", "fax", "carbon") or rng.random() < 0.3:
        picture = _blurred(picture, rng.uniform(0.5, 1.3) * dpi / 200)
    if device == "photo":
        picture = _blurred(picture, rng.uniform(0.7, 1.4) * dpi / 200)
        picture *= (1 - rng.uniform(0.1, 0.4) * np.linspace(0, 1, picture.shape[1], dtype=np.float32))[
            :, None
        ]
    if device == "faded":
        picture = 255 - (255 - picture) * rng.uniform(0.4, 0.65)
    if device == "carbon":
        cloth = _blurred(noise.normal(0, 1, picture.shape[:2]).astype(np.float32), 1.2)
        picture = 255 - (255 - picture) * np.clip(0.75 + 0.8 * cloth, 0.15, 1)[..., None]
    grain = rng.choice((1, 2, 4) if device == "scan" else (1, 2, 4, 8, 14))
    picture += noise.normal(0, grain, picture.shape[:2]).astype(np.float32)[..., None]
    if device in ("copy", "fax"):
        specks = noise.random(picture.shape[:2]) < rng.choice((0.0003, 0.001, 0.003))
        picture[specks] = rng.choice((0, 30))
    return np.clip(picture, 0, 255).astype(np.uint8)


def _blurred(picture: _Picture, sigma: float) -> _Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.float32)


def _in_two_tones(rng: Random, page: Pixels, device: str, dpi: int) -> Pixels:
    """Black and white alone, where the device knows nothing else."""
    height, width = page.shape[:2]
    if device == "fax":
        lines = max(int(height * rng.choice(_FAX_MODES) * _FAX_DPI / dpi), _LEAST_FAX_LINES)
        sent = _resized(_gray(page), width, lines, cv2.INTER_AREA)
        sent = _black_or_white(sent, rng.randint(120, 190))
        return _coloured(_resized(sent, width, height, cv2.INTER_NEAREST))
    if device == "bilevel" or (device == "copy" and rng.random() < 0.5):
        return _coloured(_black_or_white(_gray(page), rng.randint(110, 190)))
    return page


def _resized(page: Pixels, width: int, height: int, interpolation: int) -> Pixels:
    return np.asarray(cv2.resize(page, (width, height), interpolation=interpolation), np.uint8)


def _black_or_white(gray: Pixels, threshold: int) -> Pixels:
    return np.where(gray > threshold, np.uint8(255), np.uint8(0))


def _compressed(page: Pixels, quality: int) -> Pixels:
    _, jpeg = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8)
