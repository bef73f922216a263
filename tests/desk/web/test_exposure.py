"""Who was shown whom, the alarm when it is too much, and what people named in records ask for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from counter import Desk
from counter_desk import UNIT, DeskHouse
from reviewed import archived
from sqlalchemy import select

from archive.tables import outbox
from pipeline import alarms, attach
from pipeline.actors import Act, person
from pipeline.exposure import of_account, of_record
from pipeline.ledger import note

DOSSIER = "H29.22.33-260115-0061"


@pytest.fixture(scope="module")
def kept(house: DeskHouse) -> str:
    """An archived record that a clerk's dossier holds."""
    record = archived(house, "HIỀN", 961)
    act = house.act("motcua")
    attach.open_dossier(house.services, DOSSIER, act, title="LÊ NHƯ HIỀN", procedure="")
    attach.attach(house.services, DOSSIER, record, "birth_certificate", act)
    return record


@pytest.fixture
def terminal(house: DeskHouse, capsys: pytest.CaptureFixture[str]) -> Desk:
    def collect() -> tuple[str, str]:
        found = capsys.readouterr()
        return found.out, found.err

    return Desk(house.home, collect)


def test_every_page_that_names_people_says_whom_it_showed(house: DeskHouse, kept: str) -> None:
    clerk, begin = house.client("motcua"), house.services.clock()
    clerk.page("/search?q=HIEN")
    clerk.page(f"/dossiers/{DOSSIER}")
    clerk.page(f"/records/{kept}")
    assert clerk.submit(f"/records/{kept}/open", purpose="request").status_code == 303
    house.client("kiem").page("/review")
    with house.services.ledger.reading() as connection:
        end = house.services.clock() + timedelta(seconds=1)
        shown = of_account(connection, "person:motcua", begin, end)
        others = of_account(connection, "person:kiem", begin, end)
        readers = {(one.actor, one.way) for one in of_record(connection, kept)}
        titles = connection.scalars(select(outbox.c.actor).where(outbox.c.type == "dossier.seen")).all()
    ways = [one.way for one in shown if one.record == kept]
    assert ways == ["listed", "listed", "listed", "opened"]
    assert {one.way for one in others} == {"listed"}
    assert ("person:motcua", "opened") in readers
    assert "person:motcua" in titles


def test_what_an_account_was_shown_is_told_record_by_record(
    house: DeskHouse, kept: str, terminal: Desk
) -> None:
    clerk = house.client("motcua")
    clerk.page(f"/records/{kept}")
    clerk.submit(f"/records/{kept}/open", purpose="office")
    today = (house.services.clock() + timedelta(hours=7)).date().isoformat()
    asked = ("audit", "exposure", "--account", "motcua", "--from", today, "--to", today)
    told = terminal(*asked, "--json").document
    (one,) = [entry for entry in told["records"] if entry["record"] == kept]
    assert one["way"] == "opened"
    assert "office" in one["purposes"]
    assert terminal(*asked).code == 0
    early = (
        "audit",
        "exposure",
        "--account",
        "motcua",
        "--from",
        "2020-01-01",
        "--to",
        "2020-01-31",
        "--json",
    )
    assert terminal(*early).document["records"] == []


def test_reading_too_much_is_an_alarm_once_an_hour_and_the_auditor_sees_it(house: DeskHouse) -> None:
    ledger, at = house.services.ledger, house.services.clock()
    raised = []
    for number in range(6):
        act = Act(person("tomo", UNIT), at + timedelta(minutes=number))
        with ledger.writing(act) as connection:
            note(connection, act, "record.opened", f"record-{number // 2}")
            raised.append(alarms.watch(connection, act, "record.opened", 2))
    # The same record twice counts once; the third record is one too many; a second alarm in the hour says nothing new.
    assert raised == [False, False, False, False, True, False]
    later = Act(person("tomo", UNIT), at + timedelta(hours=3))
    with ledger.writing(later) as connection:
        note(connection, later, "record.opened", "record-9")
        assert not alarms.watch(connection, later, "record.opened", 2)
        assert not alarms.watch(connection, later, "record.opened", 0)
    assert "mở quá nhiều tài liệu" in house.client("kiemtoan").page("/audit")
    assert 'sohoa_alarms_total{rule="bulk_reading"} 1' in house.client().get("/metrics").text


def test_what_is_held_of_a_person_is_told_with_who_saw_it_and_what_was_asked(
    house: DeskHouse, kept: str, terminal: Desk
) -> None:
    clerk = house.client("motcua")
    clerk.page(f"/records/{kept}")
    ask = (
        "person",
        "ask",
        kept,
        "--kind",
        "restrict",
        "--applicant",
        "Lê Như Hiền",
        "--text",
        "Không cho xem",
    )
    assert terminal(*ask).code == 0
    assert terminal(*ask).code == 0
    (request,) = terminal("person", "requests", "--json").document["requests"]
    (held,) = terminal("person", "report", "LÊ NHƯ HIỀN", "--json").document["held"]
    assert (held["record"], held["dossiers"]) == (kept, [DOSSIER])
    assert "person:motcua" in {one["actor"] for one in held["seen"]}
    assert [one["id"] for one in held["asked"]] == [request["id"]]
    assert terminal("person", "report", "LÊ NHƯ HIỀN").code == 0
    assert terminal("person", "ask", kept, "--kind", "forget", "--applicant", "A", "--text", "x").code == 1
    answer = ("person", "answer", request["id"][:8], "--text", "Có căn cứ")
    assert terminal(*answer, "--grant").code == 0
    assert terminal(*answer, "--refuse").code != 0, "an answer is given once"
    assert terminal("person", "requests", "--json").document["requests"] == []
    assert clerk.get(f"/records/{kept}").status_code == 404, "granted: closed to all but people named for it"
    assert terminal("person", "report", "LÊ NHƯ HIỀN", "--json").document["hidden"] == 1
