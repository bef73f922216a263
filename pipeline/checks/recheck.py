"""Makes a record's findings and states in the ledger follow its fields. Decides nothing in a person's place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, select, update

from pipeline.actors import Act
from pipeline.checks import CODES, conflicts
from pipeline.checks.across import conflicts_across, partners, rekey
from pipeline.checks.conflict import Conflict
from pipeline.findings import Severity
from pipeline.ledger import add_findings, close_findings
from pipeline.ledger_tables import fields, findings, records
from pipeline.lookup import fields_of, findings_of
from pipeline.record import Field, FieldState, RecordState
from pipeline.record_type import record_types

_CHANGEABLE = frozenset({RecordState.CAPTURED, RecordState.READ, RecordState.IN_REVIEW})
# Whose value it is is answered by the person who decides that field, not by another field.
_ANSWERED_BY_DECISION = "R028"
_LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def recheck(connection: Connection, record: str) -> tuple[Conflict, ...]:
    """Check a record anew, alone and against the others; also those it shared a key with, or now shares one.

    Findings that no longer hold go unless a person closed them, new ones come, and what the machine accepted
    against them waits for a person. Returns what speaks against the record now. To be called in the transaction
    that changed its fields; safe to call twice.
    """
    before = partners(connection, record)
    rekey(connection, record)
    for other in sorted({*before, *partners(connection, record)}):
        _follow(connection, other)
    return _follow(connection, record)


def recheck_decided(
    connection: Connection, act: Act, record: str, decided: Sequence[Field], reason: str | None
) -> None:
    """As `recheck`, after a person decided fields: what was just said to stand so on the paper answers, with the
    reason and in that person's name, every open finding that doubts it. The same finding does not come back while
    the facts stay as they are.
    """
    against = recheck(connection, record)
    keys = {field.key for field in decided if field.state is FieldState.AS_WRITTEN}
    if not keys:
        return
    answered = [conflict.finding for conflict in against if set(conflict.fields) & keys]
    ids = [
        kept.id
        for kept in findings_of(connection, record)
        if kept.closed_at is None and (kept.finding in answered or kept.finding.field in keys)
    ]
    if ids and reason:
        close_findings(connection, act, ids, reason)


def _follow(connection: Connection, record: str) -> tuple[Conflict, ...]:
    columns = (records.c.type, records.c.state, records.c.batch, records.c.created_at)
    row = connection.execute(select(*columns).where(records.c.id == record)).one()
    if RecordState(row.state) not in _CHANGEABLE:
        return ()
    held = fields_of(connection, record)
    against = (
        *conflicts(record_types()[row.type], held),
        *conflicts_across(connection, record, _scanned(row.created_at)),
    )
    found = [conflict.finding for conflict in against]
    decided = {field.key for field in held if field.state.by_person}
    gone = [
        kept.id
        for kept in findings_of(connection, record)
        if kept.closed_at is None
        and (
            (kept.finding.code in CODES and kept.finding not in found)
            or (kept.finding.code == _ANSWERED_BY_DECISION and kept.finding.field in decided)
        )
    ]
    connection.execute(delete(findings).where(findings.c.id.in_(gone)))
    add_findings(connection, row.batch, found, record=record)
    _doubt(connection, record, against)
    return against


def _scanned(created_at: str) -> date:
    """The day of scanning where the office is: just after midnight there it is still yesterday in UTC."""
    return datetime.fromisoformat(created_at).astimezone(_LOCAL).date()


def _doubt(connection: Connection, record: str, against: Sequence[Conflict]) -> None:
    """Fields that an open finding speaks against wait for a person; information alone holds nothing back."""
    explained = [kept.finding for kept in findings_of(connection, record) if kept.closed_at]
    doubted = {
        key
        for conflict in against
        if conflict.finding.severity is not Severity.INFO and conflict.finding not in explained
        for key in conflict.fields
    }
    for field in fields_of(connection, record):
        if field.key in doubted and field.state in {FieldState.ACCEPTED, FieldState.EMPTY}:
            where = (fields.c.record == record) & (fields.c.key == field.key)
            connection.execute(update(fields).where(where).values(state=FieldState.NEEDS_REVIEW.value))
