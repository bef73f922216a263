"""Marks on pages of text: every kind read at usual sizes however the page lay, with its place; none where none is."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from printed import Scan, page, paper, scanned, stuck
from time_limits import finished

from ocr.decode import decode
from ocr.limits import Limits
from ocr.marks import read_marks
from ocr.survey import survey

TEXT = "SOHOA-2026-00123"
KIND = zxingcpp.BarcodeFormat
PAGES = Path(__file__).resolve().parents[2] / "samples" / "pages"
SKEWED = Scan(degrees=8, noise=10)
ON_ITS_SIDE = Scan(degrees=-10, turns=1, blur=0.7)
BITONAL = Scan(turns=2, bitonal=True)


@pytest.mark.parametrize("how", [Scan(), SKEWED, ON_ITS_SIDE, BITONAL])
@pytest.mark.parametrize(
    ("kind", "name", "module_mm", "dpi"),
    [
        (KIND.QRCode, "qr", 0.4, 150),
        (KIND.QRCode, "qr", 1.0, 300),
        (KIND.DataMatrix, "datamatrix", 0.5, 200),
        (KIND.DataMatrix, "datamatrix", 1.0, 150),
        (KIND.Code128, "code128", 0.25, 300),
        (KIND.Code128, "code128", 0.6, 150),
        (KIND.Code39, "code39", 0.33, 200),
        (KIND.PDF417, "pdf417", 0.33, 300),
    ],
)
def test_each_kind_is_read_however_the_page_lay(
    kind: zxingcpp.BarcodeFormat, name: str, module_mm: float, dpi: int, how: Scan
) -> None:
    sheet = scanned(stuck(paper(dpi, 20), TEXT, kind, module_mm, dpi), how, dpi)
    assert [(mark.kind, mark.text) for mark in read_marks(page(sheet, dpi))] == [(name, TEXT)]


@pytest.mark.parametrize("module_mm", [0.4, 1.2])
def test_a_box_lies_on_its_mark(module_mm: float) -> None:
    dpi = 300
    clean = paper(dpi)
    sheet = stuck(clean, TEXT, KIND.QRCode, module_mm, dpi)
    (mark,) = read_marks(page(sheet, dpi))
    rows, columns = np.nonzero(sheet < 128)
    ink = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
    assert np.allclose(mark.box.as_list(), ink, atol=0.5 * module_mm * dpi / 25.4 + 4)


def test_a_coarse_and_a_fine_mark_on_one_page_are_both_told() -> None:
    dpi = 300
    sheet = stuck(paper(dpi, 15), "COARSE-1", KIND.QRCode, 1.2, dpi)
    fine = stuck(paper(dpi, 15), "FINE-22", KIND.DataMatrix, 0.4, dpi)
    sheet[: sheet.shape[0] // 5], sheet[-800:] = 250, 250
    sheet[-700:-300] = fine[round(200 * dpi / 25.4) - 60 : round(200 * dpi / 25.4) + 340]
    assert {mark.text for mark in read_marks(page(sheet, dpi))} == {"COARSE-1", "FINE-22"}


@pytest.mark.parametrize("path", sorted(PAGES.glob("*_0[12].*")), ids=lambda path: path.name)
def test_text_seals_and_tables_hold_no_mark(path: Path) -> None:
    limits = Limits()
    for known in survey(path, limits).pages:
        assert read_marks(decode(path, known.number, limits)) == ()


# A photographed page whose dark surroundings are one place as large as the picture; prints how many bytes it took.
PHOTOGRAPHED = """
import resource, numpy as np
from ocr.marks import read_marks
from ocr.page import PageImage
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
photo = np.random.default_rng(1).integers(20, 130, (3264, 2448, 1), np.uint8).repeat(3, axis=2)
photo[400:-400, 300:-300] = 230
before = peak()
assert read_marks(PageImage(photo, 200)) == ()
print(peak() - before)
"""


def test_the_edge_of_a_table_fills_no_worker() -> None:
    """Enlarged twice it took 138 million bytes, more than all the rest of the page."""
    told = finished([sys.executable, "-c", PHOTOGRAPHED], capture_output=True, text=True, check=True)
    assert int(told.stdout) < 80_000_000
