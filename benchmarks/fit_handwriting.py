"""Finds the weights of ocr/handwriting.toml: `python -m benchmarks.fit_handwriting --fonts DIR [--judge-only]`.

Draws pages filled in by hand and printed pages, reads them, fits a logistic regression to the words that need a look,
writes the weights, and judges them on hands and seeds that took no part. `tools/handwriting_fonts.sh` fetches fonts.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import handwritten_pages
from benchmarks.handwritten_pages import Judged, Labelled, PenPage
from benchmarks.processes import processes
from ocr.hand_odds import WEIGHTS

_HELD_OUT = "charm,mynerve,patrick-hand,sedgwick-ave"
# Ridge, on figures of unit spread.
_PENALTY = 2.0
_STEPS = 30

_HEAD = """\
# How much each figure of a word speaks for handwriting (a logistic regression; the sum is the logarithm of the odds).
# Found by the fit of `python -m benchmarks.fit_handwriting`; on which pages, and how judged: see docs/quality.md.
# Figures of ink are those of Strokes in ocr/strokes.py, the others are explained in ocr/hand_odds.py.

[weights]
"""

_Floats = NDArray[np.float64]


def fitted(figures: dict[str, _Floats], by_hand: NDArray[np.bool_]) -> dict[str, float]:
    """The weights of each figure and `bias`, by iteratively reweighted least squares with a ridge."""
    names = list(figures)
    table = np.column_stack([figures[name] for name in names])
    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    known = np.column_stack([np.ones(len(table)), (table - mean) / spread])
    weights, ridge = np.zeros(known.shape[1]), np.full(known.shape[1], _PENALTY)
    ridge[0] = 0.0
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(known @ weights, -30, 30)))
        slope = known.T @ (by_hand - chance) - ridge * weights
        curve = (known * (chance * (1 - chance))[:, None]).T @ known + np.diag(ridge + 1e-6)
        weights += np.linalg.solve(curve, slope)
    scaled = weights[1:] / spread
    return {
        "bias": float(weights[0] - scaled @ mean),
        **dict(zip(names, map(float, scaled), strict=True)),
    }


def joined(pages: Iterable[Labelled]) -> Labelled:
    """The words of all pages together. Raises ValueError when there is none."""
    held = list(pages)
    names = held[0].figures if held else ()
    if not held:
        raise ValueError("no page was read")
    return Labelled(
        {name: np.concatenate([page.figures[name] for page in held]) for name in names},
        np.concatenate([page.by_hand for page in held]),
    )


def told(weights: dict[str, float]) -> str:
    """The text of handwriting.toml."""
    return _HEAD + "".join(f"{name} = {weight:.4f}\n" for name, weight in weights.items())


def report(pages: Sequence[Judged]) -> str:
    """How many handwritten words were marked, and how many printed ones wrongly."""
    boxes, marked = sum(page.boxes for page in pages), sum(page.marked for page in pages)
    printed, wrong = sum(page.printed for page in pages), sum(page.wrong for page in pages)
    lines = [
        f"handwritten words: {boxes}, in a marked region: {marked} ({marked / max(1, boxes):.1%})",
        f"printed words: {printed}, wrongly marked: {wrong}",
        f"called handwritten: {sum(p.verdict == 'handwritten' for p in pages if p.boxes)} of the pages with "
        f"handwriting, {sum(p.verdict == 'handwritten' for p in pages if not p.boxes)} of the others",
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Draws, reads, fits, writes, judges, prints."""
    parser = argparse.ArgumentParser(prog="benchmarks.fit_handwriting", description=__doc__)
    parser.add_argument("--fonts", type=Path, required=True, help="folder that the fonts tool filled")
    parser.add_argument("--held-out", default=_HELD_OUT, help="hands to judge on, none of them fitted to")
    parser.add_argument("--written", type=int, default=48, help="pages filled in by hand, each time")
    parser.add_argument("--printed", type=int, default=60, help="printed pages, each time")
    parser.add_argument("--seed", type=int, default=5001, help="of the pages fitted to; the next one judges")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--judge-only", action="store_true", help="leave the weights as they are")
    options = parser.parse_args(arguments)
    os.environ["OMP_THREAD_LIMIT"] = "1"
    held_out = tuple(options.held_out.split(","))
    sizes = (options.written, options.printed)
    with processes(options.workers, handwritten_pages.load) as pool:
        if not options.judge_only:
            pages = _pages(options.fonts, held_out, options.seed, sizes, judging=False)
            learnt = joined(pool.map(handwritten_pages.labelled, pages))
            print(f"fitted to {learnt.by_hand.size} words, {int(learnt.by_hand.sum())} of them by hand")
            WEIGHTS.write_text(told(fitted(learnt.figures, learnt.by_hand)), encoding="utf-8")
    # New processes: the weights are read once in each.
    with processes(options.workers, handwritten_pages.load) as pool:
        pages = _pages(options.fonts, held_out, options.seed + 1, sizes, judging=True)
        print(report(list(pool.map(handwritten_pages.judged, pages))))
    return 0


def _pages(
    fonts: Path, held_out: Sequence[str], seed: int, sizes: tuple[int, int], *, judging: bool
) -> list[PenPage]:
    chosen = [hand for hand in handwritten_pages.names(fonts) if (hand in held_out) == judging]
    return [
        *handwritten_pages.written(fonts, chosen, seed, sizes[0]),
        *handwritten_pages.printed(seed, sizes[1]),
    ]


if __name__ == "__main__":
    sys.exit(main())
