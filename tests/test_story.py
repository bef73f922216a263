"""The main job, on real parts: from scans to a signed, searchable archive, and the index rebuilt from the store.

The tests of this module are one story and run in order on one home. Each command runs in a process of its own the first
time; where it is repeated for one record after the other, or asked the same again, it runs in this process.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from terminal import PAGES, ROOT, Office

DOSSIER = "H29.22.33-260115-0001"
SCANS = (
    "birth_2016_02.jpg",
    "marriage_2016_01.jpg",
    "batch_01.tif",
    "blank_01.jpg",
    "report_01.pdf",
    "signed_incoming.pdf",
)
TRUTH = {
    entry["file"]: entry
    for entry in json.loads((ROOT / "samples" / "truth.json").read_text("utf-8"))["files"]
}


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scans")
    for name in SCANS:
        shutil.copy(PAGES / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def batch(office: Office, scans: Path) -> dict[str, Any]:
    docket = scans.parent / "docket.toml"
    docket.write_text('register = "Khai sinh"\nvolume = "01/2026"\ncondition = "tốt"\n', "utf-8")
    return office.json("digitize", scans, "--dossier", DOSSIER, "--docket", docket)


@pytest.fixture(scope="module")
def archived(office: Office, batch: dict[str, Any]) -> list[str]:
    first, *others = batch["records"]
    decide(office.run, first)
    for record in others:
        decide(office.here, record)
    done = office.json("finalize")
    assert {entry["state"] for entry in done["records"]} == {"archived"}
    return [record["id"] for record in batch["records"]]


@pytest.fixture(scope="module")
def shown(office: Office, archived: list[str]) -> list[dict[str, Any]]:
    """What `sohoa record show` says of each archived record."""
    first, *others = archived
    return [
        office.json("record", "show", first),
        *(office.json_here("record", "show", key) for key in others),
    ]


def decide(run: Callable[..., str], record: dict[str, Any]) -> None:
    """What a reviewer does: confirm or key what is in doubt, say why a finding does not stand in the way, approve."""
    keys = [key for key, field in record["fields"].items() if field["state"] == "needs_review"]
    arguments = [word for key in keys for word in ("--confirm", key)]
    codes = {f["code"] for f in record["findings"] if f["open"] and f["severity"] == "error"}
    arguments += [word for code in codes for word in ("--close-finding", code)]
    if arguments:
        run("record", "correct", record["id"], *arguments, "--reason", "checked against the image")
    run("record", "approve", record["id"])


def test_every_page_that_came_in_is_accounted_for(batch: dict[str, Any]) -> None:
    pages = sum(len(TRUTH[name]["pages"]) for name in SCANS)
    blank = sum(page["blank"] for name in SCANS for page in TRUTH[name]["pages"])
    assert batch["pages_in"] == pages
    assert batch["pages_blank"] == blank
    assert batch["pages_in"] == batch["pages_read"] + batch["pages_blank"] + batch["pages_separator"]
    assert batch["quarantined"] == []


def test_records_wait_for_review_with_fields_regions_and_docket(
    office: Office, batch: dict[str, Any]
) -> None:
    expected = sorted(record["type"] for name in SCANS for record in TRUTH[name]["records"])
    assert sorted(record["type"] for record in batch["records"]) == expected
    birth = next(r for r in batch["records"] if r["pages"][0]["file"].endswith("birth_2016_02.jpg"))
    shown = office.json("record", "show", birth["id"])
    assert shown["state"] == "in_review"
    assert shown["docket"]["volume"] == "01/2026"
    assert shown["regions"][0]["polygon"][2] == [
        shown["regions"][0]["polygon"][1][0],
        shown["regions"][0]["polygon"][2][1],
    ]
    name = birth["fields"]["child_full_name"]
    truth = TRUTH["birth_2016_02.jpg"]["records"][0]["fields"]["child_full_name"]
    assert name["value"] == truth["value"]
    assert name["box"][2] > name["box"][0]


def test_the_same_set_again_reads_no_page_twice(office: Office, scans: Path, batch: dict[str, Any]) -> None:
    again = office.json("digitize", scans, "--dossier", DOSSIER)
    assert again["batch"] == batch["batch"]
    assert [r["id"] for r in again["records"]] == [r["id"] for r in batch["records"]]


def test_an_unfinished_record_cannot_be_approved(office: Office, batch: dict[str, Any]) -> None:
    doubtful = [
        r for r in batch["records"] if any(f["state"] == "needs_review" for f in r["fields"].values())
    ]
    assert doubtful
    office.run("record", "approve", doubtful[0]["id"], code=4)


def test_masters_lie_in_the_store_before_anybody_reviewed(office: Office, batch: dict[str, Any]) -> None:
    kept = {path.read_bytes() for path in (office.home / "store").rglob("content/**/*") if path.is_file()}
    missing = [name for name in SCANS if (PAGES / name).read_bytes() not in kept]
    assert missing == []


def test_approved_records_end_signed_and_archived(archived: list[str], shown: list[dict[str, Any]]) -> None:
    assert [record["id"] for record in shown] == archived
    for record in shown:
        assert record["state"] == "archived"
        assert record["decisions"][-1]["action"] == "approve"
        assert record["decisions"][-1]["actor"] == "person:lan"


def test_our_own_signature_is_passed_and_called_a_development_one(
    office: Office, shown: list[dict[str, Any]]
) -> None:
    own = [record["id"] for record in shown if record["signature"] is None]
    verdict = office.json("verify", own[0])
    assert (verdict["verdict"], verdict["level"], verdict["covers_whole_file"]) == (
        "TOTAL-PASSED",
        "B-B",
        True,
    )
    assert verdict["warnings"] == ["DEVELOPMENT-IDENTITY"]


def test_an_already_signed_file_keeps_every_byte(office: Office, shown: list[dict[str, Any]]) -> None:
    incoming = (PAGES / "signed_incoming.pdf").read_bytes()
    finals = [
        path
        for path in (office.home / "store").rglob("*")
        if path.is_file() and path.read_bytes() == incoming
    ]
    assert len(finals) == 1
    verdicts = [record["signature"] for record in shown if record["signature"]]
    assert [verdict["signature_count"] for verdict in verdicts] == [1]


def test_the_final_pdf_is_pdf_a_with_text_and_vietnamese_metadata(
    office: Office, archived: list[str]
) -> None:
    finals = list((office.home / "store").rglob("v2/content/record.pdf"))
    assert len(finals) == len(archived) - 1
    for path in finals:
        with pikepdf.open(path) as pdf:
            assert pdf.open_metadata().pdfa_status == "2U"
            assert pdf.Root.Lang == "vi"


def test_search_finds_names_without_diacritics_and_the_dossier_lists_its_members(
    office: Office, archived: list[str]
) -> None:
    name = TRUTH["birth_2016_02.jpg"]["records"][0]["fields"]["child_full_name"]["value"]
    plain = name.translate(str.maketrans("ÔÀÁẢÃẠ", "OAAAAA")).lower()
    found = office.json("search", plain)
    assert name in json.dumps(found["hits"][0], ensure_ascii=False)
    assert found["hits"][0]["dossiers"] == [DOSSIER]
    dossier = office.json("dossier", "show", DOSSIER)
    assert {member["record"].removeprefix("urn:uuid:") for member in dossier["members"]} == set(archived)


def test_fixity_passes_and_a_flipped_byte_is_named(office: Office, archived: list[str]) -> None:
    office.run("archive", "fixity")
    victim = next((office.home / "store").rglob("v2/content/record.pdf"))
    whole = victim.read_bytes()
    victim.chmod(0o644)
    victim.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert "record.pdf" in office.run("archive", "fixity", code=4)
    victim.write_bytes(whole)


def test_the_index_rebuilt_from_the_store_gives_the_same_answers(office: Office, archived: list[str]) -> None:
    queries = ["ngo ba hao", "khai sinh", "773/2019", DOSSIER]
    before = [office.json_here("search", query) for query in queries]
    dossier = office.json_here("dossier", "show", DOSSIER)
    with sqlite3.connect(office.home / "ledger.sqlite") as database:
        database.execute("DELETE FROM archive_records")
        database.execute("DELETE FROM archive_dossiers")
    office.run("archive", "rebuild", "--drop-index")
    assert [office.json_here("search", query) for query in queries] == before
    assert office.json_here("dossier", "show", DOSSIER) == dossier
    assert sum(answer["total"] for answer in before) > 0
