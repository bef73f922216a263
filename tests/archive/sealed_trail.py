"""A sealed trail to be tampered with: three segments, and events that wait behind them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive_database import open_database
from archive_material import AT
from sqlalchemy import Connection, Engine, select, text, update
from time_limits import finished

from archive import audit_segments as parts
from archive import schema, tables
from archive.audit import Event, record_event
from archive.audit_chain import extend, hash_of, line_of
from archive.audit_seal import Sealer, seal
from archive.audit_segments import stored
from archive.audit_verify import AuditReport, verify
from archive.root import prepare_root
from archive.stores.folder import FolderStore

SEAL = Event(AT, "service:seal", "phuong", "audit.seal", "audit", "success")
SCRIPT = Path(parts.__file__).parent / "explanations" / parts.VERIFIER


def write(engine: Engine, count: int, begin: int = 0) -> None:
    with engine.begin() as connection:
        for n in range(begin, begin + count):
            record_event(
                connection, Event(AT, f"person:p{n}", "phuong", "record.viewed", f"rec-{n}", "success")
            )


@dataclass(frozen=True)
class Trail:
    """A sealed trail: three segments, and events that wait behind them."""

    engine: Engine
    folder: FolderStore
    place: Path
    sealer: Sealer

    def report(self) -> AuditReport:
        with self.engine.connect() as connection:
            return verify(connection, self.folder)

    def codes(self) -> set[tuple[str, int, int]]:
        return {(f.code, f.seq, f.segment) for f in self.report().findings if not f.is_warning}

    def force(self, act: Callable[[Connection], object]) -> None:
        """As somebody who owns the database would: past the triggers."""
        with self.engine.begin() as connection:
            wanted = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_%'"
            kept = connection.execute(text(wanted)).all()
            for name, _ in kept:
                connection.execute(text(f"DROP TRIGGER {name}"))
            act(connection)
            for _, sql in kept:
                connection.execute(text(sql))

    def outside(self) -> tuple[int, str]:
        """What the stand-alone verifier says of the store's folder."""
        done = finished(
            [sys.executable, "-I", SCRIPT, self.place], capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr


def made(home: Path) -> None:
    """A sealed trail in an empty folder."""
    engine, store = open_database(home / "index.db"), FolderStore(home / "store")
    schema.upgrade(engine)
    prepare_root(store)
    sealer = Sealer(store, engine, home / "work" / "spool", "tests")
    for n in range(3):
        write(engine, 4, begin=4 * n)
        seal(sealer, SEAL)
    write(engine, 2, begin=90)
    with engine.begin() as connection:
        extend(connection)
    engine.dispose()


def opened(home: Path) -> Trail:
    """The trail in `home`; the caller lets its engine go."""
    engine, store = open_database(home / "index.db"), FolderStore(home / "store")
    return Trail(engine, store, home / "store", Sealer(store, engine, home / "work" / "spool", "tests"))


def found(trail: Trail, number: int) -> parts.StoredSegment:
    segment = stored(trail.folder, number)
    assert segment is not None
    return segment


def event_at(connection: Connection, seq: int) -> int:
    found = connection.scalar(select(tables.chain.c.event).where(tables.chain.c.seq == seq))
    assert found is not None
    return found


def change(connection: Connection) -> None:
    where = tables.outbox.c.id == event_at(connection, 6)
    connection.execute(update(tables.outbox).where(where).values(actor="person:other"))


def rewrite(connection: Connection) -> None:
    """The event changed and every hash computed anew: only the older anchors can tell."""
    change(connection)
    before = "0" * 64
    joined = select(tables.chain.c.seq, tables.outbox).join(
        tables.outbox, tables.outbox.c.id == tables.chain.c.event
    )
    for row in connection.execute(joined.order_by(tables.chain.c.seq)).all():
        before = hash_of(before, line_of(row.seq, row))
        connection.execute(update(tables.chain).where(tables.chain.c.seq == row.seq).values(hash=before))
