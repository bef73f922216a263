"""How well fields are read: `python -m benchmarks.fields [--samples DIR] [--readings DIR] [--split NAME]`.

Prints by record type: right types, exact values, share accepted without a person (coverage), and silent errors,
that is accepted values that differ from the truth, each with its file and field. Empty counts as accepted.
Readings are kept as JSON in the folder of `--readings`, under the file's digest and the version of the reader, so that
a second run needs no OCR.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ocr.limits import Limits
from ocr.read import READER_VERSION, read_page
from ocr.reading import PageReading
from pipeline.interpret import interpret
from pipeline.normalize.spelling import comparable
from pipeline.record import DraftRecord, Field, FieldState

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
_SETTLED = {FieldState.ACCEPTED, FieldState.EMPTY}


@dataclass
class Tally:
    """Counts of one record type."""

    records: int = 0
    typed: int = 0
    fields: int = 0
    exact: int = 0
    missing: int = 0
    accepted: int = 0
    silent: list[str] = field(default_factory=list)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Adds the counts of another tally."""
        for name in ("records", "typed", "fields", "exact", "missing", "accepted"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.silent += other.silent
        self.missed += other.missed


def equal(value: str | None, truth: str | None) -> bool:
    """Equal up to the place of tone marks and capitals."""
    if value is None or truth is None:
        return value is truth
    return comparable(value) == comparable(truth)


def compare(name: str, truth: dict[str, Any], found: DraftRecord | None) -> Tally:
    """One true record against the draft that holds its first page."""
    tally = Tally(records=1, typed=int(found is not None and found.type == truth["type"]))
    fields = {entry.key: entry for entry in found.fields} if found else {}
    for key, fact in truth["fields"].items():
        tally.fields += 1
        _compare_field(tally, f"{name} {key}", key, fact["value"], fields.get(key))
    for key in fields.keys() - truth["fields"].keys():
        if fields[key].state is FieldState.ACCEPTED:
            tally.silent.append(f"{name} {key}: {fields[key].value!r}, not on the paper")
    return tally


def _compare_field(tally: Tally, label: str, key: str, truth: str | None, found: Field | None) -> None:
    if found is None:
        tally.missing += 1
        tally.missed[key] += 1
        return
    right = equal(found.value, truth)
    tally.exact += right
    if not right:
        tally.missed[key] += 1
    if found.state in _SETTLED:
        tally.accepted += 1
        if not right:
            tally.silent.append(f"{label}: {found.value!r}, truth {truth!r} ({found.confidence:.2f})")


def read(path: Path, cache: Path) -> list[PageReading]:
    """Readings of a file from the cache, or by the engine of this machine."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    kept = cache / f"{path.name}.{digest[:16]}.{READER_VERSION}.json"
    if not kept.exists():
        # The engine loads its model, which a cached run can do without.
        from ocr.survey import survey
        from ocr.tesseract import open_engine

        engine = open_engine()
        pages = [page.number for page in survey(path, Limits()).pages]
        made = [read_page(path, number, engine, Limits()).as_json() for number in pages]
        cache.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    return [PageReading.from_json(page) for page in json.loads(kept.read_text(encoding="utf-8")) if page]


def tallies(folder: Path, cache: Path, split: str | None) -> Iterator[tuple[str, Tally]]:
    """Type and tally of every true record of a sample set."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    for file in truth["files"]:
        if not file.get("records") or (split and file["pages"][0].get("split") != split):
            continue
        drafts = interpret(read(folder / "pages" / file["file"], cache))
        for record in file["records"]:
            yield record["type"], compare(file["file"], record, _draft_of(drafts, record["pages"][0] - 1))


def _draft_of(drafts: Sequence[DraftRecord], page: int) -> DraftRecord | None:
    return next((draft for draft in drafts if page in draft.pages), None)


def table(found: Iterable[tuple[str, Tally]]) -> dict[str, Tally]:
    """Tallies by type, with their sum under "all"."""
    sums: dict[str, Tally] = {}
    for name, tally in found:
        sums.setdefault(name, Tally()).add(tally)
        sums.setdefault("all", Tally()).add(tally)
    return sums


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fields", description=__doc__)
    parser.add_argument("--samples", type=Path, default=SAMPLES)
    parser.add_argument("--readings", type=Path, default=Path.home() / ".cache" / "sohoa" / "readings")
    parser.add_argument("--split")
    options = parser.parse_args()
    sums = table(tallies(options.samples, options.readings, options.split))
    print(
        f"{'type':22}{'records':>8}{'typed':>8}{'fields':>8}{'found':>8}{'exact':>8}{'accepted':>10}{'silent':>8}"
    )
    for name in sorted(sums, key=lambda n: (n == "all", n)):
        t = sums[name]
        share = [f"{100 * n / max(1, t.fields):.1f}%" for n in (t.fields - t.missing, t.exact, t.accepted)]
        print(
            f"{name:22}{t.records:8}{t.typed:8}{t.fields:8}{share[0]:>8}{share[1]:>8}{share[2]:>10}{len(t.silent):8}"
        )
    print(
        "\nmost often wrong or missing:", ", ".join(f"{k} {n}" for k, n in sums["all"].missed.most_common(25))
    )
    print("\nsilent errors:")
    for line in sums["all"].silent:
        print(" ", line)


if __name__ == "__main__":
    main()
