"""The one database: how it is opened, and how the ledger's tables are brought up to date.

One writer at a time on both kinds, so that what a writer has read cannot change under it, numbers have no gaps and the
audit outbox stands in the order of commits. SQLite: WAL, and every writing transaction begins IMMEDIATE (it cannot
upgrade a read lock). PostgreSQL: every writing transaction first takes one advisory lock. Writers queue up to 30
seconds; readers see one consistent state and wait for nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text

from pipeline.errors import Missing

BUSY_SECONDS = 30
# As many as the desk has threads: one that waits for a connection would keep a reader waiting for a writer.
CONNECTIONS = 40
MIGRATIONS = Path(__file__).resolve().parent / "migrations"
# "Sohoa" in ASCII; advisory locks are counted per database.
_WRITERS = 0x536F686F61
_ON_POSTGRESQL = (
    f"-c lock_timeout={BUSY_SECONDS}s -c synchronous_commit=on -c client_encoding=UTF8 -c timezone=UTC"
)


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:////path/ledger.sqlite` or `postgresql+psycopg://user@host/name`.

    Raises Missing for other databases. Connects to nothing yet.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed)
    if parsed.drivername in {"postgresql", "postgresql+psycopg"}:
        return _open_postgresql(parsed.set(drivername="postgresql+psycopg"))
    raise Missing(
        f"Không dùng được cơ sở dữ liệu {parsed.drivername}. Đặt SOHOA_DATABASE_URL=sqlite:////đường/dẫn/ledger.sqlite "
        "hoặc postgresql+psycopg://người@máy/tên.",
        f"The database {parsed.drivername} cannot be used. Set SOHOA_DATABASE_URL=sqlite:////path/to/ledger.sqlite "
        "or postgresql+psycopg://user@host/name.",
    )


def shown(url: str) -> str:
    """`url` as it may be shown: without its password."""
    return make_url(url).render_as_string(hide_password=True)


def _open_sqlite(url: URL) -> Engine:
    # An open file costs little; opening one for each request and preparing it costs more than most requests.
    engine = create_engine(url, pool_size=CONNECTIONS, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions by itself, else BEGIN IMMEDIATE comes too late.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "foreign_keys=ON",
        # In KiB. Two megabytes, the default, make every search and every write read its pages again.
        "cache_size=-32768",
        # In pages, 64 MB. A hundred records change three thousand pages: with the default of a thousand every commit
        # also waited for them to reach their places. The log itself is synced at each commit either way.
        "wal_autocheckpoint=16000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if _only_reads(connection) else "BEGIN IMMEDIATE")


def _open_postgresql(url: URL) -> Engine:
    # The ping lets a desk that runs for months outlive a restart of the server.
    engine = create_engine(url, pool_pre_ping=True, connect_args={"options": _ON_POSTGRESQL})
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _begin_postgresql(connection: Connection) -> None:
    if _only_reads(connection):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    else:
        # READ COMMITTED, the default: each statement after the lock sees what the writer before has committed.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")


def _only_reads(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("reading", False))


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one consistent state and never blocks writers."""
    with engine.connect().execution_options(reading=True) as connection, connection.begin():
        yield connection


def exists(engine: Engine) -> bool:
    """True when the ledger's tables have been made at some time."""
    with reading(engine) as connection:
        return inspect(connection).has_table("ledger_version")


def upgrade(engine: Engine) -> None:
    """Bring the ledger's tables to the newest version; safe to run at every start.

    Raises Missing for a PostgreSQL database whose encoding or order of texts would change what is found.
    """
    if exists(engine) and _version(engine) == _newest():
        return
    _require_plain_texts(engine)
    # Here and not above: Alembic takes half a second to load, which a database that is up to date need not wait for.
    from alembic import command
    from alembic.config import Config

    config = Config()
    # Alembic reads `%` in values as the start of a placeholder.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["engine"] = engine
    command.upgrade(config, "head")


def _require_plain_texts(engine: Engine) -> None:
    """Texts must be UTF-8 and sort by code point, as on SQLite: ranges of numbers, dates and times rely on it."""
    if engine.dialect.name != "postgresql":
        return
    with reading(engine) as connection:
        encoding = connection.scalar(text("SHOW server_encoding"))
        plain = connection.scalar(text("SELECT 'a' > 'B' AND '1-2' < '1.0' AND 'a b' < 'a!c'"))
    if encoding != "UTF8" or not plain:
        name = engine.url.database
        made = f"createdb --encoding=UTF8 --locale=C --template=template0 {name}"
        raise Missing(
            f"Cơ sở dữ liệu {name} không dùng UTF-8 hoặc không xếp chữ theo mã ký tự. Tạo lại: {made}",
            f"The database {name} is not UTF-8 or does not sort texts by code point. Make it with: {made}",
        )


def _version(engine: Engine) -> str | None:
    with reading(engine) as connection:
        found = connection.scalar(text("SELECT version_num FROM ledger_version"))
    return None if found is None else str(found)


def _newest() -> str:
    """Migration files begin with their revision, which counts up."""
    return max(path.name.partition("_")[0] for path in MIGRATIONS.glob("versions/[0-9]*.py"))
