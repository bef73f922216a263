"""`sohoa serve`: flows that Prefect itself starts do the same work as those a person starts."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from terminal import PAGES, Office
from time_limits import told_by

pytestmark = pytest.mark.proof

PATIENCE_SECONDS = 180


def ask(url: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """One call of Prefect's API; with a body it is a POST."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as reply:
        answer: dict[str, Any] = json.load(reply)
    return answer


@pytest.fixture
def served(office: Office, prefect_api: str) -> Iterator[str]:
    """Both flows served against the session's server."""
    process = office.start("serve")
    yield prefect_api
    os.killpg(process.pid, signal.SIGKILL)
    told_by(process, 60)


def deployment(api: str) -> str:
    """The id of `finalize-approved`, once it is served."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return str(ask(f"{api}/deployments/name/finalize-approved/default")["id"])
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def test_a_run_that_prefect_starts_archives_what_was_approved(
    office: Office, served: str, tmp_path: Path
) -> None:
    shutil.copy(PAGES / "report_01.pdf", tmp_path / "report.pdf")
    batch = office.json("digitize", tmp_path)
    record = batch["records"][0]["id"]
    office.run("record", "approve", record, "--confirm-all")
    run = ask(f"{served}/deployments/{deployment(served)}/create_flow_run", {})["id"]
    deadline = time.monotonic() + PATIENCE_SECONDS
    state = ""
    while state not in {"COMPLETED", "FAILED", "CRASHED"} and time.monotonic() < deadline:
        time.sleep(1)
        state = ask(f"{served}/flow_runs/{run}")["state"]["type"]
    assert state == "COMPLETED"
    shown = office.json("record", "show", record)
    assert shown["state"] == "archived"
    events = office.json("audit", "list", "--object", record)["events"]
    assert {event["actor"] for event in events if event["type"] == "record.archived"} == {"service:flows"}
