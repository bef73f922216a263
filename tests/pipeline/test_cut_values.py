"""Where a value begins and ends on the page: rows that belong to it or to the next one, labels that rows break."""

from __future__ import annotations

import pytest
from test_extract_cells import page, read, values

from pipeline.extract import extract_layouts
from pipeline.extract.confidence import is_usual
from pipeline.extract.labels import Phrase, find_labels, phrases
from pipeline.extract.layout import lay_out
from pipeline.normalize.kinds import normalise
from pipeline.record_type import record_types


def test_a_label_that_stands_whole_in_its_row_takes_no_word_of_the_row_below() -> None:
    found = values(
        "birth", None,
        {160: "Nơi đăng ký khai", 345: "sinh UBND phường Trường Thọ, quận Thủ Đức, Thành phố Hồ Chí"},
        {160: "Minh"},
        {160: "Đăng ký ngày 12/2/2019"},
    )  # fmt: skip
    assert found["registration_place"] == "UBND phường Trường Thọ, quận Thủ Đức, Thành phố Hồ Chí Minh"


def test_a_broken_label_is_still_put_together_where_its_first_line_is_much_like_it() -> None:
    found = values(
        "death", None,
        {160: "Đã được đăng ký khai tử", 500: "Ủy ban nhân dân phường Bình Trưng Tây, quận 2,"},
        {160: "tại", 500: "thành phố Hồ Chí Minh"},
        {160: "Số: 45/2019 ngày 14 tháng 3 năm 2019"},
    )  # fmt: skip
    assert (
        found["registration_place"] == "Ủy ban nhân dân phường Bình Trưng Tây, quận 2, thành phố Hồ Chí Minh"
    )


def test_what_of_a_label_no_list_has_before_a_value_without_a_sign_is_none_of_it() -> None:
    found = values("birth", None, {160: "Cơ quan đăng ký khai sinh UBND phường 12, quận Bình Thạnh"})
    assert found["registration_place"] == "UBND phường 12, quận Bình Thạnh"


def test_a_value_that_did_not_go_on_in_one_row_does_not_in_the_next() -> None:
    found = values(
        "planning_information", None,
        {480: "Kính gửi: Bà Vũ Thị Tuyết"},
        {130: "Sau khi xem xét hồ sơ đề nghị cung cấp thông tin quy hoạch, UBND Thành phố"},
        {130: "có ý kiến về khu đất"},
    )  # fmt: skip
    assert found["applicant_name"] == "Vũ Thị Tuyết"


def test_a_label_with_its_sign_begins_a_cell_without_a_gap_before_it() -> None:
    found = values(
        "parent_child", None,
        {160: "Họ và tên người cha: Nguyễn Bá Ngày, tháng, năm sinh: ngày 06 tháng 01", 1100: "Dân tộc:"},
        {160: "Tâm", 505: "năm 1989", 1100: "Kinh"},
    )  # fmt: skip
    assert (found["parent_full_name"], found["parent_birth_date"], found["parent_ethnicity"]) == (
        "Nguyễn Bá Tâm", "1989-01-06", "Kinh",
    )  # fmt: skip


WRAPPED = (
    {130: "1. Họ và tên: CAO THỊ HỒNG", 900: "Giới tính: Nữ"},
    {130: "NHUNG"},
    {130: "Ngày, tháng, năm sinh: 06/04/1981"},
)


def test_a_name_that_a_cell_wrapped_is_put_together_and_looked_at() -> None:
    kind = record_types()["penalty_decision"]
    found = extract_layouts([lay_out(page(*WRAPPED))], kind, None)
    (name,) = (field for field in found.fields if field.key == "violator_name")
    assert name.value == "CAO THỊ HỒNG NHUNG"
    assert found.evidence["violator_name"].doubted


@pytest.mark.parametrize("below", [{130: "ĐOÀN KIỂM TRA"}, {420: "NHUNG"}])
def test_what_is_no_name_or_stands_elsewhere_is_not_put_to_a_name(below: dict[int, str]) -> None:
    found = read("penalty_decision", None, WRAPPED[0], below, WRAPPED[2])
    assert found["violator_name"].value == "CAO THỊ HỒNG"


def test_a_label_of_running_text_goes_on_past_the_end_of_its_row() -> None:
    text = "Điều 3. Ông (bà) có tên tại Điều 1 phải nghiêm chỉnh chấp hành Quyết định này"
    found = values(
        "penalty_decision", None,
        {130: f"{text} trong thời"},
        {130: "hạn 10 ngày kể từ ngày nhận được Quyết định; nếu quá thời hạn mà không tự nguyện"},
    )  # fmt: skip
    assert found["deadline_days"] == "10"


def test_a_short_row_that_ends_like_a_label_breaks_none() -> None:
    found = values(
        "planning_information", None,
        {160: "1. Người đề nghị: Trần Thị Lan"},
        {160: "2. Địa chỉ thửa đất"},
        {160: "số 204B đường Hoàng Diệu 2, phường Tăng Nhơn Phú B, Thành phố Hồ Chí Minh"},
        {160: "3. Thửa số: 427"},
    )  # fmt: skip
    assert found["land_parcel_number"] == "427"


def test_a_label_in_two_rows_of_a_narrow_column_is_one_however_one_of_its_words_looks() -> None:
    found = values(
        "marriage", "giay_chung_nhan_ket_hon",
        {160: "Họ và tên chồng: TRƯƠNG NHẬT MINH", 860: "Họ và tên vợ: CAO THỊ NHUNG"},
        {160: "Nơi thường trú/tạm trú: Ấp 5, xã Lộc", 860: "Nơi thường trú/tạm trú: Ấp 3, xã Lộc"},
        {160: "An, huyện Bảo Lâm, tỉnh Lâm Đồng", 860: "An, huyện Bảo Lâm, tỉnh Lâm Đồng"},
        {160: "Số Giấy CMND/Hộ chiếu/Giấy tờ hợp lệ", 860: "Số Giấy CMND/Hộ chiếu/Giấy tờ hợp lệ"},
        {160: "thay thế: CMND số 025225258, Công an", 860: "thay thế: CMND số 025225777, Công an"},
        {160: "tỉnh Lâm Đồng cấp ngày 16/06/2011", 860: "tỉnh Lâm Đồng cấp ngày 17/06/2011"},
    )  # fmt: skip
    assert found["husband_residence_place"] == "Ấp 5, xã Lộc An, huyện Bảo Lâm, tỉnh Lâm Đồng"
    assert found["husband_id_doc"] == "CMND số 025225258, Công an tỉnh Lâm Đồng cấp ngày 16/06/2011"
    assert found["wife_residence_place"] == "Ấp 3, xã Lộc An, huyện Bảo Lâm, tỉnh Lâm Đồng"
    assert found["wife_id_doc"] == "CMND số 025225777, Công an tỉnh Lâm Đồng cấp ngày 17/06/2011"


def test_a_label_that_a_justified_line_drew_apart_is_one() -> None:
    drawn = {160: "Số: 100", 620: "Ngày,", 740: "tháng,", 870: "năm", 970: "đăng", 1080: "ký:"}
    found = values("birth", None, {160: "Nơi đăng ký: UBND phường 5"}, drawn, {620: "26/10/2019"})
    assert (found["number"], found["registration_date"]) == ("100", "2019-10-26")


def test_a_short_label_behind_a_dash_stands_over_its_value() -> None:
    rows = ("Đăng ký khai sinh tại", "UBND phường Bình Thọ", "- Số", "216/2018", "- ngày", "16/02/2018")
    found = values("birth", None, {300: "Số: 117/TLKS"}, *({160: row} for row in rows))
    assert (found["number"], found["registration_date"]) == ("216/2018", "2018-02-16")


@pytest.mark.parametrize(("last", "labels"), [(380, 1), (700, 0)])
def test_only_words_that_are_apart_alike_are_one_label(last: int, labels: int) -> None:
    (row,) = lay_out(page({160: "Ngày,", 270: "tháng,", last: "năm đăng ký:".replace(" ", "")})).rows
    wanted = phrases([Phrase("Ngày, tháng, năm đăng ký", "ngaythangnamdangky")])
    assert len(find_labels(row, wanted)) == labels


BROKEN = (
    {160: "(6) Nơi", 370: "số 360A đường Tô"},
    {160: "ĐKHK", 370: "Ngọc Vân, KP 4, P."},
    {160: "thường trú:", 370: "Long Phước, Q. 9,"},
    {370: "Thành phố Hồ Chí Minh"},
)


def test_a_label_of_three_lines_has_its_value_beside_all_of_them() -> None:
    found = values("marriage", None, {160: "Họ và tên chồng: TRẦN VĂN AN"}, *BROKEN)
    assert (
        found["husband_residence_place"]
        == "số 360A đường Tô Ngọc Vân, KP 4, P. Long Phước, Q. 9, Thành phố Hồ Chí Minh"
    )


@pytest.mark.parametrize(
    ("above", "doubted"), [({160: "(6) Hơj", 370: "Ngọc Vân, KP 4, P."}, True), ({}, False)]
)
def test_an_address_below_a_line_of_nobody_at_its_edge_is_looked_at(
    above: dict[int, str], doubted: bool
) -> None:
    name, place = {160: "Họ và tên: TRẦN VĂN AN"}, {160: "Nơi cư trú:", 370: "Long Phước, Q. 9,"}
    rows = page(name, above, place, {370: "Thành phố Hồ Chí Minh"})
    found = extract_layouts([lay_out(rows)], record_types()["marital_status"], None)
    assert found.evidence["subject_residence_place"].doubted is doubted


def test_an_address_goes_on_in_a_row_whose_full_stop_was_read_as_a_colon() -> None:
    found = values(
        "marriage", "trich_luc_ket_hon",
        {160: "Họ, chữ đệm, tên vợ: CAO KHÁNH VY"},
        {160: "Nơi cư trú: Số 21/8 đường 30 Tháng 4, khu phố 6, phường Hòa Minh, quận Liên"},
        {160: "Chiểu, thành phố Đà Nẵng:"},
        {160: "Giấy tờ tùy thân: CMND số 025225258"},
    )  # fmt: skip
    assert (
        found["wife_residence_place"]
        == "Số 21/8 đường 30 Tháng 4, khu phố 6, phường Hòa Minh, quận Liên Chiểu, thành phố Đà Nẵng"
    )


def test_the_parent_of_an_old_decision_stands_behind_mister_or_madam() -> None:
    found = values(
        "parent_child", "quyet_dinh_nhan_cha_me_con",
        {160: "Ông/bà: CHU ĐỨC THẮNG"},
        {160: "Sinh ngày: 16/02/1976"},
        {160: "Là cha của:"},
        {160: "Họ và tên: CHU KHẮC VIỆT"},
        {160: "Sinh ngày: 20/12/2012"},
    )  # fmt: skip
    assert (found["parent_full_name"], found["child_full_name"]) == ("CHU ĐỨC THẮNG", "CHU KHẮC VIỆT")


@pytest.mark.parametrize(
    ("key", "written"),
    [
        (
            "deceased_id_doc",
            "Thẻ căn cước công dân số 068066024080, Cục Cảnh sát QLHC về TTXH cấp ngày 25/01/2019",
        ),
        ("deceased_id_doc_number", "278250432"),
    ],
)
def test_the_paper_of_identity_of_an_old_death_certificate(key: str, written: str) -> None:
    label = "Số Giấy CMND/Hộ chiếu/Giấy tờ hợp lệ thay thế:"
    rows = [{160: f"{label} {written[:60]}"}, {160: written[60:]}, {160: "Nguyên nhân chết: Bệnh già"}]
    found = values("death", None, {160: "Họ và tên: LÊ VĂN AN"}, *(row for row in rows if row[160]))
    assert {k: v for k, v in found.items() if k.startswith("deceased_id_doc")} == {key: written}


def test_a_word_of_running_text_at_an_edge_is_no_value_of_the_cell_above() -> None:
    found = values(
        "violation_record", None,
        {160: "Họ và tên: Nguyễn Văn Tâm Chức vụ: Cán bộ đô thị"},
        {160: "Tiến hành lập biên bản vi", 437: "phạm hành chính đối với:"},
        {160: "Họ và tên: Võ Thành Long"},
    )  # fmt: skip
    assert (found["recorder_name"], found["recorder_position"]) == ("Nguyễn Văn Tâm", "Cán bộ đô thị")


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("text", "Nông.. dân.", "Nông dân"),
        ("text", "Kỹ. sư xây dựng", "Kỹ sư xây dựng"),
        ("text", "Ths. bác sĩ", "Ths. bác sĩ"),
        ("text", "Chưa đăng ký kết hôn với ai. Giấy này dùng", "Chưa đăng ký kết hôn với ai. Giấy này dùng"),
        ("place", "P. Linh Tây, Q..9, Thành. phố Hồ. Chí. Minh", "P. Linh Tây, Q. 9, Thành phố Hồ Chí Minh"),
        ("place", "Q. Thủ Đức, TP. - HCM", "Q. Thủ Đức, TP. HCM"),
        ("place", "quận 2, TP, Hồ Chí Minh", "quận 2, TP. Hồ Chí Minh"),
        ("place", "đường-Nguyễn Văn Cừ, khu phố-8", "đường Nguyễn Văn Cừ, khu phố-8"),
        ("place", "Bệnh viện Từ Dũ. đường Cống Quỳnh", "Bệnh viện Từ Dũ. đường Cống Quỳnh"),
        ("place", "Kp. 3, Tp. Thủ Đức", "Kp. 3, Tp. Thủ Đức"),
        ("place", "quận Ninh Kiều, thành phố Cần: Thơ", "quận Ninh Kiều, thành phố Cần Thơ"),
        ("body", "ỦY BAN NHÂN DÂN -THỊ TRẤN BẾN LỨC", "ỦY BAN NHÂN DÂN THỊ TRẤN BẾN LỨC"),
        ("body", "PHÒNG TÀI CHÍNH -KẾ HOẠCH", "PHÒNG TÀI CHÍNH -KẾ HOẠCH"),
        ("position", "KT. CHỦ TỊCH - -PHÓ CHỦ TỊCH", "KT. CHỦ TỊCH PHÓ CHỦ TỊCH"),
        ("name", "THÁI TIẾN.DŨNG", "THÁI TIẾN DŨNG"),
        ("name", "Trần. Văn. An", "Trần Văn An"),
        ("name", "Ng. V. An", "Ng. V. An"),
        ("recipients", "- Phòng Tài chính - Kế hoạch; - Như trên", "Phòng Tài chính - Kế hoạch; Như trên"),
        ("recipients", "- Phòng Tài chính - Lưu: VT", "Phòng Tài chính; Lưu: VT"),
    ],
)
def test_signs_of_ruled_lines_go_where_none_stands_rightly(kind: str, written: str, value: str) -> None:
    assert normalise(kind, written) == value


def test_a_sign_before_a_figure_stays_and_is_looked_at() -> None:
    assert not is_usual("place", "5 Lê Lợi, khu phố-8, phường Bình Khánh, Thành phố Hồ Chí Minh")


def test_a_figure_behind_a_whole_name_is_none_of_it_and_is_looked_at() -> None:
    kind = record_types()["drawing"]
    found = extract_layouts([lay_out(page({160: "Chủ đầu tư: Phan Thị Ngọc Bích 6261"}))], kind, None)
    (name,) = (field for field in found.fields if field.key == "owner_name")
    assert name.value == "Phan Thị Ngọc Bích"
    assert found.evidence["owner_name"].doubted


def test_what_stands_left_of_a_block_of_labels_is_no_part_of_a_value_below_one() -> None:
    found = values(
        "drawing", None,
        {200: "MẶT BẰNG TẦNG 1", 1000: "Công trình:"},
        {1002: "Nhà ở gia đình"},
        {300: "Phòng khách", 1000: "Chủ đầu tư:"},
        {1002: "Nguyễn Bảo Hạnh"},
    )  # fmt: skip
    assert (found["work_name"], found["owner_name"]) == ("Nhà ở gia đình", "Nguyễn Bảo Hạnh")


def test_dots_of_a_line_around_a_date_in_words_are_none_of_it() -> None:
    said = "Ngày bảy, tháng mười, năm hai nghìn không trăm hai mươi ba"
    assert normalise("date_words", f".{said}....)") == said


def test_words_of_a_sentence_below_a_name_are_none_of_it() -> None:
    rows = (
        {480: "Kính gửi: Bà Vũ Thị Tuyết"},
        {130: "Sau khi xem xét hồ sơ đề nghị cung cấp thông tin quy hoạch, UBND Thành phố"},
        {130: "có ý kiến về khu đất"},
    )
    found = extract_layouts([lay_out(page(*rows))], record_types()["planning_information"], None)
    assert not found.evidence["applicant_name"].doubted


def test_a_name_that_a_comma_ends_before_a_sentence_is_whole() -> None:
    row = {130: "Xét đề nghị của ông/bà: Dương Minh Khôi, về việc cấp Giấy xác nhận tình trạng hôn nhân"}
    found = extract_layouts([lay_out(page(row))], record_types()["marital_status"], None)
    assert not found.evidence["applicant_full_name"].doubted


def test_a_stay_that_dots_part_has_place_and_both_days() -> None:
    row = "Trong thời gian cư trú tại: phường Hòa Minh, thành phố Đà Nẵng từ. ngày 16 tháng 05 năm 2008 đến. ngày 03"
    found = values("marital_status", None, {130: row}, {130: "tháng 09 năm 2013"})
    assert found["subject_past_residence_place"] == "phường Hòa Minh, thành phố Đà Nẵng"
    assert (found["subject_past_residence_from"], found["subject_past_residence_to"]) == (
        "2008-05-16",
        "2013-09-03",
    )


def test_what_somebody_is_recognised_as_is_no_empty_label() -> None:
    rows = ({130: "Họ và tên: Hồ Xuân Trường"}, {130: "Là cha của"}, {130: "Họ và tên: Hồ Khắc Việt"})
    found = extract_layouts([lay_out(page(*rows))], record_types()["parent_child"], None)
    assert not found.evidence["confirmation_type"].doubted
