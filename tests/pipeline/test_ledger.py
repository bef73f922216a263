"""The ledger: only allowed moves, each with its event in the same transaction, nothing personal in events."""

from __future__ import annotations

from itertools import product
from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from archive.audit import events
from pipeline.actors import Act, code, demonstrator, person, recall, remember, service
from pipeline.batch import page_id, record_id
from pipeline.errors import MoveRefused, NotFound
from pipeline.findings import Finding
from pipeline.ledger import PAGE_MOVES, RECORD_MOVES, Ledger, add_findings, move_page, move_record, open_batch
from pipeline.ledger_tables import findings, pages, records
from pipeline.record import PageState, RecordState


@pytest.fixture
def batch(ledger: Ledger, act: Act) -> str:
    key = str(uuid4())
    with ledger.writing(act) as connection:
        open_batch(connection, act, {"id": key, "source_set": "0" * 64, "docket": {}})
    return key


def put_record(ledger: Ledger, act: Act, batch: str, state: RecordState) -> str:
    key = str(uuid4())
    with ledger.writing(act) as connection:
        connection.execute(
            insert(records).values(
                id=key, batch=batch, first_source=1, first_number=1, entry=0, unit=act.by.unit, type="birth",
                score=1.0, margin=1.0, state=state.value, revision=1, public_code=uuid4().hex,
                created_at=act.time, changed_at=act.time,
            )
        )  # fmt: skip
    return key


def put_page(ledger: Ledger, act: Act, batch: str, state: PageState) -> str:
    key = str(uuid4())
    with ledger.writing(act) as connection:
        number = len(connection.execute(select(pages.c.id)).all()) + 1
        connection.execute(
            insert(pages).values(
                id=key, batch=batch, source=1, number=number, sha256="0" * 64, state=state.value, facts={},
                changed_at=act.time,
            )
        )  # fmt: skip
    return key


def test_a_record_moves_only_where_the_table_says(ledger: Ledger, act: Act, batch: str) -> None:
    for before, after in product(RecordState, RecordState):
        key = put_record(ledger, act, batch, before)
        with ledger.writing(act) as connection:
            if after in RECORD_MOVES[before]:
                move_record(connection, act, key, after)
            else:
                with pytest.raises(MoveRefused):
                    move_record(connection, act, key, after)
            state = connection.scalar(select(records.c.state).where(records.c.id == key))
        assert state == (after if after in RECORD_MOVES[before] else before).value


def test_a_page_moves_only_where_the_table_says(ledger: Ledger, act: Act, batch: str) -> None:
    for before, after in product(PageState, PageState):
        key = put_page(ledger, act, batch, before)
        with ledger.writing(act) as connection:
            if after in PAGE_MOVES[before]:
                move_page(connection, act, key, after)
            else:
                with pytest.raises(MoveRefused):
                    move_page(connection, act, key, after)


def _approve_and_fail(ledger: Ledger, act: Act, key: str) -> None:
    with ledger.writing(act) as connection:
        move_record(connection, act, key, RecordState.APPROVED)
        raise ZeroDivisionError


def test_a_move_and_its_event_stand_or_fall_together(ledger: Ledger, act: Act, batch: str) -> None:
    key = put_record(ledger, act, batch, RecordState.IN_REVIEW)
    with pytest.raises(ZeroDivisionError):
        _approve_and_fail(ledger, act, key)
    with ledger.reading() as connection:
        assert connection.scalar(select(records.c.state).where(records.c.id == key)) == "in_review"
        assert list(events(connection, key)) == []
    with ledger.writing(act) as connection:
        move_record(connection, act, key, RecordState.APPROVED)
    with ledger.reading() as connection:
        assert [(e.type, e.actor, e.unit) for e in events(connection, key)] == [
            ("record.approved", "person:lan", "ubnd-phuong-thu-nghiem")
        ]


def test_what_is_not_there_is_not_moved(ledger: Ledger, act: Act) -> None:
    with ledger.writing(act) as connection, pytest.raises(NotFound):
        move_record(connection, act, str(uuid4()), RecordState.APPROVED)
    with ledger.writing(act) as connection, pytest.raises(NotFound):
        move_page(connection, act, str(uuid4()), PageState.READ)


def test_the_same_finding_is_kept_once(ledger: Ledger, act: Act, batch: str) -> None:
    twice = [Finding("QUALITY_LOW", "", {"page": "1"}), Finding("QUALITY_LOW", "", {"page": "2"})]
    for _ in range(2):
        with ledger.writing(act) as connection:
            add_findings(connection, batch, twice)
    with ledger.reading() as connection:
        assert len(connection.execute(select(findings.c.id)).all()) == 2


def test_ids_are_given_by_place_and_never_recomputed_from_content() -> None:
    batch = "6f0c2b8e-0d5e-4a64-9f6b-0e5a8f9b7c10"
    first = page_id(batch, 1, 1)
    assert first == page_id(batch, 1, 1)
    assert len({first, page_id(batch, 1, 2), page_id(batch, 2, 1), record_id(batch, first, 0)}) == 4


def test_actors_are_kept_as_they_first_came(ledger: Ledger, act: Act) -> None:
    with ledger.writing(act) as connection:
        for actor in (demonstrator("A"), service("digitize", "A"), person("Nguyễn Văn Lan", "A")):
            remember(connection, actor)
            assert recall(connection, actor.id) == actor
    assert person("Nguyễn Văn Lan", "A").id == "person:nguyen-van-lan"
    assert code("UBND phường Linh Xuân") == "ubnd-phuong-linh-xuan"
