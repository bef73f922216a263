"""Conditions on archive_records rows: what filters let pass, and what parts of a query ask for."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true

from archive import folding, fulltext
from archive.fulltext import NameForm
from archive.query import Marked, Query
from archive.tables import bodies, dates, dossiers, members, names, numbers, records


@dataclass(frozen=True)
class SearchFilters:
    """What hits must also be; None means any.

    `issued_from` and `issued_to` are (partial) dates, both inclusive; `dossier` is a code or id.
    """

    type: str | None = None
    unit: str | None = None
    issued_from: str | None = None
    issued_to: str | None = None
    dossier: str | None = None
    review_state: str | None = None


def passing(filters: SearchFilters) -> ColumnElement[bool]:
    """What the filters let pass."""
    held = [
        column == wanted
        for column, wanted in (
            (records.c.type, filters.type),
            (records.c.unit, filters.unit),
            (records.c.review_state, filters.review_state),
        )
        if wanted is not None
    ]
    if filters.issued_from is not None:
        held += [_shared(filters.issued_from) >= _cut(filters.issued_from), records.c.issued != ""]
    if filters.issued_to is not None:
        held += [_shared(filters.issued_to) <= _cut(filters.issued_to), records.c.issued != ""]
    if filters.dossier is not None:
        held.append(in_dossier(or_(dossiers.c.code == filters.dossier, dossiers.c.id == filters.dossier)))
    return and_(true(), *held)


def in_dossier(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Present in a dossier that meets `which`."""
    joined = select(members.c.record).join(dossiers, dossiers.c.id == members.c.dossier)
    return records.c.id.in_(joined.where(which, members.c.detached_at.is_(None)))


def coded(query: Query) -> ColumnElement[bool]:
    """The whole text is the code of a dossier the record is in, or the record's own public code or id."""
    text, compact = query.text, folding.number_compact(query.text)
    own = or_(records.c.public_code == text, records.c.id == text)
    # Without digits it is a word, and a word is no code.
    if not text or not any(c.isdigit() for c in compact):
        return false()
    return or_(own, in_dossier(dossiers.c.code_compact == compact))


def numbered(text: str) -> ColumnElement[bool]:
    """One of its numbers is `text`, whatever the separators and leading zeros."""
    key, compact = folding.number_key(text), folding.number_compact(text)
    if not any(c.isdigit() for c in compact):
        return false()
    return _one_of(
        select(numbers.c.record).where(or_(numbers.c.value_folded == key, numbers.c.value_compact == compact))
    )


def number_begins(text: str) -> ColumnElement[bool]:
    """One of its numbers begins with the whole parts of `text`: `12` for `12/1984`."""
    key = folding.number_key(text)
    # Parts are separated by a space; "!" is the character after it.
    between = and_(numbers.c.value_folded > f"{key} ", numbers.c.value_folded < f"{key}!")
    return _one_of(select(numbers.c.record).where(between)) if key else false()


def dated(date: str) -> ColumnElement[bool]:
    """One of its dates is the (partial) `date` or lies in it."""
    within = and_(dates.c.value > f"{date}-", dates.c.value < f"{date}.")
    return _one_of(select(dates.c.record).where(or_(dates.c.value == date, within))) if date else false()


def marked(mark: Marked) -> ColumnElement[bool]:
    """A number, a date, or written somewhere: whatever a part with digits may mean."""
    return or_(numbered(mark.text), number_begins(mark.text), dated(mark.date), written([mark.text]))


def named(equal: ColumnElement[bool]) -> ColumnElement[bool]:
    """One of its names meets a condition on archive_names."""
    return _one_of(select(names.c.record).where(equal))


def named_like(form: NameForm, expression: str) -> ColumnElement[bool]:
    """One of its names meets a full-text expression."""
    return named(fulltext.names_matching(form, expression))


def written(texts: list[str]) -> ColumnElement[bool]:
    """All words of all `texts` stand somewhere in it, diacritics apart."""
    words = [word for text in texts for word in folding.tokens(folding.fold(text))]
    return written_like(fulltext.all_of(words)) if words else false()


def written_like(expression: str) -> ColumnElement[bool]:
    """Its body meets a full-text expression."""
    return _one_of(select(bodies.c.record).where(fulltext.bodies_matching(expression)))


def all_marks(query: Query) -> ColumnElement[bool]:
    """Every part with digits is met."""
    return and_(true(), *(marked(mark) for mark in query.marked))


def whole(query: Query) -> ColumnElement[bool]:
    """Everything a query asks for, slips apart: by code or number as a whole, or part by part."""
    direct = or_(coded(query), numbered(query.text))
    if not query.words:
        return or_(direct, all_marks(query)) if query.marked else direct
    return or_(direct, and_(written(list(query.words)), all_marks(query)))


def _one_of(found: Select[tuple[str]]) -> ColumnElement[bool]:
    return records.c.id.in_(found)


def _shared(date: str) -> ColumnElement[str]:
    """The issue date as far as `date` is precise."""
    return func.substr(records.c.issued, 1, len(date))


def _cut(date: str) -> ColumnElement[str]:
    """`date` as far as the issue date is precise: a paper of "1984" may be of any day in 1984."""
    return func.substr(date, 1, func.length(records.c.issued))
