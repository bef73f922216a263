"""What two people key blind: kept apart, compared, decided by a third; and the two passes of a keyed type."""

from __future__ import annotations

import json

import pytest
from reviewing import (
    BY_HAND,
    HOA,
    LAN,
    MINH,
    READ,
    TRUE,
    act,
    fix,
    key_all,
    put_batch,
    put_record,
    seen,
    value,
)

from pipeline.errors import MoveRefused, WrongUse
from pipeline.ledger import Ledger
from pipeline.lookup import history, view
from pipeline.record import FieldState
from pipeline.review import approval, keying, lease, passes, stages
from pipeline.review.adjudication import Choice, adjudicate, differences
from pipeline.review.decisions import Correction, carry_down, correct
from pipeline.review.presets import ANY, Rules
from pipeline.review.queue import Filters, queue

# --- double keying


def test_what_is_keyed_twice_is_out_of_sight(ledger: Ledger, batch: str) -> None:
    record = put_record(ledger, batch, found=BY_HAND)
    hidden = value(ledger, record, "child_full_name")
    assert (hidden.state, hidden.value, hidden.written) == (FieldState.NOT_YET_KEYED, None, None)
    # Of medium risk: one person is enough.
    assert value(ledger, record, "registration_place").value == "phường Linh Xuân"
    with pytest.raises(MoveRefused, match="keyed by two"):
        fix(ledger, LAN, record, "child_full_name", "LÊ NHƯ PHỤNG")
    with ledger.writing(act(LAN)) as connection, pytest.raises(MoveRefused):
        approval.approve(connection, act(LAN), record, confirm=True)


def test_a_printed_paper_is_not_keyed_twice_unless_its_type_is_named(ledger: Ledger, batch: str) -> None:
    assert value(ledger, put_record(ledger, batch), "number").value == "45/1987"
    named = put_record(ledger, batch, Rules(types=frozenset({"birth"})))
    assert value(ledger, named, "number").state is FieldState.NOT_YET_KEYED
    doubtful = put_record(ledger, batch, Rules({ANY: "double_keying"}))
    states = {field.key: field.state for field in seen(ledger, doubtful).fields}
    assert states["child_full_name"] is FieldState.NOT_YET_KEYED
    assert states["number"] is FieldState.ACCEPTED
    none = put_record(ledger, batch, Rules(risks=frozenset()), found=BY_HAND)
    assert value(ledger, none, "number").value == "45/1987"


def test_what_both_typed_alike_is_the_value_and_all_three_are_kept(ledger: Ledger, batch: str) -> None:
    record = put_record(ledger, batch, found=BY_HAND)
    key_all(ledger, LAN, record, TRUE)
    assert value(ledger, record, "child_full_name").state is FieldState.NOT_YET_KEYED
    key_all(ledger, MINH, record, {**TRUE, "child_full_name": "Lê Như Phụng"})
    name, number = value(ledger, record, "child_full_name"), value(ledger, record, "number")
    assert (name.state, name.value) == (FieldState.CORRECTED, "LÊ NHƯ PHỤNG")
    # Both typed what the machine had read.
    assert (number.state, number.value) == (FieldState.CONFIRMED, "45/1987")
    with ledger.reading() as connection:
        told = keying.trail(connection, record, "child_full_name")
    assert [(one["stage"], one["actor"]) for one in told] == [
        ("machine", "service:digitize"), ("first_full", LAN.id), ("second_full", MINH.id)]  # fmt: skip
    assert told[0]["value"] == "LÊ NHƯ PHƯỢNG"


def test_what_both_typed_alike_is_checked_as_a_whole(ledger: Ledger, batch: str) -> None:
    record = put_record(ledger, batch, found=BY_HAND)
    early = {**TRUE, "registration_date": "14/10/1987"}
    key_all(ledger, LAN, record, early)
    assert "R005" not in {kept.finding.code for kept in seen(ledger, record).findings}
    key_all(ledger, MINH, record, early)
    (found,) = (kept for kept in seen(ledger, record).findings if kept.finding.code == "R005")
    assert found.closed_at is None


def test_what_both_typed_as_written_answers_the_finding_with_their_reason(ledger: Ledger, batch: str) -> None:
    record = put_record(ledger, batch, found=BY_HAND)
    for by in (LAN, MINH):
        with ledger.writing(act(by)) as connection:
            told = keying.form(connection, act(by), record)
            empty, wanted = FieldState.CONFIRMED_EMPTY, {one.spec.key for one in told.fields}
            plain = [Correction(one.spec.key, empty) for one in told.fields if one.spec.key not in TRUE]
            ways = [
                Correction(key, FieldState.CORRECTED, text) for key, text in TRUE.items() if key in wanted
            ]
            keying.enter(connection, act(by), record, [*plain, *ways])
            early = Correction("registration_date", FieldState.AS_WRITTEN, "14/10/1987")
            keying.enter(connection, act(by), record, [early], reason="sổ ghi vậy")
            keying.finish(connection, act(by), record)
    (found,) = (kept for kept in seen(ledger, record).findings if kept.finding.code == "R005")
    assert (found.closed_by, found.reason) == (MINH.id, "sổ ghi vậy")


def test_the_second_sees_nothing_of_the_first(ledger: Ledger, batch: str) -> None:
    record = put_record(ledger, batch, found=BY_HAND)
    key_all(ledger, LAN, record, TRUE)
    with ledger.reading() as connection:
        told = keying.form(connection, act(MINH), record)
        found = view(connection, record)
        decisions = history(connection, record)
    assert all(one.mine is None for one in told.fields)
    shown = json.dumps([[f.as_json() for f in found.fields if f.key == "child_full_name"], decisions])
    assert "PH" not in shown


def test_nobody_plays_two_parts_also_not_by_taking_over(ledger: Ledger, batch: str) -> None:
    record = put_record(ledger, batch, found=BY_HAND)
    key_all(ledger, LAN, record, TRUE)
    with ledger.writing(act(LAN)) as connection:
        with pytest.raises(MoveRefused, match="another part"):
            keying.form(connection, act(LAN), record)
        with pytest.raises(MoveRefused):
            lease.take(connection, act(LAN), record, minutes=15)
        lease.take(connection, act(MINH), record, minutes=15)
        with pytest.raises(MoveRefused):
            lease.take(connection, act(LAN), record, minutes=15, over=True, why="thử")
    key_all(ledger, MINH, record, {**TRUE, "child_full_name": "LÊ NHƯ PHƯỢNG"})
    for by in (LAN, MINH):
        with ledger.writing(act(by)) as connection, pytest.raises(MoveRefused):
            differences(connection, act(by), record)


def test_the_third_sees_and_decides_only_what_differs(ledger: Ledger, batch: str) -> None:
    record = put_record(ledger, batch, found=BY_HAND)
    key_all(ledger, LAN, record, TRUE)
    key_all(ledger, MINH, record, {**TRUE, "child_full_name": "LÊ NHƯ PHƯỢNG", "child_gender": "Nam"})
    with ledger.writing(act(HOA)) as connection:
        waiting = differences(connection, act(HOA), record)
        assert [one.spec.key for one in waiting] == ["child_full_name", "child_gender"]
        assert LAN.id not in json.dumps([one.as_json() for one in waiting])
        with pytest.raises(WrongUse):
            adjudicate(connection, act(HOA), record, [Choice("number", "first")])
        left = adjudicate(connection, act(HOA), record, [Choice("child_gender", "first")])
        assert [one.spec.key for one in left] == ["child_full_name"]
        own = Correction("child_full_name", FieldState.CORRECTED, "LÊ NHƯ PHƯỚNG")
        assert adjudicate(connection, act(HOA), record, [Choice("child_full_name", "own", own)]) == []
        found = view(connection, record)
    decided = {field.key: field.value for field in found.fields}
    assert (decided["child_full_name"], decided["child_gender"]) == ("LÊ NHƯ PHƯỚNG", "Nữ")
    with ledger.reading() as connection:
        assert keying.trail(connection, record, "child_full_name")[-1]["value"] == "LÊ NHƯ PHƯỢNG"
        last = [d for d in history(connection, record) if d["field"] == "child_full_name"][-1]
    assert (last["action"], last["actor"], len(last["new"]["entries"])) == ("adjudicated", HOA.id, 3)


def test_a_part_taken_over_half_way_is_typed_anew(ledger: Ledger, batch: str) -> None:
    record = put_record(ledger, batch, found=BY_HAND)
    with ledger.writing(act(LAN)) as connection:
        keying.enter(connection, act(LAN), record, [Correction("number", FieldState.CORRECTED, "54/1987")])
    key_all(ledger, MINH, record, TRUE)
    with ledger.writing(act(LAN)) as connection, pytest.raises(MoveRefused):
        keying.form(connection, act(LAN), record)
    key_all(ledger, HOA, record, TRUE)
    assert value(ledger, record, "number").value == "45/1987"


def test_not_everything_typed_is_not_done(ledger: Ledger, batch: str) -> None:
    record = put_record(ledger, batch, found=BY_HAND)
    with ledger.writing(act(LAN)) as connection:
        left = keying.enter(
            connection, act(LAN), record, [Correction("number", FieldState.CORRECTED, "45/1987")]
        )
        assert "child_full_name" in left
        with pytest.raises(MoveRefused, match="child_full_name"):
            keying.finish(connection, act(LAN), record)
        with pytest.raises(WrongUse):
            keying.enter(connection, act(LAN), record, [Correction("number", FieldState.CONFIRMED)])
        with pytest.raises(WrongUse):
            keying.enter(
                connection, act(LAN), record, [Correction("registration_place", FieldState.CORRECTED, "x")]
            )


# --- passes


def test_a_keyed_type_has_two_passes_and_nothing_on_it_passes_for_empty(ledger: Ledger, batch: str) -> None:
    record = put_record(ledger, batch, read=(), type="old_birth")
    found = seen(ledger, record)
    assert {field.state for field in found.fields} == {FieldState.NOT_YET_KEYED}
    with ledger.reading() as connection:
        item = stages.item_of(connection, record, "old_birth")
        (waiting,) = queue(connection, act(LAN), Filters(pass_="finding"))
        assert list(queue(connection, act(LAN), Filters(pass_="full"))) == []
    assert item.stage.name == "first_finding"
    assert waiting.pass_ == "finding"
    with ledger.writing(act(LAN)) as connection:
        told = keying.form(connection, act(LAN), record)
        kinds = {one.spec.finding_key for one in told.fields}
    assert kinds == {True}


def test_carried_values_are_marked_and_wait_for_a_person(ledger: Ledger, batch: str) -> None:
    first, second = put_record(ledger, batch), put_record(ledger, batch, read=READ[:5])
    with ledger.writing(act(LAN)) as connection:
        with pytest.raises(MoveRefused, match="no entry before"):
            carry_down(connection, act(LAN), first)
        found = carry_down(connection, act(LAN), second)
        carried = {field.key: field for field in found.fields if field.state is FieldState.CARRIED}
        assert carried["registration_place"].value == "phường Linh Xuân"
        assert "registration_place" in {field.key for field in found.doubtful}
        with pytest.raises(MoveRefused, match="registration_place"):
            approval.approve(connection, act(LAN), second)
        correct(connection, act(LAN), second, [Correction("registration_place", FieldState.CONFIRMED)])
    assert value(ledger, second, "registration_place").state is FieldState.CONFIRMED


def test_a_volume_runs_over_batches_of_the_same_docket(ledger: Ledger) -> None:
    one, two = put_batch(ledger, register="KS", volume="01"), put_batch(ledger, 1, register="KS", volume="01")
    before, here = put_record(ledger, one), put_record(ledger, two)
    other = put_record(ledger, put_batch(ledger, 2, register="KS", volume="02"))
    with ledger.reading() as connection:
        assert {passes.previous_entry(connection, here), passes.previous_entry(connection, before)} - {None}
        assert passes.previous_entry(connection, other) is None
