"""Finding archived records by what a person remembers: names with or without diacritics, numbers, dates, codes.

The order of answers is that of gather.py. Reads the index only, never the store. The syntax is in docs/search.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from archive import dossier, folding, fulltext
from archive.conditions import SearchFilters
from archive.gather import BY_NAME, Search, gather
from archive.matches import Match, matches_of, typed
from archive.one_of import one_of
from archive.package import Description
from archive.query import Complaint, Query, understood
from archive.tables import names, records

__all__ = ["Complaint", "Hit", "Match", "SearchFilters", "SearchResult", "search", "understood"]

_DIACRITICS_BONUS = 3.0
# So many records are compared with what was typed before looking whether that is enough.
_AT_ONCE = 50
# What a hit tells of its row.
_TOLD = [records.c[name] for name in ("id", "type", "unit", "title", "issued", "review_state", "description")]
# Nobody turns more pages than this; whoever needs more narrows the query.
DEEPEST = 1000
_IN_WORD = re.compile(r"\w")
# A letter behind a backslash is JSON's way to write a line end.
_ENDS_IN_WORD = re.compile(r"(?<!\\)\w$")


@dataclass(frozen=True)
class Hit:
    """One record found; `score` orders hits within one answer and means nothing else.

    `review_state` other than "reviewed": no person has looked at the values yet. `matches` say why it was found.
    """

    record: str
    type: str
    title: str
    fields: dict[str, Any]
    dossiers: tuple[str, ...]
    score: float
    review_state: str
    issued: str = ""
    unit: str = ""
    matches: tuple[Match, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """One hit of `search --json`."""
        return {
            "record": self.record,
            "type": self.type,
            "title": self.title,
            "fields": self.fields,
            "dossiers": list(self.dossiers),
            "score": round(self.score, 2),
            "review_state": self.review_state,
            "matches": [match.as_json() for match in self.matches],
        }


@dataclass(frozen=True)
class SearchResult:
    """`hits` are the best of what matched; `total` counts it, and is a lower bound where `more` is true.

    `complaints` say which parts of the query cannot be used; then nothing was searched.
    """

    total: int
    hits: tuple[Hit, ...]
    more: bool = False
    complaints: tuple[Complaint, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The form of `search --json`."""
        return {"total": self.total, "more": self.more, "hits": [hit.as_json() for hit in self.hits]}


def search(
    connection: Connection,
    text: str | Query,
    filters: SearchFilters | None = None,
    limit: int = 20,
    offset: int = 0,
) -> SearchResult:
    """Hits `offset` to `offset + limit` for what was typed. No text raises; text that says nothing finds nothing.

    The order holds from page to page while the index stays as it is. Empty text with filters lists what passes them,
    newest first. ConfigurationRefused on a database whose search is not known.
    """
    fulltext.prepare(connection)
    query = understood(text) if isinstance(text, str) else text
    if query.complaints:
        return SearchResult(0, (), complaints=query.complaints)
    if not _says_something(query) and filters is None:
        return SearchResult(0, ())
    offset = min(max(offset, 0), DEEPEST)
    found = gather(Search(connection, query, filters or SearchFilters()), offset + limit + 1)
    if query.has_diacritics and len(found.scores) > 1:
        _reward_diacritics(connection, query, found.scores, offset + limit)
    ordered = sorted(found.scores.items(), key=lambda item: (-item[1], item[0]))
    shown = dict(ordered[offset : offset + limit])
    return SearchResult(len(ordered), tuple(_hits(connection, shown, query)), found.stopped)


def _says_something(query: Query) -> bool:
    asked = query.words, query.marked, query.phrases, query.facets, query.excluded
    return any(asked) or bool(folding.number_compact(query.text))


def _reward_diacritics(connection: Connection, query: Query, found: dict[str, float], shown: int) -> None:
    """Adds to the score of what may be among the first `shown` the share of typed words with the same diacritics.

    In the order of the answer, and only until nothing that follows could come before those.
    """
    least = sorted(found.values(), reverse=True)[:shown][-1] - _DIACRITICS_BONUS
    ordered = sorted((record for record, score in found.items() if score >= least),
                     key=lambda record: (-found[record], record))  # fmt: skip
    for start in range(0, len(ordered), _AT_ONCE):
        part = ordered[start : start + _AT_ONCE]
        if start and _settled(found, ordered[:start], part[0], shown):
            return
        held = _spelt(connection, query, part, found)
        for record in part:
            share = sum(word in held[record] for word in query.words) / len(query.words)
            found[record] += _DIACRITICS_BONUS * share


def _settled(found: dict[str, float], before: list[str], following: str, shown: int) -> bool:
    """Whether `shown` of those `before` keep their places whatever the one `following` and those behind it get."""
    best = (-found[following] - _DIACRITICS_BONUS, following)
    return sum((-found[record], record) < best for record in before) >= shown


def _spelt(
    connection: Connection, query: Query, part: list[str], found: dict[str, float]
) -> dict[str, set[str]]:
    """The typed words that stand in names or bodies with their diacritics, by record."""
    by_name = [record for record in part if found[record] >= BY_NAME]
    by_body = [record for record in part if found[record] < BY_NAME]
    texts: dict[str, set[str]] = {record: set() for record in part}
    in_names = select(names.c.record, names.c.name_exact).where(one_of(connection, names.c.record, by_name))
    for record, name in connection.execute(in_names).all() if by_name else ():
        texts[record].update(name.split())
    in_bodies = select(records.c.id, records.c.description).where(one_of(connection, records.c.id, by_body))
    written = {word: folding.spellings(word) for word in query.words}
    for record, description in connection.execute(in_bodies).all() if by_body else ():
        # Title, fields and text as written all stand in the description; taking it apart would cost more than looking.
        plain = description.lower()
        texts[record].update(
            word for word, spelt in written.items() if any(_stands(one, plain) for one in spelt)
        )
    return texts


def _stands(word: str, plain: str) -> bool:
    """Whether `word` stands in the JSON text `plain` as a word of its own."""
    at = plain.find(word)
    while at >= 0:
        before, after = plain[max(at - 2, 0) : at], plain[at + len(word) : at + len(word) + 1]
        if not (_ENDS_IN_WORD.search(before) or _IN_WORD.match(after)):
            return True
        at = plain.find(word, at + 1)
    return False


def _hits(connection: Connection, scores: dict[str, float], query: Query) -> Iterator[Hit]:
    if not scores:
        return
    told = select(*_TOLD).where(one_of(connection, records.c.id, scores))
    rows = {row.id: row for row in connection.execute(told).all()}
    codes = dossier.codes_of(connection, list(scores))
    asked = typed(query)
    for record, score in scores.items():
        row = rows[record]
        description = Description.from_json(json.loads(row.description))
        yield Hit(
            record=record,
            type=row.type,
            title=row.title,
            fields=description.fields,
            dossiers=codes[record],
            score=score,
            review_state=row.review_state,
            issued=row.issued,
            unit=row.unit,
            matches=matches_of(description, asked),
        )
