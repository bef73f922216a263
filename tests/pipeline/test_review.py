"""Review as a machine of stages: who may do what when, what is taken back, who the four people are."""

from __future__ import annotations

import pytest
from reviewing import HOA, LAN, MINH, READ, TU, act, fix, put_record, seen, set_state, value

from pipeline.errors import MoveRefused, VersionConflict, WrongUse
from pipeline.findings import Finding
from pipeline.ledger import Ledger
from pipeline.lookup import history, view
from pipeline.record import Field, FieldState, RecordState
from pipeline.review import approval, lease, stages, undo
from pipeline.review.decisions import Correction, close_finding, correct, retype
from pipeline.review.differences import between_stages
from pipeline.review.presets import ANY, Rules, presets

OFFICE = Rules({ANY: "office"})


# --- leases


def test_two_people_never_hold_the_same_record(ledger: Ledger, batch: str) -> None:
    record = put_record(ledger, batch)
    with ledger.writing(act(LAN)) as connection:
        lease.take(connection, act(LAN), record, minutes=15)
    with ledger.writing(act(MINH, 1)) as connection:
        with pytest.raises(MoveRefused, match="held by lan"):
            lease.take(connection, act(MINH, 1), record, minutes=15)
        with pytest.raises(WrongUse):
            lease.take(connection, act(MINH, 1), record, minutes=15, over=True)
    with pytest.raises(MoveRefused):
        fix(ledger, MINH, record, "child_full_name", "LÊ NHƯ PHỤNG")
    with ledger.writing(act(MINH, 2)) as connection:
        lease.take(connection, act(MINH, 2), record, minutes=15, over=True, why="chị Lan nghỉ")
        with pytest.raises(MoveRefused):
            lease.heartbeat(connection, act(LAN, 2), record, minutes=15)
        assert [d["reason"] for d in history(connection, record)] == ["chị Lan nghỉ"]
        assert not lease.release(connection, act(LAN, 2), record)
        assert lease.release(connection, act(MINH, 2), record)


def test_a_lease_lives_by_signs_of_life(ledger: Ledger, batch: str) -> None:
    record = put_record(ledger, batch)
    with ledger.writing(act(LAN)) as connection:
        lease.take(connection, act(LAN), record, minutes=15)
        lease.heartbeat(connection, act(LAN, 14), record, minutes=15)
        with pytest.raises(MoveRefused):
            lease.take(connection, act(MINH, 20), record, minutes=15)
        assert lease.take(connection, act(MINH, 30), record, minutes=15).holder == MINH.id
        with pytest.raises(MoveRefused, match="do not hold"):
            lease.heartbeat(connection, act(LAN, 31), record, minutes=15)


def test_an_editor_who_saw_an_older_revision_is_refused(ledger: Ledger, batch: str) -> None:
    record = put_record(ledger, batch)
    revision = seen(ledger, record).row.revision
    fix(ledger, LAN, record, "child_full_name", "LÊ NHƯ PHỤNG", revision=revision)
    with pytest.raises(VersionConflict):
        fix(ledger, MINH, record, "child_full_name", "LÊ NHƯ PHƯỚNG", revision=revision, reason="ảnh")
    assert value(ledger, record, "child_full_name").value == "LÊ NHƯ PHỤNG"


# --- reasons and undo


@pytest.mark.parametrize(
    "way",
    [
        Correction("child_gender", FieldState.CORRECTED, "Nam"),
        Correction("number", FieldState.AS_WRITTEN, "45 bis"),
        Correction("child_full_name", FieldState.UNREADABLE),
    ],
)
def test_some_decisions_need_a_reason(ledger: Ledger, batch: str, way: Correction) -> None:
    record = put_record(ledger, batch)
    with ledger.writing(act(LAN)) as connection:
        with pytest.raises(WrongUse, match="reason"):
            correct(connection, act(LAN), record, [way])
        correct(connection, act(LAN), record, [way], reason="xem ảnh")
        with pytest.raises(WrongUse):
            approval.reject(connection, act(LAN), record, "  ")


def test_what_the_machine_doubted_needs_no_reason(ledger: Ledger, batch: str) -> None:
    record = put_record(ledger, batch)
    fix(ledger, LAN, record, "child_full_name", "LÊ NHƯ PHỤNG")
    with pytest.raises(WrongUse, match="reason"):
        fix(ledger, LAN, record, "child_full_name", "LÊ NHƯ PHƯỢNG")


def test_an_act_is_taken_back_whole_and_history_keeps_both(ledger: Ledger, batch: str) -> None:
    record = put_record(ledger, batch, found=[Finding("QUALITY_LOW", "", {"page": "1"})])
    before = seen(ledger, record)
    fix(ledger, LAN, record, "child_birth_date", "15/10/1999", reason="xem ảnh")
    with ledger.writing(act(LAN)) as connection:
        close_finding(connection, act(LAN), record, "QUALITY_LOW", "đọc được")
        undo.undo(connection, act(LAN), record)
        undo.undo(connection, act(LAN), record)
        after = view(connection, record)
        with pytest.raises(MoveRefused):
            undo.undo(connection, act(LAN), record)
        assert {"corrected", "close_finding", "undo"} <= {d["action"] for d in history(connection, record)}
    assert after.fields == before.fields
    assert [kept.finding for kept in after.findings] == [kept.finding for kept in before.findings]
    assert all(kept.closed_at is None for kept in after.findings)
    assert after.row.revision > before.row.revision


def test_nobody_takes_back_over_the_work_of_another(ledger: Ledger, batch: str) -> None:
    record = put_record(ledger, batch)
    fix(ledger, LAN, record, "child_full_name", "LÊ NHƯ PHỤNG")
    fix(ledger, MINH, record, "child_gender", "Nam", reason="ảnh")
    with ledger.writing(act(LAN)) as connection, pytest.raises(MoveRefused):
        undo.undo(connection, act(LAN), record)
    assert value(ledger, record, "child_gender").value == "Nam"


def test_an_approval_is_taken_back_while_nothing_was_made_of_it(ledger: Ledger, batch: str) -> None:
    record = put_record(ledger, batch)
    with ledger.writing(act(LAN)) as connection:
        approval.approve(connection, act(LAN), record, confirm=True)
        assert undo.undo(connection, act(LAN), record).state is RecordState.IN_REVIEW
        approval.approve(connection, act(LAN), record)
    set_state(ledger, record, "assembled")
    with ledger.writing(act(LAN)) as connection, pytest.raises(MoveRefused):
        undo.undo(connection, act(LAN), record)


def test_a_new_type_begins_the_review_anew_and_may_be_taken_back(ledger: Ledger, batch: str) -> None:
    record = put_record(ledger, batch)
    with ledger.writing(act(LAN)) as connection:
        drafted = [Field("deceased_full_name", "LÊ A", "LÊ A", 0.5, FieldState.NEEDS_REVIEW)]
        retype(connection, act(LAN), record, "death", drafted, [])
        assert view(connection, record).row.type == "death"
        after = undo.undo(connection, act(LAN), record)
    assert (after.row.type, [field.key for field in after.fields]) == ("birth", [field.key for field in READ])


# --- the office's four steps


def test_four_steps_are_four_people_with_a_table_of_differences(ledger: Ledger, batch: str) -> None:
    record = put_record(ledger, batch, OFFICE)
    with ledger.writing(act(LAN)) as connection:
        with pytest.raises(MoveRefused, match="child_full_name"):
            approval.finish_stage(connection, act(LAN), record)
        correct(connection, act(LAN), record, [Correction("child_full_name", FieldState.CONFIRMED)])
        approval.finish_stage(connection, act(LAN), record)
        with pytest.raises(MoveRefused, match="another part"):
            approval.finish_stage(connection, act(LAN), record)
    fix(ledger, MINH, record, "child_full_name", "LÊ NHƯ PHỤNG", reason="dấu mờ")
    with ledger.writing(act(MINH)) as connection:
        approval.finish_stage(connection, act(MINH), record)
        with pytest.raises(MoveRefused):
            approval.approve(connection, act(MINH), record)
        approval.finish_stage(connection, act(HOA), record)
        with pytest.raises(MoveRefused):
            approval.approve(connection, act(HOA), record)
        approval.approve(connection, act(TU), record)
        steps = between_stages(connection, act(TU), record)
    assert [(s.before, s.after, s.after_by) for s in steps] == [
        ("entry", "check_1", MINH.id), ("check_1", "check_2", HOA.id), ("check_2", "end", TU.id)]  # fmt: skip
    assert [[c.field for c in s.changes] for s in steps] == [["child_full_name"], [], []]


def test_sent_back_begins_a_new_round(ledger: Ledger, batch: str) -> None:
    record = put_record(ledger, batch)
    with ledger.writing(act(LAN)) as connection:
        approval.approve(connection, act(LAN), record, confirm=True)
        approval.send_back(connection, act(HOA), record, "thiếu chữ ký")
        item = stages.item_of(connection, record, "birth")
        approval.approve(connection, act(LAN), record)
    assert item.round == 2


def test_every_preset_has_its_texts_and_ends_with_one_who_approves() -> None:
    assert set(presets()) >= {"quick", "standard", "double_keying", "office"}
    for preset in presets().values():
        assert all(text for text in (preset.vi, preset.en, *(s.vi + s.en for s in preset.stages)))
        assert [stage.does for stage in preset.stages].count("decide") == 1
