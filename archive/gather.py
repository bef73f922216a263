"""Records that answer a query, from best to weakest, each with a score: which look-ups are made, and when to stop.

Numbers and codes as typed; a name with the birth date; names equal with diacritics, equal without; phrases; all
words of a name; phrases of the body; names that differ by one slip; and last, words scattered over a body. A look-up
below one that filled the page cannot rise above it, so it is not made; a name with its birth date, once found, is an
answer by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import itemgetter

from sqlalchemy import ColumnElement, Connection, Select, and_, select

from archive import conditions, fulltext
from archive.addresses import address_key
from archive.conditions import Fact, SearchFilters
from archive.fulltext import BODIES, NAMES_FOLDED
from archive.near import near_names, near_parts
from archive.query import Key, Query
from archive.tables import names, records
from archive.text_tiers import CANDIDATES, OF_BODIES, SCATTERED, tiers

# A part with digits that so few records have leads to them; from more of them, the words lead.
FEW = 500
# Likenesses go up to 0.5: whole names with a slip stand between phrases and scattered words of a page.
NEAR_NAME = 42.0
NEAR_PART = 30.0
_LONGEST_PHRASE = 8
# Scores lie further apart than the bonus for diacritics. From here up, a hit rests on a name or a number.
BY_NAME = 58.0
# Of one name the index gives the newest first. Elsewhere the sum keeps planners from walking ids instead of the index
# that fits the condition.
_NEWEST_OF_NAME = names.c.id.desc()
_NEWEST = (names.c.id + 0).desc()


@dataclass
class Found:
    """Scores by record; `stopped` when weaker look-ups were not made or one was cut off, so that there may be more."""

    scores: dict[str, float] = field(default_factory=dict)
    stopped: bool = False

    def add(self, ids: Iterable[str], score: float) -> int:
        """Keeps what is new and says how many came."""
        came = list(ids)
        for record in came:
            self.scores.setdefault(record, score)
        self.stopped |= len(came) >= OF_BODIES
        return len(came)


@dataclass(frozen=True)
class Look:
    """One look-up: what it finds scores `score`; with `enough`, anything found ends the search."""

    score: float
    ids: Iterator[str]
    enough: bool = False


@dataclass(frozen=True)
class Search:
    """What the look-ups share. Conditions are made when first needed: making them costs more than a look-up."""

    connection: Connection
    query: Query
    filters: SearchFilters

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The parts of the query that are asked of a record, and can lead to records."""
        marks = map(conditions.fact_of_mark, self.query.marked)
        return (*marks, *conditions.facts_of(self.query.facets))

    @cached_property
    def also(self) -> ColumnElement[bool] | None:
        """Everything but words that a record must meet."""
        return conditions.also(self.query, self.filters, self.facts)

    @cached_property
    def beside_birth(self) -> ColumnElement[bool] | None:
        """The same without the one date that was typed."""
        marks = [conditions.fact_of_mark(mark) for mark in self.query.marked if not mark.date]
        facets = [facet for facet in self.query.facets if facet.key is not Key.BORN]
        return conditions.also(self.query, self.filters, (*marks, *conditions.facts_of(facets)))


def gather(search: Search, wanted: int) -> Found:
    """At least the best `wanted` records, if there are so many; the order of look-ups does not depend on `wanted`."""
    found = Found()
    for look in _looks(search):
        came = found.add(look.ids, look.score)
        if (came and look.enough) or len(found.scores) >= wanted:
            found.stopped = True
            return found
    if search.query.words and not found.scores:
        near = near_parts(search.connection, search.query.folded, search.also)
        found.scores |= {record: NEAR_PART * likeness for record, likeness in near.items()}
    return found


def _looks(search: Search) -> Iterator[Look]:
    if search.query.words:
        yield from _by_birth(search)
    if search.query.plain:
        yield from _as_a_whole(search)
    if search.query.words:
        yield from _by_words(search)
    elif search.query.phrases:
        yield from _by_phrases(search)
    elif search.facts:
        yield from _by_facts(search)
    else:
        yield Look(10, _newest(search))


def _by_birth(search: Search) -> Iterator[Look]:
    """A name with the birth date."""
    born = _born(search.query)
    if born is None:
        return
    folded, exact = " ".join(search.query.folded), " ".join(search.query.words)
    same = and_(names.c.name_folded == folded, born)
    if search.query.has_diacritics:
        with_marks = and_(same, names.c.name_exact == exact)
        yield Look(96, _named(search, with_marks, search.beside_birth), enough=True)
    yield Look(92, _named(search, same, search.beside_birth), enough=True)


def _as_a_whole(search: Search) -> Iterator[Look]:
    """Everything typed is one number or code; facts of its parts are not asked then."""
    passing = conditions.passing(search.filters)
    number = conditions.number_equal(search.query.text)
    if number is not None:
        # With letters in it, it is nothing but that number; digits alone may be a date or the beginning of another.
        yield Look(100, _among(search.connection, number, passing), enough=bool(search.query.words))
    for codes in conditions.coded(search.query):
        yield Look(98, _among(search.connection, codes, passing))


def _by_words(search: Search) -> Iterator[Look]:
    exact, folded = " ".join(search.query.words), " ".join(search.query.folded)
    same_name = names.c.name_folded == folded
    same_marks = and_(same_name, names.c.name_exact == exact)
    # A name with its number or date is an answer by itself; a name alone is not.
    enough = bool(search.facts)
    if search.query.has_diacritics:
        yield Look(88, _named(search, same_marks, search.also, _NEWEST_OF_NAME), enough)
    yield Look(80, _named(search, same_name, search.also, _NEWEST_OF_NAME), enough)
    if search.query.marked and search.query.plain:
        yield from _by_address(search)
    if search.query.marked:
        # Words and digits in the order they were typed: `15 Trần Hưng Đạo`.
        typed = fulltext.phrase(conditions.folded_words(search.query.text))
        if len(typed.groups) <= _LONGEST_PHRASE:
            ids = fulltext.records_with(search.connection, BODIES, typed, search.also, OF_BODIES)
            yield Look(54, iter(ids))
    led = _led_by_fact(search)
    if led is not None:
        yield from _within(search, led)
    else:
        for score, ids in tiers(search.connection, search.query, search.also):
            if score == SCATTERED:
                yield from _by_near_name(search)
            yield Look(score, iter(ids))


def _by_near_name(search: Search) -> Iterator[Look]:
    """Names with one slip, the nearest first."""
    near = near_names(search.connection, search.query.folded, search.also)
    for likeness, group in groupby(near.items(), key=itemgetter(1)):
        yield Look(NEAR_NAME + 8 * likeness, (record for record, _ in group))


def _by_address(search: Search) -> Iterator[Look]:
    """A house number with its street is an answer by itself; with one word behind it, it may be anything."""
    key = address_key(search.query.text)
    if sum(word.isalpha() for word in key.split()) > 1:
        address = conditions.at_address(key)
        yield Look(56, _among(search.connection, address, conditions.passing(search.filters)), enough=True)


def _within(search: Search, led: Sequence[str]) -> Iterator[Look]:
    """The same tiers among the few records that a number or date has led to."""
    folded = " ".join(search.query.folded)
    here = records.c.id.in_(led)
    side_by_side = (" " + names.c.name_folded + " ").like(f"% {folded} %")
    every = and_(*((" " + names.c.name_folded + " ").like(f"% {word} %") for word in search.query.folded))
    yield Look(70, _named(search, and_(names.c.record.in_(led), side_by_side), search.also))
    yield Look(60, _named(search, and_(names.c.record.in_(led), every), search.also))
    yield Look(50, _listed(search, and_(here, conditions.written_side_by_side(search.query.folded))))
    yield from _by_near_name(search)
    yield Look(SCATTERED, _listed(search, and_(here, conditions.written(search.query.folded))))


def _by_phrases(search: Search) -> Iterator[Look]:
    longest = max(search.query.phrases, key=len)
    for score, place in ((70.0, NAMES_FOLDED), (50.0, BODIES)):
        asked = fulltext.phrase(longest)
        yield Look(
            score, iter(fulltext.records_with(search.connection, place, asked, search.also, CANDIDATES))
        )


def _by_facts(search: Search) -> Iterator[Look]:
    """Numbers equal, dates, beginnings of numbers, each with everything else holding; then whatever holds all."""
    whole = [fact.leads[0] for fact in search.facts if fact.whole]
    if whole:
        # Each of these leads to everything that holds all: the way through the fewest is the shortest.
        yield Look(90, _listed(search, records.c.id.in_(_fewest(search.connection, whole))))
        return
    ordered = sorted(
        ((90.0 - 10 * place, lead) for fact in search.facts for place, lead in enumerate(fact.leads)),
        key=lambda item: -item[0],
    )
    for score, lead in ordered:
        yield Look(score, _among(search.connection, lead, search.also))
    folded = [word for mark in search.query.marked for word in conditions.folded_words(mark.text)]
    asked = fulltext.all_of(folded)
    yield Look(40, iter(fulltext.records_with(search.connection, BODIES, asked, search.also, CANDIDATES)))


def _fewest(connection: Connection, leads: Sequence[Select[tuple[str]]]) -> list[str] | Select[tuple[str]]:
    """The ids of the lead that gives the fewest; a lead itself where all give many."""
    told = [[str(one) for one in connection.scalars(lead.limit(FEW + 1))] for lead in leads]
    fewest = min(told, key=len)
    return fewest if len(fewest) <= FEW else leads[0]


def _born(query: Query) -> ColumnElement[bool] | None:
    """The one date that was typed beside a name, as a birth date; a paper may know a part of it only."""
    asked = [facet for facet in query.facets if facet.key is Key.BORN]
    days = [mark.date for mark in query.marked if mark.date]
    if len(asked) == 1 and not days:
        return conditions.within(names.c.birth_date, asked[0].value, asked[0].until)
    if len(days) == 1 and not asked:
        return conditions.within(names.c.birth_date, days[0])
    return None


def _led_by_fact(search: Search) -> list[str] | None:
    """The records that one part with digits leads to, of the part with fewest; None when all have many.

    A part that may also be any word of the body leads nowhere when no number or date is like it.
    """
    best: list[str] | None = None
    for fact in search.facts:
        ids: dict[str, None] = {}
        for lead in fact.leads:
            ids.update(dict.fromkeys(search.connection.scalars(lead.limit(FEW + 1))))
        if len(ids) <= FEW and (ids or fact.whole) and (best is None or len(ids) < len(best)):
            best = list(ids)
    return best


def _named(
    search: Search,
    condition: ColumnElement[bool],
    also: ColumnElement[bool] | None,
    newest: ColumnElement[int] = _NEWEST,
) -> Iterator[str]:
    wanted = select(names.c.record).where(condition)
    if also is not None:
        wanted = wanted.join(records, records.c.id == names.c.record).where(also)
    return iter(search.connection.scalars(wanted.order_by(newest).limit(CANDIDATES)).all())


def _listed(search: Search, condition: ColumnElement[bool]) -> Iterator[str]:
    also = [search.also] if search.also is not None else []
    wanted = select(records.c.id).where(condition, *also).order_by(records.c.issued.desc(), records.c.id)
    return iter(search.connection.scalars(wanted.limit(CANDIDATES)).all())


def _among(
    connection: Connection, lead: Select[tuple[str]], also: ColumnElement[bool] | None
) -> Iterator[str]:
    held = records.c.id.in_(lead)
    wanted = select(records.c.id).where(held if also is None else and_(held, also))
    newest = wanted.order_by(records.c.issued.desc(), records.c.id).limit(CANDIDATES)
    return iter(connection.scalars(newest).all())


def _newest(search: Search) -> Iterator[str]:
    wanted = select(records.c.id)
    if search.also is not None:
        wanted = wanted.where(search.also)
    newest = wanted.order_by(records.c.issued.desc(), records.c.id).limit(CANDIDATES)
    return iter(search.connection.scalars(newest).all())
