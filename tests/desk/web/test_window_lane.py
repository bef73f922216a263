"""A paper taken in at the counter: used at once, signed, archived, then checked; nothing of it is ever lost."""

from __future__ import annotations

from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from counter_desk import DeskHouse, make_house
from printed_records import BIRTH
from sqlalchemy import update

from archive.deposit import read_file
from archive.dossier import Dossier, show
from archive.index import record as indexed
from archive.rebuild import rebuild
from flows.context import FlowContext
from flows.paper import read_paper
from pipeline import attach
from pipeline.assemble import assemble
from pipeline.docket import WindowPaper
from pipeline.errors import MoveRefused
from pipeline.finalize import finalize
from pipeline.intake import receive
from pipeline.issuing.finals import FINAL_FILE
from pipeline.ledger_tables import sources
from pipeline.lookup import RecordView, view
from pipeline.procedures import procedures
from pipeline.record import RecordState, urn
from pipeline.restore_ledger import restore_ledger
from pipeline.review import approve
from pipeline.review.queue import Filters, queue
from pipeline.window.lane import drop, settle, unsettled, use, wanted
from pipeline.window.paper import paper_of, papers_of
from pipeline.wiring import open_services

NUMBERS = count(301)
CODE = "H29.22.33-261127-0001"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> DeskHouse:
    made = make_house(tmp_path_factory.mktemp("window") / "home")
    act = made.act("motcua")
    attach.open_dossier(made.services, CODE, act, title="LÊ NHƯ HẠNH", procedure="birth-registration")
    return made


def taken_in(office: DeskHouse, names: list[str], component: str = "birth-notice") -> str:
    """A paper of these pages, read; each name is that of the child on it."""
    part = procedures()["birth-registration"].component(component)
    assert part is not None
    number = next(NUMBERS)
    lines = [
        tuple(line.replace("PHƯỢNG", name).replace("773/", f"{number}/") for line in BIRTH) for name in names
    ]
    files = [office.press.page(f"{uuid4()}.png", one) for one in lines]
    told = WindowPaper(component=component, form="certified_copy", returned=True)
    services, act = office.services, office.act("motcua")
    batch = receive(
        services.ledger, services.workspace, files, wanted(CODE, part, told), act, str(uuid4())
    ).batch
    press: Any = office.press
    assert read_paper(FlowContext(services, act.by, None, _pool=press), batch) == 0
    return batch


def dossier(office: DeskHouse) -> Dossier:
    with office.services.ledger.reading() as connection:
        return show(connection, CODE)


def held(office: DeskHouse, record: str) -> RecordView:
    with office.services.ledger.reading() as connection:
        return view(connection, record)


def said_in_index(office: DeskHouse, record: str) -> str:
    with office.services.ledger.reading() as connection:
        return indexed(connection, urn(record)).description.review_state


def waits_for_review(office: DeskHouse, record: str) -> bool:
    with office.services.ledger.reading() as connection:
        act = office.act("kiem")
        return record in {
            one.id for quick in (True, False) for one in queue(connection, act, Filters(quick=quick))
        }


def test_two_images_are_one_paper_used_signed_archived_and_then_checked(office: DeskHouse) -> None:
    batch, services = taken_in(office, ["HẠNH", "HẠNH"]), office.services
    with services.ledger.reading() as connection:
        paper = paper_of(connection, CODE, batch)
    assert (paper.stage, len(paper.records), paper.told.form, paper.told.returned) == (
        "ready", 1, "certified_copy", True,
    )  # fmt: skip
    (record,) = use(services, CODE, batch, office.act("motcua"))
    assert len(held(office, record).pages) == 2
    member = next(one for one in dossier(office).present if one.record == urn(record))
    assert (member.component, member.version) == ("birth-notice", "v1")
    assert said_in_index(office, record) == "unreviewed"
    assert settle(services, office.act("motcua")) == {}
    early = held(office, record)
    assert early.state is RecordState.IN_REVIEW
    assert early.unchecked
    assert early.row.signature_count == 1
    assert said_in_index(office, record) == "unreviewed"
    assert waits_for_review(office, record)
    assert dossier(office).present[-1].version == early.row.archive_version != "v1"
    final = read_file(services.store, urn(record), FINAL_FILE)
    assert unsettled(services, office.act("motcua")) == []
    act = office.act("kiem")
    with services.ledger.writing(act) as connection:
        approve(connection, act, record, confirm=True)
    assert assemble(services, [record], act) == {}
    finalize(services, record, act)
    checked = held(office, record)
    assert (checked.state, checked.unchecked) == (RecordState.ARCHIVED, False)
    assert said_in_index(office, record) == "reviewed"
    # Checking changed what is said of the paper, and not one byte of what was signed.
    assert read_file(services.store, urn(record), FINAL_FILE) == final


def test_using_twice_changes_nothing_and_a_closed_dossier_keeps_its_version(office: DeskHouse) -> None:
    other, act, services = "H29.22.33-261127-0002", office.act("motcua"), office.services
    attach.open_dossier(services, other, act, procedure="birth-registration")
    batch = taken_in(office, ["LIÊN"])
    (record,) = use(services, CODE, batch, act)
    assert use(services, CODE, batch, act) == (record,)
    assert [one.record for one in dossier(office).present].count(urn(record)) == 1
    settle(services, act)
    attach.attach(services, other, record, "birth-notice", act)
    attach.close(services, other, act)
    with services.ledger.writing(office.act("kiem")) as connection:
        approve(connection, office.act("kiem"), record, confirm=True)
    assemble(services, [record], act)
    finalize(services, record, act)
    assert held(office, record).state is RecordState.ARCHIVED


def test_a_paper_is_dropped_with_a_reason_and_may_be_taken_in_again(office: DeskHouse) -> None:
    batch, act, services = taken_in(office, ["LAN"]), office.act("motcua"), office.services
    with pytest.raises(Exception, match="reason"):
        drop(services, CODE, batch, " ", act)
    drop(services, CODE, batch, "quét nhầm tờ", act)
    with services.ledger.reading() as connection:
        assert batch not in {one.batch for one in papers_of(connection, CODE)}
    again = taken_in(office, ["LAN"])
    (record,) = use(services, CODE, again, act)
    with pytest.raises(MoveRefused):
        drop(services, CODE, again, "nhầm", act)
    assert held(office, record).early is not None


def test_a_paper_with_a_file_that_cannot_be_read_is_not_used(office: DeskHouse) -> None:
    batch, services, act = taken_in(office, ["YẾN", "YẾN"]), office.services, office.act("motcua")
    with services.ledger.writing(act) as connection:
        broken = (sources.c.batch == batch) & (sources.c.ordinal == 2)
        connection.execute(update(sources).where(broken).values(fault="UNREADABLE"))
    with pytest.raises(MoveRefused, match="not whole"):
        use(services, CODE, batch, act)
    drop(services, CODE, batch, "tệp hỏng", act)


def test_what_was_used_early_comes_back_under_review_when_the_ledger_is_lost(office: DeskHouse) -> None:
    """The last test of this module: the ledger is gone after it."""
    batch, services, act = taken_in(office, ["NGA"]), office.services, office.act("motcua")
    (record,) = use(services, CODE, batch, act)
    assert settle(services, act) == {}
    services.ledger.engine.dispose()
    for path in services.settings.home.glob("ledger.sqlite*"):
        path.unlink()
    again = open_services(services.settings)
    with again.ledger.writing(act) as connection:
        rebuild(again.store, connection, act.at)
    restore_ledger(again, act)
    with again.ledger.reading() as connection:
        back = view(connection, record)
    assert (back.state, back.unchecked, back.has_final) == (RecordState.IN_REVIEW, True, True)
    assert back.early is not None
    assert (back.early.dossier, back.early.component) == (CODE, "birth-notice")
