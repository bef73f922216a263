"""Letters, decisions and minutes of all offices: what stands around their head and foot and is no part of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest

import pytest
from office_words import DATE, TEXT
from official_papers import LETTER, SIGNED, TO, draft, foot, head, values
from typeset import alike, reading, typeset

from ocr.second_reading import OTHER_WAYS, SecondReading, second_reading
from pipeline.interpret import interpret
from pipeline.looks import WAYS, Looks, weigh
from pipeline.normalize.kinds import normalise
from pipeline.normalize.proposals import propose
from pipeline.record import FieldState


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (("SỞ NỘI VỤ LONG AN", "ĐẾN Số: 7788", "Ngày: 15/3/2025"), ()),
        ((), ("|CÔNG VĂN ĐẾN", "|Số: 7788", "|Ngày: 15/3/2025")),
        ((), ("HỎA TỐC",)),
        (("SAO Y",), ()),
    ],
)
def test_what_a_registry_stamps_is_not_the_papers_own(above: tuple[str, ...], below: tuple[str, ...]) -> None:
    found = values(*above, *head(*LETTER), *below, *TO, *TEXT, *SIGNED)
    assert (found["number"], found["issue_date"]) == ("456/STP-HCTP", "2025-09-05")
    assert (found["issuing_body"], found["kind"]) == ("SỞ TƯ PHÁP", "CÔNG VĂN")
    assert found["abstract"] == "V/v cung cấp thông tin hộ tịch"


def test_a_letter_about_other_information_is_no_planning_information() -> None:
    assert not [f for f in draft(*head(*LETTER), *TO, *TEXT, *SIGNED).findings if f.code == "TYPE_UNSURE"]


def test_a_date_stamped_above_the_line_of_place_and_date_is_not_the_papers() -> None:
    found = values("Đến ngày 15 tháng 9 năm 2025", *head(*LETTER), *TO, *TEXT, *SIGNED)
    assert found["issue_date"] == "2025-09-05"


def test_a_number_beside_the_second_line_of_the_motto() -> None:
    lines = (
        *head("BỘ TÀI CHÍNH", "Số: 2161/QĐ-BTC"),
        "",
        ">QUYẾT ĐỊNH",
        ">Về việc phê duyệt kế hoạch",
        "",
        *TEXT,
    )
    assert values(*lines)["number"] == "2161/QĐ-BTC"


@pytest.mark.parametrize("honour", ["PGS.TS. ", "TS. ", "Thiếu tướng ", "Đại tá, TS. "])
def test_titles_and_ranks_are_no_part_of_a_name_but_of_its_line(honour: str) -> None:
    page = reading(typeset(*head(*LETTER), *TO, *TEXT, *foot("GIÁM ĐỐC", "", "", f"{honour}Nguyễn Văn Hùng")))
    (record,) = interpret([page], looks=[alike(page)])
    signer = next(field for field in record.fields if field.key == "signer_name")
    assert (signer.value, signer.state.value) == ("Nguyễn Văn Hùng", "accepted")


def test_a_position_of_two_lines_is_whole_and_no_name_joins_it() -> None:
    lines = (
        "TUQ. CỤC TRƯỞNG", "TRƯỞNG PHÒNG TUYÊN TRUYỀN", "HỖ TRỢ NGƯỜI NỘP THUẾ", "", "", "Trần Văn Long"
    )  # fmt: skip
    found = values(*head(*LETTER), *TO, *TEXT, *foot(*lines))
    assert found["signer_position"] == "TUQ. CỤC TRƯỞNG TRƯỞNG PHÒNG TUYÊN TRUYỀN HỖ TRỢ NGƯỜI NỘP THUẾ"
    named = values(*head(*LETTER), *TO, *TEXT, *foot("GIÁM ĐỐC", "NGUYỄN VĂN HÙNG"))
    assert named["signer_position"] == "GIÁM ĐỐC"


def test_a_joint_circular_and_a_paper_of_the_party() -> None:
    joint = (
        *head("BỘ TÀI CHÍNH - BỘ TƯ PHÁP", "", "Số: 58/2014/TTLT-BTC-BTP"), "", ">THÔNG TƯ LIÊN TỊCH",
        ">Sửa đổi một số điều", "", "Căn cứ Luật Ngân sách nhà nước;", *TEXT,
    )  # fmt: skip
    found = values(*joint)
    assert (found["number"], found["kind"]) == ("58/2014/TTLT-BTC-BTP", "THÔNG TƯ LIÊN TỊCH")
    party = (
        "TỈNH ỦY ĐỒNG NAI|ĐẢNG CỘNG SẢN VIỆT NAM", "*|", f"Số 1205-CV/TU|{DATE}", "V/v tổ chức hội nghị", *TO,
        *TEXT, *foot("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "", "", "Hồ Thanh Sơn"),
    )  # fmt: skip
    found = values(*party)
    assert (found["number"], found["issuing_body"]) == ("1205-CV/TU", "TỈNH ỦY ĐỒNG NAI")
    assert (found["signer_position"], found["signer_name"]) == (
        "T/M BAN THƯỜNG VỤ PHÓ BÍ THƯ",
        "Hồ Thanh Sơn",
    )


def test_an_acting_head_is_not_proposed_to_be_a_deputy() -> None:
    assert propose("position", "Q. TRƯỞNG PHÒNG") == ()


def test_a_known_word_of_an_abstract_is_not_mended_into_another() -> None:
    assert propose("text", "Về việc công nhận tốt nghiệp cho sinh viên") == ()


DECISION = (
    *head("BỘ TÀI CHÍNH", "", "Số: 2161/QD-BTC"), "", ">QUYẾT ĐỊNH", ">Về việc phê duyệt kế hoạch", "", *TEXT,
    *foot("BỘ TRƯỞNG", "", "", "Nguyễn Văn Hùng"),
)  # fmt: skip


@pytest.mark.parametrize(("symbol", "state"), [("QD-BTC", "accepted"), ("QD-BTX", "needs_review")])
def test_a_lost_stroke_is_mended_where_kind_and_issuer_say_so(symbol: str, state: str) -> None:
    page = reading(typeset(*(line.replace("QD-BTC", symbol) for line in DECISION)))
    (record,) = interpret([page], looks=[alike(page)])
    number = next(field for field in record.fields if field.key == "number")
    assert (number.value, number.state.value) == (f"2161/{symbol.replace('D', 'Đ')}", state)
    assert number.written == f"2161/{symbol}"


@pytest.mark.parametrize(
    ("read", "symbol", "state"),
    [
        ("BỘ TÀI CHÍNH", "QĐ-BTC", "accepted"),
        ("BỘ TÃI CHÍNH", "QĐ-BTC", "needs_review"),
        ("BỘ TÀI CHÍNH", "QĐ-BNV", "needs_review"),
    ],
)
def test_a_ministry_that_most_ways_misread_is_known_by_its_symbol(read: str, symbol: str, state: str) -> None:
    """The first reading has a mark wrong; `read` is what one way of each network gave, the rest are as wrong."""
    lines = (line.replace("BỘ TÀI CHÍNH", "BỘ TÃI CHÍNH").replace("QD-BTC", symbol) for line in DECISION)
    page = reading(typeset(*lines))
    (record,) = interpret([page], looks=[read_otherwise(alike(page), "TÃI", read.split()[1])])
    body = next(field for field in record.fields if field.key == "issuing_body")
    assert (body.value, body.state.value) == ("BỘ TÀI CHÍNH", state)


def read_otherwise(looks: Looks, word: str, read: str) -> Looks:
    """The same second readings, but that the first way of each network gave `word` as `read`."""
    return {
        box: tuple(
            second_reading(r.variant, tuple(replace(w, text=read) if w.text == word else w for w in r.words))
            if r.variant in {WAYS[0], OTHER_WAYS[0]}
            else r
            for r in readings
        )
        for box, readings in looks.items()
    }


def test_an_icelandic_letter_and_one_given_twice_are_the_same_symbol() -> None:
    assert normalise("document_number", "2646 /Q\u00d0-BGD\u00d0T") == "2646/QĐ-BGDĐT"
    page = reading(typeset("2646/QĐ\u00d0-BGDĐT"))
    box = page.text.words[0].box
    looks = {box: tuple(second_reading(way, (w,)) for way, w in zip(WAYS, page.text.words * 3, strict=True))}
    assert weigh("document_number", "2646/QĐ-BGDĐT", [box], looks).same == 1
    assert weigh("document_number", "2648/QĐ-BGDĐT", [box], looks).same == 0


def test_a_stamp_beside_a_title_hides_no_kind() -> None:
    about = ("HỎA TỐC|CÔNG ĐIỆN", ">Về việc thành lập Tổ công tác triển khai Đề án")
    found = values(*head("UBND TỈNH LONG AN", "Số: 41/CĐ-UBND"), "", *about, "", *TEXT, *SIGNED)
    assert (found["kind"], found["abstract"]) == (
        "CÔNG ĐIỆN",
        "Về việc thành lập Tổ công tác triển khai Đề án",
    )


@pytest.mark.parametrize(
    ("gave", "state"),
    [
        # Which ways slipped at a letter: two, one of each network; the whole of one network; three.
        (("fine", OTHER_WAYS[0]), FieldState.ACCEPTED),
        (OTHER_WAYS, FieldState.NEEDS_REVIEW),
        (("fine", "ink", OTHER_WAYS[0]), FieldState.NEEDS_REVIEW),
    ],
)
def test_a_list_of_recipients_needs_most_ways_and_both_networks(
    gave: tuple[str, ...], state: FieldState
) -> None:
    to = ("Nơi nhận:", "- Như trên;", "- Phòng Nội vụ Tân Hòa;", "- Lưu: VT, HCTP.")
    signed = ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "", "Nguyễn Thị Hạnh")
    block = tuple(f"{a}|>{b}" if b else a for a, b in zip_longest(to, signed, fillvalue=""))
    page = reading(typeset(*head(*LETTER), *TO, *TEXT, *block))
    looks = {box: tuple(slipped(one, gave) for one in ways) for box, ways in alike(page).items()}
    (record,) = interpret([page], looks=[looks])
    field = next(field for field in record.fields if field.key == "recipients")
    assert (field.value, field.state) == ("Như trên; Phòng Nội vụ Tân Hòa; Lưu: VT, HCTP", state)


def slipped(one: SecondReading, ways: tuple[str, ...]) -> SecondReading:
    """The reading, a letter of it lost where it is of one of the `ways`."""
    if one.variant not in ways:
        return one
    return second_reading(one.variant, tuple(replace(w, text=w.text.replace("vụ", "w")) for w in one.words))


@pytest.mark.parametrize(
    ("body", "title", "state"),
    [
        ("SỞ TƯ PHÁP", "GIÁM ĐỐC", FieldState.ACCEPTED),
        ("SỞ TƯ PHÁP", "PHÓ GIÁM ĐỐC", FieldState.NEEDS_REVIEW),
        ("SỞ TƯ PHÁP", "TRƯỞNG PHÒNG", FieldState.NEEDS_REVIEW),
        ("ỦY BAN NHÂN DÂN", "CHỦ TỊCH", FieldState.NEEDS_REVIEW),
    ],
)
def test_who_heads_a_body_with_one_head_signs_without_a_line_above(
    body: str, title: str, state: FieldState
) -> None:
    block = foot(title, "", "", "", "Nguyễn Thị Hạnh")
    page = reading(typeset(*head("UBND TỈNH LONG AN", body, *LETTER[2:]), *TO, *TEXT, *block))
    (record,) = interpret([page], looks=[alike(page)])
    field = next(field for field in record.fields if field.key == "signer_position")
    assert (field.value, field.state) == (title, state)


@pytest.mark.parametrize(
    ("body", "number", "state"),
    [
        ("UBND QUẬN NINH KIỀU", "Số: 814/UBND-VP", FieldState.ACCEPTED),
        ("UBND QUẬN NINH KIỀU", "Số: 814/PTP-HT", FieldState.NEEDS_REVIEW),
        ("ỦY BAN NHÂN DÂN", "Số: 814/UBND-VP", FieldState.NEEDS_REVIEW),
    ],
)
def test_a_committee_in_one_line_over_its_own_symbol_has_lost_no_line(
    body: str, number: str, state: FieldState
) -> None:
    record = draft(*head(body, number, "V/v cung cấp thông tin hộ tịch"), *TO, *TEXT, *SIGNED)
    told = {field.key: field for field in record.fields}
    assert (told["issuing_body"].value, told["issuing_body"].state) == (body, state)


def test_a_body_ends_over_a_symbol_whose_number_a_pen_wrote() -> None:
    lines = ("UBND ĐẶC KHU PHÚ QUỐC", "TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG", "ss: lÔốế /TTPVHCC-TCCB")
    found = values(*head(*lines, "V/v cung cấp thông tin hộ tịch"), *TO, *TEXT, *SIGNED)
    assert found["issuing_body"] == "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"
