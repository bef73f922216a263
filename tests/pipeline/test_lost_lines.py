"""Lines that were not read inside or below a value, and persons whose head or row is missing: a person looks."""

from __future__ import annotations

from dataclasses import replace

import pytest
import test_extract_cells
from test_extract_cells import Cells, page
from typeset import reading

from ocr.page import Box
from pipeline.extract import Extraction, extract_layouts
from pipeline.extract.confidence import is_shaped, is_usual
from pipeline.extract.layout import lay_out
from pipeline.extract.letterhead import read_letterhead
from pipeline.extract.room import with_unread
from pipeline.extract.signature import read_signature
from pipeline.record_type import record_types

ADDRESS: tuple[Cells, ...] = (
    {160: "Họ, chữ đệm, tên mẹ: Trương Thanh Hương"},
    {160: "Nơi cư trú: Số nhà 64/10, đường Tô Ngọc Vân, tổ dân phố số 13, phường"},
    {160: "Vĩnh Hải, thành phố Nha Trang,"},
    {160: "tỉnh Khánh Hòa"},
    {160: "Họ, chữ đệm, tên cha: Lê Công Nghĩa"},
    {160: "Dân tộc: Kinh"},
    {160: "Quốc tịch: Việt Nam"},
)


def extracted(kind: str, *rows: Cells) -> Extraction:
    return extract_layouts([lay_out(page(*rows))], record_types()[kind], None)


def value(found: Extraction, key: str) -> str | None:
    return next((field.value for field in found.fields if field.key == key), None)


def test_an_address_whose_lines_follow_one_another_is_whole() -> None:
    found = extracted("birth", *ADDRESS)
    assert (value(found, "mother_residence_place") or "").endswith("Nha Trang, tỉnh Khánh Hòa")
    assert not found.evidence["mother_residence_place"].doubted


def test_room_for_a_line_between_two_of_a_value_asks_for_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    # Closely set lines, of which two hold the value together though one is lost between them.
    monkeypatch.setattr(test_extract_cells, "PITCH", 30)
    found = extracted("birth", *ADDRESS[:2], {}, *ADDRESS[3:])
    assert (value(found, "mother_residence_place") or "").endswith("phường tỉnh Khánh Hòa")
    assert found.evidence["mother_residence_place"].doubted


@pytest.mark.parametrize(
    ("below", "joined"),
    [("phường Vĩnh Hải, tỉnh Khánh Hòa", True), ("Xác nhận của người đi khai", False)],
)
def test_a_row_in_small_letters_goes_on_with_a_full_line_however_far_apart_they_are(
    below: str, joined: bool
) -> None:
    full = {160: "Nơi cư trú: Số nhà 64/10, đường Tô Ngọc Vân, tổ dân phố số 13 ấp Đông,"}
    found = extracted("birth", ADDRESS[0], full, {}, {160: below}, *ADDRESS[4:])
    place = value(found, "mother_residence_place") or ""
    assert place.endswith(below if joined else "ấp Đông")
    assert found.evidence["mother_residence_place"].doubted


def test_room_below_a_full_line_asks_for_a_person() -> None:
    found = extracted("birth", *ADDRESS[:2], {}, *ADDRESS[4:])
    assert found.evidence["mother_residence_place"].doubted


def test_room_below_a_line_that_had_room_itself_says_nothing() -> None:
    found = extracted("birth", *ADDRESS[:4], {}, *ADDRESS[4:])
    assert not found.evidence["mother_residence_place"].doubted


@pytest.mark.parametrize(("ink", "doubted"), [(None, True), ((), False), ((Box(300, 355, 380, 385),), True)])
def test_room_below_a_full_line_says_nothing_where_the_paper_has_no_ink(
    ink: tuple[Box, ...] | None, doubted: bool
) -> None:
    text = page(*ADDRESS[:2], {}, *ADDRESS[4:])
    seen = replace(reading(text), unread=ink)
    found = extract_layouts([with_unread(lay_out(text), seen)], record_types()["birth"], None)
    assert found.evidence["mother_residence_place"].doubted == doubted


def test_a_word_in_the_middle_of_a_line_of_text_is_no_beginning_of_the_value_below_it() -> None:
    text = {170: "6. Bị áp dụng hình thức xử phạt, biện pháp khắc phục hậu quả như sau:"}
    found = extracted("penalty_decision", text, {160: "a) Hình thức xử phạt chính: Phạt tiền"})
    assert value(found, "main_penalty") == "Phạt tiền"
    assert not found.evidence["main_penalty"].doubted


@pytest.mark.parametrize(
    "text",
    ["Thẻ căn cước công dân số", "CMND số Chí Minh cấp ngày 21/02/2017", "Căn cước công dân số cấp ngày 18/02/2018"],
)  # fmt: skip
def test_an_identity_paper_without_its_number_lost_a_line(text: str) -> None:
    assert not is_usual("text", text)
    assert not is_shaped("text", text)


def test_a_passport_has_a_number_of_its_own() -> None:
    assert is_shaped("text", "Hộ chiếu số B1234567") == is_shaped("text", "Sổ tạm trú số B1234567")


EXTRACT: tuple[Cells, ...] = (
    {160: "Họ, chữ đệm, tên vợ: LA PHƯƠNG UYÊN"},
    {160: "Dân tộc: Ê-đê", 600: "Quốc tịch: Việt Nam"},
    {160: "Họ, chữ đệm, tên chồng: .... VÕ PHƯỚC SANG"},
    {160: "Dân tộc: Khơ-me", 600: "Quốc tịch: Việt Nam"},
)


def test_the_family_name_vo_heads_no_wife() -> None:
    found = extracted("marriage", *EXTRACT)
    assert value(found, "husband_full_name") == "VÕ PHƯỚC SANG"
    assert (value(found, "wife_ethnicity"), value(found, "husband_ethnicity")) == ("Ê-đê", "Khơ-me")


def test_a_lost_row_of_the_wife_is_not_filled_from_the_husband() -> None:
    found = extracted("marriage", EXTRACT[0], *EXTRACT[2:])
    assert value(found, "wife_ethnicity") is None
    assert value(found, "husband_ethnicity") == "Khơ-me"


@pytest.mark.parametrize("head", ["VỢ", "Vợ:", "1. VỢ"])
def test_a_head_of_few_letters_with_its_marks_is_one(head: str) -> None:
    rows: tuple[Cells, ...] = ({160: head}, {160: "Họ, chữ đệm, tên: LA PHƯƠNG UYÊN"})
    found = extracted("marriage", *rows, {160: "CHỒNG"}, {160: "Họ, chữ đệm, tên: VÕ PHƯỚC SANG"})
    assert value(found, "wife_full_name") == "LA PHƯƠNG UYÊN"


WITNESS = {160: "2. Với sự chứng kiến của:"}
RECORD: tuple[Cells, ...] = (
    {160: "Chúng tôi gồm:"},
    {160: "1. Họ và tên: Đoàn Tiến Dũng", 800: "Chức vụ: Công chức"},
    {160: "Họ và tên: Tăng Văn Hùng", 800: "Nghề nghiệp: Tổ trưởng tổ dân phố"},
    {160: "Tiến hành lập biên bản vi phạm hành chính đối với cá nhân có tên sau đây:"},
    {160: "1. Họ và tên: Nguyễn Thị Kim Ngân", 800: "Giới tính: Nữ"},
    {160: "Nghề nghiệp: Công nhân"},
)


def test_what_a_witness_is_goes_to_a_person_where_the_head_of_witnesses_is_lost() -> None:
    assert "violator_occupation" in extracted("violation_record", *RECORD).unsure_owner
    whole = extracted("violation_record", *RECORD[:2], WITNESS, *RECORD[2:])
    assert value(whole, "violator_occupation") == "Công nhân"
    assert "violator_occupation" not in whole.unsure_owner


def test_the_text_below_a_witness_is_no_end_of_his_name() -> None:
    found = extracted("violation_record", *RECORD[:2], WITNESS, *RECORD[2:])
    assert value(found, "witness_name") == "Tăng Văn Hùng"
    assert not found.evidence["witness_name"].doubted


def test_heads_side_by_side_give_nobody_the_one_name_that_was_read() -> None:
    found = extracted(
        "marriage", {260: "VỢ", 900: "CHỒNG"}, {160: "Họ, chữ đệm, tên: NGHIÊM THÙY MY"},
        {160: "Dân tộc: Kinh", 800: "Dân tộc: Hoa"}, {160: "Quốc tịch: Việt Nam", 800: "Quốc tịch: Việt Nam"},
    )  # fmt: skip
    assert value(found, "husband_full_name") is None or "husband_full_name" in found.unsure_owner


def test_a_label_across_two_cells_ends_them() -> None:
    found = extracted(
        "marriage", {160: "Họ, chữ đệm, tên chồng: VÕ PHƯỚC SANG"},
        {160: "Giấy tờ tùy thân:", 370: ".. CMND số 027247358, Công an tỉnh Long An cấp ngày 24/09/2012"},
        {160: "Đăng ký kết hôn", 360: "tại: Ủy ban nhân dân xã Hòa Châu, huyện Hòa Vang, thành phố Đà"},
        {160: "Nẵng"},
    )  # fmt: skip
    assert value(found, "husband_id_doc") == "CMND số 027247358, Công an tỉnh Long An cấp ngày 24/09/2012"
    assert (
        value(found, "registration_place") == "Ủy ban nhân dân xã Hòa Châu, huyện Hòa Vang, thành phố Đà Nẵng"
    )


MOTTO: tuple[Cells, ...] = (
    {260: "UBND QUẬN 9", 760: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"},
    {200: "PHÒNG QUẢN LÝ ĐÔ THỊ", 860: "Độc lập - Tự do - Hạnh phúc"},
    {260: "Số: 45/KH-QLĐT", 860: "Quận 9, ngày 5 tháng 9 năm 2025"},
    {780: "KẾ HOẠCH"},
)
LONG: Cells = {400: "Về việc báo cáo kết quả thực hiện công tác cải cách hành chính và kiểm soát"}
SHORT: Cells = {620: "Về việc kiểm soát thủ tục hành chính"}
BELOW: tuple[Cells, ...] = (
    {160: "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;"},
    {160: "Ủy ban nhân dân quận ban hành kế hoạch như sau đây để các đơn vị trực thuộc biết và thực hiện"},
)


@pytest.mark.parametrize(
    ("abstract", "room", "cut"), [(LONG, True, True), (LONG, False, False), (SHORT, True, False)]
)
def test_a_long_abstract_with_room_for_another_line_may_go_on(abstract: Cells, room: bool, cut: bool) -> None:
    rows = (*MOTTO, abstract, *([{}] if room else []), *BELOW)
    assert read_letterhead(lay_out(page(*rows)), ["KẾ HOẠCH"]).cut is cut


def test_a_position_below_its_heading_is_whole_only_where_no_line_fits_between(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Capitals with their marks are as tall as lines are apart here: their own height would leave room for one more.
    monkeypatch.setattr(test_extract_cells, "PITCH", 23)

    def whole(pitch: int) -> bool:
        rows: list[Cells] = [{160: "Số: 45"}, *({},) * 40]
        rows += [{1000: "NGƯỜI KÝ TRÍCH LỤC"}, *({},) * pitch, {1030: "PHÓ CHỦ TỊCH"}]
        return read_signature([lay_out(page(*rows))]).whole

    assert whole(0)
    assert not whole(1)


def test_a_line_lost_between_two_of_an_abstract_leaves_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_extract_cells, "PITCH", 23)

    def cut(*between: Cells) -> bool:
        rows = (*MOTTO, LONG, *between, {600: "thủ tục hành chính trên địa bàn"}, *BELOW)
        return read_letterhead(lay_out(page(*rows)), ["KẾ HOẠCH"]).cut

    assert not cut()
    assert cut({})


def test_a_first_line_lost_below_the_title_leaves_room() -> None:
    def cut(*between: Cells) -> bool:
        rows = (*MOTTO, *between, SHORT, *BELOW)
        return read_letterhead(lay_out(page(*rows)), ["KẾ HOẠCH"]).cut

    assert not cut()
    assert cut({})
