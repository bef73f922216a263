"""A sealing session keeps to its list, its number and its time; stops at a difference; is over when it is killed."""

from __future__ import annotations

import io
import json
import signal
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from sign_office import POLICY, SignOffice, open_sign_office, worker_of

from archive.deposit import read_file
from benchmarks.government import Government, now
from pipeline.errors import MoveRefused, WrongUse
from pipeline.issuing.sealing_session import (
    close_dead_sessions,
    items_of,
    list_for_seal,
    run_session,
    session_row,
)
from pipeline.record import urn
from signing.lint import lint_bytes

WORKER = Path(__file__).with_name("seal_worker.py")
# Only the seal, at B-T, so that a session has something to do at once.
ONLY_SEAL = POLICY.replace(
    'signers = [{ capacity = "official", profile = "" }]', 'signers = [{ capacity = "seal", profile = "" }]'
)


@pytest.fixture
def sealers(tmp_path: Path, government: Government) -> SignOffice:
    return open_sign_office(tmp_path / "home", government, ONLY_SEAL)


def minute(sealers: SignOffice, session: str) -> dict[str, object]:
    told: dict[str, object] = json.loads(read_file(sealers.services.store, urn(session), "minute.json"))
    return told


def test_a_list_is_sealed_unattended_and_leaves_a_minute(sealers: SignOffice) -> None:
    services, act = sealers.services, sealers.act("binh")
    records = [sealers.paper("marriage") for _ in range(3)]
    session = list_for_seal(services, act, records, 30)
    with pytest.raises(MoveRefused, match="somebody else"):
        list(run_session(services, sealers.act("lan").by, session, sealers.identity("seal")))
    told = list(run_session(services, act.by, session, sealers.identity("seal")))
    assert [one.state for one in told] == ["sealed"] * 3
    assert {sealers.row(one).state for one in records} == {"signed"}
    row = session_row(services, session)
    assert (row.state, row.ended) == ("closed", "done")
    kept = minute(sealers, session)
    assert (kept["ended"], kept["sealed"], kept["list_sha256"]) == ("done", 3, row.list_sha256)
    text = read_file(services.store, urn(session), "minute.txt").decode()
    assert "BIÊN BẢN" in text
    assert all(one in text for one in records)
    paper = read_file(services.store, urn(session), "minute.pdf")
    assert lint_bytes(paper) == ()
    with pikepdf.open(io.BytesIO(paper)) as pdf, pdf.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "2"
        assert len(pdf.pages) == 1
    shown = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(paper))
    assert "BIÊN BẢN PHIÊN ĐÓNG DẤU" in shown
    assert all(one in "".join(shown.split()) for one in (*records, row.list_sha256))
    with pytest.raises(MoveRefused, match="over"):
        list(run_session(services, act.by, session, sealers.identity("seal")))


def test_it_stops_at_the_first_difference_from_the_list(sealers: SignOffice) -> None:
    services, act = sealers.services, sealers.act("binh")
    records = [sealers.paper("marriage") for _ in range(3)]
    session = list_for_seal(services, act, records, 30)
    path = sealers.file(records[1], "assembled.pdf")
    path.write_bytes(path.read_bytes() + b"% one more\n")
    told = list(run_session(services, act.by, session, sealers.identity("seal")))
    assert [one.state for one in told] == ["sealed", "differs"]
    assert [sealers.row(one).state for one in records] == ["signed", "assembled", "assembled"]
    assert [one.state for one in items_of(services, session)] == ["sealed", "differs", "waiting"]
    assert (minute(sealers, session)["ended"], minute(sealers, session)["sealed"]) == ("difference", 1)


def test_it_ends_when_its_time_is_over(sealers: SignOffice) -> None:
    act, records = sealers.act("binh"), [sealers.paper("marriage") for _ in range(2)]
    session = list_for_seal(sealers.services, act, records, 5)
    asked: list[int] = []

    def clock():  # type: ignore[no-untyped-def]
        asked.append(1)
        return now() + timedelta(minutes=6 if len(asked) > 2 else 0)

    services = replace(sealers.services, clock=clock)
    assert [one.state for one in run_session(services, act.by, session, sealers.identity("seal"))] == [
        "sealed"
    ]
    assert minute(sealers, session)["ended"] == "time"


def test_only_what_the_holder_may_seal_gets_on_a_list(sealers: SignOffice) -> None:
    act = sealers.act("binh")
    for ids, minutes in (([], 5), ([sealers.paper("marriage")], 0), (["a", "a"], 5)):
        with pytest.raises(WrongUse):
            list_for_seal(sealers.services, act, ids, minutes)
    with pytest.raises(MoveRefused, match="mandate"):
        list_for_seal(sealers.services, act, [sealers.paper()], 5)
    with pytest.raises(MoveRefused, match="mandate"):
        list_for_seal(sealers.services, sealers.act("nobody"), [sealers.paper("marriage")], 5)


@pytest.mark.proof
def test_a_killed_session_is_over_and_what_was_sealed_stands(sealers: SignOffice) -> None:
    services, act = sealers.services, sealers.act("binh")
    records = [sealers.paper("marriage") for _ in range(4)]
    session = list_for_seal(services, act, records, 30)
    process = worker_of(sealers, WORKER, session)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "sealed"
    assert close_dead_sessions(services, act) == []
    process.send_signal(signal.SIGKILL)
    process.wait(60)
    process.stdout.close()
    assert close_dead_sessions(services, act) == [session]
    assert close_dead_sessions(services, act) == []
    made = [one for one in records if sealers.case(one).made]
    kept = minute(sealers, session)
    assert 1 <= len(made) < 4
    assert (kept["ended"], kept["sealed"]) == ("killed", len(made))
    with pytest.raises(MoveRefused, match="over"):
        list(run_session(services, act.by, session, sealers.identity("seal")))
    rest = [one for one in records if one not in made]
    again = list_for_seal(services, act, rest, 30)
    assert {one.state for one in run_session(services, act.by, again, sealers.identity("seal"))} == {"sealed"}
