"""How much was done, of how much: counts from the ledger by unit and period, each with its denominator.

Counts only: no name, no value, no id of a record. Rates of error are figures_of_fields.py, times are planning.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, literal, select, true

from archive import instant
from archive.tables import dossiers, members, readings
from pipeline.batch import WITHDRAWN
from pipeline.issuing.policy import RESULT, on_day
from pipeline.issuing.tables import cases
from pipeline.ledger_tables import batches, pages, records
from pipeline.procedures import procedure_of
from pipeline.record import PageState, RecordState
from pipeline.review.tables import parts

P, R = PageState, RecordState
SIGNED = (R.SIGNED, R.ARCHIVED)
APPROVED = (R.APPROVED, R.ASSEMBLED, *SIGNED)
UNFINISHED = (R.CAPTURED, R.READ, R.IN_REVIEW, R.APPROVED, R.ASSEMBLED, R.SIGNED, R.QUARANTINED, R.REJECTED)
FIXITY_DAYS = 90
_URN = literal("urn:uuid:")
_SIGNED = and_(records.c.state.in_(SIGNED), records.c.signature_count > 0)
_VIETNAM = timezone(timedelta(hours=7))


@dataclass(frozen=True)
class Scope:
    """What is counted: units by name (None: all), and what began from `first` to the end of `last` (None: ever)."""

    units: Sequence[str] | None = None
    first: date | None = None
    last: date | None = None

    def holds(self, unit: Any, began: Any) -> ColumnElement[bool]:
        """The condition on a row's columns of unit and of time."""
        inside = [true()] if self.units is None else [unit.in_(self.units)]
        if self.first is not None:
            inside.append(began >= _midnight(self.first))
        if self.last is not None:
            inside.append(began < _midnight(self.last + timedelta(days=1)))
        return and_(*inside)

    def here(self, unit: Any) -> ColumnElement[bool]:
        """The condition on the unit alone."""
        return true() if self.units is None else unit.in_(self.units)


@dataclass(frozen=True)
class Ratio:
    """`part` of `whole`."""

    part: int = 0
    whole: int = 0

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.part + other.part, self.whole + other.whole)

    @property
    def share(self) -> float | None:
        """In percent; None of nothing."""
        return 100 * self.part / self.whole if self.whole else None


# The figures in the order in which they are shown; FIXITY is about now, whatever the period.
FIXITY = "fixity_read"
KEYS = (
    *("pages_read", "pages_set_aside"),
    *("records_read", "records_reviewed", "records_approved", "records_signed", "records_archived"),
    *("components_present", "components_reused", "results_signed", FIXITY),
)
ByUnit = Mapping[str, Mapping[str, Ratio]]


def figures(connection: Connection, scope: Scope, at: datetime) -> ByUnit:
    """Every figure of KEYS by the unit's name. A figure without a row counts nothing of nothing."""
    found: dict[str, dict[str, Ratio]] = {}
    for count in (_pages, _records, _components, _results):
        for unit, key, ratio in count(connection, scope):
            found.setdefault(unit, {})[key] = ratio
    for unit, ratio in _fixity(connection, scope, at):
        held = found.setdefault(unit, {})
        held[FIXITY] = held.get(FIXITY, Ratio()) + ratio
    return {unit: {key: held.get(key, Ratio()) for key in KEYS} for unit, held in sorted(found.items())}


def total(counted: ByUnit) -> dict[str, Ratio]:
    """The figures of all units together."""
    return {key: sum((held[key] for held in counted.values()), Ratio()) for key in KEYS}


def pages_by_day(connection: Connection, scope: Scope) -> dict[date, int]:
    """Pages that came on each day, by the day on which their batch was opened; days without any are left out."""
    query = select(batches.c.created_at, func.count()).join(pages, pages.c.batch == batches.c.id)
    query = query.where(_counted_pages(scope)).group_by(batches.c.id, batches.c.created_at)
    days: Counter[date] = Counter()
    for opened, came in connection.execute(query):
        days[on_day(datetime.fromisoformat(opened))] += came
    return dict(sorted(days.items()))


def backlog(connection: Connection, scope: Scope) -> dict[RecordState, int]:
    """Records not archived yet, by state, now: the period does not bound it. States without any are left out."""
    query = select(records.c.state, func.count()).join(batches, batches.c.id == records.c.batch)
    query = query.where(
        records.c.state.in_(UNFINISHED), batches.c.state != WITHDRAWN, scope.here(records.c.unit)
    )
    found = {
        RecordState(state): number for state, number in connection.execute(query.group_by(records.c.state))
    }
    return {state: found[state] for state in UNFINISHED if state in found}


def pages_waiting(connection: Connection, scope: Scope) -> int:
    """Pages that the machine has still to read."""
    query = select(func.count()).select_from(pages).join(batches, batches.c.id == pages.c.batch)
    open_pages = pages.c.state.in_((P.NEW, P.CLAIMED))
    return (
        connection.scalar(query.where(open_pages, batches.c.state != WITHDRAWN, scope.here(batches.c.unit)))
        or 0
    )


def _counted_pages(scope: Scope) -> ColumnElement[bool]:
    """A replaced page was scanned again, so only its successor counts."""
    inside = scope.holds(batches.c.unit, batches.c.created_at)
    return and_(inside, batches.c.state != WITHDRAWN, pages.c.state != P.REPLACED)


def _pages(connection: Connection, scope: Scope) -> Iterator[tuple[str, str, Ratio]]:
    query = select(batches.c.unit, pages.c.state, func.count()).join(pages, pages.c.batch == batches.c.id)
    query = query.where(_counted_pages(scope)).group_by(batches.c.unit, pages.c.state)
    for unit, states in _by_unit(connection.execute(query).all()):
        whole = sum(states.values())
        yield unit, "pages_read", Ratio(states[P.READ] + states[P.BLANK] + states[P.SEPARATOR], whole)
        yield unit, "pages_set_aside", Ratio(states[P.QUARANTINED], whole)


def _records(connection: Connection, scope: Scope) -> Iterator[tuple[str, str, Ratio]]:
    # Looked for only where the state does not tell.
    touched = exists().where(parts.c.record == records.c.id, parts.c.acted_at.is_not(None))
    reviewed = case((records.c.state.in_(APPROVED), 1), (touched, 1), else_=0)
    query = select(
        records.c.unit,
        records.c.state,
        func.count(),
        func.sum(reviewed),
        func.sum(case((_SIGNED, 1), else_=0)),
    ).join(batches, batches.c.id == records.c.batch)
    query = query.where(
        scope.holds(records.c.unit, records.c.created_at),
        records.c.state != R.SUPERSEDED,
        batches.c.state != WITHDRAWN,
    )
    by_unit: dict[str, list[Any]] = {}
    for row in connection.execute(query.group_by(records.c.unit, records.c.state)):
        by_unit.setdefault(row.unit, []).append(row)
    for unit, rows in by_unit.items():
        yield from ((unit, key, ratio) for key, ratio in _of_records(rows))


def _of_records(rows: Sequence[Any]) -> Iterator[tuple[str, Ratio]]:
    """`rows` of one unit: unit, state, how many, how many of them reviewed, signed."""
    states = Counter({R(state): number for _unit, state, number, _reviewed, _signed in rows})
    whole = sum(states.values())
    yield "records_read", Ratio(whole - states[R.CAPTURED] - states[R.QUARANTINED], whole)
    yield "records_reviewed", Ratio(sum(int(row[3]) for row in rows), whole)
    yield "records_approved", Ratio(sum(states[state] for state in APPROVED), whole)
    yield "records_signed", Ratio(sum(int(row[4]) for row in rows), whole)
    yield "records_archived", Ratio(states[R.ARCHIVED], whole)


def _components(connection: Connection, scope: Scope) -> Iterator[tuple[str, str, Ratio]]:
    """Required components of the dossiers opened in the period, and which of what lies in them was there before."""
    query = select(dossiers.c.id, dossiers.c.unit, dossiers.c.procedure)
    opened = scope.holds(dossiers.c.unit, dossiers.c.opened_at)
    own = and_(members.c.record == _URN + records.c.id, records.c.dossier == dossiers.c.code)
    inside = select(dossiers.c.id, members.c.component, records.c.id.label("own"))
    inside = inside.join(members, members.c.dossier == dossiers.c.id).outerjoin(records, own)
    held: dict[str, list[tuple[str, str | None]]] = {}
    for row in connection.execute(inside.where(opened, members.c.detached_at.is_(None))):
        held.setdefault(row.id, []).append((row.component, row.own))
    present: Counter[str] = Counter()
    required: Counter[str] = Counter()
    reused: Counter[str] = Counter()
    attached: Counter[str] = Counter()
    for row in connection.execute(query.where(opened)):
        procedure = procedure_of(row.procedure)
        wanted = {one.key for one in procedure.components if one.required} if procedure else set()
        there = held.get(row.id, [])
        required[row.unit] += len(wanted)
        present[row.unit] += len(wanted & {component for component, _own in there})
        attached[row.unit] += len(there)
        reused[row.unit] += sum(own_id is None for _component, own_id in there)
    for unit in required:
        yield unit, "components_present", Ratio(present[unit], required[unit])
        yield unit, "components_reused", Ratio(reused[unit], attached[unit])


def _results(connection: Connection, scope: Scope) -> Iterator[tuple[str, str, Ratio]]:
    """Results that were presented for signature in the period, and how many of them are signed now."""
    # Presented are far fewer than there are records; joined plainly, SQLite would begin with the records.
    every = select(cases.c.record, cases.c.opened_at).where(cases.c.purpose == RESULT)
    presented = every.cte("presented").prefix_with("MATERIALIZED")
    query = select(records.c.unit, func.count(), func.sum(case((_SIGNED, 1), else_=0))).select_from(presented)
    query = query.join(records, records.c.id == presented.c.record).where(
        scope.holds(records.c.unit, presented.c.opened_at)
    )
    for unit, number, signed in connection.execute(query.group_by(records.c.unit)):
        yield unit, "results_signed", Ratio(int(signed), number)


def _fixity(connection: Connection, scope: Scope, at: datetime) -> Iterator[tuple[str, Ratio]]:
    """Objects of the store that were read through within FIXITY_DAYS, of all."""
    since = instant.as_text(at - timedelta(days=FIXITY_DAYS))
    kept = (
        (records, _URN + records.c.id, records.c.archive_version.is_not(None)),
        (batches, _URN + batches.c.id, batches.c.inventory_sha256.is_not(None)),
        (dossiers, dossiers.c.id, true()),
    )
    for table, key, condition in kept:
        read = and_(readings.c.object == key, readings.c.checked_at > since)
        query = select(table.c.unit, func.count(readings.c.object), func.count()).select_from(table)
        query = query.outerjoin(readings, read).where(condition, scope.here(table.c.unit))
        for unit, part, whole in connection.execute(query.group_by(table.c.unit)):
            yield unit, Ratio(part, whole)


def _by_unit(rows: Sequence[Any]) -> list[tuple[str, Counter[str]]]:
    found: dict[str, Counter[str]] = {}
    for unit, state, number in rows:
        found.setdefault(unit, Counter())[state] += number
    return list(found.items())


def _midnight(day: date) -> str:
    """Without a fraction of a second: so it sorts before every stored time of that second, however exact that is."""
    return datetime.combine(day, time(), _VIETNAM).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
