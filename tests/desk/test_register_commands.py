"""Registers, changes in law, provenance and secret papers at the terminal."""

from __future__ import annotations

from pathlib import Path

from counter import BIRTH, Desk, take_in

ENTRIES = (
    "Số: 1/1987",
    "Họ, chữ đệm, tên: LÊ NHƯ PHƯỢNG",
    *("",) * 12,
    "Số: 3/1987",
    "Họ, chữ đệm, tên: TRẦN VĂN CƯỜNG",
)


def scanned(desk: Desk, tmp_path: Path, *lines: str) -> str:
    page = tmp_path / "page.png"
    page.write_text("\n".join(lines), encoding="utf-8")
    return take_in(desk, page)


def test_a_volume_is_declared_laid_out_and_checked(desk: Desk, tmp_path: Path) -> None:
    batch = scanned(desk, tmp_path, *ENTRIES)
    line = ["--type", "birth", "--book", "01", "--year", "1987", "--last", "3", "--pdf", "regions"]
    assert desk("register", "declare", batch, *line).code == 0
    assert desk("register", "check", "01/1987").code == 4
    assert "New entries: 1" in desk("register", "entries", "01/1987", "--count", "2").out
    told = desk("register", "check", "01/1987", "--json")
    assert (told.code, told.err) == (4, "")
    assert [(f["code"], f["facts"]["numbers"]) for f in told.document["findings"]] == [("VOLUME_GAP", "2")]
    assert [entry["number"] for entry in told.document["entries"]] == ["1/1987", "3/1987"]
    shown = desk("batch", "show", batch, "--json").document
    assert "VOLUME_GAP" in [finding["code"] for finding in shown["findings"]]
    assert "01/1987" in desk("register", "list").out
    second = told.document["entries"][1]["record"]
    desk("record", "correct", second, "number=2/1987", "--reason", "misread")
    assert desk("register", "cancel", second, "--reason", "struck out").code == 0
    assert desk("register", "declare", batch, *line[:-4], "--last", "2").code == 0
    assert desk("register", "check", "01/1987").code == 0
    for wrong in (["--pages", "x"], ["--count", "99"], ["--shape", "rings"], ["--pages", "7"]):
        assert desk("register", "entries", "01/1987", *wrong).code == 1
    assert desk("register", "mark", "01/1987", "lost", "--pages", "1").code == 1
    assert desk("register", "mark", "01/1987", "cover", "--pages", "1").code == 0


def test_a_change_in_law_stands_beside_the_registered_value(desk: Desk, record: str) -> None:
    told = ["--number", "12/QĐ-UBND", "--authority", "UBND quận Thủ Đức", "--date", "2021-03-04"]
    name = "child_full_name=LÊ NGỌC ÁNH"
    assert desk("record", "annotate", record, name, "--kind", "change", *told).code == 0
    shown = desk("record", "show", record, "--as-now").out
    assert "LÊ NGỌC ÁNH" in shown
    assert "LÊ NHƯ PHƯỢNG" in shown
    document = desk("record", "show", record, "--json").document
    assert document["fields"]["child_full_name"]["value"] == "LÊ NHƯ PHƯỢNG"
    assert document["as_now"]["child_full_name"] == "LÊ NGỌC ÁNH"
    (entered,) = document["annotations"]
    assert (entered["kind"], entered["created_by"]) == ("change", "person:lan")
    for name in ("LÊ NGỌC ÁNH", "LÊ NHƯ PHƯỢNG"):
        assert desk("search", name, "--json").document["total"] == 1
    assert desk("record", "annotate", record, "--kind", "divorce").code == 1
    assert desk("record", "annotate", record, "--dismiss", entered["id"]).code == 1
    line = ["--dismiss", entered["id"], "--reason", "another person"]
    assert desk("record", "annotate", record, *line).code == 0
    assert desk("record", "show", record, "--json").document["as_now"]["child_full_name"] == "LÊ NHƯ PHƯỢNG"
    assert desk("record", "amend", record, "child_gender=Nam", "--reason", "misread").code == 4


def test_where_a_value_comes_from(desk: Desk, record: str) -> None:
    desk("record", "correct", record, "child_full_name=LÊ NHƯ PHỤNG", "--reason", "blurred")
    told = desk("record", "show", record, "--history", "--field", "child_full_name", "--json").document
    assert told["value"] == "LÊ NHƯ PHỤNG"
    assert told["scan"]["file"] == "birth.png"
    assert len(told["scan"]["source_sha256"]) == 64
    assert [word["text"] for word in told["read"]["words"]] == ["LÊ", "NHƯ", "PHƯỢNG"]
    assert told["read"]["words"][-1]["confidence"] == 0.6
    assert told["read"]["engine"] == "typesetter"
    (changed,) = told["decisions"]
    assert (changed["actor"], changed["reason"]) == ("person:lan", "blurred")
    assert (told["decided_by"], told["now"]) == ("person:lan", "LÊ NHƯ PHỤNG")
    assert "PHƯỢNG (60%)" in desk("record", "show", record, "--field", "child_full_name").out
    assert desk("record", "show", record, "--field", "no_such").code == 1


def test_a_secret_paper_is_seen_by_the_named_person_only(desk: Desk, tmp_path: Path) -> None:
    scanned(desk, tmp_path, "TUYỆT MẬT", *BIRTH)
    assert desk("search", "LÊ NHƯ PHƯỢNG", "--json").document["total"] == 0
    record = secret_of(desk)
    assert desk("record", "show", record).code == 1
    assert desk("record", "crop", record, "child_full_name", "--out", tmp_path / "x.png").code == 4
    assert desk("record", "clear", record, "--to", "minh", "--reason", "head of office").code == 0
    assert desk("record", "clear", record, "--not-secret", "--reason", "no").code == 4
    assert desk("record", "clear", record, "--not-secret", "--keep", "--reason", "no").code == 1
    assert "LÊ NHƯ PHƯỢNG" in desk("record", "show", record, SOHOA_ACTOR="minh").out
    assert desk("record", "clear", record, "--keep", "--reason", "secret", SOHOA_ACTOR="minh").code == 0
    freed = desk("record", "clear", record, "--not-secret", "--reason", "old form", SOHOA_ACTOR="minh")
    assert freed.code == 0
    assert desk("search", "LÊ NHƯ PHƯỢNG", "--json").document["total"] == 1
    assert desk("record", "isolate", record, "--reason", "on the list").code == 0
    assert desk("search", "LÊ NHƯ PHƯỢNG", "--json").document["total"] == 0
    assert desk("record", "show", record, SOHOA_ACTOR="hoa").code == 1


def secret_of(desk: Desk) -> str:
    short = desk("batch", "list").out.splitlines()[-1].split()[0]
    shown = desk("batch", "show", short, "--json").document
    (found,) = shown["records"]
    assert (found["closed"], found["fields"]) == (True, {})
    return str(found["id"])
