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
from pipeline.record import RecordState
from pipeline.review.hidden_values import unseal
from pipeline.review.lease import Lease, take
from pipeline.review.presets import Rules, preset
from pipeline.review.sight import visible_to
from pipeline.review.stages import may_play, open_item
from pipeline.review.tables import batch_plans, items, leases, parts
from pipeline.review.waiting import Waiting, waiting_records


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
        waiting = waiting_records(connection, act, where, priority)
        yield from (one for one in waiting if _wanted(connection, act, one, filters))


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


def _wanted(connection: Connection, act: Act, one: Waiting, filters: Filters) -> bool:
    if filters.quick is not None and one.quick != filters.quick:
        return False
    if filters.finding and filters.finding not in one.open:
        return False
    if filters.pass_ and filters.pass_ != one.pass_:
        return False
    if filters.stage and filters.stage != one.item.stage.name:
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
    waiting = waiting_records(connection, act, where)
    return [one for one in waiting if _wanted(connection, act, one, filters)]


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
