"""A delivery to the Ministry: what leaves, what stays, how files are named, and that a second run changes nothing."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from shelf import BIRTH, Shelf, open_shelf
from sqlalchemy import insert, select

from archive.audit import events
from pipeline.changes.annotate import Change, annotate
from pipeline.errors import MoveRefused
from pipeline.exchange.file_names import LONGEST, apart, filled, naming, safe
from pipeline.exchange.moj_columns import columns
from pipeline.exchange.moj_export import MANIFEST, Delivered, Target, deliver
from pipeline.exchange.moj_plan import MojPlan, Wanted, plan, refusal_lines
from pipeline.exchange.receipts import receivers
from pipeline.exchange.tables import exports
from pipeline.exchange.xlsx_sheet import sheet_bytes
from pipeline.ledger import touch_record
from pipeline.record import RecordState
from pipeline.register.cancel_entry import cancel
from pipeline.register.tables import entries
from pipeline.register.volume import Declared, declare
from pipeline.review import sight


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return open_shelf(tmp_path / "home")


def planned(shelf: Shelf, wanted: Wanted | None = None) -> MojPlan:
    with shelf.services.ledger.reading() as connection:
        return plan(connection, wanted or Wanted(), naming("observed"))


def delivered(shelf: Shelf, out: Path) -> Delivered:
    target = Target(out, naming("observed"), "Sở Tư pháp Thử Nghiệm")
    return deliver(shelf.services, planned(shelf), target, shelf.act)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_register_becomes_one_sheet_and_one_zip_with_a_manifest(shelf: Shelf, tmp_path: Path) -> None:
    first = shelf.put("birth", BIRTH)
    shelf.put("birth", BIRTH | {"number": "46", "note": "=HYPERLINK(1)"}, RecordState.ARCHIVED)
    out = tmp_path / "out"
    done = delivered(shelf, out)
    assert done.records == 2
    assert sorted(p.name for p in out.iterdir()) == ["KS.1987.01.xlsx", "KS.1987.01.zip", MANIFEST]
    sheet = openpyxl.load_workbook(out / "KS.1987.01.xlsx").active
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]] == [c.name for c in columns()["KS"]]
    assert {cell.data_type for line in rows for cell in line if cell.value is not None} == {"s"}
    assert [line[0].value for line in rows[1:]] == ["45/1987", "46/1987"]
    assert rows[2][9].value == "=HYPERLINK(1)"
    told = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    register = told["registers"][0]
    assert register["sheet"]["sha256"] == sha256(out / "KS.1987.01.xlsx")
    assert register["zip"]["sha256"] == sha256(out / "KS.1987.01.zip")
    case = register["cases"][0]
    assert (case["record"], case["file"], case["composed"]) == (
        first.id,
        "KS.1987.01.1987-03-02.45.pdf",
        ["so"],
    )
    with zipfile.ZipFile(out / "KS.1987.01.zip") as bundle:
        assert bundle.namelist() == [c["file"] for c in register["cases"]]
        content = bundle.read(case["file"])
    assert hashlib.sha256(content).hexdigest() == case["sha256"]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == 1
        assert "/AcroForm" not in pdf.Root
        assert case["masters"][0] in bytes(pdf.Root.Metadata.read_bytes()).decode()
    assert case["masters"] == [s.sha256 for s in first.sources.values()]
    assert case["bytes"] < 110_000
    assert case["ink_ssim"] > 0.8


def test_a_second_run_changes_nothing_and_another_file_is_never_overwritten(
    shelf: Shelf, tmp_path: Path
) -> None:
    kept = shelf.put("birth", BIRTH)
    out = tmp_path / "out"
    first = delivered(shelf, out)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in first.files}
    assert delivered(shelf, out) == first
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in first.files} == before
    with shelf.services.ledger.reading() as connection:
        assert len(connection.execute(select(exports)).all()) == 1
        assert [told["receiver"] for told in receivers(connection, kept.id)] == ["Sở Tư pháp Thử Nghiệm"]
        assert [e.type for e in events(connection, first.manifest_sha256)] == ["export.made"]
    (out / "KS.1987.01.zip").write_bytes(b"another file")
    with pytest.raises(MoveRefused):
        delivered(shelf, out)
    assert (out / "KS.1987.01.zip").read_bytes() == b"another file"


def test_a_killed_run_goes_on_without_the_manifest_lying(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("birth", BIRTH)
    shelf.put("death", {k: v for k, v in BIRTH.items() if "_" not in k} | DEATH)
    whole, out = tmp_path / "whole", tmp_path / "out"
    delivered(shelf, whole)
    out.mkdir()
    # What a kill leaves: some files in place, one half-written beside, no manifest.
    (out / "KS.1987.01.zip").write_bytes((whole / "KS.1987.01.zip").read_bytes())
    (out / ".KS.1987.01.xlsx.1.new").write_bytes(b"half")
    delivered(shelf, out)
    made = {p.name: p.read_bytes() for p in out.iterdir() if not p.name.startswith(".")}
    assert made == {p.name: p.read_bytes() for p in whole.iterdir()}


DEATH = {
    "number": "7/1987", "book_number": "02/1987", "registration_date": "1987-04-01",
    "registration_place": "UBND phường Thử Nghiệm", "deceased_full_name": "Lê Văn Hư",
    "deceased_death_date": "1987-03-31",
}  # fmt: skip


def test_only_approved_records_leave_and_closed_ones_never(shelf: Shelf) -> None:
    shelf.put("birth", BIRTH, RecordState.IN_REVIEW)
    secret = shelf.put("birth", BIRTH | {"number": "48"})
    with shelf.services.ledger.writing(shelf.act) as connection:
        sight.mark(connection, shelf.act, secret.id, "secret")
    found = planned(shelf)
    assert (found.cases, found.refused, found.waiting) == ([], (), {"in_review": 1})
    assert [(key, finding.code) for key, finding in found.withheld] == [(secret.id, "EXPORT_CLOSED")]


def test_an_entry_struck_out_in_its_book_makes_no_row(shelf: Shelf) -> None:
    struck = shelf.put("birth", BIRTH)
    book = Declared(type="birth", book="01", year=1987)
    with shelf.services.ledger.writing(shelf.act) as connection:
        held = declare(connection, shelf.act, struck.row.batch, book)
        connection.execute(insert(entries).values(record=struck.id, volume=held.id))
        cancel(connection, shelf.act, struck.id, "gạch chéo cả trang")
    found = planned(shelf)
    assert found.cases == []
    assert [(key, finding.code) for key, finding in found.withheld] == [(struck.id, "EXPORT_CANCELLED")]


def test_a_row_keeps_what_was_registered_and_says_that_it_changed_since(shelf: Shelf) -> None:
    record = shelf.put("birth", BIRTH)
    change = Change(
        "change", "12/QĐ-UBND", "UBND phường", "2020-05-04", {"child_full_name": "NGUYỄN THỊ MỚI"}
    )
    with shelf.services.ledger.writing(shelf.act) as connection:
        annotate(connection, shelf.act, record.id, change)
    (case,) = planned(shelf).cases
    assert case.row.named["nksHoTen"] == BIRTH["child_full_name"]
    assert "EXPORT_ANNOTATED" in {finding.code for finding in case.findings}


def test_a_dry_run_names_each_refusal_and_lets_the_rest_go(shelf: Shelf) -> None:
    good = shelf.put("birth", BIRTH)
    wrong = shelf.put("birth", BIRTH | {"number": "47/1986"})
    twice = [shelf.put("birth", BIRTH | {"number": "50"}).id for _ in range(2)]
    found = planned(shelf)
    assert [case.record.id for case in found.cases] == [good.id]
    lines = {(line["record"], line["code"]) for line in refusal_lines(found, "en")}
    assert lines == {(wrong.id, "EXPORT_NUMBER_YEAR"), *((key, "EXPORT_REPEATED") for key in twice)}
    assert all("{" not in line["message"] for line in refusal_lines(found, "vi"))


def test_days_of_registration_and_types_narrow_the_delivery(shelf: Shelf) -> None:
    shelf.put("birth", BIRTH)
    later = shelf.put("birth", BIRTH | {"number": "46", "registration_date": "1987-03-09"})
    assert [c.record.id for c in planned(shelf, Wanted(since="1987-03-03")).cases] == [later.id]
    assert len(planned(shelf, Wanted(until="1987-03-02")).cases) == 1
    assert planned(shelf, Wanted(types=("death",))).cases == []


def test_a_corrected_record_is_another_revision_on_the_receipt(shelf: Shelf, tmp_path: Path) -> None:
    kept = shelf.put("birth", BIRTH)
    delivered(shelf, tmp_path / "one")
    with shelf.services.ledger.writing(shelf.act) as connection:
        touch_record(connection, shelf.act, kept.id, {})
    delivered(shelf, tmp_path / "two")
    with shelf.services.ledger.reading() as connection:
        assert sorted(told["revision"] for told in receivers(connection, kept.id)) == [1, 2]


def test_names_are_safe_short_and_never_alike() -> None:
    assert safe("../../Đăng ký/số 1:*?") == "Dang-ky-so-1"
    assert safe("CON.pdf") == "_CON.pdf"
    assert safe("...") == "file"
    long = safe("x" * 300)
    assert len(long) == LONGEST
    assert long != safe("x" * 301)
    assert apart(["A", "b", "a"], ["1", "2", "3"]) == ["A-1", "b", "a-3"]
    values = {"kind": "KS", "book_year": "2005", "book": "1", "number": "7A"}
    assert filled(naming("short").file, values) == "KS.2005.01.007A"
    assert filled(naming("{kind}_{number:02}").file, values) == "KS_07A"


def test_equal_rows_give_equal_sheets_and_no_cell_is_a_formula() -> None:
    made = sheet_bytes("KS", ["a"], [["=1+1"], ["+1"], ["x\x00y"]])
    assert made == sheet_bytes("KS", ["a"], [["=1+1"], ["+1"], ["x\x00y"]])
    cells = [line[0] for line in openpyxl.load_workbook(io.BytesIO(made)).active.iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type) for cell in cells] == [("=1+1", "s"), ("+1", "s"), ("x y", "s")]
    with pytest.raises(ValueError, match="32,767"):
        sheet_bytes("KS", ["a"], [["x" * 40_000]])
