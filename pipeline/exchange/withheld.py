"""Which records never leave by an export: shown to named people only, struck out in the book, not approved."""

from __future__ import annotations

from sqlalchemy import Connection, select

from pipeline.findings import Finding
from pipeline.lookup import RecordView
from pipeline.record import RecordState
from pipeline.register.tables import entries
from pipeline.review.sight import is_closed

READY = (RecordState.APPROVED, RecordState.ASSEMBLED, RecordState.SIGNED, RecordState.ARCHIVED)


def withheld(connection: Connection, record: RecordView) -> Finding | None:
    """Why the record must stay in the house, or None. The reason never says what the record holds."""
    if is_closed(connection, record.id):
        return Finding("EXPORT_CLOSED", "", {"record": record.id})
    struck = select(entries.c.record).where(
        entries.c.record == record.id, entries.c.cancelled_at.is_not(None)
    )
    if connection.execute(struck).first():
        return Finding("EXPORT_CANCELLED", "", {"record": record.id})
    if record.state not in READY:
        return Finding("EXPORT_STATE", "", {"record": record.id, "state": record.state.value})
    return None
