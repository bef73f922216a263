"""One worker process seen from outside: start it, give it a task, get its answer or learn that it died."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

from ocr.faults import EngineFailed
from ocr.worker_messages import Answer, Ready, Setup, Task

_START_SECONDS = 120.0


class WorkerDied(Exception):
    """The process ended without an answer."""


class WorkerProcess:
    """A child that runs ocr.worker; it ends when this process ends or closes its end of the socket."""

    def __init__(self, setup: Setup) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "ocr.worker", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
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


def _environment() -> dict[str, str]:
    home = str(Path(__file__).resolve().parent.parent)
    paths = [home, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "OMP_THREAD_LIMIT": "1"}
