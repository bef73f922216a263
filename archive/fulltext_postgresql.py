"""Full-text search as PostgreSQL does it: GIN over generated `tsvector` columns; called only through fulltext.py.

The lexemes are our words as they are: no parser, dictionary or extension of the server has a say. A GIN search cannot
stop early, so every row also carries the number of its part of the table (65,536 rows) as a lexeme, and a search looks
through the newest parts first: common words fill a page from the first one, rare ones cost little in all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    TextClause,
    bindparam,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.sql.expression import cast

from archive.rare_words import Groups, parted
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
# Where what was looked through lets one expect fewer rows than this in the rest, the rest is taken at once.
_AT_ONCE = 1000


@dataclass(frozen=True)
class Span:
    """One look: rows from `low` to below `high`, in these parts of the table (none: in all), at most `limit`."""

    parts: tuple[int, ...]
    low: int
    high: int
    limit: int


@dataclass(frozen=True)
class Words:
    """What is asked of `place`: `rare` words by its index, `common` ones and a `phrase` of the rows that hold them."""

    place: Place
    rare: Groups
    common: Groups
    phrase: str


def prepare(connection: Connection) -> None:
    """Keeps the planner on the indexes: for common words it would rather read the whole table."""
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")


def rows(
    connection: Connection, place: Place, asked: Asked, also: ColumnElement[bool] | None, limit: int
) -> list[Row[Any]]:
    """See fulltext.records_with; a record may come several times."""
    newest, words = _noted(connection, place, asked)
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


def _noted(connection: Connection, place: Place, asked: Asked) -> tuple[int, Words]:
    """The newest row (0: none), and what of `asked` the index is asked for and what the rows.

    How common words are, ANALYZE has noted.
    """
    rare, common = asked.groups, Groups()
    every = [_lexeme(place, word) for group in rare for word in group]
    noted = connection.execute(_frequencies(place), {"words": every}).all()
    # A word that is not among the most common is rarer than they are.
    shares = {word: float(share) for _, word, share in noted if word is not None}
    if shares:
        each = [sum(shares.get(_lexeme(place, word), _RARE) for word in group) for group in rare]
        rare, common = parted(rare, [min(share, 1.0) for share in each])
    if asked.phrase:
        # A phrase holds its words.
        return noted[0].newest, Words(place, rare, (), f" {' '.join(group[0] for group in asked.groups)} ")
    return noted[0].newest, Words(place, rare, common, "")


@cache
def _frequencies(place: Place) -> TextClause:
    return text(
        f"SELECT newest, word, share FROM (SELECT coalesce(max(id), 0) AS newest FROM {place.table.name}) AS table_"
        " LEFT JOIN (SELECT word, share FROM pg_stats,"
        " unnest(most_common_elems::text::text[], most_common_elem_freqs) AS noted(word, share)"
        f" WHERE schemaname = current_schema() AND tablename = '{place.table.name}' AND attname = 'words'"
        " AND word = ANY(:words)) AS noted ON true"
    )


def _lexeme(place: Place, word: str) -> str:
    return f"{place.mark}{word}"


def _look(
    connection: Connection, words: Words, also: ColumnElement[bool] | None, span: Span
) -> list[Row[Any]]:
    # The index leaps from one condition's rows to the next one's only between conditions of their own. The part comes
    # first: rows before it are not walked at all.
    asked = [_any_of(words.place, group) for group in words.rare]
    if span.parts:
        asked.insert(0, " | ".join(f"'~{part}'" for part in span.parts))
    wanted = _statement(words.place, len(asked), bool(words.common), bool(words.phrase))
    if also is not None:
        wanted = wanted.join(records, records.c.id == words.place.table.c.record).where(also)
    given = {
        "low": span.low,
        "high": span.high,
        "limit": span.limit,
        "common": " & ".join(f"({_any_of(words.place, group)})" for group in words.common),
        "phrase": words.phrase,
        **{f"asked{n}": query for n, query in enumerate(asked)},
    }
    return list(connection.execute(wanted, given).all())


@cache
def _statement(place: Place, asked: int, common: bool, phrase: bool) -> Select[Any]:
    """The look with that many conditions on the index; made once, since making it costs as much as asking it."""
    held = place.table
    words: ColumnElement[Any] = literal_column(f"{held.name}.words")
    # The sum keeps the planner from the primary key: to gather a quarter of a million ids there, or to walk them all,
    # costs more than the word index.
    row = held.c.id + 0
    met: list[ColumnElement[bool]] = [words.bool_op("@@")(_query(f"asked{n}")) for n in range(asked)]
    if common:
        # "IS true" keeps the planner from asking the index for these words too.
        met.append(words.bool_op("@@")(_query("common")).is_(True))
    if phrase:
        met.append(func.strpos(" " + held.c[place.column] + " ", bindparam("phrase")) > 0)
    told = select(*(held.c[name] for name in place.told))
    found = told.where(*met, row >= bindparam("low"), row < bindparam("high"))
    return found.order_by(row.desc()).limit(bindparam("limit"))


def _query(name: str) -> ColumnElement[Any]:
    return cast(bindparam(name, type_=String), TSQUERY)


def _any_of(place: Place, group: tuple[str, ...]) -> str:
    return " | ".join(_quoted(_lexeme(place, word)) for word in group)


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
