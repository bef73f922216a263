"""Official documents as public bodies publish them: heads of the Youth Union, parted words, seals and pens."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_extract import fields
from test_extract_cells import Cells, page
from typeset import alike, reading, typeset

from ocr.page import Box
from pipeline.extract.layout import lay_out
from pipeline.extract.letterhead import Letterhead, read_letterhead
from pipeline.extract.room import with_unread
from pipeline.extract.signature import read_signature
from pipeline.extract.whole_text import cut_short
from pipeline.interpret import interpret
from pipeline.normalize.kinds import normalise
from pipeline.normalize.nearly_listed import misspells_unit
from pipeline.normalize.signature_blocks import nearest_position
from pipeline.record import FieldState

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
DATE = "Hà Nội, ngày 27 tháng 8 năm 2025"
HEAD = (f"BỘ CÔNG THƯƠNG|{MOTTO[0]}", f"TRƯỜNG ĐẠI HỌC ĐIỆN LỰC|{MOTTO[1]}", f"Số: 2095/TB-ĐHĐL|{DATE}", "")
ABOUT = (">THÔNG BÁO", ">Về việc tham dự Lễ kỷ niệm", "")


def values(*lines: str) -> dict[str, str | None]:
    return {key: one.value for key, one in fields(typeset(*lines), "correspondence").items()}


@pytest.mark.parametrize("number", ["Số 241-BC/ĐTN", "Số 241-bC/ĐTN"])
def test_the_youth_union_has_its_own_name_in_the_place_of_the_motto(number: str) -> None:
    head = ("TỈNH ĐOÀN ĐÀ NẴNG|ĐOÀN TNCS HỒ CHÍ MINH", "BAN CHẤP HÀNH ĐOÀN KHỐI", f"{number}|{DATE}")
    found = values(*head, "", ">BÁO CÁO", ">Tăng cường công tác văn thư")
    assert found["issuing_body"] == "BAN CHẤP HÀNH ĐOÀN KHỐI"
    assert found["number"] == number.removeprefix("Số ")


def test_a_body_that_is_of_the_youth_union_is_no_motto() -> None:
    found = values(f"ĐOÀN TNCS HỒ CHÍ MINH|{MOTTO[0]}", f"TỈNH ĐOÀN NGHỆ AN|{MOTTO[1]}", *HEAD[2:], *ABOUT)
    assert found["issuing_body"] == "TỈNH ĐOÀN NGHỆ AN"


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        (("SỞ NÔNG NGHIỆP VÀ MÔI", "TRƯỜNG"), "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"),
        (("BẢO HIỂM XÃ", "HỘI TỈNH NGHỆ AN"), "BẢO HIỂM XÃ HỘI TỈNH NGHỆ AN"),
        (("PHÒNG NỘI", "VỤ"), "PHÒNG NỘI VỤ"),
        (("BỘ CÔNG THƯƠNG", "TRƯỜNG ĐẠI HỌC ĐIỆN LỰC"), "TRƯỜNG ĐẠI HỌC ĐIỆN LỰC"),
    ],
)
def test_the_second_half_of_a_word_begins_no_body(lines: tuple[str, str], body: str) -> None:
    head = (f"{lines[0]}|{MOTTO[0]}", f"{lines[1]}|{MOTTO[1]}")
    assert values(*head, *HEAD[2:], *ABOUT)["issuing_body"] == body


@pytest.mark.parametrize("read", ["3413/DHN-VP", "3413/ĐHN-VP"])
def test_a_letter_of_a_body_with_a_d_goes_to_a_person_as_it_was_read(read: str) -> None:
    head = (f"BỘ Y TẾ|{MOTTO[0]}", f"TRƯỜNG ĐẠI HỌC DƯỢC HÀ NỘI|{MOTTO[1]}", f"Số: {read}|{DATE}")
    signed = ("Nơi nhận:|>HIỆU TRƯỞNG", "- Như trên;", "- Lưu: VT.", "", "|>Phùng Thị Xuân Bình")
    once = reading(typeset(*head, "V/v giao chỉ tiêu", "", ">Kính gửi: Các đơn vị trực thuộc", "", *signed))
    (record,) = interpret([once], looks=[alike(once)])
    number = next(field for field in record.fields if field.key == "number")
    assert number.value == read
    assert (number.state is FieldState.NEEDS_REVIEW) == (read == "3413/DHN-VP")


@pytest.mark.parametrize(("numeral", "sure"), [("IH", False), ("II", False), ("XI", True)])
def test_a_numeral_of_strokes_alone_asks_for_a_person(numeral: str, sure: bool) -> None:
    head = (
        f"CHI CỤC HẢI QUAN|{MOTTO[0]}",
        f"KHU VỰC {numeral}|{MOTTO[1]}",
        f"Số: 209/TB-HQKV{numeral}|{DATE}",
        "",
    )
    signed = ("Nơi nhận:|>CHI CỤC TRƯỞNG", "- Như trên;", "- Lưu: VT.", "", "|>Phùng Thị Xuân Bình")
    once = reading(typeset(*head, *ABOUT, *signed))
    (record,) = interpret([once], looks=[alike(once)])
    body = next(field for field in record.fields if field.key == "issuing_body")
    assert body.value == f"CHI CỤC HẢI QUAN KHU VỰC {numeral}"
    assert (body.state is FieldState.ACCEPTED) == sure


def test_a_common_word_in_small_letters_is_no_misspelt_district() -> None:
    assert not misspells_unit("Bãi bỏ một số văn bản quy phạm pháp luật")
    assert not misspells_unit("HỘI ĐỒNG NHÂN DÂN PHƯỜNG XUÂN HƯƠNG")
    assert not misspells_unit("Như thành phần mời; Văn bản số 5")
    assert misspells_unit("HUYỆN VĂN BẢN")
    assert misspells_unit("huyện Củ Chỉ")
    assert misspells_unit("huyện Củ chỉ")
    assert misspells_unit("HUYỆN ĐAN PHƯỜNG")


def test_the_number_of_a_session_ends_a_text() -> None:
    assert not cut_short("Về việc trả lời kiến nghị gửi tới kỳ họp thứ 3")
    assert cut_short("Về việc báo cáo công tác cải cách hành chính 6")


LETTER: tuple[Cells, ...] = (
    {200: "SỞ NỘI VỤ", 760: MOTTO[0]},
    {180: "Số: 307/SNV-VP", 860: MOTTO[1]},
    {120: "V/v triển khai kế hoạch phòng cháy"},
    {120: "chữa cháy và cứu nạn năm 2025"},
    {},
    {480: "Kính gửi: Các phòng, ban"},
)


def letter(unread: tuple[Box, ...], down: int) -> Letterhead:
    text = page(*LETTER)
    *above, last = text.lines
    lowered = tuple(
        replace(w, box=replace(w.box, y0=w.box.y0 - down, y1=w.box.y1 - down)) for w in last.words
    )
    text = replace(text, lines=(*above, replace(last, words=lowered)))
    return read_letterhead(with_unread(lay_out(text), replace(reading(text), unread=unread)), ["KẾ HOẠCH"])


def test_whom_a_letter_is_for_is_no_line_of_what_it_is_about() -> None:
    assert not letter((), 12).cut
    foot = max(word.box.y1 for line in page(*LETTER[:4]).lines for word in line.words)
    assert letter((Box(130, foot + 14, 300, foot + 30),), 12).cut


@pytest.mark.parametrize(("ink", "whole"), [((), True), ((Box(300, 388, 380, 404),), False)])
def test_a_body_over_a_number_far_below_is_whole_where_the_paper_is_empty(
    ink: tuple[Box, ...], whole: bool
) -> None:
    rows: tuple[Cells, ...] = ({200: "ỦY BAN NHÂN DÂN", 760: MOTTO[0]}, {260: "XÃ TÂN PHÚ", 860: MOTTO[1]}, {},
            {260: "Số: 45/KH-UBND", 860: DATE}, {780: "KẾ HOẠCH"})  # fmt: skip
    text = page(*rows)
    layout = with_unread(lay_out(text), replace(reading(text), unread=ink))
    assert not read_letterhead(lay_out(text), ["KẾ HOẠCH"]).body_whole
    assert read_letterhead(layout, ["KẾ HOẠCH"]).body_whole == whole


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("“BỘ TRƯỞNG", "BỘ TRƯỞNG"),
        ("TL. HIỆU TRƯỞNG TRƯỞNG PHÒNG ĐÀO TẠO/2„", "TL. HIỆU TRƯỞNG TRƯỞNG PHÒNG ĐÀO TẠO"),
        ("TL. HIỆU TRƯỞNG TL. HIỆU TRƯỞNG TRƯỞNG PHÒNG ĐÀO TẠO“", "TL. HIỆU TRƯỞNG TRƯỞNG PHÒNG ĐÀO TẠO"),
        ("KT: GIÁM ĐỐC PHÓ GIÁM ĐỐC", "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC"),
        ("KT GIÁM ĐỐC PHÓ GIÁM ĐỐC", "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC"),
        ("TRƯỞNG PHÒNG PC07", "TRƯỞNG PHÒNG PC07"),
        ("TRƯỞNG PHÒNG KT VÀ HẠ TẦNG", "TRƯỞNG PHÒNG KT VÀ HẠ TẦNG"),
    ],
)
def test_what_a_pen_left_around_a_position_is_none_of_it(read: str, meant: str) -> None:
    assert normalise("position", read) == meant


@pytest.mark.parametrize("read", ["V/%", "V/", "VW", "V/w", "V/v"])
def test_what_a_letter_is_about_begins_with_its_sign_in_every_way_of_reading(read: str) -> None:
    assert normalise("text", f"{read} bãi bỏ văn bản") == "V/v bãi bỏ văn bản"
    assert normalise("text", "VW Polo") == "VW Polo"


def test_an_i_that_reads_as_an_l_is_mended_where_it_makes_a_syllable() -> None:
    read = "TL. GLÁM ĐỐC TRƯỞNG PHÒNG TỔ CHỨC - HÀNH CHÍNH"
    assert nearest_position(read)[1] == read.replace("GLÁM", "GIÁM")


@pytest.mark.parametrize("spoilt", ["KT.C ĂN PHÒNG PHÓ X PHÒNG", "KT. VĂN PHÒNG P Ố CHÔÂNH WN PHÒNG"])
def test_who_signs_in_the_stead_of_the_head_of_an_office_is_his_deputy(spoilt: str) -> None:
    meant = "TL. CHỦ TỊCH KT. CHÁNH VĂN PHÒNG PHÓ CHÁNH VĂN PHÒNG"
    assert nearest_position(f"TL. CHỦ TỊCH {spoilt}")[1] == meant
    assert nearest_position(f"{meant} PHỤ TRÁCH")[1] is None


def test_a_long_position_beside_a_list_is_none_of_it() -> None:
    signed = (
        "Nơi nhận:|>TL. BỘ TRƯỞNG",
        "- Như trên;|>KT. CỤC TRƯỞNG CỤC QUẢN LÝ CHẤT LƯỢNG",
        "- UBND các tỉnh, TP trực thuộc trung ương TW; PHÓ CỤC TRƯỞNG CỤC QUẢN LÝ CHẤT LƯỢNG",
        "- Các Sở;",
        "- Lưu: VT.",
    )
    found = values(*HEAD, *ABOUT, *signed)
    assert found["recipients"] == "Như trên; UBND các tỉnh, TP trực thuộc trung ương TW; Các Sở; Lưu: VT"
    assert (found["signer_position"] or "").endswith("PHÓ CỤC TRƯỞNG CỤC QUẢN LÝ CHẤT LƯỢNG")


def test_a_line_that_a_seal_parted_is_one() -> None:
    rows: tuple[Cells, ...] = (
        {1100: "TL. CHỦ TỊCH"},
        {1000: "KT. C", 1233: "VĂN PHÒNG"},
        {},
        {1110: "Lê Thị Hoa"},
    )
    at = tuple({200: f"{line} của Sở Nội vụ"} for line in ("Căn cứ Nghị định", "Căn cứ Quyết định") * 8)
    found = fields(page(*at, {160: "Nơi nhận:"} | rows[0], *rows[1:]), "correspondence")
    assert found["signer_position"].value == "TL. CHỦ TỊCH KT. C VĂN PHÒNG"


@pytest.mark.parametrize(
    ("decides", "sure"),
    [
        ("GIÁM ĐỐC VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI", True),
        ("PHÓ GIÁM ĐỐC VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI", False),
        ("", False),
    ],
)
def test_who_decides_by_his_own_position_signs_with_it(decides: str, sure: bool) -> None:
    head = (f"SỞ TÀI NGUYÊN|{MOTTO[0]}", f"VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI|{MOTTO[1]}", *HEAD[2:])
    text = ("", ">QUYẾT ĐỊNH", ">Về việc tham dự Lễ kỷ niệm", "", f">{decides}", "Căn cứ Luật Đất đai;")
    signed = ("", "Nơi nhận:|>GIÁM ĐỐC", "- Như trên;", "- Lưu: VT.", "", "|>Phùng Thị Xuân Bình")
    once = reading(typeset(*head, *text, *("Điều này có hiệu lực như sau;",) * 9, *signed))
    (record,) = interpret([once], looks=[alike(once)])
    position = next(field for field in record.fields if field.key == "signer_position")
    assert position.value == "GIÁM ĐỐC"
    assert (position.state is FieldState.ACCEPTED) == sure


def test_who_may_only_act_for_the_head_does_not_sign_alone() -> None:
    head = (f"SỞ TÀI NGUYÊN|{MOTTO[0]}", f"VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI|{MOTTO[1]}", *HEAD[2:])
    decides = (">GIÁM ĐỐC VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI", "Căn cứ Luật Đất đai;")
    text = ("", ">QUYẾT ĐỊNH", ">Về việc tham dự Lễ kỷ niệm", "", *decides)
    signed = ("", "Nơi nhận:|>GIÁM ĐỐC", "- Như trên;", "- Lưu: VT.", "", "|>Phùng Thị Xuân Bình")
    page = typeset(*head, *text, *("Điều này có hiệu lực như sau;",) * 9, *signed)
    said = next(word.box for word in page.words if word.text == "GIÁM" and word.box.x0 > page.width / 2)
    # "Q." under the edge of a seal, that the engine made no word of.
    acting = Box(said.x0 - 2 * said.height, said.y0, said.x0 - said.height, said.y1)
    once = replace(reading(page), unread=(acting,))
    (record,) = interpret([once], looks=[alike(once)])
    position = next(field for field in record.fields if field.key == "signer_position")
    assert (position.value, position.state) == ("GIÁM ĐỐC", FieldState.NEEDS_REVIEW)


def name_of(written: str) -> tuple[str | None, float]:
    lines = (*HEAD, *ABOUT, "Nơi nhận:|>HIỆU TRƯỞNG", "- Lưu: VT.", "", f"|>{written}")
    one = fields(typeset(*lines), "correspondence")["signer_name"]
    return one.value, one.confidence or 0.0


def test_what_a_pen_left_before_a_name_is_no_part_of_it_and_a_syllable_read_clearly_is() -> None:
    value, confidence = name_of("ĐeS?15 Thạch Hồng Hường")
    assert value == "Thạch Hồng Hường"
    assert confidence <= 0.5
    assert name_of("Ly Văn Phượng")[0] == "Ly Văn Phượng"
    assert name_of("Doãm?30 Thị Thu Thịnh")[0] == "Doãm Thị Thu Thịnh"


def test_a_name_under_a_hidden_position_is_found_on_the_last_page_however_high() -> None:
    text = ("Điều này có hiệu lực kể từ ngày ký như sau;",) * 12
    first = lay_out(typeset(*HEAD, *ABOUT, *text))
    last = lay_out(
        typeset("Điều 3. Các đơn vị thi hành.", "Nơi nhận:", "- Như trên;", "- Lưu: VT.|>Âu Xuân Oanh"), 1
    )
    name = read_signature([first, last], official=True).name
    assert " ".join(token.text for token in name) == "Âu Xuân Oanh"
    assert all(token.confidence <= 0.5 for token in name)
    assert not read_signature([last], official=True).name


@pytest.mark.parametrize(
    ("read", "value"),
    [("[?40 KHÄ?02 Việc nghỉ hưu", "Về việc nghỉ hưu"), ("Giải?40 quyết?40 việc làm", "Giải quyết việc làm")],
)
def test_a_stamp_over_the_first_word_of_an_abstract(read: str, value: str) -> None:
    found = fields(typeset(*HEAD, ABOUT[0], f">{read}", ""), "correspondence")["abstract"]
    assert found.value == value
    assert (found.confidence or 0) <= 0.5


def test_a_stamp_between_title_and_abstract_ends_neither() -> None:
    stamped = (ABOUT[0], "CÔN:", *ABOUT[1:])
    assert values(*HEAD, *stamped)["abstract"] == "Về việc tham dự Lễ kỷ niệm"
