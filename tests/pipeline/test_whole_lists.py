"""Lists of recipients: sure only where no line can be missing between their head and whoever keeps a copy."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

import pytest
from test_extract_cells import Cells, page

from ocr.page import Line, PageText
from pipeline.extract.layout import lay_out
from pipeline.extract.recipients import read_recipients
from pipeline.trust import Signs, chance

HEAD: Cells = {160: "Nơi nhận:"}
FIRST: Cells = {160: "- Chủ nhà;"}
SECOND: Cells = {160: "- Công an phường;"}
KEPT: Cells = {160: "- Lưu: VT."}


NEAR, ROOM = 36, 68  # A line would have room in the second.


def spread(rows: tuple[Cells, ...], steps: tuple[int, ...]) -> PageText:
    """The rows with so many pixels from each to the next."""
    drawn = page(*rows)
    tops = accumulate(steps, initial=1500)
    lines = (
        Line(tuple(replace(w, box=replace(w.box, y0=top, y1=top + w.box.height)) for w in line.words))
        for line, top in zip(drawn.lines, tops, strict=True)
    )
    return replace(drawn, lines=tuple(lines))


@pytest.mark.parametrize(
    ("rows", "steps", "whole"),
    [
        ((HEAD, FIRST, SECOND, KEPT), (NEAR, NEAR, NEAR), True),
        ((HEAD, FIRST, {160: "- Lưu: VT, QLĐT, TNMT,"}, {160: "Hồ sơ."}), (NEAR, NEAR, NEAR), True),
        ((HEAD, SECOND, KEPT), (ROOM, NEAR), False),
        ((HEAD, FIRST, KEPT), (NEAR, ROOM), False),
        ((HEAD, FIRST, SECOND), (NEAR, NEAR), False),
    ],
)
def test_a_list_from_which_a_line_may_be_lost_is_not_sure(
    rows: tuple[Cells, ...], steps: tuple[int, ...], whole: bool
) -> None:
    _, found = read_recipients([lay_out(spread(rows, steps))])
    assert len(found) == sum(len(text.split()) for row in rows[1:] for text in row.values())
    assert (min(token.confidence for token in found) > 0.5) == whole


def test_what_may_be_missing_from_a_list_no_reading_brings_back() -> None:
    both = Signs(0.5, True, False, 30, asked=True, same=1.0, other_asked=True, confirmed=1.0)
    assert chance("recipients", both) <= 0.8 < 0.95 < chance("place", both)
