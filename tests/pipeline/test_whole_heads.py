"""Where in the head of a paper no line can be lost, and where one may be: bodies above their number, abstracts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_extract_cells import Cells, page

from ocr.page import Line
from pipeline.extract.layout import lay_out
from pipeline.extract.letterhead import Letterhead, read_letterhead

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
ABOVE: Cells = {260: "UBND QUẬN 9", 760: MOTTO[0]}
BODY: Cells = {200: "PHÒNG QUẢN LÝ ĐÔ THỊ", 860: MOTTO[1]}
NUMBER: Cells = {260: "Số: 45/KH-QLĐT", 860: "Quận 9, ngày 5 tháng 9 năm 2025"}
UPPER: Cells = {260: "ỦY BAN NHÂN DÂN", 760: MOTTO[0]}
LOWER: Cells = {260: "XÃ TÂN PHÚ", 860: MOTTO[1]}
TITLE: Cells = {780: "KẾ HOẠCH"}
ABSTRACT: Cells = {500: "Về việc hỗ trợ, tái định cư dự án nâng"}


def head(*rows: Cells) -> Letterhead:
    return read_letterhead(lay_out(page(*rows)), ["KẾ HOẠCH"])


def test_a_body_beside_the_second_line_of_the_motto_with_its_number_below_is_whole() -> None:
    found = head(ABOVE, BODY, NUMBER, TITLE)
    assert " ".join(token.text for token in found.body) == "PHÒNG QUẢN LÝ ĐÔ THỊ"
    assert found.body_whole


def test_a_body_of_two_lines_that_follow_closely_is_whole() -> None:
    found = head(UPPER, LOWER, NUMBER, TITLE)
    assert " ".join(token.text for token in found.body) == "ỦY BAN NHÂN DÂN XÃ TÂN PHÚ"
    assert found.body_whole


@pytest.mark.parametrize(
    "rows",
    [
        # The line of the body itself was not read: the one above it is left.
        (ABOVE, {860: MOTTO[1]}, NUMBER, TITLE),
        # One more line may have stood before the number.
        (ABOVE, BODY, {860: "x"}, {}, NUMBER, TITLE),
        # Its first line was not read: what is left reads as well, and is no body.
        ({760: MOTTO[0]}, LOWER, NUMBER, TITLE),
        # A line in the middle was not read: between a body above and the end of the other.
        (ABOVE, {860: MOTTO[1]}, {260: "ĐÔ THỊ"}, NUMBER, TITLE),
        # No number tells where the body ends.
        (ABOVE, BODY, {860: "Quận 9, ngày 5 tháng 9 năm 2025"}, TITLE),
    ],
)
def test_a_body_that_may_have_lost_a_line_is_not(rows: tuple[Cells, ...]) -> None:
    assert not head(*rows).body_whole


@pytest.mark.parametrize(
    ("below", "cut"),
    [
        ({560: "cấp, mở rộng đường Tô Ngọc Vân"}, True),
        ({160: "ĐẾN", 560: "cấp, mở rộng đường Tô Ngọc Vân"}, True),
        ({160: "Thực hiện công văn của phòng về việc hướng dẫn việc số hóa sổ hộ tịch"}, False),
        ({160: "Kính gửi: Các phòng"}, False),
    ],
)
def test_an_abstract_below_which_small_letters_go_on_is_cut(below: Cells, cut: bool) -> None:
    found = head(ABOVE, BODY, NUMBER, TITLE, ABSTRACT, below)
    taken = any(token.text == "cấp," for token in found.abstract)
    assert (found.cut or taken) == cut


@pytest.mark.parametrize(
    ("abstract", "cut"),
    [
        ([{480: "Về việc hỗ trợ, tái định cư dự án nâng"}, {520: "cấp, mở rộng đường Tô Ngọc Vân"}], False),
        ([{480: "về việc hỗ trợ, tái định cư dự án nâng"}, {520: "cấp, mở rộng đường Tô Ngọc Vân"}], False),
        # The first line was not read.
        ([{520: "cấp, mở rộng đường Tô Ngọc Vân"}], True),
    ],
)
def test_an_abstract_without_its_first_line_is_cut(abstract: list[Cells], cut: bool) -> None:
    found = head(ABOVE, BODY, NUMBER, TITLE, *abstract)
    assert found.abstract
    assert found.cut == cut


@pytest.mark.parametrize(("pitch", "cut"), [(36, False), (72, True)])
def test_an_abstract_between_whose_lines_another_has_room_is_cut(pitch: int, cut: bool) -> None:
    drawn = page(ABOVE, BODY, NUMBER, TITLE, ABSTRACT, {520: "mở rộng đường Tô Ngọc Vân"})
    above, last = drawn.lines[-2:]
    top = above.box.y0 + pitch
    moved = Line(tuple(replace(w, box=replace(w.box, y0=top, y1=top + w.box.height)) for w in last.words))
    found = read_letterhead(lay_out(replace(drawn, lines=(*drawn.lines[:-1], moved))), ["KẾ HOẠCH"])
    assert found.abstract[-1].text == "Vân"
    assert found.cut == cut


@pytest.mark.parametrize(("pitch", "text_pitch", "cut"), [(50, 50, False), (50, 30, True), (60, 60, True)])
def test_lines_set_as_wide_as_the_text_below_leave_no_room(pitch: int, text_pitch: int, cut: bool) -> None:
    drawn = page(
        ABOVE, BODY, NUMBER, TITLE, ABSTRACT, {520: "mở rộng đường Tô Ngọc Vân"},
        *({160: "Thực hiện công văn của phòng về việc hướng dẫn việc số hóa sổ hộ tịch"},) * 6,
    )  # fmt: skip
    lines, top = list(drawn.lines[:8]), drawn.lines[7].box.y0
    for line in drawn.lines[8:]:
        top += pitch if len(lines) == 8 else text_pitch
        words = (replace(w, box=replace(w.box, y0=top, y1=top + w.box.height)) for w in line.words)
        lines.append(Line(tuple(words)))
    found = read_letterhead(lay_out(replace(drawn, lines=tuple(lines))), ["KẾ HOẠCH"])
    assert found.abstract[-1].text == "Vân"
    assert found.cut == cut
