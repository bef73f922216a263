"""The one database: how it is opened, and how the ledger's tables are brought up to date.

SQLite runs in WAL mode with writers queueing up to 30 seconds; every writing transaction begins IMMEDIATE, so
that two writers wait for each other instead of failing half-way (SQLite cannot upgrade a read lock).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url

from pipeline.errors import Missing

BUSY_SECONDS = 30


def open_engine(url: str) -> Engine:
    """An engine for `url` (`sqlite:////path/ledger.sqlite`). Raises Missing for databases not yet supported."""
    if make_url(url).get_backend_name() != "sqlite":
        raise Missing(
            "Bản này mới chạy với SQLite. Đặt SOHOA_DATABASE_URL=sqlite:////đường/dẫn/ledger.sqlite.",
            "This version runs on SQLite. Set SOHOA_DATABASE_URL=sqlite:////path/to/ledger.sqlite.",
        )
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions by itself, else BEGIN IMMEDIATE comes too late.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one consistent state and never blocks writers."""
    with engine.connect().execution_options(reading=True) as connection, connection.begin():
        yield connection


def exists(engine: Engine) -> bool:
    """True when the ledger's tables have been made at some time."""
    return inspect(engine).has_table("ledger_version")


def upgrade(engine: Engine) -> None:
    """Bring the ledger's tables to the newest version; safe to run at every start."""
    config = Config()
    config.set_main_option("script_location", str(resources.files("pipeline").joinpath("migrations")))
    config.attributes["engine"] = engine
    command.upgrade(config, "head")
