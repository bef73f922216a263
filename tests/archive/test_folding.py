"""The two search forms of a text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.folding import exact, fold, number_compact, number_key, spellings, tokens

VIETNAMESE = st.text(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ ÀĐƯƠẤỘ"
)


@given(st.text())
@example("İ")
@example("ς")
@example("\u0345")
@example("ﬁ")
@example("K")
@example("ﷺ")
def test_forms_settle_at_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert exact(exact(text)) == exact(text)


@given(st.text())
@example("e\u0323\u0302")
def test_composition_makes_no_difference(text: str) -> None:
    for form in ("NFC", "NFD"):
        other = unicodedata.normalize(form, text)
        assert fold(other) == fold(text)
        assert exact(other) == exact(text)


@given(VIETNAMESE)
def test_vietnamese_folds_to_lower_case_ascii(text: str) -> None:
    assert fold(text).isascii()
    assert fold(text) == fold(text).lower()
    assert fold(exact(text)) == fold(text)
    assert len(fold(text).split()) == len(text.split())


@given(VIETNAMESE, VIETNAMESE)
def test_equal_with_diacritics_is_equal_without(one: str, other: str) -> None:
    if exact(one) == exact(other):
        assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("written", "folded"),
    [("ĐƯỜNG", "duong"), ("Nguyễn  Văn\tA", "nguyen van a"), ("Đặng Thị Ðào", "dang thi dao"), ("", "")],
)
def test_folding(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hòa", "hoà"),
        ("HÒA", "hoà"),
        ("thúy", "thuý"),
        ("xòe", "xoè"),
        ("qúy", "quý"),
        ("họa", "hoạ"),
        ("lõa", "loã"),
        ("Thủy Hóa", "thuỷ hoá"),
    ],
)
def test_tone_marks_find_one_place(old: str, new: str) -> None:
    assert exact(old) == exact(new) == new


@pytest.mark.parametrize("word", ["hoàn", "của", "mùa", "thoại", "huyền", "đường", "toán"])
def test_other_syllables_stay(word: str) -> None:
    assert exact(word) == word


def test_diacritics_tell_words_apart() -> None:
    assert len({exact(word) for word in ("duong", "dương", "đường", "đương", "dường")}) == 5


@pytest.mark.parametrize(
    "number", ["0012/GPXD-UBND", "12/gpxd-ubnd", "12 GPXD UBND", "12.GPXD/UBND", "00012 - GPXD–UBND"]
)
def test_numbers_meet_whatever_the_separators(number: str) -> None:
    assert number_key(number) == "12 gpxd ubnd"
    assert number_compact(number) == "12gpxdubnd"


def test_numbers_that_differ_stay_apart() -> None:
    assert number_key("12/1984") != number_key("1/21984")
    assert number_key("10") != number_key("1")
    assert number_key("000") == "0"
    assert number_key("!!") == ""


@given(st.text())
def test_tokens_are_words(text: str) -> None:
    for token in tokens(text):
        assert token
        assert not set(token) & set(' "\0*():^-_')
        assert len(token) <= 64


@given(VIETNAMESE)
def test_every_spelling_of_a_word_has_one_exact_form(text: str) -> None:
    for word in tokens(exact(text)):
        assert {exact(spelling) for spelling in spellings(word)} == {word}


def test_older_spelling_is_known() -> None:
    assert spellings("hoà") == ("hoà", "hòa")
    assert spellings("đường") == ("đường",)
