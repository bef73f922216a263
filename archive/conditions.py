"""Conditions on archive_records rows: what filters let pass, and what parts of a query ask for.

A part that may be a number or a date is a Fact: it can be asked of a record at hand, and it can lead to records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)

from archive import folding
from archive.query import Facet, Key, Marked, Query
from archive.tables import bodies, dates, dossiers, members, numbers, places, records

WARD = "ward"
_FULL_DATE = len("1984-02-05")


@dataclass(frozen=True)
class SearchFilters:
    """What hits must also be; None means any. `units`: one of these.

    `issued_from` and `issued_to` are (partial) dates, both inclusive; `dossier` is a code or id; `volume` the name of
    a register's volume; `wards` are keys of units, one of which its addresses must name; `ward_unknown`: they name
    none for sure.
    """

    type: str | None = None
    unit: str | None = None
    issued_from: str | None = None
    issued_to: str | None = None
    dossier: str | None = None
    review_state: str | None = None
    volume: str | None = None
    wards: tuple[str, ...] | None = None
    ward_unknown: bool = False
    units: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Fact:
    """`holds` is a condition on a record; `leads` are selects of the ids of records for which it holds.

    Everything that `leads` give meets `holds`; the other way round only where `whole`.
    """

    holds: ColumnElement[bool]
    leads: tuple[Select[tuple[str]], ...]
    whole: bool = True


def passing(filters: SearchFilters) -> ColumnElement[bool] | None:
    """What the filters let pass; None when they let everything pass."""
    held = [
        column == wanted
        for column, wanted in (
            (records.c.type, filters.type),
            (records.c.unit, filters.unit),
            (records.c.review_state, filters.review_state),
        )
        if wanted is not None
    ]
    if filters.units is not None:
        held.append(records.c.unit.in_(filters.units))
    if filters.issued_from is not None:
        held += [_shared(filters.issued_from) >= _cut(filters.issued_from), records.c.issued != ""]
    if filters.issued_to is not None:
        held += [_shared(filters.issued_to) <= _cut(filters.issued_to), records.c.issued != ""]
    if filters.dossier is not None:
        held.append(in_dossier(or_(dossiers.c.code == filters.dossier, dossiers.c.id == filters.dossier)))
    if filters.volume is not None:
        held.append(_has(numbers, numbers.c.kind == "volume", _numbered(filters.volume)))
    if filters.wards is not None:
        held.append(_has(numbers, numbers.c.kind == WARD, numbers.c.value.in_(filters.wards)))
    if filters.ward_unknown:
        held.append(not_(_has(numbers, numbers.c.kind == WARD)))
    return and_(*held) if held else None


def filters_of(facets: Sequence[Facet]) -> tuple[SearchFilters, ...]:
    """What the keys of a query ask for that the desk's filters could ask for too."""
    made = []
    for facet in facets:
        if facet.key is Key.ISSUED:
            made.append(SearchFilters(issued_from=facet.value, issued_to=facet.until or facet.value))
        elif facet.key is Key.TYPE:
            made.append(SearchFilters(type=facet.value))
        elif facet.key is Key.REVIEW:
            made.append(SearchFilters(review_state=facet.value))
        elif facet.key is Key.DOSSIER:
            made.append(SearchFilters(dossier=facet.value))
        elif facet.key is Key.VOLUME:
            made.append(SearchFilters(volume=facet.value))
        elif facet.key is Key.UNIT:
            made.append(SearchFilters(unit=facet.value))
    return tuple(made)


def in_dossier(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Present in a dossier that meets `which`."""
    return records.c.id.in_(dossier_members(which))


def dossier_members(which: ColumnElement[bool]) -> Select[tuple[str]]:
    """Ids of the records that are present in a dossier that meets `which`."""
    joined = select(members.c.record).join(dossiers, dossiers.c.id == members.c.dossier)
    return joined.where(which, members.c.detached_at.is_(None))


def coded(query: Query) -> tuple[Select[tuple[str]], ...]:
    """The whole text is the code of a dossier the record is in, or the record's own public code or id."""
    text, compact = query.text, folding.number_compact(query.text)
    # Without digits it is a word, and a word is no code.
    if not text or not any(c.isdigit() for c in compact):
        return ()
    own = select(records.c.id).where(or_(records.c.public_code == text, records.c.id == text))
    return own, dossier_members(dossiers.c.code_compact == compact)


def number_equal(text: str, kind: str = "") -> Select[tuple[str]] | None:
    """Records with the number `text`, whatever the separators and leading zeros; None when it is no number."""
    if not any(c.isdigit() for c in folding.number_compact(text)):
        return None
    wanted = select(numbers.c.record).where(_numbered(text))
    return wanted.where(numbers.c.kind == kind) if kind else wanted


def number_begins(text: str) -> Select[tuple[str]] | None:
    """Records with a number that begins with the whole parts of `text`: `12` for `12/1984`."""
    key = folding.number_key(text)
    return select(numbers.c.record).where(_begins(key)) if key else None


def at_address(key: str) -> Select[tuple[str]]:
    """Records with an address that begins with the whole words of `key`, as addresses.py makes it."""
    same = or_(
        places.c.address_key == key,
        and_(places.c.address_key > f"{key} ", places.c.address_key < f"{key}!"),
    )
    return select(places.c.record).where(same)


def dated(date: str) -> Select[tuple[str]] | None:
    """Records with a date that is the (partial) `date` or lies in it."""
    return select(dates.c.record).where(within(dates.c.value, date)) if date else None


def within(column: ColumnElement[str], date: str, until: str = "") -> ColumnElement[bool]:
    """The date in `column` is the (partial) `date` or lies in it, or between `date` and `until`."""
    if not until and len(date) == _FULL_DATE:
        return column == date
    # Parts of a date are joined by "-"; "." is the character after it.
    return and_(column >= date, column < f"{until or date}.")


def folded_words(text: str) -> list[str]:
    """The words of `text` as bodies hold them."""
    return folding.folded_tokens(text).split()


def fact_of_mark(mark: Marked) -> Fact:
    """A number, a date, or written somewhere: whatever a part with digits may mean."""
    leads = (number_equal(mark.text), number_begins(mark.text), dated(mark.date))
    # What an index answers is asked first: reading a body costs more.
    holds = []
    if any(c.isdigit() for c in folding.number_compact(mark.text)):
        holds.append(_has(numbers, or_(_numbered(mark.text), _begins(folding.number_key(mark.text)))))
    if mark.date:
        holds.append(_has(dates, within(dates.c.value, mark.date)))
    holds.append(written(folded_words(mark.text)))
    return Fact(or_(*holds), tuple(lead for lead in leads if lead is not None), whole=False)


def facts_of(facets: Sequence[Facet]) -> tuple[Fact, ...]:
    """Numbers, parcels and birth dates that keys ask for."""
    return tuple(fact for facet in facets if (fact := _fact_of(facet)))


def _fact_of(facet: Facet) -> Fact | None:
    if facet.key is Key.BORN:
        born = within(dates.c.value, facet.value, facet.until)
        return Fact(_has(dates, dates.c.kind == "born", born),
                    (select(dates.c.record).where(dates.c.kind == "born", born),))  # fmt: skip
    if facet.key is Key.NUMBER:
        equal = or_(_numbered(facet.value), _begins(folding.number_key(facet.value)))
        return Fact(_has(numbers, equal), (select(numbers.c.record).where(equal),))
    if facet.key in {Key.SHEET, Key.PARCEL}:
        same = and_(numbers.c.kind == facet.key.value, _numbered(facet.value))
        return Fact(_has(numbers, same), (select(numbers.c.record).where(same),))
    return None


def written(words: Sequence[str]) -> ColumnElement[bool]:
    """All the folded words stand somewhere in it."""
    return _body(*(_stands([word]) for word in words)) if words else false()


def written_side_by_side(words: Sequence[str]) -> ColumnElement[bool]:
    """The folded words stand in it side by side."""
    return _body(_stands(words))


def also(query: Query, filters: SearchFilters, facts: Sequence[Fact]) -> ColumnElement[bool] | None:
    """Everything but the words that a record must meet; None when nothing is asked."""
    held = [part for part in map(passing, (filters, *filters_of(query.facets))) if part is not None]
    held += [written_side_by_side(words) for words in query.phrases]
    held += [not_(written_side_by_side(words)) for words in query.excluded]
    held += [fact.holds for fact in facts]
    return and_(true(), *held) if held else None


def _numbered(text: str) -> ColumnElement[bool]:
    return or_(
        numbers.c.value_folded == folding.number_key(text),
        numbers.c.value_compact == folding.number_compact(text),
    )


def _begins(key: str) -> ColumnElement[bool]:
    # Parts are separated by a space; "!" is the character after it.
    return and_(numbers.c.value_folded > f"{key} ", numbers.c.value_folded < f"{key}!")


def _stands(words: Sequence[str]) -> ColumnElement[bool]:
    # Words hold letters and digits alone, so nothing in them means anything to LIKE.
    return (" " + bodies.c.body_folded + " ").like(f"% {' '.join(words)} %")


def _body(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return _has(bodies, *conditions)


def _has(held: Table, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(literal(1)).where(held.c.record == records.c.id, *conditions).correlate(records))


def _shared(date: str) -> ColumnElement[str]:
    """The issue date as far as `date` is precise."""
    return func.substr(records.c.issued, 1, len(date))


def _cut(date: str) -> ColumnElement[str]:
    """`date` as far as the issue date is precise: a paper of "1984" may be of any day in 1984."""
    return func.substr(date, 1, func.length(records.c.issued))
