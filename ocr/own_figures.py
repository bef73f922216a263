"""Which numbers of documents a printer set: their figures have the shapes of other figures on the same page.

A pen's figures may read the same way in every way of reading, and still be others. Print repeats its shapes: the
figures of a number are laid over those that the page prints elsewhere, in its years and sums. A pen and a numbering
machine match none of them. Says where print stands and which figures it is; reads nothing anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Box, Line, Mark, Pixels, Word
from ocr.shapes import connected

KIND = "figures"
# Numbers before a symbol, in the head of a page: "43/QĐ-UBND", "12-CV/ĐU", "43/2019/NĐ-CP".
_NUMBER = re.compile(r"(?<![\w/.,])\d{1,5}(?=\s?[/-]\s?(?:\d{4}\s?/\s?)?[A-ZĐÐ])")
_HEAD = 0.45
_SAMPLE = re.compile(r"\d[\d./,;:]*")
_SURE, _INK_BELOW = 0.85, 150
# In heights of a figure: the lowest shape that is one, how far those of a word may differ, the rim around a sample.
_TALL, _ALIKE, _RIM = 0.75, 0.12, 2
_MOST_SAMPLES = 4
# Grain of a scan is no shape; in pixels.
_SOFT = 1.0
# A head is set in the size of the text or up to a sixth smaller.
_SIZES = (0.84, 0.89, 0.94, 1.0, 1.04)
# A numbering machine sets its figures a fifth further apart.
_PITCH = (0.9, 1.1)
_NEAR = 3
_LEAST_MATCHED = 2
# Own figures match with this at least, on the average with that, each ahead of every other figure; no further one
# stands beside them. Of 7 numbers by pen or machine that were read right the best had 0.76 and 0.84.
_MATCHES, _MEAN, _AHEAD, _BESIDE = 0.8, 0.87, 0.08, 0.8

_Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Fit:
    """How a number lies over the figures of its page: for each figure how well its own samples match (-1 to 1; None
    where the page has no sample of it) and those of the figure that matches best besides.
    """

    own: tuple[float | None, ...]
    other: tuple[float, ...]
    beside: float = 0.0


@dataclass(frozen=True)
class _Print:
    """Samples of each figure that a page prints, their usual height in pixels, and the distance between the middles of
    two neighbours in heights.
    """

    samples: Mapping[str, Sequence[Pixels]]
    height: float
    pitch: float


def own_figures(gray: Pixels, lines: Sequence[Line]) -> tuple[Mark, ...]:
    """The numbers before a symbol in the head of a page whose figures are of the page's own print, as marks whose text
    is the figures; `gray` is the levelled page, upright, ink dark, in the pixels that `lines` have their boxes in.
    """
    return tuple(Mark(KIND, text, box) for text, box, fit in fits(gray, lines) if is_own(fit))


def is_own(fit: Fit) -> bool:
    """Whether a number of this fit is print: figures that the page has samples of match them and nothing else."""
    known = [(own, other) for own, other in zip(fit.own, fit.other, strict=True) if own is not None]
    if len(known) < max(_LEAST_MATCHED, len(fit.own) / 2) or fit.beside > _BESIDE:
        return False
    own = [match for match, _ in known]
    ahead = all(match - other >= _AHEAD for match, other in known)
    return min(own) >= _MATCHES and sum(own) / len(own) >= _MEAN and ahead


def fits(gray: Pixels, lines: Sequence[Line]) -> Iterator[tuple[str, Box, Fit]]:
    """The figures, the word and the fit of each number before a symbol in the head of a page."""
    wanted = list(_numbers(lines, _HEAD * gray.shape[0]))
    if not wanted:
        return
    soft = np.asarray(cv2.GaussianBlur(gray, (0, 0), _SOFT), np.uint8)
    found = _print_of(
        gray, soft, [w for line in lines for w in line.words], {word.box for word, _, _ in wanted}
    )
    if found is None:
        return
    for word, text, share in wanted:
        fit = _fit(soft, word.box, (text, share), found)
        if fit is not None:
            yield text, word.box, fit


def _numbers(lines: Sequence[Line], foot: float) -> Iterator[tuple[Word, str, tuple[float, float]]]:
    """Each number with its word and the part of the word's width in which it stands."""
    for line in lines:
        at = 0
        for word in line.words:
            for found in _NUMBER.finditer(line.text):
                if at <= found.start() < at + len(word.text) and word.box.y0 < foot:
                    start, end = found.start() - at, found.end() - at
                    yield word, found[0], (start / len(word.text), end / len(word.text))
            at += len(word.text) + 1


def _print_of(gray: Pixels, soft: Pixels, words: Sequence[Word], but: set[Box]) -> _Print | None:
    """The figures of the words that hold nothing else, were read surely, and fall into as many shapes."""
    held: dict[str, list[tuple[int, Pixels]]] = {}
    pitches: list[float] = []
    for word in words:
        if word.confidence < _SURE or word.box in but or not _SAMPLE.fullmatch(word.text):
            continue
        boxes = _shapes_of(gray, word)
        for sign, box in boxes:
            part = soft[max(0, box.y0 - _RIM) : box.y1 + _RIM, max(0, box.x0 - _RIM) : box.x1 + _RIM]
            held.setdefault(sign, []).append((box.height, part))
        pitches += [
            (b.x0 + b.x1 - a.x0 - a.x1) / 2 / a.height
            for (one, a), (two, b) in pairwise(boxes)
            if one + two in word.text
        ]
    held.pop("/", None)
    if not held or not pitches:
        return None
    height = float(np.median([tall for parts in held.values() for tall, _ in parts]))
    near = max(1.5, _ALIKE * height)
    samples = {
        sign: [part for tall, part in parts if abs(tall - height) <= near][:_MOST_SAMPLES]
        for sign, parts in held.items()
    }
    return _Print(
        {sign: parts for sign, parts in samples.items() if parts}, height, float(np.median(pitches))
    )


def _shapes_of(gray: Pixels, word: Word) -> list[tuple[str, Box]]:
    """The figures and strokes of a word with their boxes; none where its shapes are more, fewer or of unlike height."""
    left, top = max(0, word.box.x0 - _RIM), max(0, word.box.y0 - _RIM)
    part = gray[top : word.box.y1 + _RIM, left : word.box.x1 + _RIM]
    if not part.size:
        return []
    shapes = connected(np.asarray(part < _INK_BELOW, np.uint8))[1][1:, :4].tolist()
    tallest = max((h for _, _, _, h in shapes), default=0)
    tall = sorted((x, y, w, h) for x, y, w, h in shapes if h >= _TALL * tallest)
    signs = [sign for sign in word.text if sign.isdigit() or sign == "/"]
    figures = [box for sign, box in zip(signs, tall, strict=False) if sign != "/"]
    if len(tall) != len(signs) or not figures:
        return []
    near = max(2.0, _ALIKE * tallest)
    if any(np.ptp([box[side] for box in figures]) > near for side in (1, 3)):
        return []
    return [
        (sign, Box(left + x, top + y, left + x + w, top + y + h))
        for sign, (x, y, w, h) in zip(signs, tall, strict=True)
    ]


def _fit(gray: Pixels, box: Box, number: tuple[str, tuple[float, float]], found: _Print) -> Fit | None:
    """The best fit of the figures over the number in any of the sizes; None where no sample is small enough."""
    text, (start, end) = number
    room = round(0.6 * found.height)
    x0, x1 = round(box.x0 + start * box.width) - room, round(box.x0 + end * box.width) + room
    part = gray[max(0, box.y0 - room // 2) : box.y1 + room // 2, max(0, x0) : x1]
    best: tuple[float, Fit] | None = None
    for size in _SIZES:
        scaled = cv2.resize(part, None, fx=1 / size, fy=1 / size, interpolation=cv2.INTER_LINEAR)
        maps = {sign: _matches(np.asarray(scaled, np.uint8), parts) for sign, parts in found.samples.items()}
        if not any(sign in maps for sign in text):
            return None
        worth, fit = _laid(text, maps, found.pitch * found.height)
        if best is None or worth > best[0]:
            best = worth, fit
    return None if best is None else best[1]


def _matches(part: Pixels, samples: Sequence[Pixels]) -> _Floats:
    """How well the best of `samples` matches with its middle on each pixel; -1 where it would leave the part."""
    best = np.full(part.shape, -1, np.float32)
    for sample in samples:
        height, width = sample.shape
        if height > part.shape[0] or width > part.shape[1]:
            continue
        found = cv2.matchTemplate(part, sample, cv2.TM_CCOEFF_NORMED)
        place = best[height // 2 : height // 2 + found.shape[0], width // 2 : width // 2 + found.shape[1]]
        np.maximum(place, found, out=place)
    return best


def _laid(text: str, maps: Mapping[str, _Floats], pitch: float) -> tuple[float, Fit]:
    """The figures of `text` laid in one row, a pitch apart, where they match best: their sum, and the fit."""
    width = next(iter(maps.values())).shape[1]
    rows = [maps[sign].max(axis=0) if sign in maps else np.zeros(width, np.float32) for sign in text]
    least, most = (round(part * pitch) for part in _PITCH)
    total, ways = rows[0].astype(np.float64), []
    for row in rows[1:]:
        reached = np.full(width, -9.0)
        way = np.zeros(width, np.intp)
        for x in range(least, width):
            first = max(0, x - most)
            way[x] = first + int(np.argmax(total[first : x - least + 1]))
            reached[x] = total[way[x]] + row[x]
        total = reached
        ways.append(way)
    at = [int(np.argmax(total))]
    for way in reversed(ways):
        at.append(int(way[at[-1]]))
    at.reverse()
    return float(total.max()), _fit_at(text, maps, at, pitch)


def _fit_at(text: str, maps: Mapping[str, _Floats], at: Sequence[int], pitch: float) -> Fit:
    own: list[float | None] = []
    other: list[float] = []
    for sign, x in zip(text, at, strict=True):
        around = {
            name: float(found[:, max(0, x - _NEAR) : x + _NEAR + 1].max()) for name, found in maps.items()
        }
        own.append(around.pop(sign, None))
        other.append(max(around.values(), default=-1.0))
    ends = [x for x in (round(at[0] - pitch), round(at[-1] + pitch)) if x >= 0]
    beside = [
        float(found[:, max(0, x - _NEAR) : x + _NEAR + 1].max(initial=-1))
        for x in ends
        for found in maps.values()
    ]
    return Fit(tuple(own), tuple(other), max(beside, default=-1.0))
