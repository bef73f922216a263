"""Where the paper shows no ink in the room for another line none was lost; where it may hide one a person looks."""

from __future__ import annotations

from dataclasses import replace

import pytest
import test_extract_cells
from test_extract_cells import Cells, page
from typeset import BIRTH, alike, reading, typeset

from ocr.page import Box, PageText, Quality
from ocr.reading import PageReading
from pipeline.extract.layout import Layout, lay_out
from pipeline.extract.letterhead import read_letterhead
from pipeline.extract.room import with_unread
from pipeline.interpret import interpret
from pipeline.record import FieldState

Boxes = tuple[Box, ...]
CHAIRMAN = typeset(*BIRTH[:-5], "", "|>CHỦ TỊCH", "", "", "|>Lê Thị Ngọc Quyên")
PLAN: tuple[Cells, ...] = (
    {200: "ỦY BAN NHÂN DÂN", 900: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"},
    {200: "THÀNH PHỐ THỦ ĐỨC", 950: "Độc lập - Tự do - Hạnh phúc"},
    {200: "Số: 85/KH-UBND", 900: "Thủ Đức, ngày 05 tháng 3 năm 2026"},
    {700: "KẾ HOẠCH"},
    {350: "Phát động phong trào thi đua xây dựng nông thôn mới giai đoạn 2026 trên toàn thành phố"},
    {},
    {
        160: "Thực hiện Kế hoạch số 12/KH-UBND ngày 05 tháng 3 năm 2026 của Ủy ban nhân dân Thành phố Hồ Chí Minh"
    },
    {
        160: "về phong trào thi đua, Ủy ban nhân dân thành phố Thủ Đức ban hành kế hoạch với các nội dung sau đây, để"
    },
)


def seen(text: PageText, unread: Boxes | None, hidden: Boxes = ()) -> PageReading:
    return replace(reading(text), unread=unread, hidden=hidden)


def chairman(unread: Boxes | None, hidden: Boxes = (), by_hand: Boxes = ()) -> FieldState:
    once = seen(replace(CHAIRMAN, handwriting=by_hand), unread, hidden)
    (record,) = interpret([once], looks=[alike(once)])
    field = next(field for field in record.fields if field.key == "signer_position")
    assert field.value == "CHỦ TỊCH"
    return field.state


def above() -> Box:
    """A place right above the position, where "TM. ỦY BAN NHÂN DÂN" would stand."""
    words = next(line.words for line in CHAIRMAN.lines if line.text == "CHỦ TỊCH")
    box = Box.around(word.box for word in words)
    return Box(box.x0 - 20, box.y0 - 40, box.x0 + 60, box.y0 - 15)


def test_a_chairman_with_nothing_above_him_on_the_paper_is_whole() -> None:
    assert chairman(()) is FieldState.ACCEPTED


@pytest.mark.parametrize("kind", ["unread", "hidden", "by_hand"])
def test_ink_above_a_chairman_asks_for_a_person(kind: str) -> None:
    assert chairman(**({"unread": ()} | {kind: (above(),)})) is FieldState.NEEDS_REVIEW  # type: ignore[arg-type]


def test_a_page_whose_ink_is_not_known_tells_nothing() -> None:
    assert chairman(None) is FieldState.NEEDS_REVIEW


def test_ink_elsewhere_says_nothing_of_the_position() -> None:
    box = above()
    below, aside = (
        replace(box, y0=box.y0 + 160, y1=box.y1 + 160),
        replace(box, x0=100, x1=300),
    )
    assert chairman((below, aside)) is FieldState.ACCEPTED


def plan(unread: Boxes | None, *rows: Cells) -> Layout:
    text = page(*(rows or PLAN))
    return with_unread(lay_out(text), PageReading(1, text, Quality("ok", ()), 200.0, unread=unread))


def test_room_below_an_abstract_that_the_paper_shows_empty_lost_no_line() -> None:
    room = 300 + 5 * test_extract_cells.PITCH
    assert read_letterhead(plan(None), ["KẾ HOẠCH"]).cut
    assert read_letterhead(plan((Box(600, room, 700, room + 20),)), ["KẾ HOẠCH"]).cut
    assert not read_letterhead(plan(()), ["KẾ HOẠCH"]).cut


@pytest.mark.parametrize(("across", "down"), [(-60, 40), (0, 75)])
def test_ink_before_a_chairman_or_right_below_him_asks_for_a_person(across: int, down: int) -> None:
    box = above()
    beside = Box(box.x0 + across, box.y0 + down, box.x0 + across + 40, box.y0 + down + 20)
    assert chairman((beside,)) is FieldState.NEEDS_REVIEW
