"""The databases that tests run on: SQLite in the test's folder, or PostgreSQL.

`TEST_DATABASE=postgresql` (make test-postgres) lets every test that asks here run on PostgreSQL; contract suites name
the kind themselves and run on both.
"""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

import postgresql_server
from run_folder import made_once

from archive import schema
from pipeline import database

SQLITE, POSTGRESQL = "sqlite", "postgresql"
BOTH = (SQLITE, POSTGRESQL)


def chosen() -> str:
    """The kind this run is about."""
    return os.environ.get("TEST_DATABASE", SQLITE)


def new_url(folder: Path, kind: str | None = None) -> str:
    """The URL of a database with the newest tables and nothing in them; SQLite makes its own in `folder`."""
    if (kind or chosen()) == POSTGRESQL:
        return postgresql_server.copy_of(_with_tables())
    path = folder / "ledger.sqlite"
    shutil.copy(_file_with_tables(), path)
    return f"sqlite:///{path}"


def _file_with_tables() -> Path:
    """Migrations take seconds, a copy of their result takes a tenth of one."""
    return made_once("tables", _make_file) / "ledger.sqlite"


def _make_file(folder: Path) -> None:
    _make_tables(f"sqlite:///{folder / 'ledger.sqlite'}")


@cache
def _with_tables() -> str:
    url = postgresql_server.new_database()
    _make_tables(url)
    return url


def _make_tables(url: str) -> None:
    engine = database.open_engine(url)
    database.upgrade(engine)
    schema.upgrade(engine)
    engine.dispose()
