"""What a command costs: wall clock, processor time and memory of its whole process tree. Judges no result."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psutil

_ORPHAN_SECONDS = 10.0
_SAMPLE_SECONDS = 0.2
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Spent:
    """What a process tree took, and how it ended.

    Seconds; bytes. `largest_bytes` is the most that one process held (RSS), `tree_bytes` the most that all held
    together, shared pages counted once (PSS). Both are seen in samples taken five times a second.
    """

    wall: float
    cpu: float
    exit_code: int
    largest_bytes: int
    tree_bytes: int


class Sampler:
    """Calls `look` again and again, from a thread of its own, while it is open."""

    def __init__(self, seconds: float = _SAMPLE_SECONDS) -> None:
        self._seconds, self._over = seconds, threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._over.wait(self._seconds):
            self.look()

    def look(self) -> None:
        """Take one sample."""
        raise NotImplementedError


class MemoryWatch(Sampler):
    """Samples the memory of a process and all its descendants while it is open."""

    def __init__(self, root: int) -> None:
        super().__init__()
        self.largest_bytes = self.tree_bytes = 0
        self._root = root

    def look(self) -> None:
        """Keep the most that one process and all together held."""
        held = [memory(pid) for pid in family(self._root)]
        self.largest_bytes = max(self.largest_bytes, *(rss for rss, _ in held), 0)
        self.tree_bytes = max(self.tree_bytes, sum(pss for _, pss in held))


def family(root: int) -> list[int]:
    """Ids of a process and its descendants; those that are gone are left out.

    Asks the kernel for the children of each: psutil would look at every process of the machine.
    """
    found, at = [root], 0
    while at < len(found):
        with suppress(OSError):
            for told in Path(f"/proc/{found[at]}/task").glob("*/children"):
                found += map(int, told.read_text(encoding="ascii").split())
        at += 1
    return found


def memory(pid: int) -> tuple[int, int]:
    """RSS and PSS of a process in bytes; zeros when it is gone. ru_maxrss of children would tell the largest only."""
    told = {"Rss": 0, "Pss": 0}
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
            name, value = line.split(":", 1)
            if name in told:
                told[name] = int(value.split()[0]) * 1024
    return told["Rss"], told["Pss"]


def timed(command: tuple[str, ...], environment: dict[str, str], stdout: Path) -> Spent:
    """Runs to the end with nothing on stdin. Processor time is user + system of the child and all its descendants.

    Raises RuntimeError when some of them live on: their time would be missing from the figure.
    """
    _adopt_orphans()
    others = _children()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    with stdout.open("wb") as out:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, env=environment)
        with MemoryWatch(child.pid) as watch:
            exit_code = child.wait()
    wall = time.perf_counter() - started
    _reap_orphans(command[0], others)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(wall, cpu, exit_code, watch.largest_bytes, watch.tree_bytes)


def _adopt_orphans() -> None:
    # A worker whose parent ended without waiting for it is waited for here.
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _children() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


def _reap_orphans(name: str, others: set[int]) -> None:
    """Wait for what the run left behind; `others` were this process's children before and are left alone."""
    deadline = time.monotonic() + _ORPHAN_SECONDS
    while left := _children() - others:
        for pid in left:
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        if time.monotonic() > deadline:
            raise RuntimeError(f"{name} left processes running")
        time.sleep(0.05)
