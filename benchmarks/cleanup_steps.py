"""What each step of cleanup gives, by degradation: `python -m benchmarks.cleanup_steps [--count N] [--steps A,B]`.

Every page is read with all steps, and once more without each single one. Prints the Markdown tables of
docs/cleanup.md: how much higher the error rate is without the step, in percentage points of characters. Pages are
grouped by what was done to them (samples/degrade.py); a page with several faults stands in several rows.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path

import cv2

from benchmarks import accuracy, page_sets
from benchmarks.accuracy import Errors
from benchmarks.pages import Choice, FileTruth, PageTruth
from benchmarks.processes import processes
from ocr.cleanup import CleanupOptions
from ocr.engine import EngineChoice, OcrEngine, open_engine
from ocr.faults import PageUnreadable
from ocr.limits import Limits
from ocr.read import read_page

STEPS = tuple(option.name for option in fields(CleanupOptions))
CLEAN, ALL = "none", "all pages"
_ENGINE: list[OcrEngine] = []


@dataclass(frozen=True)
class Task:
    """One page to be read without `step`; with all steps when that is empty."""

    path: Path
    page: PageTruth
    step: str


@dataclass(frozen=True)
class Score:
    """Errors on one page read without `step`."""

    degradations: tuple[str, ...]
    step: str
    strict: Errors
    order_free: Errors


def tasks(files: Iterable[FileTruth], steps: Iterable[str]) -> Iterator[Task]:
    """Every page with all steps and without each of `steps`."""
    off = ("", *steps)
    return (Task(file.path, page, step) for file in files for page in file.pages for step in off)


def load() -> None:
    """Makes a worker ready."""
    cv2.setNumThreads(1)
    _ENGINE.append(open_engine(EngineChoice()))


def score(task: Task) -> Score:
    """Reads the page in a worker and compares it with its truth; a page that cannot be read is all wrong."""
    options = replace(CleanupOptions(), **{task.step: False}) if task.step else CleanupOptions()
    try:
        text = read_page(task.path, task.page.number, _ENGINE[0], Limits(), options).text.text
    except PageUnreadable:
        text = ""
    truth = task.page.text or ""
    return Score(
        task.page.degradations, task.step, accuracy.strict(truth, text), accuracy.order_free(truth, text)
    )


def by_degradation(scores: Iterable[Score]) -> dict[str, list[Score]]:
    """Scores of the pages with each degradation, most pages first, those of all pages at the end."""
    groups: dict[str, list[Score]] = defaultdict(list)
    held = list(scores)
    for found in held:
        for name in found.degradations or (CLEAN,):
            groups[name].append(found)
    ordered = dict(sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])))
    return {**ordered, ALL: held}


def table(groups: dict[str, list[Score]], steps: tuple[str, ...], measure: str) -> str:
    """Markdown: the rate with all steps, then by how many points it is higher without each. `measure` is "strict" or
    "order_free"."""
    lines = [
        f"| degradation | pages | with all steps | {' | '.join(f'without {step}' for step in steps)} |",
        "|" + " --- |" * (3 + len(steps)),
    ]
    for name, scores in groups.items():
        rates = {step: _rate(scores, step, measure) for step in ("", *steps)}
        changes = [f"{100 * (rates[step] - rates['']):+.2f}" for step in steps]
        pages = sum(found.step == "" for found in scores)
        lines.append(f"| {name} | {pages} | {100 * rates['']:.2f} | {' | '.join(changes)} |")
    return "\n".join(lines)


def _rate(scores: list[Score], step: str, measure: str) -> float:
    return accuracy.total(getattr(found, measure) for found in scores if found.step == step).rate


def main(arguments: list[str] | None = None) -> int:
    """Reads and prints."""
    given = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(prog="benchmarks.cleanup_steps", description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=60, help="pages")
    parser.add_argument("--seed", type=int, default=page_sets.SEED)
    parser.add_argument("--steps", default=",".join(STEPS), help="only these, separated by commas")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(given)
    steps = tuple(options.steps.split(","))
    if unknown := set(steps) - set(STEPS):
        parser.error(f"no such step: {', '.join(sorted(unknown))}; there are {', '.join(STEPS)}")
    os.environ["OMP_THREAD_LIMIT"] = "1"
    # Blank pages have no characters to be wrong about; turned ones are what `orientation` is for.
    files = [
        file
        for file in page_sets.fresh(options.seed, options.count, Choice(every_page=True))
        if all(page.text for page in file.pages)
    ]
    with processes(options.workers, load) as pool:
        groups = by_degradation(pool.map(score, tasks(files, steps)))
    tables = {measure: table(groups, steps, measure) for measure in ("order_free", "strict")}
    if options.json:
        print(json.dumps(tables, indent=2))
        return 0
    print(f"`{' '.join(['python -m benchmarks.cleanup_steps', *given])}`, seed {options.seed}")
    for measure, text in tables.items():
        print(f"\n### CER {measure.replace('_', '-')}, percent\n\n{text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
