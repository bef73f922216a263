"""A mark of a name where the ring of a gray seal runs may be a piece of the ring."""

from __future__ import annotations

from dataclasses import replace

import pytest
from typeset import BIRTH, alike, reading, typeset

from ocr.page import Box
from pipeline.interpret import interpret
from pipeline.record import FieldState


def signer(name: str, seal: tuple[int, int, int] | None) -> FieldState:
    """The state of a signer's name with a gray seal around a middle so many pixels right of and below the middle of its
    third word, of that radius.
    """
    page = typeset(*BIRTH[:-5], "|>KT. CHỦ TỊCH", "|>PHÓ CHỦ TỊCH", "", "", f"|>{name}")
    word = next(line for line in page.lines if line.text == name).words[2].box
    unread: tuple[Box, ...] = ()
    if seal is not None:
        x, y = (word.x0 + word.x1) // 2 + seal[0], (word.y0 + word.y1) // 2 + seal[1]
        unread = (Box(x - seal[2], y - seal[2], x + seal[2], y + seal[2]),)
    once = replace(reading(page), unread=unread)
    (record,) = interpret([once], looks=[alike(once)])
    return next(field for field in record.fields if field.key == "signer_name").state


def test_the_ring_of_a_gray_seal_may_give_a_name_one_more_mark() -> None:
    assert signer("Phan Thị Thư Nhung", (-90, 0, 100)) is FieldState.NEEDS_REVIEW


@pytest.mark.parametrize(
    ("name", "seal"),
    [
        ("Phan Thị Thư Nhung", None),
        # The name stands inside the ring; "Thi" is no middle name, "Ngoc" none at all.
        ("Phan Thị Thư Nhung", (0, 0, 900)),
        ("Phan Thị Thu Nhung", (-90, 0, 100)),
        ("Phan Thị Ngọc Nhung", (-90, 0, 100)),
        # Beside it.
        ("Phan Thị Thư Nhung", (-400, 0, 100)),
    ],
)
def test_other_names_are_taken_as_before(name: str, seal: tuple[int, int, int] | None) -> None:
    assert signer(name, seal) is FieldState.ACCEPTED
