"""Item numbers before labels, heads over columns, dots of ruled lines, spoilt lines of a signature block."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_extract_cells import read, values

from pipeline.accept import decide
from pipeline.agreement import vouched_numbers
from pipeline.extract.confidence import is_usual
from pipeline.normalize.kinds import normalise
from pipeline.normalize.offices import whole_block
from pipeline.record import Field, FieldState
from pipeline.record_type import record_types
from pipeline.trust import Signs, chance


def test_the_number_of_an_item_begins_the_second_column() -> None:
    found = values(
        "marriage", "giay_chung_nhan_ket_hon",
        {400: "CHỒNG", 1100: "VỢ"},
        {160: "(1) Họ, chữ đệm, tên THÁI QUỐC VIỆT", 860: "(1) Họ, chữ đệm, tên NGUYỄN DIỄM DUNG"},
        {160: "(5) Nghề nghiệp Giáo viên", 860: "(5) Nghề nghiệp Nội trợ"},
        {160: "(6) Nơi đăng ký thường trú 70 Đường số 11,", 860: "(6) Nơi đăng ký thường trú 303A đường số"},
        {160: "phường Bình An, quận 2, TP. Hồ Chí Minh", 860: "30, phường Long Phước, quận 9,"},
        {860: "Thành phố Hồ Chí Minh"},
    )  # fmt: skip
    assert (found["husband_occupation"], found["wife_occupation"]) == ("Giáo viên", "Nội trợ")
    assert found["husband_residence_place"] == "70 Đường số 11, phường Bình An, quận 2, TP. Hồ Chí Minh"
    assert (
        found["wife_residence_place"] == "303A đường số 30, phường Long Phước, quận 9, Thành phố Hồ Chí Minh"
    )


def test_the_number_of_the_next_item_is_no_part_of_a_value() -> None:
    found = values("birth", None, {160: "1. Họ và tên mẹ: Trần Thị Lan 2. Năm sinh: 1996 3. Dân tộc: Kinh"})
    assert (found["mother_full_name"], found["mother_birth_date"], found["mother_ethnicity"]) == (
        "Trần Thị Lan", "1996", "Kinh",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("text", "Giáo viên (5)"),
        ("place", "303A đường số phường Long Phước, quận 9, Thành phố Hồ Chí Minh"),
        ("place", "70 Đường số 11, (6) phường Bình An, quận 2, Thành phố Hồ Chí Minh"),
    ],
)
def test_a_value_with_an_item_number_or_without_its_street_number_is_not_usual(kind: str, text: str) -> None:
    assert not is_usual(kind, text)


def test_a_head_over_the_second_column_stands_beside_a_name_that_wraps_in_the_first() -> None:
    found = values(
        "adoption", None,
        {160: "Họ, chữ đệm, tên mẹ nuôi: Đặng Kim", 1120: "CHA NUÔI"},
        {160: "Phượng", 860: "Họ, chữ đệm, tên: Lâm Xuân Vũ"},
        {160: "Dân tộc: Hoa", 860: "Dân tộc: Kinh"},
        {160: "Quốc tịch: Việt Nam", 860: "Quốc tịch: Việt Nam"},
    )  # fmt: skip
    assert (found["mother_full_name"], found["mother_ethnicity"]) == ("Đặng Kim Phượng", "Hoa")
    assert (found["father_full_name"], found["father_ethnicity"]) == ("Lâm Xuân Vũ", "Kinh")


def test_a_name_like_a_position_ends_no_cells() -> None:
    found = values(
        "parent_child", None,
        {130: "(1) Họ, chữ đệm, tên người cha: Trần", 687: "(2) Ngày, tháng, năm sinh:", 1044: "(3) Dân tộc:"},
        {130: "Trọng Phong", 687: "03/12/1986", 1044: "Kinh"},
    )  # fmt: skip
    assert (found["parent_full_name"], found["parent_birth_date"], found["parent_ethnicity"]) == (
        "Trần Trọng Phong", "1986-12-03", "Kinh",
    )  # fmt: skip


def test_the_last_word_of_a_wrapped_name_is_no_label() -> None:
    found = values(
        "marriage", "giay_chung_nhan_ket_hon",
        {160: "Họ, chữ đệm, tên chồng: TRẦN VĂN AN", 860: "Họ, chữ đệm, tên vợ: LÊ THỊ NGỌC NHƯ THẢO"},
        {860: "QUYÊN"},
        {160: "Dân tộc: Kinh", 860: "Dân tộc: Hoa"},
        {160: "Quyển số: 02/1992"},
    )  # fmt: skip
    assert (found["wife_full_name"], found["husband_full_name"]) == (
        "LÊ THỊ NGỌC NHƯ THẢO QUYÊN",
        "TRẦN VĂN AN",
    )
    assert found["book_number"] == "02/1992"


@pytest.mark.parametrize(
    ("kind", "written", "meant"),
    [
        ("place", "số 292.đường. Võ Thị Sáu,.phường. An Khánh", "số 292 đường Võ Thị Sáu, phường An Khánh"),
        ("place", "Thành phố.Hồ.Chí.Minh", "Thành phố Hồ Chí Minh"),
        ("place", "12 Đường 5, P. Bình An, Tp. Hồ Chí Minh", "12 Đường 5, P. Bình An, Tp. Hồ Chí Minh"),
        ("place", "phường Mỹ Long. Quận 9", "phường Mỹ Long, Quận 9"),
        ("text", "Công an TP. HCM cấp ngày.11/01/2011", "Công an TP. HCM cấp ngày 11/01/2011"),
        ("text", "lùi 3.5 m; Công ty A.B.C", "lùi 3.5 m; Công ty A.B.C"),
        ("date", "13./.12 / 2017", "2017-12-13"),
        ("name", "ÂuNgọc Vân", "Âu Ngọc Vân"),
        ("name", "McDonald Trump", "McDonald Trump"),
    ],
)
def test_dots_of_ruled_lines_and_words_run_together(kind: str, written: str, meant: str) -> None:
    assert normalise(kind, written) == meant
    assert normalise(kind, meant) in {meant, "2017-12-13"}


def test_who_signs_in_anothers_stead_says_as_what_though_a_seal_lies_over_it() -> None:
    found = read(
        "correspondence", None,
        {180: "BỘ TƯ PHÁP", 800: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"}, {}, {},
        {180: "Số: 12/QĐ-BTP", 800: "Hà Nội, ngày 19 tháng 9 năm 2025"}, {},
        {700: "QUYẾT ĐỊNH"}, {650: "Về việc công bố thủ tục"}, {}, {},
        {160: "Điều 1. Công bố các thủ tục sau đây."}, {}, {},
        {1000: "KT. BỘ TRƯỞNG"}, {980: "THÍ! 7RUỞNC"}, {}, {}, {},
        {1010: "Lê Thị Ngọc"},
    )["signer_position"]  # fmt: skip
    assert found.written == "KT. BỘ TRƯỞNG THÍ! 7RUỞNC"
    assert not is_usual("position", found.written)


def test_a_deputy_under_the_body_and_its_head_makes_a_whole_block() -> None:
    assert whole_block("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH")
    assert not whole_block("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH")
    assert not whole_block("TM. UBND PHƯỜNG KT. CHỦ TỊCH PHÓ GIÁM ĐỐC")


def test_who_signs_by_order_in_the_stead_of_another_is_that_ones_deputy() -> None:
    assert whole_block("TL. CHỦ TỊCH KT. CHÁNH VĂN PHÒNG PHÓ CHÁNH VĂN PHÒNG")
    assert not whole_block("TL. CHỦ TỊCH KT. CHÁNH VĂN PHÒNG")


def test_a_department_by_order_of_its_head_is_whole_where_no_longer_name_begins_so() -> None:
    assert whole_block("TL. GIÁM ĐỐC TRƯỞNG PHÒNG HÀNH CHÍNH - TỔNG HỢP")
    assert whole_block("TL. TRƯỞNG BAN TRƯỞNG PHÒNG TÀI CHÍNH - KẾ HOẠCH")
    # "Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Tổ chức - Hành chính".
    assert not whole_block("TL. CHỦ TỊCH TRƯỞNG PHÒNG KINH TẾ")
    assert not whole_block("TL. GIÁM ĐỐC TRƯỞNG PHÒNG TỔ CHỨC")


def test_a_department_is_an_issuing_body_and_no_number() -> None:
    found = values(
        "planning_information", None,
        {300: "ỦY BAN NHÂN DÂN", 800: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"},
        {260: "THÀNH PHỐ HỒ CHÍ MINH", 870: "Độc lập - Tự do - Hạnh phúc"},
        {330: "SỞ XÂY DỰNG", 860: "Thủ Đức, ngày 31 tháng 12 năm 2014"},
        {300: "Số: 1490/SXD-QH"}, {}, {400: "PHIẾU CUNG CẤP THÔNG TIN QUY HOẠCH"}, {},
        {160: "Địa chỉ khu đất: số 190 đường Đặng Văn Bi"},
    )  # fmt: skip
    assert found["issuing_agency"] == "SỞ XÂY DỰNG"


@pytest.mark.parametrize(
    ("head", "known"), [("oi nhận:", True), ("Vơi nhận:", True), ("Mọi nhân viên", False)]
)
def test_the_list_of_recipients_whose_head_lost_its_first_letter(head: str, known: bool) -> None:
    found = values(
        "correspondence", None,
        {180: "BỘ TƯ PHÁP", 800: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"}, {}, {700: "QUYẾT ĐỊNH"}, {}, {},
        {160: head, 1000: "BỘ TRƯỞNG"}, {160: "- Như Điều 3;"}, {160: "- Lưu: VT."}, {}, {}, {1010: "Lê Thị Ngọc"},
    )  # fmt: skip
    assert found.get("recipients") == ("Như Điều 3; Lưu: VT" if known else None)


def _of_the_dead(**values: str) -> list[Field]:
    return [
        Field(f"deceased_{key}", value, value, 0.999, FieldState.NEEDS_REVIEW)
        for key, value in values.items()
    ]


ID = "079050012345"
DEAD = {"birth_date": "1950-03-02", "gender": "Nam", "personal_id": ID}


def test_a_personal_number_that_fits_and_stands_twice_needs_no_person() -> None:
    death = record_types()["death"]
    twice = _of_the_dead(**DEAD, id_doc=f"CCCD số {ID}, cấp ngày 02/10/2019")
    assert vouched_numbers(death, twice) == {"deceased_personal_id", "deceased_id_doc"}
    settled = {f.key for f in decide(death, twice, ()) if f.state is FieldState.ACCEPTED}
    assert {"deceased_personal_id", "deceased_id_doc"} <= settled


@pytest.mark.parametrize(
    "changes",
    [
        {"id_doc": "CCCD số 079050012346"},
        {"id_doc": f"CCCD số {ID} thay CMND 024567890"},
        {"id_doc": f"CCCD số {ID}", "gender": "Nữ"},
        {"id_doc": f"CCCD số {ID}", "birth_date": "1960-03-02"},
    ],
)
def test_a_number_that_differs_or_fits_another_person_is_not_vouched_for(changes: dict[str, str]) -> None:
    assert not vouched_numbers(record_types()["death"], _of_the_dead(**(DEAD | changes)))


def test_a_faint_figure_needs_a_witness_however_often_it_is_read_alike() -> None:
    faint = Signs(worst=0.65, usual=True, witness=False, letters=3, asked=True, same=1.0)
    assert chance("decimal", faint) <= 0.8 < chance("decimal", replace(faint, witness=True))
    assert chance("name", faint) > 0.8
    assert not is_usual("decimal", "19,8%")
    assert is_usual("percent", "19,8%")
