"""Makes a record's findings and states in the ledger follow its fields. Decides nothing in a person's place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, update

from pipeline.actors import Act
from pipeline.checks import CODES, SEEN_ON_PAGE, conflicts
from pipeline.checks.across import Checked, Sharing, checked, conflicts_across, partners, rekey, sharing
from pipeline.checks.conflict import Conflict
from pipeline.findings import Finding, Severity
from pipeline.ledger import add_findings, close_findings
from pipeline.ledger_tables import fields, findings
from pipeline.lookup import findings_of
from pipeline.record import Field, FieldState, RecordState

_CHANGEABLE = frozenset({RecordState.CAPTURED, RecordState.READ, RecordState.IN_REVIEW})
_LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def recheck(connection: Connection, record: str) -> tuple[Conflict, ...]:
    """Check a record anew, alone and against the others; also those it shared a key with, or now shares one.

    Findings that no longer hold go unless a person closed them, new ones come, and what the machine accepted
    against them waits for a person. Returns what speaks against the record now. To be called in the transaction
    that changed its fields; safe to call twice.
    """
    one, shared = checked(connection, record), sharing(connection, record)
    others = {*partners(record, shared)}
    if rekey(connection, one):
        shared = sharing(connection, record)
        others |= {*partners(record, shared)}
    for other in sorted(others):
        _follow(connection, checked(connection, other), sharing(connection, other))
    return _follow(connection, one, shared)


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


def _follow(connection: Connection, one: Checked, shared: Sharing) -> tuple[Conflict, ...]:
    if one.state not in _CHANGEABLE:
        return ()
    against = (
        *conflicts(one.values.type, one.fields),
        *conflicts_across(connection, one, _scanned(one.created_at), shared),
    )
    found, kept = [conflict.finding for conflict in against], findings_of(connection, one.id)
    decided = {field.key for field in one.fields if field.state.by_person}
    gone = [each.id for each in kept if each.closed_at is None and _is_over(each.finding, found, decided)]
    if gone:
        connection.execute(delete(findings).where(findings.c.id.in_(gone)))
    known = [each.finding for each in kept if each.page is None and each.id not in gone]
    fresh = [finding for finding in found if finding not in known]
    add_findings(connection, one.batch, fresh, record=one.id)
    _doubt(connection, one, against, [each.finding for each in kept if each.closed_at])
    return against


def _is_over(finding: Finding, found: Sequence[Finding], decided: Collection[str]) -> bool:
    if finding.code in CODES:
        return finding not in found
    return finding.code in SEEN_ON_PAGE and finding.field in decided


def _scanned(created_at: str) -> date:
    """The day of scanning where the office is: just after midnight there it is still yesterday in UTC."""
    return datetime.fromisoformat(created_at).astimezone(_LOCAL).date()


def _doubt(
    connection: Connection, one: Checked, against: Sequence[Conflict], explained: Sequence[Finding]
) -> None:
    """Fields that an open finding speaks against wait for a person; information alone holds nothing back."""
    doubted = {
        key
        for conflict in against
        if conflict.finding.severity is not Severity.INFO and conflict.finding not in explained
        for key in conflict.fields
    }
    for field in one.fields:
        if field.key in doubted and field.state in {FieldState.ACCEPTED, FieldState.EMPTY}:
            where = (fields.c.record == one.id) & (fields.c.key == field.key)
            connection.execute(update(fields).where(where).values(state=FieldState.NEEDS_REVIEW.value))
