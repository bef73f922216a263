"""The queue of review: which record a person takes next, by the batch's priority, its age, and risk.

Shows nobody what is closed to him (sight.py) or held by another. The quick queue, where nothing is in doubt and one
act approves, stands apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, select, update

from pipeline.actors import Act
from pipeline.errors import MoveRefused, NotFound
from pipeline.findings import Finding, Severity
from pipeline.ledger import note
from pipeline.ledger_tables import batches, fields, findings, records
from pipeline.lookup import ANSWERING
from pipeline.record import FieldState, RecordState
from pipeline.record_type import RecordType, record_types
from pipeline.review.lease import Lease, take
from pipeline.review.passes import pass_of
from pipeline.review.presets import Rules, preset
from pipeline.review.sight import visible_to
from pipeline.review.stages import Item, as_item, may_play, open_item, unseal
from pipeline.review.tables import batch_plans, items, leases, parts


@dataclass(frozen=True)
class Filters:
    """What a person wants to see; None: all. `quick`: the quick queue instead of the other (None: both). `mine`: only
    what the person could take now. `units`: only records of these."""

    type: str | None = None
    finding: str | None = None
    batch: str | None = None
    pass_: str | None = None
    stage: str | None = None
    quick: bool | None = False
    mine: bool = False
    units: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Waiting:
    """One record in the queue. `risk`: 2 where an error or a field of high risk is open, 1 where another is, else 0.

    `doubtful` are keys of fields to look at, `blocking` codes of open errors, `open` codes of all open findings.
    """

    row: Row[Any]
    item: Item
    doubtful: tuple[str, ...]
    blocking: tuple[str, ...]
    open: frozenset[str]
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

    @property
    def pass_(self) -> str:
        """The pass it is in."""
        return pass_of(self.kind, self.doubtful)

    @property
    def risk(self) -> int:
        """How dear a mistake would be."""
        high = {spec.key for spec in self.kind.fields if spec.risk == "high"}
        if self.blocking or high & set(self.doubtful):
            return 2
        return 1 if self.doubtful else 0

    @property
    def quick(self) -> bool:
        """Nothing is in doubt, and one person may approve it."""
        return not self.doubtful and not self.blocking and self.item.single

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


def queue(connection: Connection, act: Act, filters: Filters) -> Iterator[Waiting]:
    """Records under review that the person may see, the most urgent first; read batch by batch, as they are asked for.

    The order: priority of the batch, its age, risk, and within that the order of scanning.
    """
    for batch, priority in _batches(connection, filters):
        where = (records.c.batch == batch) & visible_to(act.by)
        if filters.type:
            where &= records.c.type == filters.type
        if filters.units is not None:
            where &= records.c.unit.in_(filters.units)
        waiting = _waiting(connection, act, where, priority)
        yield from sorted(
            (one for one in waiting if _wanted(connection, act, one, filters)), key=lambda one: -one.risk
        )


def _batches(connection: Connection, filters: Filters) -> list[tuple[str, int]]:
    priority = func.coalesce(batch_plans.c.priority, 0)
    query = select(batches.c.id, priority.label("priority")).outerjoin(
        batch_plans, batch_plans.c.batch == batches.c.id
    )
    if filters.batch:
        query = query.where(batches.c.id == filters.batch)
    open_here = select(records.c.batch).where(records.c.state == RecordState.IN_REVIEW.value)
    if filters.units is not None:
        open_here = open_here.where(records.c.unit.in_(filters.units))
    query = query.where(batches.c.id.in_(open_here))
    rows = connection.execute(query.order_by(priority.desc(), batches.c.created_at, batches.c.id))
    return [(row.id, row.priority) for row in rows]


def _waiting(connection: Connection, act: Act, where: ColumnElement[bool], priority: int) -> list[Waiting]:
    """The records under review that `where` names, in scan order; read in bulk, since a batch may hold thousands."""
    where &= records.c.state == RecordState.IN_REVIEW.value
    order = (records.c.first_source, records.c.first_number, records.c.entry)
    rows = connection.execute(select(records).where(where).order_by(*order)).all()
    keys = select(records.c.id).where(where)
    doubtful, answered = _fields(connection, keys)
    told = _open_findings(connection, keys)
    item_rows = {row.record: row for row in connection.execute(select(items).where(items.c.record.in_(keys)))}
    live = select(leases).where(leases.c.record.in_(keys), leases.c.expires_at > act.time)
    held = {row.record: Lease(**row._mapping) for row in connection.execute(live)}
    return [
        Waiting(
            row,
            as_item(row.id, row.type, item_rows.get(row.id)),
            tuple(doubtful[row.id]),
            tuple(f.code for f in told[row.id] if _blocks(f) and f.field not in answered[row.id]),
            frozenset(finding.code for finding in told[row.id]),
            priority,
            held.get(row.id),
        )
        for row in rows
    ]


def _fields(connection: Connection, keys: Select[Any]) -> tuple[dict[str, list[str]], dict[str, set[str]]]:
    """By record: fields that a person has to look at, and fields whose findings a person has answered."""
    doubtful, answered = defaultdict[str, list[str]](list), defaultdict[str, set[str]](set)
    # Most fields are settled by the machine: those of a batch of thousands are not even fetched.
    telling = [state.value for state in FieldState if not state.settled or state in ANSWERING]
    query = select(fields.c.record, fields.c.key, fields.c.state)
    query = query.where(fields.c.record.in_(keys), fields.c.state.in_(telling))
    for row in connection.execute(query.order_by(fields.c.record, fields.c.ordinal)):
        state = FieldState(row.state)
        if not state.settled:
            doubtful[row.record].append(row.key)
        if state in ANSWERING:
            answered[row.record].add(row.key)
    return doubtful, answered


def _open_findings(connection: Connection, keys: Select[Any]) -> dict[str, list[Finding]]:
    found = defaultdict[str, list[Finding]](list)
    # Without their facts, which nobody reads here and whose decoding is half the time of a long queue.
    query = select(findings.c.record, findings.c.code, findings.c.field)
    query = query.where(findings.c.record.in_(keys), findings.c.closed_at.is_(None))
    for row in connection.execute(query.order_by(findings.c.id)):
        found[row.record].append(Finding(row.code, row.field))
    return found


def _blocks(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR


def _wanted(connection: Connection, act: Act, one: Waiting, filters: Filters) -> bool:
    if filters.quick is not None and one.quick != filters.quick:
        return False
    if filters.finding and filters.finding not in one.open:
        return False
    if (filters.pass_ or one.pass_) != one.pass_ or (
        filters.stage or one.item.stage.name
    ) != one.item.stage.name:
        return False
    return not filters.mine or _takeable(connection, act, one)


def _takeable(connection: Connection, act: Act, one: Waiting) -> bool:
    held = one.lease is not None and one.lease.holder != act.by.id
    return not held and may_play(connection, act.by.id, one.item, one.item.stage)


def take_next(connection: Connection, act: Act, filters: Filters, *, minutes: float) -> Lease | None:
    """Take the most urgent record the person may take; None when there is none.

    What the person holds already comes first, so that nothing is left lying half-done.
    """
    for one in chain(_in_hand(connection, act, filters), queue(connection, act, filters)):
        if not _takeable(connection, act, one):
            continue
        try:
            return take(connection, act, one.id, minutes=minutes)
        except MoveRefused:
            # Somebody was quicker; the next one.
            continue
    return None


def _in_hand(connection: Connection, act: Act, filters: Filters) -> list[Waiting]:
    held = select(leases.c.record).where(leases.c.holder == act.by.id, leases.c.expires_at > act.time)
    where = records.c.id.in_(held) & visible_to(act.by)
    if filters.batch:
        where &= records.c.batch == filters.batch
    if filters.type:
        where &= records.c.type == filters.type
    return [one for one in _waiting(connection, act, where, 0) if _wanted(connection, act, one, filters)]


def plan_batch(
    connection: Connection,
    act: Act,
    batch: str,
    rules: Rules,
    *,
    priority: int | None,
    preset_name: str | None,
) -> int:
    """Set a batch's priority and preset (None: as it is); returns how many reviews got the preset.

    A review in which somebody has done something keeps the preset it began with. Raises NotFound, WrongUse.
    """
    if connection.scalar(select(batches.c.id).where(batches.c.id == batch)) is None:
        raise NotFound(f"Không có lô {batch}.", f"There is no batch {batch}.")
    known = connection.execute(select(batch_plans).where(batch_plans.c.batch == batch)).first()
    chosen = preset(preset_name).name if preset_name else known.preset if known else None
    urgent = priority if priority is not None else known.priority if known else 0
    values = {"priority": urgent, "preset": chosen, "at": act.time, "actor": act.by.id}
    if known is None:
        connection.execute(insert(batch_plans).values(batch=batch, **values))
    else:
        connection.execute(update(batch_plans).where(batch_plans.c.batch == batch).values(**values))
    note(connection, act, "batch.planned", batch, {"priority": urgent, "preset": chosen or ""})
    return (
        sum(_replan(connection, act, row, rules) for row in _untouched(connection, batch))
        if preset_name
        else 0
    )


def _untouched(connection: Connection, batch: str) -> list[Row[Any]]:
    touched = select(parts.c.record).where(parts.c.acted_at.is_not(None))
    query = select(records.c.id).where(
        records.c.batch == batch,
        records.c.state == RecordState.IN_REVIEW.value,
        records.c.id.not_in(touched),
    )
    return list(connection.execute(query))


def _replan(connection: Connection, act: Act, row: Row[Any], rules: Rules) -> int:
    unseal(connection, row.id)
    connection.execute(items.delete().where(items.c.record == row.id))
    open_item(connection, act, row.id, rules)
    return 1
