"""How far back PostgreSQL's full-text search looks at once."""

from __future__ import annotations

import databases
import pytest
from archive_material import described, indexed
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from archive import fulltext
from archive.fulltext_postgresql import PART_BITS, where_next
from pipeline import database

PART = 1 << PART_BITS
ROWS = st.integers(1, 5_000_000)


def test_common_words_are_looked_for_in_as_many_parts_as_should_fill_the_page() -> None:
    # 67 of 8,192 rows: 433 more stand in about 53,000, which with the margin reach into the next part.
    assert where_next(991_809, 433, 67, 8_192) == 14 * PART
    assert where_next(991_809, 20, 67, 8_192) == 15 * PART


def test_what_few_rows_hold_is_looked_for_in_all_of_them_at_once() -> None:
    assert where_next(991_809, 300, 0, 8_192) is None
    assert where_next(991_809, 300, 8, 8_192) is None  # 8 of 8,192 give hope of 968


def test_a_look_goes_back_also_from_where_a_part_begins() -> None:
    assert where_next(PART, 1, 500, 1) == 0


@given(below=ROWS, left=st.integers(1, 500), found=st.integers(0, 500), looked=ROWS)
def test_each_look_goes_back_and_begins_where_a_part_begins(
    below: int, left: int, found: int, looked: int
) -> None:
    low = where_next(below, left, found, looked)
    assert low is None or (0 <= low < below and low % PART == 0)


@pytest.mark.parametrize("engine", [databases.POSTGRESQL], indirect=True)
def test_the_newest_come_first_from_however_many_parts(engine: Engine) -> None:
    """Twenty-five each in the first, a middle, and the newest part; so many in the newest promise many in all."""
    begins = (0, 5 * PART + 100, 9 * PART + 500)
    with engine.begin() as connection:
        for begin in begins:
            for table in ("archive_names", "archive_bodies"):
                connection.exec_driver_sql(f"SELECT setval('{table}_id_seq', {begin + 1})")
            indexed(connection, *(described(begin + n, "Nguyễn Văn Kiên") for n in range(25)))
    with database.reading(engine) as connection:
        fulltext.prepare(connection)
        newest_first = [
            described(begin + n, "").id for begin in reversed(begins) for n in reversed(range(25))
        ]
        for limit in (10, 40, 60, 300):
            for place in (fulltext.NAMES_FOLDED, fulltext.BODIES):
                for asked in (fulltext.all_of(("nguyen", "kien")), fulltext.phrase(("van", "kien"))):
                    found = fulltext.records_with(connection, place, asked, None, limit)
                    assert found == newest_first[:limit], (limit, place.column)
