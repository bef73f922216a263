"""Samples: lines as the network gets them, with the codes it should give. Kept a file for each drawn page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ocr.page import Pixels
from training.leptonica import scaled_to_height
from training.lines import DrawnLine
from training.recoder import Recoder

HEIGHT = 36
# The network answers for each three pixels of width.
STEP = 3
_WIDEST = 2100
_LARGEST = 127
# Shares of the least and greatest tones along the middle row that count as ink and paper (Tesseract's networkio.cpp).
_INK, _PAPER = 0.25, 0.75

Sample = NDArray[np.int8]


@dataclass(frozen=True)
class Line:
    """`pixels`: 36 rows, ink -127 and paper 127; `codes` that the network should give for them; their `text`."""

    pixels: Sample
    codes: tuple[int, ...]
    text: str


def sample(line: DrawnLine, recoder: Recoder) -> Line | None:
    """A drawn line made ready; None for one that the network could not give, too narrow or too wide for its text."""
    if not recoder.characters.issuperset(line.text) or not line.text:
        return None
    codes = recoder.encoded(line.text)
    pixels = _normal(scaled_to_height(line.pixels, HEIGHT))
    # A blank must stand between two equal codes.
    needed = len(codes) + sum(one == next_ for one, next_ in pairwise(codes))
    width = pixels.shape[1]
    return Line(pixels, codes, line.text) if needed < width // STEP and width <= _WIDEST else None


def _normal(gray: Pixels) -> Sample:
    """Contrast as Tesseract makes it, from the tones along the middle row."""
    row = gray[HEIGHT // 2].astype(np.int32)
    before, here, behind = row[:-2], row[1:-1], row[2:]
    least = np.sort(here[((here < before) & (here <= behind)) | ((here <= before) & (here < behind))])
    most = np.sort(here[((here > before) & (here >= behind)) | ((here >= before) & (here > behind))])
    ink = least[int(_INK * len(least))] if len(least) else 0
    paper = most[int(_PAPER * len(most))] if len(most) else 255
    contrast = max((paper - ink) / 2, 0) or 1.0
    normal = np.clip((gray.astype(np.float32) - ink) / contrast - 1, -1, 1)
    return (normal * _LARGEST).astype(np.int8)


def keep(path: Path, lines: Sequence[Line]) -> None:
    """Writes the lines of a page, beside and then in place, so that a file that is there is whole."""
    beside = path.with_suffix(".part")
    pixels = (
        np.concatenate([line.pixels for line in lines], axis=1) if lines else np.zeros((HEIGHT, 0), np.int8)
    )
    with beside.open("wb") as file:
        np.savez_compressed(
            file,
            pixels=pixels,
            widths=np.array([line.pixels.shape[1] for line in lines], np.int32),
            texts=np.array([line.text for line in lines], np.str_),
        )
    beside.rename(path)


def kept(paths: Iterable[Path], recoder: Recoder) -> list[Line]:
    """All lines in files that `keep` wrote, in their order."""
    lines = []
    for path in paths:
        with np.load(path) as page:
            cuts = np.cumsum(page["widths"])[:-1]
            parts = np.split(page["pixels"], cuts, axis=1) if len(page["widths"]) else []
            texts = page["texts"].tolist()
        lines += [Line(p, recoder.encoded(t), t) for p, t in zip(parts, texts, strict=True)]
    return lines
