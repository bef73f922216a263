"""Parts of a page: what of its pixels and words lies inside polygons. What lies outside is gone, not hidden.

Coordinates are pixels of the master as everywhere (ocr/page.py). A pixel is inside when its middle is. Finds no
parts by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias, TypeVar

import numpy as np
from pikepdf import Name
from PIL import Image

from ocr.decode import decode
from ocr.limits import Limits
from ocr.page import Box, Line, PageText, Pixels
from ocr.pdfa_image import JPEG_QUALITY, Picture, bitonal_picture, flate_picture, jpeg_picture, picture
from ocr.reading import PageReading

Polygon: TypeAlias = tuple[tuple[int, int], ...]
T = TypeVar("T")

_WHITE = 255
# Filters that the image came with and that lost something already: kept without loss it would be far larger.
_LOSSY = (Name.DCTDecode, Name.JPXDecode)


def is_whole(polygons: Sequence[Polygon], width: int, height: int) -> bool:
    """Whether one of the polygons is the page itself, so that nothing is to be cut."""
    corners = {(0, 0), (width, 0), (width, height), (0, height)}
    return any(len(polygon) == 4 and set(polygon) == corners for polygon in polygons)


def mask_of(polygons: Sequence[Polygon], width: int, height: int) -> Pixels:
    """`(height, width)`: 1 inside any polygon (even-odd rule), 0 outside all of them."""
    found = np.zeros((height, width), np.uint8)
    for polygon in polygons:
        found |= _filled(polygon, width, height)
    return found


def _filled(polygon: Polygon, width: int, height: int) -> Pixels:
    crossings = np.zeros((height, width + 1), np.uint8)
    middles = np.arange(height) + 0.5
    for (x0, y0), (x1, y1) in pairwise((*polygon, polygon[0])):
        rows = np.flatnonzero((middles >= min(y0, y1)) & (middles < max(y0, y1)))
        if rows.size:
            at = x0 + (middles[rows] - y0) * (x1 - x0) / (y1 - y0)
            columns = np.clip(np.ceil(at - 0.5), 0, width).astype(np.int64)
            np.bitwise_xor.at(crossings, (rows, columns), 1)
    return np.asarray(np.bitwise_xor.accumulate(crossings, axis=1)[:, :width])


def holds(mask: Pixels, box: Box) -> bool:
    """Whether every pixel of `box` is inside; a box that leaves the page is not."""
    if box.x0 < 0 or box.y0 < 0 or box.x1 > mask.shape[1] or box.y1 > mask.shape[0]:
        return False
    return bool(mask[box.y0 : box.y1, box.x0 : box.x1].all())


def touches(mask: Pixels, box: Box) -> bool:
    """Whether any pixel of `box` is inside."""
    return bool(mask[max(0, box.y0) : box.y1, max(0, box.x0) : box.x1].any())


def cut_text(text: PageText, polygons: Sequence[Polygon]) -> PageText:
    """The same page with only the words that lie wholly inside; a word on the border belongs to neither side."""
    if is_whole(polygons, text.width, text.height):
        return text
    return _cut(text, mask_of(polygons, text.width, text.height))


def cut_reading(reading: PageReading, polygons: Sequence[Polygon]) -> PageReading:
    """The same reading with only the words and codes that lie wholly inside."""
    text = reading.text
    if is_whole(polygons, text.width, text.height):
        return reading
    mask, unread = mask_of(polygons, text.width, text.height), reading.unread
    marks, stamps, figures = (
        tuple(mark for mark in held if holds(mask, mark.box))
        for held in (reading.marks, reading.stamps, reading.figures)
    )
    hidden, dotted = (
        tuple(box for box in held if touches(mask, box)) for held in (reading.hidden, reading.dotted)
    )
    return replace(
        reading,
        text=_cut(text, mask),
        marks=marks,
        stamps=stamps,
        hidden=hidden,
        dotted=dotted,
        figures=figures,
        unread=None if unread is None else tuple(box for box in unread if touches(mask, box)),
    )


def _cut(text: PageText, mask: Pixels) -> PageText:
    lines = (Line(tuple(word for word in line.words if holds(mask, word.box))) for line in text.lines)
    handwriting = tuple(box for box in text.handwriting if touches(mask, box))
    return replace(text, lines=tuple(line for line in lines if line.words), handwriting=handwriting)


def joined_reading(one: PageReading, other: PageReading) -> PageReading:
    """Two parts of one page's reading as one: what `other` holds beyond `one` stands behind it, nothing twice."""
    known = {word for line in one.text.lines for word in line.words}
    lines = (Line(tuple(word for word in line.words if word not in known)) for line in other.text.lines)
    new_lines = tuple(line for line in lines if line.words)
    boxes = _with(one.text.handwriting, other.text.handwriting)
    text = replace(one.text, lines=(*one.text.lines, *new_lines), handwriting=boxes)
    marks, stamps = _with(one.marks, other.marks), _with(one.stamps, other.stamps)
    hidden, dotted = _with(one.hidden, other.hidden), _with(one.dotted, other.dotted)
    figures = _with(one.figures, other.figures)
    both = one.unread is not None and other.unread is not None
    unread = _with(one.unread or (), other.unread or ()) if both else None
    return replace(
        one,
        text=text,
        marks=marks,
        stamps=stamps,
        hidden=hidden,
        dotted=dotted,
        figures=figures,
        unread=unread,
    )


def _with(known: tuple[T, ...], more: tuple[T, ...]) -> tuple[T, ...]:
    return (*known, *(each for each in more if each not in known))


def words_on_the_border(text: PageText, polygons: Sequence[Polygon]) -> int:
    """How many words lie partly inside: the border runs through what is written."""
    if is_whole(polygons, text.width, text.height):
        return 0
    mask = mask_of(polygons, text.width, text.height)
    return sum(touches(mask, word.box) and not holds(mask, word.box) for word in text.words)


def blank_outside(pixels: Pixels, polygons: Sequence[Polygon]) -> Pixels:
    """A copy of equal size in which everything outside is white."""
    height, width = pixels.shape[:2]
    outside = mask_of(polygons, width, height) == 0
    made = pixels.copy()
    made[outside] = _WHITE
    return made


def cut_picture(path: Path, number: int, polygons: Sequence[Polygon], limits: Limits) -> Picture:
    """The image of a page with white outside, of the page's own size. Raises PageUnreadable.

    It is coded anew: black and white stays so, what came with losses becomes JPEG of quality 90, the rest is kept
    without loss.
    """
    whole = picture(path, number, limits)
    page = decode(path, number, limits)
    if is_whole(polygons, page.width, page.height):
        return whole
    pixels = blank_outside(page.pixels, polygons)
    coded = whole.entries.get("Filter")
    if coded == Name.CCITTFaxDecode:
        made = bitonal_picture(Image.fromarray(pixels))
    elif coded in _LOSSY:
        made = jpeg_picture(pixels, JPEG_QUALITY)
    else:
        made = flate_picture(pixels)
    return replace(made, master=(page.width, page.height), dpi=whole.dpi or page.dpi)
