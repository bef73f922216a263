"""What calibration learns from and is judged on: each value of a sample set, its signs, and whether it is right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.field_score import equal
from benchmarks.field_sets import PageSet, read
from benchmarks.processes import processes
from benchmarks.second_looks import looks_of
from ocr.page import Box
from pipeline.looks import NO_LOOKS, Looks
from pipeline.normalize.kinds import normalise
from pipeline.normalize.outcome import Refused
from pipeline.sketch import Sketch, sketches, weigh_sketch
from pipeline.trust import Signs
from pipeline.weigh import Weighed


@dataclass(frozen=True)
class Row:
    """One value: where it stands, its signs, whether the paper says so, and whether it was read again."""

    where: str
    kind: str
    signs: Signs
    right: bool
    again: bool


def all_places(found: Iterable[Sketch], pages: int) -> list[list[Box]]:
    """For each page of a file the rows of all values that may be weighed."""
    places: list[list[Box]] = [[] for _ in range(pages)]
    for sketch in found:
        for field in sketch.extraction.fields:
            if field.page is not None and not sketch.asks_for_a_person:
                places[sketch.group[field.page]] += sketch.extraction.evidence[field.key].rows
    return places


def rows_of(pages: PageSet, kept: Path, workers: int) -> list[Row]:
    """Rows of all records of a set that a machine may read; looks again at every value that was not yet."""
    jobs = [(pages.path(file), file, kept) for file in pages.files]
    with processes(workers) as pool:
        return [row for rows in pool.map(_rows_of_file, jobs) for row in rows]


def _rows_of_file(job: tuple[Path, dict[str, Any], Path]) -> list[Row]:
    path, entry, cache = job
    readings = read(path, cache)
    found = list(sketches(readings))
    looks = looks_of(path, readings, all_places(found, len(readings)), cache)
    rows: list[Row] = []
    for record in entry["records"]:
        if record.get("also"):
            # A paper that only looks like a record: nothing is told of its values.
            continue
        for sketch in found:
            if record["pages"][0] - 1 in sketch.group and sketch.kind.name == record["type"]:
                rows += _rows_of_record(entry["file"], sketch, looks, record["fields"])
    return rows


def _rows_of_record(name: str, sketch: Sketch, looks: Sequence[Looks], truth: dict[str, Any]) -> list[Row]:
    if sketch.asks_for_a_person:
        return []
    own = [looks[i] for i in sketch.group]
    return [
        row
        for again, held in ((False, [NO_LOOKS] * len(own)), (True, own))
        for row in _weighed_rows(name, sketch, weigh_sketch(sketch, held), truth)
        if row.again == again
    ]


def _weighed_rows(name: str, sketch: Sketch, weighed: Weighed, truth: dict[str, Any]) -> Iterator[Row]:
    """Values that have a place of their own and nothing that caps their chance."""
    for field in weighed.fields:
        spec, signs = sketch.kind.spec(field.key), weighed.signs[field.key]
        if spec is None or not sketch.extraction.evidence[field.key].rows or field.key in weighed.unsure:
            continue
        if isinstance(normalise(spec.kind, field.written or ""), Refused):
            continue
        said = truth.get(field.key, {}).get("value")
        where = f"{name} {field.key}: {field.value!r}, truth {said!r}"
        yield Row(where, spec.kind, signs, equal(field.value, said, spec.kind), signs.asked)
