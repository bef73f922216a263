"""The database of the archive's tests. Not in conftest.py: two folders have one, and the name is taken once."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from pipeline import database


def open_database(path: Path) -> Engine:
    """SQLite as the ledger opens it."""
    return database.open_engine(f"sqlite:///{path}")
