"""Official documents as public bodies publish them: lists under other heads, copies certified below, peers who sign."""

from __future__ import annotations

import pytest
from official_papers import draft
from test_extract import fields
from test_extract_cells import page
from typeset import typeset

from pipeline.agreement import written_without_stroke
from pipeline.extract import extract_layouts
from pipeline.extract.confidence import is_shaped, is_usual
from pipeline.extract.layout import lay_out
from pipeline.extract.letterhead import read_letterhead
from pipeline.normalize.kinds import normalise
from pipeline.normalize.signature_blocks import nearest_position
from pipeline.record import Field, FieldState
from pipeline.record_type import record_types

HEAD = (
    "BỘ CÔNG THƯƠNG|CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "TRƯỜNG ĐẠI HỌC ĐIỆN LỰC|Độc lập - Tự do - Hạnh phúc",
    "Số: 2095/TB-ĐHĐL|Hà Nội, ngày 27 tháng 8 năm 2025",
    "",
    ">THÔNG BÁO",
    ">Về việc tham dự Lễ kỷ niệm và công bố quyết định",
    "",
)


def found(*lines: str) -> dict[str, str | None]:
    """Values of a notice that goes on with these lines."""
    return {key: one.value for key, one in fields(typeset(*HEAD, *lines), "correspondence").items()}


def test_a_sentence_that_begins_with_those_who_receive_is_no_head_of_a_list() -> None:
    lines = (
        "Nơi nhận chịu trách nhiệm thi hành./.",
        "",
        "Nơi gửi:|>HIỆU TRƯỞNG",
        "- Như trên;",
        "- Lưu: VT.",
    )
    assert found(*lines)["recipients"] == "Như trên; Lưu: VT"


def test_a_dash_inside_a_line_parts_no_recipients_and_a_lost_semicolon_joins_none() -> None:
    lines = ("Nơi nhận:|>HIỆU TRƯỞNG", "- Trung tâm Thông tin - Công báo,", "- Ban Giám đốc;", "- Lưu: VT.")
    assert found(*lines)["recipients"] == "Trung tâm Thông tin - Công báo; Ban Giám đốc; Lưu: VT"
    assert normalise("recipients", "-Như trên; -Website Sở.") == "Như trên; Website Sở"


def test_nothing_follows_who_keeps_a_copy() -> None:
    lines = ("Nơi nhận:|>HIỆU TRƯỞNG", "- Như trên;", "- Lưu: VT.", "đề")
    assert found(*lines)["recipients"] == "Như trên; Lưu: VT"


SIGNED = (
    "Nơi nhận:|>TL. HIỆU TRƯỞNG",
    "- Như trên;|>TRƯỞNG PHÒNG CTSV",
    "- Lưu: VT.",
    "",
    "|>Phùng Thị Xuân Bình",
)
COPIED = (
    "",
    "HỘI NÔNG DÂN TỈNH LÂM ĐỒNG|>Lâm Đồng, ngày 21 tháng 8 năm 2026",
    "Số: 179/SY-HNDT|>TM. BAN THƯỜNG VỤ",
    "SAO Y|>CHỦ TỊCH",
    "",
    "|>Hồ Như Vỹ",
)


@pytest.mark.parametrize("heading", ["SAO Y", "SAO LỤC", "SAO Y BẢN CHÍNH", "SÂO Ý BÁN"])
def test_what_the_office_that_certified_a_copy_added_is_not_the_documents(heading: str) -> None:
    copied = tuple(line.replace("SAO Y", heading) for line in COPIED)
    below = found(*("Nội dung thông báo như sau;",) * 12, *SIGNED, *copied)
    assert below == found(*SIGNED)
    assert below["signer_name"] == "Phùng Thị Xuân Bình"
    assert below["number"] == "2095/TB-ĐHĐL"


def test_a_copy_stamped_in_the_head_ends_no_document() -> None:
    paper = typeset(*HEAD[:3], "SAO Y", *HEAD[4:], *SIGNED)
    assert fields(paper, "correspondence")["signer_name"].value == "Phùng Thị Xuân Bình"


@pytest.mark.parametrize(
    ("left", "sure"),
    [
        (("TL. BỘ TRƯỞNG", "Lê Thị Ngọc Anh"), False),
        (("z3 TRƯỞNG", "1o Như Nghĩa"), False),
        (("THƯ KÝ", "Lê Thị Ngọc Anh"), True),
        (("", ""), True),
    ],
)
def test_of_two_who_sign_side_by_side_neither_is_sure(left: tuple[str, str], sure: bool) -> None:
    lines = (f"{left[0]}|>HIỆU TRƯỞNG", "", f"{left[1]}|>Phùng Thị Xuân Bình", "", "Nơi nhận:", "- Lưu: VT.")
    name = fields(typeset(*HEAD, *lines), "correspondence")["signer_name"]
    assert name.value == "Phùng Thị Xuân Bình"
    assert (name.confidence > 0.5) == sure


def test_who_signs_stands_beside_the_list_however_a_seal_spoilt_what_he_is() -> None:
    lines = ("Nơi nhận:|>PHÓ F/ÊU TRƯỞNG PHỤ TRÁCH", "- Lưu: VT.", "", "|>ThS. Phùng Thị Xuân Bình")
    one = fields(typeset(*HEAD, *lines), "correspondence")
    assert one["signer_name"].value == "Phùng Thị Xuân Bình"
    assert one["signer_position"].value == "PHÓ F/ÊU TRƯỞNG PHỤ TRÁCH"
    assert nearest_position("PHÓ GIÁ ĐỐC PHỤ TRÁCH")[1] == "PHÓ GIÁM ĐỐC PHỤ TRÁCH"


@pytest.mark.parametrize(
    ("above", "body", "value"),
    [
        ("BỘ CÔNG THƯƠNG -", "BỘ TƯ PHÁP", "BỘ CÔNG THƯƠNG - BỘ TƯ PHÁP"),
        ("CỤC THUẾ", "THUẾ TỈNH ĐẮK LẮK", "THUẾ TỈNH ĐẮK LẮK"),
        ("ĐOÀN TNCS HỒ CHÍ MINH", "TỈNH ĐOÀN NGHỆ AN", "TỈNH ĐOÀN NGHỆ AN"),
        ("CHI CỤC KIỂM LÂM", "HẠT KIỂM LÂM KỲ SƠN", "HẠT KIỂM LÂM KỲ SƠN"),
        ("TRUNG TÂM PHÁT TRIỂN", "QUỸ ĐẤT", "TRUNG TÂM PHÁT TRIỂN QUỸ ĐẤT"),
        ("HỘI ĐỒNG TUYỂN DỤNG", "VIÊN CHỨC NĂM 2025", "HỘI ĐỒNG TUYỂN DỤNG VIÊN CHỨC NĂM 2025"),
    ],
)
def test_a_body_begins_at_its_own_first_line(above: str, body: str, value: str) -> None:
    head = (HEAD[0].replace("BỘ CÔNG THƯƠNG", above), HEAD[1].replace("TRƯỜNG ĐẠI HỌC ĐIỆN LỰC", body))
    assert fields(typeset(*head, *HEAD[2:]), "correspondence")["issuing_body"].value == value


def test_a_symbol_that_the_end_of_a_line_broke_is_one() -> None:
    whole = "Nghị định số 97/2025/NĐ-CP của Chính phủ"
    assert normalise("text", "Nghị định số 97/2025/NĐ- CP của Chính phủ") == whole
    assert normalise("text", "Nghị định số 97/2025/ NĐ-CP của Chính phủ") == whole
    assert normalise("text", "năm 2024/ 2025 - Khối A") == "năm 2024/ 2025 - Khối A"


@pytest.mark.parametrize("text", ["Quy chế chỉ tiêu nội bộ của cơ quan", "Báo cáo chỉ tiêu nội bộ năm 2016"])
def test_spending_is_no_target(text: str) -> None:
    assert not is_usual("text", text)
    assert not is_shaped("text", text)
    assert is_shaped("text", text.replace("chỉ tiêu", "chi tiêu"))


LETTER = (*HEAD[:2], "Số: 2095/ĐHĐL-CTSV|Hà Nội, ngày 27 tháng 8 năm 2025")


@pytest.mark.parametrize(
    ("read", "meant"), [("V/%w", "V/v"), ("V/%", "V/v"), ("V/:", "V/v:"), ("V/%v", "V/v"), ("V/v:", "V/v:")]
)
def test_what_a_letter_is_about_begins_however_its_sign_was_read(read: str, meant: str) -> None:
    paper = typeset(*LETTER, f"{read} tuyển dụng viên chức", "", ">Kính gửi: Sở Nội vụ", *SIGNED)
    assert fields(paper, "correspondence")["abstract"].value == f"{meant} tuyển dụng viên chức"


@pytest.mark.parametrize(
    "below",
    [
        "- Quyết định số 1280/QĐ-BGDĐT ngày 12/5/2025 của Bộ trưởng Bộ Giáo dục và Đào tạo về",
        "b) Các tổ chức, cá nhân gửi ý kiến về Văn phòng qua địa chỉ của cơ quan trước ngày hẹn",
    ],
)
def test_a_paragraph_below_an_abstract_is_none_of_it(below: str) -> None:
    rest = ("việc công bố thủ tục hành chính nội bộ trong hệ thống hành chính nhà nước", *SIGNED)
    paper = typeset(*HEAD[:-1], below, *rest)
    about = fields(paper, "correspondence")["abstract"].value
    assert about == "Về việc tham dự Lễ kỷ niệm và công bố quyết định"


def test_what_a_registry_stamped_beside_an_abstract_is_none_of_it() -> None:
    rows = (
        {280: "SỞ XÂY DỰNG", 700: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"},
        {300: "Số: 97/KH-SXD", 760: "Độc lập - Tự do - Hạnh phúc"},
        {},
        {560: "KẾ HOẠCH"},
        {400: "Lựa chọn nhà thầu gói thầu số 247: sửa"},
        {160: "CÔNG VĂN ĐẾN", 520: "chữa trụ sở làm việc"},
        {560: "1/8/2020"},
    )
    head = read_letterhead(lay_out(page(*rows)), ["KẾ HOẠCH"])
    about = " ".join(token.text for token in head.abstract)
    assert about == "Lựa chọn nhà thầu gói thầu số 247: sửa chữa trụ sở làm việc"


@pytest.mark.parametrize(
    ("title", "sure"), [("TỜ TRÌNH", True), ("FỜ TRÌNH", False), ("LƯU HÀNH NỘI BỘ TỜ TRÌNH", True)]
)
def test_a_spoilt_title_is_proposed_and_makes_no_letter(title: str, sure: bool) -> None:
    rest = (">Về việc tham dự Lễ kỷ niệm", "", ">Kính gửi: Sở Nội vụ", "", *SIGNED)
    kind = fields(typeset(*HEAD[:4], f">{title}", *rest), "correspondence")["kind"]
    assert kind.value == "TỜ TRÌNH"
    assert (kind.confidence > 0.5) == sure


def test_a_letter_known_by_whom_it_is_for_alone_may_have_had_a_title() -> None:
    kind = fields(typeset(*HEAD[:4], ">Kính gửi: Sở Nội vụ", "", *SIGNED), "correspondence")["kind"]
    assert kind.value == "CÔNG VĂN"
    assert kind.confidence <= 0.5


def test_a_quotation_that_a_seal_opened_has_no_end() -> None:
    paper = typeset(*HEAD[:5], '>"Về việc tham dự Lễ kỷ niệm', "", *SIGNED)
    assert fields(paper, "correspondence")["abstract"].value == "Về việc tham dự Lễ kỷ niệm"


@pytest.mark.parametrize(
    ("body", "title", "symbol", "fits"),
    [
        ("KHO BẠC NHÀ NƯỚC KHU VỰC XI", "GIẤY MỜI", "GM-KBKVXI", True),
        ("ỦY BAN MTTQ VIỆT NAM TỈNH ĐẮK LẮK", "KẾ HOẠCH", "KH-MTTQ-BTT", True),
        ("ỦY BAN MTTQ VIỆT NAM TỈNH ĐẮK LẮK", "KẾ HOẠCH", "KH-KBNN", False),
        ("CHI CỤC THUẾ KHU VỰC II", "GIẤY GIỚI THIỆU", "GM-CCTKVII", False),
    ],
)
def test_a_symbol_keeps_numerals_and_short_names_of_its_issuer(
    body: str, title: str, symbol: str, fits: bool
) -> None:
    record = draft(HEAD[0].replace("BỘ CÔNG THƯƠNG", ""), HEAD[1].replace("TRƯỜNG ĐẠI HỌC ĐIỆN LỰC", body),
                   HEAD[2].replace("TB-ĐHĐL", symbol), "", f">{title}", *HEAD[5:], *SIGNED)  # fmt: skip
    assert ("R029" not in [finding.code for finding in record.findings]) == fits


def test_figures_of_a_stamp_before_those_whom_a_letter_is_for_hide_it_not() -> None:
    letter = (*LETTER, "Về viêc tuyển dụng viên chức", "", "186 Kính gửi: Sở Nội vụ", "Nội dung như sau;")
    assert draft(*letter).type == "correspondence"


def test_a_number_whose_label_was_not_read_ends_the_body() -> None:
    paper = typeset(*HEAD[:2], "SốzZ/6 8?/TB-ĐHĐL|Hà Nội, ngày 27 tháng 8 năm 2025", *HEAD[3:], *SIGNED)
    assert fields(paper, "correspondence")["issuing_body"].value == "TRƯỜNG ĐẠI HỌC ĐIỆN LỰC"


def below_title(*lines: str) -> tuple[str | None, bool]:
    """The abstract of a notice with these lines below its title, and whether a line of it may be lost."""
    laid = lay_out(
        typeset(*HEAD[:5], *lines, "", "", "Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024 của Quốc hội;")
    )
    head = read_letterhead(laid, ["THÔNG BÁO"])
    return " ".join(token.text for token in head.abstract), head.cut


def test_a_short_last_word_under_an_abstract_belongs_to_it() -> None:
    said = ">Về việc công bố thủ tục thuộc phạm vi quản lý của Hội đồng nhân dân"
    assert below_title(said, ">xã")[0] == said[1:] + " xã"
    assert below_title(said, ">~")[0] == said[1:]


@pytest.mark.parametrize(("rest", "cut"), [(">2005", True), (">12", True), (">-----------", False)])
def test_figures_under_an_abstract_may_be_its_rest(rest: str, cut: bool) -> None:
    said = (">Mời tham gia chào giá số hóa tài liệu lịch sử của tỉnh", ">giai đoạn 1976")
    assert below_title(*said, rest)[1] is cut


@pytest.mark.parametrize(
    ("end", "rest", "whole"),
    [
        ("kế hoạch bảo vệ môi trường năm", "2018", "kế hoạch bảo vệ môi trường năm 2018"),
        ("khai giảng năm học", "2021-2022", "khai giảng năm học 2021-2022"),
        ("khai giảng năm học 2016-", "2017", "khai giảng năm học 2016-2017"),
        ("tài liệu giai đoạn 1976", "- 2005", "tài liệu giai đoạn 1976 - 2005"),
    ],
)
def test_years_under_an_abstract_that_goes_on_with_them_belong_to_it(end: str, rest: str, whole: str) -> None:
    said, cut = below_title(f">Về việc tổ chức các hoạt động và {end}", f">{rest}")
    assert normalise("text", said or "") == f"Về việc tổ chức các hoạt động và {whole}"
    assert not cut


def test_the_date_of_a_stamp_under_an_abstract_does_not_belong_to_it() -> None:
    said = ">Về việc tổ chức các hoạt động năm"
    assert below_title(said, ">19/10/2025") == (said[1:], True)
    assert below_title(said, "|2025")[0] == said[1:]


def test_those_whom_a_letter_is_for_are_no_rest_of_what_it_is_about() -> None:
    paper = typeset(*HEAD[:3], "Về việc góp ý dự thảo Quy chế", "Kính gửi:", "", ">Sở Nội vụ;", "", *SIGNED)
    head = read_letterhead(lay_out(paper), ["THÔNG BÁO"])
    assert head.abstract[-1].text == "chế"
    assert not head.cut


def test_a_speck_at_the_end_of_a_line_of_a_body_is_no_comma() -> None:
    head = (
        "ỦY BAN NHÂN DÂN,|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "PHƯỜNG PHƯỚC LONG A|Độc lập - Tự do - Hạnh phúc",
    )
    found = fields(typeset(*head, *HEAD[2:]), "correspondence")
    assert found["issuing_body"].value == "ỦY BAN NHÂN DÂN PHƯỜNG PHƯỚC LONG A"


def test_a_letter_is_known_by_what_stands_below_its_number_however_it_was_read() -> None:
    lines = (
        *HEAD[:2],
        "Số: 307/HĐND-TCCB|Hà Nội, ngày 30 tháng 9 năm 2026",
        "V2: phê duyệt kết quả lựa chọn",
        "nhà thầu",
    )
    head = read_letterhead(lay_out(typeset(*lines, "", ">Kính gửi: Bộ Tài chính")), ["THÔNG BÁO"])
    assert " ".join(token.text for token in head.abstract) == "V/v: phê duyệt kết quả lựa chọn nhà thầu"


def test_words_known_otherwise_marked_are_not_vouched_for_by_two_networks() -> None:
    assert is_shaped("recipients", "Cổng thông tin điện tử; Lưu: VT")
    assert not is_shaped("recipients", "Cống thông tin điện tử; Lưu: VT")
    assert not is_shaped("text", "Số hộ tịch")


def test_a_body_goes_on_with_a_dash() -> None:
    head = (
        "UBND PHƯỜNG XUÂN HƯƠNG|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "- ĐÀ LẠT|Độc lập - Tự do - Hạnh phúc",
    )
    found = fields(typeset(*head, *HEAD[2:]), "correspondence")
    assert found["issuing_body"].value == "UBND PHƯỜNG XUÂN HƯƠNG - ĐÀ LẠT"


def test_a_d_that_the_issuer_has_is_no_lost_stroke() -> None:
    def told(number: str, body: str, kind: str = "NGHỊ QUYẾT") -> set[str]:
        told = {"number": number, "kind": kind, "issuing_body": body}
        held = [Field(key, said, said, 1.0, FieldState.NEEDS_REVIEW) for key, said in told.items()]
        return written_without_stroke(record_types()["correspondence"], held)

    assert told("4658/NQ-DHN", "TRƯỜNG ĐẠI HỌC DƯỢC HÀ NỘI") == {"number"}
    assert told("4658/NQ-DHN", "TRƯỜNG ĐẠI HỌC NÔNG LÂM") == set()
    assert told("4658/NQ-ĐHN", "TRƯỜNG ĐẠI HỌC DƯỢC HÀ NỘI") == set()
    # The number of a letter names its issuer first, then who drafted it (Decree 30/2020, Appendix I).
    assert told("3413/DHN-VP", "TRƯỜNG ĐẠI HỌC DƯỢC HÀ NỘI", "CÔNG VĂN") == {"number"}
    assert told("3413/DHN-VP", "TRƯỜNG ĐẠI HỌC NÔNG LÂM", "CÔNG VĂN") == set()


def test_what_a_letter_is_about_goes_on_with_a_plan() -> None:
    about = ("Về việc triển khai", "Đề án phát triển", "ứng dụng dữ liệu")
    lines = (
        *HEAD[:2],
        "Số: 307/HĐND-TCCB|Hà Nội, ngày 30 tháng 9 năm 2026",
        *about,
        "",
        ">Kính gửi: Bộ Tài chính",
    )
    head = read_letterhead(lay_out(typeset(*lines)), ["THÔNG BÁO"])
    assert " ".join(token.text for token in head.abstract) == " ".join(about)


def test_a_line_right_below_what_a_letter_is_about_may_be_its_next() -> None:
    lines = (*HEAD[:2], "Số: 307/HĐND-TCCB|Hà Nội, ngày 30 tháng 9 năm 2026", "V/v mở", "Căn cứ")
    assert read_letterhead(lay_out(typeset(*lines, "", ">Kính gửi: Bộ Tài chính")), ["THÔNG BÁO"]).cut


def test_words_of_a_value_that_read_like_a_label_cut_it() -> None:
    said = "Đã thực hiện hành vi vi phạm hành chính: xây nhà không có giấy phép theo quy định tại"
    paper = typeset(
        ">QUYẾT ĐỊNH",
        ">Xử phạt vi phạm hành chính",
        said,
        "Quy định tại: khoản 4 Điều 16 Nghị định số 16/2022/NĐ-CP",
    )
    found = extract_layouts([lay_out(paper)], record_types()["penalty_decision"], None)
    assert found.evidence["violation_act"].doubted


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("THÔNG GÁO nh.?30", "THÔNG BÁO"),
        ("THÔNG BÁO nh.?30", "THÔNG BÁO"),
        # Words that were surely read belong to it, and what is hardly half of one is none.
        ("THÔNG GÁO nhanh", None),
        ("TH GÁO nh.?30", None),
    ],
)
def test_a_title_before_what_a_stamp_left_is_one(title: str, kind: str | None) -> None:
    paper = typeset(*HEAD[:4], f">{title}", *HEAD[5:], *SIGNED)
    head = read_letterhead(lay_out(paper), ["THÔNG BÁO"])
    assert (head.kind or None) == kind
