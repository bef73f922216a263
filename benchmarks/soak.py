"""Many pages through the real pool with memory watched: `python -m benchmarks.soak [--pages N] [--files DIR]`.

`make soak-read` runs it. Fails when the memory of the workers rises (median of the last fifth of the samples against
the first, 5 % allowed) or when a worker passes 250 MB, as on ordinary pages none may. Judges no text.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from benchmarks import page_sets
from benchmarks.pages import Choice, page_count
from benchmarks.spent import Sampler, family, memory
from ocr.engine import EngineChoice
from ocr.limits import Limits
from ocr.pool import PageRequest, ReaderPool

MOST_BYTES = 250_000_000
ALLOWED_RISE = 1.05
_SAMPLE_SECONDS = 0.25
_PEAK = "VmHWM:"


@dataclass
class Watched:
    """Samples of one worker: RSS in bytes, in the order of time, and its peak as the kernel counts it."""

    rss: list[int] = field(default_factory=list)
    peak: int = 0

    @property
    def first(self) -> float:
        """Median of the first fifth, after the worker has warmed up on its first tenth."""
        held = self.rss[len(self.rss) // 10 :]
        return median(held[: max(1, len(held) // 5)])

    @property
    def last(self) -> float:
        """Median of the last fifth."""
        return median(self.rss[-max(1, len(self.rss) // 5) :])

    @property
    def flat(self) -> bool:
        """Whether it did not rise."""
        return self.last <= ALLOWED_RISE * self.first


class Watch(Sampler):
    """Samples the workers of this process while it is open; a replaced worker counts as another one."""

    def __init__(self) -> None:
        super().__init__(_SAMPLE_SECONDS)
        self.workers: dict[int, Watched] = {}

    def look(self) -> None:
        """One sample of every worker."""
        for pid in family(os.getpid())[1:]:
            rss, peak = memory(pid)[0], peak_bytes(pid)
            if rss and peak:
                watched = self.workers.setdefault(pid, Watched())
                watched.rss.append(rss)
                watched.peak = max(watched.peak, peak)


def peak_bytes(pid: int) -> int:
    """The most a process has held so far (RSS); 0 when it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith(_PEAK):
                return int(line.split()[1]) * 1024
    return 0


def verdict(workers: dict[int, Watched]) -> list[str]:
    """What is wrong, in sentences; nothing when memory is flat and low."""
    wrong = []
    for pid, watched in workers.items():
        if not watched.flat:
            wrong.append(f"worker {pid} rose from {_mb(watched.first)} to {_mb(watched.last)} MB")
        if watched.peak > MOST_BYTES:
            wrong.append(f"worker {pid} reached {_mb(watched.peak)} MB, allowed {_mb(MOST_BYTES)}")
    return wrong


def table(workers: dict[int, Watched]) -> str:
    """Markdown, one row per worker."""
    rows = [
        f"| {pid} | {len(w.rss)} | {_mb(w.first)} | {_mb(w.last)} | {_mb(max(w.rss))} | {_mb(w.peak)} |"
        for pid, w in workers.items()
    ]
    heads = "| worker | samples | median MB, first fifth | last fifth | largest sample | peak |"
    return "\n".join([heads, "| --- | --- | --- | --- | --- | --- |", *rows])


def _mb(held: float) -> str:
    return f"{held / 1_000_000:.0f}"


def requests(options: argparse.Namespace) -> Iterator[PageRequest]:
    """The pages of the set, again and again, until there are enough."""
    files = (
        page_sets.scans(options.files)
        if options.files
        else page_sets.committed(Choice(every_page=True, dpi=options.dpi))
    )
    print(f"{options.pages} pages, a set of {page_count(files)} repeated", file=sys.stderr)
    pages = [(file.path, page.number) for file in files for page in file.pages]
    for number, (path, page) in enumerate(islice(cycle(pages), options.pages)):
        yield PageRequest(str(number), path, page)


def main(arguments: list[str] | None = None) -> int:
    """Reads, prints the table; exit code 4 when memory is not flat or not low."""
    parser = argparse.ArgumentParser(prog="benchmarks.soak", description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--dpi", type=int, default=300, help="only committed samples of this resolution")
    parser.add_argument("--files", type=Path, help="this folder instead of the committed samples")
    options = parser.parse_args(arguments)
    wanted = requests(options)
    started, faults = time.monotonic(), 0
    with ReaderPool(options.workers, Limits(), EngineChoice()) as pool, Watch() as watch:
        for done, outcome in enumerate(pool.read(wanted), 1):
            faults += outcome.fault is not None
            if done % 100 == 0:
                print(f"{done} pages, {done * 60 / (time.monotonic() - started):.0f}/min", file=sys.stderr)
    print(table(watch.workers))
    wrong = verdict(watch.workers)
    print(
        f"\n{options.pages} pages, {faults} faults, {len(watch.workers)} workers in all. " + "; ".join(wrong)
    )
    return 4 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
