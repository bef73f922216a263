"""Full-text search as SQLite does it (FTS5); called only through fulltext.py.

External-content tables kept true by triggers (see the migrations): FTS5 before 3.43 cannot delete from a contentless
table. A search walks row numbers downwards and stops at its limit, so words that often stand together cost little. A
common word beside rare ones would cost most: FTS5 reads all its pages. It is looked for in the rows of the rare ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Integer, Row, column, literal_column, select, table

from archive.rare_words import Groups, parted, standing
from archive.tables import records

if TYPE_CHECKING:
    from archive.fulltext import Asked, Place

# How common a word is, the newest rows tell.
_SAMPLE = 1024


def rows(
    connection: Connection, place: Place, asked: Asked, also: ColumnElement[bool] | None, limit: int
) -> Sequence[Row[Any]]:
    """See fulltext.records_with; a record may come several times."""
    name = f"{place.table.name}_fts"
    index = table(name, column("rowid", Integer))
    joined = index.join(place.table, place.table.c.id == index.c.rowid)
    if also is not None:
        joined = joined.join(records, records.c.id == place.table.c.record)
    if asked.phrase:
        expression, common = _quoted(" ".join(group[0] for group in asked.groups)), Groups()
    else:
        rare, common = _parted(connection, place, asked.groups)
        expression = " AND ".join(map(_any_of, rare))
    wanted = (
        select(*(place.table.c[name] for name in place.told))
        .select_from(joined)
        .where(
            literal_column(name).op("MATCH")(f"{place.column} : ({expression})"),
            *standing(place, common, "instr"),
        )
        .order_by(index.c.rowid.desc())
        .limit(limit)
    )
    return connection.execute(wanted if also is None else wanted.where(also)).all()


def _parted(connection: Connection, place: Place, groups: Groups) -> tuple[Groups, Groups]:
    if len(groups) < 2:
        return groups, ()
    name = f"{place.table.name}_fts"
    sampled = f"rowid > (SELECT max(id) FROM {place.table.name}) - ?"
    count = f"(SELECT count(*) FROM (SELECT 1 FROM {name} WHERE {name} MATCH ? AND {sampled} ORDER BY rowid DESC))"
    asked = tuple(part for group in groups for part in (f"{place.column} : {_any_of(group)}", _SAMPLE))
    met = connection.exec_driver_sql(f"SELECT {', '.join([count] * len(groups))}", asked).one()
    return parted(groups, [(held + 1) / (_SAMPLE + 1) for held in met])


def _any_of(group: tuple[str, ...]) -> str:
    return f"({' OR '.join(map(_quoted, group))})"


def _quoted(words: str) -> str:
    # Inside double quotes FTS5 knows no operators; a quote itself is doubled.
    return '"' + words.replace('"', '""') + '"'
