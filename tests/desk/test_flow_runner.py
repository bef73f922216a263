"""The flow process: its lines, its end, its log, Ctrl-C, and that it never outlives the one who started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from time_limits import told_by

from desk.flow_runner import LOGS_KEPT, FlowCall, FlowStopped, hosting, log_path, run_flow

AT = datetime(2026, 1, 15, 2, 30, tzinfo=UTC)
PATIENCE_SECONDS = 120.0
ROOT = Path(__file__).resolve().parents[2]


def call(tmp_path: Path, script: str, *arguments: str, **environ: str) -> FlowCall:
    """A call whose program is a small script of our own."""
    program = tmp_path / "child.py"
    program.write_text("import json, os, sys, time\n" + textwrap.dedent(script), encoding="utf-8")
    log = log_path(tmp_path, "test", AT)
    return FlowCall(arguments, {**os.environ, **environ}, log, (sys.executable, "-u", str(program)))


def heard(made: FlowCall) -> tuple[list[dict[str, Any]], Any]:
    events: list[dict[str, Any]] = []
    return events, run_flow(made, events.append)


def test_lines_are_events_and_ids_go_in(tmp_path: Path) -> None:
    script = """
        print(json.dumps({"event": "counts", "id": sys.argv[1], "home": os.environ["SOHOA_HOME"]}))
        print(json.dumps({"event": "end", "exit_code": 5}))
        """
    events, end = heard(call(tmp_path, script, "batch-1", SOHOA_HOME="/somewhere"))
    assert events == [{"event": "counts", "id": "batch-1", "home": "/somewhere"}]
    assert (end.exit_code, end.error) == (5, None)


def test_what_is_no_event_goes_to_the_log_and_stops_nothing(tmp_path: Path) -> None:
    script = """
        print("a library says hello")
        print("[1, 2]")
        print("warning", file=sys.stderr)
        print(json.dumps({"event": "end", "exit_code": 0}))
        """
    events, end = heard(call(tmp_path, script))
    assert (events, end.exit_code) == ([], 0)
    log = end.log.read_text(encoding="utf-8")
    assert "a library says hello" in log
    assert "warning" in log


def test_a_complaint_of_the_child_comes_back_in_both_languages(tmp_path: Path) -> None:
    script = """
        print(json.dumps({"event": "error", "vi": "hỏng", "en": "broken", "exit_code": 3}))
        print(json.dumps({"event": "end", "exit_code": 3}))
        """
    _, end = heard(call(tmp_path, script))
    assert (end.exit_code, end.error) == (3, ("hỏng", "broken"))


def test_a_child_that_breaks_off_is_told_with_the_end_of_its_log(tmp_path: Path) -> None:
    made = call(tmp_path, "raise SystemExit('out of paper')")
    with pytest.raises(FlowStopped) as fault:
        run_flow(made, lambda event: None)
    assert "out of paper" in fault.value.vi
    assert "out of paper" in fault.value.en
    assert str(made.log) in fault.value.en


HEARS_INTERRUPT = """
    try:
        print(json.dumps({"event": "stage", "name": "read"}))
        time.sleep(60)
    except KeyboardInterrupt:
        open(sys.argv[1], "w").write("put down")
        print(json.dumps({"event": "end", "exit_code": 130}))
    """


def test_ctrl_c_reaches_the_child_which_may_put_its_work_down(tmp_path: Path) -> None:
    told: list[str] = []

    def listen(event: dict[str, Any]) -> None:
        told.append(event["event"])
        if event["event"] == "stage":
            os.kill(os.getpid(), signal.SIGINT)

    # Whoever was started in the background of a shell has Ctrl-C ignored, and so have its children.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            run_flow(call(tmp_path, HEARS_INTERRUPT, str(tmp_path / "mark")), listen)
    finally:
        signal.signal(signal.SIGINT, before)
    assert (tmp_path / "mark").read_text() == "put down"
    assert told == ["stage", "stopping"]


STARTER = """
    from datetime import UTC, datetime
    from pathlib import Path
    from desk.flow_runner import FlowCall, run_flow
    child = FlowCall((), dict(os.environ), Path(sys.argv[1]) / "log", (sys.executable, "-u", sys.argv[2]))
    run_flow(child, lambda event: print(event["pid"], flush=True))
    """
SLEEPER = (
    'import json, os, time\nprint(json.dumps({"event": "stage", "pid": os.getpid()}))\ntime.sleep(600)\n'
)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's promise is Linux's own")
def test_the_child_dies_with_a_starter_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "sleeper.py").write_text(SLEEPER, encoding="utf-8")
    made = call(tmp_path, STARTER)
    starter = subprocess.Popen(
        [*made.program, str(tmp_path), str(tmp_path / "sleeper.py")],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert starter.stdout is not None
    child = int(starter.stdout.readline())
    starter.kill()
    told_by(starter, 60)
    assert gone(child)


def gone(pid: int) -> bool:
    """Whether the process ended (or waits only for its parent to notice)."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_a_host_lives_as_long_as_the_block_and_ends_with_its_input(tmp_path: Path) -> None:
    script = """
        print(json.dumps({"event": "serving", "api_url": "http://127.0.0.1:1/api"}))
        sys.stdin.read()
        open(sys.argv[1], "w").write("closed")
        """
    with hosting(call(tmp_path, script, str(tmp_path / "mark"))):
        assert not (tmp_path / "mark").exists()
    assert (tmp_path / "mark").read_text() == "closed"


def test_a_host_that_does_not_come_up_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(FlowStopped), hosting(call(tmp_path, "raise SystemExit('no port')")):
        pass


def test_old_logs_go(tmp_path: Path) -> None:
    for number in range(LOGS_KEPT + 5):
        log_path(tmp_path, f"{number:03}", AT).touch()
    kept = sorted(path.name for path in (tmp_path / "logs").iterdir())
    assert len(kept) == LOGS_KEPT
    assert kept[-1].endswith(f"{LOGS_KEPT + 4:03}.log")
