"""Full-text search: which records hold some words in a name or anywhere, newest row first.

The same answers from both databases; each does it its own way (fulltext_sqlite.py, fulltext_postgresql.py). Names stand
in one place and bodies in another, since a name query over bodies costs ten times as much. Words come here folded, or
in their exact form for names; neither database's own idea of Vietnamese is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table

from archive import fulltext_postgresql, fulltext_sqlite, tables
from archive.errors import ConfigurationRefused


@dataclass(frozen=True)
class Place:
    """Where words stand: `column` of `table`; `mark` stands before a word of it in PostgreSQL's lexemes.

    `told` are the columns that a look-up gives back.
    """

    table: Table
    column: str
    told: tuple[str, ...]
    mark: str = ""


_NAMES = ("record", "name_exact", "name_folded")
NAMES_EXACT = Place(tables.names, "name_exact", _NAMES, "=")
NAMES_FOLDED = Place(tables.names, "name_folded", _NAMES)
BODIES = Place(tables.bodies, "body_folded", ("record", "body_folded"))


@dataclass(frozen=True)
class Asked:
    """`groups` must all be met, each by one of its words; a `phrase` has single words that stand side by side."""

    groups: tuple[tuple[str, ...], ...]
    phrase: bool = False


def phrase(words: Sequence[str]) -> Asked:
    """The words side by side, in order."""
    return Asked(tuple((word,) for word in words), phrase=len(words) > 1)


def all_of(words: Sequence[str]) -> Asked:
    """All the words, anywhere."""
    return Asked(tuple((word,) for word in dict.fromkeys(words)))


def prepare(connection: Connection) -> None:
    """To be called once in a transaction that searches. ConfigurationRefused on a database of another kind."""
    if connection.dialect.name == "postgresql":
        fulltext_postgresql.prepare(connection)
    elif connection.dialect.name != "sqlite":
        raise ConfigurationRefused(
            f"Tìm kiếm không hỗ trợ cơ sở dữ liệu {connection.dialect.name}. Hãy dùng SQLite hoặc PostgreSQL.",
            f"Search does not support the database {connection.dialect.name}. Use SQLite or PostgreSQL.",
        )


def records_with(
    connection: Connection, place: Place, asked: Asked, also: ColumnElement[bool] | None, limit: int
) -> list[str]:
    """Ids of records that hold what is `asked`, at most `limit` rows of them; `also` is about archive_records."""
    return list(dict.fromkeys(row[0] for row in rows_with(connection, place, asked, also, limit)))


def rows_with(
    connection: Connection, place: Place, asked: Asked, also: ColumnElement[bool] | None, limit: int
) -> list[Row[Any]]:
    """The same with what stands there, as `place.told` names it; a record may come several times."""
    if not asked.groups:
        return []
    own = fulltext_postgresql if connection.dialect.name == "postgresql" else fulltext_sqlite
    return list(own.rows(connection, place, asked, also, limit))
