"""A part of a page leaves alone: by geometry, no word and no pixel of the neighbour goes with it."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from drawn import DPI, SENTENCES, drawn_page, saved, text_of
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_readers import pdfium_text, pdfium_words
from PIL import Image

from ocr.conformance import check
from ocr.cutout import Polygon, blank_outside, cut_text, is_whole, mask_of, words_on_the_border
from ocr.delivery import JPEG, LAYERED, DeliveryOptions, write_delivery
from ocr.pdfa import PdfMetadata, PdfPage, write_pdfa

META = PdfMetadata("Một trường hợp", "UBND", datetime(2026, 11, 26, tzinfo=UTC), "urn:uuid:1")
SIZE = (1240, 900)
# Between the third and the fourth line, the right end lower: as crooked as a scanned ruled line.
UPPER: Polygon = ((0, 0), (1240, 0), (1240, 376), (0, 372))
LOWER: Polygon = ((0, 372), (1240, 376), (1240, 900), (0, 900))


def scan(folder: Path, kind: str) -> Path:
    image = drawn_page(SIZE, SENTENCES).image
    if kind == "tif":
        return saved(image.convert("1", dither=Image.Dither.NONE), folder / "page.tif", compression="group4")
    options = {"quality": 92} if kind == "jpg" else {}
    return saved(image.convert("RGB"), folder / f"page.{kind}", **options)


def page(folder: Path, kind: str, *keep: Polygon) -> PdfPage:
    words = text_of(list(drawn_page(SIZE, SENTENCES).lines), SIZE)
    return PdfPage(scan(folder, kind), 1, words, float(DPI), keep)


def drawn_by_pdfium(path: Path) -> np.ndarray:
    with pypdfium2.PdfDocument(path) as document:
        return np.asarray(document[0].render(scale=DPI / 72).to_pil().convert("L"))


def images_in(path: Path) -> list[np.ndarray]:
    """Every image stream of the file, whether it shows or not."""
    with pikepdf.open(path) as pdf:
        streams = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        return [np.asarray(pikepdf.PdfImage(stream).as_pil_image().convert("L")) for stream in streams]


@pytest.mark.parametrize("kind", ["png", "jpg", "tif"])
def test_no_pixel_and_no_word_of_the_neighbour_leaves(tmp_path: Path, kind: str) -> None:
    made = tmp_path / "one.pdf"
    write_pdfa([page(tmp_path, kind, UPPER)], made, META)
    (stored,) = images_in(made)
    below = mask_of([LOWER], *SIZE) == 1
    # JPEG works in blocks of 16 pixels: beyond the block of the border its white is white.
    deep = below & (np.arange(SIZE[1])[:, None] >= 376 + 16)
    assert stored[deep].min() == 255
    assert stored[below].min() >= (255 if kind != "jpg" else 200)
    assert stored[~below].min() < 60
    assert drawn_by_pdfium(made)[400:].min() == 255
    told = pdfium_text(made)
    assert [sentence in told for sentence in SENTENCES] == [True] * 3 + [False] * 3
    assert all(y1 <= 377 for *_, y1 in pdfium_words(made, DPI))
    assert check([made], verapdf=False)[0].problems == ()


@pytest.mark.parametrize("mode", [JPEG, LAYERED])
def test_a_delivery_copy_holds_no_more_than_the_archival_file(tmp_path: Path, mode: str) -> None:
    made = tmp_path / "small.pdf"
    write_delivery([page(tmp_path, "png", LOWER)], made, META, DeliveryOptions(mode, dpi=100, quality=60))
    assert drawn_by_pdfium(made)[:340].min() >= 250
    assert drawn_by_pdfium(made)[420:].min() < 90
    assert SENTENCES[2] not in pdfium_text(made)
    assert SENTENCES[3] in pdfium_text(made)


def test_a_page_without_parts_leaves_byte_for_byte_as_before(tmp_path: Path) -> None:
    whole = ((0, 0), (1240, 0), (1240, 900), (0, 900))
    write_pdfa([page(tmp_path, "jpg")], tmp_path / "one.pdf", META)
    write_pdfa([page(tmp_path, "jpg", whole)], tmp_path / "two.pdf", META)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_a_word_on_the_border_belongs_to_neither_side_and_is_counted() -> None:
    text = text_of(list(drawn_page(SIZE, SENTENCES).lines), SIZE)
    through = text.lines[2].words[0].box
    middle = (through.y0 + through.y1) // 2
    upper: Polygon = ((0, 0), (1240, 0), (1240, middle), (0, middle))
    lower: Polygon = ((0, middle), (1240, middle), (1240, 900), (0, 900))
    sides = [set(cut_text(text, [part]).words) for part in (upper, lower)]
    assert text.lines[2].words[0] not in sides[0] | sides[1]
    assert words_on_the_border(text, [upper]) >= len(text.lines[2].words) - 1
    assert words_on_the_border(text, [UPPER]) == 0


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 59), st.integers(1, 59), st.integers(8, 40), st.integers(8, 40))
def test_neighbours_share_no_pixel_and_lose_none(left: int, right: int, width: int, height: int) -> None:
    left, right = left % height, right % height
    upper = ((0, 0), (width, 0), (width, right), (0, left))
    lower = ((0, left), (width, right), (width, height), (0, height))
    assert (mask_of([upper], width, height) + mask_of([lower], width, height) == 1).all()
    pixels = np.zeros((height, width, 3), np.uint8)
    assert (blank_outside(pixels, [upper, lower]) == 0).all()
    assert not is_whole([upper], width, height)


def test_what_is_cut_away_is_not_in_the_bytes(tmp_path: Path) -> None:
    made = tmp_path / "one.pdf"
    write_pdfa([page(tmp_path, "jpg", UPPER)], made, META)
    with pikepdf.open(made) as pdf:
        data = bytes(pdf.pages[0].Resources.XObject.Im0.read_raw_bytes())
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == SIZE
        assert not image.info.get("exif")
