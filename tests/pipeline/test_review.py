"""Review as a machine of stages: who may do what when, what is kept apart, what is taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from reviewing import BY_HAND, HOA, LAN, MINH, READ, TU, act, put_batch, put_record, set_state

from pipeline.actors import Actor
from pipeline.errors import MoveRefused, NotFound, VersionConflict, WrongUse
from pipeline.findings import Finding
from pipeline.ledger import Ledger
from pipeline.lookup import RecordView, history, view
from pipeline.record import Field, FieldState, RecordState
from pipeline.review import approval, keying, lease, passes, sight, stages, undo
from pipeline.review.adjudication import Choice, adjudicate, differences
from pipeline.review.decisions import Correction, carry_down, close_finding, correct, retype
from pipeline.review.differences import between_stages
from pipeline.review.presets import ANY, Rules, presets
from pipeline.review.queue import Filters, plan_batch, queue, take_next

OFFICE = Rules({ANY: "office"})


@pytest.fixture
def batch(ledger: Ledger) -> str:
    return put_batch(ledger)


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


TRUE = {
    "number": "45/1987",
    "child_full_name": "LÊ NHƯ PHỤNG",
    "child_birth_date": "15/10/1987",
    "child_gender": "Nữ",
    "mother_full_name": "TRẦN HOÀNG UYÊN",
    "registration_date": "18/10/1987",
    "registration_place": "phường Linh Xuân",
}


# --- leases ---------------------------------------------------------------------------------------------


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


# --- reasons and undo -----------------------------------------------------------------------------------


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


# --- double keying --------------------------------------------------------------------------------------


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


# --- passes ---------------------------------------------------------------------------------------------


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


# --- the office's four steps ----------------------------------------------------------------------------


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


# --- the queue ------------------------------------------------------------------------------------------


def test_the_queue_goes_by_priority_then_age_then_risk(ledger: Ledger) -> None:
    old, young = put_batch(ledger), put_batch(ledger, 5)
    settled = [field for field in READ if field.state.settled and field.key != "registration_place"]
    place = Field("registration_place", "phường", "phường", 0.5, FieldState.NEEDS_REVIEW)
    calm = put_record(ledger, old, read=[*settled, place])
    risky, urgent = put_record(ledger, old), put_record(ledger, young)
    quick = put_record(ledger, old, read=settled)
    with ledger.writing(act(LAN)) as connection:
        assert [one.id for one in queue(connection, act(LAN), Filters())] == [risky, calm, urgent]
        plan_batch(connection, act(LAN), young, Rules(), priority=5, preset_name=None)
        assert next(queue(connection, act(LAN), Filters())).id == urgent
        assert [one.id for one in queue(connection, act(LAN), Filters(quick=True))] == [quick]
        taken = take_next(connection, act(LAN), Filters(), minutes=15)
        other = take_next(connection, act(MINH), Filters(), minutes=15)
        assert [one and one.record for one in (taken, other)] == [urgent, risky]
        # What one has in hand comes first.
        again = take_next(connection, act(MINH), Filters(), minutes=15)
        assert again == other
        assert take_next(connection, act(HOA), Filters(batch=young), minutes=15) is None


def test_the_queue_weighs_a_record_as_the_record_itself_does(ledger: Ledger, batch: str) -> None:
    settled = [field for field in READ if field.state.settled]
    unread = Field("child_gender", None, "N?", 0.2, FieldState.UNREADABLE)
    place = Field("registration_place", "phường", "phường", 0.5, FieldState.CARRIED)
    told = {
        # An error and a warning; an error that a person's word on its field answers; a code of an older program.
        "blocked": ([*settled], [Finding("R001", "number"), Finding("R035", "child_full_name")], 2),
        "answered": ([unread], [Finding("R001", "child_gender")], 0),
        "strange": ([*settled], [Finding("NOBODY_KNOWS", "number")], 2),
        "dear": ([*READ], [], 2),
        "cheap": ([*settled[:-2], place], [Finding("R035", "child_full_name")], 1),
        "calm": ([*settled], [], 0),
    }
    made = {
        name: put_record(ledger, batch, read=read, found=found) for name, (read, found, _) in told.items()
    }
    with ledger.writing(act(LAN)) as connection:
        seen = {one.id: one for one in queue(connection, act(LAN), Filters(quick=None))}
        for name, record in made.items():
            one = seen[record]
            assert one.risk == told[name][2], name
            if name == "strange":
                continue
            found = view(connection, record)
            assert one.doubtful == {field.key for field in found.doubtful}
            assert sorted(one.blocking) == sorted(kept.finding.code for kept in found.blocking)
            assert one.open == {kept.finding.code for kept in found.findings}
            assert one.quick == found.quick
        assert [one.risk for one in seen.values()] == [2, 2, 2, 1, 0, 0]


def test_a_closed_record_is_in_nobody_elses_queue(ledger: Ledger, batch: str) -> None:
    record = put_record(ledger, batch)
    with ledger.writing(act(LAN)) as connection:
        sight.mark(connection, act(LAN), record, "secret")
        sight.name_person(connection, act(LAN), record, HOA.id, "QĐ 12")
        assert list(queue(connection, act(LAN), Filters())) == []
        assert [one.id for one in queue(connection, act(HOA), Filters())] == [record]
        for refused in (lease.take, lease.heartbeat):
            with pytest.raises((NotFound, MoveRefused)):
                refused(connection, act(LAN), record, minutes=15)
        with pytest.raises(NotFound):
            approval.approve(connection, act(LAN), record)


def test_a_batch_gets_another_preset_while_nobody_has_begun(ledger: Ledger, batch: str) -> None:
    fresh, begun = put_record(ledger, batch, found=BY_HAND), put_record(ledger, batch)
    fix(ledger, LAN, begun, "child_full_name", "LÊ NHƯ PHỤNG")
    with ledger.writing(act(LAN)) as connection:
        none = Rules(risks=frozenset())
        assert plan_batch(connection, act(LAN), batch, none, priority=None, preset_name="office") == 1
        assert stages.item_of(connection, fresh, "birth").stage.name == "entry"
        assert stages.item_of(connection, begun, "birth").preset.name == "quick"
    assert value(ledger, fresh, "child_full_name").value == "LÊ NHƯ PHƯỢNG"
