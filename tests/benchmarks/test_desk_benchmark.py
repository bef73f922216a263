"""The desk's benchmark, whole: a desk of its own, two users, every kind of act."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.desk import Load, Outcome, run, table
from benchmarks.desk_user import KINDS


@pytest.mark.proof
def test_every_act_is_done_and_timed(tmp_path: Path) -> None:
    ((_, outcome),) = run(tmp_path, 60, 4, Load(users=2, times=2, pauses=(0,)))
    assert {kind: len(spent) for kind, spent in outcome.spent.items()} == dict.fromkeys(KINDS, 4)
    assert outcome.acts == 24
    assert outcome.cpu > 0


def test_the_table_tells_median_and_the_slow_end() -> None:
    outcome = Outcome({"search": [float(number) for number in range(1, 101)]}, wall=10, cpu=2, load=0.5)
    told = table(outcome)
    assert "| search | 100 | 51 | 96 | 200 |" in told
    assert "10.0 acts/s for 10 s; the server's CPU 2.0 s (20 ms an act); load before 0.5" in told
