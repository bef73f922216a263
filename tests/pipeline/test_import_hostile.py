"""Tables and folders made to do harm, or made carelessly: each costs itself, is named, and the rest goes on."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from earlier_work import GENERIC, planned, scan, sheet, table
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shelf import Shelf, open_shelf

from pipeline.errors import WrongUse
from pipeline.exchange.import_profile import profile, profile_names
from pipeline.exchange.legacy_text import TCVN3, letters
from pipeline.exchange.table_files import Sheet, read_sheets
from pipeline.exchange.table_limits import TableLimits
from pipeline.findings import Finding, catalogue

SMALL = TableLimits(max_bytes=200_000, max_unpacked=3_000_000, max_rows=50, max_columns=20)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return open_shelf(tmp_path / "home")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "earlier"
    made.mkdir()
    return made


def packed(path: Path, **changed: bytes) -> Path:
    """A real sheet with some of its parts replaced or added; `__` stands for `/` and `_dot_` for a dot."""
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    parts = {name.replace("__", "/").replace("_dot_", "."): content for name, content in changed.items()}
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *parts}:
            new.writestr(name, parts.get(name) or old.read(name))
    return path


def only(found: tuple[list[Sheet], list[Finding]]) -> str:
    assert [line for one in found[0] for line in one.lines] == []
    (finding,) = found[1]
    assert "{" not in finding.text("vi")
    return finding.code


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = packed(tmp_path / "a.xlsx", xl__sharedStrings_dot_xml=b"<a>" + b" " * 2_500_000)
    assert only(read_sheets(bomb, limits=SMALL)) == "IMPORT_TABLE_LARGE"
    wide = packed(tmp_path / "b.xlsx", xl__media__x_dot_bin=bytes(range(256)) * 12_000)
    assert only(read_sheets(wide, limits=SMALL)) == "IMPORT_TABLE_LARGE"


def test_macros_are_refused_whatever_the_name_says(tmp_path: Path) -> None:
    assert (
        only(read_sheets(packed(tmp_path / "a.xlsx", xl__vbaProject_dot_bin=b"x"))) == "IMPORT_TABLE_MACROS"
    )
    assert only(read_sheets(packed(tmp_path / "a.xlsm"))) == "IMPORT_TABLE_MACROS"
    (tmp_path / "a.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    assert only(read_sheets(tmp_path / "a.xls")) == "IMPORT_TABLE_TYPE"


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"),
        b"<broken",
    ],
)
def test_a_sheet_that_declares_entities_or_is_broken_is_not_parsed(tmp_path: Path, content: bytes) -> None:
    made = packed(tmp_path / "a.xlsx", xl__worksheets__sheet1_dot_xml=content)
    assert only(read_sheets(made)) == "IMPORT_TABLE_DAMAGED"


def test_too_many_rows_or_columns_cost_the_sheet(tmp_path: Path) -> None:
    tall = sheet(tmp_path / "a.xlsx", [[str(n)] for n in range(60)])
    wide = sheet(tmp_path / "b.xlsx", [["x"] * 30])
    far = tmp_path / "c.xlsx"
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = "far"
    book.save(far)
    book.active.delete_cols(2, 16_384)
    book.active["A1048576"] = "low"
    book.save(tmp_path / "low.xlsx")
    (low,), _ = read_sheets(tmp_path / "low.xlsx", limits=SMALL)
    assert [(line.number, line.cells[0]) for line in low.lines] == [(1_048_576, "low")]
    for path in (tall, wide, far):
        assert only(read_sheets(path, limits=SMALL)) == "IMPORT_TABLE_LARGE"
    (tmp_path / "d.csv").write_text("a,b\n" * 60, encoding="utf-8")
    assert only(read_sheets(tmp_path / "d.csv", limits=SMALL)) == "IMPORT_TABLE_LARGE"
    (tmp_path / "e.csv").write_bytes(b"x" * 300_000)
    assert only(read_sheets(tmp_path / "e.csv", limits=SMALL)) == "IMPORT_TABLE_LARGE"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"a,b\n1,\x002\n", "IMPORT_TABLE_NULS"),
        ("a.csv", b"", "FILE_EMPTY"),
        ("a.json", b"[" * 100_000, "IMPORT_TABLE_DAMAGED"),
        ("a.json", b'{"rows": 5}', "IMPORT_TABLE_DAMAGED"),
        ("a.json", b"[1, 2]", "IMPORT_TABLE_DAMAGED"),
        ("a.xlsx", b"no zip at all", "IMPORT_TABLE_DAMAGED"),
    ],
)
def test_each_broken_table_is_named(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert only(read_sheets(tmp_path / name)) == code


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.json", "a.xlsx", "a.tsv"]))
def test_any_bytes_are_read_or_refused_never_an_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str
) -> None:
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(data)
    read_sheets(path)


def test_a_formula_costs_its_cell_and_is_never_evaluated(shelf: Shelf, folder: Path) -> None:
    rows = [list(GENERIC), [*GENERIC.values()], ["=cmd|'/c calc'!A1", *list(GENERIC.values())[1:]]]
    sheet(folder / "t.xlsx", rows)
    scan(folder, "a.png")
    found = planned(shelf, "generic", folder, "birth")
    second = found.rows[1]
    assert {f.code for f in second.row.findings} >= {"IMPORT_CELL_FORMULA"}
    assert (second.taken, second.row.written["number"]) == (True, "")
    assert found.rows[0].row.written["number"] == "45/1987"


def test_numbers_and_days_of_a_sheet_are_read_as_people_see_them(tmp_path: Path) -> None:
    from datetime import date, datetime, time

    made = sheet(
        tmp_path / "a.xlsx", [[45, 45.0, 1.5, date(1987, 3, 2), datetime(1987, 3, 2), time(5, 30), True]]
    )
    (one,), _ = read_sheets(made)
    assert one.lines[0].cells == ("45", "45", "1.5", "02/03/1987", "02/03/1987", "05:30", "1")


def test_paths_and_links_never_lead_out_of_the_folder(shelf: Shelf, folder: Path) -> None:
    secret = scan(folder.parent, "secret.png")
    (folder / "link.png").symlink_to(secret)
    (folder / "inside").symlink_to(folder.parent)
    names = [
        "../secret.png",
        str(secret),
        "C:\\secret.png",
        "x/../../secret.png",
        "link.png",
        "inside/secret.png",
        "a\x07.png",
    ]
    table(
        folder / "t.csv", *(GENERIC | {"number": f"{n}/1987", "file": name} for n, name in enumerate(names))
    )
    found = planned(shelf, "generic", folder, "birth")
    assert [one.taken for one in found.rows] == [False] * len(names)
    told = [
        next(iter({f.code for f in one.row.findings} & {"IMPORT_FILE_PATH", "IMPORT_NO_FILE"}))
        for one in found.rows
    ]
    assert told == ["IMPORT_FILE_PATH"] * 4 + ["IMPORT_NO_FILE"] * 2 + ["IMPORT_FILE_PATH"]
    assert [f.code for f in found.findings].count("IMPORT_FILE_LINK") == 2


def test_a_broken_table_does_not_keep_the_others_out(shelf: Shelf, folder: Path) -> None:
    table(folder / "good.csv", GENERIC)
    (folder / "bad.xlsx").write_bytes(b"PK\x03\x04broken")
    (folder / "other.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    scan(folder, "a.png")
    found = planned(shelf, "generic", folder, "birth")
    assert [one.taken for one in found.rows] == [True]
    assert {f.code for f in found.findings} == {"IMPORT_TABLE_DAMAGED", "IMPORT_TABLE_HEAD"}


def test_the_same_name_in_two_folders_is_asked_about_and_a_path_decides(shelf: Shelf, folder: Path) -> None:
    scan(folder, "x/a.png", "x")
    scan(folder, "y/a.png", "y")
    table(folder / "t.csv", GENERIC, GENERIC | {"number": "46/1987", "file": "Y\\A.PNG"})
    found = planned(shelf, "generic", folder, "birth")
    assert {f.code for f in found.rows[0].row.findings} == {"IMPORT_FILE_SEVERAL"}
    assert found.rows[1].document == "y/a.png"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_table_in_tcvn3_is_converted_whatever_bytes_it_has(
    shelf: Shelf, folder: Path, encoding: str
) -> None:
    def old(text: str) -> str:
        return "".join(letters(TCVN3).get(c, c) for c in text)

    rows = [GENERIC | {"number": f"{n}/1987", "file": f"{n}.png"} for n in range(3)]
    typed = [{k: v if k in {"file", "number"} else old(v) for k, v in row.items()} for row in rows]
    table(folder / "t.csv", *typed, encoding=encoding)
    found = planned(shelf, "generic", folder, "birth")
    assert [one.row.written["child_full_name"] for one in found.rows] == ["Nguyễn Thị Bịa"] * 3
    assert found.rows[0].row.cells["child_full_name"] == old("Nguyễn Thị Bịa")
    assert found.encodings["t.csv"].startswith("tcvn3")


def test_an_encoding_that_is_not_sure_changes_nothing_and_is_named(shelf: Shelf, folder: Path) -> None:
    table(
        folder / "t.csv",
        GENERIC | {"child_full_name": "Lª ThÞ BÞa", "registration_place": "Thu Duc", "child_gender": ""},
    )
    found = planned(shelf, "generic", folder, "birth")
    assert found.rows[0].row.written["child_full_name"] == "Lª ThÞ BÞa"
    assert "IMPORT_ENCODING" in {f.code for f in found.findings}
    named = planned(shelf, "generic", folder, "birth", encoding=TCVN3)
    assert named.rows[0].row.written["child_full_name"] == "Lê Thị Bịa"


def test_an_office_writes_its_own_profile(shelf: Shelf, folder: Path) -> None:
    home = shelf.services.settings.home
    (home / "import_profiles").mkdir()
    (home / "import_profiles" / "ours.toml").write_text(
        'name = "ours"\nvi = "Bảng của phường"\nen = "Our table"\ntype = "birth"\ndates = "m/d/y"\n'
        'file_column = ["Ảnh"]\n'
        'columns = { "Họ tên" = "child_full_name", "Sinh" = "child_birth_date", GT = "child_gender" }\n'
        'values = { child_gender = { "0" = "Nữ", "1" = "Nam" } }\n',
        encoding="utf-8",
    )
    table(
        folder / "t.csv",
        {"Họ tên": "Lê Thị Bịa", "Sinh": "2/27/1987", "GT": "0", "Ảnh": "a.png", "Khác": "giữ"},
    )
    scan(folder, "a.png")
    (one,) = planned(shelf, "ours", folder).rows
    assert one.values == {
        "child_full_name": "Lê Thị Bịa",
        "child_birth_date": "1987-02-27",
        "child_gender": "Nữ",
    }
    assert (one.taken, dict(one.row.rest)) == (True, {"Khác": "giữ"})
    assert {"ours", "moj", "generic", "tt02-2019"} <= set(profile_names(home))


@pytest.mark.parametrize("line", ["colums = {}", 'encoding = "viscii"', 'dates = "?"', "name ="])
def test_a_misspelt_profile_is_refused(tmp_path: Path, line: str) -> None:
    made = tmp_path / "p.toml"
    made.write_text(f'name = "p"\nvi = "x"\nen = "x"\n{line}\n', encoding="utf-8")
    with pytest.raises(WrongUse):
        profile(tmp_path, str(made))
    with pytest.raises(WrongUse):
        profile(tmp_path, "no-such")


def test_every_code_of_exchange_tells_what_to_do() -> None:
    for code, entry in catalogue().items():
        if code.startswith(("IMPORT_", "EXPORT_")):
            assert len(entry.vi) > 30, code
            assert len(entry.en) > 30, code
