"""Pages with known handwriting, read and measured for benchmarks/fit_handwriting.py. Fits and prints nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks import page_sets
from benchmarks.page_sets import KEPT, ROOT
from benchmarks.pages import Choice
from ocr.cleanup import CleanupOptions, prepare
from ocr.decode import decode
from ocr.engine import EngineChoice, OcrEngine, open_engine
from ocr.faults import PageUnreadable
from ocr.hand_odds import word_figures
from ocr.handwriting import needs_a_look
from ocr.limits import Limits
from ocr.page import Box, PageText, Word
from ocr.pen_colour import blueness
from ocr.read import read_page
from ocr.recognition import read_lines
from ocr.upright import upright

_ENGINE: list[OcrEngine] = []


@dataclass(frozen=True)
class PenPage:
    """One page and the boxes, in pixels of its image, of all that a hand wrote on it."""

    path: Path
    number: int
    by_hand: tuple[Box, ...]


@dataclass(frozen=True)
class Labelled:
    """Figures of the words that need a look, and which of these words a hand wrote."""

    figures: dict[str, NDArray[np.float64]]
    by_hand: NDArray[np.bool_]


@dataclass(frozen=True)
class Judged:
    """Handwritten words of a page and how many lie in a marked region; words read elsewhere and how many of them do.

    `verdict` is that of quality.
    """

    boxes: int
    marked: int
    printed: int
    wrong: int
    verdict: str


def names(fonts: Path) -> list[str]:
    """The hands whose fonts lie in a folder."""
    return sorted(path.name.removesuffix("-vietnamese.woff") for path in fonts.glob("*-vietnamese.woff"))


def written(fonts: Path, hands: Sequence[str], seed: int, count: int) -> list[PenPage]:
    """Pages filled in by some of the hands, drawn once (`samples.handwriting`)."""
    folder = KEPT / f"handwritten-{seed}-{count}"
    if not (folder / "truth.json").is_file():
        told = ["--fonts", str(fonts), "--hands", ",".join(hands), "--out", str(folder)]
        draw = ["-m", "samples.handwriting", *told, "--seed", str(seed), "--count", str(count)]
        subprocess.run([sys.executable, *draw], check=True, cwd=ROOT)
    files = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["files"]
    return [
        PenPage(folder / file["file"], 1, tuple(Box(*box) for box in file["handwriting"])) for file in files
    ]


def printed(seed: int, count: int) -> list[PenPage]:
    """Pages of print only; their drawn signatures count as no words."""
    files = page_sets.fresh(seed, count, Choice(every_page=True))
    return [PenPage(file.path, page.number, ()) for file in files for page in file.pages if page.text]


def load() -> None:
    """Makes a worker ready."""
    cv2.setNumThreads(1)
    _ENGINE.append(open_engine(EngineChoice()))


def labelled(given: PenPage) -> Labelled:
    """The words of a page that need a look, as ocr/handwriting.py will see them. Raises PageUnreadable."""
    image = decode(given.path, given.number, Limits(), lean=True)
    page = upright(prepare(image), _ENGINE[0], CleanupOptions())
    height, width = page.clear.gray.shape
    found = read_lines(page.clear.gray, page.lines, _ENGINE[0])
    read = PageText(width, height, 0, tuple(line for line in found if line), "")
    words, usual = needs_a_look(read)
    boxes = [word.box for word in words]
    blue = blueness(page.prepared.pen_on_page, boxes)
    figures, seen = word_figures(page.clear.gray, words, usual, blue)
    on_page = page.prepared.boxes_on_master(boxes, image.width, image.height)
    by_hand = np.array([_holds(given.by_hand, box) for box in on_page], bool)
    return Labelled({name: values[seen] for name, values in figures.items()}, by_hand[seen])


def judged(page: PenPage) -> Judged:
    """Reads the page as the product does and counts; a page that cannot be read is one without marks."""
    try:
        reading = read_page(page.path, page.number, _ENGINE[0], Limits())
    except PageUnreadable:
        return Judged(len(page.by_hand), 0, 0, 0, "unreadable")
    regions = reading.text.handwriting
    others = [word for word in reading.text.words if not _holds(page.by_hand, word.box)]
    return Judged(
        len(page.by_hand),
        sum(_holds(regions, box) for box in page.by_hand),
        len(others),
        sum(_holds(regions, word.box) and _is_word(word) for word in others),
        reading.quality.verdict,
    )


def _is_word(word: Word) -> bool:
    """Whether enough letters stand in a token that it is no piece of a signature or seal."""
    return sum(map(str.isalnum, word.text)) > 1 and word.confidence > 0


def _holds(regions: Sequence[Box], box: Box) -> bool:
    across, down = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return any(r.x0 <= across < r.x1 and r.y0 <= down < r.y1 for r in regions)
