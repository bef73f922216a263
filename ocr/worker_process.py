"""One worker process seen from outside: start it, give it a task, get its answer or learn that it died."""

from __future__ import annotations

import os
import resource
import socket
import struct
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path

from ocr.faults import EngineFailed
from ocr.worker_messages import Answer, Ready, Setup, Task

_START_SECONDS = 120.0
# An answer that has begun comes in one piece; a worker that stops in its middle would hold the pool for ever.
_STALL_SECONDS = 5
_MIB = 1024 * 1024
_SURROUNDINGS = {
    # Pages run in parallel, so threads inside a worker only get into each other's way.
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
    # Measured on A4 colour scans: glibc otherwise hands 80 MB back after each page and faults them in again,
    # 20,000 page faults and 0.08 CPU seconds a page. ocr/worker.py gives back what a large page leaves.
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(32 * _MIB),
    "MALLOC_TRIM_THRESHOLD_": str(128 * _MIB),
}


class WorkerDied(Exception):
    """The process ended without an answer."""


class WorkerProcess:
    """A child that runs ocr.worker; it ends when this process ends or closes its end of the socket."""

    def __init__(self, setup: Setup) -> None:
        ours, theirs = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", _STALL_SECONDS, 0))
        with theirs:
            self._process = _starter().submit(_started, theirs.fileno()).result()
        self._connection = Connection(ours.detach())
        self._connection.send(setup)
        self._until = 0.0
        self._name: str | None = None

    @property
    def waitable(self) -> Connection:
        """For multiprocessing.connection.wait: ready when there is an answer or the process is dead."""
        return self._connection

    @property
    def process_id(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def resident_bytes(self) -> int:
        """Memory the process holds now, shared libraries included; 0 when it is gone."""
        try:
            held = Path(f"/proc/{self._process.pid}/statm").read_text(encoding="ascii").split()
        except OSError:
            return 0
        return int(held[1]) * resource.getpagesize()

    @property
    def seconds_left(self) -> float:
        """Until the task at hand is out of time."""
        return self._until - time.monotonic()

    @property
    def settled(self) -> bool:
        """Whether `result` returns at once."""
        return self.seconds_left <= 0 or self._connection.poll()

    def ready(self) -> str:
        """The name of the loaded engine. Raises what kept it from loading."""
        if self._name is None:
            self._name = self._welcomed()
        return self._name

    def start(self, task: Task, seconds: float) -> None:
        """Gives the worker a task with a time limit from now."""
        self.ready()
        self._until = time.monotonic() + seconds
        try:
            self._connection.send(task)
        except (BrokenPipeError, ConnectionError):
            # It died between tasks; `result` finds the closed socket and says so.
            self._until = time.monotonic()

    def result(self) -> Answer | None:
        """The answer, or None when time is up; the worker is then dead. Raises WorkerDied."""
        try:
            if self._connection.poll(max(0.0, self.seconds_left)):
                answer: Answer = self._connection.recv()
                return answer
        except BlockingIOError:
            # It stopped in the middle of its answer: hung, not dead.
            pass
        except (EOFError, ConnectionError, OSError) as gone:
            self.kill()
            raise WorkerDied from gone
        self.kill()
        return None

    def ask(self, task: Task, seconds: float) -> Answer | None:
        """`start`, then `result`."""
        self.start(task, seconds)
        return self.result()

    def kill(self) -> None:
        """Ends the process at once. Safe to call twice."""
        self._process.kill()
        self._process.wait()
        self._connection.close()

    def _welcomed(self) -> str:
        try:
            if self._connection.poll(_START_SECONDS):
                ready: Ready = self._connection.recv()
                if ready.failure is not None:
                    raise ready.failure
                return ready.name
        except (EOFError, ConnectionError):
            pass
        self.kill()
        raise EngineFailed(
            "Tiến trình đọc không khởi động được. Chạy sohoa doctor để kiểm tra máy.",
            "A reading process did not start. Run sohoa doctor to check this machine.",
        )


@cache
def _starter() -> ThreadPoolExecutor:
    """The thread that starts all workers. The kernel ends a worker with the *thread* that started it
    (prctl(2), PR_SET_PDEATHSIG), and this one lives as long as the process.
    """
    return ThreadPoolExecutor(1, "ocr-starter")


# A forked child has no such thread.
os.register_at_fork(after_in_child=_starter.cache_clear)


def _started(socket_number: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "ocr.worker", str(socket_number)],
        pass_fds=[socket_number],
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _environment() -> dict[str, str]:
    home = str(Path(__file__).resolve().parent.parent)
    paths = [home, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {**os.environ, **_SURROUNDINGS, "PYTHONPATH": os.pathsep.join(paths)}
