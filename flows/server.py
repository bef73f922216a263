"""The embedded Prefect server: a child process on a loopback port, with its own folder under the home.

The implicit ephemeral server of Prefect is not used: it has no scheduler and loses task-run records at exit
(docs/decisions). Truth lies in our ledger, so this server's database may be thrown away at any time.
"""

from __future__ import annotations

import ctypes
import fcntl
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

START_SECONDS = 180.0
ANNOUNCEMENT = "server.url"
LOG = "server.log"
PR_SET_PDEATHSIG = 1
# Loaded before any fork: the loader's lock must not be needed between fork and exec.
_PRCTL = ctypes.CDLL(None, use_errno=True).prctl

# Batched recorders: three times less server time for each task run, and records survive a quick exit.
BATCHED = {
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_READ_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_TRIGGERS_READ_BATCH_SIZE": "200",
}
# DO_NOT_TRACK alone does not stop the server's own telemetry.
QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_SERVER_LEVEL": "WARNING",
    "PREFECT_CLI_PROMPT": "false",
}


class ServerDidNotStart(Exception):
    """The server process ended or stayed silent; `log` is its output."""

    def __init__(self, log: Path) -> None:
        super().__init__(f"The embedded Prefect server did not start; its output is in {log}.")
        self.vi = f"Máy chủ Prefect nhúng không khởi động được; xem {log}."
        self.en = str(self)


@dataclass(frozen=True)
class Server:
    """Where to talk to, and the folder that Prefect may use (`PREFECT_HOME`)."""

    url: str
    folder: Path

    def environment(self) -> dict[str, str]:
        """What a process needs before it imports Prefect."""
        return {**environment(self.folder), "PREFECT_API_URL": self.url}


def environment(folder: Path) -> dict[str, str]:
    """What server and flows share: the folder, quiet and batched settings."""
    return {**QUIET, **BATCHED, "PREFECT_HOME": str(folder)}


@contextmanager
def running(home: Path, given: Mapping[str, str], *, announce: bool = False) -> Iterator[Server]:
    """The server to use: the one named by `given["PREFECT_API_URL"]`, else one that was announced for this home,
    else one started here.

    With `announce` others use the server too; only those who keep it up for long may say so, since it ends with
    this process, also after kill -9 (Linux). Raises ServerDidNotStart.
    """
    known = given.get("PREFECT_API_URL") or _announced(home)
    if known:
        yield Server(known, home / "prefect")
        return
    with _own_folder(home) as folder:
        url = f"http://127.0.0.1:{free_port()}/api"
        process = _start(folder, url, given)
        announcement = home / "prefect" / ANNOUNCEMENT
        try:
            _wait_until_healthy(process, url, folder / LOG)
            if announce:
                announcement.write_text(url, encoding="ascii")
            yield Server(url, folder)
        finally:
            if announce:
                announcement.unlink(missing_ok=True)
            stop(process)


@contextmanager
def _own_folder(home: Path) -> Iterator[Path]:
    """A folder for one server alone: two on one SQLite file would lock each other out. Freed when the process ends."""
    for number in count():
        folder = home / "prefect" / f"server-{number}"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield folder
            return


def _start(folder: Path, url: str, given: Mapping[str, str]) -> subprocess.Popen[bytes]:
    address = urlsplit(url)
    where = ("--host", str(address.hostname), "--port", str(address.port))
    with (folder / LOG).open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start", *where],
            env={**given, **environment(folder)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=die_with_parent,
        )


def _announced(home: Path) -> str:
    """The URL of the server that another process runs for this home, or "" when none answers."""
    try:
        url = (home / "prefect" / ANNOUNCEMENT).read_text(encoding="ascii")
    except OSError:
        return ""
    return url if _healthy(url) else ""


def _healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=5) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


def free_port() -> int:
    """A loopback port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def die_with_parent() -> None:
    """For `preexec_fn`: the kernel kills this child when the thread that made it ends."""
    _PRCTL(PR_SET_PDEATHSIG, signal.SIGKILL)


def _wait_until_healthy(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if _healthy(url):
            return
        time.sleep(0.2)
    raise ServerDidNotStart(log)


def stop(process: subprocess.Popen[bytes], patience: float = 20.0) -> None:
    """Ask the process to end, and end it when it does not."""
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
