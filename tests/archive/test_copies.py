"""Second copies: complete, readable by themselves, known in their lag; and repair of what is damaged from one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from archive_judges import judge_root
from archive_material import AT, described, packed, record_json
from s3_server import VERSITYGW, s3_store
from sqlalchemy import Engine

from archive.copy import Copying, copy_store, lags
from archive.deposit import deposit, discard, head
from archive.errors import FixityBroken, ObjectMissing, StoreUnavailable
from archive.fixity import check
from archive.layout import object_root
from archive.reconcile import reconcile
from archive.repair import repair
from archive.root import prepare_root
from archive.store import ObjectStore
from archive.stores.folder import FolderStore

LATER = AT + timedelta(days=1)


def fill(store: ObjectStore, work: Path, numbers: range, versions: int = 2) -> None:
    for number in numbers:
        record = described(number, "Nguyễn Thị Hạnh")
        for version in range(1, versions + 1):
            contents = {
                "record.json": record_json(record, version=version),
                "master/0001.tif": bytes(range(256)) * number,
            }
            package = packed(work, record.id, contents, AT + timedelta(hours=version))
            deposit(store, package, work / "spool")
            discard(work / "spool", record.id)


@pytest.fixture
def copy(tmp_path: Path) -> FolderStore:
    made = FolderStore(tmp_path / "copy")
    prepare_root(made)
    return made


@pytest.fixture
def filled(folder: FolderStore, tmp_path: Path) -> FolderStore:
    fill(folder, tmp_path / "work", range(1, 4))
    return folder


def run(store: ObjectStore, copy: ObjectStore, engine: Engine, full: bool = False) -> Copying:
    return Copying(store, copy, engine, full, LATER)


def wanted(store: ObjectStore, numbers: range) -> dict[str, str]:
    heads = [head(store, described(number).id) for number in numbers]
    return {found.inventory.id: found.sha256 for found in heads if found}


def spoil(base: Path, key: str, data: bytes | None) -> None:
    path = base / key
    path.chmod(0o644)
    path.unlink()
    if data is not None:
        path.write_bytes(data)


def test_a_copy_stands_by_itself_and_only_news_are_copied(
    filled: FolderStore, copy: FolderStore, engine: Engine, tmp_path: Path
) -> None:
    first = copy_store(run(filled, copy, engine))
    assert (len(first.copied), first.unchanged, first.damaged, first.conflicts) == (3, 0, [], [])
    assert judge_root(tmp_path / "copy") == 3
    assert [key for key in filled.list("") if key not in set(copy.list(""))] == []
    fill(filled, tmp_path / "work", range(3, 5), versions=3)
    behind = lags(engine, wanted(filled, range(1, 5)))
    assert [(one.objects, one.behind) for one in behind] == [(3, 2)]
    second = copy_store(run(filled, copy, engine))
    assert (len(second.copied), second.unchanged) == (2, 2)
    assert [one.behind for one in lags(engine, wanted(filled, range(1, 5)))] == [0]
    assert judge_root(tmp_path / "copy") == 4


def test_a_full_run_finds_what_rotted_in_the_copy(
    filled: FolderStore, copy: FolderStore, engine: Engine, tmp_path: Path
) -> None:
    copy_store(run(filled, copy, engine))
    key = f"{object_root(described(1).id)}/v1/content/master/0001.tif"
    spoil(tmp_path / "copy", key, b"rotten")
    assert copy_store(run(filled, copy, engine)).unchanged == 3
    assert copy_store(run(filled, copy, engine, full=True)).conflicts == [described(1).id]


def test_what_is_damaged_here_is_not_copied(
    filled: FolderStore, copy: FolderStore, engine: Engine, tmp_path: Path
) -> None:
    key = f"{object_root(described(1).id)}/v1/content/master/0001.tif"
    spoil(tmp_path / "store", key, b"rotten")
    report = copy_store(run(filled, copy, engine))
    assert report.damaged == [described(1).id]
    assert head(copy, described(1).id) is None
    assert len(report.copied) == 2


def test_a_place_that_is_no_copy_is_refused(filled: FolderStore, engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        copy_store(run(filled, FolderStore(tmp_path / "not-mounted"), engine))


@pytest.mark.s3
def test_from_a_folder_into_a_bucket_and_back(
    filled: FolderStore, copy: FolderStore, engine: Engine, tmp_path: Path
) -> None:
    bucket = s3_store(VERSITYGW)
    prepare_root(bucket)
    assert len(copy_store(run(filled, bucket, engine)).copied) == 3
    assert list(check(bucket, None)) == []
    assert len(copy_store(run(bucket, copy, engine)).copied) == 3
    assert judge_root(tmp_path / "copy") == 3


DAMAGE = [
    "v1/content/master/0001.tif",
    "v2/content/record.json",
    "v1/inventory.json",
    "v1/inventory.json.sha256",
    "v2/inventory.json",
    "v2/inventory.json.sha256",
    "inventory.json",
    "inventory.json.sha256",
    "0=ocfl_object_1.1",
]


@pytest.mark.parametrize("data", [b"rotten", None], ids=["changed", "gone"])
@pytest.mark.parametrize("name", DAMAGE)
def test_each_damaged_file_is_made_whole_and_the_damage_is_kept(
    filled: FolderStore, copy: FolderStore, engine: Engine, tmp_path: Path, name: str, data: bytes | None
) -> None:
    id = described(1).id
    copy_store(run(filled, copy, engine))
    known = head(filled, id)
    assert known
    spoil(tmp_path / "store", f"{object_root(id)}/{name}", data)
    report = repair(filled, copy, id, tmp_path / "evidence", known.sha256)
    assert report.left == ()
    assert judge_root(tmp_path / "store") == 3
    assert head(filled, id) == known
    kept = [path.read_bytes() for path in (tmp_path / "evidence").rglob("*.damaged")]
    assert kept == ([b"rotten"] if data and not name.startswith("inventory.json") else [])
    assert list(check(filled, None)) == []


def test_a_lost_sidecar_is_damage_and_no_reason_to_sweep(
    filled: FolderStore, engine: Engine, tmp_path: Path
) -> None:
    id = described(1).id
    reconcile(filled, engine, tmp_path / "spool", "reconcile", LATER)
    spoil(tmp_path / "store", f"{object_root(id)}/v2/inventory.json.sha256", None)
    report = reconcile(filled, engine, tmp_path / "spool", "reconcile", LATER)
    assert (report.damaged, report.swept, report.reindexed) == ([id], [], [])
    assert filled.exists(f"{object_root(id)}/v2/content/record.json")


def test_a_damaged_copy_repairs_nothing(
    filled: FolderStore, copy: FolderStore, engine: Engine, tmp_path: Path
) -> None:
    id = described(1).id
    copy_store(run(filled, copy, engine))
    key = f"{object_root(id)}/v1/content/master/0001.tif"
    for base in ("store", "copy"):
        spoil(tmp_path / base, key, b"rotten")
    with pytest.raises(FixityBroken):
        repair(filled, copy, id, tmp_path / "evidence", None)
    assert filled.get(key) == b"rotten"


def test_a_copy_of_another_history_repairs_nothing(
    filled: FolderStore, copy: FolderStore, engine: Engine, tmp_path: Path
) -> None:
    id = described(1).id
    deposit(copy, packed(tmp_path / "other", id, {"record.json": b"{}"}), tmp_path / "spool")
    with pytest.raises(FixityBroken):
        repair(filled, copy, id, tmp_path / "evidence", None)
    with pytest.raises(ObjectMissing):
        repair(filled, copy, described(2).id, tmp_path / "evidence", None)


def test_a_copy_that_is_behind_repairs_the_versions_it_has(
    filled: FolderStore, copy: FolderStore, engine: Engine, tmp_path: Path
) -> None:
    id = described(1).id
    copy_store(run(filled, copy, engine))
    fill(filled, tmp_path / "work", range(1, 2), versions=3)
    spoil(tmp_path / "store", f"{object_root(id)}/v1/content/master/0001.tif", b"rotten")
    report = repair(filled, copy, id, tmp_path / "evidence", None)
    assert ([one.found != "" for one in report.repaired], report.left) == ([True], ())
    newest = head(filled, id)
    assert newest
    assert newest.version == "v3"
