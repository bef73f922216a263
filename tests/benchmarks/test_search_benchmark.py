"""The search benchmark's records and targets, on a few hundred records."""

from __future__ import annotations

from pathlib import Path

import databases

from benchmarks.search import measure, queries
from benchmarks.search_load import held_by, load, targets
from benchmarks.search_records import Town, records
from pipeline import database


def test_equal_seeds_give_equal_records_and_no_two_alike() -> None:
    one, other = list(records(Town(7), 60)), list(records(Town(7), 60))
    assert one == other
    assert len({record.id for record in one}) == 60
    assert {record.type for record in one} == {"birth", "construction_permit"}


def test_a_misreading_is_a_slip_in_one_word() -> None:
    town = Town(7)
    for _ in range(50):
        name = town.name(woman=False)
        read = town.misread(name)
        differing = [a for a, b in zip(name.split(), read.split(), strict=True) if a != b]
        assert len(differing) == 1
        assert read != name


def test_every_kind_of_query_finds_its_target(tmp_path: Path) -> None:
    engine = database.open_engine(databases.new_url(tmp_path))
    load("SQLite", engine, 300)
    figures = {one.kind: one.found for one in measure(engine, queries(targets(tmp_path, 300), 8))}
    assert {kind for kind, found in figures.items() if found < 0.9} <= {"one OCR error"}
    assert figures["one OCR error"] >= 0.75
    # What was loaded is not loaded again.
    load("SQLite", engine, 300)
    assert held_by(engine) == 300
