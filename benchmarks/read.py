"""Speed, memory and accuracy beside ocrmypdf and bare Tesseract, on the same pages, one after the other, in one run.

`make bench-read` runs it, `make bench` on ten pages. Prints Markdown, or with --json everything as JSON. Ratios of
processor time survive a busy machine; wall-clock figures do not, so the load is printed with them. Pages are drawn
with a seed that nobody tuned on; another --seed draws other pages.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks import contenders, page_sets, results
from benchmarks.contenders import SAUVOLA, Contender
from benchmarks.pages import Choice, FileTruth, load, page_count
from benchmarks.results import Result

ROOT = Path(__file__).resolve().parent.parent
# Above so many pages the peer is left out unless it is asked for: it takes an hour, and is linear in pages.
_PEER_PAGES = 200
# Below so many the start of the embedded server is most of what a whole way costs.
_WHOLE_WAY_PAGES = 100
# What reading_ratio ends with when it is above its target.
_MISSED = 4
_PEERS = (("ocrmypdf -l vie", ()), ("ocrmypdf, Sauvola, PDF/A", SAUVOLA))


@dataclass(frozen=True)
class Run:
    """One set of pages read by all contenders with one number of workers."""

    title: str
    files: list[FileTruth]
    workers: int
    done: list[Result]
    left_out: list[tuple[str, str]]


def options(arguments: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.read", description=__doc__.splitlines()[0])
    numbers: Callable[[str], list[int]] = lambda told: [int(part) for part in told.split(",")]  # noqa: E731
    parser.add_argument("--sizes", type=numbers, default=[100], help="pages per run, as 10,100,1000")
    parser.add_argument("--workers", type=numbers, default=[os.cpu_count() or 1], help="as 1,2; for everyone")
    parser.add_argument("--seed", type=int, default=page_sets.SEED, help="of the pages drawn for the run")
    parser.add_argument("--dpi", type=int, help="only images of this resolution, as 300")
    parser.add_argument("--pages", type=Path, help="this folder of files instead of drawn ones")
    parser.add_argument("--truth", type=Path, help="default: truth.json in that folder or beside it")
    parser.add_argument("--split", help="only files of this split of the truth")
    parser.add_argument("--every-page", action="store_true", help="blank and turned pages too")
    parser.add_argument("--samples", action="store_true", help="the committed samples as well")
    parser.add_argument("--scans", type=Path, help="a folder of real scans as well")
    parser.add_argument("--only", default="", help="contenders whose name holds one of these, as ocr,bare")
    parser.add_argument("--peer-always", action="store_true", help=f"ocrmypdf also above {_PEER_PAGES} pages")
    parser.add_argument(
        "--ratio-pages", type=int, default=10, help="pages of the ratio to the bare engine; 0: none"
    )
    parser.add_argument("--sohoa", type=Path, default=ROOT / ".venv/bin/sohoa", help="the program to measure")
    parser.add_argument("--json", action="store_true", help="figures as JSON instead of tables")
    return parser.parse_args(arguments)


def find_truth(folder: Path) -> Path:
    """truth.json in the folder, else beside it."""
    inside = folder / "truth.json"
    return inside if inside.is_file() else folder.parent / "truth.json"


def sets(chosen: argparse.Namespace, scratch: Path) -> Iterator[tuple[str, list[FileTruth]]]:
    """The sets of pages by title."""
    choice = Choice(chosen.every_page, chosen.split, None, chosen.dpi)
    if chosen.pages:
        held = load(chosen.pages, chosen.truth or find_truth(chosen.pages), choice)
        source = chosen.pages.name
    else:
        held = page_sets.fresh(chosen.seed, max(chosen.sizes), choice)
        source = f"drawn with seed {chosen.seed}"
    for size in chosen.sizes:
        files = page_sets.repeated(_first(held, size), size, scratch / f"repeated-{size}")
        yield f"{page_count(files)} pages, {source}", files
    if chosen.samples:
        yield "committed samples", page_sets.committed(choice)
    if chosen.scans:
        yield "real scans", page_sets.scans(chosen.scans)


def _first(files: list[FileTruth], pages: int) -> list[FileTruth]:
    held: list[FileTruth] = []
    for file in files:
        if page_count(held) + len(file.pages) <= pages:
            held.append(file)
    return held


def line_up(chosen: argparse.Namespace, run: Run, scratch: Path) -> Iterator[Contender]:
    """Ours first, never two at once. What is left out is written down in the run, with the reason."""
    files, workers = run.files, run.workers
    pages = page_count(files)
    yield contenders.ocr_alone(files, workers, scratch)
    yield contenders.sohoa(chosen.sohoa, files, workers, scratch)
    if pages >= _WHOLE_WAY_PAGES:
        yield contenders.whole_way(chosen.sohoa, files, workers, scratch)
    else:
        run.left_out.append(("digitize + PDF/A", f"from {_WHOLE_WAY_PAGES} pages on"))
    yield contenders.tesserocr(files, workers, scratch)
    if pages > _PEER_PAGES and not chosen.peer_always:
        run.left_out.extend(
            (name, f"above {_PEER_PAGES} pages only with --peer-always") for name, _ in _PEERS
        )
        return
    source = contenders.gathered(files, scratch)
    for name, settings in _PEERS:
        yield contenders.ocrmypdf(name, settings, source, workers, scratch)


def measure_all(chosen: argparse.Namespace) -> Iterator[Run]:
    """Every set with every number of workers."""
    wanted = [part for part in chosen.only.split(",") if part]
    with tempfile.TemporaryDirectory(prefix="sohoa-bench-") as folder:
        for number, (title, files) in enumerate(sets(chosen, Path(folder))):
            for workers in chosen.workers:
                run = Run(title, files, workers, [], [])
                scratch = Path(folder) / f"{number}-{workers}"
                scratch.mkdir()
                for contender in line_up(chosen, run, scratch):
                    if wanted and not any(part in contender.name for part in wanted):
                        continue
                    print(f"{title}, {workers} workers: {contender.name}", file=sys.stderr)
                    run.done.append(results.measure(contender, files, scratch, workers))
                yield run


def ratio(chosen: argparse.Namespace) -> dict[str, Any]:
    """The ratio of reading to the bare engine call, on drawn pages, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.reading_ratio", "--json", "--seed", str(chosen.seed)]
    done = subprocess.run([*command, "--count", str(chosen.ratio_pages)], stdout=subprocess.PIPE, check=False)
    if done.returncode not in (0, _MISSED):
        raise RuntimeError(f"reading_ratio ended with exit code {done.returncode}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def report(run: Run) -> str:
    """Markdown of one run."""
    load = " to ".join(f"{figure:.1f}" for figure in (run.done[0].load, os.getloadavg()[0]))
    lines = [
        f"## {run.title}, {run.workers} workers",
        "",
        f"Load average {load}.",
        "",
        results.table(run.done),
    ]
    lines += [results.not_run(name, why) for name, why in run.left_out]
    judged = results.targets(run.done)
    return "\n".join([*lines, *([""] if judged else []), *(f"- {line}" for line in judged), ""])


def as_json(run: Run) -> dict[str, Any]:
    """Everything of one run."""
    return {
        "set": run.title,
        "workers": run.workers,
        "results": [asdict(result) for result in run.done],
        "not_run": dict(run.left_out),
        "targets": results.targets(run.done),
    }


def main(arguments: list[str]) -> int:
    """Measures and prints; exit code 0, or 2 when pages are missing and 4 when a contender failed."""
    chosen = options(arguments)
    command = " ".join(["python -m benchmarks.read", *arguments])
    told: list[dict[str, Any]] = []
    if not chosen.json:
        print(f"`{command}`\n")
    try:
        for run in measure_all(chosen):
            told.append(as_json(run))
            if not chosen.json and run.done:
                print(report(run), flush=True)
        compared = ratio(chosen) if chosen.ratio_pages else None
    except (OSError, ValueError) as fault:
        print(f"Không có trang để đo / no pages to measure: {fault}", file=sys.stderr)
        return 2
    except RuntimeError as fault:
        print(f"Không đo được / not measured: {fault}", file=sys.stderr)
        return 4
    if chosen.json:
        print(json.dumps({"command": command, "runs": told, "reading_ratio": compared}, indent=2))
    elif compared:
        print(f"- {compared['told']}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
