"""How well fields are read: `python -m benchmarks.fields [--seeds A,B] [--count N] [--samples DIR] [--json FILE]`.

Draws the pages of the seeds (an even one is for tuning, an odd one for test), reads and interprets them, and prints
by type, degradation and layout: right types, exact printed fields, share accepted without a person (coverage), silent
errors, handwriting, and the estimated minutes saved. Pages and readings are kept in `--kept`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import field_sets
from benchmarks.confusions import worst
from benchmarks.field_score import Tally, compare
from benchmarks.field_sets import KEPT, PageSet, drawn, foreign, opened, read, read_all, seeds, third
from benchmarks.field_table import as_json, report
from benchmarks.second_looks import look_all, looked_in
from pipeline.interpret import drafts_of
from pipeline.record import DraftRecord
from pipeline.sketch import sketches

Scored = dict[str, dict[str, Tally]]


def _groups(file: dict[str, Any], record: dict[str, Any]) -> Iterator[str]:
    """Which groups a record counts in; a name before the blank says what is grouped by."""
    page = file["pages"][0]
    yield "all"
    yield f"type {record['type']}" if not record.get("also") else "type look-alikes"
    yield f"form {record['form']}"
    for name in page["degradations"] or ["none"]:
        yield f"look {name}"
    if page.get("dpi"):
        yield f"dpi {page['dpi']}"
    if layout := record.get("layout"):
        shape, size, face = layout.split("/")
        yield from (f"layout {shape}", f"sheet {size}", f"face {face}")


def score(pages: PageSet, kept: Path) -> dict[str, Tally]:
    """Tallies of a set by group."""
    sums: dict[str, Tally] = {}
    for file in pages.files:
        path = pages.path(file)
        readings = read(path, kept)
        sketched = tuple(sketches(readings))
        drafts = drafts_of(sketched, looked_in(path, readings, sketched, kept))
        for record in file["records"]:
            tally = compare(file["file"], record, _draft_of(drafts, record["pages"][0] - 1))
            for group in _groups(file, record):
                sums.setdefault(group, Tally()).add(tally)
    return sums


def _draft_of(drafts: Sequence[DraftRecord], page: int) -> DraftRecord | None:
    return next((draft for draft in drafts if page in draft.pages), None)


def _sets(options: argparse.Namespace) -> Iterator[tuple[str, PageSet]]:
    if options.samples:
        yield options.split or "all", opened(options.samples, options.split)
        return
    if options.foreign:
        yield "foreign", foreign(1, options.foreign, options.kept)
        return
    if options.third:
        yield (
            f"third {options.third_seed}",
            third(options.third_seed, options.third, options.kept, options.workers),
        )
        return
    if options.published:
        seed, count = options.published_seed, options.published
        yield f"published {seed}", field_sets.published(seed, count, options.kept, options.workers)
        return
    if options.blanks:
        seed, count = options.blanks_seed, options.blanks
        yield f"blanks {seed}", field_sets.blanks(seed, count, options.kept, options.workers)
        return
    if options.examiner:
        seed, count = options.examiner_seed, options.examiner
        yield f"examiner {seed}", field_sets.examiner(seed, count, options.kept, options.workers)
        return
    for seed in seeds(options.seeds):
        pages = drawn(seed, options.count, options.kept, options.workers)
        yield f"{pages.files[0]['pages'][0]['split']} {seed}", pages


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the tables."""
    options = _parser().parse_args(arguments)
    scored: Scored = {}
    sets: dict[str, PageSet] = {}
    for name, pages in _sets(options):
        read_all(pages, options.kept, options.workers)
        look_all([pages.path(file) for file in pages.files], options.kept, options.workers)
        scored[name], sets[name] = score(pages, options.kept), pages
    print(report(scored))
    if options.json:
        options.json.write_text(
            json.dumps(as_json(scored), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    if options.pictures:
        missed = {name: (sets[name], sums["all"].misses) for name, sums in scored.items()}
        for line in worst(missed, options.pictures):
            print(line)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fields", description=__doc__)
    parser.add_argument("--seeds", default="4242,515151")
    parser.add_argument("--count", type=int, default=245, help="pages of each seed")
    parser.add_argument("--samples", type=Path, help="a folder with pages/ and truth.json instead of seeds")
    parser.add_argument("--foreign", type=int, help="so many pages of a foreign hand instead of seeds")
    parser.add_argument("--third", type=int, help="so many pages of a third hand instead of seeds")
    parser.add_argument("--third-seed", type=int, default=1)
    parser.add_argument("--published", type=int, help="so many documents as published instead of seeds")
    parser.add_argument("--published-seed", type=int, default=1)
    parser.add_argument(
        "--blanks", type=int, help="so many certificates printed onto blanks instead of seeds"
    )
    parser.add_argument("--blanks-seed", type=int, default=1)
    parser.add_argument(
        "--examiner", type=int, help="so many pages as an examiner would choose, instead of seeds"
    )
    parser.add_argument("--examiner-seed", type=int, default=1)
    parser.add_argument("--split", help="only this split of --samples")
    parser.add_argument("--kept", type=Path, default=KEPT, help="where pages and readings are kept")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--pictures", type=Path, help="write pictures of the ten worst confusions here")
    return parser


if __name__ == "__main__":
    main()
