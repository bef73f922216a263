"""The database as everything above it may rely on it, SQLite and PostgreSQL alike."""

from __future__ import annotations

import json
import multiprocessing
import sqlite3
from pathlib import Path
from typing import Any

import databases
import postgresql_server
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from reviewing import LAN, MINH, act
from sqlalchemy import event, func, insert, select
from sqlalchemy.exc import DBAPIError
from time_limits import joined

from archive import audit, instant, lease, tables
from pipeline import database
from pipeline.actors import Actor
from pipeline.errors import Missing
from pipeline.ledger import Ledger, open_batch
from pipeline.ledger_tables import actors, batches, metadata

EACH = 25


@pytest.fixture(params=databases.BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return databases.new_url(tmp_path, request.param)


def _open_batches(url: str, by: Actor, start: Any) -> None:
    """Each batch is given the next number, read in the transaction that uses it."""
    ledger = Ledger(database.open_engine(url))
    start.wait(60)
    for _ in range(EACH):
        with ledger.writing(act(by)) as connection:
            number = connection.scalar(select(func.count()).select_from(batches))
            open_batch(connection, act(by), {"id": f"b{number}", "source_set": f"n{number}", "docket": {}})


def _race(target: Any, *first: Any) -> None:
    context = multiprocessing.get_context("fork")
    start = context.Barrier(2)
    racers = [context.Process(target=target, args=(*first, by, start), daemon=True) for by in (LAN, MINH)]
    for racer in racers:
        racer.start()
    joined(*racers)
    assert [racer.exitcode for racer in racers] == [0, 0]


def test_two_writers_leave_no_gap_and_the_outbox_in_the_order_of_commits(url: str) -> None:
    _race(_open_batches, url)
    with database.reading(database.open_engine(url)) as connection:
        found = connection.execute(select(tables.outbox).order_by(tables.outbox.c.id)).all()
        numbers = [json.loads(row.detail)["source_set"] for row in found if row.type == "batch.open"]
        assert {row.actor for row in found} == {LAN.id, MINH.id}
    assert numbers == [f"n{number}" for number in range(2 * EACH)]


def test_a_reader_sees_one_state_and_waits_for_nobody(url: str) -> None:
    engine = database.open_engine(url)
    ledger = Ledger(engine)
    with ledger.reading() as before, ledger.writing(act(LAN)) as writer:
        counted = select(func.count()).select_from(actors)
        seen = before.scalar(counted)
        writer.execute(insert(actors).values(id="x", kind="person", name="X", unit="u"))
        assert before.scalar(counted) == seen
        writer.commit()
        assert before.scalar(counted) == seen
    with ledger.reading() as after:
        assert after.scalar(counted) == (seen or 0) + 2


def test_what_fails_leaves_nothing(url: str) -> None:
    ledger = Ledger(database.open_engine(url))

    def write_twice() -> None:
        with ledger.writing(act(LAN)) as connection:
            connection.execute(insert(actors).values(id="x", kind="person", name="X", unit="u"))
            connection.execute(insert(actors).values(id="x", kind="person", name="X", unit="u"))

    with pytest.raises(DBAPIError):
        write_twice()
    with ledger.reading() as connection:
        assert connection.scalars(select(actors.c.id)).all() == []


def test_leases_of_objects_keep_one_writer_out(url: str) -> None:
    engine = database.open_engine(url)
    at = act(LAN).at
    with lease.held(engine, "urn:x", "one", at, 60):
        with pytest.raises(lease.LeaseTaken), lease.held(engine, "urn:x", "two", at, 60):
            pass
        with lease.held(engine, "urn:x", "one", at, 60):
            pass


def test_the_migrations_make_the_ledger_the_code_knows(url: str) -> None:
    options = {
        "include_name": lambda name, kind, _parents: kind != "table" or str(name).startswith("ledger_"),
        "version_table": "ledger_version",
    }
    with database.reading(database.open_engine(url)) as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_vietnamese_text_and_odd_characters_come_back(url: str) -> None:
    ledger = Ledger(database.open_engine(url))
    told = "Nguyễn Thị Hòa \u1ef9 🙂 \\ % _ ' \" \x01"
    with ledger.writing(act(LAN)) as connection:
        connection.execute(insert(actors).values(id="x", kind="person", name=told, unit="u"))
        audit.record_event(connection, audit.Event(act(LAN).at, "a", told, "t", "o", "success", {"n": 3}))
    with ledger.reading() as connection:
        assert connection.scalar(select(actors.c.name).where(actors.c.id == "x")) == told
        (kept,) = audit.events(connection)
        assert (kept.unit, kept.detail) == (told, {"n": 3})
        assert instant.as_text(kept.at) == instant.as_text(act(LAN).at)


# --- PostgreSQL alone


def test_a_database_that_sorts_otherwise_is_refused_with_the_command_that_makes_a_right_one() -> None:
    url = postgresql_server.new_database("LOCALE_PROVIDER icu ICU_LOCALE 'vi'")
    with pytest.raises(Missing) as refusal:
        database.upgrade(database.open_engine(url))
    assert "createdb --encoding=UTF8 --locale=C" in refusal.value.en
    assert not database.exists(database.open_engine(url))


def test_a_writer_queues_behind_another_and_gives_up_in_the_end(tmp_path: Path) -> None:
    engine = database.open_engine(databases.new_url(tmp_path, databases.POSTGRESQL))
    waiter = database.open_engine(engine.url.render_as_string(hide_password=False))

    @event.listens_for(waiter, "connect")
    def impatient(connection: Any, _record: Any) -> None:
        connection.execute("SET lock_timeout = 1")
        connection.commit()

    with engine.begin(), pytest.raises(DBAPIError, match="lock timeout"), waiter.begin():
        pass
    with waiter.begin() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"


def test_a_commit_on_sqlite_is_on_disk_and_does_not_wait_for_its_pages_to_be_sorted_in(
    tmp_path: Path,
) -> None:
    engine = database.open_engine(databases.new_url(tmp_path, databases.SQLITE))
    with engine.begin() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
        connection.exec_driver_sql("CREATE TABLE filled (bytes BLOB)")
        # Two thousand pages, more than SQLite's default leaves in the log.
        connection.exec_driver_sql("INSERT INTO filled VALUES (zeroblob(8192000))")
    assert Path(f"{engine.url.database}-wal").stat().st_size > 8_192_000
    with sqlite3.connect(f"file:{engine.url.database}?immutable=1", uri=True) as without_log:
        assert without_log.execute("SELECT name FROM sqlite_master WHERE name = 'filled'").fetchone() is None


def test_readers_cannot_write(tmp_path: Path) -> None:
    engine = database.open_engine(databases.new_url(tmp_path, databases.POSTGRESQL))
    with pytest.raises(DBAPIError, match="read-only"), database.reading(engine) as connection:
        connection.execute(insert(actors).values(id="x", kind="person", name="X", unit="u"))


@pytest.mark.parametrize("url", ["postgresql://u:secret@h/n", "postgresql+psycopg://u:secret@h/n"])
def test_a_password_is_never_shown(url: str) -> None:
    assert "secret" not in database.shown(url)
    assert database.open_engine(url).dialect.driver == "psycopg"


def test_other_databases_are_refused_in_words() -> None:
    with pytest.raises(Missing) as refusal:
        database.open_engine("mysql://u@h/n")
    assert "postgresql+psycopg://" in refusal.value.vi
