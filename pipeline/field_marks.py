"""Which of a record's fields hold what the machine had read: one text for each record, kept for those in the archive.

Rates of error over all time are counted from these texts. A text is kept until the record's fields or decisions change:
then a trigger of the database removes it, whoever wrote, and it is made from them again. Holds keys, never a value.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Exists, ScalarSelect, case, func, insert, null, select

from archive.one_of import one_of
from pipeline.actors import Act
from pipeline.ledger import Ledger
from pipeline.ledger_tables import decisions, field_marks, fields, records
from pipeline.record import FieldState, RecordState

HOLDS, CHANGED = "=", "!"
# What the machine did not say is not its mistake: typed blind by two people, or brought along from earlier work.
_NOT_READ = (FieldState.NOT_YET_KEYED.value, FieldState.IMPORTED.value)
# So many records in one transaction: other writers wait for less than a tenth of a second.
_AT_ONCE = 1000


def marked_keys() -> ScalarSelect[str]:
    """For a query of records: the keys of the fields that the machine had read, a line each, behind HOLDS or CHANGED.

    The machine's word is what stood before the first decision on a field; a change that was taken back is none.
    """
    earlier = decisions.alias()
    # By record and field an index gives the first; to gather the first of all would walk through every decision.
    begun = select(func.min(earlier.c.id)).where(
        earlier.c.record == fields.c.record, earlier.c.field == fields.c.key
    )
    before, state = decisions.c.old["value"].as_string(), decisions.c.old["state"].as_string()
    mark = case((decisions.c.id.is_(None), HOLDS), (state.in_(_NOT_READ), null()),
                (before.is_distinct_from(fields.c.value), CHANGED), else_=HOLDS)  # fmt: skip
    both = fields.outerjoin(decisions, decisions.c.id == begun.scalar_subquery())
    keys = select(func.aggregate_strings(mark + fields.c.key, "\n")).select_from(both)
    return keys.where(fields.c.record == records.c.id, fields.c.state.not_in(_NOT_READ)).scalar_subquery()


def keep_marks(ledger: Ledger, act: Act) -> int:
    """Makes the texts of archived records that have none; says how many."""
    made, last = 0, ""
    while True:
        # Looking through the archive holds up nobody who writes.
        with ledger.reading() as connection:
            some = _without(connection, last)
        if not some:
            return made
        with ledger.writing(act) as connection:
            told = select(records.c.id, func.coalesce(marked_keys(), ""))
            told = told.where(one_of(connection, records.c.id, some), ~_known())
            connection.execute(insert(field_marks).from_select(["record", "keys"], told))
        made, last = made + len(some), some[-1]


def _without(connection: Connection, last: str) -> Sequence[str]:
    """The next archived records behind `last` without a text."""
    # The empty text keeps SQLite from the index of states: nearly every record is archived.
    archived = (records.c.state + "") == RecordState.ARCHIVED
    query = select(records.c.id).where(records.c.id > last, archived, ~_known())
    return connection.scalars(query.order_by(records.c.id).limit(_AT_ONCE)).all()


def _known() -> Exists:
    return select(field_marks.c.record).where(field_marks.c.record == records.c.id).exists()
