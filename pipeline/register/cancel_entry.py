"""Marks an entry that the book itself strikes out; deletes nothing."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from pipeline.actors import Act
from pipeline.errors import MoveRefused
from pipeline.ledger import note
from pipeline.register.tables import entries
from pipeline.review import decide


def cancel(connection: Connection, act: Act, record: str, reason: str) -> None:
    """Mark an entry that the book itself strikes out: its number counts, its values say nothing.

    Raises MoveRefused when the record is no entry of a register. Safe to repeat.
    """
    where = entries.c.record == record
    row = connection.execute(select(entries).where(where)).first()
    if row is None:
        raise MoveRefused(
            f"Tài liệu {record} không thuộc quyển sổ nào.", f"Record {record} is no entry of a register."
        )
    if row.cancelled_at is None:
        values = {"cancelled_at": act.time, "cancelled_by": act.by.id, "reason": reason}
        connection.execute(update(entries).where(where).values(**values))
        decide(connection, act, record, "cancel_entry", reason=reason)
        note(connection, act, "register.entry_cancelled", record)
