"""Correcting our own reading of an archived record: a new version, while everything it replaced stays visible.

Not a change in law: the paper said so all along, and we read it wrongly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from pipeline.actors import Act, ActorKind
from pipeline.changes.copies import receivers_of
from pipeline.checks.recheck import recheck
from pipeline.errors import MoveRefused, VersionConflict, WrongUse
from pipeline.ledger import note, touch_record
from pipeline.lookup import RecordView, view
from pipeline.record import RecordState
from pipeline.record_type import record_types
from pipeline.redeposit import redeposit
from pipeline.review import Correction, decide
from pipeline.review.decisions import decided, put_field
from pipeline.wiring import Services


@dataclass(frozen=True)
class Amended:
    """The version that holds now, and who has a copy of an earlier one: way, receiver, version or revision, when."""

    record: str
    version: str | None
    receivers: tuple[dict[str, Any], ...]


def amend(
    services: Services,
    record: str,
    corrections: Sequence[Correction],
    act: Act,
    reason: str,
    revision: int | None = None,
) -> Amended:
    """Correct fields of an archived record in a person's name and give it a new version; its state stays.

    Raises MoveRefused for a record that is not archived (there `record correct` is the way) or a machine, WrongUse
    without a reason or for a key that its type does not have, VersionConflict when `revision` is stale.
    """
    if act.by.kind is ActorKind.SERVICE or not reason.strip():
        raise WrongUse(
            "Sửa tài liệu đã lưu phải do một người có tên làm và phải ghi lý do.",
            "Amending an archived record takes a named person and a reason.",
        )
    with services.ledger.writing(act) as connection:
        type = _archived(connection, record, revision).row.type
        for correction in corrections:
            _amend_field(connection, act, record, type, correction, reason)
        touch_record(connection, act, record, {})
        recheck(connection, record)
        note(connection, act, "record.amended", record, {"fields": len(corrections)})
    deposited = redeposit(services, record, act, "reading corrected")
    with services.ledger.reading() as connection:
        told = tuple(receivers_of(connection, record))
    return Amended(record, deposited.version if deposited else None, told)


def _archived(connection: Connection, record: str, revision: int | None) -> RecordView:
    found = view(connection, record)
    if found.state is not RecordState.ARCHIVED:
        raise MoveRefused(
            f"Tài liệu {record[:8]} đang ở trạng thái {found.state}. Sửa bằng: sohoa record correct.",
            f"Record {record[:8]} is {found.state}. Use: sohoa record correct.",
        )
    if revision is not None and revision != found.row.revision:
        raise VersionConflict(
            "Tài liệu vừa được người khác sửa. Mở lại rồi sửa tiếp.",
            "The record was changed meanwhile. Open it again.",
        )
    return found


def _amend_field(
    connection: Connection, act: Act, record: str, type: str, correction: Correction, reason: str
) -> None:
    kind = record_types()[type]
    if kind.spec(correction.key) is None:
        raise WrongUse(
            f"Loại {kind.name} không có trường {correction.key}.",
            f"Type {kind.name} has no field {correction.key}.",
        )
    known = view(connection, record).fields
    old = next((one for one in known if one.key == correction.key), None)
    new = decided(kind, old, correction)
    put_field(connection, act, record, new)
    decide(connection, act, record, "amend", field=new.key, old=old.as_json() if old else None,
           new=new.as_json(), reason=reason)  # fmt: skip
