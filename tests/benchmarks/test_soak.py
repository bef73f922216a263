"""The soak fails for memory that rises or is too much, and for nothing else; its figures are the kernel's."""

from __future__ import annotations

import subprocess
import sys
import time

from time_limits import told_by

from benchmarks.soak import MOST_BYTES, Watch, Watched, verdict

_MB = 1_000_000


def watched(first: int, last: int, peak: int = 0) -> Watched:
    """Memory that goes evenly from `first` to `last`, in MB, after a start at nothing."""
    steps = 100
    rss = [10 * _MB] * 10 + [round(first + (last - first) * at / steps) * _MB for at in range(steps)]
    return Watched(rss, peak or max(rss))


def test_flat_and_low_memory_is_right_whatever_the_start_was() -> None:
    assert verdict({1: watched(200, 200), 2: watched(220, 180)}) == []


def test_memory_that_rises_is_told() -> None:
    (told,) = verdict({7: watched(150, 200)})
    assert "worker 7 rose" in told


def test_a_peak_above_the_limit_is_told() -> None:
    (told,) = verdict({7: watched(200, 200, MOST_BYTES + 1)})
    assert "reached 250 MB" in told


def test_a_peak_between_two_samples_is_seen() -> None:
    """The child holds 300 MB for an instant only, then reports and waits."""
    code = "held = bytes(range(256)) * 1_200_000; del held; print('done', flush=True); input()"
    with Watch() as watch:
        child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert child.stdout is not None
        assert child.stdout.readline() == b"done\n"
        seen = len(watch.workers[child.pid].rss) if child.pid in watch.workers else 0
        end = time.monotonic() + 60
        while len(watch.workers.get(child.pid, Watched()).rss) < seen + 2:
            assert child.poll() is None
            assert time.monotonic() < end, "the child is not watched"
            time.sleep(0.05)
        told_by(child, 60, b"\n")
    assert watch.workers[child.pid].peak > 300 * _MB
    assert watch.workers[child.pid].rss[-1] < 100 * _MB
