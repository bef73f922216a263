"""`kill -9` in the middle of a batch, and a second start: nothing is lost, doubled or read twice."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import time
from collections import Counter
from pathlib import Path

import pytest
from terminal import PAGES, Office
from time_limits import told_by

pytestmark = pytest.mark.proof
READING = ("birth_2016_02.jpg", "birth_2016_07.jpg", "birth_old_01.jpg", "batch_01.tif", "report_01.pdf")
DEPOSITING = ("death_old_01.jpg", "decision_02.pdf", "construction_permit_04.pdf", "notice_01.jpg")
PATIENCE_SECONDS = 240


def ask(office: Office, query: str) -> list[tuple[object, ...]]:
    """Rows from the ledger as another process sees them."""
    with sqlite3.connect(office.home / "ledger.sqlite", timeout=30) as database:
        return list(database.execute(query))


def kill_when(office: Office, folder: Path, query: str, wanted: int) -> None:
    """Start digitising and kill the process with -9 as soon as `query` counts `wanted`."""
    process = office.start("digitize", folder, SOHOA_WORKERS="1")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if ask(office, query)[0][0] >= wanted:  # type: ignore[operator]
            break
        time.sleep(0.05)
    assert process.poll() is None, told_by(process, 60)
    os.kill(process.pid, signal.SIGKILL)
    told_by(process, 60)


@pytest.mark.parametrize(
    ("scans", "query", "wanted"),
    [
        (READING, "SELECT count(*) FROM ledger_pages WHERE state IN ('read', 'blank')", 2),
        (DEPOSITING, "SELECT count(*) FROM ledger_records WHERE state = 'in_review'", 1),
    ],
)
def test_a_killed_batch_is_finished_by_the_next_start(
    office: Office, tmp_path: Path, scans: tuple[str, ...], query: str, wanted: int
) -> None:
    for name in scans:
        shutil.copy(PAGES / name, tmp_path / name)
    before = ask(office, query)[0][0]
    kill_when(office, tmp_path, query, int(str(before)) + wanted)
    done = office.json("digitize", tmp_path)

    assert done["state"] == "closed"
    assert done["pages_in"] == done["pages_read"] + done["pages_blank"]
    read = "SELECT object FROM audit_outbox WHERE type IN ('page.read', 'page.blank')"
    assert max(Counter(row[0] for row in ask(office, read)).values()) == 1
    in_batch = f"SELECT count(*) FROM ledger_batches WHERE id = '{done['batch']}'"
    assert ask(office, in_batch) == [(1,)]
    assert len({record["id"] for record in done["records"]}) == len(done["records"])
    assert {record["state"] for record in done["records"]} == {"in_review"}


def test_the_store_is_sound_after_the_kills(office: Office) -> None:
    office.run("archive", "reconcile")
    office.run("archive", "fixity")
    objects = len(list((office.home / "store").rglob("0=ocfl_object_1.1")))
    batches, records = (
        ask(office, "SELECT count(*) FROM ledger_batches"),
        ask(office, "SELECT count(*) FROM ledger_records"),
    )
    assert objects == int(str(batches[0][0])) + int(str(records[0][0]))
