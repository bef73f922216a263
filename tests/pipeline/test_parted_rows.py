"""Rows that layouts part: sentences without their tail, columns whose rows do not meet, broken remarks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from typeset import typeset

from pipeline.extract import extract
from pipeline.extract.confidence import is_usual
from pipeline.normalize.proposals import propose
from pipeline.record_type import record_types
from pipeline.trust import Signs, chance


def values(kind: str, form: str, *lines: str, tab: int = 620) -> dict[str, str | None]:
    found = extract([typeset(*lines, tab=tab)], record_types()[kind], form)
    return {field.key: field.value for field in found}


def test_a_date_on_its_own_line_is_not_taken_by_the_number_above_it() -> None:
    lines = (
        "Họ, chữ đệm, tên: LÊ NHƯ PHƯỢNG", "Đã được đăng ký khai sinh tại: UBND phường Cát Lái", "Số: 564/2016",
        "Ngày đăng ký: 23/11/2016",
    )  # fmt: skip
    found = values("birth", "trich_luc_khai_sinh", *lines)
    assert (found["number"], found["registration_date"]) == ("564/2016", "2016-11-23")


def test_columns_begin_above_a_row_that_only_ends_a_label_and_a_name() -> None:
    lines = (
        "Họ, chữ đệm,|PHẠM THẾ TRUNG|Họ tên vợ:|MAI THỊ NGỌC", "tên chồng:|||NGÂN",
        "Ngày, tháng,|03/12/1953|Ngày, tháng,|14/03/1967", "năm sinh:||năm sinh:", "Dân tộc:|Kinh|Dân tộc:|Chăm",
        "Quốc tịch:|Việt Nam|Quốc tịch:|Việt Nam",
    )  # fmt: skip
    found = values("marriage", "giay_chung_nhan_ket_hon_old", *lines, tab=290)
    assert found["husband_birth_date"] == "1953-12-03"
    assert (found["wife_birth_date"], found["wife_ethnicity"]) == ("1967-03-14", "Chăm")
    assert found["wife_full_name"] == "MAI THỊ NGỌC NGÂN"


def test_columns_whose_labels_stand_one_row_lower_on_the_right() -> None:
    lines = (
        "Họ và tên chồng: HỒ NGỌC KHUÊ|Họ, chữ đệm và tên vợ: HUỲNH NGỌC", "Ngày, tháng, năm sinh: 07/06/1968|QUỲNH",
        "Dân tộc: Nùng|Ngày, tháng, năm sinh: 12/05/1987", "Quốc tịch: Việt Nam|Dân tộc: Kinh",
        "Nghề nghiệp: Buôn bán|Quốc tịch: Việt Nam", "Giấy CMND số: 187835216|Nghề nghiệp: Công nhân",
    )  # fmt: skip
    found = values("marriage", "giay_chung_nhan_ket_hon_old", *lines)
    assert (found["husband_ethnicity"], found["wife_ethnicity"]) == ("Nùng", "Kinh")
    assert (found["husband_occupation"], found["wife_occupation"]) == ("Buôn bán", "Công nhân")
    assert found["husband_id_doc"] == "187835216"


def test_a_line_above_the_heads_of_columns_is_no_part_of_them() -> None:
    lines = (
        "Nơi sinh: Bệnh viện|Đa khoa khu vực Thủ Đức", "CHA NUÔI|MẸ NUÔI",
        "Họ và tên: NGUYỄN VĂN ĐẠT|Họ và tên: HUỲNH DIỄM LIÊN", "Dân tộc: Kinh|Dân tộc: Kinh",
    )  # fmt: skip
    found = values("adoption", "giay_chung_nhan_nuoi_con_nuoi", *lines)
    assert found["child_birth_place"] == "Bệnh viện Đa khoa khu vực Thủ Đức"
    assert (found["father_full_name"], found["mother_full_name"]) == ("NGUYỄN VĂN ĐẠT", "HUỲNH DIỄM LIÊN")


def test_the_act_that_a_label_names_is_no_value() -> None:
    lines = ("Họ, chữ đệm, tên: LÊ NHƯ PHƯỢNG", "Cơ quan đăng ký khai sinh: UBND phường Cát Lái")
    assert values("birth", "giay_khai_sinh_2016", *lines)["registration_place"] == "UBND phường Cát Lái"


def test_the_rest_of_a_remark_without_its_bracket_is_no_value() -> None:
    lines = ("Họ, chữ đệm, tên: NGUYỄN BÌNH", "Giấy tờ tùy thân CCCD/CMND/Hộ chiếu): CCCD số 001153576711")
    assert values("death", "trich_luc_khai_tu", *lines)["deceased_id_doc"] == "CCCD số 001153576711"


def test_the_end_of_a_spoilt_label_is_no_other_label() -> None:
    lines = (
        "Họ, chữ đệm, tên: DƯƠNG KIM DIỆP", "® cấy tùy thân:", "Thẻ căn cước công dân số 034175724380", "Đã ghi là:",
        "1967", "Thành:", "1965",
    )  # fmt: skip
    assert values("register_changes", "trich_luc_thay_doi", *lines)["change_to"] == "1965"


@pytest.mark.parametrize("printed", ["số", "ngày cấp", "Số, do cấp"])
def test_words_that_a_form_prints_are_no_usual_value(printed: str) -> None:
    assert not is_usual("text", printed)
    assert is_usual("text", "Giấy khai sinh")


def test_who_recognises_whom_with_a_spoilt_letter_is_proposed() -> None:
    found = propose("confirmation", "@ha")
    assert [one.proposed for one in found] == ["cha"]


def test_two_house_numbers_without_a_stroke_between_them_are_asked_about() -> None:
    written = "85 20B đường Võ Văn Ngân, phường Linh Chiểu, quận Thủ Đức, Thành phố Hồ Chí Minh"
    assert not is_usual("place", written)
    assert [one.proposed[:6] for one in propose("place", written)] == ["85/20B"]
    assert is_usual("place", written.replace("85 20B", "85/20B"))


def test_a_name_that_one_way_gave_with_hesitation_goes_to_a_person() -> None:
    sure = Signs(0.9, True, False, 13, asked=True, same=1.0, sure=0.9)
    hesitant = replace(sure, sure=0.65)
    assert chance("name", sure) > 0.98 > 0.8 >= chance("name", hesitant)
    assert chance("name", replace(hesitant, witness=True)) > 0.9
    assert chance("place", hesitant) == chance("place", sure)
