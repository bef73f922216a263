"""Records under review as the queue sees them: what is in doubt, how dear a mistake would be, who holds them.

The database weighs and orders them from fields and findings as they are, since nothing kept beside these could be
sure to follow every change. One statement for a batch, read only as far as it is asked for: a batch may hold thousands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from pipeline.actors import Act
from pipeline.findings import Severity, catalogue
from pipeline.ledger_tables import fields, findings, records
from pipeline.lookup import ANSWERING
from pipeline.record import FieldState, RecordState
from pipeline.record_type import RecordType, record_types
from pipeline.review.lease import Lease
from pipeline.review.passes import pass_of
from pipeline.review.stages import Item, item_told
from pipeline.review.tables import items, leases

_TOLD = ("id", "batch", "type", "unit", "revision", "created_at", "first_source", "first_number", "entry")
_UNSETTLED = frozenset(state for state in FieldState if not state.settled)


@dataclass(frozen=True)
class Waiting:
    """One record in the queue. `risk`: 2 where an error or a field of high risk is open, 1 where another is, else 0.

    `row` has what a list tells of the record.
    """

    row: Row[Any]
    item: Item
    priority: int
    lease: Lease | None

    @property
    def id(self) -> str:
        """The record's id."""
        return str(self.row.id)

    @property
    def kind(self) -> RecordType:
        """The record's type."""
        return record_types()[self.row.type]

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """Keys of the fields to look at."""
        return frozenset((self.row.doubtful or "").split())

    @cached_property
    def blocking(self) -> tuple[str, ...]:
        """Codes of the open errors, each as often as it stands."""
        return tuple((self.row.blocking or "").split())

    @cached_property
    def open(self) -> frozenset[str]:
        """Codes of all open findings."""
        return frozenset((self.row.open or "").split())

    @property
    def pass_(self) -> str:
        """The pass it is in."""
        return pass_of(self.kind, self.doubtful)

    @property
    def risk(self) -> int:
        """How dear a mistake would be."""
        return int(self.row.risk)

    @property
    def quick(self) -> bool:
        """Nothing is in doubt, and one person may approve it."""
        return self.risk == 0 and self.item.single

    def as_json(self) -> dict[str, Any]:
        """The form of `record queue --json`."""
        return {
            "id": self.id,
            "type": self.row.type,
            "batch": self.row.batch,
            "priority": self.priority,
            "since": self.row.created_at,
            "preset": self.item.preset.name,
            "stage": self.item.stage.name,
            "pass": self.pass_,
            "risk": self.risk,
            "doubtful": len(self.doubtful),
            "findings": sorted(set(self.blocking)),
            "revision": self.row.revision,
            "lease": self.lease.as_json() if self.lease else None,
        }


def waiting_records(
    connection: Connection, act: Act, where: ColumnElement[bool], priority: int = 0
) -> Iterator[Waiting]:
    """The records under review that `where` (about ledger_records) names: by risk, then in scan order."""
    statement = _by_risk(_weighed(act).where(records.c.state == RecordState.IN_REVIEW.value, where))
    with connection.execute(statement) as rows:
        for row in rows:
            yield Waiting(row, _item(row), priority, _lease(row))


def _item(row: Row[Any]) -> Item:
    if row.preset is None:
        return item_told(row.id, row.type)
    return item_told(row.id, row.type, row.preset, tuple(row.keyed), row.round, row.stage)


def _lease(row: Row[Any]) -> Lease | None:
    if row.holder is None:
        return None
    return Lease(
        row.id, row.holder, row.held_stage, row.held_revision, row.taken_at, row.expires_at, row.note
    )


def _weighed(act: Act) -> Select[Any]:
    """A row for each record with what is open in it; conditions are still to be added."""
    held = and_(leases.c.record == records.c.id, leases.c.expires_at > act.time)
    query = select(*_of_record(_high_risk())).select_from(records)
    return query.outerjoin(items, items.c.record == records.c.id).outerjoin(leases, held)


@cache
def _of_record(high_risk: tuple[str, ...]) -> tuple[ColumnElement[Any], ...]:
    # The states and codes stand in the statement itself: they are ours, and few.
    doubted = and_(fields.c.record == records.c.id, _one_of(fields.c.state, _UNSETTLED))
    told = and_(findings.c.record == records.c.id, findings.c.closed_at.is_(None))
    high = _one_of(records.c.type + "/" + fields.c.key, high_risk)
    return (
        *(records.c[name] for name in _TOLD),
        *(items.c[name] for name in ("preset", "keyed", "round", "stage")),
        leases.c.holder,
        leases.c.stage.label("held_stage"),
        leases.c.revision.label("held_revision"),
        *(leases.c[name] for name in ("taken_at", "expires_at", "note")),
        _words(fields.c.key, doubted).label("doubtful"),
        exists().where(doubted, high).label("high"),
        _words(findings.c.code, and_(told, _blocks())).label("blocking"),
        _words(findings.c.code, told).label("open"),
    )


def _blocks() -> ColumnElement[bool]:
    """An error, unless what a person said of its field has answered it."""
    of_person = fields.alias()
    answered = exists().where(
        of_person.c.record == findings.c.record,
        of_person.c.key == findings.c.field,
        _one_of(of_person.c.state, ANSWERING),
    )
    # A code that nobody knows any more stands in the way, too.
    harmless = [code for code, text in catalogue().items() if text.severity is not Severity.ERROR]
    return and_(~_one_of(findings.c.code, harmless), ~answered)


def _high_risk() -> tuple[str, ...]:
    kinds = record_types().values()
    return tuple(f"{kind.name}/{spec.key}" for kind in kinds for spec in kind.fields if spec.risk == "high")


def _words(column: ColumnElement[str], where: ColumnElement[bool]) -> ColumnElement[str | None]:
    return select(func.aggregate_strings(column, " ")).where(where).correlate(records).scalar_subquery()


def _one_of(column: ColumnElement[str], plain: Iterable[str]) -> ColumnElement[bool]:
    # As one piece: hundreds of parameters would cost more to make than to compare.
    told = ", ".join("'" + one.replace("'", "''") + "'" for one in sorted(plain))
    return column.op("IN", is_comparison=True)(literal_column(f"({told})"))


def _by_risk(weighed: Select[Any]) -> Select[Any]:
    """The dearest first. Made whole before it is sorted, so that nothing is looked up for each comparison."""
    one = weighed.cte("weighed").prefix_with("MATERIALIZED")
    dear = or_(one.c.high, one.c.blocking.is_not(None))
    risk = case((dear, 2), (one.c.doubtful.is_not(None), 1), else_=0).label("risk")
    return select(one, risk).order_by(risk.desc(), one.c.first_source, one.c.first_number, one.c.entry)
