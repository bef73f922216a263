"""The audit trail of one record in the words of PREMIS 3, for record.json."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from archive.audit import events

# The event of reading (pipeline/audit_trail.py).
VIEWED = "record.viewed"

# PREMIS eventType vocabulary (id.loc.gov/vocabulary/preservation/eventType); other events keep our own name.
TERMS = {
    "record.captured": "capture",
    "record.read": "metadata extraction",
    "record.corrected": "metadata modification",
    "record.assembled": "normalization",
    "record.signed": "digital signature generation",
    "record.archived": "ingestion end",
    "signature.validated": "digital signature validation",
}


def events_of(connection: Connection, record: str) -> list[dict[str, Any]]:
    """Events about a record, oldest first: type, time, agent, outcome, detail."""
    return [
        {
            "type": TERMS.get(event.type, event.type),
            "time": event.at.isoformat().replace("+00:00", "Z"),
            "agent": event.actor,
            "outcome": event.outcome,
            "detail": dict(event.detail),
        }
        for event in events(connection, record)
        # Who looked at a record is no part of it: the same state must give the same bytes.
        if event.type != VIEWED
    ]
