"""Values of a blank that a second pass printed half a line too high or too low belong to their own labels."""

from __future__ import annotations

import pytest
from typeset import HEIGHT, LETTER, TALL, WIDTH

from ocr.page import Box, Line, PageText, Word
from pipeline.extract import extract
from pipeline.record import Field
from pipeline.record_type import record_types

# Each label and its value; two labels may share a line.
FORM: tuple[tuple[tuple[str, str], ...], ...] = (
    (("Họ, chữ đệm, tên:", "NGUYỄN HOÀI AN"),),
    (("Giới tính:", "Nữ"), ("Dân tộc:", "Kinh"), ("Quốc tịch:", "Việt Nam")),
    (("Nơi sinh:", "Bệnh viện Từ Dũ"),),
    (("Quê quán:", "tỉnh Long An"),),
    (("Họ, chữ đệm, tên người mẹ:", "TRẦN THỊ HOA"),),
    (("Năm sinh:", "1990"), ("Dân tộc:", "Chăm"), ("Quốc tịch:", "Việt Nam")),
    (("Nơi cư trú:", "xã Lộc An, huyện Bảo Lâm, tỉnh Lâm Đồng"),),
)
TOLD = {
    "child_full_name": "NGUYỄN HOÀI AN", "child_gender": "Nữ", "child_ethnicity": "Kinh",
    "child_nationality": "Việt Nam", "child_birth_place": "Bệnh viện Từ Dũ", "child_origin_place": "tỉnh Long An",
    "mother_full_name": "TRẦN THỊ HOA", "mother_birth_date": "1990", "mother_ethnicity": "Chăm",
    "mother_residence_place": "xã Lộc An, huyện Bảo Lâm, tỉnh Lâm Đồng",
}  # fmt: skip
BETWEEN, APART = 36, 46


def _line(text: str, x: int, y: int) -> Line:
    words = []
    for token in text.split():
        words.append(Word(token, Box(x, y, x + len(token) * LETTER, y + TALL), 0.97))
        x = words[-1].box.x1 + LETTER
    return Line(tuple(words))


def _printed(off: int, pitch: int = APART, form: tuple[tuple[tuple[str, str], ...], ...] = FORM) -> PageText:
    """The form, a line each `pitch` pixels, all of its values `off` pixels below their labels."""
    lines = []
    for number, row in enumerate(form):
        for column, (label, value) in enumerate(row):
            x, y = 80 + 380 * column, 200 + pitch * number
            lines.append(_line(label, x, y))
            if value:
                lines.append(_line(value, lines[-1].words[-1].box.x1 + LETTER, y + off))
    return PageText(WIDTH, HEIGHT, 0, tuple(lines), "printed")


def _fields(page: PageText) -> dict[str, Field]:
    return {field.key: field for field in extract([page], record_types()["birth"])}


@pytest.mark.parametrize("off", [-20, -15, -12, 0, 12, 15, 20])
def test_values_above_and_below_their_lines_are_found(off: int) -> None:
    found = _fields(_printed(off))
    assert {key: found[key].value for key in TOLD} == TOLD


def test_values_as_near_to_the_label_above_as_to_their_own_are_not_believed() -> None:
    """They all begin at one place, so that nothing but their height tells whose they are."""
    told = ("Nơi sinh:", "Bệnh viện Từ Dũ"), ("Quê quán:", "tỉnh Long An"), ("Ghi chú:", "Đăng ký lại")
    more = (
        ("Nơi đăng ký:", "xã Lộc An, huyện Bảo Lâm, tỉnh Lâm Đồng"),
        ("Giới tính:", "Nữ"),
        ("Dân tộc:", "Kinh"),
    )
    lines = []
    for number, (label, value) in enumerate((*told, *more)):
        y = 200 + BETWEEN * number
        lines += [_line(label, 80, y), _line(value, 80 + 13 * LETTER, y - BETWEEN // 2)]
    found = _fields(PageText(WIDTH, HEIGHT, 0, tuple(lines), "printed"))
    assert found["child_birth_place"].value != "Bệnh viện Từ Dũ"
    assert all(field.confidence <= 0.4 for field in found.values() if field.value)


def test_a_note_beside_a_line_is_moved_nowhere_and_doubts_the_value_below() -> None:
    form = ((("Nơi sinh:", ""),), (("Quê quán:", "tỉnh Long An"),))
    page = _printed(0, 90, form)
    note = _line("xã Lộc An", 80 + 10 * LETTER, 200 - 15)
    below = _line("Bệnh viện Từ Dũ", 80 + 10 * LETTER, 200 + 34)
    page = PageText(WIDTH, HEIGHT, 0, (*page.lines, note, below), "printed")
    place = _fields(page)["child_birth_place"]
    assert (place.value, place.confidence <= 0.4) == ("Bệnh viện Từ Dũ", True)
