"""A page of many figures without a 3, and with fives instead, has read them wrong: nobody accepts its fives."""

from __future__ import annotations

from typeset import reading, typeset

from pipeline.flat_threes import lacks_threes
from pipeline.interpret import interpret

LINES = (
    "GIẤY KHAI SINH", "Họ, chữ đệm, tên: LÊ NHƯ PHƯỢNG", "Ngày, tháng, năm sinh: 15/05/2015",
    "Số định danh cá nhân: 079115005225", "Họ, chữ đệm, tên người mẹ: TRẦN HOÀNG UYÊN", "Năm sinh: 1985",
    "Ngày, tháng, năm đăng ký: 20/10/2020",
)  # fmt: skip


def _doubted(*lines: str) -> dict[str, bool]:
    (record,) = interpret([reading(typeset(*lines))])
    return {field.key: field.confidence <= 0.4 for field in record.fields}


def test_values_with_a_five_of_a_page_without_threes_go_to_a_person() -> None:
    told = _doubted(*LINES)
    assert (told["child_birth_date"], told["child_personal_id"]) == (True, True)
    assert (told["registration_date"], told["child_full_name"]) == (False, False)


def test_a_page_with_threes_is_believed() -> None:
    lines = (LINES[0], "Điện thoại: 0333 133 230", *LINES[1:])
    assert lacks_threes(reading(typeset(*LINES)))
    assert not lacks_threes(reading(typeset(*lines)))
    assert not lacks_threes(reading(typeset("Số: 555")))
    assert not _doubted(*lines)["child_birth_date"]
