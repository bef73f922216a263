"""Labels that a reader, a fold or a narrow cell spoilt, and what looks like a label and is none."""

from __future__ import annotations

import pytest
from typeset import MOTTO, reading, typeset

from ocr.page import Box, Word
from ocr.second_reading import second_reading
from pipeline.extract import extract
from pipeline.extract.confidence import is_printed, is_usual
from pipeline.interpret import interpret
from pipeline.looks import WAYS, weigh
from pipeline.normalize.proposals import propose
from pipeline.record import Field
from pipeline.record_type import record_types


def found(kind: str, *lines: str) -> dict[str, str | None]:
    return {field.key: field.value for field in extract([typeset(*lines)], record_types()[kind])}


def test_a_label_may_end_in_a_semicolon() -> None:
    told = found("birth", "Họ, chữ đệm, tên cha: Lê Công Nghĩa", "Họ, chữ đệm và tên mẹ; Trương Thanh Hương")
    assert told["mother_full_name"] == "Trương Thanh Hương"


def test_the_first_letter_of_a_row_may_be_lost() -> None:
    assert (
        found("birth", "[lọ và tên ĐOÀN QUỐC HUY", "Ngày sinh 02/08/2023")["child_full_name"]
        == "ĐOÀN QUỐC HUY"
    )


def test_a_spoilt_label_before_another_is_no_value_of_the_one_above() -> None:
    told = found("birth", "Phần khai về người cha", "Họ tên :", "Dân lộc :|Quốc tịch :", "Chỗ ở hiện nay :")
    assert told["father_full_name"] is None


def test_a_city_at_the_start_of_a_row_is_no_label() -> None:
    told = found(
        "register_changes", "Nơi cư trú: 51/5 đường Dương Đình Hội, phường Tam Phú, quận Thủ Đức,",
        "Thành phố Hồ Chí Minh", "Từ: 1967", "Nay là: 1965",
    )  # fmt: skip
    assert (
        told["subject_residence_place"]
        == "51/5 đường Dương Đình Hội, phường Tam Phú, quận Thủ Đức, Thành phố Hồ Chí Minh"
    )
    assert told["change_to"] == "1965"


@pytest.mark.parametrize(
    "lines",
    [
        ("2. Số : 856/2020 3. ngày : 17/07/2020",),
        ("2. Số", "856/2020", "3. ngày", "17/07/2020"),
        ("Số:", "856/2020", "ngày:", "17/07/2020"),
    ],
)
def test_the_parts_of_a_sentence_may_be_numbered_and_stand_one_below_the_other(
    lines: tuple[str, ...],
) -> None:
    head = "1. Nơi đăng ký kết hôn: UBND phường Linh Xuân, quận Thủ Đức, TP. Hồ Chí Minh"
    told = found("marriage", head, *lines)
    assert (told["number"], told["registration_date"]) == ("856/2020", "2020-07-17")


def test_a_card_under_the_label_of_identity_papers_is_its_value() -> None:
    told = found(
        "marriage", "VỢ", "Họ, chữ đệm, tên: Trần Diễm Thủy", "Số giấy tờ tùy thân", "Giấy CMND số 025066582",
        "CHỒNG", "Họ, chữ đệm, tên: Lý Nhật Khuê", "Số giấy tờ tùy thân", "Giấy CMND số 284757527",
    )  # fmt: skip
    assert (told["wife_id_doc"], told["husband_id_doc"]) == (
        "Giấy CMND số 025066582",
        "Giấy CMND số 284757527",
    )


def test_the_name_of_a_firm_holds_no_labels() -> None:
    told = found(
        "drawing", "Đơn vị thiết kế: Công ty TNHH Thiết kế An Cư Phát", "Chủ trì tết kế: Nguyễn Nhật Dũng"
    )
    assert told["design_org"] == "Công ty TNHH Thiết kế An Cư Phát"
    assert (told.get("drawn_by"), told["design_lead"]) == (None, "Nguyễn Nhật Dũng")


def _parent(*lines: str) -> Field:
    fields = extract([typeset(*lines)], record_types()["parent_child"])
    return next(field for field in fields if field.key == "parent_full_name")


def test_a_name_behind_whose_it_is_has_an_owner() -> None:
    name = _parent(
        "Họ tên người cha Châu Hữu Khuê", "Năm sinh 1984", "Họ tên con Châu Hữu An", "Năm sinh 2004"
    )
    assert name.value == "Châu Hữu Khuê"
    assert name.confidence > 0.8


def test_whose_name_it_may_be_is_no_part_of_it_and_a_person_looks() -> None:
    name = _parent("Họ tên người vợ Châu Hữu Khuê", "Năm sinh 1984", "Là cha của người có tên dưới đây:")
    assert (name.value, name.confidence <= 0.4) == ("Châu Hữu Khuê", True)


def test_who_a_person_is_behind_the_label_of_another_field_is_a_value() -> None:
    lines = ("Họ, chữ đệm, tên người yêu cầu: Lê Thị Hoa", "Quan hệ với người chết mẹ")
    fields = {f.key: f.value for f in extract([typeset(*lines)], record_types()["death"])}
    assert fields.get("applicant_full_name") == "Lê Thị Hoa"


def test_words_that_a_form_prints_are_no_values() -> None:
    assert found("register_changes", "Trong: ........ số ........", "Từ:")["original_document"] is None
    assert [is_printed(words) for words in (["Ông/Bà"], ["lập"], ["Bà", "Lan"], [])] == [
        True,
        True,
        False,
        False,
    ]


def test_an_address_without_the_comma_between_two_units_asks_for_a_look() -> None:
    parts = ("số 11/25B đường Lã Xuân Oai, phường Phước Long A", "quận 9, Thành phố Hồ Chí Minh")
    assert is_usual("place", ", ".join(parts))
    assert not is_usual("place", " ".join(parts))


def test_a_second_reading_without_commas_is_the_same_address_and_one_without_a_stroke_is_not() -> None:
    box, value = Box(0, 0, 900, 30), "số 14/32 Đường số 8, phường Hiệp Bình Chánh, quận Thủ Đức"
    assert (
        propose("place", "số 11/25B đường Lã Xuân Oai. phường Phước Long A. quận 9. Thành phố Hồ Chí Minh")
        == ()
    )
    for text, same in ((value.replace(", quận", " quận"), 3), (value.replace("14/32", "1432"), 0)):
        looks = tuple(
            second_reading(way, (Word(text, Box(at, 0, 900, 30), 0.97),)) for at, way in enumerate(WAYS)
        )
        assert weigh("place", value, [box], {box: looks}).same == same


def test_a_title_of_two_rows_is_special_though_its_first_row_is_a_general_one() -> None:
    lines = (
        *MOTTO, ">QUYẾT ĐỊNH", ">VỀ VIỆC CÔNG NHÂN VIỆC XHẬNCHY, MỊ, COX", "Căn cứ Nghị định số 158/2005/NĐ-CP;",
        "Họ, chữ đệm, tên: NGUYỄN XUÂN THỊNH", "Là cha của:", "Họ, chữ đệm, tên: NGUYỄN THỊ XUÂN",
    )  # fmt: skip
    (record,) = interpret([reading(typeset(*lines))])
    assert record.type == "parent_child"


def test_the_next_label_is_no_value_of_the_one_above() -> None:
    page = typeset("Biện pháp khắc phục hậu quả:", "Thời hạn thực hiện", "Trong thời hạn: 10 ngày")
    field = next(
        (f for f in extract([page], record_types()["penalty_decision"]) if f.key == "remedial_measures"), None
    )
    assert field is None or field.value is None or field.confidence <= 0.4


def test_an_address_goes_on_with_the_figure_of_its_unit() -> None:
    told = found(
        "birth", "Họ, chữ đệm, tên cha: Lê Công Nghĩa", "Nơi cư trú: 3A đường Lê Văn Việt, phường Bình An, quận",
        "2, TP. Hồ Chí Minh",
    )  # fmt: skip
    assert told["father_residence_place"] == "3A đường Lê Văn Việt, phường Bình An, quận 2, TP. Hồ Chí Minh"
    assert not is_usual("place", "3A đường Lê Văn Việt, KP")


@pytest.mark.parametrize("name", ["Họ, chữ đệm, tên cha Nguyễn Xuân Quý", "Nguyễn Quang Tiến"])
def test_a_name_like_a_label_is_no_label(name: str) -> None:
    """ "Nguyên quán: Quý" was read of a paper that has no place of origin."""
    told = found("birth", "Họ, chữ đệm, tên: Lê Đức Tài", "Nơi sinh: Bệnh viện Hùng Vương", name)
    assert told.get("child_origin_place") is None
    assert not is_usual("place", "Quý")


@pytest.mark.parametrize(
    ("line", "sure"), [("Từ Trạm y tế xã Tân Phú", False), ("Thành phố Hồ Chí Minh", True)]
)
def test_a_value_that_runs_over_a_short_label_without_its_sign_is_sure_of_nothing(
    line: str, sure: bool
) -> None:
    page = typeset("Trong: Giấy chứng nhận kết hôn của Ủy ban nhân dân phường Bến Nghé,", line)
    told = extract([page], record_types()["register_changes"])
    original = next(field for field in told if field.key == "original_document")
    assert original.value is not None
    assert line in original.value
    assert (original.confidence > 0.4) is sure
