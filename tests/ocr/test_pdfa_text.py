"""The text layer as readers of PDF see it: every letter comes back, in order, and lies on the ink."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from drawn import ACCENTED, DPI, SENTENCES, font, saved, scan_pdf
from pdf_readers import (
    READERS,
    Found,
    pdfium_finds,
    pdfium_text,
    pdfium_words,
    pdfjs_text,
    poppler_text,
    poppler_words,
)
from PIL import Image, ImageChops, ImageDraw

from ocr.conformance import check
from ocr.page import Baseline, Box, Line, PageText, Word
from ocr.pdfa import PdfMetadata, PdfPage, write_pdfa
from ocr.textrun import turned_baseline, turned_box

META = PdfMetadata("Trang thử", "UBND", datetime(2026, 11, 22, tzinfo=UTC), "urn:uuid:1")
SIGNS = "₫–“”²°½"
# Letters of old Nôm papers lie beyond U+FFFF, and some accents have no letter of their own in Unicode.
RARE = "𡨸喃" + unicodedata.normalize("NFC", "m\u0301")
NAME = "Nguyễn Thị Mai"
SIZE = (1240, 900)
SOME = SENTENCES[2:5]


@dataclass(frozen=True)
class Inked:
    """A page, its reading, and where the ink of each word really is on the page as it should show."""

    image: Image.Image
    text: PageText
    ink: tuple[Box, ...]


@cache
def written(sentences: tuple[str, ...], degrees: float = 0.0, baselines: bool = True) -> Inked:
    """Words drawn one by one on a page that leans clockwise by `degrees`; each word's ink is looked up alone."""
    sheet = Image.new("L", SIZE, 250)
    lines, inks = [], []
    for row, sentence in enumerate(sentences):
        x, y, words = 130, 150 + 90 * row, []
        for word in sentence.split():
            alone = Image.new("L", SIZE, 250)
            ImageDraw.Draw(alone).text((x, y), word, fill=20, font=font(), anchor="ls")
            if degrees:
                alone = alone.rotate(-degrees, Image.Resampling.BILINEAR, fillcolor=250)
            box = Box(*(alone.point(lambda value: 255 * (value < 130)).getbbox() or (0, 0, 1, 1)))
            end = x + round(font().getlength(word))
            line = Baseline(*_lean((x, y), degrees), *_lean((end, y), degrees)) if baselines else None
            words.append(Word(word, box, 0.9, line))
            inks.append(box)
            sheet = ImageChops.darker(sheet, alone)
            x = end + round(font().getlength(" "))
        lines.append(Line(tuple(words)))
    return Inked(sheet, PageText(*SIZE, 0, tuple(lines), "test"), tuple(inks))


def _lean(point: tuple[float, float], degrees: float) -> tuple[int, int]:
    turn, x, y = math.radians(degrees), point[0] - SIZE[0] / 2, point[1] - SIZE[1] / 2
    return (
        round(SIZE[0] / 2 + x * math.cos(turn) - y * math.sin(turn)),
        round(SIZE[1] / 2 + x * math.sin(turn) + y * math.cos(turn)),
    )


def lying(page: Inked, rotation: int) -> PageText:
    """The reading of the same page when the scanner turned it: upright again after `rotation` degrees."""
    back = (360 - rotation) % 360
    turn = [
        Line(
            tuple(
                Word(
                    word.text,
                    turned_box(word.box, *SIZE, back),
                    word.confidence,
                    turned_baseline(word.baseline, *SIZE, back) if word.baseline else None,
                )
                for word in line.words
            )
        )
        for line in page.text.lines
    ]
    size = SIZE[::-1] if rotation % 180 else SIZE
    return PageText(*size, rotation, tuple(turn), "test")


def made(folder: Path, page: Inked, text: PageText | None = None) -> Path:
    path = saved(page.image, folder / "page.png")
    write_pdfa([PdfPage(path, 1, text or page.text, float(DPI))], folder / "record.pdf", META)
    return folder / "record.pdf"


def lies_on_the_ink(found: list[Found], page: Inked) -> None:
    assert sorted(word[0] for word in found) == sorted(word.text for word in page.text.words)
    for word, ink in zip(page.text.words, page.ink, strict=True):
        same = [entry for entry in found if entry[0] == word.text]
        _, x0, y0, x1, y1 = min(same, key=lambda entry: abs(entry[1] - ink.x0) + abs(entry[2] - ink.y0))
        # Ink starts a little after the pen and a leaning word's box is as wide as its upper end.
        assert abs(x0 - ink.x0) < 8, word
        assert abs(x1 - ink.x1) < 8, word
        shared = min(y1, ink.y1) - max(y0, ink.y0)
        assert shared > 0.6 * ink.height, word
        # A dash is as high in the layer as the letters beside it.
        assert y1 - y0 < 2.4 * ink.height + 8 or not word.text.isalnum(), word


@pytest.mark.parametrize("reader", READERS)
def test_every_letter_and_sign_comes_back(tmp_path: Path, reader: str) -> None:
    letters = ACCENTED + SIGNS + RARE
    assert len(ACCENTED) == 134
    page = written(tuple(" ".join(letters[at : at + 20]) for at in range(0, len(letters), 20)))
    path = made(tmp_path, page)
    got = READERS[reader](path)
    assert "".join(got.split()) == letters
    assert check([path], verapdf=False)[0].problems == ()


@pytest.mark.parametrize("degrees", [0.0, 1.5])
@pytest.mark.parametrize("reader", READERS)
def test_phrases_are_found_across_word_spaces_and_copied_in_reading_order(
    tmp_path: Path, reader: str, degrees: float
) -> None:
    page = written((*SOME, f"Họ và tên: {NAME} Sinh năm: 1990"), degrees)
    path = made(tmp_path, page)
    # Poppler's plain mode sorts by place; the order of a leaning page's copy is that of the file.
    read: Callable[[Path], str] = READERS[reader]
    got = poppler_text(path, "-raw") if reader == "poppler" and degrees else read(path)
    assert NAME in got
    assert got.split() == [word.text for word in page.text.words]


def test_the_search_box_of_pdfium_finds_phrases(tmp_path: Path) -> None:
    path = made(tmp_path, written((*SOME, f"Bà {NAME} và ông Lê Văn Bình"), 1.0))
    assert [
        pdfium_finds(path, phrase) for phrase in (NAME, "nguyễn thị mai", "Nguyen Thi Mai", "khai sinh")
    ] == [
        1,
        1,
        0,
        1,
    ]


@pytest.mark.parametrize(("degrees", "baselines"), [(-3.0, True), (2.0, True), (0.0, True), (0.0, False)])
def test_words_lie_on_the_ink_of_leaning_pages(tmp_path: Path, degrees: float, baselines: bool) -> None:
    page = written(SOME, degrees, baselines)
    path = made(tmp_path, page)
    lies_on_the_ink(pdfium_words(path, DPI), page)
    lies_on_the_ink(poppler_words(path, DPI), page)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_words_lie_on_the_ink_of_turned_scans(tmp_path: Path, rotation: int) -> None:
    page = written(SOME, 1.0)
    stored = Inked(page.image.rotate(rotation, expand=True), page.text, page.ink)
    path = made(tmp_path, stored, lying(page, rotation))
    lies_on_the_ink(pdfium_words(path, DPI), page)
    shows_the_page(path, page)


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_words_lie_on_the_ink_of_photos_turned_by_exif(tmp_path: Path, orientation: int) -> None:
    page = written(SOME)
    undo = {3: 180, 6: 90, 8: 270}[orientation]
    tags = Image.Exif()
    tags[274] = orientation
    photo = saved(page.image.rotate(undo, expand=True), tmp_path / "photo.jpg", exif=tags, quality=95)
    write_pdfa([PdfPage(photo, 1, page.text, float(DPI))], tmp_path / "record.pdf", META)
    lies_on_the_ink(pdfium_words(tmp_path / "record.pdf", DPI), page)
    shows_the_page(tmp_path / "record.pdf", page)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_words_lie_on_the_ink_of_pages_that_a_pdf_turns(tmp_path: Path, rotate: int) -> None:
    page = written(SOME)
    lying_image = page.image.rotate(rotate, expand=True)
    photo = saved(lying_image, tmp_path / "page.jpg", quality=95)
    source = scan_pdf(tmp_path / "scan.pdf", [photo.read_bytes()], lying_image.size, rotate)
    write_pdfa([PdfPage(source, 1, page.text, float(DPI))], tmp_path / "record.pdf", META)
    lies_on_the_ink(pdfium_words(tmp_path / "record.pdf", DPI), page)
    shows_the_page(tmp_path / "record.pdf", page)


def shows_the_page(path: Path, page: Inked) -> None:
    with pypdfium2.PdfDocument(path) as document:
        seen = document[0].render(scale=DPI / 72, grayscale=True).to_numpy()
    seen = seen if seen.ndim == 2 else seen[:, :, 0]
    whole = np.asarray(page.image).astype(int)
    assert np.abs(seen[: SIZE[1] - 2, : SIZE[0] - 2] - whole[: SIZE[1] - 2, : SIZE[0] - 2]).mean() < 5


def test_an_odd_baseline_spoils_no_other_line(tmp_path: Path) -> None:
    """Engines give baselines without length, upright ones and ones that jump; the words stay readable."""
    page = written(SOME)
    lines = list(page.text.lines)
    for row, bend in enumerate([(5, 5, 5, 5), (300, 260, 300, 400), (100, 20, 900, 800)]):
        first, *rest = lines[row].words
        lines[row] = Line((Word(first.text, first.box, 0.5, Baseline(*bend)), *rest))
    odd = PageText(*SIZE, 0, tuple(lines), "test")
    got = pdfium_text(made(tmp_path, page, odd))
    assert set(got.split()) == {word.text for word in page.text.words}
    assert check([tmp_path / "record.pdf"], verapdf=False)[0].problems == ()


def test_brackets_and_backslashes_do_not_end_the_text(tmp_path: Path) -> None:
    signs = r"(a) b\) ((c \( \\ d)) čč"
    page = written((signs,))
    path = made(tmp_path, page)
    for read in (pdfium_text, pdfjs_text, poppler_text):
        assert read(path).split() == signs.split()
    with pikepdf.open(path) as pdf:
        assert len(pikepdf.parse_content_stream(pdf.pages[0])) > 5
