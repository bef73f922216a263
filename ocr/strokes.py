"""How the ink of words lies: figures in which print and handwriting differ. Measures, never judges.

Print stands on one line, ends at few heights, and its strokes run in few directions; a hand does not keep to that.
All figures are relative to each word's own height, so that they hold for any size of letters. Words are measured many
at a time, side by side in one image, since calls on single words cost more than their pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Box, Pixels
from ocr.shapes import connected

_INK_BELOW = 150
_EDGE_ABOVE = 200
_DIRECTIONS = 18
_LEAST_EDGES = 30
_TOGETHER = 48
_MARGIN = 2
# Shapes lower than this part of the word are accents and dots.
_LETTER_SHARE = 0.3
_LETTER_PIXELS = 8
_MOST_LETTERS = 32
_LEVEL_SHARE = 0.05
_SINGLE_FEET, _SINGLE_HEADS = 0.9, 0.75

_Ints = NDArray[np.intp]
_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Strokes:
    """Figures of some words, all without unit, one of each for every word; all are 0 where `written` is false.

    `written`: whether there are letters at all;
    `disorder`: entropy of the directions in which ink ends (natural logarithm of 18 directions at most);
    `uprights`, `levels`: share of the steepest direction among upright and among level strokes;
    `slants`: share of strokes that are neither; `slope`: the steepest direction, in steps of ten degrees;
    `feet`, `heads`: share of the letters that end at the same height, below and above;
    `widest`, `usual`: width of the widest and of the usual connected shape, by the height of the word;
    `weight`: ink by edge; `fill`: ink by the boxes of its shapes.
    """

    written: NDArray[np.bool_]
    disorder: _Floats
    uprights: _Floats
    levels: _Floats
    slants: _Floats
    slope: _Floats
    feet: _Floats
    heads: _Floats
    widest: _Floats
    usual: _Floats
    weight: _Floats
    fill: _Floats


@dataclass(frozen=True)
class _Row:
    """Words side by side: their levelled ink, the pixels that belong to them, and whose each column is."""

    image: Pixels
    inside: Pixels
    owner: _Ints
    heights: _Floats


def strokes(gray: Pixels, boxes: Sequence[Box]) -> Strokes:
    """The figures of the words in `boxes` of a levelled gray page at the working resolution, in their order."""
    names = [figure.name for figure in fields(Strokes)]
    held = np.zeros((len(names), len(boxes)))
    # Words of like height leave little paper between them.
    order = sorted(range(len(boxes)), key=lambda i: boxes[i].height)
    for start in range(0, len(order), _TOGETHER):
        chosen = order[start : start + _TOGETHER]
        held[:, chosen] = _measured(_side_by_side(gray, [boxes[i] for i in chosen]))
    written = held[0] > 0
    return Strokes(written, *(np.where(written, figure, 0.0) for figure in held[1:]))


def _side_by_side(gray: Pixels, boxes: Sequence[Box]) -> _Row:
    parts = [
        gray[max(0, b.y0 - _MARGIN) : b.y1 + _MARGIN, max(0, b.x0 - _MARGIN) : b.x1 + _MARGIN] for b in boxes
    ]
    widths = [part.shape[1] + 1 for part in parts]
    size = (max(part.shape[0] for part in parts), sum(widths))
    image, inside = np.full(size, 255, np.uint8), np.zeros(size, np.uint8)
    x = 0
    for part, width in zip(parts, widths, strict=True):
        image[: part.shape[0], x : x + width - 1] = part
        # The rim of a cut-out has edges that the page does not have.
        inside[1 : part.shape[0] - 1, x + 1 : x + width - 2] = 1
        x += width
    heights = np.array([max(1, box.height) for box in boxes], np.float64)
    return _Row(image, inside, np.repeat(np.arange(len(boxes)), widths), heights)


def _measured(row: _Row) -> _Floats:
    count = row.heights.size
    across, down = cv2.spatialGradient(row.image)
    steepness = cv2.add(cv2.convertScaleAbs(across), cv2.convertScaleAbs(down))
    edges = (steepness > _EDGE_ABOVE) & (row.inside > 0)
    columns = np.nonzero(edges)[1]
    place = row.owner[columns] * _DIRECTIONS + _bins(across[edges], down[edges])
    share = np.bincount(place, minlength=count * _DIRECTIONS)
    share = share.reshape(count, _DIRECTIONS)
    total = share.sum(axis=1)
    ink = cv2.threshold(row.image, _INK_BELOW, 1, cv2.THRESH_BINARY_INV)[1] * row.inside
    inked = np.bincount(row.owner, weights=ink.sum(axis=0, dtype=np.int64), minlength=count)
    shapes = connected(np.asarray(ink, np.uint8))[1][1:]
    owner = row.owner[shapes[:, cv2.CC_STAT_LEFT]]
    letters = (shapes[:, cv2.CC_STAT_HEIGHT] >= _LETTER_SHARE * row.heights[owner]) & (
        shapes[:, cv2.CC_STAT_AREA] > _LETTER_PIXELS
    )
    shape = _shape(shapes[letters], owner[letters], row.heights)
    edged = np.maximum(1, total)
    written = (total >= _LEAST_EDGES) & (np.bincount(owner[letters], minlength=count) > 0)
    return np.vstack([written, *_directions(share / edged[:, None]), *shape[:4], inked / edged, shape[4]])


def _bins(across: NDArray[Any], down: NDArray[Any]) -> _Ints:
    """The direction of each edge, in eighteenths of a half turn."""
    if not across.size:
        # The library returns nothing at all for nothing.
        return np.zeros(0, np.intp)
    turned = cv2.phase(across.astype(np.float32), down.astype(np.float32), angleInDegrees=True)
    return (turned.ravel() / (180 / _DIRECTIONS)).astype(np.intp) % _DIRECTIONS


def _directions(share: _Floats) -> tuple[_Floats, ...]:
    smooth = share + 0.5 * np.roll(share, 1, axis=1) + 0.5 * np.roll(share, -1, axis=1)
    upright = np.concatenate((smooth[:, 15:], smooth[:, :4]), axis=1)
    held = np.where(share > 0, share, 1.0)
    return (
        -(held * np.log(held)).sum(axis=1),
        upright.max(axis=1),
        smooth[:, 7:12].max(axis=1),
        share[:, 3:7].sum(axis=1) + share[:, 11:15].sum(axis=1),
        np.argmax(upright, axis=1) - 3.0,
    )


def _shape(shapes: NDArray[Any], owner: _Ints, heights: _Floats) -> tuple[_Floats, ...]:
    """Feet, heads, widest, usual and fill of each word, from the shapes of its letters."""
    order = np.argsort(owner, kind="stable")
    shapes, owner = shapes[order], owner[order]
    place = np.arange(owner.size) - np.searchsorted(owner, owner)
    shapes, owner, place = (held[place < _MOST_LETTERS] for held in (shapes, owner, place))
    count = np.bincount(owner, minlength=heights.size)
    most = int(count.max(initial=1))
    top, width = shapes[:, cv2.CC_STAT_TOP], shapes[:, cv2.CC_STAT_WIDTH] / heights[owner]
    near = np.maximum(1.0, _LEVEL_SHARE * heights)
    ends = []
    for end in (top + shapes[:, cv2.CC_STAT_HEIGHT], top):
        table = np.full((heights.size, most), np.nan)
        table[owner, place] = end
        alike = (np.abs(table[:, :, None] - table[:, None, :]) <= near[:, None, None]).sum(axis=2)
        ends.append(alike.max(axis=1) / np.maximum(1, count))
    widths = np.full((heights.size, most), np.inf)
    widths[owner, place] = width
    widths.sort(axis=1)
    words, last = np.arange(heights.size), np.maximum(0, count - 1)
    usual = (widths[words, last // 2] + widths[words, (last + 1) // 2]) / 2
    boxes = shapes[:, cv2.CC_STAT_WIDTH] * shapes[:, cv2.CC_STAT_HEIGHT]
    fill = np.bincount(owner, weights=shapes[:, cv2.CC_STAT_AREA] / boxes, minlength=heights.size)
    feet = np.where(count == 1, _SINGLE_FEET, ends[0])
    heads = np.where(count == 1, _SINGLE_HEADS, ends[1])
    return feet, heads, widths[words, last], usual, fill / np.maximum(1, count)
