"""What lies on a page beside its print: tinted paper, woven ground, seals, and strokes of pens over words.

Everything stays so thin or so pale that a person still reads what stands below it.
"""

from __future__ import annotations

import math
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Pixels
from training.seals import sealed
from training.typefaces import Typefaces

_GROUNDS = ((1.0, 0.72, 0.76), (0.74, 0.94, 0.8), (0.96, 0.9, 0.66), (0.8, 0.8, 0.8), (0.78, 0.86, 0.97))
_PENS = ((25, 30, 140), (20, 20, 60), (40, 40, 40), (60, 40, 150))
_RINGS = (*_PENS, (190, 50, 60), (110, 110, 110), (150, 150, 150))


def marked(rng: Random, page: Pixels, faces: Typefaces) -> tuple[Pixels, bool]:
    """The page with whatever lies on it, and whether a pen or a ring crosses its words. `page` is left as it is."""
    if rng.random() < 0.25:
        page = _tinted(rng, page)
    if rng.random() < 0.2:
        page = rng.choice((_woven, _rosettes))(rng, page)
    if rng.random() < 0.45:
        page = sealed(rng, page, faces, rng.choice((1, 2, 6, 10, 14)))
    crossed = rng.random() < 0.35
    return (np.minimum(page, _strokes(rng, page)) if crossed else page), crossed


def _tinted(rng: Random, page: Pixels) -> Pixels:
    tint = np.array([rng.randint(225, 250), rng.randint(220, 245), rng.randint(200, 240)]) / 255
    return np.asarray(page * tint, np.uint8)


def _woven(rng: Random, page: Pixels) -> Pixels:
    """Wavy lines of a printed ground, as certificates have it."""
    y, x = np.mgrid[0 : page.shape[0], 0 : page.shape[1]]
    frequency = rng.uniform(0.02, 0.06)
    line = np.sin(x * frequency + 8 * np.sin(y * frequency * 0.3)) > 0.93
    ground = page.copy()
    ground[line] = (ground[line] * np.array([0.86, 0.8, 0.9])).astype(np.uint8)
    return ground


def _rosettes(rng: Random, page: Pixels) -> Pixels:
    """Fine closed curves about a few middles, as the ground of certificates has them in a pale colour."""
    white = np.full_like(page, 255)
    colour = tuple(round(255 * share) for share in rng.choice(_GROUNDS))
    turn = np.linspace(0, 2 * math.pi, 720)
    for _ in range(rng.randint(1, 4)):
        centre = np.array([rng.randint(0, page.shape[1]), rng.randint(0, page.shape[0])])
        radius, waves, depth = rng.randint(200, 900), rng.randint(5, 24), rng.uniform(0.1, 0.4)
        for phase in np.linspace(0, 2 * math.pi / waves, rng.randint(6, 16)):
            reach = radius * (1 + depth * np.sin(waves * (turn + phase)))
            curve = np.stack([reach * np.cos(turn), reach * np.sin(turn)], axis=1) + centre
            points = np.rint(curve).astype(np.int32).reshape(-1, 1, 2)
            cv2.polylines(white, [points], True, colour, rng.choice((1, 2)), cv2.LINE_AA)
    return np.minimum(page, white)


def _strokes(rng: Random, page: Pixels) -> Pixels:
    """Thin arcs of rings and a few curves of a pen on white, anywhere on the page."""
    white = np.full_like(page, 255)
    height, width = page.shape[:2]
    for _ in range(rng.randint(2, 6)):
        centre = rng.randint(0, width), rng.randint(0, height)
        radius, start = rng.randint(120, 260), rng.randint(0, 360)
        end, thick = start + rng.randint(90, 360), rng.randint(2, 4)
        cv2.ellipse(white, centre, (radius, radius), 0, start, end, rng.choice(_RINGS), thick, cv2.LINE_AA)
    for _ in range(rng.choice((4, 8, 12, 30))):
        corner = np.array([rng.randint(0, width), rng.randint(0, height)])
        points = (_curve(rng) + corner).reshape(-1, 1, 2)
        cv2.polylines(white, [points], False, rng.choice(_PENS), rng.randint(2, 5), cv2.LINE_AA)
    return white


def _curve(rng: Random) -> NDArray[np.int32]:
    """A swinging stroke from (0, 0), some centimetres long."""
    reach, height, swings = rng.randint(200, 700), rng.randint(40, 160), rng.uniform(0.5, 3)
    along = np.linspace(0, 1, 60)
    lean = rng.uniform(-0.5, 0.5)
    y = height * np.sin(2 * math.pi * swings * along + rng.uniform(0, 6)) + lean * reach * along
    return np.rint(np.stack([reach * along, y], axis=1)).astype(np.int32)
