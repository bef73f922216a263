"""The database of the archive's tests. Not in conftest.py: two folders have one, and the name is taken once."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, create_engine, event


def open_database(path: Path) -> Engine:
    """SQLite as the ledger opens it: WAL, transactions that lock at once, 30 s of patience."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def settle(connection, _):  # type: ignore[no-untyped-def]
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def begin(connection):  # type: ignore[no-untyped-def]
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
