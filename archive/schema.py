"""Brings a database to this package's newest tables. Has its own version table, next to the ledger's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

VERSION_TABLE = "archive_version"


def upgrade(engine: Engine) -> None:
    """Runs the migrations that `engine`'s database lacks, in one transaction; none lacking, nothing done."""
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(engine: Engine) -> bool:
    """Whether the database has this package's newest tables."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(VERSION_TABLE):
            return False
        found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    return found == ScriptDirectory.from_config(_config()).get_current_head()


def is_ours(name: str | None, kind: str, parents: Mapping[Any, str | None]) -> bool:
    """Alembic's question whether a thing it found in the database belongs to this package."""
    if kind != "table" or name is None:
        return True
    return name.startswith(("archive_", "audit_")) and "_fts" not in name


def _config() -> Config:
    config = Config()
    # Alembic reads `%` in values as the start of a placeholder.
    place = str(Path(__file__).with_name("migrations")).replace("%", "%%")
    config.set_main_option("script_location", place)
    config.set_main_option("path_separator", "os")
    return config
