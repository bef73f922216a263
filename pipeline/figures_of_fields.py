"""How often people changed what the machine had read, by record type and field. Counts only, never a value."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, ScalarSelect, case, func, null, select

from pipeline.batch import WITHDRAWN
from pipeline.figures import APPROVED, Ratio, Scope
from pipeline.ledger_tables import batches, decisions, fields, records
from pipeline.record import FieldState

_HOLDS, _CHANGED = "=", "!"
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
    told = select(records.c.type, _marked_keys().label("keys")).join(batches, batches.c.id == records.c.batch)
    each = told.where(
        scope.holds(records.c.unit, records.c.created_at),
        # The empty text keeps SQLite from the index of states: nearly every record is archived, a period holds few.
        (records.c.state + "").in_(APPROVED),
        batches.c.state != WITHDRAWN,
    ).subquery()
    # Records are alike by the thousand: to sort them costs a tenth of sorting their fields.
    alike = select(each.c.type, each.c["keys"], func.count()).group_by(each.c.type, each.c["keys"])
    found: dict[tuple[str, str], Ratio] = {}
    for type_, keys, number in connection.execute(alike).all():
        for mark, key in ((one[0], one[1:]) for one in (keys or "").splitlines()):
            ratio = Ratio(number if mark == _CHANGED else 0, number)
            found[type_, key] = found.get((type_, key), Ratio()) + ratio
    errors = [FieldErrors(type_, key, ratio) for (type_, key), ratio in found.items()]
    return sorted(
        errors, key=lambda one: (-(one.changed.share or 0), -one.changed.whole, one.type, one.field)
    )


def _marked_keys() -> ScalarSelect[str]:
    """The keys of a record's fields that the machine had read, a line each, behind a mark that says if it holds."""
    earlier = decisions.alias()
    # By record and field an index gives the first; to gather the first of all would walk through every decision.
    begun = select(func.min(earlier.c.id)).where(
        earlier.c.record == fields.c.record, earlier.c.field == fields.c.key
    )
    before, state = decisions.c.old["value"].as_string(), decisions.c.old["state"].as_string()
    mark = case((decisions.c.id.is_(None), _HOLDS), (state.in_(_NOT_READ), null()),
                (before.is_distinct_from(fields.c.value), _CHANGED), else_=_HOLDS)  # fmt: skip
    both = fields.outerjoin(decisions, decisions.c.id == begun.scalar_subquery())
    keys = select(func.aggregate_strings(mark + fields.c.key, "\n")).select_from(both)
    return keys.where(fields.c.record == records.c.id, fields.c.state.not_in(_NOT_READ)).scalar_subquery()
