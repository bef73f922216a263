"""Taking an import back, whole: its records are sent back, its batch withdrawn. Nothing is deleted anywhere.

Only while none of its records is signed or archived: from there on a record has a life of its own, and a person sends
it back by itself.
"""

from __future__ import annotations

from sqlalchemy import Connection, update

from pipeline.actors import Act
from pipeline.batch import find_batch
from pipeline.errors import MoveRefused
from pipeline.exchange.import_intake import import_of
from pipeline.exchange.tables import imports
from pipeline.ledger import move_record, note, withdraw_batch
from pipeline.lookup import RecordView, record_ids, view
from pipeline.record import RecordState
from pipeline.review.decisions import decide

R = RecordState
_LIVING = (R.SIGNED, R.ARCHIVED)
# The moves from each state to `rejected`, which the ledger allows one by one.
_WAY = {
    R.CAPTURED: (R.QUARANTINED, R.REJECTED),
    R.READ: (R.QUARANTINED, R.REJECTED),
    R.IN_REVIEW: (R.REJECTED,),
    R.APPROVED: (R.IN_REVIEW, R.REJECTED),
    R.ASSEMBLED: (R.IN_REVIEW, R.REJECTED),
    R.QUARANTINED: (R.REJECTED,),
}


def undo_import(connection: Connection, act: Act, batch: str, reason: str) -> int:
    """Send back every record of the import and withdraw its batch; returns how many records were sent back.

    Safe to repeat: an import that is undone stays so. Raises NotFound when the batch is no import, MoveRefused when a
    record of it is signed or archived.
    """
    row = find_batch(connection, batch)
    if import_of(connection, row.id).undone_at is not None:
        return 0
    found = [view(connection, key) for key in record_ids(connection, batch=row.id)]
    _refuse_living(row.id, found)
    sent = [_send_back(connection, act, record, reason) for record in found]
    withdraw_batch(connection, act, row.id)
    connection.execute(
        update(imports)
        .where(imports.c.batch == row.id)
        .values(undone_at=act.time, undone_by=act.by.id, undo_reason=reason)
    )
    note(connection, act, "import.undone", row.id, {"records": sum(sent)})
    return sum(sent)


def _refuse_living(batch: str, found: list[RecordView]) -> None:
    living = [record.id for record in found if record.state in _LIVING]
    if living:
        shown = ", ".join(key[:8] for key in living[:5])
        raise MoveRefused(
            f"Lô nhập {batch} có {len(living)} tài liệu đã ký hoặc lưu kho ({shown}), không rút cả lô được. "
            "Trả lại từng tài liệu chưa ký.",
            f"Import {batch} has {len(living)} records that are signed or archived ({shown}); it cannot be undone "
            "whole. Send the others back one by one.",
        )


def _send_back(connection: Connection, act: Act, record: RecordView, reason: str) -> bool:
    if record.state not in _WAY:
        return False
    for state in _WAY[record.state]:
        values = {"pdf_sha256": None, "conformance": None} if state is R.IN_REVIEW else None
        move_record(connection, act, record.id, state, values)
    decide(connection, act, record.id, "import_undone", reason=reason)
    return True
