"""Every object read within its term, the longest unread first, no faster than allowed."""

from __future__ import annotations

from datetime import timedelta

from archive_material import AT
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from archive.fixity_rounds import Pace, due, lag, note_read

IDS = ["urn:uuid:a", "urn:uuid:b", "urn:uuid:c"]
TERM = timedelta(days=90)


def test_never_read_comes_first_then_the_longest_unread(engine: Engine) -> None:
    with engine.begin() as connection:
        assert due(connection, IDS, TERM, AT) == IDS
        note_read(connection, [("urn:uuid:a", 0)], AT - timedelta(days=100))
        note_read(connection, [("urn:uuid:b", 1)], AT - timedelta(days=200))
        assert due(connection, IDS, TERM, AT) == ["urn:uuid:c", "urn:uuid:b", "urn:uuid:a"]
        note_read(connection, [("urn:uuid:b", 0), ("urn:uuid:c", 2)], AT - timedelta(days=89))
        assert due(connection, IDS, TERM, AT) == ["urn:uuid:a"]
        found = lag(connection, IDS, TERM, AT)
    assert (found.objects, found.due, found.never, found.damaged) == (3, 1, 0, 1)
    assert found.oldest == AT - timedelta(days=100)


def test_what_left_the_store_is_no_lag(engine: Engine) -> None:
    with engine.begin() as connection:
        note_read(connection, [("urn:uuid:gone", 3)], AT - timedelta(days=400))
        found = lag(connection, IDS, TERM, AT)
    assert (found.due, found.never, found.damaged, found.oldest) == (3, 3, 0, None)


@given(st.lists(st.integers(1, 10_000_000), min_size=1, max_size=20), st.floats(1e3, 1e9))
def test_the_pace_is_never_exceeded(pieces: list[int], rate: float) -> None:
    now = 0.0

    def pause(seconds: float) -> None:
        nonlocal now
        now += seconds

    pace = Pace(rate, pause, lambda: now)
    for piece in pieces:
        pace.read(piece)
    assert sum(pieces) <= now * rate * 1.001 + 1
