"""The desk's benchmark, whole: a desk of its own, two users, every kind of act."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from archive import schema
from archive.tables import records
from benchmarks.desk import Held, Load, Outcome, run, table
from benchmarks.desk_home import fill
from benchmarks.desk_user import KINDS
from benchmarks.search_load import load, targets
from pipeline import database
from pipeline.ledger_tables import batches


@pytest.mark.proof
def test_every_act_is_done_and_timed(tmp_path: Path) -> None:
    ((_, outcome),) = run(tmp_path, Held(60, 4), Load(users=2, times=2, pauses=(0,)))
    assert {kind: len(spent) for kind, spent in outcome.spent.items()} == dict.fromkeys(KINDS, 4)
    assert outcome.acts == 24
    assert outcome.cpu > 0


def test_a_new_home_begins_with_an_index_that_is_loaded_already(tmp_path: Path) -> None:
    index, work = tmp_path / "search" / "index.sqlite", tmp_path / "desk"
    index.parent.mkdir()
    engine = database.open_engine(f"sqlite:///{index}")
    schema.upgrade(engine)
    load("SQLite", engine, 60)
    there = [one.id for one in targets(index.parent, 60)]
    with engine.begin() as connection:
        connection.execute(update(records).values(title="as it was loaded"))
    engine.dispose()
    work.mkdir()
    filled = fill(work, 60, 1, index)
    assert [one.id for one in filled.targets] == there
    with filled.services.ledger.reading() as connection:
        titles = set(connection.scalars(select(records.c.title)))
    assert len(titles) == 2, "what was loaded, and the paper that waits"
    assert "as it was loaded" in titles
    assert len(filled.waiting) == 1
    # What the home holds by then is not replaced.
    assert len(fill(work, 60, 1, index).waiting) == 1
    with filled.services.ledger.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(batches)) == 2


def test_the_table_tells_median_and_the_slow_end() -> None:
    outcome = Outcome({"search": [float(number) for number in range(1, 101)]}, wall=10, cpu=2, load=0.5)
    told = table(outcome)
    assert "| search | 100 | 51 | 96 | 200 |" in told
    assert "10.0 acts/s for 10 s; the server's CPU 2.0 s (20 ms an act); load before 0.5" in told
