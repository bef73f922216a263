"""`--json`: one document on stdout with the promised keys, messages on stderr, and the exit code that fits."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from counter import BIRTH, Desk, take_in

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
DOSSIER = "H29.22.33-260115-0001"
COUNTS = {"pages_in", "pages_read", "pages_blank", "pages_separator", "pages_duplicate"}


def test_read_gives_pages_records_and_what_could_not_be_read(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    shown = desk("read", SAMPLES / "pages" / "birth_2016_02.jpg", tmp_path / "empty.pdf", "--json")
    good, bad = shown.document["files"]
    assert shown.code == 5
    assert good.keys() >= {"file", "pages", "records", "error"}
    assert good["pages"][0].keys() >= {
        *("number", "text", "width", "height", "dpi", "mean_confidence", "quality", "marks", "rotation"),
    }
    assert good["records"][0].keys() >= {"type", "pages", "fields", "findings"}
    assert good["records"][0]["type"] == "birth"
    assert (good["error"], bad["error"]["code"], bad["records"]) == (None, "FILE_EMPTY", [])
    assert not desk.home.exists()


def test_read_of_nothing_but_bad_files_is_bad_input(desk: Desk) -> None:
    shown = desk("read", SAMPLES / "broken" / "FILE_EMPTY.pdf")
    assert shown.code == 2
    assert "FILE_EMPTY" in shown.out


def test_a_batch_reconciles_its_pages(desk: Desk, record: str) -> None:
    batch = desk("record", "show", record, "--json").document["batch"]
    shown = desk("batch", "show", batch[:8], "--json").document
    assert shown.keys() >= {"batch", *COUNTS, "records", "quarantined"}
    assert shown["records"][0].keys() >= {"id", "type", "state", "pages", "fields", "findings"}
    aside = sum(entry["pages"] for entry in shown["quarantined"])
    assert shown["pages_in"] == sum(shown[key] for key in COUNTS - {"pages_in"}) + aside
    assert "1 pages in = 1. It adds up." in desk("batch", "show", batch).out
    assert batch[:8] in desk("batch", "list").out


def test_a_closed_batch_is_not_done_twice(desk: Desk, tmp_path: Path) -> None:
    scan = tmp_path / "birth.png"
    scan.write_text("\n".join(BIRTH), encoding="utf-8")
    take_in(desk, scan)
    before = desk("record", "list", "--json").document["records"]
    again = desk("digitize", scan, "--json")
    assert again.code == 0
    assert [one["id"] for one in again.document["records"]] == [one["id"] for one in before]
    assert "nothing is done twice" in again.err


def test_a_docket_with_an_unknown_key_is_refused_before_anything_is_taken_in(
    desk: Desk, tmp_path: Path
) -> None:
    docket = tmp_path / "docket.toml"
    docket.write_text("sheet = 3\n", encoding="utf-8")
    shown = desk("digitize", SAMPLES / "broken" / "FILE_EMPTY.pdf", "--docket", docket)
    assert shown.code == 1
    assert "sheet" in shown.err
    assert not desk.home.exists()


def test_finalize_with_nothing_to_do_starts_no_flow(desk: Desk, record: str) -> None:
    shown = desk("finalize", "--json")
    assert (shown.code, shown.document) == (0, {"records": [], "refused": []})


def test_search_finds_a_captured_record_without_diacritics(desk: Desk, record: str) -> None:
    shown = desk("search", "tran hoang uyen", "--json").document
    assert {"total", "hits"} <= shown.keys()
    assert {"record", "type", "title", "fields", "dossiers", "score"} <= shown["hits"][0].keys()
    assert shown["hits"][0]["record"] == f"urn:uuid:{record}"
    assert desk("search", "tran hoang uyen", "--type", "death", "--json").document["total"] == 0
    assert desk("search", "", "--from", "2019-10", "--to", "2019-10", "--json").document["total"] == 1


def test_verify_needs_no_home_and_passes_only_what_is_totally_passed(desk: Desk) -> None:
    file = SAMPLES / "pages" / "signed_incoming.pdf"
    shown = desk("verify", file, "--json")
    assert shown.document.keys() == {
        *("file", "verdict", "level", "covers_whole_file", "signature_count", "warnings", "signatures"),
    }
    assert shown.document["signatures"][0].keys() == {
        *("field", "signer", "signed_at", "level", "verdict", "reason"),
    }
    assert (shown.code == 0) == (shown.document["verdict"] == "TOTAL-PASSED")
    assert desk("verify", SAMPLES / "broken" / "FILE_EMPTY.pdf").code == 4


def test_verify_takes_out_what_a_signature_covered(desk: Desk, tmp_path: Path) -> None:
    file, out = SAMPLES / "pages" / "signed_incoming.pdf", tmp_path / "one.pdf"
    field = desk("verify", file, "--json").document["signatures"][0]["field"]
    for words in (["--revision", field], ["--out", out]):
        assert desk("verify", file, *words).code == 1
    assert desk("verify", file, "--revision", "Nobody", "--out", out).code == 2
    assert not out.exists()
    assert desk("verify", file, "--revision", field, "--out", out).code == 0
    assert file.read_bytes().startswith(out.read_bytes())
    assert out.stat().st_size > 1000
    assert desk("verify", file, "--revision", field, "--out", out).code == 1


def test_a_record_that_is_not_signed_has_nothing_to_verify(desk: Desk, record: str) -> None:
    assert desk("verify", record).code == 4
    assert desk("sign", record).code == 3
    refused = desk("sign", record, SOHOA_SIGNER="development")
    assert refused.code == 4
    assert "in review" in refused.err


def test_dossiers_open_close_and_refuse_what_is_not_archived(desk: Desk, record: str) -> None:
    assert desk("dossier", "open", "not a code").code == 1
    assert desk("dossier", "open", DOSSIER, "--title", "Khai sinh").code == 0
    assert desk("dossier", "attach", DOSSIER, record).code == 4
    assert desk("dossier", "close", DOSSIER).code == 0
    shown = desk("dossier", "show", DOSSIER, "--json").document
    assert (shown["code"], shown["title"], shown["state"]) == (DOSSIER, "Khai sinh", "closed")
    assert DOSSIER in desk("dossier", "list").out


def test_fixity_names_what_differs(desk: Desk, record: str) -> None:
    sound = desk("archive", "fixity", "--json")
    assert (sound.code, sound.document["findings"]) == (0, [])
    assert sound.document["checked"] == 2
    master = next((desk.home / "store").rglob("content/master/*"))
    master.chmod(0o644)
    master.write_bytes(b"other bytes")
    broken = desk("archive", "fixity", "--json")
    assert broken.code == 4
    assert broken.document["findings"][0].keys() == {
        *("object", "file", "expected", "found", "code", "message"),
    }


def test_fixity_asks_for_what_vanished_whole(desk: Desk, record: str) -> None:
    shutil.rmtree(next(path.parent for path in (desk.home / "store").rglob("0=ocfl_object_1.1")))
    assert len(desk("archive", "fixity", "--json").document["findings"]) == 1


def test_the_index_comes_back_from_the_store(desk: Desk, record: str) -> None:
    before = desk("search", "le nhu phuong", "--json").document
    desk("archive", "rebuild", "--drop-index")
    assert desk("search", "le nhu phuong", "--json").document == before
    assert before["total"] == 1


def test_the_trail_holds_what_was_done(desk: Desk, record: str) -> None:
    shown = desk("audit", "list", "--object", record, "--json").document
    types = [event["type"] for event in shown["events"]]
    assert {"record.captured", "record.in_review"} <= set(types)
    assert shown["total"] == len(types)
    assert len(desk("audit", "list", "--limit", "1", "--json").document["events"]) == 1


@pytest.mark.parametrize("made", [True, False])
def test_doctor_says_what_is_missing_and_how_to_get_it(desk: Desk, made: bool) -> None:
    if made:
        desk("init")
    shown = desk("doctor", "--json")
    parts = {part["name"]: part for part in shown.document["parts"]}
    assert parts.keys() >= {"tessdata", "engine", "verapdf", "database", "store", "space", "signer"}
    assert (parts["database"]["state"] == "ok") == made
    assert (shown.code == 3) == any(part["state"] == "missing" for part in parts.values())
    assert made or "sohoa init" in parts["database"]["text"]


def test_init_says_what_the_identity_is_for_and_changes_nothing_the_second_time(desk: Desk) -> None:
    first = desk("init", SOHOA_LANG="vi")
    assert "THỬ NGHIỆM" in first.out
    kept = {path: path.read_bytes() for path in (desk.home / "identity").iterdir() if path.is_file()}
    assert desk("init").code == 0
    assert {path: path.read_bytes() for path in kept} == kept
    assert desk("db", "upgrade").code == 0


def test_json_goes_out_as_utf_8_even_with_odd_file_names(desk: Desk, tmp_path: Path) -> None:
    odd = tmp_path / "gi\udce1y.pdf"
    odd.touch()
    shown = desk("read", odd, "--json")
    assert shown.code == 2
    assert json.loads(shown.out)["files"][0]["error"]["code"] == "FILE_EMPTY"


def test_odd_file_names_are_digitised_like_any_other(desk: Desk, tmp_path: Path) -> None:
    odd = tmp_path / "gi\udce1y.png"
    odd.write_text("\n".join(BIRTH), encoding="utf-8")
    batch = take_in(desk, odd)
    shown = desk("batch", "show", batch, "--json").document
    assert (shown["pages_in"], shown["records"][0]["type"]) == (1, "birth")
