"""Printed fields that came out empty, or with a neighbour's words, though every word was read: labels that certificates
have in a sentence, in a cell of their own, over two lines for two people, or beside the motto.
"""

from __future__ import annotations

import pytest
from test_extract_cells import values
from test_labels_astray import found
from typeset import MOTTO, reading, typeset

from ocr.page import Box, Line, PageText, Word
from pipeline.extract import extract
from pipeline.interpret import interpret
from pipeline.record import FieldState
from pipeline.record_type import record_types


def test_an_address_below_the_owner_is_the_owners_and_one_below_the_building_its_own() -> None:
    told = found(
        "completion",
        "Chủ đầu tư: Ông Tạ Văn Hùng",
        "Địa chỉ: ấp 6, xã Giai Xuân, huyện Phong Điền, thành phố Cần Thơ",
        "Công trình: Nhà ở riêng lẻ",
        "Địa chỉ: ấp 2, xã Nhơn Ái, huyện Phong Điền, thành phố Cần Thơ",
    )
    assert told["owner_address"] == "ấp 6, xã Giai Xuân, huyện Phong Điền, thành phố Cần Thơ"
    assert told["site_address"] == "ấp 2, xã Nhơn Ái, huyện Phong Điền, thành phố Cần Thơ"


def test_an_address_below_the_building_alone_is_not_the_owners() -> None:
    told = found(
        "completion",
        "Chủ đầu tư: Ông Tạ Văn Hùng",
        "Công trình: Nhà ở riêng lẻ",
        "Địa chỉ: ấp 2, xã Nhơn Ái, huyện Phong Điền, thành phố Cần Thơ",
    )
    assert "owner_address" not in told
    assert told["site_address"] == "ấp 2, xã Nhơn Ái, huyện Phong Điền, thành phố Cần Thơ"


def test_the_number_that_a_house_bears_stands_behind_whose_it_is() -> None:
    told = found(
        "house_number",
        "Chứng nhận ông (bà): ĐINH XUÂN TRƯỜNG",
        "CMND/CCCD số: CMND số 036606501, Công an tỉnh Tiền Giang cấp ngày 13/09/2021",
        "Là chủ sở hữu (sử dụng) nhà mang số: 89A",
        "Đường (phố): Nguyễn Thị Thập",
    )
    assert told["house_number"] == "89A"
    assert told["owner_id_doc"] == "CMND số 036606501, Công an tỉnh Tiền Giang cấp ngày 13/09/2021"


@pytest.mark.parametrize("label", ["Xác nhận ông/bà:", "Xác nhận (anh, chị):"])
def test_who_is_confirmed_to_be_unmarried_stands_behind_the_confirmation(label: str) -> None:
    assert found("marital_status", f"{label} Bùi Thị Đào")["subject_full_name"] == "Bùi Thị Đào"


def test_a_confirmation_with_the_name_below_it_confirms_nobody_else() -> None:
    told = found("marital_status", "Xác nhận:", "- Họ, chữ đệm, tên: NGHIÊM THỊ KHUYÊN")
    assert told["subject_full_name"] == "NGHIÊM THỊ KHUYÊN"


def test_who_recognises_whom_stands_behind_a_short_label() -> None:
    told = found("parent_child", "I. Người nhận", "Là: cha", "II. Người được nhận")
    assert told["confirmation_type"] == "cha"


@pytest.mark.parametrize(
    ("article", "who"),
    [
        ("Điều 1. Công nhận người có tên dưới đây là mẹ:", "mẹ"),
        ("Điều 1. Công nhận ông Trần Văn An là cha của cháu Trần Thị Bình", "cha"),
    ],
)
def test_who_recognises_whom_stands_in_the_first_article_of_a_decision(article: str, who: str) -> None:
    told = found("parent_child", article, "Họ và tên: TÒNG BẢO LOAN")
    assert told["confirmation_type"] == who
    assert told["parent_full_name"] == "TÒNG BẢO LOAN"


def test_words_written_into_the_gap_of_a_label_end_the_value_above() -> None:
    told = values(
        "parent_child", "trich_luc_nhan_cha_me_con",
        {200: "Giấy tờ tùy thân: CMND số 036874530 cấp ngày 22/03/2015"},
        {200: "Là", 330: "cha", 480: "của"},
        {200: "Họ, chữ đệm, tên người con: CHU KHÁNH VY"},
    )  # fmt: skip
    assert told["confirmation_type"] == "cha"
    assert told["parent_id_doc"] == "CMND số 036874530 cấp ngày 22/03/2015"


def test_day_and_issuer_of_a_death_notice_have_labels_of_their_own() -> None:
    told = found(
        "death",
        "Giấy tờ tùy thân: Căn cước số 086147009198, cấp ngày 01/07/2024",
        "Giấy báo tử số: 142/BT Ngày cấp: 30/12/2024",
        "Cơ quan cấp: Bệnh viện Đa khoa tỉnh",
        "Đăng ký khai tử tại: UBND xã Loan Mỹ, huyện Tam Bình, tỉnh Vĩnh Long",
    )
    assert told["death_notice_date"] == "2024-12-30"
    assert told["death_notice_issuer"] == "Bệnh viện Đa khoa tỉnh"


def test_the_day_of_an_identity_paper_is_not_that_of_a_death_notice() -> None:
    told = found(
        "death",
        "Họ, chữ đệm, tên: NGỤY TƯỜNG CHÂU",
        "Giấy tờ tùy thân: CMND 241505704 Ngày cấp: 01/07/2004 Nơi cấp: Công an tỉnh Vĩnh Long",
    )
    assert not {"death_notice_date", "death_notice_issuer"} & set(told)


def test_labels_of_two_lines_at_the_left_are_those_of_both_people() -> None:
    told = values(
        "marriage", "giay_chung_nhan_ket_hon",
        {480: "Vợ", 980: "Chồng"},
        {160: "Họ, chữ đệm,", 480: "Lý Ngọc Hạnh", 980: "Lâm Tú Phụng"},
        {160: "tên"},
        {160: "Ngày, tháng,", 480: "26/12/1985", 980: "9/12/1978"},
        {160: "năm sinh"},
        {160: "Dân tộc", 480: "Kinh", 980: "Hoa"},
    )  # fmt: skip
    assert (told["wife_full_name"], told["husband_full_name"]) == ("Lý Ngọc Hạnh", "Lâm Tú Phụng")
    assert (told["wife_birth_date"], told["husband_birth_date"]) == ("1985-12-26", "1978-12-09")


def test_a_short_label_in_a_cell_of_its_own_is_one() -> None:
    told = values(
        "construction_permit", None,
        {160: "Theo thiết kế", 700: "Hồ sơ bản vẽ số 34/TKXD"},
        {160: "Do", 700: "Công ty TNHH XD Tâm Việt lập"},
        {160: "Thửa đất số: 1069", 520: "Tờ bản đồ số: 79"},
        {160: "Tại", 700: "57 đường Nguyễn Đình Chiểu, xã Phú Hòa Đông, huyện Củ Chi"},
    )  # fmt: skip
    assert told["design_reference"] == "Hồ sơ bản vẽ số 34/TKXD"
    assert told["design_org"] == "Công ty TNHH XD Tâm Việt"
    assert (told["land_parcel_number"], told["map_sheet_number"]) == ("1069", "79")
    assert told["site_address"] == "57 đường Nguyễn Đình Chiểu, xã Phú Hòa Đông, huyện Củ Chi"


def test_numbers_of_the_register_beside_the_motto_are_read() -> None:
    told = found("birth", f"{MOTTO[0][1:]} Số: 24", f"{MOTTO[1][1:]} Quyển số: 01/2012", "GIẤY KHAI SINH")
    assert (told["number"], told["book_number"]) == ("24", "01/2012")


def test_a_number_that_stands_lower_than_its_label_beside_the_motto_is_read() -> None:
    page = typeset(f"{MOTTO[0][1:]} Số:", f"{MOTTO[1][1:]} Quyển số: 01/2012", "GIẤY KHAI SINH")
    end = page.lines[0].words[-1].box
    low = Line((Word("24", Box(end.x1 + 60, end.y0 + 20, end.x1 + 80, end.y1 + 20), 0.97),))
    lowered = PageText(page.width, page.height, 0, (page.lines[0], low, *page.lines[1:]), "typeset")
    told = {field.key: field.value for field in extract([lowered], record_types()["birth"])}
    assert (told["number"], told["book_number"]) == ("24", "01/2012")


def test_an_identity_number_stands_under_both_its_names() -> None:
    told = values(
        "death", "trich_luc_khai_tu",
        {160: "Dân tộc", 420: "Quốc tịch", 760: "Số định danh cá nhân/CCCD"},
        {160: "Kinh", 420: "Việt Nam", 760: "079069703284"},
    )  # fmt: skip
    assert (told["deceased_nationality"], told["deceased_personal_id"]) == ("Việt Nam", "079069703284")


def test_the_number_of_an_identity_card_on_the_old_form() -> None:
    page = typeset(">GIẤY CHỨNG TỬ", "Họ, chữ đệm, tên: LÊ VĂN AN", "7. Giấy CMND số: 287949113")
    fields = extract([page], record_types()["death"], "giay_chung_tu_1999")
    assert {field.key: field.value for field in fields}["deceased_id_doc_number"] == "287949113"


def test_a_date_whose_figures_are_lost_is_proposed_from_its_words_and_looked_at() -> None:
    words = "ngày hai mươi sáu tháng mười năm một ngàn chín trăm chín mươi bảy"
    born = ("Họ và tên: TRẦN MINH TÀI", "Ngày, tháng, năm sinh: 26-16-1997", f"(Bằng chữ: {words})")
    (record,) = interpret([reading(typeset(*MOTTO, ">GIẤY KHAI SINH", *born))])
    told = {field.key: field for field in record.fields}["child_birth_date"]
    assert (told.value, told.state) == ("1997-10-26", FieldState.NEEDS_REVIEW)
    assert told.confidence <= 0.3
