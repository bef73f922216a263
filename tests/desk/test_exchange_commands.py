"""Exports and imports at the terminal: dry runs, documents, exit codes, words in both languages."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from counter import Desk

ROW = {
    "Số": "45/1987", "Quyển số": "01/1987", "child_full_name": "Lê Thị Bịa", "registration_date": "02/03/1987",
    "Tên tệp": "a.pdf",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "earlier"
    made.mkdir()
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(ROW))
    writer.writeheader()
    writer.writerows([ROW, ROW | {"Số": "46/1987", "Tên tệp": "gone.pdf"}])
    (made / "t.csv").write_text(buffer.getvalue(), encoding="utf-8")
    (made / "a.pdf").write_bytes(b"%PDF-1.7 not looked into by a dry run")
    return made


def test_a_dry_run_of_an_import_names_what_lacks_its_other_half(desk: Desk, folder: Path) -> None:
    ran = desk("import", "generic", folder, "--type", "birth", "--dry-run", "--json")
    assert ran.code == 5
    rows = ran.document["rows"]
    assert [row["taken"] for row in rows] == [True, False]
    assert [f["code"] for f in rows[1]["findings"]] == ["IMPORT_NO_FILE"]
    assert "gone.pdf" in rows[1]["findings"][0]["message"]
    assert desk("batch", "list", "--help").code == 0
    shown = desk("import", "folder", "generic", folder, "--type", "birth", "--dry-run", SOHOA_LANG="vi")
    assert "không tìm thấy tệp gone.pdf" in shown.out


def test_wrong_use_of_an_import_is_told(desk: Desk, folder: Path) -> None:
    assert desk("import", "no-such-profile", folder).code == 1
    assert desk("import", "generic", folder, "--encoding", "viscii").code == 1
    assert desk("import", "generic", folder / "t.csv").code == 1
    assert desk("import", "generic", folder / "nowhere").code == 2
    assert desk("import", "profles").code == 1
    # Rows without a known type: nothing can be taken in.
    assert desk("import", "generic", folder, "--dry-run").code == 4
    assert desk("import", "undo", "0000", "--reason", "x").code == 1
    assert "tt02-2019" in desk("import", "profiles").out


def test_an_export_without_anything_ready_says_so_and_writes_nothing(
    desk: Desk, record: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    ran = desk("export", "moj", "--out", out, "--json")
    assert (ran.code, ran.document["registers"], ran.document["waiting"]) == (0, [], {"in_review": 1})
    assert not out.exists()
    assert desk("export", "moj", "--type", "correspondence", "--dry-run").code == 1
    assert desk("export", "moj", "--names", "no-such").code == 1
    assert desk("export", "csv").code == 1


def test_any_record_leaves_as_csv_and_json_and_never_over_another_file(
    desk: Desk, record: str, tmp_path: Path
) -> None:
    target = tmp_path / "t.csv"
    line = ("export", "csv", "--out", target, "--state", "in_review", "--states", "--excel")
    assert desk(*line).code == 0
    before = target.read_bytes()
    assert before.startswith(b"\xef\xbb\xbf")
    assert desk(*line).code == 0
    target.write_text("mine", encoding="utf-8")
    assert desk(*line).code == 4
    assert target.read_text(encoding="utf-8") == "mine"
    assert desk("export", "json", "--out", tmp_path / "t.json", "--type", "birth").code == 0
