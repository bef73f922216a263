"""The archive that the search benchmark asks: generated records, loaded as a rebuild loads them, kept for later runs.

Beside the databases stands `targets.json`: records taken by chance, from which queries are made.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from random import Random

from sqlalchemy import Engine, func, select

from archive import bulk, index
from archive.deposit import Deposited
from archive.layout import object_root
from archive.package import Description
from archive.tables import records as indexed
from benchmarks.search_records import Town, records
from pipeline import database

AT = datetime(2026, 11, 26, tzinfo=UTC)
SEED = 20261126
BATCH = 1000
TARGETS = 2000


def load(name: str, engine: Engine, count: int) -> None:
    """Fills an empty database with `count` records; one that holds as many or more is left as it is."""
    held = held_by(engine)
    if held >= count:
        return
    if held:
        raise SystemExit(f"{name} holds {held:,} records of an earlier run; choose another --work")
    begun, cpu = time.perf_counter(), time.process_time()
    with engine.begin() as connection:
        aside = bulk.lay_aside(connection)
    done = 0
    for batch in _batches(count):
        put(engine, batch)
        done += len(batch)
        if done % 50_000 == 0:
            _tell(name, f"{done:,} records", begun, cpu)
    with engine.begin() as connection:
        bulk.bring_back(connection, aside)
    _tell(name, "indexes made", begun, cpu)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
        _tell(name, "analysed", begun, cpu)


def _tell(name: str, what: str, begun: float, cpu: float) -> None:
    seconds, own = time.perf_counter() - begun, time.process_time() - cpu
    print(
        f"  {name}: {what} after {seconds:,.0f} s (own CPU {own:,.0f} s; load {os.getloadavg()[0]:.1f})",
        flush=True,
    )


def _batches(count: int) -> Iterator[list[Description]]:
    stream = records(Town(SEED), count)
    while batch := list(islice(stream, BATCH)):
        yield batch


def held_by(engine: Engine) -> int:
    """How many records the index holds."""
    with database.reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(indexed)) or 0


def put(engine: Engine, batch: list[Description]) -> None:
    """Puts `batch` into the index in one transaction."""
    with engine.begin() as connection:
        index.put_records(connection, [(_proof(one), one, ()) for one in batch], AT)


def _proof(description: Description) -> Deposited:
    return Deposited(description.id, "v1", "0" * 64, object_root(description.id), created_new=True)


def targets(work: Path, count: int) -> list[Description]:
    """About TARGETS of the records, the same in every run over `count` records."""
    kept = work / f"targets-{count}.json"
    if not kept.exists():
        # Its own chance: that of the town makes the records.
        chance = Random(count)
        some = [one for batch in _batches(count)
                for one in chance.sample(batch, min(len(batch), max(1, TARGETS * BATCH // count)))]  # fmt: skip
        kept.write_text(json.dumps([one.as_json() for one in some], ensure_ascii=False), "utf-8")
    return [Description.from_json(one) for one in json.loads(kept.read_text("utf-8"))]
