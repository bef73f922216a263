"""When variants agree: enough of them, surely enough, on one text."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from ocr.page import Box, Word
from ocr.second_reading import SecondReading, agreed, folded, second_reading

BOX = Box(0, 0, 9, 9)
NAMES = st.sampled_from(["Nguyễn Văn An", "Nguyễn  Văn An", "12/03/2024", "12/08/2024", "", "Đỗ"])
SHARES = st.floats(0, 1)


def reading(text: str, confidence: float = 0.9, at: int = 0) -> SecondReading:
    """A reading like no other of another place `at`."""
    return second_reading(
        "any", tuple(Word(part, Box(at, 0, at + 9, 9), confidence) for part in text.split())
    )


def readings_of(*texts: str) -> list[SecondReading]:
    return [reading(text, at=at) for at, text in enumerate(texts)]


@given(st.lists(st.tuples(NAMES, SHARES), max_size=7), st.integers(1, 7), SHARES)
def test_what_is_agreed_was_read_often_and_surely_enough(
    read: list[tuple[str, float]], least: int, surely: float
) -> None:
    readings = [reading(text, confidence, at) for at, (text, confidence) in enumerate(read)]
    votes = [folded(r.text) for r in readings if r.confidence >= surely]
    text = agreed(readings, least, surely)
    enough = {vote for vote in votes if vote and votes.count(vote) >= least}
    assert text == (enough.pop() if len(enough) == 1 else None)


@given(st.permutations(["An", "An", "An", "An", "Ân"]))
def test_the_order_of_variants_tells_nothing(read: list[str]) -> None:
    assert agreed(readings_of(*read)) == "An"


def test_readings_of_the_same_image_are_one_vote() -> None:
    assert agreed([reading("An", at=at) for at in (0, 0, 1, 2)]) is None
    assert agreed([reading("An", at=at) for at in (0, 0, 1, 2, 3)]) == "An"


def test_unsure_readings_have_no_vote() -> None:
    assert agreed([reading("An", 0.4 if at < 2 else 0.9, at) for at in range(5)]) is None


@given(st.text("aăâđêễẾ \t\u00a0\u0302\u0301\u0323\u0309\u1ec5"))
def test_folding_is_stable_and_nfc(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert unicodedata.is_normalized("NFC", folded(text))
    assert folded(unicodedata.normalize("NFD", text)) == folded(text)


def test_decomposed_and_spaced_letters_agree() -> None:
    decomposed = SecondReading("one", (Word(unicodedata.normalize("NFD", "Đỗ Ngã"), BOX, 0.8),), 0.8)
    spaced = SecondReading("two", (Word("Đỗ\u00a0", BOX, 0.8), Word(" Ngã", BOX, 0.8)), 0.8)
    assert agreed([decomposed, spaced], least=2) == "Đỗ Ngã"


def test_two_texts_agreed_on_are_none_and_so_is_silence() -> None:
    assert agreed(readings_of("An", "An", "Ân", "Ân"), least=2) is None
    assert agreed(readings_of("", "", "", "", "")) is None
    assert agreed([]) is None
    assert agreed([], least=0) is None


def test_confidence_is_weighted_by_letters() -> None:
    words = (Word("a", BOX, 0.0), Word("bcd", BOX, 1.0))
    assert second_reading("any", words).confidence == 0.75
    assert second_reading("any", ()).confidence == 0.0
