"""Full-text search as SQLite does it (FTS5); called only through fulltext.py.

External-content tables kept true by triggers (see the migrations): FTS5 before 3.43 cannot delete from a contentless
table. A search walks row numbers downwards and stops at its limit, so common words cost no more than rare ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Integer, Row, column, literal_column, select, table

from archive.tables import records

if TYPE_CHECKING:
    from archive.fulltext import Asked, Place


def rows(
    connection: Connection, place: Place, asked: Asked, also: ColumnElement[bool] | None, limit: int
) -> Sequence[Row[Any]]:
    """See fulltext.records_with; a record may come several times."""
    name = f"{place.table.name}_fts"
    index = table(name, column("rowid", Integer))
    joined = index.join(place.table, place.table.c.id == index.c.rowid)
    if also is not None:
        joined = joined.join(records, records.c.id == place.table.c.record)
    wanted = (
        select(*(place.table.c[name] for name in place.told))
        .select_from(joined)
        .where(literal_column(name).op("MATCH")(f"{place.column} : ({_expression(asked)})"))
        .order_by(index.c.rowid.desc())
        .limit(limit)
    )
    return connection.execute(wanted if also is None else wanted.where(also)).all()


def _expression(asked: Asked) -> str:
    if asked.phrase:
        return _quoted(" ".join(group[0] for group in asked.groups))
    return " AND ".join(f"({' OR '.join(map(_quoted, group))})" for group in asked.groups)


def _quoted(words: str) -> str:
    # Inside double quotes FTS5 knows no operators; a quote itself is doubled.
    return '"' + words.replace('"', '""') + '"'
