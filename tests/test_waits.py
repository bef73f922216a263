"""No test waits without end: a run that hangs is lost, and says nothing of why."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
from collections.abc import Iterator
from threading import Event, Thread

import pytest
from terminal import ROOT
from time_limits import joined, status_of, told_by

# Without an argument each waits for ever.
BARE = {"join", "wait"}
LIMITED = {"communicate", "run", "call", "check_call", "check_output"}


def endless(source: str) -> Iterator[int]:
    """The lines of calls that may wait for ever."""
    for call in ast.walk(ast.parse(source)):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            continue
        name, limited = call.func.attr, any(word.arg in {"timeout", None} for word in call.keywords)
        of_processes = ast.unparse(call.func.value) == "subprocess" or name == "communicate"
        bare = name in BARE and not call.args and not call.keywords
        forked = name == "waitpid" and ast.unparse(call.args[1]) == "0"
        if bare or forked or (name in LIMITED and of_processes and not limited):
            yield call.lineno


@pytest.mark.parametrize(
    "line",
    [
        "thread.join()",
        "process.wait()",
        "process.communicate(b'x')",
        "subprocess.run(['true'], check=True)",
        "os.waitpid(child, 0)",
    ],
)
def test_a_wait_without_end_is_seen(line: str) -> None:
    assert list(endless(line)) == [1]


def test_every_wait_of_a_test_has_its_limit() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if path.name != "time_limits.py"
        for line in endless(path.read_text(encoding="utf-8"))
    ]
    assert found == [], "tests/time_limits.py has what ends"


def test_a_command_that_does_not_end_is_killed_with_what_it_started_and_what_it_said_is_told() -> None:
    words = ["sh", "-c", "echo begun; sleep 600 & sleep 600"]
    hung = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, start_new_session=True)
    with pytest.raises(AssertionError, match=r"\('begun"):
        # Text, not the bytes of a second wait in vain for whoever still holds the pipe.
        told_by(hung, 0.5)


def test_a_forked_child_that_does_not_end_is_killed() -> None:
    child = os.fork()
    if child == 0:
        signal.pause()
    with pytest.raises(AssertionError, match="forked child"):
        status_of(child, 0.5)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_thread_that_does_not_end_is_named() -> None:
    over = Event()
    waiting = Thread(target=over.wait, args=(60,), name="waits", daemon=True)
    waiting.start()
    with pytest.raises(AssertionError, match="waits"):
        joined(waiting, seconds=0.1)
    over.set()
    joined(waiting)
