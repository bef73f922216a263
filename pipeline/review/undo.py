"""Taking back one's own last act, while nobody else has changed the record since.

`remembered` surrounds every act of review and keeps what stood before it; `undo` puts that back. History is not
rewritten: the act and its taking back both stay among the decisions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Row,
    Select,
    Table,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from pipeline.actors import Act
from pipeline.checks.recheck import recheck
from pipeline.errors import MoveRefused
from pipeline.ledger import move_record, note, touch_record
from pipeline.ledger_tables import decisions, fields, findings, records, rescans
from pipeline.lookup import RecordView, view
from pipeline.record import RecordState
from pipeline.review import lease
from pipeline.review.tables import acts, items, leases, parts

_COLUMNS = ("type", "form", "score", "margin")
_ITEM = ("preset", "rule", "keyed", "round", "stage")
# What has gone on to the PDF or the archive is taken back by other means (send back, correct in the archive).
_STATES = {
    RecordState.READ.value,
    RecordState.IN_REVIEW.value,
    RecordState.APPROVED.value,
    RecordState.REJECTED.value,
}
# Asked twice at every act of review: made once, since making a statement costs more than its answer.
_ONE: BindParameter[str] = bindparam("record")
_RECORD = select(records).where(records.c.id == _ONE)
_ITEM_OF = select(items).where(items.c.record == _ONE)
_FIELDS = select(fields).where(fields.c.record == _ONE)
_FINDINGS = select(findings).where(findings.c.record == _ONE)


@contextmanager
def remembered(connection: Connection, act: Act, record: str, kind: str) -> Iterator[None]:
    """Run one act in the block and keep what it changed; the act counts the record's revision up itself."""
    before = _state(connection, record)
    yield
    after = _state(connection, record)
    told = {
        "revision": before["revision"],
        "record": before["record"] if before["record"] != after["record"] else None,
        "item": before["item"] if before["item"] != after["item"] else None,
        "fields": _changed(before["fields"], after["fields"]),
        "findings": _changed(before["findings"], after["findings"]),
    }
    row = {"record": record, "revision": after["revision"], "actor": act.by.id, "at": act.time, "kind": kind}
    connection.execute(insert(acts), row | {"before": told})
    mine = (leases.c.record == record) & (leases.c.holder == act.by.id)
    connection.execute(update(leases).where(mine).values(revision=after["revision"]))


def undo(connection: Connection, act: Act, record: str) -> RecordView:
    """Take back the last act of the person on this record.

    Raises MoveRefused when there is none, when somebody (or the machine) changed the record since, when another
    holds it, or when it has gone on to the PDF.
    """
    lease.guard(connection, act, record, None)
    last = _last_act(connection, act, record)
    told, state = last.before, connection.scalar(select(records.c.state).where(records.c.id == record))
    if state not in _STATES:
        raise MoveRefused(
            f"Tài liệu {record} đã đi tiếp ({state}), không hoàn tác được [sohoa record send-back].",
            f"Record {record} has gone on ({state}) and cannot be undone [sohoa record send-back].",
        )
    now = _state(connection, record)
    _restore_record(connection, act, record, state, told["record"])
    _restore(connection, fields, record, "key", told["fields"])
    _restore(connection, findings, record, "id", told["findings"])
    if told["item"]:
        connection.execute(update(items).where(items.c.record == record).values(**told["item"]))
        _unfinish(connection, record, last)
    _withdraw_slips(connection, act, record, last)
    recheck(connection, record)
    touch_record(connection, act, record, {})
    _close(connection, act, record, last, now["fields"])
    return view(connection, record)


def _last_act(connection: Connection, act: Act, record: str) -> Row[Any]:
    query = select(acts).where(acts.c.record == record, acts.c.undone_at.is_(None)).order_by(acts.c.id.desc())
    last = connection.execute(query.limit(1)).first()
    revision = connection.scalar(select(records.c.revision).where(records.c.id == record))
    if last is None or last.actor != act.by.id or last.revision != revision:
        raise MoveRefused(
            f"Không hoàn tác được: việc cuối cùng trên tài liệu {record} không phải của bạn, hoặc chưa có việc nào.",
            f"Nothing to undo: the last change of record {record} is not yours, or there was none.",
        )
    return last


def _state(connection: Connection, record: str) -> dict[str, Any]:
    """Everything an act of review may change, ready for JSON."""
    row = connection.execute(_RECORD, {"record": record}).one()
    item = connection.execute(_ITEM_OF, {"record": record}).first()
    return {
        "revision": row.revision,
        "record": {"state": row.state, **{name: row._mapping[name] for name in _COLUMNS}},
        "item": {name: item._mapping[name] for name in _ITEM} if item else None,
        "fields": _rows(connection, _FIELDS, record, "key"),
        "findings": _rows(connection, _FINDINGS, record, "id"),
    }


def _rows(connection: Connection, asked: Select[Any], record: str, key: str) -> dict[str, dict[str, Any]]:
    rows = connection.execute(asked, {"record": record})
    return {str(row._mapping[key]): dict(row._mapping) for row in rows}


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What stood under each key that differs; None where nothing stood."""
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {key: before.get(key) for key in keys}


def _restore_record(
    connection: Connection, act: Act, record: str, state: str, told: Mapping[str, Any] | None
) -> None:
    if told is None:
        return
    if told["state"] != state:
        move_record(connection, act, record, RecordState(told["state"]))
    connection.execute(
        update(records).where(records.c.id == record).values({name: told[name] for name in _COLUMNS})
    )


def _restore(
    connection: Connection, table: Table, record: str, key: str, told: Mapping[str, dict[str, Any] | None]
) -> None:
    for name, row in told.items():
        value = int(name) if key == "id" else name
        connection.execute(delete(table).where(table.c.record == record, table.c[key] == value))
        if row is not None:
            connection.execute(insert(table).values(**row))


def _withdraw_slips(connection: Connection, act: Act, record: str, last: Row[Any]) -> None:
    """A slip that is out already then brings a record of its own: its page is not lost."""
    asked = (rescans.c.record == record) & (rescans.c.asked_at == last.at) & rescans.c.done_at.is_(None)
    connection.execute(update(rescans).where(asked).values(withdrawn_at=act.time))


def _unfinish(connection: Connection, record: str, last: Row[Any]) -> None:
    where = (parts.c.record == record) & (parts.c.actor == last.actor) & (parts.c.finished_at == last.at)
    connection.execute(update(parts).where(where).values(finished_at=None))


def _close(
    connection: Connection, act: Act, record: str, last: Row[Any], before: Mapping[str, dict[str, Any]]
) -> None:
    """Mark the act as undone, so that the person's act before it is the last one now; tell history."""
    connection.execute(update(acts).where(acts.c.id == last.id).values(undone_at=act.time))
    revision = connection.scalar(select(records.c.revision).where(records.c.id == record))
    earlier = (acts.c.record == record) & (acts.c.revision == last.before["revision"])
    connection.execute(update(acts).where(earlier, acts.c.undone_at.is_(None)).values(revision=revision))
    mine = (leases.c.record == record) & (leases.c.holder == act.by.id)
    connection.execute(update(leases).where(mine).values(revision=revision))
    for key in [*last.before["fields"]] or [None]:
        connection.execute(
            insert(decisions).values(
                record=record,
                at=act.time,
                actor=act.by.id,
                action="undo",
                field=key,
                old=before.get(key) if key else {"act": last.kind},
                new=last.before["fields"].get(key) if key else None,
            )
        )
    note(connection, act, "review.undone", record, {"act": last.kind})
