"""What every page asks must not walk through a table that grows with the archive: SQLite's own plan says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import databases
import pytest
from reviewing import LAN, act
from sqlalchemy import Select, event, func, select
from sqlalchemy.dialects import sqlite

from archive.tables import outbox
from pipeline import alarms, database
from pipeline.batch import begins
from pipeline.ledger import Ledger
from pipeline.ledger_tables import batches, records


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(database.open_engine(databases.new_url(tmp_path, "sqlite")))


def plan(ledger: Ledger, query: Select[Any]) -> str:
    told = str(query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    with ledger.reading() as connection:
        return " ".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {told}"))


@pytest.mark.parametrize("table", [batches, records])
def test_the_first_letters_of_an_id_are_looked_up(ledger: Ledger, table: Any) -> None:
    assert "SEARCH" in plan(ledger, select(table.c.id).where(begins(table.c.id, "0a1b")))


def test_alarms_have_an_index_of_their_own(ledger: Ledger) -> None:
    assert "ix_audit_outbox_alarms" in plan(ledger, select(func.count()).where(alarms.raised()))
    listed = (
        select(outbox).where(alarms.raised(), outbox.c.at >= "2026").order_by(outbox.c.id.desc()).limit(20)
    )
    assert "ix_audit_outbox_alarms" in plan(ledger, listed)


def test_what_one_account_read_is_looked_up(ledger: Ledger) -> None:
    asked: list[tuple[str, Any]] = []
    event.listen(ledger.engine, "after_cursor_execute", lambda *told: asked.append((told[2], told[3])))
    with ledger.writing(act(LAN)) as connection:
        alarms.watch(connection, act(LAN), "record.opened", 1)
        ((counting, told),) = [one for one in asked if "audit_outbox" in one[0]]
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {counting}", told)
        assert "ix_audit_outbox_actor_at" in " ".join(row[3] for row in rows)
