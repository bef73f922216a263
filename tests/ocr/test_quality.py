"""Verdicts of page quality: blank means that nobody made a mark, and an image is what it resolves."""

from __future__ import annotations

import io
from random import Random

import numpy as np
import pytest
from drawn import drawn_page
from PIL import Image, ImageFilter

from ocr.cleanup import prepare
from ocr.grade import MasterFacts
from ocr.page import Box, Grade, Line, PageImage, PageText, Quality, Word
from ocr.quality import is_blank, judge, measure
from samples.nearly_blank import BLANK, SPARSE, blank_page, sparse_page


def as_scanned(image: Image.Image, dpi: float = 200.0) -> PageImage:
    held = io.BytesIO()
    image.save(held, "JPEG", quality=72)
    return PageImage(np.asarray(Image.open(held)).copy(), dpi)


def figures_of(page: PageImage) -> dict[str, float]:
    return measure(page, prepare(page))


def verdict_of(page: PageImage) -> Quality:
    return judge(figures_of(page), None)


def reading(*words: tuple[str, float], handwriting: tuple[Box, ...] = ()) -> PageText:
    held = tuple(
        Word(text, Box(100 * i, 100, 100 * i + 90, 130), confidence)
        for i, (text, confidence) in enumerate(words)
    )
    return PageText(2000, 900, 0, (Line(held),), "test", handwriting=handwriting)


@pytest.mark.parametrize("kind", [kind for kind in BLANK if kind != "strong_shine_through"])
def test_a_page_on_which_nobody_wrote_is_blank(kind: str) -> None:
    assert verdict_of(as_scanned(blank_page(kind, Random(f"11/{kind}")))).verdict == "blank"


@pytest.mark.parametrize("kind", SPARSE)
def test_a_page_with_one_mark_is_not_blank(kind: str) -> None:
    assert not is_blank(figures_of(as_scanned(sparse_page(kind, Random(f"11/{kind}")))))


def test_text_out_of_all_focus_is_not_blank() -> None:
    soft = drawn_page().image.filter(ImageFilter.GaussianBlur(6))
    assert "blur" in verdict_of(as_scanned(soft)).reasons


def test_an_enlarged_scan_is_seen_whatever_its_header_says() -> None:
    drawn = drawn_page((1860, 1350)).image.filter(ImageFilter.GaussianBlur(0.5))
    at_120_dpi = drawn.resize((744, 540), Image.Resampling.BILINEAR).filter(ImageFilter.GaussianBlur(0.6))
    enlarged = figures_of(as_scanned(at_120_dpi.resize(drawn.size, Image.Resampling.BICUBIC), 300.0))
    sharp = figures_of(as_scanned(drawn, 300.0))
    assert (sharp["dpi"], enlarged["dpi"]) == (300, 300)
    assert sharp["effective_dpi"] > 240
    assert enlarged["effective_dpi"] < 0.6 * 300
    facts = MasterFacts(24, 300.0, 2480, 3508, False, "image/jpeg")
    assert judge(enlarged, None, facts).grade == Grade(False, ("resolution-claimed",))
    assert judge(sharp, None, facts).grade == Grade(True)


def test_little_resolution_is_named_and_never_above_what_is_claimed() -> None:
    small = drawn_page().image.resize((620, 450), Image.Resampling.BILINEAR)
    figures = figures_of(as_scanned(small, 100.0))
    assert figures["effective_dpi"] <= 100
    assert "low-dpi" in judge(figures, None).reasons


def test_text_cut_off_at_an_edge_is_seen() -> None:
    whole = drawn_page().image
    cut = whole.crop((150, 0, whole.width, whole.height))
    assert "cut-edge" in verdict_of(as_scanned(cut)).reasons
    assert verdict_of(as_scanned(whole)).verdict == "ok"


def test_a_black_border_and_a_frame_are_no_cut_text() -> None:
    pixels = np.asarray(drawn_page().image).copy()
    pixels[:, :14] = 10
    pixels[60:64, 14:] = 20
    assert figures_of(as_scanned(Image.fromarray(pixels)))["cut_letters"] == 0


def test_a_page_mostly_by_hand_is_handwritten_and_a_signature_does_not_make_it_so() -> None:
    figures = figures_of(drawn_page().page)
    words = [("Nguyễn", 0.9), ("Văn", 0.3), ("An", 0.3)]
    mostly = judge(figures, reading(*words, handwriting=(Box(100, 90, 290, 140),)))
    assert (mostly.verdict, mostly.reasons[0]) == ("handwritten", "handwriting")
    plain = [("Cộng", 0.95), ("hòa", 0.95), ("xã", 0.95), ("hội", 0.95), ("chủ", 0.95), ("nghĩa", 0.95)]
    signed = judge(figures, reading(*plain, handwriting=(Box(700, 90, 760, 140),)))
    assert signed.verdict == "ok"
    assert 0 < signed.figures["handwriting_share"] < 0.3


def test_noise_read_as_text_is_told_from_another_language() -> None:
    figures = figures_of(drawn_page().page)
    noise = [("ckxtw", 0.7), ("rrvnq", 0.7), ("bxfkl", 0.7), ("wwqzj", 0.7), ("khfqr", 0.7)]
    assert "unlike-text" in judge(figures, reading(*noise)).reasons
    english = [("certificate", 0.95), ("birth", 0.95), ("witness", 0.95), ("whereof", 0.95)]
    assert "unlike-text" not in judge(figures, reading(*english)).reasons
