"""Rows for the Ministry's sheets: golden rows of the five kinds, one refusal for each rule, what is told apart."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.exchange.id_papers import IdPaper, join_id_paper, split_id_paper
from pipeline.exchange.moj_columns import code_list, columns
from pipeline.exchange.moj_rows import MojRow, moj_row
from pipeline.exchange.moj_rules import refusals, repeated
from pipeline.findings import Severity
from pipeline.record import Field, FieldState

# A busy machine makes no property false.
UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
DATA = Path(__file__).resolve().parents[2] / "pipeline" / "data" / "moj_columns.csv"
REGISTERED = {
    "number": "45/1987",
    "book_number": "01/1987",
    "registration_date": "1987-03-02",
    "registration_place": "UBND phường Thử Nghiệm",
}
GOLDEN: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "KS": (
        REGISTERED
        | {
            "child_full_name": "Nguyễn Thị Bịa",
            "child_gender": "Nữ",
            "child_birth_date": "1987-02-27",
            "child_birth_type": "Đủ cha mẹ",
            "mother_full_name": "Trần Thị Đặt",
            "mother_birth_date": "27t",
            "mother_id_doc_type": "CCCD",
            "mother_id_doc_number": "079160001234",
            "father_birth_date": "1958-07",
            "applicant_id_doc": "CMND số 023456789 do Công an Thử Nghiệm cấp ngày 01/02/1985",
        },
        {
            "so": "45/1987", "quyenSo": "01/1987", "ngayDangKy": "02.03.1987",
            "noiDangKy": "UBND phường Thử Nghiệm", "nksHoTen": "Nguyễn Thị Bịa", "nksGioiTinh": "2",
            "nksNgaySinh": "27.02.1987", "nksLoaiKhaiSinh": "1", "meHoTen": "Trần Thị Đặt",
            "meNgaySinh": "27t", "meLoaiGiayToTuyThan": "4", "meSoGiayToTuyThan": "079160001234",
            "chaNgaySinh": "07.1958", "nycLoaiGiayToTuyThan": "1", "nycSoGiayToTuyThan": "023456789",
            "nycNgayCapGiayToTuyThan": "01.02.1985", "nycNoiCapGiayToTuyThan": "Công an Thử Nghiệm",
        },
    ),
    "KH": (
        REGISTERED
        | {
            "registration_type": "Đăng ký lại",
            "husband_full_name": "Nguyễn Văn Tưởng",
            "husband_id_doc": "Hộ chiếu số B1234567",
            "wife_full_name": "Trần Thị Đặt",
            "wife_birth_date": "1960",
            "wife_residence_type": "Thường trú",
            "marital_status": "Đã ly hôn",
        },
        {
            "so": "45/1987", "quyenSo": "01/1987", "ngayDangKy": "02.03.1987", "loaiDangKy": "2",
            "noiDangKy": "UBND phường Thử Nghiệm", "tinhTrangKetHon": "Đã ly hôn",
            "chongHoTen": "Nguyễn Văn Tưởng", "chongLoaiGiayToTuyThan": "2", "chongSoGiayToTuyThan": "B1234567",
            "voHoTen": "Trần Thị Đặt", "voNgaySinh": "1960", "voLoaiCuTru": "1",
        },
    ),
    "KT": (
        REGISTERED
        | {
            "registration_type": "Quá hạn",
            "deceased_full_name": "Lê Văn Hư",
            "deceased_gender": "Nam",
            "deceased_death_date": "1987-03-01",
            "deceased_death_time": "05:30",
            "death_notice_type": "Giấy báo tử",
        },
        {
            "so": "45/1987", "quyenSo": "01/1987", "ngayDangKy": "02.03.1987", "loaiDangKy": "4",
            "noiDangKy": "UBND phường Thử Nghiệm", "nktHoTen": "Lê Văn Hư", "nktGioiTinh": "1",
            "nktNgayChet": "01.03.1987", "nktGioPhutChet": "05:30", "gbtLoai": "1",
        },
    ),
    "CMC": (
        REGISTERED
        | {
            "decision_number": "12/QĐ-UBND",
            "confirmation_type": "Cha nhận con",
            "parent_full_name": "Nguyễn Văn Tưởng",
            "child_full_name": "Nguyễn Thị Bịa",
        },
        {
            "so": "45/1987", "quyenSo": "01/1987", "quyetDinhSo": "12/QĐ-UBND", "ngayDangKy": "02.03.1987",
            "loaiXacNhan": "1", "noiDangKy": "UBND phường Thử Nghiệm", "cmHoTen": "Nguyễn Văn Tưởng",
            "ncHoTen": "Nguyễn Thị Bịa",
        },
    ),
    "HN": (
        {key: value for key, value in REGISTERED.items() if key != "registration_place"}
        | {
            "issue_place": "UBND phường Thử Nghiệm",
            "subject_full_name": "Lê Văn Hư",
            "subject_gender": "1",
            "subject_past_residence_from": "1980-05",
        },
        {
            "so": "45/1987", "quyenSo": "01/1987", "ngayDangKy": "02.03.1987",
            "noiCap": "UBND phường Thử Nghiệm", "nxnHoTen": "Lê Văn Hư", "nxnGioiTinh": "1",
            "nxnThoiGianCuTruTu": "05.1980",
        },
    ),
}  # fmt: skip


def row(kind: str, values: Mapping[str, str], **changed: str) -> MojRow:
    made = [Field(k, v, v, 1.0, FieldState.CONFIRMED) for k, v in {**values, **changed}.items() if v]
    return moj_row(kind, made, frozenset())


def codes(made: MojRow, *, errors: bool = True) -> set[str]:
    found = [*made.findings, *refusals(made)]
    return {f.code for f in found if (f.severity is Severity.ERROR) is errors}


def test_columns_are_those_of_the_sheet_in_their_order() -> None:
    counts = {kind: len(some) for kind, some in columns().items()}
    assert counts == {"KS": 60, "KH": 44, "KT": 48, "CMC": 50, "HN": 35}
    with DATA.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for kind, some in columns().items():
        assert [c.order for c in some] == list(range(1, len(some) + 1))
        assert [c.name for c in some] == [r["moj_key"] for r in rows if r["type"] == kind]
    assert [c.name for c in columns()["KS"]][30] == "nksHanCheNangLucHanhViNgayCanCuHuyTuyenBo"


@pytest.mark.parametrize("kind", GOLDEN)
def test_a_golden_row_of_each_kind(kind: str) -> None:
    values, expected = GOLDEN[kind]
    made = row(kind, values)
    assert {name: cell for name, cell in made.named.items() if cell} == expected
    assert codes(made) == set()
    assert len(made.cells) == len(columns()[kind])


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("EXPORT_NO_SLASH", {"number": "45", "book_number": "01"}),
        ("EXPORT_NUMBER_YEAR", {"number": "45/1986"}),
        ("EXPORT_REGISTERED_DATE", {"registration_date": "1987-03"}),
        ("EXPORT_DATE", {"child_birth_date": "khoảng 1987"}),
        ("EXPORT_DATE", {"child_birth_date": "1987-02-30"}),
        ("EXPORT_DATE", {"child_birth_date": "3t"}),
        ("EXPORT_PAGE_NUMBER", {"page_number": "12a"}),
        ("EXPORT_PAGE_NUMBER", {"page_number": "१२"}),
        ("EXPORT_CODE", {"child_gender": "không rõ"}),
        ("EXPORT_TO_KEY", {"child_full_name": ""}),
    ],
)
def test_each_rule_refuses_its_row(code: str, changed: dict[str, str]) -> None:
    assert codes(row("KS", GOLDEN["KS"][0], **changed)) == {code}


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (FieldState.NEEDS_REVIEW, "EXPORT_UNSETTLED"),
        (FieldState.IMPORTED, "EXPORT_UNSETTLED"),
        (FieldState.CARRIED, "EXPORT_UNSETTLED"),
        (FieldState.NOT_YET_KEYED, "EXPORT_TO_KEY"),
        (FieldState.UNREADABLE, "EXPORT_MISSING"),
    ],
)
def test_a_required_value_that_nobody_stands_behind_refuses_its_row(state: FieldState, code: str) -> None:
    made = [Field(k, v, v, 1.0, FieldState.CONFIRMED) for k, v in GOLDEN["KS"][0].items()]
    made[0] = Field("number", None, "45/1987", 1.0, state)
    assert codes(moj_row("KS", made, frozenset())) == {code}


def test_not_yet_keyed_is_told_from_empty() -> None:
    known = frozenset({"note", "father_full_name"})
    made = [Field(k, v, v, 1.0, FieldState.CONFIRMED) for k, v in GOLDEN["KS"][0].items()]
    made.append(Field("note", None, None, 1.0, FieldState.CONFIRMED_EMPTY))
    told = [f for f in moj_row("KS", made, known).findings if f.code == "EXPORT_NOT_KEYED"]
    assert [f.facts for f in told] == [{"columns": "chaHoTen"}]


def test_a_bare_number_gets_the_year_of_its_volume_and_is_marked() -> None:
    made = row("KS", GOLDEN["KS"][0], number="45")
    assert (made.cell("so"), made.composed) == ("45/1987", ("nycLoaiGiayToTuyThan", "nycSoGiayToTuyThan",
            "nycNgayCapGiayToTuyThan", "nycNoiCapGiayToTuyThan", "so"))  # fmt: skip
    assert codes(made) == set()
    assert "EXPORT_COMPOSED" in codes(made, errors=False)
    fields = [Field(k, v, v, 1.0, FieldState.CONFIRMED) for k, v in GOLDEN["HN"][0].items()]
    bare = [
        f if f.key not in {"number", "book_number"} else Field(f.key, "7", "7", 1.0, f.state) for f in fields
    ]
    assert moj_row("HN", bare, frozenset(), 1987).cell("quyenSo") == "7/1987"


def test_an_entry_that_stands_twice_is_refused_both_times() -> None:
    one, other = row("KS", GOLDEN["KS"][0]), row("KS", GOLDEN["KS"][0], number="46/1987")
    assert repeated([one, other, row("KS", GOLDEN["KS"][0], child_full_name="Lê Thị Khác")]) == [0, 2]


def test_codes_are_never_those_of_the_portal() -> None:
    papers = code_list("KS", "mother_id_doc_type")
    assert papers is not None
    assert [papers.code_of(word) for word in ("CMND", "Hộ chiếu", "CCCD")] == ["1", "2", "4"]
    assert papers.code_of("9") is None


def test_a_cell_is_one_line_without_control_characters() -> None:
    assert row("KS", GOLDEN["KS"][0], note="a\nb\x00\x1bc").cell("ghiChu") == "a b c"


words = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxy ABĐ.", min_size=3, max_size=20).map(str.strip).filter(bool)


@UNHURRIED
@given(
    st.sampled_from(["CCCD", "CMND", "Hộ chiếu", ""]),
    st.from_regex(r"[0-9]{9}|[0-9]{12}", fullmatch=True),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(date.isoformat),
    st.sampled_from(["", "Công an TP. Thử Nghiệm", "Cục Cảnh sát QLHC về TTXH"]),
)
def test_an_identity_paper_reads_back(kind: str, number: str, issued: str, place: str) -> None:
    paper = IdPaper(kind, number, issued, place)
    assert split_id_paper(join_id_paper(paper)) == paper


@UNHURRIED
@given(st.text())
def test_any_text_is_split_or_kept_whole_never_an_error(text: str) -> None:
    split_id_paper(text)


@UNHURRIED
@given(words)
def test_what_is_not_recognised_is_kept(text: str) -> None:
    paper = split_id_paper(f"CCCD số 079160001234; {text}")
    kept = "".join([paper.place, paper.rest]).replace(" ", "").strip(".,;")
    idle = {"", "cấp", "do", "số"}
    assert kept == text.replace(" ", "").strip(".,;") or set(text.split()) <= idle
