"""Waits that end: what hangs is killed and named. Each limit is far beyond what a busy machine takes."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from typing import Any, AnyStr


def finished(
    command: Sequence[str | Path], seconds: float = 300, **options: Any
) -> subprocess.CompletedProcess[Any]:
    """As subprocess.run, for commands that answer soon. Raises TimeoutExpired, which names the command."""
    return subprocess.run(command, timeout=seconds, **options)


def told_by(
    process: subprocess.Popen[AnyStr], seconds: float = 300, said: AnyStr | None = None
) -> tuple[AnyStr, AnyStr]:
    """What a process writes until it ends, once `said` is given to it.

    One that does not end is killed, with its group where it has one of its own: AssertionError with what it wrote.
    """
    try:
        return process.communicate(said, timeout=seconds)
    except subprocess.TimeoutExpired:
        kill_all_of(process)
        try:
            told: object = process.communicate(timeout=60)
        except subprocess.TimeoutExpired as still:
            told = still.output, still.stderr
    raise AssertionError(f"{process.args} did not end within {seconds:.0f} s: {told}")


def kill_all_of(process: subprocess.Popen[Any]) -> None:
    """Kill a process, with its group where it has one of its own."""
    if process.poll() is None and os.getpgid(process.pid) == process.pid:
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def status_of(child: int, seconds: float = 120) -> int:
    """The wait status of a forked child; one that does not end is killed: AssertionError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise AssertionError(f"the forked child did not end within {seconds:.0f} s")


def joined(*runners: Thread | BaseProcess, seconds: float = 120) -> None:
    """Wait until each has ended; AssertionError otherwise. They are daemons, so that the run can end without them."""
    end = time.monotonic() + seconds
    for runner in runners:
        runner.join(max(0.0, end - time.monotonic()))
    alive = [runner.name for runner in runners if runner.is_alive()]
    assert not alive, f"did not end within {seconds:.0f} s: {alive}"
