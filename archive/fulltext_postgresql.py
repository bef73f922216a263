"""Full-text search as PostgreSQL does it: GIN over generated `tsvector` columns; called only through fulltext.py.

The lexemes are our words as they are: no parser, dictionary or extension of the server has a say. A GIN search cannot
stop early, so every row also carries the number of its part of the table (65,536 rows) as a lexeme, and a search looks
through the newest parts first: common words fill a page from the first one, rare ones cost little in all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Row, func, literal, literal_column, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.sql.expression import cast

from archive.tables import records

if TYPE_CHECKING:
    from archive.fulltext import Asked, Place

PART_BITS = 16
# How many parts each look takes; everything older is taken at once.
_LOOKS = (1, 4, 16)
# Where the parts looked through let one expect fewer rows than this in the rest, the rest is taken at once.
_AT_ONCE = 3000


def prepare(connection: Connection) -> None:
    """Keeps the planner on the indexes: for common words it would rather read the whole table."""
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")


def rows(
    connection: Connection, place: Place, asked: Asked, also: ColumnElement[bool] | None, limit: int
) -> list[Row[Any]]:
    """See fulltext.records_with; a record may come several times."""
    newest = (connection.scalar(select(func.max(place.table.c.id))) or 0) >> PART_BITS
    found: list[Row[Any]] = []
    looked = 0
    for size in _LOOKS:
        few = looked and len(found) * newest < _AT_ONCE * looked
        if newest < size or few:
            break
        parts = tuple(range(newest, newest - size, -1))
        found += _look(connection, place, asked, (also, parts, None, limit - len(found)))
        if len(found) >= limit:
            return found
        looked, newest = looked + size, newest - size
    below = (newest + 1) << PART_BITS
    return found + _look(connection, place, asked, (also, (), below, limit - len(found)))


def _look(
    connection: Connection,
    place: Place,
    asked: Asked,
    bounds: tuple[ColumnElement[bool] | None, tuple[int, ...], int | None, int],
) -> list[Row[Any]]:
    also, parts, below, limit = bounds
    groups = [tuple(f"{place.mark}{word}" for word in group) for group in asked.groups]
    if parts:
        groups.append(tuple(f"~{part}" for part in parts))
    query = " & ".join(f"({' | '.join(map(_quoted, group))})" for group in groups)
    held = place.table
    wanted = select(*(held.c[name] for name in place.told)).where(
        literal_column(f"{held.name}.words").op("@@")(cast(literal(query), TSQUERY))
    )
    if below is not None:
        wanted = wanted.where(held.c.id < below)
    if asked.phrase:
        side_by_side = " ".join(group[0] for group in asked.groups)
        wanted = wanted.where(func.strpos(" " + held.c[place.column] + " ", f" {side_by_side} ") > 0)
    if also is not None:
        wanted = wanted.join(records, records.c.id == held.c.record).where(also)
    # The sum keeps the planner from walking the primary key instead of the word index.
    return list(connection.execute(wanted.order_by((held.c.id + 0).desc()).limit(limit)))


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
