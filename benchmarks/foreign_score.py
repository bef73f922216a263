"""How the reader does on foreign pages, by kind and by fault, beside the bare engine:
`python -m benchmarks.foreign_score DIR [--cache FILE] [--every N] [--out FILE]`.

Draws nothing. DIR holds pages/ and truth.json; the bare engine reads each page gray, at its own resolution. Its
figures can be kept in a cache, since they do not change with our work.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.accuracy import Errors, order_free, strict, total
from benchmarks.processes import processes
from ocr.engine import OcrEngine
from ocr.limits import Limits
from ocr.page import PageImage
from ocr.read import read_page
from ocr.tesseract import open_engine

_ENGINE: list[OcrEngine] = []
Row = dict[str, Any]


def _load() -> None:
    _ENGINE.append(open_engine("vie"))


def _ours(job: tuple[str, Row]) -> Row:
    folder, entry = job
    begun = time.process_time()
    reading = read_page(Path(folder) / entry["file"], 1, _ENGINE[0], Limits())
    row = _row(entry, reading.text.text, time.process_time() - begun)
    row["turned"] = reading.text.rotation
    row["steps"] = list(reading.steps)
    return row


def _bare(job: tuple[str, Row]) -> Row:
    folder, entry = job
    begun = time.process_time()
    with Image.open(Path(folder) / entry["file"]) as image:
        dpi = float(image.info.get("dpi", (300,))[0])
        page = PageImage(np.asarray(image.convert("L")), dpi)
    return _row(entry, _ENGINE[0].read(page).text, time.process_time() - begun)


def _row(entry: Row, read: str, seconds: float) -> Row:
    (page,) = entry["pages"]
    free, ordered = order_free(page["text"], read), strict(page["text"], read)
    return {
        "file": entry["file"],
        "kind": entry.get("kind", ""),
        "faults": page["degradations"],
        "read": read,
        "free": [free.edits, free.characters],
        "strict": [ordered.edits, ordered.characters],
        "rotation": page.get("rotation", 0),
        "seconds": seconds,
    }


def _groups(row: Row) -> list[str]:
    return ["all", f"kind {row['kind']}", *(f"fault {name}" for name in row["faults"] or ["none"])]


def _rate(rows: Iterable[Row], which: str) -> Errors:
    return total(Errors(*row[which]) for row in rows)


def table(ours: list[Row], bare: list[Row]) -> str:
    """One line a group: pages, characters lost, order-free and strict rates of both, pages turned wrong, seconds."""
    told, other = defaultdict(list), {row["file"]: row for row in bare}
    for row in ours:
        for group in _groups(row):
            told[group].append(row)
    lines = [f"{'group':22} pages  lost  free  bare  strict  bare turned   s  bare s"]
    for group in sorted(told, key=lambda name: (name.split()[0], -_rate(told[name], "free").rate)):
        rows, theirs = told[group], [other[row["file"]] for row in told[group]]
        free, order = _rate(rows, "free"), _rate(rows, "strict")
        wrong = sum(row["turned"] != row["rotation"] for row in rows)
        seconds, bare_seconds = (sum(r["seconds"] for r in part) / len(part) for part in (rows, theirs))
        lines.append(
            f"{group:22} {len(rows):4} {free.edits:6} {free.rate:.4f} {_rate(theirs, 'free').rate:.3f} "
            f"{order.rate:.4f} {_rate(theirs, 'strict').rate:.3f} {wrong:3} {seconds:.2f} {bare_seconds:.2f}"
        )
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Reads and prints the table and the worst pages."""
    parser = argparse.ArgumentParser(prog="benchmarks.foreign_score", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cache", type=Path, help="what the bare engine read")
    parser.add_argument("--out", type=Path, help="all rows, as JSON")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    os.environ["OMP_THREAD_LIMIT"] = "1"
    entries = json.loads((options.folder / "truth.json").read_text(encoding="utf-8"))["files"][
        :: options.every
    ]
    jobs = [(str(options.folder / "pages"), entry) for entry in entries if len(entry["pages"]) == 1]
    with processes(options.workers, _load) as pool:
        ours = list(pool.map(_ours, jobs))
        if options.cache and options.cache.is_file():
            bare = json.loads(options.cache.read_text(encoding="utf-8"))
        else:
            bare = list(pool.map(_bare, jobs))
    if options.cache:
        options.cache.write_text(json.dumps(bare, ensure_ascii=False), encoding="utf-8")
    if options.out:
        options.out.write_text(json.dumps(ours, ensure_ascii=False), encoding="utf-8")
    print(table(ours, bare))
    for row in sorted(ours, key=lambda row: -row["free"][0])[:20]:
        print(f"{row['free'][0]:5} of {row['free'][1]:5}  {row['file']}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
