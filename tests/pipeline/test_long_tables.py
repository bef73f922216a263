"""What every page asks must not walk through a table that grows with the archive: SQLite's own plan says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import databases
import pytest
from reviewing import LAN, act
from sqlalchemy import Select, event, func, insert, select
from sqlalchemy.dialects import sqlite

from archive.tables import ALARMS, outbox
from pipeline import alarms, database
from pipeline.batch import Counts, begins, counts_of
from pipeline.ledger import Ledger, open_batch
from pipeline.ledger_tables import batches, pages, records, sources


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


def test_a_period_is_looked_up_and_states_by_batch_need_no_record(ledger: Ledger) -> None:
    since = select(records.c.type).where(records.c.created_at >= "2026", records.c.created_at < "2027")
    assert "ix_ledger_records_created_at" in plan(ledger, since)
    newest = select(batches.c.id).order_by(batches.c.created_at.desc()).limit(50)
    assert "ix_ledger_batches_created_at" in plan(ledger, newest)
    states = select(records.c.batch, records.c.state, func.count()).group_by(records.c.batch, records.c.state)
    assert "COVERING INDEX ix_ledger_records_batch_state" in plan(ledger, states)


def test_pages_of_many_batches_are_counted_in_two_questions(ledger: Ledger) -> None:
    ids = ["b0", "b1", "b2"]
    with ledger.writing(act(LAN)) as connection:
        for batch in ids:
            open_batch(connection, act(LAN), {"id": batch, "source_set": "0" * 64, "docket": {}})
        for batch, ordinal, fault, seen in (
            ("b0", 1, None, 2),
            ("b0", 2, "FILE_TYPE", None),
            ("b1", 1, None, None),
        ):
            told = {"file": "x", "sha256": "0", "bytes": 1, "fault": fault, "pages": seen, "facts": {}}
            connection.execute(insert(sources).values(batch=batch, ordinal=ordinal, **told))
        for number, state in enumerate(("read", "blank", "replaced"), 1):
            told = {"source": 1, "number": number, "sha256": "0", "facts": {}, "changed_at": act(LAN).time}
            connection.execute(insert(pages).values(id=f"p{number}", batch="b0", state=state, **told))
    asked: list[str] = []
    event.listen(ledger.engine, "after_cursor_execute", lambda *told: asked.append(told[2]))
    with ledger.reading() as connection:
        counted = counts_of(connection, ids)
    assert len([one for one in asked if one.startswith("SELECT")]) == 2
    assert counted["b0"] == Counts(3, 1, 1, 0, 0, 1, 0)
    assert counted["b1"] == Counts(1, 0, 0, 0, 0, 0, 1)
    assert counted["b2"] == Counts(0, 0, 0, 0, 0, 0, 0)


def test_alarms_have_an_index_of_their_own(ledger: Ledger) -> None:
    assert "ix_audit_outbox_alarms" in plan(ledger, select(func.count()).where(ALARMS))
    listed = select(outbox).where(ALARMS, outbox.c.at >= "2026").order_by(outbox.c.id.desc()).limit(20)
    assert "ix_audit_outbox_alarms" in plan(ledger, listed)


def test_what_one_account_read_is_looked_up(ledger: Ledger) -> None:
    asked: list[tuple[str, Any]] = []
    event.listen(ledger.engine, "after_cursor_execute", lambda *told: asked.append((told[2], told[3])))
    with ledger.writing(act(LAN)) as connection:
        alarms.watch(connection, act(LAN), "record.opened", 1)
        ((counting, told),) = [one for one in asked if "audit_outbox" in one[0]]
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {counting}", told)
        assert "ix_audit_outbox_actor_at" in " ".join(row[3] for row in rows)
