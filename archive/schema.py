"""Brings a database to this package's newest tables. Has its own version table, next to the ledger's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

VERSION_TABLE = "archive_version"
MIGRATIONS = Path(__file__).with_name("migrations")


def upgrade(engine: Engine) -> None:
    """Runs the migrations that `engine`'s database lacks, in one transaction; none lacking, nothing done."""
    if is_current(engine):
        return
    # Here and not above: Alembic takes half a second to load, which tables that are up to date need not wait for.
    from alembic import command

    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(engine: Engine) -> bool:
    """Whether the database has this package's newest tables."""
    # The option is read by whoever opened the engine: this transaction need not queue with writers.
    with engine.connect().execution_options(reading=True) as connection:
        if not inspect(connection).has_table(VERSION_TABLE):
            return False
        found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    return bool(found == _newest())


def _newest() -> str:
    """Migration files begin with their revision, which counts up."""
    return max(path.name.partition("_")[0] for path in MIGRATIONS.glob("versions/[0-9]*.py"))


def is_ours(name: str | None, kind: str, parents: Mapping[Any, str | None]) -> bool:
    """Alembic's question whether a thing it found in the database belongs to this package."""
    if kind in {"column", "index"}:
        # What full-text search on PostgreSQL adds to our tables is known to the migrations alone.
        return name not in {"words", "archive_names_words", "archive_bodies_words"}
    if kind != "table" or name is None:
        return True
    return name.startswith(("archive_", "audit_")) and "_fts" not in name


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    # Alembic reads `%` in values as the start of a placeholder.
    place = str(MIGRATIONS).replace("%", "%%")
    config.set_main_option("script_location", place)
    config.set_main_option("path_separator", "os")
    return config
