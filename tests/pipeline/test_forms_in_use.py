"""What pages of the third hand taught: wordings, breaks and neighbours that printed forms in use have."""

from __future__ import annotations

from dataclasses import replace

import pytest
from office_words import MOTTO
from official_papers import foot, head, values
from test_labels_astray import found
from typeset import reading, typeset

from pipeline.extract import extract
from pipeline.extract.confidence import is_usual
from pipeline.interpret import interpret
from pipeline.normalize.proposals import propose
from pipeline.record_type import record_types
from pipeline.trust import Signs, chance

HEAD = head("UBND QUẬN 9", "PHÒNG QUẢN LÝ ĐÔ THỊ", "Số: 45/TB-QLĐT")
SIGNED = foot("TRƯỞNG PHÒNG", "", "", "Trần Văn Hòa")
# As wide as the text of a page.
FULL = "Qua kiểm tra thực tế ngày hôm nay, đoàn ghi nhận có mười bốn trường hợp xây dựng không phép tại đây nhiều năm"


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("place", "4 Lê Lợi, phường Hòa Minh, quận Liên Chiểu, thành phố Đà Nẵng"),
        ("body", "ỦY BAN NHÂN DÂN PHƯỜNG HÒA MINH"),
    ],
)
def test_a_place_of_which_no_list_knows_keeps_its_name(kind: str, written: str) -> None:
    assert propose(kind, written) == ()


def test_a_mark_lost_in_the_name_of_a_place_is_still_mended() -> None:
    (made,) = propose("place", "4 Lê Lợi, phường Trường Thanh, quận 9, Thành phố Hồ Chí Minh")
    assert "Trường Thạnh" in made.proposed


@pytest.mark.parametrize(
    "remark",
    [
        ("(Ký, ghi rõ họ, chữ đệm, tên, chức vụ và đóng dấu)",),
        ("(Ký, ghi rõ họ, chữ đệm, tên,", "chức vụ và đóng dấu)"),
    ],
)
def test_a_position_stands_below_what_tells_how_to_sign(remark: tuple[str, ...]) -> None:
    signed = (
        "NGƯỜI KÝ TRÍCH LỤC",
        *remark,
        "TUQ. CHỦ TỊCH",
        "CÔNG CHỨC TƯ PHÁP - HỘ TỊCH",
        "",
        "Lê Thị Hạnh",
    )
    below = [f"|>{line}" if line else "" for line in signed]
    told = found("death", "Họ, chữ đệm, tên: LÊ VĂN AN", *[""] * 8, *below)
    assert told["signer_position"] == "TUQ. CHỦ TỊCH CÔNG CHỨC TƯ PHÁP - HỘ TỊCH"
    assert told["signer_name"] == "Lê Thị Hạnh"


def test_a_position_keeps_its_dash() -> None:
    signed = foot("TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG HÀNH CHÍNH - TỔNG HỢP", "", "", "Trần Văn Hòa")
    told = values(*HEAD, ">THÔNG BÁO", ">Về việc nghỉ lễ", "", FULL, "", *signed)
    assert told["signer_position"] == "TL. GIÁM ĐỐC TRƯỞNG PHÒNG HÀNH CHÍNH - TỔNG HỢP"


def test_a_label_that_the_type_has_no_field_for_ends_a_value() -> None:
    told = found(
        "penalty_decision",
        "1. Họ và tên: TẠ ĐỨC THẮNG Giới tính: Nam",
        "Ngày, tháng, năm sinh: 16/01/1977 Quốc tịch: Việt Nam",
    )
    assert told["violator_name"] == "TẠ ĐỨC THẮNG"
    assert told["violator_birth_date"] == "1977-01-16"


@pytest.mark.parametrize("rest", ["TRANG", '"TRANG'])
def test_a_name_that_its_cell_wrapped_is_left_to_people(rest: str) -> None:
    page = typeset("1. Họ và tên: PHAN THÙY|Giới tính: Nữ", rest, "Nghề nghiệp: Công nhân")
    (name,) = [f for f in extract([page], record_types()["penalty_decision"]) if f.key == "violator_name"]
    assert name.confidence <= 0.4


def test_a_heading_that_begins_like_a_label_is_none() -> None:
    assert "ward" not in found("house_number", "UBND Phường Hòa Minh chứng nhận:")
    told = found(
        "construction_permit",
        "2. Được phép xây dựng công trình theo những nội dung sau:",
        "- Tên công trình: Nhà ở riêng lẻ",
    )
    assert told["work_name"] == "Nhà ở riêng lẻ"


@pytest.mark.parametrize(
    ("lot", "key"),
    [
        ("Số nhà 30/25, đường Trường Chinh, Phường 3, thành phố Tân An, tỉnh Long An", "site_address"),
        ("Lô A12, khu dân cư Nam Long", "land_lot"),
    ],
)
def test_where_a_house_is_built_is_an_address_or_a_lot(lot: str, key: str) -> None:
    told = found("construction_permit", f"- Vị trí xây dựng công trình: {lot}")
    assert {one for one in ("site_address", "land_lot") if told.get(one)} == {key}


def test_a_name_ends_where_the_sentence_goes_on() -> None:
    asked = "Xét đề nghị của ông/bà: Trần Bảo Trâm{} về việc cấp Giấy xác nhận tình trạng hôn nhân cho"
    for sign in (",", ""):
        assert found("marital_status", asked.format(sign))["applicant_full_name"] == "Trần Bảo Trâm"


def test_a_sentence_that_ends_all_values_may_hold_one() -> None:
    told = found(
        "marital_status",
        "Trong thời gian cư trú tại phường Tân Phú, Quận 7 từ ngày 12 tháng 11 năm 2007 đến ngày 19 tháng 11 năm 2014",
        "Tình trạng hôn nhân: Chưa đăng ký kết hôn với ai",
        "Giấy này có giá trị sử dụng trong thời hạn 06 tháng, kể từ ngày cấp, được sử dụng để: Mua bán nhà đất",
    )
    assert told["subject_purpose"] == "Mua bán nhà đất"
    assert told["subject_marital_status_text"] == "Chưa đăng ký kết hôn với ai"
    assert told["subject_past_residence_place"] == "phường Tân Phú, Quận 7"
    assert (told["subject_past_residence_from"], told["subject_past_residence_to"]) == (
        "2007-11-12",
        "2014-11-19",
    )


def test_a_day_at_the_start_of_a_row_is_no_item() -> None:
    told = found("marital_status", "Trong thời gian cư trú tại phường Tân Phú, Quận 7 từ ngày",
                 "18 tháng 03 năm 2006 đến ngày 23 tháng 11 năm 2014")  # fmt: skip
    assert told["subject_past_residence_place"] == "phường Tân Phú, Quận 7"
    assert told["subject_past_residence_from"] == "2006-03-18"


def test_the_days_to_obey_stand_inside_an_article() -> None:
    told = found(
        "penalty_decision",
        "Điều 3. Ông (bà) phải chấp hành Quyết định này trong thời hạn 10 ngày kể từ ngày nhận",
    )
    assert told["deadline_days"] == "10"


def test_an_item_number_with_a_comma_begins_the_next_item() -> None:
    told = found(
        "penalty_decision",
        "4. Quy định tại: khoản 4 Điều 16 Nghị định 16",
        "5, Các tình tiết tăng nặng: Không",
    )
    assert told["legal_basis"] == "khoản 4 Điều 16 Nghị định 16"


def test_a_district_with_a_number_at_the_start_of_a_row_is_no_item() -> None:
    told = found("marriage", "VỢ", "Nơi cư trú: 29 Lê Lợi, phường An Phú, quận", "2, TP. Hồ Chí Minh")
    assert told["wife_residence_place"] == "29 Lê Lợi, phường An Phú, quận 2, TP. Hồ Chí Minh"


def test_a_day_that_stands_higher_than_its_year_was_written_by_a_pen() -> None:
    page = typeset(*HEAD, ">THÔNG BÁO", ">Về việc nghỉ lễ", "", FULL, "", *SIGNED)
    day = next(word for line in page.lines for word in line.words if word.text == "05")
    drawn = replace(day, box=replace(day.box, y0=day.box.y0 - 4))
    penned = [replace(ln, words=tuple(drawn if w is day else w for w in ln.words)) for ln in page.lines]
    kind = record_types()["correspondence"]
    sure, unsure = (
        next(f for f in extract([one], kind) if f.key == "issue_date")
        for one in (page, replace(page, lines=tuple(penned)))
    )
    assert (sure.value, unsure.value) == ("2025-09-05", "2025-09-05")
    assert sure.confidence > 0.9
    assert unsure.confidence <= 0.4


def test_a_dotted_line_takes_no_letter_of_the_value() -> None:
    page = typeset("Họ, chữ đệm, tên: ..........ĐẶNG THỊ TUYẾT")
    (field,) = [one for one in extract([page], record_types()["birth"]) if one.key == "child_full_name"]
    word = next(word for line in page.lines for word in line.words if word.text.endswith("ĐẶNG"))
    assert field.value == "ĐẶNG THỊ TUYẾT"
    # Ten dots take less than two thirds of the width.
    assert field.box is not None
    assert field.box.x0 - word.box.x0 < 0.65 * word.box.width


@pytest.mark.parametrize(("worst", "sure"), [(0.8, False), (0.92, True)])
def test_a_number_of_a_paper_must_be_read_clearly(worst: float, sure: bool) -> None:
    signs = Signs(worst, usual=True, witness=False, letters=7, asked=True, same=1.0, sure=0.95)
    assert (chance("document_number", signs) > 0.8) == sure


def test_a_witness_is_not_who_broke_the_rule() -> None:
    told = found(
        "violation_record", "Chúng tôi gồm:",
        "1. Họ và tên: Lê Văn An Chức vụ: Thanh tra viên", "Với sự chứng kiến của:",
        "Họ và tên: Cao Khánh Vy|Nghề nghiệp: Tổ trưởng tổ dân phố",
        "Tiến hành lập biên bản vi phạm hành chính đối với ông (bà) có tên sau đây:", "1. Họ và tên: Vũ Phương Uyên",
        "Nghề nghiệp: Nội trợ",
    )  # fmt: skip
    assert (told["recorder_name"], told["witness_name"], told["violator_name"]) == (
        "Lê Văn An",
        "Cao Khánh Vy",
        "Vũ Phương Uyên",
    )
    assert told["violator_occupation"] == "Nội trợ"


def test_a_permit_may_have_its_date_above_the_signature() -> None:
    lines = ("1. Cấp cho: Ông LÊ VĂN AN", "3. Giấy tờ về đất đai: không", *[""] * 22)
    told = found("construction_permit", f"UBND QUẬN 9|{MOTTO[0]}", f"|{MOTTO[1]}", "", ">GIẤY PHÉP XÂY DỰNG", *lines,
                 "|Quận 9, ngày 19 tháng 4 năm 2025", "|>CHỦ TỊCH")  # fmt: skip
    assert told["issue_date"] == "2025-04-19"


def test_an_abstract_ends_where_the_text_begins() -> None:
    for text in (FULL, FULL.rsplit(" ", 2)[0]):
        told = values(
            *HEAD, ">THÔNG BÁO", ">Về việc ứng phó với bão số 4", text, FULL, "và mưa lũ.", "", *SIGNED
        )
        assert told["abstract"] == "Về việc ứng phó với bão số 4"


def test_a_letter_may_tell_its_subject_in_words() -> None:
    subject = ("Số: 1825/UBND-VP", "Và việc phối hợp cung cấp", "thông tin, tài liệu")
    told = found("correspondence", *head("UBND QUẬN 9", *subject), "", FULL, "", *SIGNED)
    assert told["kind"] == "CÔNG VĂN"
    assert (told["abstract"] or "").endswith("thông tin, tài liệu")


def test_to_whom_a_letter_goes_ends_with_its_line() -> None:
    told = found("planning_information", ">Kính gửi: Bà Đặng Thanh Thảo", FULL)
    assert told["applicant_name"] == "Đặng Thanh Thảo"


def test_a_number_with_its_neighbours_is_not_usual() -> None:
    assert not is_usual("any_number", "CMND số 025890509, Công")
    assert is_usual("any_number", "025890509")


def test_the_register_number_of_an_extract_needs_no_year() -> None:
    page = typeset(
        f"Số: 846/TLKS-BS|{MOTTO[0]}", f"|{MOTTO[1]}", "", ">TRÍCH LỤC KHAI SINH", "Họ, chữ đệm, tên: LÊ VĂN AN",
        "Đăng ký khai sinh tại: UBND phường Tân Phú, Quận 7", "Số: 87|Ngày, tháng, năm đăng ký: 06/06/2018",
    )  # fmt: skip
    (record,) = interpret([reading(page)])
    assert {field.key: field.value for field in record.fields}["number"] == "87"
