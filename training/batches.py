"""Lines put together for one step of training, and how well a network reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from rapidfuzz.distance import Levenshtein
from torch import Tensor

from training.network import Network
from training.recoder import Recoder
from training.samples import HEIGHT, STEP, Line

BATCH = 32
_LARGEST = 127
# Lines about as wide as each other go together, though not always the same ones: pixels of width.
_SHUFFLE = 60


@dataclass(frozen=True)
class Batch:
    """`pixels` (lines, 36, width), own pixels of each in `widths`; all `codes` in a row, `lengths` of each."""

    lines: tuple[Line, ...]
    pixels: Tensor
    widths: Tensor
    codes: Tensor
    lengths: Tensor


@dataclass(frozen=True)
class Judgement:
    """Shares of characters misread (edits by characters of the text) and of lines with any."""

    characters: float
    lines: float


def batches(lines: Sequence[Line], order: np.random.Generator | None = None) -> Iterator[Batch]:
    """All lines once, in batches of lines about as wide; with `order` in another composition and order each time."""
    widths = np.array([line.pixels.shape[1] for line in lines], np.float64)
    if order is not None:
        widths += order.uniform(0, _SHUFFLE, len(lines))
    sorted_ = np.argsort(widths)
    groups = [sorted_[start : start + BATCH] for start in range(0, len(lines), BATCH)]
    if order is not None:
        order.shuffle(groups)
    for group in groups:
        yield _batch([lines[number] for number in group])


def _batch(lines: Sequence[Line]) -> Batch:
    widths = [line.pixels.shape[1] for line in lines]
    widest = -(-max(widths) // STEP) * STEP
    pixels = np.zeros((len(lines), HEIGHT, widest), np.float32)
    for number, line in enumerate(lines):
        pixels[number, :, : widths[number]] = line.pixels / np.float32(_LARGEST)
    return Batch(
        tuple(lines),
        torch.tensor(pixels),
        torch.tensor(widths),
        torch.tensor([code for line in lines for code in line.codes]),
        torch.tensor([len(line.codes) for line in lines]),
    )


def judged(network: Network, lines: Sequence[Line], recoder: Recoder) -> Judgement:
    """What the network misreads, taking the likeliest code at each step, without dictionaries."""
    edits = characters = wrong = 0
    with torch.no_grad():
        for batch in batches(lines):
            scores, lengths = network(batch.pixels, batch.widths)
            best = scores.argmax(2).numpy()
            for number, line in enumerate(batch.lines):
                read = recoder.decoded(best[: lengths[number], number].tolist())
                distance = Levenshtein.distance(read, recoder.readable(line.text))
                edits += distance
                wrong += distance > 0
                characters += len(line.text)
    return Judgement(edits / characters, wrong / len(lines))
