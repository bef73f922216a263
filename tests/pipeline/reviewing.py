"""Records under review without any scan: rows as drafting leaves them, and people to work on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from pipeline.actors import Act, Actor, person, remember, service
from pipeline.findings import Finding
from pipeline.ledger import Ledger, add_findings, open_batch, put_fields
from pipeline.ledger_tables import pages, records, regions, sources
from pipeline.lookup import RecordView, view
from pipeline.record import Field, FieldState
from pipeline.review import keying
from pipeline.review.decisions import Correction, correct
from pipeline.review.presets import Rules
from pipeline.review.stages import open_item

UNIT = "UBND phường Thử Nghiệm"
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
LAN, MINH, HOA, TU = (person(name, UNIT) for name in ("lan", "minh", "hoa", "tu"))
MACHINE = service("digitize", UNIT)
BY_HAND = (Finding("HANDWRITTEN", "", {"page": "1"}),)
# The machine's reading of a birth certificate: one field in doubt, three accepted, one empty for sure.
READ = (
    Field("number", "45/1987", "45/1987", 0.97, FieldState.ACCEPTED),
    Field("child_full_name", "LÊ NHƯ PHƯỢNG", "LÊ NHƯ PHƯỢNG", 0.6, FieldState.NEEDS_REVIEW),
    Field("child_birth_date", "1987-10-15", "15/10/1987", 0.97, FieldState.ACCEPTED),
    Field("child_gender", "Nữ", "Nữ", 0.97, FieldState.ACCEPTED),
    Field("mother_full_name", "TRẦN HOÀNG UYÊN", "TRẦN HOÀNG UYÊN", 0.97, FieldState.ACCEPTED),
    Field("registration_place", "phường Linh Xuân", "phường Linh Xuân", 0.97, FieldState.ACCEPTED),
    Field("registration_date", "1987-10-18", "18/10/1987", 0.97, FieldState.ACCEPTED),
)
# What stands on the paper.
TRUE = {
    "number": "45/1987",
    "child_full_name": "LÊ NHƯ PHỤNG",
    "child_birth_date": "15/10/1987",
    "child_gender": "Nữ",
    "mother_full_name": "TRẦN HOÀNG UYÊN",
    "registration_date": "18/10/1987",
    "registration_place": "phường Linh Xuân",
}


def act(by: Actor, minutes: float = 0) -> Act:
    """`by`, some minutes after the beginning."""
    return Act(by, AT + timedelta(minutes=minutes))


def put_batch(ledger: Ledger, minutes: float = 0, **docket: str) -> str:
    """A batch with one source of many pages."""
    key = str(uuid4())
    with ledger.writing(act(MACHINE, minutes)) as connection:
        for actor in (LAN, MINH, HOA, TU):
            remember(connection, actor)
        open_batch(connection, act(MACHINE, minutes), {"id": key, "source_set": "0" * 64, "docket": docket})
        connection.execute(
            insert(sources).values(
                batch=key, ordinal=1, file="/scan/so.pdf", sha256="1" * 64, bytes=1, facts={}, pages=99
            )
        )
    return key


def put_record(
    ledger: Ledger,
    batch: str,
    rules: Rules | None = None,
    *,
    read: Sequence[Field] = READ,
    found: Sequence[Finding] = (),
    type: str = "birth",
) -> str:
    """A record in review with one page, as the end of `digitize` leaves it."""
    key = str(uuid4())
    when = act(MACHINE)
    with ledger.writing(when) as connection:
        number = len(connection.execute(select(records.c.id).where(records.c.batch == batch)).all()) + 1
        page = _put_page(connection, batch, number)
        connection.execute(
            insert(records).values(
                id=key, batch=batch, first_source=1, first_number=number, entry=0, unit=UNIT, type=type,
                score=1.0, margin=1.0, state="in_review", revision=1, public_code=uuid4().hex,
                created_at=when.time, changed_at=when.time,
            )
        )  # fmt: skip
        whole = [[0, 0], [100, 0], [100, 200], [0, 200]]
        connection.execute(insert(regions).values(record=key, ordinal=0, page=page, polygon=whole))
        put_fields(connection, key, read)
        add_findings(connection, batch, found, record=key)
        open_item(connection, when, key, rules or Rules())
    return key


def _put_page(connection: Connection, batch: str, number: int) -> str:
    key = str(uuid4())
    connection.execute(
        insert(pages).values(
            id=key, batch=batch, source=1, number=number, sha256=key, state="read", width=100, height=200,
            facts={}, changed_at=act(MACHINE).time,
        )
    )  # fmt: skip
    return key


def set_state(ledger: Ledger, record: str, state: str) -> None:
    """Put a record into a state without its history."""
    with ledger.writing(act(MACHINE)) as connection:
        connection.execute(update(records).where(records.c.id == record).values(state=state))


def seen(ledger: Ledger, record: str) -> RecordView:
    with ledger.reading() as connection:
        return view(connection, record)


def value(ledger: Ledger, record: str, key: str) -> Field:
    return next(field for field in seen(ledger, record).fields if field.key == key)


def fix(ledger: Ledger, by: Actor, record: str, key: str, text: str, **more: Any) -> RecordView:
    with ledger.writing(act(by)) as connection:
        return correct(connection, act(by), record, [Correction(key, FieldState.CORRECTED, text)], **more)


def key_all(ledger: Ledger, by: Actor, record: str, typed: Mapping[str, str]) -> None:
    """Type every field of the form as `typed` has it, the rest as empty, and finish."""
    with ledger.writing(act(by)) as connection:
        told = keying.form(connection, act(by), record)
        ways = [
            Correction(one.spec.key, FieldState.CORRECTED, typed[one.spec.key])
            if one.spec.key in typed
            else Correction(one.spec.key, FieldState.CONFIRMED_EMPTY)
            for one in told.fields
        ]
        assert keying.enter(connection, act(by), record, ways) == []
        keying.finish(connection, act(by), record)
