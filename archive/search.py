"""Finding archived records by what a person remembers: names with or without diacritics, numbers, dates, codes.

Order of answers: numbers and codes as typed; names equal with diacritics, equal without; phrases; all words; and
last, names that differ by one slip of a pen or of the reader. Reads the index only, never the store.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select

from archive import conditions, dossier, folding, fulltext
from archive.conditions import SearchFilters
from archive.fulltext import NameForm
from archive.near import near_names
from archive.query import Query, understood
from archive.tables import names, records

__all__ = ["Hit", "SearchFilters", "SearchResult", "search"]

# What one tier looks at before ranking; more than any page of results shows.
CANDIDATES = 300
_DIACRITICS_BONUS = 3.0
_NEAR = 30.0
# Below this, a hit rests on the body, so its diacritics are looked for there.
_NAME_TIERS = 55.0
Tier = tuple[float, ColumnElement[bool]]


@dataclass(frozen=True)
class Hit:
    """One record found; `score` orders hits within one answer and means nothing else."""

    record: str
    type: str
    title: str
    fields: dict[str, Any]
    dossiers: tuple[str, ...]
    score: float
    review_state: str

    def as_json(self) -> dict[str, Any]:
        """One hit of `search --json`."""
        return {
            "record": self.record,
            "type": self.type,
            "title": self.title,
            "fields": self.fields,
            "dossiers": list(self.dossiers),
            "score": round(self.score, 2),
        }


@dataclass(frozen=True)
class SearchResult:
    """`total` counts all that matched; `hits` are the best of them."""

    total: int
    hits: tuple[Hit, ...]

    def as_json(self) -> dict[str, Any]:
        """The form of `search --json`."""
        return {"total": self.total, "hits": [hit.as_json() for hit in self.hits]}


def search(
    connection: Connection, text: str, filters: SearchFilters | None = None, limit: int = 20
) -> SearchResult:
    """The best `limit` records for what was typed. No text raises; text that says nothing finds nothing.

    Empty text with filters lists what passes them, newest first. ConfigurationRefused on a database whose
    search dialect is not known.
    """
    fulltext.require(connection)
    query = understood(text)
    passing = conditions.passing(filters or SearchFilters())
    if not query.text:
        return _listed(connection, passing, limit) if filters else SearchResult(0, ())
    found = _ranked(connection, query, passing, limit)
    total = _count(connection, and_(passing, conditions.whole(query)))
    if query.words and len(found) < limit:
        within = and_(passing, conditions.all_marks(query))
        for record, likeness in near_names(connection, query.folded, within).items():
            if record not in found:
                found[record] = _NEAR * likeness
                total += 1
    best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:limit]
    return SearchResult(total, tuple(_hits(connection, dict(best))))


def _ranked(
    connection: Connection, query: Query, passing: ColumnElement[bool], limit: int
) -> dict[str, float]:
    """Records by score. Stops at the tier that fills the page: those below cannot rise above it."""
    found: dict[str, float] = {}
    for score, condition in _tiers(query):
        wanted = select(records.c.id).where(passing, condition).limit(CANDIDATES)
        for record in connection.scalars(wanted):
            found.setdefault(record, score)
        if len(found) >= limit:
            break
    if query.has_diacritics:
        _reward_diacritics(connection, query, found)
    return found


def _tiers(query: Query) -> Iterator[Tier]:
    """Conditions from best to weakest. Scores lie further apart than the bonus for diacritics."""
    yield 100, conditions.numbered(query.text)
    yield 98, conditions.coded(query)
    marks = conditions.all_marks(query)
    if query.words:
        for score, condition in _word_tiers(query):
            yield score, and_(condition, marks)
    elif query.marked:
        yield 90, and_(*(conditions.numbered(mark.text) for mark in query.marked))
        yield 80, and_(*(conditions.dated(mark.date) for mark in query.marked))
        yield 70, and_(*(conditions.number_begins(mark.text) for mark in query.marked))
        yield 40, marks


def _word_tiers(query: Query) -> Iterator[Tier]:
    exact, folded = list(query.words), list(query.folded)
    yield 90, conditions.named(names.c.name_exact == " ".join(exact))
    yield 80, conditions.named(names.c.name_folded == " ".join(folded))
    yield 74, conditions.named_like(NameForm.EXACT, fulltext.phrase(exact))
    yield 70, conditions.named_like(NameForm.FOLDED, fulltext.phrase(folded))
    yield 64, conditions.named_like(NameForm.EXACT, fulltext.all_of(exact))
    yield 60, conditions.named_like(NameForm.FOLDED, fulltext.all_of(folded))
    yield 50, conditions.written_like(fulltext.phrase(folded))
    yield 40, conditions.written(folded)


def _reward_diacritics(connection: Connection, query: Query, found: dict[str, float]) -> None:
    """Adds to each score what share of the typed words stands there with the same diacritics."""
    by_name = [record for record, score in found.items() if score >= _NAME_TIERS]
    by_body = [record for record, score in found.items() if score < _NAME_TIERS]
    texts: dict[str, set[str]] = {record: set() for record in found}
    for record, name in connection.execute(
        select(names.c.record, names.c.name_exact).where(names.c.record.in_(by_name))
    ):
        texts[record].update(folding.tokens(name))
    for record, description in connection.execute(
        select(records.c.id, records.c.description).where(records.c.id.in_(by_body))
    ):
        # The title, fields and text as written all stand in the description.
        texts[record].update(folding.tokens(folding.exact(" ".join(_strings(json.loads(description))))))
    for record, held in texts.items():
        share = sum(word in held for word in query.words) / len(query.words)
        found[record] += _DIACRITICS_BONUS * share


def _strings(plain: Any) -> Iterator[str]:
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, list | dict):
        for part in plain.values() if isinstance(plain, dict) else plain:
            yield from _strings(part)


def _listed(connection: Connection, passing: ColumnElement[bool], limit: int) -> SearchResult:
    newest = select(records.c.id).where(passing).order_by(records.c.issued.desc(), records.c.id).limit(limit)
    listed = dict.fromkeys(connection.scalars(newest), 0.0)
    return SearchResult(_count(connection, passing), tuple(_hits(connection, listed)))


def _count(connection: Connection, condition: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(records).where(condition)) or 0


def _hits(connection: Connection, scores: dict[str, float]) -> Iterator[Hit]:
    rows = {row.id: row for row in connection.execute(select(records).where(records.c.id.in_(scores)))}
    codes = dossier.codes_of(connection, list(scores))
    for record, score in scores.items():
        row = rows[record]
        yield Hit(
            record=record,
            type=row.type,
            title=row.title,
            fields=json.loads(row.description)["fields"],
            dossiers=codes[record],
            score=score,
            review_state=row.review_state,
        )
