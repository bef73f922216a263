"""Common words beside rare ones: whichever of them the word index is asked for, the same records come."""

from __future__ import annotations

from itertools import combinations

import databases
import pytest
from archive_material import described, indexed
from sqlalchemy import Engine

from archive import fulltext
from archive.fulltext import BODIES, NAMES_FOLDED, Asked
from pipeline import database

# Each word stands in every second, third, fifth, ... name, and once within a longer word.
WORDS = {"nguyen": 2, "van": 3, "minh": 5, "ven": 7, "tuat": 11}
MANY = 70


@pytest.mark.parametrize("engine", databases.BOTH, indirect=True)
def test_common_words_are_met_like_rare_ones(engine: Engine) -> None:
    with engine.begin() as connection:
        indexed(connection, *(described(number, _name(number)) for number in range(1, MANY + 1)))
    with database.reading(engine) as connection:
        fulltext.prepare(connection)
        for count in range(1, len(WORDS) + 1):
            for words in combinations(WORDS, count):
                held = [n for n in range(MANY, 0, -1) if all(n % WORDS[word] == 0 for word in words)]
                for place in (NAMES_FOLDED, BODIES):
                    ids = fulltext.records_with(connection, place, fulltext.all_of(words), None, 300)
                    assert _numbers(ids) == held, (words, place.column)


@pytest.mark.parametrize("engine", databases.BOTH, indirect=True)
def test_one_of_several_common_words_is_enough(engine: Engine) -> None:
    with engine.begin() as connection:
        indexed(connection, *(described(number, _name(number)) for number in range(1, MANY + 1)))
    asked = Asked((("ven",), ("tuat",), ("nguyen", "van")))
    with database.reading(engine) as connection:
        fulltext.prepare(connection)
        assert _numbers(fulltext.records_with(connection, NAMES_FOLDED, asked, None, 300)) == []
        asked = Asked((("ven",), ("minh", "tuat"), ("nguyen", "van")))
        found = fulltext.records_with(connection, NAMES_FOLDED, asked, None, 300)
        assert _numbers(found) == [70]


def _name(number: int) -> str:
    held = [word for word, every in WORDS.items() if number % every == 0]
    longer = [f"{word}h" for word, every in WORDS.items() if number % every]
    return " ".join((*held, "Kiên", *longer))


def _numbers(ids: list[str]) -> list[int]:
    return [int(one.removeprefix("urn:uuid:")) for one in ids]
