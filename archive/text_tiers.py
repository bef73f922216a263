"""Records that hold the typed words, in names and then anywhere, in tiers: each a score and the ids it goes to.

All words are looked up once, and what was found is sorted here: side by side or not, with the typed diacritics or
without. Only where so many names hold them that one look-up does not give all, the better tiers are looked up by
themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row

from archive import fulltext
from archive.fulltext import BODIES, NAMES_EXACT, NAMES_FOLDED
from archive.query import Query

Tier = tuple[float, list[str]]

# What one look-up gives at most; more than any page of results shows.
CANDIDATES = 300
# Bodies are compared with what was typed one by one, which costs more than finding them.
OF_BODIES = 100
# So many of the newest bodies with all the words are looked at for the words side by side. To look for a phrase in all
# of them costs PostgreSQL, whose index knows no order of words, seconds: that is for those who put it in quotes.
RANKED_BODIES = 500
# The score of words that stand anywhere in a body.
SCATTERED = 38.0


def tiers(connection: Connection, query: Query, also: ColumnElement[bool] | None) -> Iterator[Tier]:
    """Names first, then bodies; the best tier of each first. `also` is about archive_records."""
    yield from _names(connection, query, also)
    yield from _bodies(connection, query, also)


def _names(connection: Connection, query: Query, also: ColumnElement[bool] | None) -> Iterator[Tier]:
    words, folded = query.words, query.folded
    every = fulltext.rows_with(connection, NAMES_FOLDED, fulltext.all_of(folded), also, CANDIDATES)
    if len(every) < CANDIDATES:
        yield from _sorted_names(query, every)
        return

    def looked_up(score: float, place: fulltext.Place, asked: fulltext.Asked) -> Tier:
        return score, fulltext.records_with(connection, place, asked, also, CANDIDATES)

    if query.has_diacritics:
        yield looked_up(74, NAMES_EXACT, fulltext.phrase(words))
    if len(folded) > 1:
        yield looked_up(70, NAMES_FOLDED, fulltext.phrase(folded))
    if query.has_diacritics:
        yield looked_up(64, NAMES_EXACT, fulltext.all_of(words))
    yield 60, _ids(every)


def _sorted_names(query: Query, rows: Sequence[Row[Any]]) -> Iterator[Tier]:
    words, folded = query.words, query.folded
    held: dict[float, list[str]] = {74: [], 70: [], 64: [], 60: []}
    for row in rows:
        record, name_exact, name_folded = row.record, row.name_exact, row.name_folded
        if query.has_diacritics and _side_by_side(words, name_exact):
            held[74].append(record)
        elif _side_by_side(folded, name_folded):
            held[70].append(record)
        elif query.has_diacritics and set(words) <= set(name_exact.split()):
            held[64].append(record)
        else:
            held[60].append(record)
    yield from held.items()


def _bodies(connection: Connection, query: Query, also: ColumnElement[bool] | None) -> Iterator[Tier]:
    folded = query.folded
    every = fulltext.rows_with(connection, BODIES, fulltext.all_of(folded), also, RANKED_BODIES)
    yield 50, [row.record for row in every if _side_by_side(folded, row.body_folded)]
    yield SCATTERED, _ids(every[:OF_BODIES])


def _side_by_side(words: Sequence[str], text: str) -> bool:
    return f" {' '.join(words)} " in f" {text} "


def _ids(rows: Sequence[Row[Any]]) -> list[str]:
    return [row.record for row in rows]
