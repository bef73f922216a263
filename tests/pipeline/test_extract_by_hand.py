"""What a pen and a seal do to values and to the signature block: what they may have hidden is never sure."""

from __future__ import annotations

from dataclasses import replace

from typeset import BIRTH, alike, reading, typeset

from ocr.page import Box, PageText
from pipeline.accept import AcceptOptions
from pipeline.extract import extract
from pipeline.interpret import InterpretOptions, interpret
from pipeline.record import Field, FieldState
from pipeline.record_type import record_types

LENIENT = InterpretOptions(accept=AcceptOptions({"high": 0.95, "medium": 0.95, "low": 0.95}))


def birth(page: PageText) -> dict[str, Field]:
    return {field.key: field for field in extract([page], record_types()["birth"], "giay_khai_sinh_2016")}


def states(page: PageText) -> dict[str, FieldState]:
    once = reading(page)
    (record,) = interpret([once], None, LENIENT, [alike(once)])
    return {field.key: field.state for field in record.fields}


def written_over(page: PageText, label: str, left: int, right: int) -> PageText:
    """The page with a pen's region beside the line that begins with `label`."""
    line = next(line for line in page.lines if line.text.startswith(label))
    return replace(page, handwriting=(Box(left, line.box.y0 - 4, right, line.box.y1 + 4),))


def signed(*block: str) -> PageText:
    return typeset(*BIRTH[:-5], *block)


def test_a_value_beside_which_a_pen_wrote_waits_for_a_person() -> None:
    page = typeset(*BIRTH)
    before, after = states(page), states(written_over(page, "Nơi cư trú", 700, 1100))
    assert before["mother_residence_place"] is FieldState.ACCEPTED
    assert {key for key in before if before[key] is not after[key]} == {"mother_residence_place"}


def test_a_pen_in_a_later_line_of_the_value_counts_too() -> None:
    page = typeset(*BIRTH)
    after = states(written_over(page, "Thành phố Hồ Chí Minh", 60, 90))
    assert after["mother_residence_place"] is FieldState.NEEDS_REVIEW


def test_a_pen_behind_the_next_label_is_another_value() -> None:
    page = typeset("Họ, chữ đệm, tên: LÊ NHƯ PHƯỢNG", "Giới tính: Nữ Dân tộc: Kinh", "Quê quán: Bến Tre")
    found = birth(written_over(page, "Giới tính", 450, 600))
    assert found["child_gender"].confidence > 0.9
    assert found["child_ethnicity"].confidence < 0.5


def test_a_ruled_line_with_handwriting_that_was_not_read_is_not_empty() -> None:
    page = typeset("Họ, chữ đệm, tên: LÊ NHƯ PHƯỢNG", "Quê quán: ............", "Giới tính: Nữ")
    assert birth(page)["child_origin_place"].state is FieldState.EMPTY
    over = birth(written_over(page, "Quê quán", 200, 500))
    assert over["child_origin_place"].state is FieldState.NEEDS_REVIEW


def test_a_name_that_is_not_under_its_position_may_have_lost_its_beginning() -> None:
    whole = signed("|>NGƯỜI KÝ GIẤY KHAI SINH", "|>CHỦ TỊCH", "", "|>Lê Hoàng Anh")
    last = whole.lines[-1]
    eaten = replace(whole, lines=(*whole.lines[:-1], replace(last, words=last.words[1:])))
    assert birth(eaten)["signer_name"].value == "Hoàng Anh"
    assert states(whole)["signer_name"] is FieldState.ACCEPTED
    assert states(eaten)["signer_name"] is FieldState.NEEDS_REVIEW


def test_a_name_without_a_position_is_never_sure() -> None:
    page = typeset(*BIRTH[:-5], "", "", "|>Lê Hoàng Anh")
    assert birth(page)["signer_name"].value == "Lê Hoàng Anh"
    assert states(page)["signer_name"] is FieldState.NEEDS_REVIEW


def test_a_name_that_a_seal_spoilt_is_shown_to_a_person_and_never_sure() -> None:
    page = signed("|>NGƯỜI KÝ GIẤY KHAI SINH", "|>CHỦ TỊCH", "", "|>Lê zấn Dũng")
    found = birth(page)["signer_name"]
    assert found.written == "Lê zấn Dũng"
    assert found.confidence <= 0.5


def test_the_ring_of_a_seal_is_no_name() -> None:
    page = signed("|>NGƯỜI KÝ GIẤY KHAI SINH", "|>CHỦ TỊCH", "", "|>HỒ CHÍ MINH")
    assert birth(page)["signer_name"].value is None


def test_a_name_below_a_signature_is_no_label() -> None:
    page = signed(">NGƯỜI THỰC HIỆN|>NGƯỜI KÝ GIẤY KHAI SINH", "", "", ">Nguyễn Quang Thuận|>Lê Hoàng Anh")
    assert birth(page)["child_origin_place"].value == "phường Linh Trung, quận Thủ Đức, Thành phố Hồ Chí Minh"
    cut = typeset(">NGƯỜI THỰC HIỆN|>NGƯỜI KÝ GIẤY KHAI SINH", "", "", ">Nguyễn Quang Thuận|>Lê Hoàng Anh")
    assert "child_origin_place" not in birth(cut)


def test_about_is_known_however_its_sign_was_read() -> None:
    page = typeset(
        "Số: 12/UBND-VP|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "V/w rà soát số nhà", "", "Kính gửi: Bà An"
    )
    found = {field.key: field for field in extract([page], record_types()["correspondence"])}
    assert found["abstract"].value == "V/v rà soát số nhà"


def test_a_badly_read_unit_does_not_make_a_figure_doubtful() -> None:
    page = typeset("+ Tổng diện tích sàn: 180,2 m2?60", "+ Chiều cao công trình: 12,5?60 m")
    found = {field.key: field for field in extract([page], record_types()["construction_permit"])}
    assert (found["total_floor_area_m2"].value, found["height_m"].value) == ("180.2", "12.5")
    assert found["total_floor_area_m2"].confidence > 0.9
    assert found["height_m"].confidence < 0.7
