"""Patch codes: all six by name, whichever edge leads, however the paper lay; nothing in tables and barcodes."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from printed import Scan, page, paper, scanned, stuck

from ocr.marks import read_marks
from ocr.page import Pixels

DPI = 200
# The zones of A-61599 in hundredths of an inch: bar, space, bar, space, bar, space, bar.
ZONES = {
    "1": (20, 8, 20, 8, 8, 8, 8),
    "2": (20, 8, 8, 8, 8, 8, 20),
    "3": (20, 8, 8, 8, 20, 8, 8),
    "4": (8, 8, 20, 8, 20, 8, 8),
    "6": (8, 8, 8, 8, 20, 8, 20),
    "T": (8, 8, 20, 8, 8, 8, 20),
}


def with_patch(code: str, length: float = 2.5, lines: int = 0) -> Pixels:
    """A page with a code half an inch below its upper edge, its bars `length` inches long."""
    sheet = paper(DPI, lines)
    left, y = round(2.9 * DPI), 0.5
    for number, width in enumerate(ZONES[code]):
        if number % 2 == 0:
            sheet[round(y * DPI) : round((y + width / 100) * DPI), left : left + round(length * DPI)] = 25
        y += width / 100
    return sheet


def patches(sheet: Pixels, dpi: int | None = DPI) -> list[str]:
    return [mark.text for mark in read_marks(page(sheet, dpi)) if mark.kind == "patch"]


@pytest.mark.parametrize("code", sorted(ZONES))
@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_each_code_has_its_name_whichever_edge_it_stands_at(code: str, turns: int) -> None:
    assert patches(scanned(with_patch(code), Scan(turns=turns), DPI)) == [code]


@pytest.mark.parametrize(
    "how",
    [
        Scan(degrees=10, noise=20),
        Scan(degrees=-10, blur=1.5, turns=2),
        Scan(degrees=6, noise=30, bitonal=True),
        Scan(cover=(0.3, 0.0, 0.45, 0.12)),
        Scan(degrees=-3, around=0),
    ],
)
def test_skew_noise_and_a_slip_of_paper_do_not_hide_it(how: Scan) -> None:
    assert patches(scanned(with_patch("T", 3.5), how, DPI)) == ["T"]


def test_a_page_whose_resolution_is_not_told_is_taken_as_a4() -> None:
    assert patches(with_patch("T"), None) == ["T"]


def test_its_box_lies_on_the_bars() -> None:
    (mark,) = read_marks(page(with_patch("T"), DPI))
    expected = [2.9 * DPI, 0.5 * DPI, 5.4 * DPI, 1.3 * DPI]
    assert np.allclose(mark.box.as_list(), expected, atol=8)


def test_bars_of_other_widths_or_too_short_are_no_code() -> None:
    assert patches(with_patch("T", length=0.4)) == []
    ladder = paper(DPI)
    for rung in range(4):
        ladder[100 + 40 * rung : 116 + 40 * rung, 400:1200] = 25
    assert patches(ladder) == []


def test_tables_frames_and_barcodes_are_no_patch_code() -> None:
    table = paper(DPI, 20)
    for row in range(12):
        table[300 + 60 * row : 304 + 60 * row, 150:1500] = 30
    for column in range(6):
        table[300:960, 150 + 270 * column : 154 + 270 * column] = 30
    table[:30], table[-40:], table[:, :25] = 0, 0, 0
    assert patches(table) == []
    assert patches(stuck(paper(DPI), "SOHOA-2026", zxingcpp.BarcodeFormat.Code39, 1.0, DPI)) == []
