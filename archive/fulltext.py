"""Full-text search as SQLite does it (FTS5); the only module that knows the dialect.

Names stand in one full-text table and bodies in another, since a name query over bodies costs ten times as
much. Both are external-content tables kept true by triggers (see the migrations): FTS5 before 3.43 cannot
delete from a contentless table. Text is folded before it comes here; FTS5 itself knows nothing of đ.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, Integer, Select, column, func, select, table

from archive import tables
from archive.errors import ConfigurationRefused

_TERMS = table("archive_names_fts_terms", column("term"), column("col"))


class NameForm(StrEnum):
    """Which form of a name is searched."""

    EXACT = "name_exact"
    FOLDED = "name_folded"


def require(connection: Connection) -> None:
    """ConfigurationRefused unless this module speaks the database's dialect."""
    if connection.dialect.name != "sqlite":
        raise ConfigurationRefused(
            f"Tìm kiếm chưa hỗ trợ cơ sở dữ liệu {connection.dialect.name}. Hãy dùng SQLite.",
            f"Search does not support the database {connection.dialect.name} yet. Use SQLite.",
        )


def phrase(words: Sequence[str]) -> str:
    """A match expression: the words side by side, in order."""
    return _quoted(" ".join(words))


def all_of(words: Sequence[str]) -> str:
    """A match expression: all the words, anywhere."""
    return " AND ".join(_quoted(word) for word in words)


def any_of(words: Sequence[str]) -> str:
    """A match expression: at least one of the words."""
    return " OR ".join(_quoted(word) for word in words)


def names_matching(form: NameForm, expression: str) -> ColumnElement[bool]:
    """Condition on archive_names rows."""
    return tables.names.c.id.in_(_rows("archive_names_fts", f"{form.value} : ({expression})"))


def bodies_matching(expression: str) -> ColumnElement[bool]:
    """Condition on archive_bodies rows."""
    return tables.bodies.c.id.in_(_rows("archive_bodies_fts", expression))


def name_words(connection: Connection, shortest: int, longest: int) -> list[str]:
    """Every folded word that stands in some name and is `shortest` to `longest` letters long."""
    length = func.length(_TERMS.c.term)
    wanted = select(_TERMS.c.term).where(
        _TERMS.c.col == NameForm.FOLDED.value, length >= shortest, length <= longest
    )
    return [str(term) for term in connection.scalars(wanted)]


def _rows(fts: str, expression: str) -> Select[int]:
    return select(column("rowid", Integer)).select_from(table(fts)).where(column(fts).op("MATCH")(expression))


def _quoted(words: str) -> str:
    # Inside double quotes FTS5 knows no operators; a quote itself is doubled.
    return '"' + words.replace('"', '""') + '"'
