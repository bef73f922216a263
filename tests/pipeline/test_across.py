"""Records against each other, and what a person confirms as written: findings follow the fields, and stay closed."""

from __future__ import annotations

import pytest
from drafted import Drafted
from sqlalchemy import select

from archive.audit import events
from pipeline.actors import Act
from pipeline.checks.recheck import recheck
from pipeline.checks.tables import check_keys
from pipeline.errors import WrongUse
from pipeline.ledger import Ledger, move_record
from pipeline.record import FieldState, RecordState
from pipeline.review import Correction, sight

OTHER_CHILD = {
    "number": "774/2019", "child_full_name": "LÊ NHƯ QUỲNH", "child_birth_date": "16/10/2019",
    "child_personal_id": "079319498333",
}  # fmt: skip


@pytest.fixture
def drafted(ledger: Ledger, act: Act) -> Drafted:
    return Drafted(ledger, act)


def test_the_same_key_is_found_from_both_sides_however_it_is_written(drafted: Drafted) -> None:
    first = drafted.put()
    again = drafted.put(
        {**OTHER_CHILD, "number": "0773/2019",
         "registration_place": "Ủy ban nhân dân phường Linh Trung, Quận Thủ Đức, Thành phố Hồ Chí Minh"}
    )  # fmt: skip
    assert [kept.finding.facts["record"] for kept in drafted.kept(again, "R050")] == [first]
    assert [kept.finding.facts["record"] for kept in drafted.kept(first, "R050")] == [again]
    states = {field.key: field.state for field in drafted.view(first).fields}
    assert states["number"] is FieldState.NEEDS_REVIEW
    assert states["child_gender"] is FieldState.ACCEPTED
    assert not drafted.view(again).quick


def test_a_corrected_number_takes_the_finding_from_both(drafted: Drafted) -> None:
    first, again = drafted.put(), drafted.put(OTHER_CHILD | {"number": "773/2019"})
    assert drafted.kept(first, "R050")
    drafted.correct(again, Correction("number", FieldState.CORRECTED, "774/2019"))
    assert drafted.kept(first, "R050") == drafted.kept(again, "R050") == []


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "774/2019"},
        {"book_number": "03/2019", "number": "773"},
        {"registration_place": "UBND phường Tam Phú, quận Thủ Đức"},
    ],
)  # fmt: skip
def test_another_key_is_no_duplicate(drafted: Drafted, changes: dict[str, str | None]) -> None:
    first, other = drafted.put(), drafted.put({**OTHER_CHILD, **changes})
    assert drafted.kept(first, "R050") == drafted.kept(other, "R050") == []


def test_a_bare_number_without_a_book_is_no_key(drafted: Drafted) -> None:
    bare: dict[str, str | None] = {"number": "773", "book_number": None}
    drafted.put(bare)
    assert drafted.kept(drafted.put({**OTHER_CHILD, **bare}), "R050") == []


def test_a_person_with_other_facts_elsewhere_is_named(drafted: Drafted) -> None:
    first = drafted.put()
    other = drafted.put({"number": "9/2021", "child_full_name": "LÊ NHƯ PHỤNG", "child_birth_date": "2019"})
    (found,) = drafted.kept(other, "R051")
    assert (found.finding.field, found.finding.facts["record"]) == ("child_full_name", first)
    assert "LÊ NHƯ PHƯỢNG" in found.finding.text("vi")


def test_the_same_number_under_another_type_is_the_same_person(drafted: Drafted) -> None:
    drafted.put()
    death = drafted.put(
        {"deceased_personal_id": "079319498325", "deceased_full_name": "Lê Như Phượng", "deceased_gender": "Nữ",
         "deceased_birth_date": "15/10/2018"}, "death",
    )  # fmt: skip
    assert [kept.finding.field for kept in drafted.kept(death, "R051")] == ["deceased_birth_date"]


def test_the_same_event_under_another_number_is_shown(drafted: Drafted) -> None:
    first = drafted.put()
    other = drafted.put({"number": "12/2020", "child_full_name": "Lê Như Phượng", "child_personal_id": None})
    assert [kept.finding.facts["record"] for kept in drafted.kept(other, "R052")] == [first]


def test_of_many_copies_each_tells_of_the_oldest_five_and_follows_them(drafted: Drafted) -> None:
    copies = [drafted.put() for _ in range(9)]
    told = {one: [kept.finding.facts["record"] for kept in drafted.kept(one, "R050")] for one in copies}
    oldest = sorted(copies, key=lambda one: (drafted.view(one).row.created_at, one))
    for one in copies:
        assert set(told[one]) == set([other for other in oldest if other != one][:5])
    drafted.correct(oldest[0], Correction("number", FieldState.CORRECTED, "774/2019"))
    assert drafted.kept(oldest[0], "R050") == []
    for one in oldest[1:]:
        others = {kept.finding.facts["record"] for kept in drafted.kept(one, "R050")}
        assert others == set([other for other in oldest[1:] if other != one][:5])


def test_what_was_rejected_counts_for_nothing(drafted: Drafted) -> None:
    first = drafted.put()
    with drafted.ledger.writing(drafted.act) as connection:
        move_record(connection, drafted.act, first, RecordState.REJECTED)
    assert drafted.kept(drafted.put(), "R050") == []


def test_a_record_for_named_people_only_is_told_of_nowhere(drafted: Drafted) -> None:
    secret = drafted.put()
    with drafted.ledger.writing(drafted.act) as connection:
        sight.mark(connection, drafted.act, secret, "secret")
        sight.name_person(connection, drafted.act, secret, drafted.act.by.id, "checks it")
    other = drafted.put({"child_full_name": "LÊ NHƯ PHỤNG"})
    assert not [k for code in ("R050", "R051", "R052") for k in drafted.kept(other, code)]
    drafted.correct(secret, Correction("child_gender", FieldState.CONFIRMED))
    assert drafted.kept(secret, "R050") == drafted.kept(other, "R050") == []


def test_a_date_after_the_day_of_scanning_is_misread(drafted: Drafted) -> None:
    record = drafted.put({"registration_date": "18/10/2091", "number": "1/2091"})
    assert [kept.finding.field for kept in drafted.kept(record, "R053")] == ["registration_date"]


def test_keys_hold_no_personal_data_and_events_neither(drafted: Drafted) -> None:
    record = drafted.put()
    drafted.correct(record, Correction("child_full_name", FieldState.CORRECTED, "LÊ NHƯ PHỤNG"))
    with drafted.ledger.reading() as connection:
        rows = connection.execute(select(check_keys)).all()
        told = " ".join(str(event) for event in events(connection, record))
    assert len(rows) == 4
    assert "PHƯỢNG" not in str(rows)
    assert not any(word in told for word in ("PHƯỢNG", "PHỤNG", "773", "0793"))


def test_checking_twice_changes_nothing(drafted: Drafted) -> None:
    drafted.put()
    record = drafted.put({"registration_date": "01/01/2019"})
    before = drafted.view(record)
    with drafted.ledger.writing(drafted.act) as connection:
        recheck(connection, record)
    after = drafted.view(record)
    assert (after.findings, after.fields) == (before.findings, before.fields)


def test_as_written_needs_a_reason(drafted: Drafted) -> None:
    record = drafted.put({"registration_date": "01/01/2019"})
    with pytest.raises(WrongUse):
        drafted.correct(
            record, Correction("registration_date", FieldState.AS_WRITTEN, "01/01/2019"), reason=None
        )


def test_what_is_confirmed_as_written_is_closed_and_does_not_come_back(drafted: Drafted) -> None:
    record = drafted.put({"registration_date": "01/01/2019"})
    assert [kept.blocks for kept in drafted.kept(record, "R005")] == [True]
    drafted.correct(
        record, Correction("registration_date", FieldState.AS_WRITTEN, "01/01/2019"), reason="so in the book"
    )
    (closed,) = drafted.kept(record, "R005")
    assert (closed.closed_by, closed.reason) == ("person:lan", "so in the book")
    assert drafted.view(record).blocking == ()
    field = {field.key: field for field in drafted.view(record).fields}["registration_date"]
    assert (field.written, field.value, field.state) == ("01/01/2019", "2019-01-01", FieldState.AS_WRITTEN)
    drafted.correct(record, Correction("child_gender", FieldState.CONFIRMED))
    assert [kept.closed_at is None for kept in drafted.kept(record, "R005")] == [False]


def test_another_contradiction_of_the_same_field_is_asked_again(drafted: Drafted) -> None:
    record = drafted.put({"registration_date": "01/01/2019"})
    drafted.correct(record, Correction("registration_date", FieldState.AS_WRITTEN, "01/01/2019"), reason="so")
    drafted.correct(record, Correction("child_birth_date", FieldState.CORRECTED, "16/10/2019"))
    assert sorted(kept.closed_at is None for kept in drafted.kept(record, "R005")) == [False, True]


def test_a_required_field_that_the_paper_lacks_is_confirmed_so(drafted: Drafted) -> None:
    record = drafted.put({"registration_date": None})
    assert [kept.blocks for kept in drafted.kept(record, "R001")] == [True]
    drafted.correct(record, Correction("registration_date", FieldState.AS_WRITTEN, ""), reason="torn off")
    drafted.correct(record, Correction("child_gender", FieldState.CONFIRMED))
    assert [kept for kept in drafted.kept(record, "R001") if kept.closed_at is None] == []


def test_the_lunar_day_of_an_old_paper_stays_as_it_is(drafted: Drafted) -> None:
    lunar = "ngày rằm tháng giêng năm Giáp Tý"
    record = drafted.put({"child_birth_date": lunar})
    assert drafted.kept(record, "R033")
    drafted.correct(record, Correction("child_birth_date", FieldState.AS_WRITTEN, lunar), reason="old book")
    assert not [kept for kept in drafted.kept(record, "R033") if kept.closed_at is None]
    assert {field.key: field.value for field in drafted.view(record).fields}["child_birth_date"] == lunar
