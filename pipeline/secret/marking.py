"""Setting one record apart in the ledger, in the transaction that found its stamp."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from pipeline.actors import Act
from pipeline.findings import Finding
from pipeline.ledger import RECORD_MOVES, move_record
from pipeline.lookup import view
from pipeline.record import RecordState
from pipeline.review import decide
from pipeline.review.sight import mark, marks_of
from pipeline.secret.stamp import STAMPED, SUSPECTED

# The mark of pipeline/review/sight.py that closes a secret paper to all but the people named for it.
MARK = "secret"
CODES = (STAMPED, SUSPECTED)


def set_apart(connection: Connection, act: Act, record: str, reason: str | None = None) -> None:
    """Close the record to sight and stop it where it stands; an archived or signed one is only closed. Repeatable."""
    if MARK in marks_of(connection, record):
        return
    mark(connection, act, record, MARK)
    state = view(connection, record).state
    if RecordState.QUARANTINED in RECORD_MOVES[state]:
        move_record(connection, act, record, RecordState.QUARANTINED)
    decide(connection, act, record, "set_apart", old={"state": state.value}, reason=reason)


def set_apart_if_stamped(connection: Connection, act: Act, record: str, found: Sequence[Finding]) -> bool:
    """Set a record apart when its draft names a stamp, sure or suspected; True when it did."""
    if not any(finding.code in CODES for finding in found):
        return False
    set_apart(connection, act, record)
    return True
