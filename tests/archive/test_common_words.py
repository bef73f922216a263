"""Common words beside rare ones: whichever of them the word index is asked for, the same records come."""

from __future__ import annotations

from itertools import combinations

import databases
import pytest
from archive_material import AT, described, indexed, proof
from sqlalchemy import Connection, Engine

from archive import fulltext
from archive.fulltext import BODIES, NAMES_FOLDED, Asked
from archive.index import put_records
from archive.rare_words import parted
from pipeline import database

# Each word stands in every second, third, fifth, ... name, and once within a longer word.
WORDS = {"nguyen": 2, "van": 3, "minh": 5, "ven": 7, "tuat": 11}
MANY = 70


@pytest.mark.parametrize("engine", databases.BOTH, indirect=True)
def test_common_words_are_met_like_rare_ones(engine: Engine) -> None:
    with engine.begin() as connection:
        _fill(connection)
    with database.reading(engine) as connection:
        fulltext.prepare(connection)
        for count in range(1, len(WORDS) + 1):
            for words in combinations(WORDS, count):
                held = [n for n in range(MANY, 0, -1) if all(n % WORDS[word] == 0 for word in words)]
                for place in (NAMES_FOLDED, BODIES):
                    ids = fulltext.records_with(connection, place, fulltext.all_of(words), None, 300)
                    assert _numbers(ids) == held, (words, place.column)


@pytest.mark.parametrize("engine", databases.BOTH, indirect=True)
def test_a_common_word_is_met_whole_in_the_rows_of_rare_ones(engine: Engine) -> None:
    """Nearly all names hold `nguyen`; the last one, which holds the rare words too, only seems to."""
    names = ["Nguyễn" + " Vẹn" * (n % 50 == 0) + " Tuất" * (n % 40 == 0) for n in range(1, 201)]
    with engine.begin() as connection:
        told = [described(n, name) for n, name in enumerate((*names, "Nguyễnh Vẹn Tuất"), 1)]
        put_records(connection, [(proof(one), one, ()) for one in told], AT)
        _analyse(connection)
    with database.reading(engine) as connection:
        fulltext.prepare(connection)
        for place in (NAMES_FOLDED, BODIES):
            asked = fulltext.all_of(("nguyen", "ven", "tuat"))
            assert _numbers(fulltext.records_with(connection, place, asked, None, 300)) == [200]


@pytest.mark.parametrize("engine", databases.BOTH, indirect=True)
def test_a_phrase_is_met_where_its_words_stand_side_by_side(engine: Engine) -> None:
    with engine.begin() as connection:
        _fill(connection)
    with database.reading(engine) as connection:
        fulltext.prepare(connection)
        for words in (("nguyen", "van"), ("nguyen", "minh"), ("nguyen", "ven", "kien")):
            side_by_side = [
                n
                for n in range(MANY, 0, -1)
                if f"{' '.join(words)} " in f"{_name(n).lower()} ".replace("ê", "e")
            ]
            ids = fulltext.records_with(connection, NAMES_FOLDED, fulltext.phrase(words), None, 300)
            assert side_by_side
            assert _numbers(ids) == side_by_side, words


def test_common_words_are_left_to_the_rows() -> None:
    groups = (("nguyen",), ("manh",), ("minh",), ("ven",))
    asked, sought = parted(groups, [0.4, 0.011, 0.0105, 0.0027])
    assert asked == (("ven",), ("minh",))
    assert set(sought) == {("manh",), ("nguyen",)}


def test_words_are_all_asked_for_where_reading_rows_would_cost_more() -> None:
    common = (("van",), ("thi",))
    assert parted(common, [0.2, 0.3]) == (common, ())
    assert parted((("ven",),), [0.001]) == ((("ven",),), ())


@pytest.mark.parametrize("engine", databases.BOTH, indirect=True)
def test_one_of_several_common_words_is_enough(engine: Engine) -> None:
    with engine.begin() as connection:
        _fill(connection)
    asked = Asked((("ven",), ("tuat",), ("nguyen", "van")))
    with database.reading(engine) as connection:
        fulltext.prepare(connection)
        assert _numbers(fulltext.records_with(connection, NAMES_FOLDED, asked, None, 300)) == []
        asked = Asked((("ven",), ("minh", "tuat"), ("nguyen", "van")))
        found = fulltext.records_with(connection, NAMES_FOLDED, asked, None, 300)
        assert _numbers(found) == [70]


def _fill(connection: Connection) -> None:
    indexed(connection, *(described(number, _name(number)) for number in range(1, MANY + 1)))
    _analyse(connection)


def _analyse(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # Else the server does not know which words are common, and is asked for all of them.
        connection.exec_driver_sql("ANALYZE archive_names, archive_bodies")


def _name(number: int) -> str:
    held = [word for word, every in WORDS.items() if number % every == 0]
    longer = [f"{word}h" for word, every in WORDS.items() if number % every]
    return " ".join((*held, "Kiên", *longer))


def _numbers(ids: list[str]) -> list[int]:
    return [int(one.removeprefix("urn:uuid:")) for one in ids]
