"""What a second network adds: a witness against mistakes of the first, and words that no list needs to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from typeset import BIRTH, reading, typeset

from ocr.page import Box, Line, Word
from ocr.reading import PageReading
from ocr.second_reading import OTHER_WAYS, SecondReading, second_reading
from pipeline.extract.confidence import is_shaped, is_usual
from pipeline.interpret import doubtful_places, interpret
from pipeline.looks import WAYS, weigh
from pipeline.record import Field, FieldState
from pipeline.trust import Signs, chance

ROW = Box(10, 10, 400, 40)
FAR = "ấp Bình Hòa, xã Giai Xuân, huyện Phong Điền, thành phố Cần Thơ"
AGAIN = Signs(0.9, usual=True, witness=False, letters=12, asked=True, same=1.0, sure=0.95)
BOTH = replace(AGAIN, other_asked=True, confirmed=1.0)
ALONE = replace(AGAIN, other_asked=True)


def looked(
    first: Sequence[str], other: Sequence[str] = (), box: Box = ROW
) -> dict[Box, tuple[SecondReading, ...]]:
    """Each way read one of the texts, a little further to the right than the way before."""

    def one(way: str, text: str, shift: int) -> SecondReading:
        words = text.split()
        boxes = [
            Box(box.x0 + 60 * n + shift, box.y0, box.x0 + 60 * n + 50, box.y1) for n in range(len(words))
        ]
        return second_reading(way, tuple(Word(w, b, 0.95) for w, b in zip(words, boxes, strict=True)))

    ways = (*zip(WAYS, first, strict=True), *zip(OTHER_WAYS[: len(other)], other, strict=True))
    return {box: tuple(one(way, text, shift) for shift, (way, text) in enumerate(ways))}


def field_of(key: str, looks: Mapping[Box, tuple[SecondReading, ...]], *page: str) -> Field:
    (record,) = interpret([reading(typeset(*page))], None, None, [looks])
    return next(field for field in record.fields if field.key == key)


def birth(mother: str = "TRẦN HOÀNG UYÊN", place: str = "Bệnh viện Từ Dũ") -> list[str]:
    return [line.replace("TRẦN HOÀNG UYÊN", mother).replace("Bệnh viện Từ Dũ", place) for line in BIRTH]


def where(page: Sequence[str], key: str) -> Box:
    (record,) = interpret([reading(typeset(*page))])
    box = next(field for field in record.fields if field.key == key).box
    assert box is not None
    assert box in doubtful_places([reading(typeset(*page))])[0]
    return box


def test_its_ways_are_counted_apart() -> None:
    found = weigh(
        "name", "LÊ NHƯ PHƯỢNG", (ROW,), looked(["LÊ NHƯ PHƯỢNG"] * 3, ["LÊ NHƯ PHƯỢNG", "LÊ NHƯ PHƯƠNG"])
    )
    assert (found.asked, found.same, found.differ) == (3, 3, 0)
    assert (found.others, found.confirmed, found.disputed, found.other_confirmed) == (2, 1, 1, 1)
    without = weigh("name", "LÊ NHƯ PHƯỢNG", (ROW,), looked(["LÊ NHƯ PHƯỢNG"] * 3))
    assert (without.others, without.confirmed, without.disputed) == (0, 0, 0)


@pytest.mark.parametrize(
    ("other", "state"),
    [
        ([FAR, FAR], FieldState.ACCEPTED),
        ([FAR, FAR.replace("Giai", "Giải")], FieldState.NEEDS_REVIEW),
        ([], FieldState.NEEDS_REVIEW),
    ],
)
def test_words_that_no_list_has_need_both_networks(other: list[str], state: FieldState) -> None:
    page = birth(place=FAR)
    box = where(page, "child_birth_place")
    found = field_of("child_birth_place", looked([FAR] * 3, other, box), *page)
    assert (found.value, found.state) == (FAR, state)


def test_what_the_second_network_reads_right_is_proposed() -> None:
    page = birth(mother="TRẦN NUÂN UYÊN")
    box = where(page, "mother_full_name")
    found = field_of("mother_full_name", looked(["TRẦN NUÂN UYÊN"] * 3, ["TRẦN XUÂN UYÊN"] * 2, box), *page)
    assert (found.value, found.state) == ("TRẦN XUÂN UYÊN", FieldState.NEEDS_REVIEW)
    split = field_of(
        "mother_full_name", looked(["TRẦN NUÂN UYÊN"] * 3, ["TRẦN NUÂN UYÊN", "TRẦN XUÂN UYÊN"], box), *page
    )
    assert split.value == "TRẦN NUÂN UYÊN"


def test_what_all_of_the_second_network_gave_otherwise_goes_to_a_person() -> None:
    denied = replace(ALONE, disputed=1.0)
    assert chance("place", ALONE) > 0.95
    assert chance("place", denied) <= 0.8 < chance("place", replace(denied, disputed=0.5))
    assert chance("place", replace(denied, witness=True)) > 0.8


@pytest.mark.parametrize(
    ("other", "state"),
    [(["Bệnh viện Từ Dũ"] * 2, FieldState.ACCEPTED), (["Bệnh viện Hùng Vương"] * 2, FieldState.NEEDS_REVIEW)],
)
def test_what_the_first_network_gave_against_its_first_reading_the_second_may_dispute(
    other: list[str], state: FieldState
) -> None:
    page = birth(place="Bệnh viện Từ Đũ")
    box = where(page, "child_birth_place")
    found = field_of("child_birth_place", looked(["Bệnh viện Từ Dũ"] * 3, other, box), *page)
    assert (found.value, found.state) == ("Bệnh viện Từ Dũ", state)


@pytest.mark.parametrize("kind", ["name", "date", "register_number"])
def test_a_name_or_figures_of_the_first_network_alone_need_a_witness(kind: str) -> None:
    assert chance(kind, BOTH) > 0.9 > 0.8 >= chance(kind, ALONE)
    assert chance(kind, replace(ALONE, witness=True)) > 0.8
    assert chance("sex", ALONE) > 0.9


def test_a_long_number_is_sure_where_both_networks_gave_it() -> None:
    faint = replace(BOTH, figured=0.6)
    assert faint.alike
    assert not replace(faint, confirmed=0.5).alike
    assert not replace(faint, usual=False).alike
    assert replace(faint, confirmed=0.5, figured=0.9).alike
    assert not replace(faint, confirmed=0.0, disputed=0.5, figured=0.9).alike


def test_both_networks_carry_a_word_the_first_reading_doubted_but_no_figure_of_a_pen() -> None:
    assert chance("place", replace(BOTH, worst=0.3)) > 0.9 > 0.8 >= chance("place", replace(AGAIN, worst=0.3))
    assert chance("date", replace(BOTH, worst=0.6)) > 0.9 > 0.8 >= chance("date", replace(BOTH, worst=0.5))
    assert chance("document_number", replace(BOTH, worst=0.78)) > 0.9
    assert chance("document_number", replace(BOTH, worst=0.74)) <= 0.8


@pytest.mark.parametrize(
    ("kind", "text", "shaped"),
    [
        ("name", "Kiều Đức Oánh", True),
        ("name", "Tạ Hải", False),
        ("name", "PHAM ĐỨC OÁNH", False),
        ("name", "Kiều Thi Oánh", False),
        ("party", "PHÓ CHỦ TỊCH THƯỜNG TRỰC", False),
        ("place", FAR, True),
        ("place", FAR.replace("Bình Hòa,", "4A. đường số 8,"), False),
        ("place", "Giai Xuân", True),
        ("place", "Trạm Y tế phường An Khánh", True),
        ("place", "Bệnh viện Quận Thủ Đức", True),
        ("place", "Trạm Y tế phường An Khánh, quận 2", False),
        ("place", "Nhà riêng phường An Khánh", False),
        ("place", "bản Tà Số, xã Sơn Hải, huyện Quỳnh Lưu, tỉnh Nghệ An", True),
        ("place", f"{FAR} Số", False),
        ("place", f"sinh {FAR}", False),
        ("place", "Số 86/7/26A đường Phan", False),
        ("text", "Buộc khôi phục lại tình trạng ban đầu của đất", True),
        ("text", "khoản 4 Điều 16 Nghị định số 16/2022/NĐ-CP", True),
        ("text", "chiếu/Giấy tờ hợp lệ", False),
        ("text", "Họp phối hợp Thời gian bắt đầu: 8 giờ", False),
        ("text", "Giấy chứng nhận số vào sổ cấp ngày", False),
        ("text", "Kết quả số hóa quý II", False),
        ("text", "Điều chỉnh dự toán thu, chỉ ngân sách", False),
        ("text", "trùng với chỉ giới đường đỏ", True),
        ("text", "Công chức địa chính xây dựng", False),
        ("recipients", "Chủ nhà; Công an phường; Lưu: VT, QLĐT", True),
        ("recipients", "Chủ nhà; Công an phường", False),
        ("position", "TRƯỞNG PHÒNG QUẢN LÝ ĐÔ THỊ", False),
    ],
)
def test_the_shape_is_asked_of_words_that_no_list_has(kind: str, text: str, shaped: bool) -> None:
    assert is_shaped(kind, text) == shaped


@pytest.mark.parametrize(
    ("first", "other", "state"),
    [
        (["TRẦN HOÀNG UYÊN"] * 3, ["TRẦN HOÀNG UYÊN"] * 2, FieldState.ACCEPTED),
        (["TRẦN HOÀNG UYÊN"] * 3, ["TRẦN HOÀNG UYÊN", "TRẦN HOANG UYÊN"], FieldState.NEEDS_REVIEW),
        (["TRẦN HOÀNG UYÊN", "TRẦN HOÀNG UYÊN", ""], ["TRẦN HOÀNG UYÊN"] * 2, FieldState.NEEDS_REVIEW),
    ],
)
def test_a_name_that_the_first_reading_hardly_believed_needs_every_way(
    first: list[str], other: list[str], state: FieldState
) -> None:
    page = birth("TRẦN HOÀNG?30 UYÊN")
    box = where(page, "mother_full_name")
    assert field_of("mother_full_name", looked(first, other, box), *page).state is state


def test_a_name_that_ends_in_a_small_word_is_no_usual_one() -> None:
    assert not is_usual("name", "Kiều Thị Bích tiên")
    assert not is_shaped("name", "Kiều Thị Bích tiên")
    assert is_usual("name", "Kiều thị Bích Liên")
    assert is_usual("name", "kiều thị bích liên")


@pytest.mark.parametrize(("place", "sure"), [("Thành phố Hồ Chí Minh", False), (None, True)])
def test_an_office_is_more_than_its_province(place: str | None, sure: bool) -> None:
    at = next(n for n, line in enumerate(BIRTH) if line.startswith("Nơi đăng ký khai sinh"))
    lines = list(BIRTH)
    if place:
        lines[at] = f"{lines[at].split(':')[0]}: {place}"
    (record,) = interpret([reading(typeset(*lines))])
    found = next(field for field in record.fields if field.key == "registration_place")
    assert (found.confidence > 0.5) is sure


@pytest.mark.parametrize(
    ("other", "state"),
    [
        (["36/2019", "36/2019"], FieldState.ACCEPTED),
        (["367/2019", "36/2019"], FieldState.NEEDS_REVIEW),
        (["$6 ?/2019", "36-2019"], FieldState.NEEDS_REVIEW),
    ],
)
def test_the_year_of_its_date_is_no_witness_of_what_a_pen_wrote_before_it(
    other: list[str], state: FieldState
) -> None:
    """The 7 of 367/2019 lost among dots: most ways of the first network gave "36/2019", none of the second."""
    page = less_sure(reading(typeset(*(line.replace("773/2019", "36/2019") for line in BIRTH))), "36/2019")
    (box,) = (word.box for word in page.text.words if word.text == "36/2019")
    assert box in doubtful_places([page])[0]
    (record,) = interpret([page], looks=[looked(["36/2019"] * 3, other, box)])
    assert next(field for field in record.fields if field.key == "number").state is state


def less_sure(page: PageReading, text: str) -> PageReading:
    """The page with one of its words read with 0.82."""
    lines = tuple(
        Line(tuple(replace(word, confidence=0.82) if word.text == text else word for word in line.words))
        for line in page.text.lines
    )
    return replace(page, text=replace(page.text, lines=lines))


@pytest.mark.parametrize(
    ("ink", "state"),
    [
        ("Cao Ngọc Anh", FieldState.ACCEPTED),
        ("Cao Ngoc Anh", FieldState.ACCEPTED),
        ("Cao Ñgọc Ảnh", FieldState.ACCEPTED),
        ("Cao Ngọc Ảnh", FieldState.NEEDS_REVIEW),
    ],
)
def test_a_name_of_which_one_way_saw_more_marks_goes_to_a_person(ink: str, state: FieldState) -> None:
    """On the paper stood Cao Ngọc Ánh."""
    page = [line.replace("Lê Thị Ngọc Quyên", "Cao Ngọc Anh") for line in BIRTH]
    box = where(page, "signer_name")
    looks = looked(["Cao Ngọc Anh", ink, "Cao Ngọc Anh"], ["Cao Ngọc Anh"] * 2, box)
    assert field_of("signer_name", looks, *page).state is state


def test_figures_that_one_way_read_otherwise_need_a_witness_or_print_of_their_own() -> None:
    """Four ways read "99,2%" of 90,2% on a fold, one read it right."""
    told = replace(BOTH, same=2 / 3, rival=1 / 3)
    assert chance("percent", replace(BOTH, same=2 / 3)) > 0.98
    assert chance("percent", told) <= 0.8
    assert chance("percent", replace(told, witness=True)) > 0.8
    assert chance("percent", replace(told, printed=True)) > 0.8
    assert chance("place", told) == chance("place", replace(told, printed=True))


DAY = "ngày 13 tháng 02 năm 2020"
SPOILT = ["~ngày l3 tháng 02 năm 2020", "ngày 13 tháng 02 năm 2O20 -"]


def test_a_date_that_one_network_gave_clearly_the_other_bears_out_in_letters_of_like_shape() -> None:
    assert weigh("date", "2020-02-13", (ROW,), looked([DAY] * 3, SPOILT)).confirmed == 2
    assert weigh("date", "2020-02-13", (ROW,), looked([DAY] * 2 + ["ngày tháng"], SPOILT)).confirmed == 0
    # A figure of another shape bears nothing out, and what is no date has too few figures to tell.
    assert weigh("date", "2020-02-18", (ROW,), looked([DAY.replace("13", "18")] * 3, SPOILT)).confirmed == 0
    assert weigh("any_number", "11", (ROW,), looked(["11"] * 3, ["1l", "l1"])).confirmed == 0


def test_a_date_that_both_networks_gave_is_borne_out_though_one_of_them_hardly_believes_it() -> None:
    looks = looked([DAY] * 3, [DAY] * 2)
    faint = tuple(
        second_reading(one.variant, tuple(replace(word, confidence=0.2) for word in one.words))
        if one.variant in OTHER_WAYS
        else one
        for one in looks[ROW]
    )
    found = weigh("date", "2020-02-13", (ROW,), {ROW: faint})
    assert (found.same, found.confirmed) == (3, 2)
    assert weigh("place", DAY, (ROW,), {ROW: faint}).confirmed == 0
