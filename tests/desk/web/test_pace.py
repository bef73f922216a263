"""The allowance of tries: spent, filled again by time, given back; never taken by a clock put back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desk.web.pace import Pace, TooOften

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def spent(pace: Pace, times: int, at: datetime) -> None:
    for _ in range(times):
        pace.spend("office", at)


def test_the_allowance_fills_again_with_time_for_each_key_apart() -> None:
    pace = Pace(most=3, per_minute=2)
    spent(pace, 3, NOW)
    with pytest.raises(TooOften):
        pace.spend("office", NOW)
    pace.spend("another", NOW)
    spent(pace, 2, NOW + timedelta(minutes=1))
    with pytest.raises(TooOften):
        pace.spend("office", NOW + timedelta(minutes=1))


def test_a_clock_put_back_takes_nothing() -> None:
    pace = Pace(most=3, per_minute=2)
    pace.spend("office", NOW + timedelta(days=2))
    spent(pace, 2, NOW)
    with pytest.raises(TooOften):
        pace.spend("office", NOW)


def test_what_is_given_back_can_be_spent_again() -> None:
    pace = Pace(most=1, per_minute=0)
    spent(pace, 1, NOW)
    pace.give_back("office")
    pace.give_back("office")
    pace.give_back("nobody")
    spent(pace, 1, NOW)
    with pytest.raises(TooOften):
        pace.spend("office", NOW)
