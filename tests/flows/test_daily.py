"""The daily thread: at once, again, on after a fault, and over with its block."""

from __future__ import annotations

from threading import Event

from flows.daily import daily

PATIENCE_SECONDS = 120


def test_it_runs_at_once_again_and_after_a_fault() -> None:
    runs: list[int] = []
    thrice = Event()

    def run() -> None:
        runs.append(1)
        if len(runs) == 1:
            raise OSError("the disk is full")
        if len(runs) >= 3:
            thrice.set()

    with daily(run, seconds=0.01):
        assert thrice.wait(PATIENCE_SECONDS)


def test_a_day_is_waited_out_and_the_end_of_the_block_ends_it() -> None:
    ran = Event()
    with daily(ran.set):
        assert ran.wait(PATIENCE_SECONDS)
