"""What becomes of signatures already made when a record goes back to review: they are void, and the trail says so."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select, update

from pipeline.actors import Act
from pipeline.issuing.tables import cases, leases, stamp_waits, steps
from pipeline.ledger import note

# Columns of a record that tell of its final file.
OF_THE_FINAL = (
    *("pdf_sha256", "conformance", "final_sha256", "final_bytes"),
    *("signature_count", "level", "flag"),
)


def clear(connection: Connection, act: Act, record: str) -> None:
    """Forget signatures, initials and lease of a record that leaves for review; purpose and number stay with it."""
    made = connection.execute(select(steps).where(steps.c.record == record).order_by(steps.c.ordinal)).all()
    for step in made:
        detail = {"ordinal": step.ordinal, "sha256": step.sha256}
        note(connection, act, "signing.voided", record, detail)
    for table in (steps, stamp_waits, leases):
        connection.execute(delete(table).where(table.c.record == record))
    connection.execute(
        update(cases)
        .where(cases.c.record == record)
        .values(rule=None, imprint=None, initials_at=None, initials_by=None)
    )
