"""TCVN3 and VNI: every letter both ways, detection that is sure or leaves alone, Unicode that nothing changes."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.exchange.legacy_text import (
    SURE,
    TCVN3,
    TCVN3_CAPITALS,
    UNICODE,
    VNI,
    detect,
    letters,
    to_unicode,
)
from pipeline.normalize.spelling import is_syllable

# A busy machine makes no property false.
UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
SMALL = (
    "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíị"
    "òỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ"
)  # fmt: skip
CAPITAL = SMALL.upper()
SOUNDS = tomllib.loads(
    (Path(__file__).resolve().parents[2] / "pipeline/data/syllables.toml").read_text(encoding="utf-8")
)
NAMES = [
    "Nguyễn Văn Toàn",
    "Trần Thị Hương",
    "Lê Đình Phước",
    "Phạm Thị Mỹ Duyên",
    "Đặng Quốc Việt",
    "Võ Ngọc Ánh",
]


def encoded(text: str, encoding: str) -> str:
    table = letters(encoding)
    return "".join(table.get(c, c) for c in unicodedata.normalize("NFC", text))


def syllables() -> st.SearchStrategy[str]:
    def made(onset: str, rime: str, tone: str) -> str:
        vowel = next(i for i, c in enumerate(rime) if c in "aeiouyăâêôơư")
        return unicodedata.normalize("NFC", onset + rime[: vowel + 1] + tone + rime[vowel + 1 :])

    parts = (st.sampled_from([*SOUNDS["onsets"].split(), ""]), st.sampled_from(SOUNDS["rimes"].split()),
             st.sampled_from(["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]))  # fmt: skip
    return st.builds(made, *parts).filter(is_syllable)


lines = st.lists(syllables(), min_size=1, max_size=6).map(" ".join)


def test_the_tables_hold_every_letter_once() -> None:
    assert len(SMALL) == 67
    assert set(letters(VNI)) == set(SMALL + CAPITAL)
    assert set(letters(TCVN3)) == set(SMALL) | set("ĂÂÊÔƠƯĐ")
    for encoding in (TCVN3, VNI):
        codes = list(letters(encoding).values())
        assert len(codes) == len(set(codes))
        assert all(len(code) <= 2 and code.encode("latin-1") for code in codes)


@pytest.mark.parametrize("letter", SMALL)
def test_every_letter_reads_back(letter: str) -> None:
    assert to_unicode(encoded(letter, TCVN3), TCVN3) == letter
    assert to_unicode(encoded(letter, VNI), VNI) == letter
    assert to_unicode(encoded(letter.upper(), VNI), VNI) == letter.upper()
    assert to_unicode(encoded(letter, TCVN3), TCVN3_CAPITALS) == letter.upper()


@UNHURRIED
@given(lines)
def test_text_reads_back_in_both_encodings(text: str) -> None:
    assert to_unicode(encoded(text, TCVN3), TCVN3) == text
    assert to_unicode(encoded(text, VNI), VNI) == text
    assert to_unicode(encoded(text.upper(), VNI), VNI) == text.upper()
    assert to_unicode(encoded(text.title(), VNI), VNI) == text.title()


@UNHURRIED
@given(lines)
def test_text_in_a_font_of_capitals_becomes_capitals(text: str) -> None:
    typed = "".join(c.upper() if c.isascii() else letters(TCVN3).get(c, c) for c in text)
    assert to_unicode(typed, TCVN3_CAPITALS) == text.upper()
    if any(len(re.findall("[A-Z]", word)) > 1 for word in typed.split()):
        assert to_unicode(typed, TCVN3) == text.upper()


def test_a_capital_alone_at_the_head_of_a_name_shouts_nothing() -> None:
    assert to_unicode("Lª B¸", TCVN3) == "Lê Bá"
    assert to_unicode("NGUYÔN V¡N B¸", TCVN3) == "NGUYỄN VĂN BÁ"
    assert to_unicode("UBND ph­êng Thö", TCVN3) == "UBND phường Thử"


def test_a_small_mark_behind_a_capital_is_understood() -> None:
    assert to_unicode("NGUYEãN VAêN HUøNG", VNI) == "NGUYỄN VĂN HÙNG"


@pytest.mark.parametrize("encoding", [TCVN3, VNI])
def test_a_table_of_names_is_recognised(encoding: str) -> None:
    found = detect([encoded(name, encoding) for name in NAMES])
    assert found.encoding == encoding
    assert found.confidence >= SURE


@UNHURRIED
@given(st.lists(lines, max_size=8))
def test_correct_unicode_is_never_changed(cells: list[str]) -> None:
    found = detect(cells)
    assert found.encoding == UNICODE
    assert [to_unicode(cell, found.encoding) for cell in cells] == cells


@UNHURRIED
@given(lines, st.sampled_from([TCVN3, TCVN3_CAPITALS, VNI]))
def test_a_letter_that_only_unicode_has_protects_its_cell(text: str, wrong: str) -> None:
    assert to_unicode(f"{text} ế", wrong) == f"{text} ế"


def test_words_that_read_either_way_are_left_alone() -> None:
    for cells in (
        ["Lê Hà", "Trí"],
        ["Né à Paris", "déclaré", "Français"],
        ["José Muñoz"],
        ["Tr­êng"],
        ["45/1987"],
    ):
        found = detect(cells)
        assert found.encoding == UNICODE or found.confidence < SURE


def test_a_mixed_table_is_named_and_not_changed() -> None:
    found = detect([*NAMES[:3], *(encoded(name, TCVN3) for name in NAMES)])
    assert (found.encoding, found.mixed) == (UNICODE, True)


@UNHURRIED
@given(st.text(), st.sampled_from([UNICODE, TCVN3, TCVN3_CAPITALS, VNI]))
def test_any_text_goes_through_without_an_error(text: str, encoding: str) -> None:
    to_unicode(text, encoding)
    detect([text])
