"""What people decide about a record: correct, confirm, approve, reject. Every act is kept with what it replaced."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, update

from pipeline.actors import Act, ActorKind
from pipeline.checks.recheck import answer_as_written, recheck
from pipeline.errors import MoveRefused, VersionConflict, WrongUse
from pipeline.findings import Finding
from pipeline.ledger import add_findings, close_findings, move_record, note, touch_record
from pipeline.ledger_tables import decisions, fields, findings
from pipeline.lookup import RecordView, view
from pipeline.normalize.kinds import normalise
from pipeline.normalize.outcome import Refused
from pipeline.record import Field, FieldState, RecordState
from pipeline.record_type import RecordType, record_types
from pipeline.settings import ApprovalPolicy

# States in which people may change what the record says; an archived one gets a new version of its metadata.
OPEN = frozenset({RecordState.IN_REVIEW, RecordState.READ})


@dataclass(frozen=True)
class Correction:
    """One decided field: a new value, or "as written", or "unreadable"."""

    key: str
    state: FieldState
    value: str | None = None


def correct(
    connection: Connection,
    act: Act,
    record: str,
    corrections: Sequence[Correction],
    *,
    reason: str | None = None,
    revision: int | None = None,
) -> RecordView:
    """Set fields in a person's name, then check the record anew.

    Raises MoveRefused when the record is not under review, VersionConflict when `revision` is given and stale,
    WrongUse for a key that the record type does not have and for "as written" without a reason.
    """
    before = _open_for_change(connection, record, revision)
    kind = record_types()[before.row.type]
    old = {field.key: field for field in before.fields}
    _ask_for_reason(corrections, reason)
    for correction in corrections:
        if kind.spec(correction.key) is None:
            raise WrongUse(
                f"Loại {kind.name} không có trường {correction.key}.",
                f"Type {kind.name} has no field {correction.key}.",
            )
        new = _decided(kind, old.get(correction.key), correction)
        _put(connection, act, record, old.get(correction.key), new, len(old))
        old[new.key] = new
        decide(connection, act, record, correction.state.value, field=new.key, old=_data(before, new.key),
               new=new.as_json(), reason=reason)  # fmt: skip
    touch_record(connection, act, record, {})
    against = recheck(connection, record)
    as_written = [c.key for c in corrections if c.state is FieldState.AS_WRITTEN]
    if as_written and reason:
        answer_as_written(connection, act, record, against, as_written, reason)
    note(connection, act, "record.corrected", record, {"fields": len(corrections)})
    return view(connection, record)


def _open_for_change(connection: Connection, record: str, revision: int | None) -> RecordView:
    found = view(connection, record)
    if found.state not in OPEN:
        raise MoveRefused(
            f"Tài liệu {record} đang ở trạng thái {found.state}, không còn trong kiểm tra.",
            f"Record {record} is {found.state}; it is no longer under review.",
        )
    if revision is not None and revision != found.row.revision:
        raise VersionConflict(
            f"Tài liệu {record} vừa được người khác sửa. Mở lại rồi sửa tiếp.",
            f"Record {record} was changed by someone else meanwhile. Open it again.",
        )
    return found


def _ask_for_reason(corrections: Sequence[Correction], reason: str | None) -> None:
    if not reason and any(correction.state is FieldState.AS_WRITTEN for correction in corrections):
        raise WrongUse(
            'Xác nhận "đúng như giấy" phải ghi lý do: --reason "...".',
            'Confirming "as written" needs a reason: --reason "...".',
        )


def _decided(kind: RecordType, old: Field | None, correction: Correction) -> Field:
    base = old or Field(correction.key, None, None, 1.0, FieldState.NEEDS_REVIEW)
    if correction.state is FieldState.CONFIRMED:
        return dataclasses.replace(base, state=FieldState.CONFIRMED, confidence=1.0)
    if correction.state is FieldState.UNREADABLE:
        return dataclasses.replace(base, value=None, state=FieldState.UNREADABLE)
    text = unicodedata.normalize("NFC", (correction.value or "").strip())
    value = _normal(kind, correction.key, text) if text else None
    if text and value is None and correction.state is FieldState.AS_WRITTEN:
        # The paper breaks the form of this field; what it says is all there is.
        value = text
    if text and value is None:
        raise WrongUse(
            f"'{text}' không đúng dạng của trường {correction.key}. Sửa lại, hoặc dùng --as-written.",
            f"'{text}' does not fit field {correction.key}. Mend it, or use --as-written.",
        )
    return dataclasses.replace(
        base, value=value, written=text or None, state=correction.state, confidence=1.0
    )


def _normal(kind: RecordType, key: str, text: str) -> str | None:
    spec = kind.spec(key)
    value = normalise(spec.kind, text) if spec else Refused("shape", text)
    return None if isinstance(value, Refused) else value


def _data(record: RecordView, key: str) -> dict[str, Any] | None:
    return next((field.as_json() for field in record.fields if field.key == key), None)


def _put(connection: Connection, act: Act, record: str, old: Field | None, new: Field, ordinal: int) -> None:
    data = {**new.as_json(), "decided_by": act.by.id, "decided_at": act.time}
    if old is None:
        connection.execute(insert(fields).values(record=record, key=new.key, ordinal=ordinal, **data))
        return
    where = (fields.c.record == record) & (fields.c.key == new.key)
    connection.execute(update(fields).where(where).values(**data))


def decide(
    connection: Connection,
    act: Act,
    record: str,
    action: str,
    *,
    field: str | None = None,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """Keep one decision with who, when and what it replaced."""
    connection.execute(
        insert(decisions).values(
            record=record,
            at=act.time,
            actor=act.by.id,
            action=action,
            field=field,
            old=old,
            new=new,
            reason=reason,
        )
    )


def close_finding(connection: Connection, act: Act, record: str, code: str, reason: str) -> int:
    """Close the open findings with that code in a person's name; returns how many."""
    found = [
        kept for kept in view(connection, record).findings if kept.finding.code == code and not kept.closed_at
    ]
    close_findings(connection, act, [kept.id for kept in found], reason)
    for kept in found:
        decide(connection, act, record, "close_finding", old=kept.finding.as_json(), reason=reason)
    return len(found)


def approve(
    connection: Connection,
    act: Act,
    record: str,
    *,
    confirm: bool = False,
    policy: ApprovalPolicy | None = None,
) -> None:
    """Approve a record in the name of a person (or of a unit's written policy, see `auto_approve`).

    With `confirm` the person says to have looked at every doubtful field and takes it as read. Raises
    MoveRefused while a field or an error finding is open, or when the actor is a bare service.
    """
    if act.by.kind is ActorKind.SERVICE and policy is None:
        raise MoveRefused(
            "Duyệt tài liệu phải do một người có tên thực hiện.",
            "A record is approved by a named person only.",
        )
    found = view(connection, record)
    if confirm and found.doubtful:
        confirmed = [Correction(field.key, FieldState.CONFIRMED) for field in found.doubtful]
        found = correct(connection, act, record, confirmed)
    if not found.quick:
        raise MoveRefused(_obstacles(found, "vi"), _obstacles(found, "en"))
    move_record(connection, act, record, RecordState.APPROVED)
    written = policy.model_dump(mode="json") if policy else None
    decide(connection, act, record, "approve", new={"policy": written} if written else None)


def _obstacles(found: RecordView, language: str) -> str:
    doubtful = ", ".join(field.key for field in found.doubtful)
    blocking = " ".join(kept.finding.text(language) for kept in found.blocking)
    if language == "en":
        return f"Record {found.id} cannot be approved yet. Fields to look at: {doubtful or 'none'}. {blocking}".strip()
    return f"Chưa duyệt được tài liệu {found.id}. Trường cần xem: {doubtful or 'không'}. {blocking}".strip()


def reject(connection: Connection, act: Act, record: str, reason: str) -> None:
    """Send a record back to the scanner."""
    move_record(connection, act, record, RecordState.REJECTED)
    decide(connection, act, record, "reject", reason=reason)


def send_back(connection: Connection, act: Act, record: str, reason: str) -> None:
    """The official refuses to sign: the record returns to review with the reason."""
    move_record(connection, act, record, RecordState.IN_REVIEW, {"pdf_sha256": None, "conformance": None})
    decide(connection, act, record, "send_back", reason=reason)


def retype(
    connection: Connection,
    act: Act,
    record: str,
    type: str,
    drafted: Sequence[Field],
    found: Sequence[Finding],
) -> None:
    """Give a record another type with the fields that were drafted for it; decided fields are kept in history."""
    before = _open_for_change(connection, record, None)
    decide(
        connection,
        act,
        record,
        "retype",
        old={"type": before.row.type, "fields": {f.key: f.as_json() for f in before.fields}},
        new={"type": type},
    )
    connection.execute(delete(fields).where(fields.c.record == record))
    stale = [
        k.id for k in before.findings if k.finding.field or k.finding.code in {"TYPE_UNSURE", "NOTHING_READ"}
    ]
    connection.execute(delete(findings).where(findings.c.id.in_(stale)))
    for ordinal, field in enumerate(drafted):
        connection.execute(
            insert(fields).values(record=record, key=field.key, ordinal=ordinal, **field.as_json())
        )
    add_findings(connection, before.row.batch, found, record=record)
    touch_record(connection, act, record, {"type": type, "form": None, "score": 1.0, "margin": 1.0})
    recheck(connection, record)
    note(connection, act, "record.retyped", record, {"type": type})


def auto_approve(
    connection: Connection, act: Act, record: str, policies: Mapping[str, ApprovalPolicy]
) -> bool:
    """Approve a quick record whose type a unit's written policy covers; the policy goes into the decision."""
    found = view(connection, record)
    policy = policies.get(found.row.type)
    if policy is None or not found.quick or found.state is not RecordState.IN_REVIEW:
        return False
    approve(connection, act, record, policy=policy)
    return True
