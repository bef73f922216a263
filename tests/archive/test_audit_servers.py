"""The trail on both databases, and sealed segments that a real server keeps from everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import databases
import pytest
from archive_material import AT
from s3_server import SERVERS, require_server, s3_store
from sqlalchemy import Engine, delete, text, update
from sqlalchemy.exc import DBAPIError

from archive import tables
from archive.audit import Event, record_event
from archive.audit_restore import restore
from archive.audit_seal import Sealer, seal
from archive.audit_segments import EVENTS, object_id
from archive.audit_verify import verify
from archive.errors import ObjectLocked
from archive.layout import object_root
from archive.root import prepare_root
from archive.store import COMPLIANCE, Lock
from archive.stores.memory import MemoryStore

SEAL = Event(AT, "service:seal", "phuong", "audit.seal", "audit", "success")


def write(engine: Engine, count: int) -> None:
    with engine.begin() as connection:
        for n in range(count):
            record_event(connection, Event(AT, f"person:p{n}", "phuong", "record.viewed", "rec", "success"))


@pytest.mark.parametrize("engine", databases.BOTH, indirect=True)
def test_the_trail_is_sealed_kept_and_checked_on_every_database(
    engine: Engine, memory: MemoryStore, tmp_path: Path
) -> None:
    write(engine, 5)
    sealer = Sealer(memory, engine, tmp_path / "spool", "tests")
    assert [one.last_seq for one in seal(sealer, SEAL)] == [5]
    for table in (tables.outbox, tables.chain, tables.segments):
        column = list(table.c)[1].name
        for statement in (update(table).values({column: 1}), delete(table)):
            with pytest.raises(DBAPIError, match="never changed or removed"), engine.begin() as connection:
                connection.execute(statement)
    with engine.connect() as connection:
        assert verify(connection, memory).findings == []
    with engine.begin() as connection:
        assert restore(connection, memory) == 0
        if engine.dialect.name == "postgresql":
            connection.execute(text("DROP TRIGGER audit_outbox_kept ON audit_outbox"))
        else:
            connection.execute(text("DROP TRIGGER audit_outbox_kept_update"))
        connection.execute(update(tables.outbox).where(tables.outbox.c.id == 3).values(actor="person:x"))
    with engine.connect() as connection:
        found = {(one.code, one.seq) for one in verify(connection, memory).findings}
    assert ("EVENT_CHANGED", 3) in found


@pytest.mark.s3
@pytest.mark.parametrize("server", SERVERS)
def test_nobody_removes_a_sealed_segment_from_a_server_that_locks(
    server: str, engine: Engine, tmp_path: Path
) -> None:
    require_server(server)
    store = s3_store(server)
    prepare_root(store)
    write(engine, 3)
    lock = Lock(COMPLIANCE, datetime.now(UTC) + timedelta(minutes=5))
    sealer = Sealer(store, engine, tmp_path / "spool", "tests", lock=lock)
    (made,) = seal(replace(sealer), SEAL)
    assert made.locked
    key = f"{object_root(object_id(1))}/v1/content/{EVENTS}"
    for bypass in (False, True):
        with pytest.raises(ObjectLocked):
            store.delete(key, bypass=bypass)
    with engine.connect() as connection:
        assert not verify(connection, store).broken
