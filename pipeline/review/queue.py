"""The queue of review: which record a person takes next, by the batch's priority, its age, and risk.

Shows nobody what is closed to him (sight.py) or held by another. The quick queue, where nothing is in doubt and one
act approves, stands apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from pipeline.actors import Act
from pipeline.errors import MoveRefused, NotFound
from pipeline.ledger import note
from pipeline.ledger_tables import batches, records
from pipeline.lookup import RecordView, view
from pipeline.record import RecordState
from pipeline.record_type import RecordType, record_types
from pipeline.review.lease import Lease, lease_of, take
from pipeline.review.passes import pass_of
from pipeline.review.presets import Rules, preset
from pipeline.review.sight import visible_to
from pipeline.review.stages import Item, item_of, may_play, open_item, unseal
from pipeline.review.tables import batch_plans, items, leases, parts


@dataclass(frozen=True)
class Filters:
    """What a person wants to see; None: all. `quick`: the quick queue instead of the other. `mine`: only what the
    person could take now."""

    type: str | None = None
    finding: str | None = None
    batch: str | None = None
    pass_: str | None = None
    stage: str | None = None
    quick: bool = False
    mine: bool = False


@dataclass(frozen=True)
class Waiting:
    """One record in the queue. `risk`: 2 where an error or a field of high risk is open, 1 where another is, else 0."""

    found: RecordView
    item: Item
    pass_: str
    priority: int
    risk: int
    lease: Lease | None

    @property
    def quick(self) -> bool:
        """Nothing is in doubt, and one person may approve it."""
        return self.found.quick and self.item.single

    def as_json(self) -> dict[str, Any]:
        """The form of `record queue --json`."""
        return {
            "id": self.found.id,
            "type": self.found.row.type,
            "batch": self.found.row.batch,
            "priority": self.priority,
            "since": self.found.row.created_at,
            "preset": self.item.preset.name,
            "stage": self.item.stage.name,
            "pass": self.pass_,
            "risk": self.risk,
            "doubtful": len(self.found.doubtful),
            "findings": sorted({kept.finding.code for kept in self.found.blocking}),
            "revision": self.found.row.revision,
            "lease": self.lease.as_json() if self.lease else None,
        }


def queue(connection: Connection, act: Act, filters: Filters) -> Iterator[Waiting]:
    """Records under review that the person may see, the most urgent first; read batch by batch, as they are asked for.

    The order: priority of the batch, its age, risk, and within that the order of scanning.
    """
    for batch, priority in _batches(connection, filters.batch):
        query = select(records.c.id).where(
            records.c.batch == batch,
            records.c.state == RecordState.IN_REVIEW.value,
            visible_to(act.by),
        )
        if filters.type:
            query = query.where(records.c.type == filters.type)
        order = (records.c.first_source, records.c.first_number, records.c.entry)
        keys = connection.scalars(query.order_by(*order)).all()
        waiting = [_waiting(connection, act, key, priority) for key in keys]
        yield from sorted(
            (one for one in waiting if _wanted(connection, act, one, filters)), key=lambda one: -one.risk
        )


def _batches(connection: Connection, only: str | None) -> list[tuple[str, int]]:
    priority = func.coalesce(batch_plans.c.priority, 0)
    query = select(batches.c.id, priority.label("priority")).outerjoin(
        batch_plans, batch_plans.c.batch == batches.c.id
    )
    if only:
        query = query.where(batches.c.id == only)
    open_here = select(records.c.batch).where(records.c.state == RecordState.IN_REVIEW.value)
    query = query.where(batches.c.id.in_(open_here))
    rows = connection.execute(query.order_by(priority.desc(), batches.c.created_at, batches.c.id))
    return [(row.id, row.priority) for row in rows]


def _waiting(connection: Connection, act: Act, record: str, priority: int) -> Waiting:
    found = view(connection, record)
    kind = record_types()[found.row.type]
    item = item_of(connection, record, kind.name)
    lease = lease_of(connection, act, record)
    return Waiting(found, item, pass_of(kind, found.fields), priority, _risk(kind, found), lease)


def _risk(kind: RecordType, found: RecordView) -> int:
    high = {spec.key for spec in kind.fields if spec.risk == "high"}
    if found.blocking or any(field.key in high for field in found.doubtful):
        return 2
    return 1 if found.doubtful else 0


def _wanted(connection: Connection, act: Act, one: Waiting, filters: Filters) -> bool:
    if one.quick != filters.quick:
        return False
    if filters.finding and not any(
        kept.finding.code == filters.finding and kept.closed_at is None for kept in one.found.findings
    ):
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
            return take(connection, act, one.found.id, minutes=minutes)
        except MoveRefused:
            # Somebody was quicker; the next one.
            continue
    return None


def _in_hand(connection: Connection, act: Act, filters: Filters) -> list[Waiting]:
    held = select(leases.c.record).where(leases.c.holder == act.by.id, leases.c.expires_at > act.time)
    query = select(records.c.id).where(
        records.c.id.in_(held), records.c.state == RecordState.IN_REVIEW.value, visible_to(act.by)
    )
    found = [_waiting(connection, act, key, 0) for key in connection.scalars(query.order_by(records.c.id))]
    return [one for one in found if filters.batch in {None, one.found.row.batch} and filters.type in
            {None, one.found.row.type} and _wanted(connection, act, one, filters)]  # fmt: skip


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
