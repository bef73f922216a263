"""What layout and our own steps add to recognition: `python -m benchmarks.reading_ratio [--count N] [--json]`.

In one process, for each page: processor time of reading a prepared page (clearing, lines, recognition, reading order,
second readings) against the bare engine call on the very same prepared image, in alternating order. The ratio
is that of the sums. Decoding, marks, cleanup and figures come before and are not part of it.

Where the engine's own layout loses lines it has less to recognise, so the same ratio per letter read stands beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2

from benchmarks import page_sets
from benchmarks.pages import Choice, FileTruth
from ocr.cleanup import WORKING_DPI, CleanupOptions, Prepared, prepare
from ocr.decode import decode
from ocr.engine import EngineChoice, OcrEngine, open_engine
from ocr.limits import Limits
from ocr.page import PageImage, PageText
from ocr.parts import read_parts

TARGET = 1.25


@dataclass(frozen=True)
class Compared:
    """CPU seconds for one page, and letters read: by our reading, and by the bare engine call."""

    page: str
    ours: float
    bare: float
    our_letters: int
    bare_letters: int


def compare(files: list[FileTruth], engine: OcrEngine) -> list[Compared]:
    """Both ways for every page; the first page is read once before, so that nothing is loaded while timed."""
    done: list[Compared] = []
    for file in files:
        for page in file.pages:
            prepared = prepare(decode(file.path, page.number, Limits(), lean=True))
            if not done:
                read_parts(prepared, engine, CleanupOptions())
            done.append(_compared(f"{file.path.name} {page.number}", prepared, engine, len(done) % 2 == 0))
    return done


def _compared(name: str, prepared: Prepared, engine: OcrEngine, ours_first: bool) -> Compared:
    sheet = PageImage(prepared.gray, float(WORKING_DPI))
    ways: list[Callable[[], PageText]] = [
        lambda: read_parts(prepared, engine, CleanupOptions())[0].text,
        lambda: engine.read(sheet),
    ]
    spent, letters = [0.0, 0.0], [0, 0]
    for way in (0, 1) if ours_first else (1, 0):
        started = time.process_time()
        read = ways[way]()
        spent[way] = time.process_time() - started
        letters[way] = sum(len(word.text) for word in read.words)
    return Compared(name, spent[0], spent[1], letters[0], letters[1])


def summed(done: list[Compared], load: float) -> str:
    """One sentence with all figures."""
    ours, bare = sum(page.ours for page in done), sum(page.bare for page in done)
    our_letters, bare_letters = sum(p.our_letters for p in done), sum(p.bare_letters for p in done)
    per_letter = (ours / max(1, our_letters)) / (bare / max(1, bare_letters))
    return (
        f"reading and layout {ours / len(done):.3f} CPU s/page, bare engine {bare / len(done):.3f}: ratio "
        f"{ours / bare:.2f} (target at most {TARGET}); letters read {our_letters} and {bare_letters}, ratio per "
        f"letter {per_letter:.2f}; {len(done)} pages, load {load:.1f}"
    )


def main(arguments: list[str] | None = None) -> int:
    """Prints the ratio and the pages where it is worst; exit code 4 when it is above the target."""
    parser = argparse.ArgumentParser(prog="benchmarks.reading_ratio", description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=10, help="pages")
    parser.add_argument("--seed", type=int, default=page_sets.SEED)
    parser.add_argument("--dpi", type=int, help="only images of this resolution")
    parser.add_argument("--scans", type=Path, help="this folder instead of drawn pages")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    os.environ["OMP_THREAD_LIMIT"] = "1"
    cv2.setNumThreads(1)
    choice = Choice(dpi=options.dpi)
    files = (
        page_sets.scans(options.scans)
        if options.scans
        else page_sets.fresh(options.seed, options.count, choice)
    )
    done = compare(files, open_engine(EngineChoice()))
    ours, bare, load = sum(page.ours for page in done), sum(page.bare for page in done), os.getloadavg()[0]
    if options.json:
        told = {"ratio": ours / bare, "load": load, "told": summed(done, load)}
        print(json.dumps(told | {"pages": [asdict(page) for page in done]}))
    else:
        print(summed(done, load))
        for page in sorted(done, key=lambda p: p.ours / p.bare, reverse=True)[:5]:
            print(f"  {page.ours / page.bare:.2f}  {page.ours:.2f} / {page.bare:.2f} s  {page.page}")
    return 0 if ours <= TARGET * bare else 4


if __name__ == "__main__":
    sys.exit(main())
