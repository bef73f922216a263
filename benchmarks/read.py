"""Speed and accuracy of `sohoa read` beside ocrmypdf, on the same pages, one after the other, in one run.

Prints per contender: pages per minute of wall clock, processor seconds per page (whole process tree), and the
character error rates that benchmarks/accuracy.py defines. Ratios of processor time survive a busy machine;
wall-clock figures do not, so the load is printed with them. `make bench` runs it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import accuracy, contenders, pages
from benchmarks.contenders import Contender

ROOT = Path(__file__).resolve().parent.parent
SAUVOLA = ("--tesseract-thresholding", "sauvola", "--output-type", "pdfa")


@dataclass(frozen=True)
class Result:
    """One contender's figures; rates are edits per character of the truth."""

    name: str
    pages: int
    pages_per_minute: float
    cpu_seconds_per_page: float
    cer_strict: float
    cer_order_free: float


def measure(contender: Contender, files: list[pages.FileTruth], scratch: Path) -> Result:
    """Runs it and scores it. Raises RuntimeError when it fails: a figure for half the pages misleads."""
    spent = contenders.timed(contender.command, contender.environment, contenders.stdout_of(scratch))
    if spent.exit_code != 0:
        raise RuntimeError(f"{contender.name} ended with exit code {spent.exit_code}")
    truths = [page.text for file in files for page in file.pages]
    pairs = list(zip(truths, contender.texts(), strict=True))
    return Result(
        name=contender.name,
        pages=len(truths),
        pages_per_minute=len(truths) * 60 / spent.wall,
        cpu_seconds_per_page=spent.cpu / len(truths),
        cer_strict=accuracy.total(accuracy.strict(t, r) for t, r in pairs).rate,
        cer_order_free=accuracy.total(accuracy.order_free(t, r) for t, r in pairs).rate,
    )


def table(results: list[Result]) -> str:
    """Markdown, with the ratio of processor time and of pages per minute to the first contender's."""
    ours = results[0]
    lines = [
        "| contender | pages/min | CPU s/page | CER strict | CER order-free | CPU, times ours | speed, ours is |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for r in results:
        figures = (
            f"{r.pages_per_minute:.1f}",
            f"{r.cpu_seconds_per_page:.2f}",
            f"{r.cer_strict:.4f}",
            f"{r.cer_order_free:.4f}",
            f"{r.cpu_seconds_per_page / ours.cpu_seconds_per_page:.2f}",
            f"{ours.pages_per_minute / r.pages_per_minute:.2f}x",
        )
        lines.append(f"| {r.name} | {' | '.join(figures)} |")
    return "\n".join(lines)


def options(arguments: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.read", description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=Path, default=ROOT / "samples/pages", help="folder of the files")
    parser.add_argument("--truth", type=Path, help="default: truth.json in that folder or beside it")
    parser.add_argument("--split", help="only files of this split of the truth")
    parser.add_argument("--every-page", action="store_true", help="blank and turned pages too")
    parser.add_argument("--limit", type=int, help="at most this many pages")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="for every contender")
    parser.add_argument("--sohoa", type=Path, default=ROOT / ".venv/bin/sohoa", help="the program to measure")
    parser.add_argument("--json", action="store_true", help="figures as JSON instead of a table")
    return parser.parse_args(arguments)


def find_truth(folder: Path) -> Path:
    """truth.json in the folder, else beside it."""
    inside = folder / "truth.json"
    return inside if inside.is_file() else folder.parent / "truth.json"


def main(arguments: list[str]) -> int:
    """Measures and prints; exit code 0, or 2 when pages are missing and 4 when a contender failed."""
    chosen = options(arguments)
    try:
        files = pages.load(
            chosen.pages,
            chosen.truth or find_truth(chosen.pages),
            every_page=chosen.every_page,
            split=chosen.split,
            limit=chosen.limit,
        )
    except (OSError, ValueError) as fault:
        print(f"Không có trang để đo / no pages to measure: {fault}", file=sys.stderr)
        return 2
    try:
        results = measure_all(chosen, files)
    except RuntimeError as fault:
        print(f"Không đo được / not measured: {fault}", file=sys.stderr)
        return 4
    print(json.dumps([asdict(r) for r in results], indent=2) if chosen.json else table(results))
    return 0


def measure_all(chosen: argparse.Namespace, files: list[pages.FileTruth]) -> list[Result]:
    """Ours first, then the peer as it comes, then the peer at its best known setting; never two at once."""
    with tempfile.TemporaryDirectory(prefix="sohoa-bench-") as name:
        scratch = Path(name)
        source = contenders.gathered(files, scratch)
        line_up = [
            contenders.sohoa(chosen.sohoa, files, chosen.workers, scratch),
            contenders.ocrmypdf("ocrmypdf -l vie", (), source, chosen.workers, scratch),
            contenders.ocrmypdf("ocrmypdf, Sauvola, PDF/A", SAUVOLA, source, chosen.workers, scratch),
        ]
        load = ", ".join(f"{figure:.1f}" for figure in os.getloadavg())
        held = sum(len(file.pages) for file in files)
        print(f"{held} pages, {chosen.workers} workers each, load before the run {load}", file=sys.stderr)
        return [measure(contender, files, scratch) for contender in line_up]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
