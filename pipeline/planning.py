"""When will it be done: seconds of each kind of work as the ledger measured them, and what ends last.

Measured is the time between two acts of one person (or of the machine) that follow each other; a longer pause is
no work and is left out. Where too little was measured an assumption stands in, and says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, func, select

from pipeline.batch import WITHDRAWN
from pipeline.figures import Scope, backlog, pages_waiting
from pipeline.issuing.tables import steps
from pipeline.ledger_tables import batches, pages, records, regions
from pipeline.record import PageState, RecordState
from pipeline.review.tables import parts


class Stage(StrEnum):
    """The four kinds of work, in their order. Scanning and reading count pages, the others records."""

    SCANNING = "scanning"
    READING = "reading"
    KEYING = "keying"
    SIGNING = "signing"


# Seconds for one page or record where nothing was measured: assumptions to be replaced by measuring, no promises.
ASSUMED: Mapping[Stage, float] = {
    Stage.SCANNING: 15.0,
    Stage.READING: 8.0,
    Stage.KEYING: 60.0,
    Stage.SIGNING: 6.0,
}
# Seconds without the next act after which the work had stopped.
PAUSE: Mapping[Stage, float] = {
    Stage.SCANNING: 3600.0,
    Stage.READING: 600.0,
    Stage.KEYING: 1800.0,
    Stage.SIGNING: 300.0,
}
ASSUMED_PAGES_PER_RECORD = 2.0
# Fewer times than this say nothing yet.
LEAST = 20


@dataclass(frozen=True)
class Pace:
    """`seconds` for one page or record; `measured` says how many it was measured on, 0 where it is assumed."""

    seconds: float
    measured: int

    @property
    def per_hour(self) -> float:
        """How many in an hour, of one person or machine."""
        return 3600 / self.seconds


@dataclass(frozen=True)
class Paces:
    """The pace of each stage, and how many pages a record has."""

    of: Mapping[Stage, Pace]
    pages_per_record: Pace


@dataclass(frozen=True)
class Hands:
    """How many work at each stage at once, and for how many hours of a day; the machine reads around the clock."""

    scanners: int = 1
    reviewers: int = 1
    officials: int = 1
    machines: int = 1
    hours: float = 7.0

    def seconds_a_day(self, stage: Stage) -> float:
        """Seconds of work that a working day gives a stage."""
        if stage is Stage.READING:
            return self.machines * 86400.0
        hands = {Stage.SCANNING: self.scanners, Stage.KEYING: self.reviewers, Stage.SIGNING: self.officials}
        return hands[stage] * self.hours * 3600


@dataclass(frozen=True)
class Leg:
    """One stage of a plan: how much there is to do, at which pace, in how many working days."""

    stage: Stage
    amount: int
    pace: Pace
    days: float


@dataclass(frozen=True)
class Plan:
    """`last` is the stage that ends last, `ends` the working day (Monday to Friday) on which it does."""

    legs: tuple[Leg, ...]
    pages_per_record: Pace
    last: Leg
    ends: date


def plan(connection: Connection, scope: Scope, new_pages: int, hands: Hands, today: date) -> Plan:
    """The way of `new_pages` that are still to be scanned, behind what waits already.

    The stages work at the same time, each as fast as its own hands; the one that needs the most days ends last.
    """
    paces, waiting = measured(connection, scope), backlog(connection, scope)
    new_records = math.ceil(new_pages / paces.pages_per_record.seconds)
    unread = pages_waiting(connection, scope)
    coming = new_records + math.ceil(unread / paces.pages_per_record.seconds)
    to_key = sum(
        waiting.get(state, 0) for state in (RecordState.READ, RecordState.IN_REVIEW, RecordState.REJECTED)
    )
    to_sign = sum(waiting.get(state, 0) for state in (RecordState.APPROVED, RecordState.ASSEMBLED))
    amounts = {
        Stage.SCANNING: new_pages,
        Stage.READING: new_pages + unread,
        Stage.KEYING: coming + to_key,
        Stage.SIGNING: coming + to_key + to_sign,
    }
    legs = tuple(_leg(stage, amounts[stage], paces.of[stage], hands) for stage in Stage)
    last = max(legs, key=lambda leg: leg.days)
    return Plan(legs, paces.pages_per_record, last, working_day(today, math.ceil(last.days)))


def _leg(stage: Stage, amount: int, pace: Pace, hands: Hands) -> Leg:
    return Leg(stage, amount, pace, amount * pace.seconds / hands.seconds_a_day(stage))


def working_day(first: date, days: int) -> date:
    """The day on which the last of `days` working days ends, when work begins on `first`; holidays are not known."""
    day = first
    while day.weekday() >= 5:
        day += timedelta(days=1)
    weeks, rest = divmod(max(days - 1, 0), 5)
    day += timedelta(weeks=weeks)
    for _ in range(rest):
        day += timedelta(days=3 if day.weekday() == 4 else 1)
    return day


def measured(connection: Connection, scope: Scope) -> Paces:
    """The paces of the units in the scope; the period of the scope bounds what they are measured on."""
    found = {
        Stage.SCANNING: _scanning(connection, scope),
        Stage.READING: _reading(connection, scope),
        Stage.KEYING: _keying(connection, scope),
        Stage.SIGNING: _signing(connection, scope),
    }
    of = {stage: _pace(total, times, ASSUMED[stage]) for stage, (total, times) in found.items()}
    return Paces(of, _pace(*_pages_and_records(connection, scope), ASSUMED_PAGES_PER_RECORD))


def _pace(total: float, times: int, assumed: float) -> Pace:
    return Pace(total / times, times) if times >= LEAST and total > 0 else Pace(assumed, 0)


def _scanning(connection: Connection, scope: Scope) -> tuple[float, int]:
    """From the batch before to this one, for the pages of this one: both opened by one person."""
    query = select(batches.c.created_by, batches.c.created_at, func.count()).join(pages)
    query = query.where(scope.holds(batches.c.unit, batches.c.created_at), batches.c.state != WITHDRAWN)
    query = query.group_by(batches.c.id, batches.c.created_by, batches.c.created_at)
    rows = connection.execute(query.order_by(batches.c.created_by, batches.c.created_at)).all()
    return _between(((who, at, came) for who, at, came in rows), PAUSE[Stage.SCANNING])


def _reading(connection: Connection, scope: Scope) -> tuple[float, int]:
    """From one page of a batch to the next, with all processors of the machine at work."""
    query = select(pages.c.batch, pages.c.changed_at, func.count())
    query = query.join(batches, batches.c.id == pages.c.batch)
    query = query.where(
        scope.holds(batches.c.unit, batches.c.created_at),
        pages.c.state.in_((PageState.READ, PageState.BLANK, PageState.SEPARATOR)),
    ).group_by(pages.c.batch, pages.c.changed_at)
    rows = connection.execute(query.order_by(pages.c.batch, pages.c.changed_at)).all()
    return _between(((batch, at, came) for batch, at, came in rows), PAUSE[Stage.READING])


def _keying(connection: Connection, scope: Scope) -> tuple[float, int]:
    """From taking a record to finishing its stage, all stages and people of a record together."""
    query = select(parts.c.record, parts.c.taken_at, parts.c.finished_at)
    query = query.join(records, records.c.id == parts.c.record)
    query = query.where(scope.holds(records.c.unit, parts.c.taken_at), parts.c.finished_at.is_not(None))
    spent: dict[str, float] = {}
    for record, taken, finished in connection.execute(query):
        seconds = (datetime.fromisoformat(finished) - datetime.fromisoformat(taken)).total_seconds()
        if 0 < seconds <= PAUSE[Stage.KEYING]:
            spent[record] = spent.get(record, 0.0) + seconds
    return sum(spent.values()), len(spent)


def _signing(connection: Connection, scope: Scope) -> tuple[float, int]:
    """From one signature of a person to the next."""
    query = select(steps.c.actor, steps.c.at).join(records, records.c.id == steps.c.record)
    query = query.where(scope.holds(records.c.unit, steps.c.at)).order_by(steps.c.actor, steps.c.at)
    rows = connection.execute(query).all()
    return _between(((who, at, 1) for who, at in rows), PAUSE[Stage.SIGNING])


def _pages_and_records(connection: Connection, scope: Scope) -> tuple[float, int]:
    """Pages, and the records that they make."""
    held = select(func.count()).where(regions.c.record == records.c.id).scalar_subquery()
    each = select(held.label("pages")).where(
        scope.holds(records.c.unit, records.c.created_at), records.c.state != RecordState.SUPERSEDED
    ).subquery()  # fmt: skip
    found = connection.execute(select(func.sum(each.c.pages), func.count(func.nullif(each.c.pages, 0)))).one()
    return float(found[0] or 0), int(found[1])


def _between(acts: Iterable[tuple[str, str, int]], pause: float) -> tuple[float, int]:
    """Seconds between acts of the same one, and how many were made in them; `acts` stand in order."""
    total, made, one, before = 0.0, 0, "", datetime.min
    for who, at, count in acts:
        now = datetime.fromisoformat(at)
        seconds = (now - before).total_seconds() if who == one else 0.0
        if 0 < seconds <= pause:
            total, made = total + seconds, made + count
        one, before = who, now
    return total, made
