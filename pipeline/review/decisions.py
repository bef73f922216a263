"""What people decide about the fields and findings of a record. Every act is kept with what it replaced.

Approval and sending back are approval.py; fields that two people key apart are keying.py.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update

from pipeline.actors import Act
from pipeline.checks.recheck import recheck, recheck_decided
from pipeline.errors import MoveRefused, VersionConflict, WrongUse
from pipeline.findings import Finding
from pipeline.ledger import add_findings, close_findings, note, put_fields, touch_record
from pipeline.ledger_tables import decisions, fields, findings
from pipeline.lookup import RecordView, fields_of, view, view_again
from pipeline.normalize.outcome import Refused
from pipeline.record import Field, FieldState
from pipeline.record_type import RecordType, record_types
from pipeline.review import lease
from pipeline.review.passes import carried
from pipeline.review.stages import Item, item_of, play, reopen
from pipeline.review.undo import remembered

# States in which people may change what the record says; an archived one gets a new version of its metadata.
OPEN = lease.OPEN
# A value that somebody or the machine stood behind is not replaced without saying why.
_STOOD_BEHIND = frozenset(
    {FieldState.ACCEPTED, FieldState.CONFIRMED, FieldState.CORRECTED, FieldState.AS_WRITTEN}
)


# Made once: making a statement costs more than the row.
_OF_FIELD = update(fields).where(
    fields.c.record == bindparam("of_record"), fields.c.key == bindparam("of_key")
)


@dataclass(frozen=True)
class Correction:
    """One decided field: a new value, or "as written", "unreadable", "nothing there", "right as it stands"."""

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

    Raises MoveRefused when the record is not under review, held by another, or a field is keyed by two people;
    VersionConflict when the record changed since the person saw it (`revision`, or the person's lease); WrongUse
    for a key that the record type does not have, a value that does not fit, or a reason that is missing.
    """
    before, item = open_for_change(connection, act, record, revision)
    kind = record_types()[before.row.type]
    old = {field.key: field for field in before.fields}
    new = [_checked(kind, item, old.get(c.key), c, reason) for c in corrections]
    play(connection, act, item, item.deciding)
    with remembered(connection, act, record, "correct"):
        for field in new:
            put_field(connection, act, record, field)
            decide(connection, act, record, field.state.value, field=field.key, old=_data(before, field.key),
                   new=field.as_json(), reason=reason)  # fmt: skip
        touch_record(connection, act, record, {})
        recheck_decided(connection, act, record, new, reason)
        note(connection, act, "record.corrected", record, {"fields": len(new)})
    return view_again(connection, before)


def open_for_change(
    connection: Connection, act: Act, record: str, revision: int | None
) -> tuple[RecordView, Item]:
    """The record and its review, when this person may change it now. Raises as `correct` does."""
    stands_on = lease.guard(connection, act, record, revision)
    found = view(connection, record)
    if found.state not in OPEN:
        raise MoveRefused(
            f"Tài liệu {record} đang ở trạng thái {found.state}, không còn trong kiểm tra.",
            f"Record {record} is {found.state}; it is no longer under review.",
        )
    if stands_on != found.row.revision:
        raise VersionConflict(
            f"Tài liệu {record} vừa được người khác sửa. Mở lại rồi sửa tiếp.",
            f"Record {record} was changed by someone else meanwhile. Open it again.",
        )
    return found, item_of(connection, record, found.row.type)


def _checked(
    kind: RecordType, item: Item, old: Field | None, correction: Correction, reason: str | None
) -> Field:
    key = correction.key
    if kind.spec(key) is None:
        raise WrongUse(f"Loại {kind.name} không có trường {key}.", f"Type {kind.name} has no field {key}.")
    if key in item.keyed and item.stage.keying and (old is None or not old.state.by_person):
        raise MoveRefused(
            f"Trường {kind.called(key, 'vi')} do hai người nhập riêng, không sửa trực tiếp "
            f"[sohoa record key {item.record[:8]}].",
            f"Field {kind.called(key, 'en')} is keyed by two people apart, not corrected "
            f"[sohoa record key {item.record[:8]}].",
        )
    new = decided(kind, old, correction)
    if not (reason or "").strip() and (why := _needs_reason(old, new)):
        raise WrongUse(
            f'Trường {key}: {why[0]} thì phải ghi lý do: --reason "...".',
            f'Field {key}: {why[1]} needs a reason: --reason "...".',
        )
    return new


def _needs_reason(old: Field | None, new: Field) -> tuple[str, str] | None:
    if new.state is FieldState.AS_WRITTEN:
        return "ghi nguyên văn", "keeping it as written"
    if new.state is FieldState.UNREADABLE:
        return "báo không đọc được", "calling it unreadable"
    if old is not None and old.state in _STOOD_BEHIND and old.value != new.value:
        return "sửa giá trị đã được nhận", "changing a value that was accepted"
    return None


def decided(kind: RecordType, old: Field | None, correction: Correction) -> Field:
    """The field as the person decides it. Raises WrongUse for a text that does not fit the field."""
    base = old or Field(correction.key, None, None, 1.0, FieldState.NEEDS_REVIEW)
    if correction.state is FieldState.CONFIRMED and base.state is FieldState.NOT_YET_KEYED:
        raise WrongUse(
            f"Trường {correction.key} chưa có giá trị để xác nhận. Nhập giá trị, hoặc báo để trống.",
            f"Field {correction.key} has no value to confirm yet. Type one, or say that it is empty.",
        )
    if correction.state is FieldState.CONFIRMED and (base.value or base.written):
        return dataclasses.replace(base, state=FieldState.CONFIRMED, confidence=1.0)
    if correction.state is FieldState.UNREADABLE:
        return dataclasses.replace(base, value=None, state=FieldState.UNREADABLE)
    text = unicodedata.normalize("NFC", (correction.value or "").strip())
    if correction.state in {FieldState.CONFIRMED, FieldState.CONFIRMED_EMPTY} or not text:
        state = FieldState.CONFIRMED_EMPTY
        return dataclasses.replace(base, value=None, written=None, state=state, confidence=1.0)
    value = _normal(kind, correction.key, text)
    if value is None and correction.state is FieldState.AS_WRITTEN:
        # The paper breaks the form of this field: what stands there is all that can be said.
        value = text
    if value is None:
        raise WrongUse(
            f"'{text}' không đúng dạng của trường {kind.called(correction.key, 'vi')}. "
            "Sửa lại, hoặc ghi nguyên văn [--as-written].",
            f"'{text}' does not fit field {kind.called(correction.key, 'en')}. "
            "Mend it, or keep it as written [--as-written].",
        )
    return dataclasses.replace(base, value=value, written=text, state=correction.state, confidence=1.0)


def _normal(kind: RecordType, key: str, text: str) -> str | None:
    spec = kind.spec(key)
    value = spec.value_of(text) if spec else Refused("shape", text)
    return None if isinstance(value, Refused) else value


def _data(record: RecordView, key: str) -> dict[str, Any] | None:
    return next((field.as_json() for field in record.fields if field.key == key), None)


def put_field(connection: Connection, act: Act, record: str, new: Field) -> None:
    """Write one field in the person's name, in its place or behind the others."""
    data = {**new.as_json(), "decided_by": act.by.id, "decided_at": act.time}
    if connection.execute(_OF_FIELD, {**data, "of_record": record, "of_key": new.key}).rowcount:
        return
    ordinal = len(fields_of(connection, record))
    connection.execute(insert(fields).values(record=record, key=new.key, ordinal=ordinal, **data))


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
    row = {"record": record, "at": act.time, "actor": act.by.id, "action": action, "field": field}
    connection.execute(insert(decisions), row | {"old": old, "new": new, "reason": reason})


def carry_down(
    connection: Connection, act: Act, record: str, keys: Sequence[str] = (), *, revision: int | None = None
) -> RecordView:
    """Take open fields over from the entry before in the volume, marked as carried until a person confirms them.

    Without `keys`: place, signer, volume and year. Fields that two people key are never carried. Raises as
    `correct` does, MoveRefused when there is no entry before.
    """
    before, item = open_for_change(connection, act, record, revision)
    kind = record_types()[before.row.type]
    play(connection, act, item, item.deciding)
    with remembered(connection, act, record, "carry_down"):
        for field in carried(connection, kind, record, keys):
            if field.key in item.keyed and item.stage.keying:
                continue
            put_field(connection, act, record, field)
            decide(connection, act, record, "carry_down", field=field.key, old=_data(before, field.key),
                   new=field.as_json())  # fmt: skip
        touch_record(connection, act, record, {})
        recheck(connection, record)
    return view(connection, record)


def close_finding(connection: Connection, act: Act, record: str, code: str, reason: str) -> int:
    """Close the open findings with that code in a person's name; returns how many."""
    lease.guard(connection, act, record, None)
    before = view(connection, record)
    found = [kept for kept in before.findings if kept.finding.code == code and not kept.closed_at]
    if not found:
        return 0
    item = item_of(connection, record, before.row.type)
    play(connection, act, item, item.deciding)
    with remembered(connection, act, record, "close_finding"):
        close_findings(connection, act, [kept.id for kept in found], reason)
        for kept in found:
            decide(connection, act, record, "close_finding", old=kept.finding.as_json(), reason=reason)
        touch_record(connection, act, record, {})
    return len(found)


def retype(
    connection: Connection,
    act: Act,
    record: str,
    type: str,
    drafted: Sequence[Field],
    found: Sequence[Finding],
) -> None:
    """Give a record another type with the fields that were drafted for it; decided fields are kept in history."""
    before, _item = open_for_change(connection, act, record, None)
    with remembered(connection, act, record, "retype"):
        old = {"type": before.row.type, "fields": {f.key: f.as_json() for f in before.fields}}
        decide(connection, act, record, "retype", old=old, new={"type": type})
        connection.execute(delete(fields).where(fields.c.record == record))
        stale = [k.id for k in before.findings if k.finding.field or k.finding.code in _ABOUT_TYPE]
        connection.execute(delete(findings).where(findings.c.id.in_(stale)))
        put_fields(connection, record, drafted)
        add_findings(connection, before.row.batch, found, record=record)
        touch_record(connection, act, record, {"type": type, "form": None, "score": 1.0, "margin": 1.0})
        recheck(connection, record)
        reopen(connection, act, record)
        note(connection, act, "record.retyped", record, {"type": type})


_ABOUT_TYPE = frozenset({"TYPE_UNSURE", "NOTHING_READ"})
