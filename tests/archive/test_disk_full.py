"""The disk takes no more in the middle of a write: the torn file counts for nothing, and the next run completes it.

A limit on the length of files stands for the full disk: the system writes what fits, then refuses, as it would then.
"""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest
from archive_material import AT
from crash_material import FIRST, judged, settled, version
from sqlalchemy import Engine
from time_limits import status_of

from archive.deposit import deposit, discard, head
from archive.errors import StoreUnavailable
from archive.lease import held
from archive.spool import place
from archive.stores.folder import FolderStore

# Around the lengths of the record's files: declaration, sidecar, record.json, inventory, master.
ROOM = [0, 1, 20, 80, 300, 900, 1_000, 5_000, 10_000, 10_240]


def deposited_in(room: int, store: FolderStore, work: Path, spool: Path) -> bool:
    """Whether a child process that may write no file longer than `room` bytes commits version 2."""
    child = os.fork()
    if child == 0:
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
            deposit(store, version(work, 2), spool)
            os._exit(0)
        except (StoreUnavailable, OSError):
            os._exit(3)
        finally:
            os._exit(1)
    ended = os.waitstatus_to_exitcode(status_of(child))
    assert ended in (0, 3)
    return ended == 0


@pytest.mark.parametrize("spooled", [False, True], ids=["not-yet-spooled", "spooled"])
@pytest.mark.parametrize("room", ROOM)
def test_a_disk_that_is_full_tears_nothing(
    folder: FolderStore, engine: Engine, tmp_path: Path, room: int, spooled: bool
) -> None:
    spool, work = tmp_path / "spool", tmp_path / "work"
    deposit(folder, version(work, 1), spool)
    discard(spool, FIRST.id)
    version(work, 2)
    if spooled:
        place(spool, version(work, 2))
    done = deposited_in(room, folder, work, spool)
    assert done == (room >= 10_240)
    newest = head(folder, FIRST.id)
    assert newest
    assert newest.version == ("v2" if done else "v1")
    reached, _ = settled(folder, engine, spool)
    assert reached == (2 if spooled or done else 1)
    with held(engine, FIRST.id, "pipeline", AT, 60):
        assert deposit(folder, version(work, 2), spool).version == "v2"
    judged(folder, tmp_path / "exported")
