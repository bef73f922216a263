"""How often people changed what the machine had read, by record type and field. Counts only, never a value."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, and_, case, func, or_, select

from pipeline.batch import WITHDRAWN
from pipeline.figures import APPROVED, Ratio, Scope
from pipeline.ledger_tables import batches, decisions, fields, records
from pipeline.record import FieldState

# What the machine did not say is not its mistake: typed blind by two people, or brought along from earlier work.
_NOT_READ = (FieldState.NOT_YET_KEYED.value, FieldState.IMPORTED.value)


@dataclass(frozen=True)
class FieldErrors:
    """`changed.part` of `changed.whole` fields of approved records say now something else than the machine had read."""

    type: str
    field: str
    changed: Ratio


def field_errors(connection: Connection, scope: Scope) -> list[FieldErrors]:
    """By type and field, the worst share first. Counts records of the scope that a person has approved.

    The machine's word is what stood before the first decision on a field; a change that was taken back is none.
    """
    earlier = decisions.alias()
    # By record and field an index gives the first; to gather the first of all would walk through every decision.
    begun = select(func.min(earlier.c.id)).where(
        earlier.c.record == fields.c.record, earlier.c.field == fields.c.key
    )
    before, state = decisions.c.old["value"].as_string(), decisions.c.old["state"].as_string()
    changed = case((and_(decisions.c.id.is_not(None), before.is_distinct_from(fields.c.value)), 1), else_=0)
    query = select(records.c.type, fields.c.key, func.sum(changed), func.count())
    query = query.select_from(fields).join(records, records.c.id == fields.c.record)
    query = query.join(batches, batches.c.id == records.c.batch)
    query = query.outerjoin(decisions, decisions.c.id == begun.scalar_subquery())
    query = query.where(
        scope.holds(records.c.unit, records.c.created_at),
        # The empty text keeps SQLite from the index of states: nearly every record is archived, a period holds few.
        (records.c.state + "").in_(APPROVED),
        batches.c.state != WITHDRAWN,
        fields.c.state.not_in(_NOT_READ),
        or_(state.is_(None), state.not_in(_NOT_READ)),
    ).group_by(records.c.type, fields.c.key)
    found = [
        FieldErrors(type, key, Ratio(int(part), whole))
        for type, key, part, whole in connection.execute(query)
    ]
    return sorted(found, key=lambda one: (-(one.changed.share or 0), -one.changed.whole, one.type, one.field))
