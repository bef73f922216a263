"""Invisible text over a page image: the content stream that makes a scan searchable. Knows boxes, not
documents.

One run per line, in a frame of its own: where the line's baselines are known the run follows them, also uphill;
where they are not, a straight line through the middles of the boxes stands in. All numbers are pixels of the
upright page (origin bottom left), so that most are short whole ones.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from ocr.glyphless import ADVANCE, ASCENT, SPACE_ADVANCE, UNITS, shown
from ocr.page import Baseline, Box, Line, PageText, Word

_EM, _SPACE = ADVANCE / UNITS, SPACE_ADVANCE / UNITS
# Where no baseline is known: letters sit between a fifth below and four fifths above it in their box.
_BASELINE_SHARE = 0.2
_LEAST_PIXELS = 2.0
_STEEPEST = 0.1
# A line whose words stray further from its straight line, in parts of its letters' size, is set word by word.
_STRAY = 0.25
# Lines that differ from the page's slope by less than this part of their letters' size at their end take it. Middles
# of boxes tell a slope badly: accents and descenders move them.
_SAME_SLOPE, _SAME_SLOPE_BY_MIDDLES = 0.1, 0.4
# Beyond this the box of a slanting word says too little of its height.
_STEEP_WORD = math.radians(30)
# Up to here a leaning line is set as level words that step (see `_shown`), in steps of a twentieth of their size.
_LEANING = math.radians(8)
_RISES = 20


@dataclass(frozen=True)
class _Placed:
    """A word on the upright page: ends of its baseline, middle and size of its box; pixels, y upwards."""

    text: str
    start: tuple[float, float]
    end: tuple[float, float]
    middle: tuple[float, float]
    width: float
    height: float


@dataclass(frozen=True)
class _Run:
    """Words on one straight line: where it begins, its direction (radians), the size of its letters, and each
    word with the distances from the beginning at which it starts and ends. `known` where baselines told it."""

    x: float
    y: float
    angle: float
    size: float
    words: tuple[tuple[str, float, float], ...]
    known: bool

    @property
    def length(self) -> float:
        return max((right for _, _, right in self.words), default=0.0)


def turned_box(box: Box, width: int, height: int, rotation: int) -> Box:
    """`box` of a `width` by `height` image after that image was turned clockwise by `rotation` degrees."""
    if rotation == 90:
        return Box(height - box.y1, box.x0, height - box.y0, box.x1)
    if rotation == 180:
        return Box(width - box.x1, height - box.y1, width - box.x0, height - box.y0)
    if rotation == 270:
        return Box(box.y0, width - box.x1, box.y1, width - box.x0)
    return box


def turned_baseline(line: Baseline, width: int, height: int, rotation: int) -> Baseline:
    """`line` of a `width` by `height` image after that image was turned clockwise by `rotation` degrees."""
    turned = {
        90: (height - line.y0, line.x0, height - line.y1, line.x1),
        180: (width - line.x0, height - line.y0, width - line.x1, height - line.y1),
        270: (line.y0, width - line.x0, line.y1, width - line.x1),
    }
    return Baseline(*turned[rotation]) if rotation in turned else line


def letters_of(lines: tuple[Line, ...]) -> set[str]:
    """All characters that `text_content` shows."""
    return {" "} | {letter for line in lines for word in line.words for letter in word.text}


def text_content(text: PageText, points_per_pixel: float, codes: Mapping[str, int]) -> bytes:
    """PDF operators that place every word on its box, in reading order, in the font F0 with its `codes`."""
    runs = [run for line in text.lines if line.words for run in _runs(line, text)]
    if not runs:
        return b""
    common = _common_angle(runs)
    scale = f"{points_per_pixel:.6f}".strip("0")
    parts = [f"q {scale} 0 0 {scale} 0 0 cm BT 3 Tr/F0 1 Tf".encode()]
    for run in runs:
        nearly = (_SAME_SLOPE if run.known else _SAME_SLOPE_BY_MIDDLES) * run.size
        angle = common if abs(run.angle - common) * run.length < nearly else run.angle
        parts.append(_shown(run, angle, codes))
    return b"\n".join([*parts, b"ET Q\n"])


def _common_angle(runs: Sequence[_Run]) -> float:
    """The direction that half of the text, by length, does not exceed."""
    total, passed = sum(run.length for run in runs), 0.0
    for run in sorted(runs, key=lambda run: run.angle):
        passed += run.length
        if passed * 2 >= total:
            return run.angle
    return 0.0


def _runs(line: Line, text: PageText) -> list[_Run]:
    height = text.width if text.rotation % 180 else text.height
    known = all(
        word.baseline is not None and word.baseline.as_list()[:2] != word.baseline.as_list()[2:]
        for word in line.words
    )
    boxes = [turned_box(word.box, text.width, text.height, text.rotation) for word in line.words]
    if known:
        words = [_on_baseline(word, box, text, height) for word, box in zip(line.words, boxes, strict=True)]
    else:
        words = _on_common_line(
            [(word.text, box) for word, box in zip(line.words, boxes, strict=True)], height
        )
    run, stray = _straight(words, known)
    if stray > _STRAY * run.size and len(words) > 1:
        return [_straight([word], known)[0] for word in words]
    return [run]


def _on_baseline(word: Word, box: Box, text: PageText, height: int) -> _Placed:
    assert word.baseline is not None
    line = turned_baseline(word.baseline, text.width, text.height, text.rotation)
    middle = ((box.x0 + box.x1) / 2, height - (box.y0 + box.y1) / 2)
    ends = (line.x0, height - line.y0), (line.x1, height - line.y1)
    return _Placed(word.text, *ends, middle, box.width, box.height)


def _on_common_line(words: list[tuple[str, Box]], height: int) -> list[_Placed]:
    """Words whose baseline is not known, on a straight line below the middles of their boxes.

    A common line: readers of text sort words by their baselines, and boxes differ by accents and descenders.
    """
    size = median([box.height for _, box in words])
    slope, level = _through_middles([box for _, box in words], height)
    drop = (0.5 - _BASELINE_SHARE) * size
    return [
        _Placed(
            text,
            (box.x0, level + slope * box.x0 - drop),
            (box.x1, level + slope * box.x1 - drop),
            ((box.x0 + box.x1) / 2, level + slope * (box.x0 + box.x1) / 2),
            box.width,
            size,
        )
        for text, box in words
    ]


def _through_middles(boxes: list[Box], height: int) -> tuple[float, float]:
    """Slope of the straight line through the boxes' middles, and its height at x = 0."""
    total = sum(box.width for box in boxes)
    x = sum(box.width * (box.x0 + box.x1) / 2 for box in boxes) / total
    y = sum(box.width * (height - (box.y0 + box.y1) / 2) for box in boxes) / total
    spread, rise = 0.0, 0.0
    for box in boxes:
        across = (box.x0 + box.x1) / 2 - x
        spread += box.width * across * across
        rise += box.width * across * (height - (box.y0 + box.y1) / 2 - y)
    slope = max(-_STEEPEST, min(_STEEPEST, rise / spread)) if len(boxes) > 2 and spread else 0.0
    return slope, y - slope * x


def _straight(words: Sequence[_Placed], known: bool) -> tuple[_Run, float]:
    """The words on the straight line that fits the ends of their baselines best, and the furthest stray."""
    ends = [point for word in words for point in (word.start, word.end)]
    x, y = sum(px for px, _ in ends) / len(ends), sum(py for _, py in ends) / len(ends)
    xx, xy, yy = (
        sum((px - x) * (px - x) for px, _ in ends),
        sum((px - x) * (py - y) for px, py in ends),
        sum((py - y) * (py - y) for _, py in ends),
    )
    angle = math.atan2(2 * xy, xx - yy) / 2
    forth = sum(
        (w.end[0] - w.start[0]) * math.cos(angle) + (w.end[1] - w.start[1]) * math.sin(angle) for w in words
    )
    angle += math.pi if forth < 0 else 0.0
    along, above = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))

    def distance(point: tuple[float, float], axis: tuple[float, float]) -> float:
        return (point[0] - x) * axis[0] + (point[1] - y) * axis[1]

    stray = max(abs(distance(point, above)) for point in ends)
    first = min(distance(point, along) for point in ends)
    held = tuple((w.text, distance(w.start, along) - first, distance(w.end, along) - first) for w in words)
    tops = [distance(word.middle, above) + _thickness(word, angle) / 2 for word in words]
    size = _size(tops, [_thickness(word, angle) for word in words])
    return _Run(x + first * along[0], y + first * along[1], angle, size, held, known), stray


def _thickness(word: _Placed, angle: float) -> float:
    """How high the letters of a word stand whose upright box is given, pixels across its direction."""
    quarter: int = round(angle / (math.pi / 2))
    rest = angle - quarter * math.pi / 2
    along, across = (word.height, word.width) if quarter % 2 else (word.width, word.height)
    if abs(rest) > _STEEP_WORD:
        return min(along, across) / math.sqrt(2)
    # A box of `l` by `t` turned by `rest` is `l cos + t sin` wide and `l sin + t cos` high.
    return max(0.3 * across, (across * math.cos(rest) - along * abs(math.sin(rest))) / math.cos(2 * rest))


def _size(tops: Sequence[float], heights: Sequence[float]) -> float:
    """The size of letters whose ascent reaches the tops of most words; bounded by their height."""
    usual = median(heights)
    return max(_LEAST_PIXELS, min(1.5 * usual, max(0.7 * usual, median(tops) * UNITS / ASCENT)))


def _shown(run: _Run, angle: float, codes: Mapping[str, int]) -> bytes:
    """The operators of one run.

    A line that leans a little is set level with its words stepping up or down: poppler and pdf.js tear words apart
    whose letters do not share one height. What leans more is turned as a whole.
    """
    size, level = max(1, round(run.size)), _level(angle)
    leaning = angle - level if abs(angle - level) * run.length * _RISES > run.size else 0.0
    across, up = size * math.cos(level), size * math.sin(level)
    matrix = " ".join(_number(value) for value in (across, up, -up, across))
    parts, strings, pen, before = [f"{matrix} {run.x:.0f} {run.y:.0f} Tm".encode()], b"", 0.0, b""
    for word in run.words:
        left, stretch, state = _state(word, size, leaning)
        if state != before:
            parts += [b"[" + strings + b"]TJ", state] if strings else [state]
            strings, before = b"", state
        unit = size * stretch / 100
        kern = round((pen - left) / unit * 100) * 10
        pen += (len(word[0]) * _EM + _SPACE - kern / UNITS) * unit
        # The space ends the word for readers that go by characters alone.
        strings += (str(kern).encode() if kern else b"") + shown(word[0] + " ", codes)
    return b" ".join([*parts, b"[" + strings + b"]TJ", *([b"0 Ts"] if leaning else [])])


def _state(word: tuple[str, float, float], size: int, leaning: float) -> tuple[float, float, bytes]:
    """Where a word starts on its level line, its stretch in percent, and the operators that set stretch and step."""
    text, start, end = word
    left, right = start * math.cos(leaning), end * math.cos(leaning)
    percent = 100 * max(1.0, right - left) / (len(text) * _EM * size)
    stretch = round(percent) if percent >= 20 else max(0.1, round(percent, 1))
    step = round((start + end) / 2 * math.sin(leaning) / size * _RISES) / _RISES
    return (
        left,
        stretch,
        f"{_number(stretch)} Tz".encode() + (f" {_number(step)} Ts".encode() if leaning else b""),
    )


def _level(angle: float) -> float:
    """The direction in which a run that leans by `angle` is set."""
    quarter = round(angle / (math.pi / 2)) * math.pi / 2
    return quarter if abs(angle - quarter) < _LEANING else angle


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    if text in {"-0", ""}:
        return "0"
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text
