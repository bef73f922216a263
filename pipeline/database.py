"""The one database: how it is opened, and how the ledger's tables are brought up to date.

SQLite runs in WAL mode with writers queueing up to 30 seconds; every writing transaction begins IMMEDIATE, so
that two writers wait for each other instead of failing half-way (SQLite cannot upgrade a read lock).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text

from pipeline.errors import Missing

BUSY_SECONDS = 30
MIGRATIONS = Path(__file__).resolve().parent / "migrations"


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
    if exists(engine) and _version(engine) == _newest():
        return
    # Here and not above: Alembic takes half a second to load, which a database that is up to date need not wait for.
    from alembic import command
    from alembic.config import Config

    config = Config()
    # Alembic reads `%` in values as the start of a placeholder.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["engine"] = engine
    command.upgrade(config, "head")


def _version(engine: Engine) -> str | None:
    with reading(engine) as connection:
        found = connection.scalar(text("SELECT version_num FROM ledger_version"))
    return None if found is None else str(found)


def _newest() -> str:
    """Migration files begin with their revision, which counts up."""
    return max(path.name.partition("_")[0] for path in MIGRATIONS.glob("versions/[0-9]*.py"))
