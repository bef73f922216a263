"""Blanks filled in a second pass: values on the end of labels, figures between printed words, lines far apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from typeset import MOTTO, PITCH, reading, typeset

from ocr.page import Box, Line, PageText
from pipeline.extract import extract
from pipeline.interpret import interpret
from pipeline.normalize.dates import read_date
from pipeline.normalize.kinds import KINDS
from pipeline.record import DraftRecord, FieldState
from pipeline.record_type import record_types


def found(kind: str, page: PageText) -> dict[str, str | None]:
    return {field.key: field.value for field in extract([page], record_types()[kind])}


def drafted(*lines: str) -> DraftRecord:
    return interpret([reading(typeset(*MOTTO, *lines))])[0]


def spread(page: PageText, pitch: int) -> PageText:
    """The page with its lines `pitch` pixels apart."""
    lines = []
    for line in page.lines:
        down = (line.words[0].box.y0 - 100) // PITCH * (pitch - PITCH)
        words = tuple(
            replace(w, box=Box(w.box.x0, w.box.y0 + down, w.box.x1, w.box.y1 + down)) for w in line.words
        )
        lines.append(Line(words))
    return replace(page, lines=tuple(lines))


def test_a_value_on_the_end_of_its_label_is_told_from_it() -> None:
    told = found(
        "construction_permit",
        typeset("Tên công trìnhNhà ở riêng lẻ", "Tờ bản đồ số117", "Chủ trì thiết kếKTS. Cao Thị Tuyết"),
    )
    assert told["work_name"] == "Nhà ở riêng lẻ"
    assert told["map_sheet_number"] == "117"
    assert told["design_lead"] == "KTS. Cao Thị Tuyết"


@pytest.mark.parametrize("label", ["Quê quántỉnh", "QUÊ QUÁNTỉnh", "Quê quán'Tỉnh", "Quê quán: tỉnh"])
def test_a_place_on_the_end_of_its_label_is_told_from_it(label: str) -> None:
    told = found("birth", typeset("Nơi sinh: Bệnh viện Từ Dũ", f"{label} Đồng Nai"))
    assert (told["child_birth_place"], told["child_origin_place"].lower()) == (
        "Bệnh viện Từ Dũ",
        "tỉnh đồng nai",
    )


def test_a_syllable_that_ends_as_a_place_begins_stays_whole() -> None:
    told = found("birth", typeset("Nơi sinh: Trạm y tế Nghĩa Thành", "Quê quán: xã Bình Thành, Long An"))
    assert (told["child_birth_place"], told["child_origin_place"]) == (
        "Trạm y tế Nghĩa Thành",
        "xã Bình Thành, Long An",
    )


def test_a_value_read_in_one_word_with_its_label_goes_to_a_person() -> None:
    told = drafted(">TRÍCH LỤC KHAI TỬ", "Họ, chữ đệm, tên: NGUYỄN ĐỨC VIỆT", "Giới tínhNam", "Dân tộc: Chăm")
    sex = next(field for field in told.fields if field.key == "deceased_gender")
    assert (sex.value, sex.state) == ("Nam", FieldState.NEEDS_REVIEW)


def test_the_rest_of_a_label_is_no_value_that_goes_unseen() -> None:
    told = drafted(
        ">GIẤY PHÉP XÂY DỰNG", "Số: 12/GPXD", "Cấp cho: Nguyễn Văn An", "Diện tích xây dựng tầng 173,13 m2"
    )
    area = next(field for field in told.fields if field.key == "first_floor_area_m2")
    assert area.confidence < 0.5


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("ngày ..12.. tháng ..11... năm 20 ..18..", "2018-11-12"),
        ("ngày. 26 tháng - 08 năm 20 25", "2025-08-26"),
        ("ngày 17. tháng. 01. năm. 2019", "2019-01-17"),
    ],
)
def test_a_date_in_the_gaps_of_a_blank_reads_back(written: str, iso: str) -> None:
    assert read_date(written) == iso


def test_a_year_that_lost_a_figure_is_refused() -> None:
    assert not isinstance(read_date("ngày 26 tháng 08 năm 20 5"), str)


def test_a_value_goes_on_in_the_next_line_of_a_wide_form() -> None:
    page = typeset(
        "Họ, chữ đệm, tên: NGUYỄN VĂN AN", "Ngày, tháng, năm sinh: 02/04/1997", "Dân tộc: Kinh",
        "Quốc tịch: Việt Nam", "Nơi cư trú: Số 3 đường Lê Lợi", "Tình trạng hôn nhân: Chưa đăng ký kết hôn",
        "Giấy này được sử dụng để: Bổ", "sung hồ sơ mua nhà",
    )  # fmt: skip
    assert found("marital_status", spread(page, 70))["subject_purpose"] == "Bổ sung hồ sơ mua nhà"


@pytest.mark.parametrize("above", [[], ["|TUQ. CHỦ TỊCH"]])
def test_who_signs_alone_in_the_middle_is_no_clerk_as_well(above: list[str]) -> None:
    page = typeset(
        *MOTTO, ">GIẤY CHỨNG NHẬN KẾT HÔN", "Họ, chữ đệm, tên vợ: TẠ THỊ TUYẾT", "Họ, chữ đệm, tên chồng: HỒ VĂN AN",
        *[""] * 12, "|NGƯỜI KÝ GIẤY CHỨNG NHẬN KẾT HÔN", *above, "|CÔNG CHỨC TƯ PHÁP - HỘ TỊCH", "", "",
        "|Thái Bảo Trâm", tab=385,
    )  # fmt: skip
    values = {field.key: field.value for field in interpret([reading(page)])[0].fields}
    assert values["signer_name"] == "Thái Bảo Trâm"
    assert "implementer_name" not in values


def test_a_bracket_of_the_label_is_no_part_of_a_number() -> None:
    assert found("construction_permit", typeset("Thửa đất số )1628"))["land_parcel_number"] == "1628"


def test_a_unit_without_its_figure_is_no_level() -> None:
    assert not isinstance(KINDS["level"]("m"), str)
    assert KINDS["level"]("theo cao độ vỉa hè") == "theo cao độ vỉa hè"


def test_a_colon_in_a_level_is_no_figure_and_no_sentence() -> None:
    assert KINDS["level"]("1,96 m") == "1.96"
    assert not isinstance(KINDS["level"]("1:96 m"), str)


def test_a_value_on_the_colon_of_its_label_goes_to_a_person() -> None:
    told = drafted(
        ">GIẤY PHÉP XÂY DỰNG", "1. Cấp cho: Ông Lê Văn An", "2. Được phép xây dựng công trình.Nhà ở liên kế"
    )
    work = next(field for field in told.fields if field.key == "work_name")
    assert (work.value, work.state) == ("Nhà ở liên kế", FieldState.NEEDS_REVIEW)
