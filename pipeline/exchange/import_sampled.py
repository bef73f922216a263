"""What a signed sample does for an import: the values that it stands for count as confirmed, in the signer's name.

Without a sample whose verdict is to accept, nothing happens; a value that could not be understood, and every record in
which the sample found a fault, stay as they came.
"""

from __future__ import annotations

import dataclasses

from sqlalchemy import Connection, select

from pipeline.actors import Act, ActorKind
from pipeline.batch import find_batch
from pipeline.checks.recheck import recheck
from pipeline.errors import MoveRefused
from pipeline.exchange.import_intake import import_of
from pipeline.ledger import note, touch_record
from pipeline.lookup import RecordView, record_ids, view
from pipeline.record import Field, FieldState, RecordState
from pipeline.review.decisions import decide, put_field
from pipeline.review.tables import sampled, samples

ACCEPT = "accept"


def settle_import(connection: Connection, act: Act, batch: str) -> int:
    """Confirm the imported values that the batch's signed sample stands for; returns how many. Safe to repeat.

    Raises NotFound when the batch is no import, MoveRefused without a signed sample that accepts it, or when no person
    acts.
    """
    row = find_batch(connection, batch)
    import_of(connection, row.id)
    query = select(samples).where(samples.c.batch == row.id, samples.c.signed_at.is_not(None))
    sample = connection.execute(query.order_by(samples.c.signed_at.desc()).limit(1)).first()
    if sample is None or sample.verdict != ACCEPT or act.by.kind is ActorKind.SERVICE:
        raise MoveRefused(
            f"Lô nhập {row.id} chưa có mẫu kiểm tra được ký nhận. Lấy mẫu, kiểm tra và ký trước.",
            f"Import {row.id} has no signed sample that accepts it. Draw one, check it and sign it first.",
        )
    wrong = select(sampled.c.record).where(sampled.c.sample == sample.id, sampled.c.wrong.is_(True))
    faulty = set(connection.execute(wrong).scalars())
    count = 0
    for key in record_ids(connection, batch=row.id, states=[RecordState.IN_REVIEW]):
        if key not in faulty:
            count += _settle(connection, act, view(connection, key), sample.id)
    note(connection, act, "import.settled", row.id, {"sample": sample.id, "fields": count})
    return count


def _settle(connection: Connection, act: Act, record: RecordView, sample: str) -> int:
    ready = [field for field in record.fields if _understood(field)]
    for field in ready:
        put_field(connection, act, record.id, _confirmed(field))
    if ready:
        decide(connection, act, record.id, "import_sampled", new={"sample": sample, "fields": len(ready)})
        touch_record(connection, act, record.id, {})
        recheck(connection, record.id)
    return len(ready)


def _understood(field: Field) -> bool:
    return field.state is FieldState.IMPORTED and (field.value is not None or field.written is None)


def _confirmed(field: Field) -> Field:
    state = FieldState.CONFIRMED if field.value is not None else FieldState.CONFIRMED_EMPTY
    return dataclasses.replace(field, state=state, confidence=1.0)
