"""Values of which a part may be lost or which may be by hand: what counts as whole, and what stays with a person."""

from __future__ import annotations

from dataclasses import replace

import pytest
from typeset import BIRTH, reading, typeset

from ocr.page import Box
from pipeline.checks import check
from pipeline.extract.confidence import is_shaped, is_usual
from pipeline.extract.find import Find
from pipeline.extract.layout import lay_out
from pipeline.extract.targets import Target
from pipeline.extract.wrapped_names import lost_below
from pipeline.interpret import interpret
from pipeline.normalize.offices import whole_block
from pipeline.normalize.phrases import covered
from pipeline.normalize.places import names_province
from pipeline.normalize.spelling import same_words
from pipeline.record import Field, FieldState
from pipeline.record_type import record_types
from pipeline.sketch import partly_by_hand


@pytest.mark.parametrize(
    "text",
    [
        "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH",
        "TM. UBND QUẬN 2 CHỦ TỊCH",
        "KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
        "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC",
        "TL. CHỦ TỊCH CÔNG CHỨC TƯ PHÁP - HỘ TỊCH",
        "TUQ. CHỦ TỊCH CÔNG CHỨC TƯ PHÁP HỘ TỊCH",
    ],
)
def test_a_whole_signature_block_says_for_whom_and_what_the_signer_is(text: str) -> None:
    assert whole_block(text)
    assert is_usual("position", text)


@pytest.mark.parametrize(
    "text",
    [
        "CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "KT. CHỦ TỊCH",
        "TL. CHỦ TỊCH",
        "TM. ỦY BAN NHÂN DÂN",
        "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH",
        "TM. ỦY BAN NHÂN DÂN PHÓ CHỦ TỊCH",
        "KT. CHỦ TỊCH PHÓ GIÁM ĐỐC",
        "TL. CHỦ TỊCH NGUYỄN VĂN AN",
    ],
)
def test_a_block_that_may_have_lost_a_line_is_not_whole(text: str) -> None:
    assert not whole_block(text)
    assert not is_usual("position", text)


def test_a_dash_that_a_list_has_otherwise_is_no_doubt_but_a_letter_is() -> None:
    kind = record_types()["marriage"]

    def codes(written: str) -> set[str]:
        field = Field("signer_position", written, written, 0.9, FieldState.NEEDS_REVIEW)
        return {finding.code for finding in check(kind, [field])}

    assert "R030" not in codes("TL. CHỦ TỊCH CÔNG CHỨC TƯ PHÁP HỘ TỊCH")
    assert "R030" in codes("KT. CHỦ TÍCH PHÓ CHỦ TỊCH")
    assert same_words("Tư pháp - Hộ tịch", "TƯ PHÁP HỘ TỊCH")
    assert not same_words("Tư pháp", "Tư phap")


def test_a_name_of_two_syllables_and_a_register_number_with_letters_ask_for_a_look() -> None:
    assert is_usual("name", "Lê Văn Tài")
    assert not is_usual("name", "Văn Tài")
    assert is_usual("register_number", "112/2016")
    assert is_usual("register_number", "45")
    assert not is_usual("register_number", "1234/TLKH-BS")


def test_what_hangs_on_a_text_or_stands_for_one_is_not_usual() -> None:
    assert is_usual("text", "Chưa đăng ký kết hôn với ai")
    assert not is_usual("text", "hiện tại Chưa đăng ký kết hôn với ai")
    assert is_usual("text", "Giấy khai sinh")
    assert not is_usual("text", "Giấy khai sinh số 122 2011")
    assert not is_usual("text", "6")
    assert not is_usual("place", "5")


def test_a_name_whose_last_word_stands_below_is_not_whole() -> None:
    page = typeset("GIẤY KHAI SINH", "Họ, chữ đệm, tên: LÊ THỊ NGỌC", "QUYÊN", "Giới tính: Nữ")
    layout = lay_out(page)
    spec = record_types()["birth"].spec("child_full_name")
    tokens = layout.rows[1].tokens
    name = Find(Target("", False, 1, spec), tokens[:4], 1.0, True, False, tokens=list(tokens[4:]))
    assert list(lost_below([name], layout)) == [name]
    took = replace(name, tokens=[*tokens[4:], *layout.rows[2].tokens])
    assert list(lost_below([took], layout)) == []


@pytest.mark.parametrize(
    ("place", "usual"),
    [
        ("số 92 Đường Nguyễn Xiển, khu phố 6, phường Bình Trưng, Thành phố Hồ Chí Minh", True),
        ("số 92 Đường Nguyễn Xiến, khu phố 6, phường Bình Trưng, Thành phố Hồ Chí Minh", False),
        ("259 Đường số 8, KP 5, P. Phước Long B, Q. 9, TP.HCM", True),
        ("huyện Tuy An, tỉnh Phú Yên", True),
        ("huyện Tuy Ân, tỉnh Phú Yên", False),
        ("88A đường Tô Ngọc Vân, phường Bình Thọ, quận Thủ Đức, Thành phố Hồ Chí Minh Số", False),
        ("8976 số 128 đường Hoàng Diệu 2, phường Tân Phú, quận 9, Thành phố Hồ Chí Minh", False),
        ("số 64 Đường số 23, phường Tam Bình", False),
        ("296B Đường Chương Dương, khu phố-8, phường Bình Khánh, quận 2, Thành phố Hồ Chí Minh", False),
        ("Bệnh viện Từ Dũ", True),
        ("Bệnh viện Từ Dũ, TP. Hồ Chí Minh", True),
        ("Bệnh viện Từ Dũ, TP. Hồ Chí Minh 8", False),
    ],
)
def test_an_address_is_known_word_for_word_up_to_its_province(place: str, usual: bool) -> None:
    assert is_usual("place", place) is usual


def test_provinces_have_their_level_and_nothing_behind_it() -> None:
    assert all(
        map(names_province, ("tỉnh Tiền Giang", "Thành phố Hồ Chí Minh", " TP.HCM", "Tp. Hồ Chí Minh"))
    )
    assert not any(
        map(names_province, ("Thành phố Hồ Chí Minh Số", "thành phố Thủ Đức", "tỉnh", "Tiền Giang"))
    )
    assert covered("thị xã Thuận An, tỉnh Bình Dương")


def test_a_short_value_on_a_page_that_is_partly_by_hand_waits_for_a_person() -> None:
    page = reading(typeset(*BIRTH))
    strokes = tuple(Box(10, 1400 + 20 * at, 60, 1415 + 20 * at) for at in range(4))
    mixed = replace(page, text=replace(page.text, handwriting=strokes))
    (plain,), (doubted,) = interpret([page]), interpret([mixed])
    states = {field.key: field for field in doubted.fields}
    gender = next(field for field in plain.fields if field.key == "child_gender")
    assert gender.state is FieldState.ACCEPTED
    assert states["child_gender"].state is FieldState.NEEDS_REVIEW
    assert states["child_gender"].value == gender.value
    longer = [f.key for f in plain.fields if f.state is FieldState.ACCEPTED and len(f.value or "") > 8]
    assert longer
    assert all(states[key].state is FieldState.ACCEPTED for key in longer)


@pytest.mark.parametrize(("top", "high", "signed"), [(1400, 90, True), (1400, 30, False), (200, 90, False)])
def test_the_strokes_of_signatures_do_not_fill_in_a_page(top: int, high: int, signed: bool) -> None:
    page = reading(typeset(*BIRTH))
    strokes = tuple(Box(10 + 70 * at, top, 60 + 70 * at, top + high) for at in range(4))
    assert partly_by_hand(replace(page, text=replace(page.text, handwriting=strokes))) is not signed


@pytest.mark.parametrize(
    ("address", "usual"),
    [
        ("phường Đông Vệ, thành phố Thanh Hóa, tỉnh Thanh Hóa", True),
        ("Ủy ban nhân dân thị trấn Bến Lức, huyện Bến Lức, tỉnh Long An", True),
        ("P. Hòa Minh, Q. Liên Chiểu, TP. Đà Nẵng", True),
        ("P. Hòa Mình, Q. Liên Chiểu, TP. Đà Nẵng", False),
        ("phường Đông Vệ, thành phố Vinh, tỉnh Nghệ An", False),
    ],
)
def test_a_ward_elsewhere_is_known_before_its_own_district(address: str, usual: bool) -> None:
    assert is_usual("place", address) is usual


def test_a_text_that_ends_as_none_does_lost_its_next_line() -> None:
    whole = "Về việc báo cáo kết quả thực hiện công tác cải cách hành chính"
    assert is_usual("text", whole)
    assert is_usual("text", f"{whole} tháng 6")
    assert not is_usual("text", f"{whole} 6")
    assert not is_usual("text", f"{whole} của")


def test_no_comma_parts_a_committee_from_its_place() -> None:
    rest = "phường Bình Trưng Tây, quận 2, Thành phố Hồ Chí Minh"
    assert is_usual("place", f"Ủy ban nhân dân {rest}")
    assert not is_usual("place", f"Ủy ban nhân dân, {rest}")


def test_a_measure_has_a_comma() -> None:
    assert is_shaped("text", "cách tim đường 3,0 m")
    assert not is_usual("text", "cách tim đường 3.0 m")
    assert not is_shaped("text", "cách tim đường 3.0 m")


def test_the_end_of_a_label_glued_to_its_value_is_seen() -> None:
    assert is_shaped("text", "theo bản vẽ đính kèm")
    assert not is_shaped("text", "đỏtheo bản vẽ đính kèm")
    assert is_shaped("text", "Làm nghề marketing ở chợ")
