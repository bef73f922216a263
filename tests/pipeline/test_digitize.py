"""A batch on its way: bad input is set aside and the rest goes on; what comes in is accounted for."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from office import BROKEN, PAGES, Office, open_office
from PIL import Image

from archive.deposit import read_file
from ocr.engine import EngineChoice
from ocr.pool import ReaderPool
from pipeline import digitize
from pipeline.batch import page_id, pages_of
from pipeline.digitize import close
from pipeline.ledger import move_page
from pipeline.lookup import RecordView
from pipeline.reader import Pool, limits
from pipeline.record import Field, PageState, urn
from pipeline.retry import retry
from pipeline.settings import load

EXPECTED = json.loads((BROKEN / "expected.json").read_text("utf-8"))
BROKEN_PDF = "PAGE_DAMAGED_3_good_1_broken.pdf"


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> tuple[Office, str]:
    """Every broken file in one batch, to be looked at only."""
    office = open_office(tmp_path_factory.mktemp("broken") / "home", pool, datetime.now(UTC))
    batch = office.feed(sorted(BROKEN / name for name in EXPECTED)).batch
    assert office.run(batch)
    return office, batch


def test_each_broken_file_ends_in_quarantine_with_its_code_and_its_bytes(broken: tuple[Office, str]) -> None:
    office, batch = broken
    document = office.document(batch)
    found = {(Path(q["file"]).name, q["page"]): q["code"] for q in document["quarantined"]}
    for name, expected in EXPECTED.items():
        for entry in expected["quarantined"]:
            code = found.pop((name, entry["page"]), None) or found.pop((name, None), None)
            assert code in entry["code"], name
    assert found == {}
    aside = {path.read_bytes() for path in (office.services.workspace.quarantine / batch).iterdir()}
    assert {(BROKEN / name).read_bytes() for name in EXPECTED} <= aside


def test_the_rest_of_a_broken_batch_goes_through_and_the_sum_is_right(broken: tuple[Office, str]) -> None:
    office, batch = broken
    document = office.document(batch)
    quarantined = sum(entry["pages"] for entry in document["quarantined"])
    assert document["pages_in"] == sum(entry["pages"] for entry in EXPECTED.values())
    assert document["pages_in"] == document["pages_read"] + document["pages_blank"] + quarantined
    assert [record["state"] for record in document["records"]] == ["in_review"] * len(document["records"])
    assert {Path(page["file"]).name for r in document["records"] for page in r["pages"]} == {BROKEN_PDF}


def test_a_record_that_lacks_a_page_says_so_and_cannot_be_approved(broken: tuple[Office, str]) -> None:
    office, batch = broken
    lacking = [r for r in office.records(batch) if "INCOMPLETE" in {k.finding.code for k in r.findings}]
    assert [r.pages[0].number for r in lacking] == [2]
    assert "INCOMPLETE" in {kept.finding.code for kept in lacking[0].blocking}


@pytest.mark.parametrize("late", [1, 2])
def test_a_page_read_at_a_second_try_takes_its_place_in_its_record(office: Office, late: int) -> None:
    batch = office.feed([PAGES / "decision_02.pdf"]).batch
    digitize.survey_sources(office.services, office.pool, batch, office.act)
    with office.services.ledger.writing(office.act) as connection:
        fault = {"fault": "PAGE_TIMEOUT", "facts": {"seconds": "120"}}
        move_page(connection, office.act, page_id(batch, 1, late), PageState.QUARANTINED, fault)
    assert office.run(batch)
    (before,) = office.records(batch)
    assert [page.number for page in before.pages] == [3 - late]
    assert retry(office.services.ledger, office.services.workspace, batch, office.act) == 1
    assert office.run(batch)
    (after,) = office.records(batch)
    assert [page.number for page in after.pages] == [1, 2]
    assert {field.key: _number(after, field) for field in after.fields} == {
        field.key: _number(before, field) for field in before.fields
    }
    assert "INCOMPLETE" in {kept.finding.code for kept in after.blocking}
    assert office.document(batch)["quarantined"] == []


def _number(record: RecordView, field: Field) -> int | None:
    return None if field.page is None else record.pages[field.page].number


def test_a_page_over_its_time_is_set_aside_and_read_when_there_is_more(office: Office) -> None:
    office.forget_readings()
    short = replace(limits(load({})), page_seconds=0.05)
    batch = office.feed([PAGES / "birth_2016_02.jpg"]).batch
    with ReaderPool(1, short, EngineChoice("tesseract")) as hurried:
        assert replace(office, pool=hurried).run(batch)
    assert [q["code"] for q in office.document(batch)["quarantined"]] == ["PAGE_TIMEOUT"]
    assert retry(office.services.ledger, office.services.workspace, batch, office.act) == 1
    assert office.run(batch)
    assert len(office.records(batch)) == 1


def test_nothing_is_tried_again_where_nothing_was_set_aside(office: Office) -> None:
    batch = office.feed([PAGES / "birth_2016_02.jpg"]).batch
    assert office.run(batch)
    assert retry(office.services.ledger, office.services.workspace, batch, office.act) == 0
    assert office.document(batch)["state"] == "closed"


def test_a_person_can_say_that_a_duplicate_is_none(office: Office, tmp_path: Path) -> None:
    first = office.feed([PAGES / "birth_2016_02.jpg"]).batch
    assert office.run(first)
    copy = tmp_path / "another.jpg"
    shutil.copy(PAGES / "birth_2016_02.jpg", copy)
    second = office.feed([copy]).batch
    assert office.run(second)
    told = office.document(second)
    assert (told["pages_in"], told["pages_duplicate"], told["records"]) == (1, 1, [])
    assert [finding["code"] for finding in told["findings"]] == ["DUPLICATE"]
    services = office.services
    assert retry(services.ledger, services.workspace, second, office.act, keep_duplicates=True) == 1
    assert office.run(second)
    document = office.document(second)
    assert (document["pages_read"], document["pages_duplicate"], len(document["records"])) == (1, 0, 1)
    assert document["records"][0]["id"] != office.document(first)["records"][0]["id"]


def test_a_batch_whose_sum_differs_from_the_docket_stays_open_until_a_person_says_why(office: Office) -> None:
    batch = office.feed([PAGES / "birth_2016_02.jpg"], sheets=2).batch
    assert not office.run(batch)
    document = office.document(batch)
    assert (document["state"], [f["code"] for f in document["findings"]]) == ("open", ["COUNT_MISMATCH"])
    assert close(office.services, batch, office.act, reason="one sheet was blotting paper")
    assert office.document(batch)["state"] == "closed"


def test_blank_pages_and_shared_files_are_kept_whole_in_the_batch_object(office: Office) -> None:
    names = ("batch_01.tif", "blank_01.jpg")
    batch = office.feed([PAGES / name for name in names]).batch
    assert office.run(batch)
    held = json.loads(read_file(office.services.store, urn(batch), "batch.json"))
    for source, name in zip(held["sources"], names, strict=True):
        assert source["held"]["object"] == urn(batch)
        kept = read_file(office.services.store, urn(batch), source["held"]["file"])
        assert kept == (PAGES / name).read_bytes()
    for record in office.records(batch):
        told = json.loads(read_file(office.services.store, urn(record.id), "record.json"))
        assert {page["master"]["object"] for page in told["pages"]} == {urn(batch)}


def test_an_encrypted_file_can_be_told_from_a_damaged_one(office: Office, tmp_path: Path) -> None:
    locked = tmp_path / "locked.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    batch = office.feed([locked]).batch
    office.run(batch)
    assert [q["code"] for q in office.document(batch)["quarantined"]] == ["FILE_ENCRYPTED"]


def test_the_ledger_knows_which_pages_are_below_archive_grade(office: Office, tmp_path: Path) -> None:
    scan = tmp_path / "gray.png"
    Image.new("L", (1240, 1754), 255).save(scan, dpi=(150, 150))
    batch = office.feed([scan, PAGES / "birth_2016_01.jpg"]).batch
    office.run(batch)
    with office.services.ledger.reading() as connection:
        gray, colour = pages_of(connection, batch)
    assert gray.facts == {"below_grade": "colour-depth, resolution"}
    assert "below_grade" not in colour.facts


def test_limits_come_from_the_settings() -> None:
    found = limits(load({"SOHOA_MAX_PAGES": "7", "SOHOA_PAGE_SECONDS": "3", "SOHOA_MAX_FILE_BYTES": "9"}))
    assert (found.max_pages, found.page_seconds, found.max_file_bytes) == (7, 3.0, 9)
