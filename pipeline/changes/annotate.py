"""Entering changes in law, and deciding about those that were read on paper. Never touches a field of the record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from sqlalchemy import Connection, func, insert, select, update

from pipeline.actors import Act, ActorKind
from pipeline.changes.annotation import Annotation, AnnotationState, annotations_of, kinds
from pipeline.changes.tables import annotation_rows
from pipeline.errors import MoveRefused, NotFound, WrongUse
from pipeline.ledger import note, touch_record
from pipeline.lookup import RecordView, view
from pipeline.normalize.outcome import Refused
from pipeline.record_type import record_types
from pipeline.review import decide

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(frozen=True)
class Change:
    """What a person says of a change in law; `affected` as typed, an empty text for "nothing any more"."""

    kind: str
    number: str = ""
    authority: str = ""
    date: str = ""
    affected: Mapping[str, str] = field(default_factory=dict)
    written: str = ""
    scan_record: str | None = None
    scan_page: str | None = None


def annotate(
    connection: Connection, act: Act, record: str, change: Change, reason: str | None = None
) -> Annotation:
    """Enter a change in a person's name. The caller gives the record a new version (redeposit).

    Raises WrongUse for an unknown kind, field or scan, a date that is none, or a change that says nothing of where
    it comes from; MoveRefused for a machine.
    """
    if act.by.kind is ActorKind.SERVICE:
        raise MoveRefused(
            "Ghi chú phải do một người có tên nhập.", "An annotation is entered by a named person."
        )
    found = view(connection, record)
    if not (change.number and change.authority and _DATE.fullmatch(change.date)):
        raise WrongUse(
            "Ghi chú cần --number, --authority và --date (YYYY-MM-DD, YYYY-MM hoặc YYYY).",
            "An annotation needs --number, --authority and --date (YYYY-MM-DD, YYYY-MM or YYYY).",
        )
    made = _make(connection, act, found, change, AnnotationState.ENTERED, reason)
    told = {"annotation": made.id, "kind": made.kind, "affected": dict(made.affected)}
    old = {key: value.value for value in found.fields if (key := value.key) in made.affected}
    decide(connection, act, record, "annotate", old=old, new=told, reason=reason)
    touch_record(connection, act, record, {})
    note(connection, act, "record.annotated", record, {"annotation": made.id, "kind": made.kind})
    return made


def propose(connection: Connection, act: Act, record: str, change: Change) -> Annotation:
    """Keep a note that the machine read on paper: it changes nothing until a person enters it. Safe to repeat."""
    same = (annotation_rows.c.record == record) & (annotation_rows.c.written == change.written)
    known = connection.scalar(select(annotation_rows.c.id).where(same))
    if known is not None:
        return one_of(connection, record, known)
    return _make(connection, act, view(connection, record), change, AnnotationState.PROPOSED, None)


def dismiss(connection: Connection, act: Act, record: str, annotation: str, reason: str) -> Annotation:
    """Take an annotation out of force: a proposal that is none, or one entered by mistake. It stays visible."""
    found = one_of(connection, record, annotation)
    values = {
        "state": AnnotationState.WITHDRAWN.value,
        "decided_at": act.time,
        "decided_by": act.by.id,
        "reason": reason,
    }
    connection.execute(update(annotation_rows).where(annotation_rows.c.id == found.id).values(**values))
    decide(connection, act, record, "dismiss_annotation", old={"annotation": found.id}, reason=reason)
    touch_record(connection, act, record, {})
    note(connection, act, "record.annotation_withdrawn", record, {"annotation": found.id})
    return one_of(connection, record, found.id)


def one_of(connection: Connection, record: str, annotation: str) -> Annotation:
    """The one annotation of a record whose id begins so. Raises NotFound."""
    found = [
        one for one in annotations_of(connection, record) if annotation and one.id.startswith(annotation)
    ]
    if len(found) != 1:
        raise NotFound(
            f"Tài liệu không có ghi chú duy nhất mang mã {annotation}. Xem: sohoa record show --as-now.",
            f"No single annotation of the record answers to {annotation}. See: sohoa record show --as-now.",
        )
    return found[0]


def _make(
    connection: Connection,
    act: Act,
    record: RecordView,
    change: Change,
    state: AnnotationState,
    reason: str | None,
) -> Annotation:
    _refuse_unknown(connection, record, change)
    here = annotation_rows.c.record == record.id
    count = connection.scalar(select(func.count()).select_from(annotation_rows).where(here))
    key = str(uuid5(UUID(record.id), f"annotation {count}"))
    values = {
        "id": key,
        "kind": change.kind,
        **{name: _nfc(getattr(change, name)) for name in ("number", "authority", "date", "written")},
        "affected": {field: _value(record.row.type, field, text) for field, text in change.affected.items()},
        "scan_record": change.scan_record,
        "scan_page": change.scan_page,
        "state": state.value,
        "reason": reason,
        "created_at": act.time,
        "created_by": act.by.id,
    }
    connection.execute(insert(annotation_rows).values(record=record.id, **values))
    return one_of(connection, record.id, key)


def _refuse_unknown(connection: Connection, record: RecordView, change: Change) -> None:
    """Raises WrongUse for a kind that there is not and a page of another record, NotFound for the scanned record."""
    if change.kind not in kinds():
        raise WrongUse(
            f"Không có loại ghi chú {change.kind}. Chọn: {', '.join(kinds())}.",
            f"There is no kind of annotation {change.kind}. Choose from: {', '.join(kinds())}.",
        )
    if change.scan_record is not None:
        view(connection, change.scan_record)
    if change.scan_page is not None and change.scan_page not in {page.id for page in record.pages}:
        raise WrongUse("Trang bản quét không thuộc tài liệu này.", "That page is none of this record's.")


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip())


def _value(type: str, key: str, text: str) -> str | None:
    kind = record_types()[type]
    spec = kind.spec(key)
    if spec is None:
        raise WrongUse(f"Loại {kind.name} không có trường {key}.", f"Type {kind.name} has no field {key}.")
    if not text.strip():
        return None
    value = spec.value_of(_nfc(text))
    if value is None or isinstance(value, Refused):
        raise WrongUse(f"'{text}' không đúng dạng của trường {key}.", f"'{text}' does not fit field {key}.")
    return value
