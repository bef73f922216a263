"""Smaller copies: smaller indeed, still searchable and conformant, and layered only where little is lost."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from drawn import DPI, SENTENCES, drawn_page, saved, text_of
from outside_tools import tool
from pdf_readers import pdfium_finds, pdfium_words
from PIL import Image, ImageDraw, ImageFilter

from ocr.conformance import check
from ocr.delivery import (
    JPEG,
    LAYERED,
    NOT_SMALLER,
    TOO_MUCH_LOST,
    UNCHANGED,
    DeliveryOptions,
    Floor,
    write_delivery,
)
from ocr.layered import fidelity, layers
from ocr.pdfa import PdfMetadata, PdfPage, write_pdfa

META = PdfMetadata("Bản gửi", "UBND", datetime(2026, 11, 22, tzinfo=UTC), "urn:uuid:1")
SIZE = (1240, 900)


def page(folder: Path) -> PdfPage:
    """A colour scan with a seal."""
    drawn = drawn_page(SIZE, SENTENCES)
    image = drawn.image.convert("RGB").filter(ImageFilter.GaussianBlur(0.7))
    ImageDraw.Draw(image).ellipse((900, 500, 1100, 700), outline=(190, 30, 40), width=6)
    tones = np.asarray(image).astype(int)
    tones = tones + np.random.default_rng(5).normal(0, 3, tones.shape)
    path = saved(Image.fromarray(np.clip(tones, 0, 255).astype(np.uint8)), folder / "page.jpg", quality=92)
    return PdfPage(path, 1, text_of(list(drawn.lines), SIZE), float(DPI))


@pytest.mark.parametrize("mode", [JPEG, LAYERED])
def test_a_copy_is_smaller_conformant_and_has_the_same_text_in_the_same_places(
    tmp_path: Path, mode: str
) -> None:
    scan, small, whole = page(tmp_path), tmp_path / "small.pdf", tmp_path / "whole.pdf"
    (told,) = write_delivery([scan], small, META, DeliveryOptions(mode, dpi=150, quality=60))
    write_pdfa([scan], whole, META)
    assert (told.mode, told.reason) == (mode, "")
    assert small.stat().st_size < 0.5 * whole.stat().st_size
    assert check([small], verapdf=False)[0].problems == ()
    assert pdfium_finds(small, "Độc lập - Tự do") == 1
    for one, two in zip(pdfium_words(small, DPI), pdfium_words(whole, DPI), strict=True):
        assert one[0] == two[0]
        assert one[1:] == pytest.approx(two[1:], abs=0.5)
    with pikepdf.open(small) as one, pikepdf.open(whole) as two:
        assert one.pages[0].MediaBox == two.pages[0].MediaBox
    before = small.read_bytes()
    write_delivery([scan], small, META, DeliveryOptions(mode, dpi=150, quality=60))
    assert small.read_bytes() == before


def test_layers_that_lose_too_much_become_a_jpeg(tmp_path: Path) -> None:
    strict = DeliveryOptions(LAYERED, floor=Floor(ink_ssim=0.999))
    (told,) = write_delivery([page(tmp_path)], tmp_path / "small.pdf", META, strict)
    assert (told.mode, told.reason) == (JPEG, TOO_MUCH_LOST)
    with pikepdf.open(tmp_path / "small.pdf") as pdf:
        assert set(pdf.pages[0].Resources.XObject) == {"/Im0"}


def test_the_figures_see_ink_that_fades() -> None:
    drawn = np.asarray(drawn_page(SIZE, SENTENCES).image)
    same = fidelity(drawn, drawn)
    assert (same.lost_ink, round(same.ink_ssim, 3), same.paper_psnr) == (0.0, 1.0, 99.0)
    gone = drawn.copy()
    gone[100:180] = 250
    lost = fidelity(drawn, gone)
    assert 0.1 < lost.lost_ink < 0.5
    assert lost.ink_ssim < same.ink_ssim
    assert lost.paper_psnr > 30


def test_the_layers_keep_ink_and_colour() -> None:
    image = drawn_page(SIZE, SENTENCES).image.convert("RGB").filter(ImageFilter.GaussianBlur(0.7))
    ImageDraw.Draw(image).rectangle((900, 500, 1000, 530), fill=(190, 30, 40))
    made, figures = layers(np.asarray(image), float(DPI))
    assert figures.lost_ink < 0.01
    assert made.front is not None
    assert made.mask is not None
    front = Image.open(io.BytesIO(made.front.data)).convert("RGB")
    red, green, _ = front.getpixel((950 * front.width // SIZE[0], 515 * front.height // SIZE[1]))
    assert red > 2 * green


def test_what_would_grow_and_what_is_black_and_white_stays(tmp_path: Path) -> None:
    bitonal = saved(drawn_page(SIZE).image.convert("1"), tmp_path / "a.tif", compression="group4")
    coarse = saved(drawn_page(SIZE).image, tmp_path / "b.jpg", quality=10)
    pages = [PdfPage(path, 1, None, 200.0) for path in (bitonal, coarse)]
    told = write_delivery(pages, tmp_path / "small.pdf", META, DeliveryOptions(dpi=200, quality=80))
    assert [(copy.mode, copy.reason) for copy in told] == [(UNCHANGED, NOT_SMALLER)] * 2


def test_an_unknown_mode_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="jbig"):
        write_delivery([page(tmp_path)], tmp_path / "small.pdf", META, DeliveryOptions("jbig"))


@pytest.mark.verapdf
def test_verapdf_passes_copies_of_both_kinds(tmp_path: Path) -> None:
    files = [tmp_path / "jpeg.pdf", tmp_path / "layered.pdf"]
    for mode, file in zip((JPEG, LAYERED), files, strict=True):
        write_delivery([page(tmp_path)], file, META, DeliveryOptions(mode))
    reports = check(files, verapdf=True, program=tool("verapdf"))
    assert [(report.verapdf, report.rules) for report in reports] == [("passed", ())] * 2
