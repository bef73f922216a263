"""The workspace: originals by digest, whole files only, one process for each batch."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from time_limits import told_by

from pipeline.errors import MoveRefused
from pipeline.workspace import Workspace, read_json, set_aside, take, write_json

HOLD = """
import sys
from pathlib import Path
from pipeline.workspace import Workspace
with Workspace(Path(sys.argv[1])).lock("b"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_an_original_lies_under_its_digest_and_taking_it_twice_changes_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    scan = tmp_path / "scan.jpg"
    scan.write_bytes(b"\xff\xd8 bytes")
    first, second = take(scan, workspace), take(scan, workspace)
    assert first == second == (hashlib.sha256(b"\xff\xd8 bytes").hexdigest(), 8)
    assert workspace.original(first[0]).read_bytes() == b"\xff\xd8 bytes"
    assert scan.exists()
    assert [p for p in workspace.originals.iterdir() if p.name.startswith(".")] == []


def test_a_batch_is_worked_on_by_one_process_and_freed_when_it_is_killed(workspace: Workspace) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(workspace.root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(MoveRefused), workspace.lock("b"):
        pass
    os.kill(holder.pid, signal.SIGKILL)
    told_by(holder, 60)
    with workspace.lock("b"):
        pass


@given(st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.lists(inner, max_size=3)))
def test_what_was_written_as_json_reads_back(tmp_path_factory: pytest.TempPathFactory, data: object) -> None:
    target = tmp_path_factory.mktemp("json") / "reading.json.gz"
    write_json(target, data)
    once = target.read_bytes()
    write_json(target, data)
    assert read_json(target) == data
    assert target.read_bytes() == once


def test_what_is_set_aside_keeps_its_bytes_and_its_reason(workspace: Workspace, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"not a pdf")
    for _ in range(2):
        set_aside(workspace, "b", "000001-file-FILE_TYPE.pdf", bad, {"code": "FILE_TYPE", "vi": "Tệp…"})
    kept = sorted(p.name for p in (workspace.quarantine / "b").iterdir())
    assert kept == ["000001-file-FILE_TYPE.pdf", "000001-file-FILE_TYPE.pdf.json"]
    assert (workspace.quarantine / "b" / kept[0]).read_bytes() == b"not a pdf"
