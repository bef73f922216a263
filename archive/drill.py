"""The restore drill: from the store alone to a working index in an empty database, compared with the living one.

Reads the store and writes nothing to it. What it proves is written down by the caller.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine, Table, select

from archive.fixity import check
from archive.rebuild import rebuild
from archive.store import ObjectStore
from archive.tables import bodies, dates, dossiers, files, members, names, numbers, places, records

# Columns that tell when a row was written, or number it within one database.
_OWN = {"id", "indexed_at"}
_COMPARED = (records, names, numbers, dates, places, bodies, files, dossiers, members)


@dataclass
class DrillReport:
    """What came back and what differs: `differs` names tables with the number of rows only one side has."""

    records: int = 0
    dossiers: int = 0
    unreadable: list[str] = field(default_factory=list)
    differs: dict[str, int] = field(default_factory=dict)
    sampled: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether the archive would come back whole."""
        return not (self.unreadable or self.differs or self.findings)


@dataclass(frozen=True)
class Drill:
    """One drill: the store, the living database, an empty one with this package's tables, how many objects to read
    through, when, and a clock in seconds that only grows."""

    store: ObjectStore
    living: Engine
    empty: Engine
    sample: int
    at: datetime
    clock: Callable[[], float]


def drill(given: Drill, seed: str) -> DrillReport:
    """Rebuilds, compares row by row, reads a sample through; `seed` chooses the sample. Raises StoreUnavailable."""
    report = DrillReport()
    begun = given.clock()
    with given.empty.begin() as connection:
        rebuilt = rebuild(given.store, connection, given.at)
    report.records, report.dossiers = rebuilt.records, rebuilt.dossiers
    report.unreadable = [object_id for object_id, _ in rebuilt.unreadable]
    report.seconds["rebuild"] = given.clock() - begun
    begun = given.clock()
    for table in _COMPARED:
        apart = _rows(given.living, table) ^ _rows(given.empty, table)
        if apart:
            report.differs[table.name] = len(apart)
    report.seconds["compare"] = given.clock() - begun
    begun = given.clock()
    with given.empty.connect() as connection:
        ids = sorted(connection.scalars(select(records.c.id)))
    report.sampled = sorted(random.Random(seed).sample(ids, min(given.sample, len(ids))))
    report.findings = [f"{one.file} {one.code}" for one in check(given.store, report.sampled)]
    report.seconds["sample"] = given.clock() - begun
    return report


def _rows(engine: Engine, table: Table) -> set[tuple[object, ...]]:
    own = _OWN if table is not records and table is not dossiers else {"indexed_at"}
    columns = [column for column in table.columns if column.name not in own]
    with engine.connect() as connection:
        return {tuple(row) for row in connection.execute(select(*columns))}
