"""What was committed is locked after the transaction and before the spool forgets it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from archive_material import AT, described, packed, record_json
from sqlalchemy import Engine

from archive.deposit import deposit, head, pending
from archive.errors import ObjectLocked
from archive.lock import finish, hold_object
from archive.package import Package
from archive.reconcile import reconcile
from archive.root import prepare_root
from archive.store import GOVERNANCE, Lock
from archive.stores.folder import FolderStore
from archive.stores.memory import MemoryStore

RECORD = described(1, "Nguyễn Thị Hạnh")
UNTIL = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)
LATER = AT + timedelta(days=1)


def package(work: Path, **more: bytes) -> Package:
    made = packed(work, RECORD.id, {"record.json": record_json(RECORD), **more})
    return replace(made, lock=Lock(GOVERNANCE, UNTIL))


def test_every_committed_file_is_locked_and_the_derived_pair_is_not(
    memory: MemoryStore, tmp_path: Path
) -> None:
    deposited = deposit(memory, package(tmp_path / "work"), tmp_path / "spool")
    finish(memory, tmp_path / "spool", RECORD.id)
    assert pending(tmp_path / "spool") == []
    for key in memory.list(deposited.root):
        inside = key.removeprefix(deposited.root + "/")
        assert bool(memory.locked(key).lock) == (not inside.startswith("inventory.json"))
    with pytest.raises(ObjectLocked):
        memory.delete(f"{deposited.root}/v1/content/record.json")
    # A new version replaces the derived pair all the same, and lengthens nothing by itself.
    later = replace(package(tmp_path / "work", more=b"x"), lock=None)
    assert deposit(memory, later, tmp_path / "spool").version == "v2"


def test_a_run_killed_before_the_lock_sets_it_the_next_time(
    memory: MemoryStore, engine: Engine, tmp_path: Path
) -> None:
    deposited = deposit(memory, package(tmp_path / "work"), tmp_path / "spool")
    reconcile(memory, engine, tmp_path / "spool", "reconcile", LATER)
    found = memory.locked(f"{deposited.root}/v1/content/record.json").lock
    assert found == Lock(GOVERNANCE, UNTIL)


def test_what_was_never_committed_and_is_locked_waits(engine: Engine, tmp_path: Path) -> None:
    store = MemoryStore()
    prepare_root(store)
    made = package(tmp_path / "work")
    deposited = deposit(store, made, tmp_path / "spool")
    finish(store, tmp_path / "spool", RECORD.id)
    orphan = f"{deposited.root}/v2/content/scan.tif"
    store.put_once(orphan, b"x", "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881")
    store.lock(orphan, Lock(GOVERNANCE, UNTIL))
    report = reconcile(store, engine, tmp_path / "spool", "reconcile", LATER)
    assert (report.locked, report.swept, report.damaged) == ([orphan], [], [])


def test_a_store_without_locks_takes_the_package_all_the_same(folder: FolderStore, tmp_path: Path) -> None:
    deposit(folder, package(tmp_path / "work"), tmp_path / "spool")
    finish(folder, tmp_path / "spool", RECORD.id)
    assert pending(tmp_path / "spool") == []


def test_a_hold_covers_the_whole_object(memory: MemoryStore, tmp_path: Path) -> None:
    deposited = deposit(memory, package(tmp_path / "work"), tmp_path / "spool")
    newest = head(memory, RECORD.id)
    assert newest
    assert hold_object(memory, newest, on=True)
    with pytest.raises(ObjectLocked):
        memory.delete(f"{deposited.root}/v1/content/record.json", bypass=True)
    assert hold_object(memory, newest, on=False)
    memory.delete(f"{deposited.root}/v1/content/record.json", bypass=True)
