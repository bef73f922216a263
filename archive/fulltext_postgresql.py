"""Full-text search as PostgreSQL does it: GIN over generated `tsvector` columns; called only through fulltext.py.

The lexemes are our words as they are: no parser, dictionary or extension of the server has a say. A GIN search cannot
stop early, so every row also carries the number of its part of the table (65,536 rows) as a lexeme, and a search looks
through the newest parts first: common words fill a page from the first one, rare ones cost little in all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Row, func, literal, literal_column, select, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.sql.expression import cast

from archive.rare_words import Groups, parted, standing
from archive.tables import records

if TYPE_CHECKING:
    from archive.fulltext import Asked, Place

PART_BITS = 16
# So many of the newest rows are looked at first.
_FIRST = 8192
# Each look after it takes so many parts as should fill the page and a little more; what is older yet is taken at once.
_LOOKS = 3
_MORE = 1.3
# The share of a word that is not among the most common ones: those that ANALYZE notes begin about there.
_RARE = 0.001
_FREQUENCIES = text(
    "SELECT word, share FROM pg_stats,"
    " unnest(most_common_elems::text::text[], most_common_elem_freqs) AS noted(word, share)"
    " WHERE schemaname = current_schema() AND tablename = :table AND attname = 'words' AND word = ANY(:words)"
)
# Where what was looked through lets one expect fewer rows than this in the rest, the rest is taken at once.
_AT_ONCE = 3000


@dataclass(frozen=True)
class Span:
    """One look: rows from `low` to below `high`, in these parts of the table (none: in all), at most `limit`."""

    parts: tuple[int, ...]
    low: int
    high: int
    limit: int


@dataclass(frozen=True)
class Words:
    """What is asked of `place`: words by its index, and `sought` of the rows that hold them."""

    place: Place
    rare: Groups
    sought: tuple[ColumnElement[bool], ...]


def prepare(connection: Connection) -> None:
    """Keeps the planner on the indexes: for common words it would rather read the whole table."""
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")


def rows(
    connection: Connection, place: Place, asked: Asked, also: ColumnElement[bool] | None, limit: int
) -> list[Row[Any]]:
    """See fulltext.records_with; a record may come several times."""
    words = _words(connection, place, asked)
    newest = connection.scalar(select(func.max(place.table.c.id))) or 0
    # Common words fill a page from these; how many came says how many the rest may hold.
    below = max(newest + 1 - _FIRST, 0)
    found = _look(connection, words, also, Span(_parts(below, newest), below, newest + 1, limit))
    looked = newest + 1 - below
    for _ in range(_LOOKS):
        left = limit - len(found)
        if left <= 0 or below <= 0:
            return found
        low = where_next(below, left, len(found), looked)
        if low is None:
            break
        found += _look(connection, words, also, Span(_parts(low, below - 1), low, below, left))
        looked, below = looked + below - low, low
    rest = Span((), 0, below, limit - len(found))
    return found + (_look(connection, words, also, rest) if rest.limit > 0 and below > 0 else [])


def where_next(below: int, left: int, found: int, looked: int) -> int | None:
    """The row from which on the next look reads up to `below`, so that it gives `left` more; the first of a part.

    `found` came from the newest `looked` rows. None: all older rows may hold so few that one look does for them.
    """
    if found * below < _AT_ONCE * looked:
        return None
    enough = max(int(_MORE * left * looked / found), 1)
    return (max(below - enough, 0) >> PART_BITS) << PART_BITS


def _parts(low: int, high: int) -> tuple[int, ...]:
    """The parts of the table that hold ids from `low` to `high`."""
    return tuple(range(low >> PART_BITS, (high >> PART_BITS) + 1))


def _words(connection: Connection, place: Place, asked: Asked) -> Words:
    """What of `asked` the index is asked for, and what the rows. How common words are, ANALYZE has noted."""
    rare, common = asked.groups, Groups()
    every = [_lexeme(place, word) for group in rare for word in group]
    known = connection.execute(_FREQUENCIES, {"table": place.table.name, "words": every}).all()
    if known:
        # A word that is not among the most common is rarer than they are.
        shares = {word: float(share) for word, share in known}
        each = [sum(shares.get(_lexeme(place, word), _RARE) for word in group) for group in rare]
        rare, common = parted(rare, [min(share, 1.0) for share in each])
    # A phrase holds its words.
    sought = ((" ".join(group[0] for group in asked.groups),),) if asked.phrase else common
    return Words(place, rare, tuple(standing(place, sought, "strpos")))


def _lexeme(place: Place, word: str) -> str:
    return f"{place.mark}{word}"


def _look(
    connection: Connection, words: Words, also: ColumnElement[bool] | None, span: Span
) -> list[Row[Any]]:
    place, held = words.place, words.place.table
    groups = [tuple(_lexeme(place, word) for word in group) for group in words.rare]
    if span.parts:
        groups.append(tuple(f"~{part}" for part in span.parts))
    query = " & ".join(f"({' | '.join(map(_quoted, group))})" for group in groups)
    # The sum keeps the planner from the primary key: to gather a quarter of a million ids there, or to walk them all,
    # costs more than the word index.
    row = held.c.id + 0
    wanted = select(held.c.id).where(
        literal_column(f"{held.name}.words").op("@@")(cast(literal(query), TSQUERY)),
        row >= span.low,
        row < span.high,
        *words.sought,
    )
    if also is not None:
        wanted = wanted.join(records, records.c.id == held.c.record).where(also)
    # Ids alone are sorted: bodies are large, and most of them are not wanted.
    newest = wanted.order_by(row.desc()).limit(span.limit).subquery()
    told = select(*(held.c[name] for name in place.told)).join(newest, newest.c.id == held.c.id)
    return list(connection.execute(told.order_by(row.desc())))


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
