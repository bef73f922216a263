"""Runs `python -m flows ...` as a child process: ids and options go in, JSON lines come back on stdout.

The child never outlives this process (Linux: the kernel kills it when we die in any way). Its stderr goes to a
log file in the home; what the work itself achieved stands in the ledger, whatever becomes of the child.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from pipeline.errors import PipelineError

Event = dict[str, Any]
LISTEN = Callable[[Event], None]

FLOWS = (sys.executable, "-m", "flows")
LOGS_KEPT = 30
TAIL_LINES = 12
PATIENCE_SECONDS = 30.0
_SET_DEATH_SIGNAL = 1
# Loaded here, not between fork and exec, where taking the loader's lock could hang the child.
_PRCTL = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


class FlowStopped(PipelineError):
    """The child ended without its last line; the text holds the end of its log."""

    exit_code = 3


@dataclass(frozen=True)
class FlowEnd:
    """How a flow process ended; `error` is its own last complaint in both languages, or None."""

    exit_code: int
    error: tuple[str, str] | None
    log: Path


@dataclass(frozen=True)
class FlowCall:
    """What to start: the words after the program, the environment, and where the log goes."""

    arguments: tuple[str, ...]
    environ: Mapping[str, str]
    log: Path
    program: tuple[str, ...] = FLOWS


def log_path(home: Path, name: str, at: datetime) -> Path:
    """A new log file's path in the home; the oldest logs go when there are many."""
    folder = home / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    for old in sorted(folder.glob("*.log"))[: -LOGS_KEPT + 1]:
        old.unlink(missing_ok=True)
    return folder / f"{at:%Y%m%dT%H%M%S%f}-{name}.log"


def run_flow(call: FlowCall, listen: LISTEN) -> FlowEnd:
    """Run the child to its end, handing each event to `listen`, and one of our own, `stopping`, at a Ctrl-C.

    Raises FlowStopped when the child broke off, KeyboardInterrupt after a Ctrl-C was passed on to it.
    """
    with call.log.open("wb") as log:
        process = _start(call, log, subprocess.DEVNULL)
        try:
            last = _follow(process, log, listen)
        except KeyboardInterrupt:
            listen({"event": "stopping"})
            _interrupt(process)
            raise
        finally:
            _end(process)
    return _ended(call, process.returncode, last)


@contextmanager
def hosting(call: FlowCall) -> Iterator[None]:
    """Keep one server for all flows of a home while the block runs: its start costs more than a short flow.

    Raises FlowStopped when it does not come up.
    """
    with call.log.open("wb") as log:
        process = _start(call, log, subprocess.PIPE)
        try:
            events = _events(process, log)
            if not any(event["event"] == "serving" for event in events):
                raise _stopped(call, process.wait())
            yield
            # The child ends when its input does.
            process.communicate(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            return
        finally:
            _end(process)


def _start(call: FlowCall, log: IO[bytes], stdin: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*call.program, *call.arguments],
        env=dict(call.environ),
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=log,
        # Its own group: a Ctrl-C reaches the child once, from us, and not a second time from the terminal.
        process_group=0,
        preexec_fn=_die_with_parent,
    )


def _die_with_parent() -> None:
    if _PRCTL is not None:
        _PRCTL(_SET_DEATH_SIGNAL, signal.SIGKILL)


def _follow(process: subprocess.Popen[bytes], log: IO[bytes], listen: LISTEN) -> dict[str, Event]:
    """Hand on events until the child closes its stdout; returns its `error` and `end` lines."""
    last: dict[str, Event] = {}
    for event in _events(process, log):
        if event["event"] in {"error", "end"}:
            last[event["event"]] = event
        else:
            listen(event)
    process.wait()
    return last


def _events(process: subprocess.Popen[bytes], log: IO[bytes]) -> Iterator[Event]:
    if process.stdout is None:
        return
    for line in process.stdout:
        try:
            event = json.loads(line)
        except ValueError:
            event = None
        if isinstance(event, dict) and isinstance(event.get("event"), str):
            yield event
        else:
            log.write(line)


def _interrupt(process: subprocess.Popen[bytes]) -> None:
    """Pass a Ctrl-C on and give the child time to put its work down; a second one ends it at once.

    Only the child hears it: with its server gone it would wait for an answer that never comes.
    """
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=PATIENCE_SECONDS)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        _signal_group(process, signal.SIGKILL)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        _signal_group(process, signal.SIGKILL)
        process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def _ended(call: FlowCall, returncode: int, last: Mapping[str, Event]) -> FlowEnd:
    error = last.get("error")
    if "end" not in last and error is None:
        raise _stopped(call, returncode)
    code = int(last.get("end", error or {}).get("exit_code", returncode))
    return FlowEnd(code, (error["vi"], error["en"]) if error else None, call.log)


def _stopped(call: FlowCall, returncode: int) -> FlowStopped:
    tail = log_tail(call.log)
    return FlowStopped(
        f"Tiến trình xử lý dừng giữa chừng (mã {returncode}). Việc đã làm vẫn còn; chạy lại lệnh để làm tiếp.\n"
        f"Nhật ký: {call.log}\n{tail}",
        f"The flow process broke off (code {returncode}). What was done is kept; run the command again to go on.\n"
        f"Log: {call.log}\n{tail}",
    )


def log_tail(log: Path, lines: int = TAIL_LINES) -> str:
    """The last lines of a log."""
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    return "\n".join(f"  {line}" for line in text.splitlines()[-lines:])
