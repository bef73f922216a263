"""Second readings: a place of a page read once more, each time prepared in another way.

For whoever doubts a word of the first reading: the field extractor asks for the boxes of doubtful words
(`ReaderPool.read_again` in a pool, `read_again` beside an engine), hands the readings of each box to
`ocr.second_reading.agreed`, and takes an agreed text only as a better proposal; without agreement, or where it differs
from a sure first reading, a person looks. Fields of digits are asked for with `letters`. Looks for no handwriting: in
a region that the first reading marked as written by hand, agreement proves nothing and must not be asked for.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import cv2
import numpy as np

from ocr.cleanup import CleanupOptions, Prepared, guessed_dpi, prepare, turned
from ocr.clear_page import ClearPage, cleared
from ocr.columns import in_reading_order
from ocr.engine import OcrEngine
from ocr.lines import TextLine, find_lines
from ocr.page import Baseline, Box, PageImage, PageText, Pixels, Word
from ocr.recognition import read_lines
from ocr.second_reading import SecondReading, second_reading

# Around a place as much is prepared with it as shows a whole seal and the slope of its line.
_AROUND_INCHES = 1.7
# As far beyond the box a letter may reach; half a space of small print.
_MARGIN_INCHES = 0.02
# A line belongs to the box when its middle is this deep inside, in heights of its letters.
_INSIDE = 0.25
# An A4 page at 300 dpi; what is larger is prepared more coarsely, so that no box takes more memory than a page.
_MOST_PIXELS = 9_000_000
_USUAL_DPI = 300
# No line of print fits into less; nor do the steps of cleanup.
_LEAST_INCHES = 0.05
_SOFT_SIGMA_INCHES = 0.004


@dataclass(frozen=True)
class Variant:
    """One way of preparing a place. `dpi`: least and most; the master's own in between.

    `steps`: "seals", "pens", "background", "leaders", "gray_seals", "rules" as in CleanupOptions, "soft" (light blur
    against grain), "ink" (black on white by Sauvola's threshold). `other`: read by the second network.
    """

    name: str
    dpi: tuple[float, float]
    steps: frozenset[str]
    other: bool = False


_OF_CLEANUP = ("seals", "pens", "background", "leaders", "gray_seals", "rules")
_CLEAR = frozenset(_OF_CLEANUP)
VARIANTS = (
    # As the first reading.
    Variant("clear", (200, 200), _CLEAR),
    # Small print.
    Variant("fine", (300, 400), _CLEAR),
    Variant("other_fine", (300, 400), _CLEAR, other=True),
    Variant("ink", (300, 300), _CLEAR | {"ink"}),
    # Grain of a photocopy or of the sensor.
    Variant("soft", (200, 200), _CLEAR | {"soft"}),
    Variant("other_soft", (200, 200), _CLEAR | {"soft"}, other=True),
    # Print that the red channel lost or that went with a seal.
    Variant("plain", (200, 200), _CLEAR - {"seals", "pens", "gray_seals"}),
)


def read_again(
    page: PageImage,
    boxes: Sequence[Box],
    rotation: int,
    engine: OcrEngine,
    variants: Sequence[Variant] = VARIANTS,
    letters: str | None = None,
    other: OcrEngine | None = None,
) -> list[tuple[SecondReading, ...]]:
    """For each box what each of `variants` reads in it, in their order; without `other`, the engine with the second
    network, its variants are left out.

    `boxes` are in master pixels, `rotation` is that of the first reading (clockwise degrees that turn the master
    upright). With `letters` nothing but them is read. A box that is empty or beyond the page holds no words.
    Raises EngineFailed, and ValueError for a rotation that is none or an empty restriction.
    """
    if rotation % 90 or letters == "":
        raise ValueError("rotation goes by quarter turns, and a restriction names its letters")
    variants = [variant for variant in variants if other is not None or not variant.other]
    dpi = page.dpi or guessed_dpi(page.width, page.height)
    found: dict[int, list[tuple[Word, ...]]] = {number: [] for number in range(len(boxes))}
    for region in _regions(page, boxes, dpi):
        for sheet, variant in _sheets(page, region, (dpi, rotation // 90), variants):
            for number, box in region.boxes:
                reader = other if other is not None and variant.other else engine
                found[number].append(_words(sheet, box, variant, reader, letters))
    empty: list[tuple[Word, ...]] = [()] * len(variants)
    return [
        tuple(
            second_reading(variant.name, words)
            for variant, words in zip(variants, found[number] or empty, strict=True)
        )
        for number in range(len(boxes))
    ]


@dataclass(frozen=True)
class _Region:
    """A part of the master that is prepared at once for all `boxes` (with their numbers) in its middle."""

    around: Box
    boxes: tuple[tuple[int, Box], ...]


@dataclass(frozen=True)
class _Sheet:
    """A region prepared: its page, its lines, and the size (width, height) of the master it leads back to."""

    prepared: Prepared
    clear: ClearPage
    lines: list[TextLine]
    dpi: float
    master: tuple[int, int]


def _regions(page: PageImage, boxes: Sequence[Box], dpi: float) -> list[_Region]:
    """Regions around all boxes that hold pixels of the page; those that share much become one."""
    margin = max(1, round(dpi * _AROUND_INCHES))
    regions: list[_Region] = []
    for number, box in enumerate(boxes):
        inside = _clamped(box, page, 0)
        if inside.width <= 0 or inside.height <= 0:
            continue
        region = _Region(_clamped(inside, page, margin), ((number, inside),))
        if min(region.around.width, region.around.height) < _LEAST_INCHES * dpi:
            continue
        mate = next((other for other in regions if _cheaper_as_one(region, other, dpi)), None)
        while mate is not None:
            regions.remove(mate)
            region = _Region(Box.around((region.around, mate.around)), mate.boxes + region.boxes)
            mate = next((other for other in regions if _cheaper_as_one(region, other, dpi)), None)
        regions.append(region)
    return regions


def _cheaper_as_one(one: _Region, other: _Region, dpi: float) -> bool:
    joined = _area(Box.around((one.around, other.around)))
    return joined <= min(_area(one.around) + _area(other.around), _MOST_PIXELS * (dpi / _USUAL_DPI) ** 2)


def _area(box: Box) -> int:
    return box.width * box.height


def _clamped(box: Box, page: PageImage, margin: int) -> Box:
    x0, y0 = max(0, box.x0 - margin), max(0, box.y0 - margin)
    return Box(x0, y0, min(page.width, box.x1 + margin), min(page.height, box.y1 + margin))


def _sheets(
    page: PageImage, region: _Region, lie: tuple[float, int], variants: Sequence[Variant]
) -> Iterator[tuple[_Sheet, Variant]]:
    """The region prepared for each variant. `lie`: dpi of the master and quarter turns that make it upright.

    Neighbours in the list that need the same preparation share it; only one is held at a time.
    """
    around = region.around
    pixels = np.ascontiguousarray(page.pixels[around.y0 : around.y1, around.x0 : around.x1])
    image, master = PageImage(pixels, lie[0], page.number), (page.width, page.height)
    finest = lie[0] * math.sqrt(_MOST_PIXELS / _area(around))

    def preparation(variant: Variant) -> tuple[float, frozenset[str]]:
        least, most = variant.dpi
        return min(max(lie[0], least), most, finest), variant.steps - {"ink"}

    for (dpi, steps), sharing in groupby(variants, key=preparation):
        prepared = _prepared(image, (around.x0, around.y0), dpi, steps)
        prepared = turned(prepared, lie[1])
        clear = cleared(prepared, _options(steps), dpi)
        sheet = _Sheet(prepared, clear, find_lines(clear.ink), dpi, master)
        yield from ((sheet, variant) for variant in sharing)


def _options(steps: frozenset[str]) -> CleanupOptions:
    """The steps of page cleanup; a place keeps the borders and the skew of its page."""
    return CleanupOptions(
        **{step: step in steps for step in _OF_CLEANUP},
        perspective=False,
        borders=False,
        orientation=False,
        skew=False,
        spread=False,
    )


def _prepared(image: PageImage, corner: tuple[int, int], dpi: float, steps: frozenset[str]) -> Prepared:
    """A part of the master that begins at `corner`, with the way back to the whole."""
    prepared = prepare(image, _options(steps), dpi)
    from_page = np.array([[1, 0, -corner[0]], [0, 1, -corner[1]], [0, 0, 1]], np.float64)
    prepared = replace(prepared, to_work=prepared.to_work @ from_page)
    if "soft" not in steps:
        return prepared
    soft = cv2.GaussianBlur(prepared.gray, (0, 0), dpi * _SOFT_SIGMA_INCHES)
    return replace(prepared, gray=np.asarray(soft, np.uint8))


def _words(
    sheet: _Sheet, place: Box, variant: Variant, engine: OcrEngine, letters: str | None
) -> tuple[Word, ...]:
    clear, box = sheet.clear, _on_image(place, sheet.prepared)
    gray = np.asarray(cv2.bitwise_not(clear.ink), np.uint8) if "ink" in variant.steps else clear.gray
    margin = max(1, round(sheet.dpi * _MARGIN_INCHES))
    lines = [cut(line, box, margin) for line in sheet.lines if _within(line, box)]
    read = read_lines(alone(gray, box, margin), lines, engine, sheet.dpi, letters)
    height, width = gray.shape
    text = PageText(width, height, 0, tuple(line for line in read if line is not None), engine.name)
    return _on_master(in_reading_order(text).words, sheet.prepared, sheet.master)


def _on_image(box: Box, prepared: Prepared) -> Box:
    corners = np.array([[[box.x0, box.y0], [box.x1, box.y1]]], np.float64)
    (x0, y0), (x1, y1) = cv2.perspectiveTransform(corners, prepared.to_work)[0].tolist()
    left, right, top, foot = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    return Box(math.floor(left), math.floor(top), math.ceil(right), math.ceil(foot))


def _within(line: TextLine, box: Box) -> bool:
    """Whether the box was drawn around this line, maybe among others. Upright boxes of sloping lines also hold the
    corners of their neighbours.
    """
    shared = min(line.box.x1, box.x1) - max(line.box.x0, box.x0)
    if shared <= 0:
        return False
    middle = line.base + line.drop((box.x0 + box.x1) / 2) - line.height / 2
    depth = _INSIDE * line.height + abs(line.slope) * shared / 2
    return box.y0 + depth <= middle <= box.y1 - depth


def cut(line: TextLine, box: Box, margin: int) -> TextLine:
    """The part of the line that stands in the box."""
    x0, x1 = max(line.box.x0, box.x0 - margin), min(line.box.x1, box.x1 + margin)
    return replace(line, box=Box(x0, line.box.y0, x1, line.box.y1))


def alone(gray: Pixels, box: Box, margin: int) -> Pixels:
    """White on both sides of the box, so that no neighbour reaches into what is cut out."""
    lonely = gray.copy()
    lonely[:, : max(0, box.x0 - margin)] = 255
    lonely[:, box.x1 + margin :] = 255
    return lonely


def _on_master(words: Sequence[Word], prepared: Prepared, size: tuple[int, int]) -> tuple[Word, ...]:
    boxes = prepared.boxes_on_master([word.box for word in words], *size)
    ends = np.array([word.baseline.as_list() if word.baseline else [0] * 4 for word in words], np.float64)
    on_master = np.rint(prepared.points_on_master(ends.reshape(-1, 2))).astype(int).reshape(-1, 4).tolist()
    return tuple(
        replace(word, box=box, baseline=Baseline(*base) if word.baseline else None)
        for word, box, base in zip(words, boxes, on_master, strict=True)
    )
