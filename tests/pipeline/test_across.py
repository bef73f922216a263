"""Records against each other, and what a person confirms as written: findings follow the fields, and stay closed."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from archive.audit import events
from pipeline import review
from pipeline.actors import Act
from pipeline.checks.recheck import recheck
from pipeline.checks.tables import check_keys
from pipeline.drafting import put_fields
from pipeline.errors import WrongUse
from pipeline.ledger import Ledger, move_record, open_batch
from pipeline.ledger_tables import records
from pipeline.lookup import KeptFinding, RecordView, view
from pipeline.normalize.kinds import normalise
from pipeline.record import Field, FieldState, RecordState
from pipeline.record_type import record_types
from pipeline.review import Correction

BIRTH = {
    "number": "773/2019", "book_number": "02/2019", "child_full_name": "LÊ NHƯ PHƯỢNG", "child_gender": "Nữ",
    "child_birth_date": "15/10/2019", "child_personal_id": "079319498325", "registration_date": "18/10/2019",
    "registration_place": "UBND phường Linh Trung, quận Thủ Đức, TP. Hồ Chí Minh",
}  # fmt: skip
OTHER_CHILD = {
    "number": "774/2019", "child_full_name": "LÊ NHƯ QUỲNH", "child_birth_date": "16/10/2019",
    "child_personal_id": "079319498333",
}  # fmt: skip


@pytest.fixture
def batch(ledger: Ledger, act: Act) -> str:
    key = str(uuid4())
    with ledger.writing(act) as connection:
        open_batch(connection, act, {"id": key, "source_set": "0" * 64, "docket": {}})
    return key


class Shelf:
    """Records put straight into the ledger, checked as drafting does."""

    def __init__(self, ledger: Ledger, act: Act, batch: str) -> None:
        self.ledger, self.act, self.batch = ledger, act, batch

    def put(self, changes: Mapping[str, str | None] | None = None, type: str = "birth") -> str:
        key, made = str(uuid4()), []
        for name, written in {**BIRTH, **(changes or {})}.items():
            spec = record_types()[type].spec(name)
            if spec is None or written is None:
                continue
            value = normalise(spec.kind, written)
            text = value if isinstance(value, str) else None
            made.append(Field(name, text, written, 0.97, FieldState.ACCEPTED))
        with self.ledger.writing(self.act) as connection:
            connection.execute(
                insert(records).values(
                    id=key, batch=self.batch, first_source=1, first_number=1, entry=0, unit=self.act.by.unit,
                    type=type, score=1.0, margin=1.0, state="in_review", revision=1, public_code=uuid4().hex,
                    created_at=self.act.time, changed_at=self.act.time,
                )
            )  # fmt: skip
            put_fields(connection, key, made)
            recheck(connection, key)
        return key

    def view(self, record: str) -> RecordView:
        with self.ledger.reading() as connection:
            return view(connection, record)

    def kept(self, record: str, code: str) -> list[KeptFinding]:
        return [kept for kept in self.view(record).findings if kept.finding.code == code]

    def correct(self, record: str, *corrections: Correction, reason: str | None = "seen") -> RecordView:
        with self.ledger.writing(self.act) as connection:
            return review.correct(connection, self.act, record, corrections, reason=reason)


@pytest.fixture
def shelf(ledger: Ledger, act: Act, batch: str) -> Shelf:
    return Shelf(ledger, act, batch)


def test_the_same_key_is_found_from_both_sides_however_it_is_written(shelf: Shelf) -> None:
    first = shelf.put()
    again = shelf.put(
        {**OTHER_CHILD, "number": "0773/2019",
         "registration_place": "Ủy ban nhân dân phường Linh Trung, Quận Thủ Đức, Thành phố Hồ Chí Minh"}
    )  # fmt: skip
    assert [kept.finding.facts["record"] for kept in shelf.kept(again, "R050")] == [first]
    assert [kept.finding.facts["record"] for kept in shelf.kept(first, "R050")] == [again]
    states = {field.key: field.state for field in shelf.view(first).fields}
    assert states["number"] is FieldState.NEEDS_REVIEW
    assert states["child_gender"] is FieldState.ACCEPTED
    assert not shelf.view(again).quick


def test_a_corrected_number_takes_the_finding_from_both(shelf: Shelf) -> None:
    first, again = shelf.put(), shelf.put(OTHER_CHILD | {"number": "773/2019"})
    assert shelf.kept(first, "R050")
    shelf.correct(again, Correction("number", FieldState.CORRECTED, "774/2019"))
    assert shelf.kept(first, "R050") == shelf.kept(again, "R050") == []


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "774/2019"},
        {"book_number": "03/2019", "number": "773"},
        {"registration_place": "UBND phường Tam Phú, quận Thủ Đức"},
    ],
)  # fmt: skip
def test_another_key_is_no_duplicate(shelf: Shelf, changes: dict[str, str | None]) -> None:
    first, other = shelf.put(), shelf.put({**OTHER_CHILD, **changes})
    assert shelf.kept(first, "R050") == shelf.kept(other, "R050") == []


def test_a_bare_number_without_a_book_is_no_key(shelf: Shelf) -> None:
    bare: dict[str, str | None] = {"number": "773", "book_number": None}
    shelf.put(bare)
    assert shelf.kept(shelf.put({**OTHER_CHILD, **bare}), "R050") == []


def test_a_person_with_other_facts_elsewhere_is_named(shelf: Shelf) -> None:
    first = shelf.put()
    other = shelf.put({"number": "9/2021", "child_full_name": "LÊ NHƯ PHỤNG", "child_birth_date": "2019"})
    (found,) = shelf.kept(other, "R051")
    assert (found.finding.field, found.finding.facts["record"]) == ("child_full_name", first)
    assert "LÊ NHƯ PHƯỢNG" in found.finding.text("vi")


def test_the_same_number_under_another_type_is_the_same_person(shelf: Shelf) -> None:
    shelf.put()
    death = shelf.put(
        {"deceased_personal_id": "079319498325", "deceased_full_name": "Lê Như Phượng", "deceased_gender": "Nữ",
         "deceased_birth_date": "15/10/2018"}, "death",
    )  # fmt: skip
    assert [kept.finding.field for kept in shelf.kept(death, "R051")] == ["deceased_birth_date"]


def test_the_same_event_under_another_number_is_shown(shelf: Shelf) -> None:
    first = shelf.put()
    other = shelf.put({"number": "12/2020", "child_full_name": "Lê Như Phượng", "child_personal_id": None})
    assert [kept.finding.facts["record"] for kept in shelf.kept(other, "R052")] == [first]


def test_what_was_rejected_counts_for_nothing(shelf: Shelf) -> None:
    first = shelf.put()
    with shelf.ledger.writing(shelf.act) as connection:
        move_record(connection, shelf.act, first, RecordState.REJECTED)
    assert shelf.kept(shelf.put(), "R050") == []


def test_a_date_after_the_day_of_scanning_is_misread(shelf: Shelf) -> None:
    record = shelf.put({"registration_date": "18/10/2091", "number": "1/2091"})
    assert [kept.finding.field for kept in shelf.kept(record, "R053")] == ["registration_date"]


def test_keys_hold_no_personal_data_and_events_neither(shelf: Shelf) -> None:
    record = shelf.put()
    shelf.correct(record, Correction("child_full_name", FieldState.CORRECTED, "LÊ NHƯ PHỤNG"))
    with shelf.ledger.reading() as connection:
        rows = connection.execute(select(check_keys)).all()
        told = " ".join(str(event) for event in events(connection, record))
    assert len(rows) == 4
    assert "PHƯỢNG" not in str(rows)
    assert not any(word in told for word in ("PHƯỢNG", "PHỤNG", "773", "0793"))


def test_checking_twice_changes_nothing(shelf: Shelf) -> None:
    shelf.put()
    record = shelf.put({"registration_date": "01/01/2019"})
    before = shelf.view(record)
    with shelf.ledger.writing(shelf.act) as connection:
        recheck(connection, record)
    after = shelf.view(record)
    assert (after.findings, after.fields) == (before.findings, before.fields)


def test_as_written_needs_a_reason(shelf: Shelf) -> None:
    record = shelf.put({"registration_date": "01/01/2019"})
    with pytest.raises(WrongUse):
        shelf.correct(
            record, Correction("registration_date", FieldState.AS_WRITTEN, "01/01/2019"), reason=None
        )


def test_what_is_confirmed_as_written_is_closed_and_does_not_come_back(shelf: Shelf) -> None:
    record = shelf.put({"registration_date": "01/01/2019"})
    assert [kept.blocks for kept in shelf.kept(record, "R005")] == [True]
    shelf.correct(
        record, Correction("registration_date", FieldState.AS_WRITTEN, "01/01/2019"), reason="so in the book"
    )
    (closed,) = shelf.kept(record, "R005")
    assert (closed.closed_by, closed.reason) == ("person:lan", "so in the book")
    assert shelf.view(record).blocking == ()
    field = {field.key: field for field in shelf.view(record).fields}["registration_date"]
    assert (field.written, field.value, field.state) == ("01/01/2019", "2019-01-01", FieldState.AS_WRITTEN)
    shelf.correct(record, Correction("child_gender", FieldState.CONFIRMED))
    assert [kept.closed_at is None for kept in shelf.kept(record, "R005")] == [False]


def test_another_contradiction_of_the_same_field_is_asked_again(shelf: Shelf) -> None:
    record = shelf.put({"registration_date": "01/01/2019"})
    shelf.correct(record, Correction("registration_date", FieldState.AS_WRITTEN, "01/01/2019"), reason="so")
    shelf.correct(record, Correction("child_birth_date", FieldState.CORRECTED, "16/10/2019"))
    assert sorted(kept.closed_at is None for kept in shelf.kept(record, "R005")) == [False, True]


def test_a_required_field_that_the_paper_lacks_is_confirmed_so(shelf: Shelf) -> None:
    record = shelf.put({"registration_date": None})
    assert [kept.blocks for kept in shelf.kept(record, "R001")] == [True]
    shelf.correct(record, Correction("registration_date", FieldState.AS_WRITTEN, ""), reason="torn off")
    shelf.correct(record, Correction("child_gender", FieldState.CONFIRMED))
    assert [kept for kept in shelf.kept(record, "R001") if kept.closed_at is None] == []


def test_the_lunar_day_of_an_old_paper_stays_as_it_is(shelf: Shelf) -> None:
    lunar = "ngày rằm tháng giêng năm Giáp Tý"
    record = shelf.put({"child_birth_date": lunar})
    assert shelf.kept(record, "R033")
    shelf.correct(record, Correction("child_birth_date", FieldState.AS_WRITTEN, lunar), reason="old book")
    assert not [kept for kept in shelf.kept(record, "R033") if kept.closed_at is None]
    assert {field.key: field.value for field in shelf.view(record).fields}["child_birth_date"] == lunar
