"""How often people changed what the machine had read, by record type and field. Counts only, never a value."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from pipeline.batch import WITHDRAWN
from pipeline.field_marks import CHANGED, marked_keys
from pipeline.figures import APPROVED, Ratio, Scope
from pipeline.ledger_tables import batches, field_marks, records


@dataclass(frozen=True)
class FieldErrors:
    """`changed.part` of `changed.whole` fields of approved records say now something else than the machine had read."""

    type: str
    field: str
    changed: Ratio


def field_errors(connection: Connection, scope: Scope) -> list[FieldErrors]:
    """By type and field, the worst share first. Counts records of the scope that a person has approved."""
    # What is kept is read; what is not, is made.
    keys = func.coalesce(field_marks.c["keys"], marked_keys())
    told = select(records.c.type, keys.label("keys")).join(batches, batches.c.id == records.c.batch)
    each = told.outerjoin(field_marks, field_marks.c.record == records.c.id).where(
        scope.holds(records.c.unit, records.c.created_at),
        # The empty text keeps SQLite from the index of states: nearly every record is archived, a period holds few.
        (records.c.state + "").in_(APPROVED),
        batches.c.state != WITHDRAWN,
    ).subquery()  # fmt: skip
    # Records are alike by the thousand: to sort them costs a tenth of sorting their fields.
    alike = select(each.c.type, each.c["keys"], func.count()).group_by(each.c.type, each.c["keys"])
    found: dict[tuple[str, str], Ratio] = {}
    for type_, lines, number in connection.execute(alike).all():
        for line in (lines or "").splitlines():
            mark, key = line[0], line[1:]
            ratio = Ratio(number if mark == CHANGED else 0, number)
            found[type_, key] = found.get((type_, key), Ratio()) + ratio
    errors = [FieldErrors(type_, key, ratio) for (type_, key), ratio in found.items()]
    return sorted(
        errors, key=lambda one: (-(one.changed.share or 0), -one.changed.whole, one.type, one.field)
    )
