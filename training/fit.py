"""Trains the network that reads further: `python -m training.fit --out FILE --seed 7 --pages 760 --minutes 36`.

Draws the lines it has not yet, learns from them for so many minutes at most, and is judged on lines of another seed.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import numpy as np
import torch
from rich.console import Console
from torch import nn

from training.batches import BATCH, Batch, batches, judged
from training.draw import NETWORK, draw_pages
from training.network import Network
from training.network_file import NetworkFile
from training.recoder import BLANK, Recoder, recoder
from training.samples import Line, kept

_JUDGED_SEED, _JUDGED_PAGES = 99, 24
_TOLD_EVERY, _JUDGED_EVERY = 50, 500
_WARM_UP_STEPS = 100
# Of the first rate so much is left at the end.
_LEAST_RATE = 0.02
_LARGEST_GRADIENT = 10.0


@dataclass(frozen=True)
class Course:
    """How long and how fast to learn: ends with the last of `epochs` or with `minutes`, whichever comes first."""

    epochs: float
    minutes: float
    rate: float
    seed: int


def fitted(
    file: NetworkFile, lines: Sequence[Line], held_back: Sequence[Line], course: Course, out: Path
) -> NetworkFile:
    """`file` trained on `lines`, kept in `out` as often as it is judged on the lines held back."""
    console, codes = Console(), recoder(file)
    network = _network(file, course.seed)
    learner = _Learner(network, course)
    console.print(f"{len(lines)} lines; {_told(network, held_back, codes)}")
    for step, (part, batch) in enumerate(_steps(lines, course), 1):
        learner.learn(batch, part, step)
        if step % _TOLD_EVERY == 0:
            console.print(
                f"{part:4.0%} step {step}: loss {learner.loss():.3f}, {learner.pace():.0f} lines a second"
            )
        if step % _JUDGED_EVERY == 0:
            console.print(f"     {_told(network, held_back, codes)}")
            _write(out, file.with_weights(network.weights()))
    # Judged as it is read: with weights that have become whole numbers.
    trained = file.with_weights(network.weights())
    console.print(f"end: {_told(_network(trained, course.seed), held_back, codes)}")
    _write(out, trained)
    return trained


def _network(file: NetworkFile, seed: int) -> Network:
    return Network([matrix.weights for matrix in file.matrices()], torch.Generator().manual_seed(seed))


def _steps(lines: Sequence[Line], course: Course) -> Iterator[tuple[float, Batch]]:
    """Batches until the course ends, each with how much of it lies behind."""
    order, begun = np.random.default_rng(course.seed), monotonic()
    steps, step = course.epochs * len(lines) / BATCH, 0
    while True:
        for batch in batches(lines, order):
            part = max(step / steps, (monotonic() - begun) / 60 / course.minutes)
            if part >= 1:
                return
            yield part, batch
            step += 1


class _Learner:
    """Adam on the CTC loss, its rate falling as a cosine."""

    def __init__(self, network: Network, course: Course) -> None:
        self._network, self._rate = network, course.rate
        self._weights = [weight for weight in network.parameters() if weight.requires_grad]
        self._adam = torch.optim.Adam(self._weights, lr=course.rate)
        self._ctc = nn.CTCLoss(blank=BLANK, reduction="sum", zero_infinity=True)
        self._losses: list[float] = []
        self._lines, self._begun = 0, monotonic()

    def learn(self, batch: Batch, part: float, step: int) -> None:
        rate = min(1, step / _WARM_UP_STEPS) * ((1 + math.cos(math.pi * part)) / 2 + _LEAST_RATE)
        for group in self._adam.param_groups:
            group["lr"] = self._rate * rate
        scores, lengths = self._network(batch.pixels, batch.widths)
        loss = self._ctc(scores.log_softmax(2), batch.codes, lengths, batch.lengths) / len(batch.lines)
        self._adam.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._weights, _LARGEST_GRADIENT)
        self._adam.step()
        self._losses.append(loss.item())
        self._lines += len(batch.lines)

    def loss(self) -> float:
        """Mean loss of a line since it was last asked for."""
        losses, self._losses = self._losses, []
        return sum(losses) / len(losses)

    def pace(self) -> float:
        """Lines a second."""
        return self._lines / (monotonic() - self._begun)


def _told(network: Network, lines: Sequence[Line], codes: Recoder) -> str:
    found = judged(network, lines, codes)
    return f"{found.characters:.2%} of characters and {found.lines:.1%} of lines misread"


def _write(out: Path, file: NetworkFile) -> None:
    beside = out.with_suffix(".part")
    beside.write_bytes(file.written())
    beside.rename(out)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Trains the network that reads further.")
    parser.add_argument("--out", type=Path, required=True, help="the new .traineddata")
    parser.add_argument("--network", type=Path, default=NETWORK, help="the .traineddata to begin with")
    parser.add_argument(
        "--lines", type=Path, default=Path("build/training-lines"), help="folder of drawn lines"
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--pages", type=int, default=760)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=36)
    parser.add_argument("--epochs", type=float, default=3)
    parser.add_argument("--rate", type=float, default=1e-3)
    given = parser.parse_args()
    file = NetworkFile.parsed(given.network.read_bytes())
    codes = recoder(file)
    drawn = draw_pages(given.lines, given.seed, given.pages, given.workers, given.network)
    held_back = draw_pages(given.lines, _JUDGED_SEED, _JUDGED_PAGES, given.workers, given.network)
    course = Course(given.epochs, given.minutes, given.rate, given.seed)
    fitted(file, kept(drawn, codes), kept(held_back, codes), course, given.out)


if __name__ == "__main__":
    main()
