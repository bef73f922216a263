"""Our sheets on paper: found from any corner, whichever way they went in; PDF/A-2, and words that can be copied."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from drawn import ACCENTED
from fontTools.ttLib import TTFont
from outside_tools import tool
from printed import Scan, page, scanned

from ocr.conformance import check
from ocr.faults import ToolMissing
from ocr.marks import read_marks
from ocr.page import Pixels
from ocr.sheet_code import SheetCode
from ocr.sheet_pdf import SheetFace, write_sheets
from ocr.truetype import find_font, load_font, smaller
from ocr.xmp import PdfMetadata

AT = datetime(2026, 1, 15, tzinfo=UTC)
CODE = SheetCode("D", "H29.22.33-260115-0001", "birth", 1, 2, 12)
META = PdfMetadata("Bìa hồ sơ", "UBND phường Thử Nghiệm", AT, "urn:uuid:0")
HALF = (0.0, 0.0, 1.0, 0.55)
CORNER = (0.0, 0.0, 0.3, 0.2)


def face(code: SheetCode) -> SheetFace:
    return SheetFace(code, "BÌA THÀNH PHẦN HỒ SƠ", code.code, ("12 trang tiếp theo",), ("Đặt trước giấy.",))


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("sheets") / "sheets.pdf"
    write_sheets([face(CODE), face(SheetCode("S", "A" * 64, "b" * 64, 9999, 9999, 9999))], target, META)
    return target


def drawn(sheets: Path, number: int, dpi: int) -> Pixels:
    pixels: Pixels = pypdfium2.PdfDocument(sheets)[number].render(scale=dpi / 72, grayscale=True).to_numpy()
    return pixels.copy()


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize(
    "how",
    [
        Scan(),
        Scan(degrees=10, noise=12, around=60),
        Scan(degrees=-10, turns=2, blur=1.2),
        Scan(degrees=4, turns=1, noise=35, bitonal=True, cover=HALF),
        Scan(degrees=-3, turns=3, blur=0.8, noise=20, cover=CORNER),
        Scan(degrees=10, noise=35, bitonal=True, cover=HALF),
    ],
)
def test_a_sheet_is_found_from_whatever_is_left_of_it(sheets: Path, dpi: int, how: Scan) -> None:
    marks = read_marks(page(scanned(drawn(sheets, 0, dpi), how, dpi), dpi))
    assert {mark.text for mark in marks if mark.kind == "qr"} == {CODE.text}
    assert {mark.text for mark in marks if mark.kind == "patch"} == {"T"}
    assert {mark.kind for mark in marks} == {"qr", "patch"}


@pytest.mark.parametrize("left", range(5))
def test_any_one_code_alone_tells_the_sheet(sheets: Path, left: int) -> None:
    sheet = drawn(sheets, 0, 200)
    codes = [mark for mark in read_marks(page(sheet, 200)) if mark.kind == "qr"]
    assert len(codes) == 5
    for number, mark in enumerate(codes):
        if number != left:
            sheet[mark.box.y0 - 8 : mark.box.y1 + 8, mark.box.x0 - 8 : mark.box.x1 + 8] = 200
    found = [mark for mark in read_marks(page(sheet, 200)) if mark.kind == "qr"]
    assert [(mark.text, mark.box) for mark in found] == [(CODE.text, codes[left].box)]


def test_the_longest_code_still_reads_at_150_dpi(sheets: Path) -> None:
    marks = read_marks(page(scanned(drawn(sheets, 1, 150), Scan(degrees=3, noise=10), 150), 150))
    assert {SheetCode.read(mark.text) for mark in marks if mark.kind == "qr"} == {
        SheetCode("S", "A" * 64, "b" * 64, 9999, 9999, 9999)
    }


def test_what_people_read_can_be_searched_and_copied(sheets: Path) -> None:
    text = pypdfium2.PdfDocument(sheets)[0].get_textpage().get_text_bounded()
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    assert lines == ["BÌA THÀNH PHẦN HỒ SƠ", CODE.code, "12 trang tiếp theo", "Đặt trước giấy.", CODE.text]


def test_equal_sheets_are_equal_bytes(sheets: Path, tmp_path: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        write_sheets([face(CODE)], tmp_path / name, META)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.pdf", "two.pdf"]


def test_a_letter_that_the_font_lacks_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="lacks"):
        write_sheets([SheetFace(CODE, "漢", "A", (), ())], tmp_path / "sheet.pdf", META)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_font_says_what_brings_it() -> None:
    with pytest.raises(ToolMissing, match="fonts-croscore"):
        find_font("NoSuch-Regular.ttf", "fonts-croscore")


@pytest.mark.parametrize("name", ["Arimo-Bold.ttf", "Cousine-Bold.ttf"])
def test_a_smaller_font_draws_the_same_letters(name: str) -> None:
    path = find_font(name, "fonts-croscore")
    font, whole = load_font(path), TTFont(path)
    part = TTFont(io.BytesIO(smaller(font, ACCENTED)))
    order, by_letter = whole.getGlyphOrder(), whole.getBestCmap()
    assert len(part["loca"]) == len(whole["loca"])
    for letter in ACCENTED:
        glyph = order.index(by_letter[ord(letter)])
        assert font.glyph(letter) == glyph
        points = [f["glyf"][f.getGlyphOrder()[glyph]] for f in (part, whole)]
        drawn = [p.getCoordinates(f["glyf"])[0] for p, f in zip(points, (part, whole), strict=True)]
        assert list(drawn[0]) == list(drawn[1]), letter
        assert font.width(letter) == round(whole["hmtx"][order[glyph]][0] * 1000 / font.units)


@pytest.mark.verapdf
def test_a_sheet_is_pdfa(sheets: Path) -> None:
    report = check([sheets], verapdf=True, program=tool("verapdf"))[0]
    assert (report.verapdf, report.rules) == ("passed", ())
