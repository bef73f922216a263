"""Earlier work comes in unverified, once, and can be taken back; what has no partner is named."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from earlier_work import (
    GENERIC,
    MOJ,
    Typesetter,
    imported,
    moj_sheet,
    planned,
    records,
    run,
    scan,
    sheet,
    table,
    taken_in,
)
from shelf import BIRTH, Shelf, open_shelf
from sqlalchemy import insert, select

from archive.audit import events
from pipeline.actors import Act, person
from pipeline.errors import MoveRefused, WrongUse
from pipeline.exchange.file_names import naming
from pipeline.exchange.import_intake import rows_without_file
from pipeline.exchange.import_sampled import settle_import
from pipeline.exchange.import_undo import undo_import
from pipeline.exchange.moj_columns import columns
from pipeline.exchange.moj_export import Target, deliver
from pipeline.exchange.moj_plan import Wanted, plan
from pipeline.exchange.plain_export import Selection, Shape, export_plain
from pipeline.exchange.tables import import_rows
from pipeline.ledger import move_record
from pipeline.ledger_tables import batches
from pipeline.lookup import RecordView
from pipeline.record import Field, FieldState, RecordState
from pipeline.record_type import record_types
from pipeline.review import Correction, approve, sampling
from pipeline.review.sample_report import sign_off
from pipeline.review.tables import sampled, samples

FILE = "KS.1987.01.1987-03-02.45.png"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return open_shelf(tmp_path / "home")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "earlier"
    made.mkdir()
    return made


def field(record: RecordView, key: str) -> Field:
    return next(f for f in record.fields if f.key == key)


def codes(record: RecordView) -> set[str]:
    return {kept.finding.code for kept in record.findings}


def test_values_come_in_unverified_and_show_their_crop(shelf: Shelf, folder: Path) -> None:
    moj_sheet(folder / "KS.1987.01.xlsx", "KS", MOJ)
    scan(folder, FILE)
    (record,) = imported(shelf, "moj", folder)
    name = field(record, "child_full_name")
    assert (name.written, name.value, name.state) == ("Nguyễn Thị Bịa", "Nguyễn Thị Bịa", FieldState.IMPORTED)
    assert name.box is not None
    assert (field(record, "child_gender").written, field(record, "child_gender").value) == ("Nữ", "Nữ")
    assert field(record, "registration_date").value == "1987-03-02"
    assert field(record, "father_full_name").state is FieldState.IMPORTED
    assert {f.state for f in record.fields} == {FieldState.IMPORTED}
    assert not record.quick
    assert record.state is RecordState.IN_REVIEW
    assert "IMPORTED" in codes(record)
    with shelf.services.ledger.writing(shelf.act) as connection, pytest.raises(MoveRefused):
        approve(connection, shelf.act, record.id)


def test_what_the_machine_surely_reads_otherwise_is_a_finding(shelf: Shelf, folder: Path) -> None:
    moj_sheet(folder / "a.xlsx", "KS", MOJ | {"nksGioiTinh": "1"})
    scan(folder, FILE)
    (record,) = imported(shelf, "moj", folder)
    told = [k.finding for k in record.findings if k.finding.code == "IMPORT_DIFFERS"]
    assert [(f.field, f.facts["imported"], f.facts["read"]) for f in told] == [("child_gender", "Nam", "Nữ")]
    assert field(record, "child_gender").value == "Nam"


def test_rows_pass_the_same_checks_as_anything_else(shelf: Shelf, folder: Path) -> None:
    moj_sheet(folder / "a.xlsx", "KS", MOJ | {"so": "45/1986", "nksNgaySinh": "không rõ"})
    scan(folder, "KS.1987.01.1987-03-02.45.png")
    (record,) = imported(shelf, "moj", folder)
    assert {"R008", "R003"} <= codes(record)


def test_rows_and_files_without_their_other_half_are_named(shelf: Shelf, folder: Path) -> None:
    table(folder / "t.csv", GENERIC, GENERIC | {"number": "46/1987", "file": "gone.png"},
          GENERIC | {"number": "47/1987", "file": ""})  # fmt: skip
    scan(folder, "a.png")
    scan(folder, "alone.png")
    (folder / "notes.docx").write_bytes(b"x")
    found = planned(shelf, "generic", folder, "birth")
    assert [one.taken for one in found.rows] == [True, False, False]
    lacking = [{f.code for f in one.row.findings} for one in found.rows]
    assert lacking == [set(), {"IMPORT_NO_FILE"}, {"IMPORT_FILE_UNNAMED"}]
    assert found.loose == ("alone.png",)
    assert {f.code for f in found.findings} == {"IMPORT_NO_ROW", "IMPORT_FILE_TYPE"}
    received = taken_in(shelf, "generic", folder, "birth")
    with shelf.services.ledger.reading() as connection:
        assert [kept.place for kept in rows_without_file(connection, received.batch)] == [
            "t.csv:3",
            "t.csv:4",
        ]


def test_a_dry_run_writes_nothing(shelf: Shelf, folder: Path) -> None:
    table(folder / "t.csv", GENERIC)
    scan(folder, "a.png")
    before = sorted(p.name for p in shelf.services.workspace.originals.rglob("*"))
    planned(shelf, "generic", folder, "birth")
    assert sorted(p.name for p in shelf.services.workspace.originals.rglob("*")) == before
    with shelf.services.ledger.reading() as connection:
        assert connection.execute(select(batches)).all() == []


def test_a_killed_import_is_resumed_by_the_same_command(shelf: Shelf, folder: Path) -> None:
    rows = [GENERIC | {"number": f"{n}/1987", "file": f"{n}.png"} for n in (1, 2, 3)]
    table(folder / "t.csv", *rows)
    for n in (1, 2, 3):
        scan(folder, f"{n}.png")
    first = taken_in(shelf, "generic", folder, "birth")
    killed = Typesetter(left=1)
    with pytest.raises(KeyboardInterrupt):
        run(shelf, first.batch, killed)
    again = taken_in(shelf, "generic", folder, "birth")
    assert (again.batch, again.resumed) == (first.batch, True)
    rest = Typesetter()
    assert run(shelf, again.batch, rest)
    assert len(killed.read_pages) + len(rest.read_pages) == 3
    made = records(shelf, first.batch)
    assert sorted(field(r, "number").value or "" for r in made) == ["1/1987", "2/1987", "3/1987"]
    assert taken_in(shelf, "generic", folder, "birth").closed
    with shelf.services.ledger.reading() as connection:
        assert len(connection.execute(select(import_rows)).all()) == 3


def test_the_same_bytes_wait_for_a_person_and_are_not_taken_in_twice(shelf: Shelf, folder: Path) -> None:
    table(folder / "t.csv", GENERIC)
    scan(folder, "a.png")
    imported(shelf, "generic", folder, "birth")
    table(folder / "t.csv", GENERIC | {"child_full_name": "Nguyễn Thị Bịa Đặt"})
    found = planned(shelf, "generic", folder, "birth")
    assert "IMPORT_SAME_FILE" in {f.code for f in found.findings}
    assert imported(shelf, "generic", folder, "birth") == []


def test_the_same_entry_with_other_bytes_cannot_be_approved_unseen(shelf: Shelf, folder: Path) -> None:
    known = shelf.put("birth", BIRTH | {"registration_place": "UBND phường Thử Nghiệm"}, RecordState.ARCHIVED)
    table(folder / "t.csv", GENERIC | {"number": "045/1987", "book_number": "1/1987"})
    scan(folder, "a.png")
    (record,) = imported(shelf, "generic", folder, "birth")
    (told,) = [k.finding for k in record.findings if k.finding.code == "IMPORT_SAME_ENTRY"]
    assert told.facts["record"] == known.id
    assert "IMPORT_SAME_ENTRY" in {kept.finding.code for kept in record.blocking}


def test_the_same_entry_in_two_rows_is_named_on_the_second(shelf: Shelf, folder: Path) -> None:
    table(folder / "t.csv", GENERIC, GENERIC | {"file": "b.png"})
    scan(folder, "a.png")
    scan(folder, "b.png")
    found = planned(shelf, "generic", folder, "birth")
    assert [{f.code for f in one.row.findings} for one in found.rows] == [set(), {"IMPORT_SAME_ROW"}]


def test_several_rows_of_one_file_become_records_of_their_own(shelf: Shelf, folder: Path) -> None:
    table(folder / "t.csv", GENERIC, GENERIC | {"number": "46/1987"})
    scan(folder, "a.png")
    made = imported(shelf, "generic", folder, "birth")
    assert sorted(field(r, "number").value or "" for r in made) == ["45/1987", "46/1987"]
    assert len({r.id for r in made}) == 2
    assert {r.pages[0].id for r in made} == {made[0].pages[0].id}


def test_an_import_is_taken_back_whole_and_may_come_again(shelf: Shelf, folder: Path) -> None:
    table(folder / "t.csv", GENERIC)
    scan(folder, "a.png")
    (record,) = imported(shelf, "generic", folder, "birth")
    batch = record.row.batch
    stored = sorted(p for p in (shelf.services.settings.home / "store").rglob("*") if p.is_file())
    with shelf.services.ledger.writing(shelf.act) as connection:
        approve(connection, shelf.act, record.id, confirm=True)
        assert undo_import(connection, shelf.act, batch, "wrong table") == 1
        assert undo_import(connection, shelf.act, batch, "wrong table") == 0
        assert "import.undone" in {event.type for event in events(connection, batch)}
    (after,) = records(shelf, batch)
    assert after.state is RecordState.REJECTED
    assert sorted(p for p in (shelf.services.settings.home / "store").rglob("*") if p.is_file()) == stored
    assert planned(shelf, "generic", folder, "birth").findings == ()
    (again,) = imported(shelf, "generic", folder, "birth")
    assert again.row.batch != batch
    assert again.state is RecordState.IN_REVIEW
    assert "IMPORT_SAME_ENTRY" not in codes(again)


def test_an_interrupted_import_can_be_taken_back_too(shelf: Shelf, folder: Path) -> None:
    table(folder / "t.csv", GENERIC)
    scan(folder, "a.png")
    received = taken_in(shelf, "generic", folder, "birth")
    with shelf.services.ledger.writing(shelf.act) as connection:
        assert undo_import(connection, shelf.act, received.batch, "no") == 0
    assert run(shelf, received.batch)
    assert imported(shelf, "generic", folder, "birth")[0].row.batch != received.batch


def test_what_is_signed_is_not_taken_back(shelf: Shelf, folder: Path) -> None:
    table(folder / "t.csv", GENERIC)
    scan(folder, "a.png")
    (record,) = imported(shelf, "generic", folder, "birth")
    with shelf.services.ledger.writing(shelf.act) as connection:
        approve(connection, shelf.act, record.id, confirm=True)
        for state in (RecordState.ASSEMBLED, RecordState.ARCHIVED):
            move_record(connection, shelf.act, record.id, state)
        with pytest.raises(MoveRefused):
            undo_import(connection, shelf.act, record.row.batch, "no")


def test_a_delivery_of_ours_comes_back_with_the_same_values(
    shelf: Shelf, folder: Path, tmp_path: Path
) -> None:
    values = BIRTH | {
        "number": "45/1987", "mother_residence_type": "Thường trú", "mother_id_doc_type": "CCCD",
        "mother_id_doc_number": "079160001234", "note": "=1+1; ghi chú", "child_origin_place": None,
    }  # fmt: skip
    sent = shelf.put("birth", values)
    with shelf.services.ledger.reading() as connection:
        going = plan(connection, Wanted(), naming("type"))
    assert going.refused == ()
    deliver(shelf.services, going, Target(folder, naming("type"), "Thử Nghiệm"), shelf.act)
    with zipfile.ZipFile(folder / "KS.1987.01.zip") as bundle:
        bundle.extractall(folder)
    (folder / "KS.1987.01.zip").unlink()
    other = open_shelf(tmp_path / "other")
    found = planned(other, "moj", folder)
    assert [one.taken for one in found.rows] == [True]
    back = {key: value for key, value in found.rows[0].values.items() if value}
    assert back == {f.key: f.value for f in sent.fields if f.value}
    assert not found.loose


def test_csv_and_json_of_ours_come_back_with_the_same_values(shelf: Shelf, folder: Path) -> None:
    kept = shelf.put("birth", BIRTH | {"note": "=1+1", "number": "45/1987"})
    for shape in (
        Shape("csv", bom=True),
        Shape("csv", written=True, states=True, provenance=True),
        Shape("json"),
    ):
        target = folder / f"t.{shape.format}"
        target.unlink(missing_ok=True)
        export_plain(shelf.services, Selection(), shape, target, "Thử Nghiệm", shelf.act)
        (row,) = planned(shelf, "generic", folder).rows
        assert {k: v for k, v in row.values.items() if v} == {f.key: f.value for f in kept.fields}
        target.unlink()


def test_json_tells_who_decided_and_csv_tells_absent_from_empty(shelf: Shelf, folder: Path) -> None:
    kept = shelf.put("birth", {"number": "45/1987", "note": None})
    export_plain(shelf.services, Selection(), Shape("json"), folder / "t.json", "x", shelf.act)
    told = json.loads((folder / "t.json").read_text(encoding="utf-8"))["records"][0]
    assert told["fields"]["number"]["written"] == "45/1987"
    assert told["fields"]["note"]["state"] == "confirmed_empty"
    assert {"decided_by", "confidence", "box"} <= told["fields"]["number"].keys()
    assert told["masters"] == [s.sha256 for s in kept.sources.values()]
    export_plain(shelf.services, Selection(), Shape("csv", states=True), folder / "t.csv", "x", shelf.act)
    text = (folder / "t.csv").read_text(encoding="utf-8").splitlines()
    cells = dict(zip(text[0].split(","), text[1].split(","), strict=True))
    assert (cells["note.state"], cells["child_gender.state"]) == ("confirmed_empty", "absent")


def test_all_five_kinds_are_known_by_their_columns(shelf: Shelf, folder: Path) -> None:
    rows = {
        "KS": MOJ,
        "KH": MOJ | {"chongHoTen": "Lê Văn Hư", "voHoTen": "Trần Thị Đặt"},
        "KT": MOJ | {"nktHoTen": "Lê Văn Hư", "nktNgayChet": "01.03.1987"},
        "CMC": MOJ | {"loaiXacNhan": "1", "cmHoTen": "Lê Văn Hư", "ncHoTen": "Lê Thị Bịa"},
        "HN": MOJ | {"noiCap": "UBND phường Thử Nghiệm", "nxnHoTen": "Lê Văn Hư"},
    }
    for kind, row in rows.items():
        moj_sheet(folder / f"{kind}.xlsx", kind, row)
        scan(folder, f"{kind}.1987.01.1987-03-02.45.png")
    found = planned(shelf, "moj", folder)
    taken = {one.row.type: one.document for one in found.rows if one.taken}
    assert taken == {
        type: f"{kind}.1987.01.1987-03-02.45.png"
        for kind, type in {"KS": "birth", "KH": "marriage", "KT": "death", "CMC": "parent_child",
                           "HN": "marital_status"}.items()
    }  # fmt: skip
    by_type = {one.row.type: one for one in found.rows}
    assert by_type["parent_child"].row.written["confirmation_type"] == "Cha nhận con"
    for one in found.rows:
        kind = record_types()[one.row.type]
        own = {c.key for c in columns()[{"birth": "KS"}.get(one.row.type, "HN")]}
        assert set(one.row.written) <= {spec.key for spec in kind.fields} | own


def test_documents_of_circular_02_2019_become_correspondence(shelf: Shelf, folder: Path) -> None:
    head = ["Mã hồ sơ", "Số của văn bản", "Ký hiệu của văn bản", "Ngày, tháng, năm văn bản", "Tên cơ quan ban hành",
            "Tên loại văn bản", "Trích yếu nội dung", "Tên tệp"]  # fmt: skip
    row = [
        "H49.64.33.2001.160",
        12,
        "QĐ-UBND",
        "05/06/2001",
        "UBND phường Thử Nghiệm",
        "Quyết định",
        "Về việc thử",
        "d/1.png",
    ]
    sheet(folder / "muc-luc.xlsx", [["MỤC LỤC VĂN BẢN"], head, row])
    scan(folder, "d/1.png", "Về việc thử")
    (record,) = imported(shelf, "tt02-2019", folder)
    assert record.row.type == "correspondence"
    assert field(record, "number").value == "12/QĐ-UBND"
    assert field(record, "issue_date").value == "2001-06-05"
    assert field(record, "abstract").written == "Về việc thử"
    assert "IMPORT_NO_FIELD" in codes(record)


def test_without_any_file_nothing_is_registered(shelf: Shelf, folder: Path) -> None:
    table(folder / "t.csv", GENERIC)
    with pytest.raises(WrongUse):
        taken_in(shelf, "generic", folder, "birth")


def signed_sample(shelf: Shelf, record: RecordView, verdict: str, *, wrong: bool = False) -> None:
    act = shelf.act
    signed = "2026-03-03" if verdict == "accept" else act.time
    with shelf.services.ledger.writing(act) as connection:
        connection.execute(
            insert(samples).values(
                id=f"{verdict}-{wrong}", batch=record.row.batch, plan="x", seed="1", population=1, size=1, allowed=0,
                drawn_at=act.time, drawn_by=act.by.id, verdict=verdict, signed_at=signed, signed_by=act.by.id,
            )
        )  # fmt: skip
        connection.execute(
            insert(sampled).values(
                sample=f"{verdict}-{wrong}", record=record.id, field="number", ordinal=0, kept={}, wrong=wrong
            )
        )


def test_only_a_signed_sample_makes_imported_values_count(shelf: Shelf, folder: Path) -> None:
    table(folder / "t.csv", GENERIC | {"child_birth_date": "không rõ", "note": ""})
    scan(folder, "a.png")
    (record,) = imported(shelf, "generic", folder, "birth")
    with shelf.services.ledger.writing(shelf.act) as connection, pytest.raises(MoveRefused):
        settle_import(connection, shelf.act, record.row.batch)
    signed_sample(shelf, record, "redo")
    with shelf.services.ledger.writing(shelf.act) as connection, pytest.raises(MoveRefused):
        settle_import(connection, shelf.act, record.row.batch)
    signed_sample(shelf, record, "accept")
    with shelf.services.ledger.writing(shelf.act) as connection:
        assert settle_import(connection, shelf.act, record.row.batch) == 7
        assert settle_import(connection, shelf.act, record.row.batch) == 0
    (after,) = records(shelf, record.row.batch)
    assert field(after, "child_full_name").state is FieldState.CONFIRMED
    assert field(after, "note").state is FieldState.CONFIRMED_EMPTY
    assert field(after, "child_birth_date").state is FieldState.IMPORTED
    assert not after.quick


def test_a_record_that_the_sample_found_wrong_stays_unverified(shelf: Shelf, folder: Path) -> None:
    table(folder / "t.csv", GENERIC)
    scan(folder, "a.png")
    (record,) = imported(shelf, "generic", folder, "birth")
    signed_sample(shelf, record, "accept", wrong=True)
    with shelf.services.ledger.writing(shelf.act) as connection:
        assert settle_import(connection, shelf.act, record.row.batch) == 0


def test_an_import_is_sampled_before_it_is_approved(shelf: Shelf, folder: Path) -> None:
    table(folder / "t.csv", GENERIC | {"note": ""})
    scan(folder, "a.png")
    (record,) = imported(shelf, "generic", folder, "birth")
    checker = Act(person("minh", shelf.act.by.unit), shelf.act.at)
    plan_name = next(iter(sampling.plans()))
    with shelf.services.ledger.writing(checker) as connection:
        sampling.draw(connection, shelf.act, record.row.batch, plan=plan_name, seed="7", sample="s1")
        typed = [
            Correction(f.key, FieldState.CORRECTED, f.written)
            if f.written
            else Correction(f.key, FieldState.CONFIRMED_EMPTY)
            for f in record.fields
        ]
        assert sampling.check(connection, checker, "s1", record.id, typed) == []
        assert sign_off(connection, checker, record.row.batch).verdict == "accept"
        assert settle_import(connection, checker, record.row.batch) == len(record.fields)
