"""Review at the terminal by several people: queue, double keying, stages, samples, and a page that is scanned anew."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from counter import BIRTH, HEIGHT, WIDTH, Desk, Typesetter
from homes import new_home
from sqlalchemy import select
from terminal import Ran

from ocr.faults import PAGE_TIMEOUT, Fault
from ocr.page import Box, Mark
from ocr.pool import PageOutcome, PageRequest
from ocr.reading import PageSurvey, Survey
from ocr.sheet_code import SheetCode
from pipeline import digitize
from pipeline.actors import Act, person
from pipeline.batch import count
from pipeline.describe import describe, gather, record_json
from pipeline.intake import Request, receive
from pipeline.ledger_tables import pages
from pipeline.lookup import view
from pipeline.settings import load
from pipeline.wiring import Services

UNIT = "UBND phường Thử Nghiệm"


class SlipTypesetter(Typesetter):
    """Reads a line `SOHOA1:...` as the code of a sheet."""

    def read(self, requests: Iterable[PageRequest]) -> Iterator[PageOutcome]:
        for outcome in super().read(requests):
            if outcome.reading is None:
                yield outcome
                continue
            codes = [line.text for line in outcome.reading.text.lines if line.text.startswith("SOHOA1:")]
            marks = tuple(Mark("qr", code, Box(0, 0, 9, 9)) for code in codes)
            yield dataclasses.replace(outcome, reading=dataclasses.replace(outcome.reading, marks=marks))


class TornTypesetter(SlipTypesetter):
    """Has a second page in every file, which nobody can read."""

    def survey(self, path: Path) -> Survey:
        return Survey("image/png", (PageSurvey(1, WIDTH, HEIGHT), PageSurvey(2, WIDTH, HEIGHT)))

    def read(self, requests: Iterable[PageRequest]) -> Iterator[PageOutcome]:
        for request in requests:
            if request.number == 2:
                yield PageOutcome(request.token, None, Fault(PAGE_TIMEOUT, {"seconds": "1"}))
            else:
                yield from super().read([request])


def as_person(desk: Desk, name: str, *line: str | Path) -> Ran:
    return desk(*line, SOHOA_ACTOR=name)


def services_of(desk: Desk) -> Services:
    return new_home(load({"SOHOA_HOME": str(desk.home), "SOHOA_UNIT": UNIT}))


def scan(
    desk: Desk, folder: Path, sheets: Sequence[Sequence[str]], *, again: str | None = None, pool: Any = None
) -> str:
    """Scan texts as one batch, each a page in a file of its own; with `again` go through the steps once more."""
    services = services_of(desk)
    act = Act(person("lan", UNIT), services.clock())
    files = [folder / f"{number:03d}.png" for number in range(len(sheets))]
    folder.mkdir(exist_ok=True)
    for file, lines in zip(files, sheets, strict=True):
        file.write_text("\n".join(lines), encoding="utf-8")
    batch = again or receive(services.ledger, services.workspace, files, Request(), act, str(uuid4())).batch
    pool = pool or SlipTypesetter()
    digitize.survey_sources(services, pool, batch, act)
    list(digitize.read(services, pool, batch, digitize.pending_pages(services, batch, act), act))
    digitize.draft(services, batch, act)
    assert digitize.close(services, batch, act)
    return batch


def test_a_rescanned_page_takes_its_slot_and_nothing_is_lost(desk: Desk, record: str, tmp_path: Path) -> None:
    assert desk("record", "correct", record, "child_full_name=LÊ NHƯ PHỤNG").code == 0
    slip = tmp_path / "slip.pdf"
    asked = desk("record", "rescan", record, "--page", "1", "--reason", "mờ", "--out", slip, "--json")
    assert (asked.code, slip.exists()) == (0, True)
    assert desk("record", "show", record, "--json").document["state"] == "rejected"
    again = desk(
        "record", "rescan", record, "--page", "1", "--reason", "mờ", "--out", slip, "--json"
    ).document
    assert again == asked.document
    code = _code(record, asked.document["page"])
    other = [*BIRTH[:2], "Họ, chữ đệm, tên: NGUYỄN VĂN AN", *BIRTH[3:]]
    sharper = [line.replace("TRẦN HOÀNG UYÊN", "TRẦN HOÀNG YẾN") for line in BIRTH]
    sheets = [other, ["PHIẾU QUÉT LẠI", code], sharper, ["TỜ PHÂN CÁCH", _plain()], other]
    batch = scan(desk, tmp_path / "second", sheets)
    shown = desk("record", "show", record, "--json").document
    assert (shown["state"], Path(shown["pages"][0]["file"]).name) == ("in_review", "002.png")
    # What a person decided stays; what the machine had read is read anew.
    assert (shown["fields"]["child_full_name"]["value"], shown["fields"]["child_full_name"]["state"]) == (
        "LÊ NHƯ PHỤNG", "corrected")  # fmt: skip
    assert shown["fields"]["mother_full_name"]["value"] == "TRẦN HOÀNG YẾN"
    assert [d["action"] for d in shown["decisions"]] == ["corrected", "rescan", "rescanned"]
    _nothing_lost(desk, record, batch, asked.document["page"])
    revision = shown["revision"]
    scan(desk, tmp_path / "second", sheets, again=batch)
    assert desk("record", "show", record, "--json").document["revision"] == revision
    assert len(desk("record", "list", "--batch", batch, "--json").document["records"]) == 2


def _code(record: str, page: str) -> str:
    return SheetCode("R", record, page, pages=1).text


def _plain() -> str:
    return SheetCode("S", "next").text


def _nothing_lost(desk: Desk, record: str, batch: str, old: str) -> None:
    """Every page is counted and its bytes lie in the store; the record tells of the page that was replaced."""
    services = services_of(desk)
    with services.ledger.reading() as connection:
        assert count(connection, batch).balanced
        assert count(connection, batch).pages_read == 3
        assert connection.scalar(select(pages.c.state).where(pages.c.id == old)) == "replaced"
        evidence = gather(connection, record)
    told = record_json(evidence, describe(evidence.record, ""))
    (replaced,), (page,) = told["replaced_pages"], told["pages"]
    assert (replaced["id"], replaced["master"]["object"]) == (old, f"urn:uuid:{record}")
    assert page["master"]["object"] == f"urn:uuid:{batch}"


def test_a_page_that_could_not_be_read_comes_into_the_gap_it_left(desk: Desk, tmp_path: Path) -> None:
    batch = scan(desk, tmp_path / "first", [BIRTH], pool=TornTypesetter())
    (record,) = (one["id"] for one in desk("record", "list", "--batch", batch, "--json").document["records"])
    slip = [
        "record",
        "rescan",
        record,
        "--missing",
        "--reason",
        "rách",
        "--out",
        str(tmp_path / "slip.pdf"),
        "--json",
    ]
    page = desk(*slip).document["page"]
    scan(
        desk, tmp_path / "second", [["PHIẾU QUÉT LẠI", _code(record, page)], ["Ghi chú: cải chính năm 2020"]]
    )
    shown = desk("record", "show", record, "--json").document
    assert [Path(one["file"]).parent.name for one in shown["pages"]] == ["first", "second"]
    with services_of(desk).ledger.reading() as connection:
        (lacked,) = (kept for kept in view(connection, record).findings if kept.finding.code == "INCOMPLETE")
    assert lacked.closed_at is not None
    # Nothing is lacking any more, and no other page is sent away in its place.
    assert desk(*slip).code != 0


def test_a_slip_that_was_taken_back_brings_a_record_of_its_own(
    desk: Desk, record: str, tmp_path: Path
) -> None:
    slip = tmp_path / "slip.pdf"
    asked = desk("record", "rescan", record, "--reason", "mờ", "--out", slip, "--json").document
    assert desk("record", "undo", record).code == 0
    lines = [line.replace("773", "774") for line in BIRTH]
    batch = scan(desk, tmp_path / "second", [["PHIẾU", _code(record, asked["page"])], lines])
    (made,) = desk("record", "list", "--batch", batch, "--json").document["records"]
    assert "RESCAN_OF" in {finding["code"] for finding in made["findings"]}
    assert desk("record", "show", record, "--json").document["state"] == "in_review"


def test_two_key_and_a_third_decides(desk: Desk, tmp_path: Path) -> None:
    settings = desk.home / "settings.env"
    services_of(desk)
    settings.write_text("SOHOA_DOUBLE_KEYING_TYPES=birth\n", encoding="utf-8")
    services = new_home(load({"SOHOA_HOME": str(desk.home)}))
    assert services.settings.double_keying_types == "birth"
    batch = scan(desk, tmp_path / "first", [BIRTH])
    (record,) = (one["id"] for one in desk("record", "list", "--batch", batch, "--json").document["records"])
    taken = as_person(desk, "lan", "record", "take", "--json").document
    assert (taken["record"], taken["stage"]) == (record, "first_full")
    assert as_person(desk, "minh", "record", "take", record).code == 4
    form = as_person(desk, "lan", "record", "key", record, "--json").document
    keys = [one["field"] for one in form["fields"]]
    assert "LÊ NHƯ PHƯỢNG" not in as_person(desk, "lan", "record", "key", record).out
    for name, typed in (("lan", "LÊ NHƯ PHỤNG"), ("minh", "LÊ NHƯ PHƯỢNG")):
        empties = [word for key in keys if key != "child_full_name" for word in ("--empty", key)]
        line = ["record", "key", record, f"child_full_name={typed}", *empties, "--done"]
        assert as_person(desk, name, *line).code == 0
    assert as_person(desk, "lan", "record", "differences", record).code == 4
    (waiting,) = as_person(desk, "hoa", "record", "differences", record, "--json").document["open"]
    assert (waiting["first"]["value"], waiting["second"]["value"]) == ("LÊ NHƯ PHỤNG", "LÊ NHƯ PHƯỢNG")
    assert as_person(desk, "hoa", "record", "adjudicate", record, "child_full_name=first").code == 0
    shown = desk("record", "show", record, "--json").document
    assert shown["fields"]["child_full_name"]["value"] == "LÊ NHƯ PHỤNG"
    assert shown["review"]["stage"] == "decide"


def test_a_batch_passes_its_sample_or_comes_back(desk: Desk, record: str) -> None:
    batch = desk("record", "show", record, "--json").document["batch"]
    assert desk("batch", "sample", batch).code == 4
    shown = desk("record", "show", record, "--json").document
    words = [word for f in shown["findings"] for word in ("--close-finding", f["code"])]
    if words:
        assert desk("record", "correct", record, *words, "--reason", "xem ảnh").code == 0
    assert desk("record", "approve", record, "--confirm-all").code == 0
    drawn = desk("batch", "sample", batch, "--seed", "7", "--json").document
    assert (drawn["size"], drawn["population"], drawn["seed"]) == (1, 1, "7")
    assert as_person(desk, "lan", "batch", "sample-check", batch, "--json").document["records"] == []
    assert as_person(desk, "lan", "batch", "sample-check", batch, record, "number=1/2019").code == 4
    (listed,) = as_person(desk, "minh", "batch", "sample-check", batch, "--json").document["records"]
    form = as_person(desk, "minh", "batch", "sample-check", batch, listed, "--json").document["fields"]
    assert {"value", "written"} & set(form[0]) == set()
    fields = desk("record", "show", record, "--json").document["fields"]
    typed = [f"{key}={field['written'] or ''}" for key, field in fields.items() if key != "number"]
    assert as_person(desk, "minh", "batch", "sample-check", batch, record, *typed).code == 0
    assert desk("batch", "sample-report", batch, "--sign").code == 4
    assert as_person(desk, "minh", "batch", "sample-check", batch, record, "number=774/2019").code == 0
    signed = as_person(desk, "hoa", "batch", "sample-report", batch, "--sign", "--json")
    report = signed.document
    assert (signed.code, report["verdict"], report["signed_by"]) == (4, "redo", "person:hoa")
    assert report["fields"]["number"] == {"checked": 1, "wrong": 1}
    back = desk("record", "show", record, "--json").document
    assert back["state"] == "in_review"
    assert {"SAMPLE_FAILED", "SAMPLE_DIFFERS"} <= {f["code"] for f in back["findings"] if f["open"]}


def test_a_batch_is_planned_and_its_stages_are_for_different_people(desk: Desk, record: str) -> None:
    batch = desk("record", "show", record, "--json").document["batch"]
    planned = desk("batch", "plan", batch, "--priority", "3", "--preset", "standard", "--json").document
    assert planned["changed"] == 1
    (waiting,) = desk("record", "queue", "--stage", "entry", "--json").document["records"]
    assert (waiting["priority"], waiting["preset"]) == (3, "standard")
    assert as_person(desk, "lan", "record", "correct", record, "child_full_name=LÊ NHƯ PHỤNG").code == 0
    doubtful = [k for k, f in desk("record", "show", record, "--json").document["fields"].items()
                if f["state"] == "needs_review"]  # fmt: skip
    if doubtful:
        confirm = [word for key in doubtful for word in ("--confirm", key)]
        assert as_person(desk, "lan", "record", "correct", record, *confirm).code == 0
    assert as_person(desk, "lan", "record", "approve", record).code == 4
    assert as_person(desk, "lan", "record", "stage", record).code == 0
    assert as_person(desk, "lan", "record", "approve", record).code == 4
    assert as_person(desk, "minh", "record", "release", record).code == 0
    assert "entry" not in as_person(desk, "minh", "record", "queue").out
    assert desk("batch", "plan", batch, "--preset", "slow").code == 1
