"""Two commands of one home at the same time, each with a server of its own: neither disturbs the other."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from terminal import PAGES, Office
from time_limits import told_by

pytestmark = pytest.mark.proof


def test_two_batches_at_once_both_end_closed(office: Office, tmp_path: Path) -> None:
    alone = replace(
        office, environment={k: v for k, v in office.environment.items() if k != "PREFECT_API_URL"}
    )
    running = []
    for name in ("report_01.pdf", "construction_permit_04.pdf"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).write_bytes((PAGES / name).read_bytes())
        running.append(alone.start("digitize", tmp_path / name, "--json"))
    ended = [told_by(process) for process in running]
    assert [process.returncode for process in running] == [0, 0], ended
    batches = [json.loads(output) for output, _complaints in ended]
    assert [(batch["state"], len(batch["records"])) for batch in batches] == [("closed", 1), ("closed", 1)]
