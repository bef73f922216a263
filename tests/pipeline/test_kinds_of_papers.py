"""Kinds of official papers, of today and of older decrees: what their heads, abstracts and signatures look like."""

from __future__ import annotations

from itertools import zip_longest

import pytest
from office_words import DATE, MOTTO, TEXT
from typeset import reading, typeset

from pipeline.interpret import interpret
from pipeline.normalize.kinds import normalise
from pipeline.normalize.lookups import read_kind
from pipeline.normalize.places import read_place
from pipeline.normalize.proposals import propose
from pipeline.record import DraftRecord


def head(*left: str, date: str = DATE) -> tuple[str, ...]:
    return tuple(f"{a}|>{b}" for a, b in zip_longest(left, (*MOTTO, date), fillvalue=""))


def foot(*signed: str) -> tuple[str, ...]:
    to = ("Nơi nhận:", "- Như Điều 3;", "- Lưu: VT, PC.")
    return tuple(f"{a}|>{b}" if b else a for a, b in zip_longest(to, signed, fillvalue=""))


def draft(*pages: tuple[str, ...]) -> DraftRecord:
    (record,) = interpret([reading(typeset(*page), at + 1) for at, page in enumerate(pages)])
    assert record.type == "correspondence"
    return record


def values(*pages: tuple[str, ...]) -> dict[str, str | None]:
    return {field.key: field.value for field in draft(*pages).fields}


def codes(record: DraftRecord) -> set[str]:
    return {finding.code for finding in record.findings}


OFFICE = ("SỞ TƯ PHÁP", "", "Số: 15/TB-STP")
SIGNED = foot("GIÁM ĐỐC", "", "", "", "Nguyễn Thị Hạnh")


@pytest.mark.parametrize(
    ("below", "abstract"),
    [
        ((">(V/v tạm ngưng tiếp nhận hồ sơ)",), "V/v tạm ngưng tiếp nhận hồ sơ"),
        (
            (">VỀ VIỆC TIẾP NHẬN HỒ SƠ", ">QUA DỊCH VỤ CÔNG TRỰC TUYẾN"),
            "VỀ VIỆC TIẾP NHẬN HỒ SƠ QUA DỊCH VỤ CÔNG TRỰC TUYẾN",
        ),
        ((">VỀ VIỆC TIẾP NHẬN HỒ SƠ", ">GIÁM ĐỐC SỞ TƯ PHÁP"), "VỀ VIỆC TIẾP NHẬN HỒ SƠ"),
        ((">Thực hiện một số nội dung về chế độ,", ">chính sách đối với cán bộ"),
         "Thực hiện một số nội dung về chế độ, chính sách đối với cán bộ"),
        ((">Cung cấp dịch vụ số hóa", ">Số: 15/TB-STP"), "Cung cấp dịch vụ số hóa"),
    ],
)  # fmt: skip
def test_an_abstract_ends_where_the_paper_ends_it(below: tuple[str, ...], abstract: str) -> None:
    assert values((*head(*OFFICE), "", ">THÔNG BÁO", *below, "", *TEXT, *SIGNED))["abstract"] == abstract


def test_a_text_right_below_the_title_is_no_abstract() -> None:
    assert values((*head(*OFFICE), "", ">THÔNG BÁO", "", *TEXT, *SIGNED)).get("abstract") is None


@pytest.mark.parametrize("kind", ["GIẤY CHỨNG NHẬN", "BẢN CAM KẾT", "GIẤY GIỚI THIỆU"])
def test_kinds_of_older_decrees_are_known_and_sure(kind: str) -> None:
    record = draft((*head(*OFFICE), "", f">{kind}", ">Đủ điều kiện hoạt động", "", *TEXT, *SIGNED))
    assert {f.key: f.value for f in record.fields}["kind"] == kind
    assert "TYPE_UNSURE" not in codes(record)


def test_a_title_may_name_who_decides() -> None:
    old = ("UBND TỈNH LONG AN", "SỞ NHÀ ĐẤT", "Số: 1420/SNĐ-QLN")
    lines = (
        *head(*old), "", ">QUYẾT ĐỊNH CỦA GIÁM ĐỐC SỞ NHÀ ĐẤT", ">V/v xác lập quyền sở hữu nhà", "", *TEXT,
        *foot("GIÁM ĐỐC SỞ NHÀ ĐẤT", "", "", "Võ Viết Thanh"),
    )  # fmt: skip
    found = values(lines)
    assert (found["kind"], found["issuing_body"]) == ("QUYẾT ĐỊNH", "SỞ NHÀ ĐẤT")
    assert (found["signer_position"], found["signer_name"]) == ("GIÁM ĐỐC SỞ NHÀ ĐẤT", "Võ Viết Thanh")


def test_a_letter_without_an_abstract_is_one_by_whom_it_is_for() -> None:
    lines = (*head("CÔNG AN HUYỆN", "", "Số: 455/CAH-QLHC"), "", ">Kính gửi: Ủy ban nhân dân xã", "", *TEXT)
    assert values((*lines, *SIGNED))["kind"] == "CÔNG VĂN"
    assert read_kind("Kính gửi:") == "CÔNG VĂN"


def test_minutes_without_a_line_of_place_and_date_say_when_in_their_text() -> None:
    lines = (
        *head("UBND PHƯỜNG LINH XUÂN", "TỔ KIỂM TRA", "Số: 07/BB-TKT", date=""), "", ">BIÊN BẢN",
        ">Kiểm tra hiện trạng sử dụng đất", "", "Hôm nay, lúc 9 giờ 00 ngày 14 tháng 5 năm 2021, chúng tôi gồm:",
        *TEXT, *SIGNED,
    )  # fmt: skip
    date = next(field for field in draft(lines).fields if field.key == "issue_date")
    assert (date.value, date.state.value) == ("2021-05-14", "needs_review")


def test_who_signs_stands_high_on_the_last_page() -> None:
    first = (*head(*OFFICE), "", ">THÔNG BÁO", ">Về việc tiếp nhận hồ sơ", "", *TEXT)
    found = values(
        first, (">2", *TEXT), (">3", *foot("TUQ. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG", "", "", "Lý Văn Bình"))
    )
    assert (found["signer_position"], found["signer_name"]) == (
        "TUQ. GIÁM ĐỐC CHÁNH VĂN PHÒNG",
        "Lý Văn Bình",
    )


def test_a_place_close_behind_a_number_is_no_part_of_it() -> None:
    near = f"Số: 201/BC-UBND Hà Nội, {DATE.removeprefix('Hà Nội, ')}"
    lines = (
        *head("ỦY BAN NHÂN DÂN", "XÃ LONG AN", date=""),
        near,
        "",
        ">BÁO CÁO",
        ">Về việc số hóa",
        "",
        *TEXT,
    )
    assert values((*lines, *SIGNED))["number"] == "201/BC-UBND"


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("text", "Đơn của công dân"),
        ("text", "V/v cấp số nhà cho ông Nguyễn Văn Bảy"),
        ("document_number", "05/HD-BNV"),
        ("body", "BAN GIAO THÔNG VẬN TẢI"),
    ],
)
def test_what_reads_well_is_not_mended_into_something_else(kind: str, written: str) -> None:
    assert propose(kind, written) == ()


@pytest.mark.parametrize(
    ("written", "meant"),
    [("KT. CHỦ TỊCH 9 CHỦ TỊCH", "KT. CHỦ TỊCH PHÓ CHỦ TỊCH"),
     ("TM. UBND PHƯỜNG Ó CHỦ TỊCH", "TM. UBND PHƯỜNG PHÓ CHỦ TỊCH"),
     ("KT. BỘ TRƯỞNG THÍ! ¡7 tUỞNG THƯỜNG TRƯC", "KT. BỘ TRƯỞNG THỨ TRƯỞNG THƯỜNG TRỰC")],
)  # fmt: skip
def test_who_signs_in_the_stead_of_another_is_that_ones_deputy(written: str, meant: str) -> None:
    assert [one.proposed for one in propose("position", written)] == [meant]


@pytest.mark.parametrize(
    ("kind", "written", "meant"),
    [
        (
            "recipients",
            "Các chỉ bộ trực thuộc; Cống TTĐT; Lưu: VT",
            "Các chi bộ trực thuộc; Cổng TTĐT; Lưu: VT",
        ),
        (
            "text",
            "Ban hành Quy chế chỉ tiêu nội bộ của Trường",
            "Ban hành Quy chế chi tiêu nội bộ của Trường",
        ),
    ],
)
def test_a_phrase_with_other_marks_is_proposed_as_it_is_listed(kind: str, written: str, meant: str) -> None:
    assert [one.proposed for one in propose(kind, written)] == [meant]
    assert propose(kind, meant) == ()


def test_full_stops_for_commas() -> None:
    assert read_place("CCCD số 001161098628. Cục Cảnh sát") == "CCCD số 001161098628, Cục Cảnh sát"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("- Như Diều 3; - Bộ trưởng (đề b/e); - bưu: VI, PC.", "Như Điều 3; Bộ trưởng (để b/c); Lưu: VT, PC"),
        ("- Như trên; - Các khoa (đê t/h); - Lưu: VT, CTSV.", "Như trên; Các khoa (để t/h); Lưu: VT, CTSV"),
        ("- Các sở giáo dục; - Vụ Pháp chế", "Các sở giáo dục; Vụ Pháp chế"),
        ("- Bộ trưởng (để b/©); - Lưu: VT.", "Bộ trưởng (để b/c); Lưu: VT"),
        ("- TT Tỉnh ủy (b/€); - Lưu: VT; NC2.", "TT Tỉnh ủy (b/c); Lưu: VT, NC2"),
        ("- Như trên; - Lưu: VT, Cục QLCL. “/Z", "Như trên; Lưu: VT, Cục QLCL"),
        ("- Như trên; - Lưu: VP, TH. từ", "Như trên; Lưu: VP, TH"),
        ("- Như trên; - Lưu: VT, TCHC, H.05b.", "Như trên; Lưu: VT, TCHC, H.05b"),
        ("- Như trên; - Lưu: VT, NC/KT.", "Như trên; Lưu: VT, NC/KT"),
        ("- Như trên; - Lưu: VT. TH", "Như trên; Lưu: VT. TH"),
    ],
)
def test_fixed_words_of_recipients_are_spelt_as_the_decree_has_them(written: str, meant: str) -> None:
    assert normalise("recipients", written) == meant
    assert normalise("recipients", meant) == meant
