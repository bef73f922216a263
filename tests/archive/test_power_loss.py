"""The power goes at any moment of two deposits: whatever had been acknowledged is still there and whole.

In `make test` at every few calls; `make crash-matrix` (SOHOA_CRASH_MATRIX=1) at every one.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from archive_database import open_database
from crash_material import settled
from power_loss import Disk, record

from archive import schema
from archive.root import prepare_root
from archive.stores.folder import FolderStore

HERE = Path(__file__).parent
WHOLE = os.environ.get("SOHOA_CRASH_MATRIX") == "1"
STEP = 1 if WHOLE else 12


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    base = tmp_path / "base"
    base.mkdir()
    prepare_root(FolderStore(base / "store"))
    engine = open_database(base / "index.db")
    schema.upgrade(engine)
    engine.dispose()
    (base / "spool").mkdir()
    return base


def test_what_was_acknowledged_survives_the_power(prepared: Path, tmp_path: Path) -> None:
    base, image = prepared, tmp_path / "before"
    shutil.copytree(base, image)
    calls = record(
        [str(HERE / "power_script.py"), str(base)],
        tmp_path / "trace",
        {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    shutil.rmtree(base)
    shutil.copytree(image, base)
    disk, said, trials = Disk(base), [""], 0
    for number, call in enumerate(calls):
        if (told := disk.play(call)) is not None:
            said.append(told.decode())
        elif number % STEP or call.name in ("openat", "close", "lseek"):
            continue
        trial = tmp_path / "trial"
        disk.after_power_loss(trial)
        engine = open_database(trial / "index.db")
        (trial / "spool").mkdir(exist_ok=True)
        reached, _ = settled(FolderStore(trial / "store"), engine, trial / "spool")
        promised = int(said[-1][-1]) if said[-1] else 0
        assert reached >= promised, said[-1]
        engine.dispose()
        shutil.rmtree(trial)
        trials += 1
    print(f"\n  power loss in {len(calls)} calls: {trials} points tried")
    assert said[-1] == "indexed 2"
    assert trials > (100 if WHOLE else 10)
