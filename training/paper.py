"""A page of lines, drawn, with the place of each word. Its words are of no one's papers; nothing spoils it yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

import cv2
import numpy as np
from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

from ocr.page import Pixels
from training.setting import FINE, HEIGHT, WIDTH, Ink, Leaders, Setting, setting
from training.typefaces import Typefaces
from training.values import written_line
from training.words import Words

PAPER_DPI = 300
# From a drawn pixel to one of the page.
_SCALE = 1.5 / FINE
_WHITE = (255, 255, 255)
# Darker than the lightest ink that anything is set in, edges apart.
_INK = 170
_HEAD, _FOOT = 150 * FINE, 140 * FINE
# Above and below the baseline, in sizes of the type: capitals, and what of a line is sure to be ink.
_CAPITALS, _BELOW = 0.72, 0.05


@dataclass(frozen=True)
class PlacedWord:
    """A word with the body of its letters in pixels of the page; `line` counts from 0, a label and its value alike.

    `ink` is the share of its body that the print covers, before anything spoils it.
    """

    line: int
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    ink: float


@dataclass(frozen=True)
class Paper:
    """A page in colour at 300 dpi and its words in the order they were set."""

    pixels: Pixels
    words: tuple[PlacedWord, ...]


def paper(rng: Random, faces: Typefaces, words: Words) -> Paper:
    """A page full of lines, in any manner."""
    manner = setting(rng, faces)
    image = Image.new("RGB", (WIDTH, HEIGHT), _WHITE)
    sheet = _Sheet(rng, manner, ImageDraw.Draw(image))
    baseline = float(_HEAD)
    while baseline < HEIGHT - _FOOT:
        if rng.random() < 0.06:
            baseline += manner.pitch
        sheet.set_line(baseline, *written_line(rng, words))
        baseline += manner.pitch
    size = (round(WIDTH * _SCALE), round(HEIGHT * _SCALE))
    pixels = np.asarray(cv2.resize(np.asarray(image), size, interpolation=cv2.INTER_AREA), np.uint8)
    return Paper(pixels, tuple(_reduced(word, pixels) for word in sheet.words))


def _reduced(word: _SetWord, pixels: Pixels) -> PlacedWord:
    x0, y0, x1, y1 = (place * _SCALE for place in word.body)
    body = pixels[round(y0) : round(y1), round(x0) : round(x1), 1]
    return PlacedWord(word.line, word.text, x0, y0, x1, y1, float((body < _INK).mean()))


@dataclass(frozen=True)
class _SetWord:
    """A word with its body (left, top, right, foot) in drawn pixels."""

    line: int
    text: str
    body: tuple[float, float, float, float]


@dataclass
class _Sheet:
    """A page while lines are set on it, in drawn pixels."""

    rng: Random
    manner: Setting
    draw: ImageDraw.ImageDraw
    words: list[_SetWord] = field(default_factory=list)
    lines: int = 0

    def set_line(self, baseline: float, label: str, value: str) -> None:
        rng, manner = self.rng, self.manner
        x = manner.left + (rng.randint(0, 300) * FINE if rng.random() < 0.2 else 0.0)
        if label:
            x = self._set(label, x, baseline, manner.label, manner.label_ink)
            self._set_leaders(x, baseline)
            if rng.random() < 0.3:
                x += rng.randint(10, 160) * FINE
            x += manner.shift[0]
            baseline += manner.shift[1]
        self._set(value, x, baseline, manner.value, manner.value_ink)
        self.lines += 1

    def _set(self, text: str, x: float, baseline: float, font: FreeTypeFont, ink: Ink) -> float:
        """Sets words as far as the margin, and says where the next would begin."""
        for word in text.split(" "):
            end = x + font.getlength(word)
            if end > self.manner.right:
                break
            for part, place, height in self._parts(word, x, baseline, font):
                self.draw.text((place, height), part, font=font, fill=ink, anchor="ls")
            top, foot = baseline - _CAPITALS * font.size, baseline + _BELOW * font.size
            self.words.append(_SetWord(self.lines, word, (x, top, end, foot)))
            x = end + font.getlength(" ") * self.rng.choice((1, 1, 1, 1.25))
        return x

    def _parts(
        self, word: str, x: float, baseline: float, font: FreeTypeFont
    ) -> Iterator[tuple[str, float, float]]:
        """What is drawn at once: the word, or each letter of a typewriter at a height of its own."""
        if not (self.manner.uneven and font is self.manner.value):
            yield word, x, baseline
            return
        for letter in word:
            yield letter, x, baseline + self.rng.randint(-2, 2) * FINE // 2
            x += font.getlength(letter)

    def _set_leaders(self, start: float, baseline: float) -> None:
        leaders = self.manner.leaders
        height = baseline + self.rng.randint(0, 3) * FINE
        if leaders.rise is not None:
            height = baseline + self.manner.shift[1] - leaders.rise
        _draw_leaders(self.draw, leaders, (start, self.manner.right, height), self.manner.label_ink)


def _draw_leaders(
    draw: ImageDraw.ImageDraw, leaders: Leaders, place: tuple[float, float, float], ink: Ink
) -> None:
    """`place`: left, right and height of the line, in drawn pixels."""
    x, right, height = place
    below = height + 3 * FINE
    if leaders.kind == "rule":
        draw.line((x, below, right, below), fill=ink, width=2 * FINE)
    while leaders.kind in ("dots", "square", "dash") and x < right:
        dot = (x - leaders.radius, height - leaders.radius, x + leaders.radius, height + leaders.radius)
        if leaders.kind == "dots":
            draw.ellipse(dot, fill=ink)
        elif leaders.kind == "square":
            draw.rectangle(dot, fill=ink)
        else:
            draw.line((x, below, x + 8 * FINE, below), fill=ink, width=FINE + 1)
        x += 14 * FINE if leaders.kind == "dash" else leaders.step
