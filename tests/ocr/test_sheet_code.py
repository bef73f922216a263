"""The text of our sheets' codes: what was built reads back, and nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.sheet_code import SheetCode, check_digits

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-./_"
words = st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9./_-]{0,63}\Z")


@st.composite
def sheets(draw: st.DrawFn) -> SheetCode:
    number = draw(st.integers(1, 9999))
    return SheetCode(
        draw(st.sampled_from("ABDRSZ")),
        draw(words),
        draw(st.just("") | words),
        number,
        draw(st.integers(number, 9999)),
        draw(st.none() | st.integers(0, 9999)),
    )


@given(sheets())
def test_any_code_reads_back(sheet: SheetCode) -> None:
    assert SheetCode.read(sheet.text) == sheet


@given(sheets(), st.data())
def test_any_one_changed_character_is_caught(sheet: SheetCode, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sheet.text) - 1))
    letter = data.draw(st.sampled_from(LETTERS + ":").filter(lambda other: other != sheet.text[at]))
    assert SheetCode.read(sheet.text[:at] + letter + sheet.text[at + 1 :]) is None


@given(sheets(), st.data())
def test_any_two_swapped_neighbours_are_caught(sheet: SheetCode, data: st.DataObject) -> None:
    text = sheet.text
    at = data.draw(st.sampled_from([i for i in range(len(text) - 1) if text[i] != text[i + 1]]))
    assert SheetCode.read(text[:at] + text[at + 1] + text[at] + text[at + 2 :]) is None


@given(st.text())
def test_foreign_text_is_no_sheet_and_no_error(text: str) -> None:
    assert SheetCode.read(text) is None


def test_the_check_digits_are_those_of_mod_97_10() -> None:
    # ISO/IEC 7064: the number with its check digits leaves 1 when divided by 97.
    places = "".join(f"{LETTERS.index(letter):02d}" for letter in "H29.22")
    assert int(places + check_digits("H29.22")) % 97 == 1
    assert SheetCode("S", "A").text == "SOHOA1:S:A::1/1::" + check_digits("SOHOA1:S:A::1/1:")


@pytest.mark.parametrize(
    "wrong", [{"code": ""}, {"code": "hồ-sơ"}, {"code": "-1"}, {"kind": "d"}, {"pages": 10000}, {"number": 2}]
)
def test_what_does_not_fit_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a sheet code"):
        SheetCode(**{"kind": "D", "code": "A", **wrong})  # type: ignore[arg-type]
