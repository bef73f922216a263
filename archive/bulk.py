"""Loading the index by the thousand: what keeps its tables searchable is laid aside, and made at once at the end.

Used where everything comes anew (rebuild.py). What is laid aside is read from the database itself, so that no second
list of indexes can go stale. Everything happens on the caller's transaction: a load that fails leaves no trace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, select, text

from archive import tables

_LOADED = (
    tables.records,
    tables.names,
    tables.numbers,
    tables.dates,
    tables.places,
    tables.bodies,
    tables.files,
)
_FULL_TEXT = ("archive_names_fts", "archive_bodies_fts")
# Words that FTS5 gathers before it writes them, in bytes: its default of one megabyte makes hundreds of parts to merge.
_GATHERED = 128 << 20
_GATHERED_BY_DEFAULT = 1 << 20
# Fewer rows go faster as a statement.
_COPIED_FROM = 50
_ON_SQLITE = text(
    "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
    " AND tbl_name IN :tables ORDER BY type, name"
).bindparams(bindparam("tables", expanding=True))
# What makes a column unique belongs to its constraint and stays.
_ON_POSTGRESQL = text(
    "SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename IN :tables"
    " AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = indexname) ORDER BY indexname"
).bindparams(bindparam("tables", expanding=True))


@dataclass(frozen=True)
class Aside:
    """Statements that make again what was laid aside."""

    statements: tuple[str, ...]


def lay_aside(connection: Connection) -> Aside:
    """Drops indexes and full-text triggers of the index's tables; nothing is found until `bring_back`.

    Records may be put meanwhile, each once, and none removed. On PostgreSQL readers wait for the transaction to end.
    """
    asked = _ON_SQLITE if connection.dialect.name == "sqlite" else _ON_POSTGRESQL
    found = connection.execute(asked, {"tables": [table.name for table in _LOADED]}).all()
    for kind, name, _ in found:
        connection.exec_driver_sql(f'DROP {kind.upper()} "{name}"')
    return Aside(tuple(statement for _, _, statement in found))


def bring_back(connection: Connection, aside: Aside) -> None:
    """Makes the indexes over what stands in the tables now."""
    if connection.dialect.name == "sqlite":
        for name in _FULL_TEXT:
            _configure(connection, name, "hashsize", _GATHERED)
            connection.exec_driver_sql(f"INSERT INTO {name}({name}) VALUES ('rebuild')")
            _configure(connection, name, "hashsize", _GATHERED_BY_DEFAULT)
            # Else the large parts stand beside those of the next writes, one of which would have to merge them all.
            connection.exec_driver_sql(f"INSERT INTO {name}({name}) VALUES ('optimize')")
    for statement in aside.statements:
        connection.exec_driver_sql(statement)


def is_empty(connection: Connection) -> bool:
    """Whether the index holds no record."""
    return connection.execute(select(tables.records.c.id).limit(1)).first() is None


def put_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Adds `rows`, which all have the same columns; many of them on PostgreSQL by its COPY."""
    if not rows:
        return
    if connection.dialect.name != "postgresql" or len(rows) < _COPIED_FROM:
        connection.execute(insert(table), rows)
        return
    columns = list(rows[0])
    command = f"COPY {table.name} ({', '.join(columns)}) FROM STDIN"
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row([row[column] for column in columns])


def _configure(connection: Connection, name: str, option: str, value: int) -> None:
    connection.exec_driver_sql(f"INSERT INTO {name}({name}, rank) VALUES ('{option}', {value})")
