"""Who may see a record: all, or only the people named for it; one rule for the single record and for lists."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from pipeline.actors import Act, Actor, person
from pipeline.errors import NotFound
from pipeline.ledger import Ledger, open_batch
from pipeline.ledger_tables import records
from pipeline.record_type import record_types
from pipeline.review import sight

HOA = person("hoa", "UBND phường Thử Nghiệm")


@pytest.fixture
def record(ledger: Ledger, act: Act) -> str:
    batch, key = str(uuid4()), str(uuid4())
    with ledger.writing(act) as connection:
        open_batch(connection, act, {"id": batch, "source_set": "0" * 64, "docket": {}})
        connection.execute(
            insert(records).values(
                id=key, batch=batch, first_source=1, first_number=1, entry=0, unit=act.by.unit, type="birth",
                score=1.0, margin=1.0, state="in_review", revision=1, public_code=uuid4().hex,
                created_at=act.time, changed_at=act.time,
            )
        )  # fmt: skip
    return key


def seen(ledger: Ledger, actor: Actor, record: str) -> bool:
    """By the predicate, which must agree with the condition that lists use."""
    with ledger.reading() as connection:
        single = sight.may_see(connection, actor, record)
        listed = record in connection.scalars(select(records.c.id).where(sight.visible_to(actor))).all()
    assert single == listed
    return single


def test_a_mark_closes_a_record_to_all_but_the_named(ledger: Ledger, act: Act, record: str) -> None:
    assert seen(ledger, HOA, record)
    with ledger.writing(act) as connection:
        sight.mark(connection, act, record, "secret")
        sight.mark(connection, act, record, "secret")
    assert not seen(ledger, HOA, record)
    assert not seen(ledger, act.by, record)
    with ledger.writing(act) as connection:
        sight.name_person(connection, act, record, HOA.id, "quyết định 12/QĐ-UBND")
    assert seen(ledger, HOA, record)
    assert not seen(ledger, act.by, record)
    with ledger.writing(act) as connection:
        sight.withdraw_person(connection, act, record, HOA.id)
    assert not seen(ledger, HOA, record)
    with ledger.writing(act) as connection:
        sight.name_person(connection, act, record, HOA.id, "giao lại")
        sight.lift_mark(connection, act, record, "secret")
    assert seen(ledger, act.by, record)


def test_a_restricted_type_needs_no_mark(ledger: Ledger, act: Act, record: str) -> None:
    restricted = next(name for name, kind in record_types().items() if kind.restricted)
    with ledger.writing(act) as connection:
        connection.execute(records.update().where(records.c.id == record).values(type=restricted))
    assert not seen(ledger, act.by, record)


def test_what_is_not_there_is_named(ledger: Ledger, act: Act) -> None:
    with ledger.reading() as connection, pytest.raises(NotFound):
        sight.may_see(connection, act.by, str(uuid4()))
