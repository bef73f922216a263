"""Figures and plans, on a ledger without any scan: every number has its denominator, and none counts too much."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from reviewing import AT, LAN, MACHINE, MINH, UNIT, act, put_batch, put_record, set_state
from sqlalchemy import insert, update

from archive.dossier import Dossier, Member, attach, open_dossier
from archive.fixity_rounds import note_read
from pipeline.actors import timestamp
from pipeline.figures import Ratio, Scope, backlog, figures, pages_by_day, pages_waiting, total
from pipeline.figures_of_fields import field_errors
from pipeline.issuing.policy import RESULT
from pipeline.issuing.tables import cases
from pipeline.ledger import Ledger, withdraw_batch
from pipeline.ledger_tables import batches, pages, records
from pipeline.planning import LEAST, Hands, Plan, Stage, measured, plan, working_day
from pipeline.procedures import procedures
from pipeline.record import FieldState, RecordState
from pipeline.review.decisions import Correction, correct
from pipeline.review.tables import parts

OTHER = "UBND phường Bên Cạnh"


def counted(ledger: Ledger, scope: Scope | None = None) -> dict[str, Ratio]:
    with ledger.reading() as connection:
        return total(figures(connection, scope or Scope(), AT))


def values(ledger: Ledger, record: str, **columns: object) -> None:
    with ledger.writing(act(MACHINE)) as connection:
        connection.execute(update(records).where(records.c.id == record).values(**columns))


def test_an_empty_ledger_counts_nothing_of_nothing(ledger: Ledger) -> None:
    assert set(counted(ledger).values()) == {Ratio()}
    assert Ratio().share is None
    with ledger.reading() as connection:
        assert (pages_by_day(connection, Scope()), backlog(connection, Scope())) == ({}, {})


def test_records_are_counted_by_how_far_they_came(ledger: Ledger) -> None:
    batch = put_batch(ledger)
    keys = [put_record(ledger, batch) for _ in range(6)]
    for key, state in zip(
        keys, ("in_review", "quarantined", "approved", "archived", "archived", "superseded"), strict=True
    ):
        set_state(ledger, key, state)
    values(ledger, keys[3], signature_count=1)
    found = counted(ledger)
    assert found["records_read"] == Ratio(4, 5)
    assert found["records_approved"] == Ratio(3, 5)
    assert found["records_signed"] == Ratio(1, 5)
    assert found["records_archived"] == Ratio(2, 5)
    assert found["pages_read"] == Ratio(6, 6)
    with ledger.reading() as connection:
        assert backlog(connection, Scope()) == {
            RecordState.IN_REVIEW: 1, RecordState.APPROVED: 1, RecordState.QUARANTINED: 1
        }  # fmt: skip


def test_a_page_scanned_again_counts_once_and_a_withdrawn_batch_not_at_all(ledger: Ledger) -> None:
    batch, gone = put_batch(ledger), put_batch(ledger)
    for _ in range(3):
        put_record(ledger, batch)
    put_record(ledger, gone)
    with ledger.writing(act(LAN)) as connection:
        withdraw_batch(connection, act(LAN), gone)
        connection.execute(
            update(pages).where(pages.c.batch == batch, pages.c.number == 1).values(state="replaced")
        )
        connection.execute(
            update(pages).where(pages.c.batch == batch, pages.c.number == 2).values(state="new")
        )
    found = counted(ledger)
    assert found["pages_read"] == Ratio(1, 2)
    assert found["records_read"] == Ratio(3, 3)
    with ledger.reading() as connection:
        assert pages_waiting(connection, Scope()) == 1


def test_days_are_those_of_vietnam_and_units_stay_apart(ledger: Ledger) -> None:
    first, second = put_batch(ledger), put_batch(ledger)
    put_record(ledger, first)
    values(ledger, put_record(ledger, second), unit=OTHER, created_at="2026-03-02T17:00:00.000Z")
    with ledger.writing(act(MACHINE)) as connection:
        # 23:59 and midnight in Vietnam.
        for batch, at, unit in (
            (first, "2026-03-02T16:59:59.999Z", UNIT),
            (second, "2026-03-02T17:00:00.000Z", OTHER),
        ):
            connection.execute(update(batches).where(batches.c.id == batch).values(created_at=at, unit=unit))
    day = date(2026, 3, 2)
    with ledger.reading() as connection:
        assert pages_by_day(connection, Scope()) == {day: 1, date(2026, 3, 3): 1}
        assert pages_by_day(connection, Scope(last=day)) == {day: 1}
        assert pages_by_day(connection, Scope(first=date(2026, 3, 3))) == {date(2026, 3, 3): 1}
        assert pages_by_day(connection, Scope(units=[OTHER])) == {date(2026, 3, 3): 1}
        assert list(figures(connection, Scope(), AT)) == [OTHER, UNIT]
        assert list(figures(connection, Scope(units=[UNIT]), AT)) == [UNIT]
    assert counted(ledger, Scope(units=[]))["pages_read"] == Ratio()


def test_changed_fields_are_measured_against_what_the_machine_had_read(ledger: Ledger) -> None:
    batch = put_batch(ledger)
    keys = [put_record(ledger, batch) for _ in range(4)]
    name = "child_full_name"
    with ledger.writing(act(LAN)) as connection:
        correct(connection, act(LAN), keys[0], [Correction(name, FieldState.CORRECTED, "LÊ NHƯ QUỲNH")])
        correct(connection, act(LAN), keys[1], [Correction(name, FieldState.CONFIRMED)])
        # Changed and changed back is no mistake of the machine.
        correct(connection, act(LAN), keys[2], [Correction(name, FieldState.CORRECTED, "LÊ NHƯ QUỲNH")])
        back = Correction(name, FieldState.CORRECTED, "LÊ NHƯ PHƯỢNG")
        correct(connection, act(LAN), keys[2], [back], reason="đọc lại")
        correct(connection, act(LAN), keys[3], [Correction(name, FieldState.CORRECTED, "LÊ NHƯ QUỲNH")])
    for key in keys[:3]:
        set_state(ledger, key, "approved")
    with ledger.reading() as connection:
        found = field_errors(connection, Scope())
    assert (found[0].type, found[0].field, found[0].changed) == ("birth", name, Ratio(1, 3))
    assert {one.changed for one in found[1:]} == {Ratio(0, 3)}


def test_components_and_reuse_are_counted_in_the_dossiers(ledger: Ledger) -> None:
    batch = put_batch(ledger)
    own, foreign = put_record(ledger, batch), put_record(ledger, batch)
    values(ledger, own, dossier="H-1")
    known = next(one for one in procedures().values() if any(part.required for part in one.components))
    wanted = [part.key for part in known.components if part.required]
    key = f"urn:uuid:{uuid4()}"
    opened = Dossier(
        id=key,
        code="H-1",
        title="",
        procedure=known.key,
        unit=UNIT,
        state="open",
        opened_at=AT,
        closed_at=None,
        members=(),
    )
    with ledger.writing(act(LAN)) as connection:
        open_dossier(connection, opened)
    assert counted(ledger)["components_present"] == Ratio(0, len(wanted))
    with ledger.writing(act(LAN)) as connection:
        for record in (own, foreign):
            attach(connection, "H-1", Member(f"urn:uuid:{record}", "v1", "0" * 64, wanted[0], AT, LAN.id))
    assert counted(ledger)["components_present"] == Ratio(1, len(wanted))
    assert counted(ledger)["components_reused"] == Ratio(1, 2)


def test_results_and_fixity_have_their_denominators(ledger: Ledger) -> None:
    batch = put_batch(ledger)
    signed, waiting = put_record(ledger, batch), put_record(ledger, batch)
    set_state(ledger, signed, "archived")
    values(ledger, signed, signature_count=1, archive_version="v1")
    values(ledger, waiting, archive_version="v1")
    with ledger.writing(act(LAN)) as connection:
        for key in (signed, waiting):
            row = {"record": key, "purpose": RESULT, "opened_at": act(LAN).time, "opened_by": LAN.id}
            connection.execute(insert(cases).values(**row))
        note_read(connection, [(f"urn:uuid:{signed}", 0)], AT - timedelta(days=89))
        note_read(connection, [(f"urn:uuid:{waiting}", 0)], AT - timedelta(days=91))
    found = counted(ledger)
    assert found["results_signed"] == Ratio(1, 2)
    assert found["fixity_read"] == Ratio(1, 2)


def planned(ledger: Ledger, new_pages: int, hands: Hands) -> Plan:
    with ledger.reading() as connection:
        return plan(connection, Scope(), new_pages, hands, date(2026, 3, 2))


def test_a_plan_without_measurements_says_that_it_assumes(ledger: Ledger) -> None:
    found = planned(ledger, 100_000, Hands(scanners=2, reviewers=10))
    assert [leg.pace.measured for leg in found.legs] == [0, 0, 0, 0]
    assert found.pages_per_record.measured == 0
    # 100,000 pages at 15 s on 2 scanners of 7 hours; 50,000 records at 60 s by 10 people; 6 s by one official.
    assert [round(leg.days, 1) for leg in found.legs] == [29.8, 9.3, 11.9, 11.9]
    assert (found.last.stage, found.ends) == (Stage.SCANNING, date(2026, 4, 10))
    assert planned(ledger, 0, Hands()).ends == date(2026, 3, 2)


def test_more_hands_move_the_end_to_another_stage(ledger: Ledger) -> None:
    assert planned(ledger, 100_000, Hands(scanners=9, reviewers=1)).last.stage is Stage.KEYING
    assert planned(ledger, 100_000, Hands(scanners=9, reviewers=20)).last.stage is Stage.SIGNING
    assert planned(ledger, 100_000, Hands(9, 20, officials=5)).last.stage is Stage.READING


def test_paces_come_from_the_ledger_and_a_pause_is_no_work(ledger: Ledger) -> None:
    keys = []
    for number in range(LEAST):
        # Ten seconds from one batch to the next; a night in the middle.
        minutes = number / 6 + (720 if number >= LEAST // 2 else 0)
        batch = put_batch(ledger, minutes)
        keys += [put_record(ledger, batch) for _ in range(2)]
    with ledger.writing(act(MACHINE)) as connection:
        for number, key in enumerate(keys):
            begun, seconds = AT + timedelta(hours=number), 4000 if number == 0 else 30
            times = {
                "taken_at": timestamp(begun),
                "finished_at": timestamp(begun + timedelta(seconds=seconds)),
            }
            for stage, actor in (("first", LAN.id), ("second", MINH.id)):
                row = {"record": key, "round": 1, "stage": stage, "actor": actor, **times}
                connection.execute(insert(parts).values(**row))
        at = {f: act(MACHINE, f / 60).time for f in range(2)}
        connection.execute(update(pages).where(pages.c.number == 2).values(changed_at=at[1]))
    with ledger.reading() as connection:
        found = measured(connection, Scope())
    scanning, reading, keying = (found.of[stage] for stage in (Stage.SCANNING, Stage.READING, Stage.KEYING))
    assert (scanning.seconds, scanning.measured) == (pytest.approx(5), 2 * (LEAST - 2))
    assert (reading.seconds, reading.measured) == (1.0, LEAST)
    assert (keying.seconds, keying.measured) == (60.0, 2 * LEAST - 1)
    assert found.of[Stage.SIGNING].measured == 0
    assert (found.pages_per_record.seconds, found.pages_per_record.measured) == (1.0, 2 * LEAST)
    # What waits is planned for, also without a new page.
    assert [leg.amount for leg in planned(ledger, 10, Hands()).legs] == [
        10,
        10,
        10 + len(keys),
        10 + len(keys),
    ]


def test_work_rests_on_saturday_and_sunday() -> None:
    friday = date(2026, 3, 6)
    assert working_day(friday, 1) == friday
    assert working_day(friday, 2) == date(2026, 3, 9)
    assert working_day(date(2026, 3, 7), 1) == date(2026, 3, 9)
    assert working_day(date(2026, 3, 2), 6) == date(2026, 3, 9)
