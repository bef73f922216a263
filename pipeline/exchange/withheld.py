"""Which records never leave by an ordinary export: of restricted types, isolated, not approved, not yet checked."""

from __future__ import annotations

from sqlalchemy import Connection

from pipeline.findings import Finding
from pipeline.lookup import RecordView
from pipeline.record import RecordState
from pipeline.record_type import record_types

READY = (RecordState.APPROVED, RecordState.ASSEMBLED, RecordState.SIGNED, RecordState.ARCHIVED)


def withheld(connection: Connection, record: RecordView) -> Finding | None:
    """Why the record must stay in the house, or None."""
    kind = record_types().get(record.row.type)
    if kind is not None and kind.restricted:
        return Finding("EXPORT_RESTRICTED", "", {"type": kind.vi})
    if record.state not in READY:
        return Finding("EXPORT_STATE", "", {"state": record.state.value})
    return None
