"""The queue of review: what comes first, what stays out of sight, another preset for a batch."""

from __future__ import annotations

import pytest
from reviewing import BY_HAND, HOA, LAN, MINH, READ, act, fix, put_batch, put_record, value

from pipeline.errors import MoveRefused, NotFound
from pipeline.findings import Finding
from pipeline.ledger import Ledger
from pipeline.lookup import view
from pipeline.record import Field, FieldState
from pipeline.review import approval, lease, sight, stages
from pipeline.review.presets import Rules
from pipeline.review.queue import Filters, plan_batch, queue, take_next


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
