"""Lists read again: what stands is told item by item, and a list misread in another line each time is vouched for."""

from __future__ import annotations

import pytest

from ocr.page import Box, Word
from ocr.second_reading import OTHER_WAYS, SecondReading, second_reading
from pipeline.extract.confidence import worst_weighty
from pipeline.extract.layout import Token
from pipeline.item_votes import item_votes
from pipeline.looks import WAYS, Agreement, weigh
from pipeline.normalize.kinds import normalise

LIST = ("- Như trên;", "- Công an xã;", "- Sở Nội vụ;", "- Lưu: VT, VP (KSTT).")
VALUE = "Như trên; Công an xã; Sở Nội vụ; Lưu: VT, VP (KSTT)"
ROWS = tuple(Box(0, 40 * at, 400, 40 * at + 30) for at in range(len(LIST)))


def again(*read: tuple[str, ...], value: str = VALUE) -> Agreement:
    """The agreement where each way, of both networks, gave these lines."""
    ways = (*WAYS, *OTHER_WAYS)
    looks = {row: tuple(_look(way, row, lines[at]) for way, lines in zip(ways, read, strict=True))
             for at, row in enumerate(ROWS)}  # fmt: skip
    return weigh("recipients", value, ROWS, looks, usual=False)


def _look(way: str, row: Box, text: str) -> SecondReading:
    # Each way sees another image.
    shift = (*WAYS, *OTHER_WAYS).index(way)
    at = range(len(text.split()))
    return second_reading(
        way,
        tuple(
            Word(w, Box(20 * i + shift, row.y0, 20 * i + 15, row.y1), 0.9)
            for i, w in zip(at, text.split(), strict=True)
        ),
    )


def misread(at: int, text: str) -> tuple[str, ...]:
    return tuple(text if number == at else line for number, line in enumerate(LIST))


def test_a_list_of_which_each_way_misread_another_line_is_given_by_all_others() -> None:
    found = again(
        misread(0, "- Nhu trẽn;"), misread(1, "- Công ản xã;"), LIST, misread(3, "- Lưu: VT, VP(KSTT)."), LIST
    )
    assert (found.same, found.confirmed) == (2, 2)
    assert not found.unanimous


def test_an_item_that_one_network_reads_otherwise_is_confirmed_by_none_of_its_ways() -> None:
    other = misread(2, "- Sở Nôi vụ;")
    found = again(LIST, LIST, LIST, other, other)
    assert (found.same, found.confirmed) == (3, 0)


def test_an_item_that_no_way_gave_is_proposed_as_most_ways_gave_it() -> None:
    read = "Như trên; Công ản xã; Sở Nội vụ; Lưu: VT, VP (KSTT)"
    found = again(LIST, LIST, misread(0, "- Nhu trẽn;"), LIST, misread(2, "- Sở;"), value=read)
    assert (found.same, found.confirmed) == (0, 0)
    assert found.other == VALUE
    assert found.votes + found.other_confirmed == 5


def test_a_list_with_fewer_items_says_nothing_of_any() -> None:
    assert item_votes("A; B; C", ["A; B C"], [None]).same == 0
    assert item_votes("A; B; C", ["A; X; C"], []).other is None


@pytest.mark.parametrize(
    ("read", "meant"),
    [("(để bíc)", "(để b/c)"), ("(để bí/©c)", "(để b/c)"), ("(đế bc)", "(để bc)"), ("(để bc)", "(để bc)")],
)
def test_what_a_recipient_gets_a_paper_for_is_spelt_as_offices_do(read: str, meant: str) -> None:
    assert normalise("recipients", f"- Giám đốc {read}; - Lưu: VT.") == f"Giám đốc {meant}; Lưu: VT"


def test_the_small_c_of_a_fixed_word_makes_no_list_faint() -> None:
    words = (("Giám", 0.9), ("đốc", 0.8), ("(b/€);", 0.2))
    tokens = [Token(text, 0, 0, 9, 9, sure, Box(0, 0, 9, 9), 0) for text, sure in words]
    assert worst_weighty("recipients", tokens) == 0.8
