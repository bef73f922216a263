"""No test waits without end: a run that hangs is lost, and says nothing of why."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from terminal import ROOT

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
