"""The write protocol in good weather, and the spool."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from archive_judges import judge_root
from archive_material import AT, packed

from archive import digest
from archive.deposit import deposit, discard, head, pending, read_file
from archive.errors import FixityBroken, NameRefused, ObjectExists, ObjectMissing, StoreUnavailable
from archive.layout import object_root
from archive.root import prepare_root
from archive.spool import drop_unfinished, place
from archive.stores.folder import FolderStore
from archive.stores.memory import MemoryStore

ID = "urn:uuid:0190f3c2-7d1e-5c1a-9a55-5b1f0f1f0001"
ONE = {"record.json": b"{}", "master/0001.jp2": b"scan", "copy.jp2": b"scan"}
TWO = {**ONE, "record.json": b'{"corrected": true}'}


class CountingStore(MemoryStore):
    """Counts what it is asked to write."""

    writes = 0

    def put_once(self, key: str, source: bytes | Path, sha256: str) -> None:
        self.writes += 1
        super().put_once(key, source, sha256)

    def replace(self, key: str, data: bytes) -> None:
        self.writes += 1
        super().replace(key, data)


@pytest.fixture
def counting() -> CountingStore:
    store = CountingStore()
    prepare_root(store)
    store.writes = 0
    return store


def test_versions_are_valid_ocfl_and_read_back(folder: FolderStore, tmp_path: Path) -> None:
    for contents in (ONE, TWO):
        deposited = deposit(folder, packed(tmp_path, ID, contents), tmp_path / "spool")
        discard(tmp_path / "spool", ID)
    assert (deposited.version, deposited.created_new, deposited.root) == ("v2", True, object_root(ID))
    assert judge_root(tmp_path / "store") == 1
    assert read_file(folder, ID, "record.json") == TWO["record.json"]
    assert read_file(folder, ID, "record.json", "v1") == ONE["record.json"]
    assert read_file(folder, ID, "copy.jp2") == b"scan"
    newest = head(folder, ID)
    assert newest is not None
    assert (newest.version, newest.sha256) == ("v2", deposited.inventory_sha256)
    masters = [key for key in folder.list("") if "jp2" in key]
    assert masters == [f"{object_root(ID)}/v1/content/copy.jp2"]


def test_the_root_explains_itself(folder: FolderStore, tmp_path: Path) -> None:
    prepare_root(folder)
    assert judge_root(tmp_path / "store") == 0
    assert "OCFL 1.1" in (tmp_path / "store/DOC-TRUOC.md").read_text(encoding="utf-8")
    layout = json.loads((tmp_path / "store/ocfl_layout.json").read_bytes())
    assert layout["extension"] == "0003-hash-and-id-n-tuple-storage-layout"


def test_the_same_again_writes_nothing(counting: CountingStore, tmp_path: Path) -> None:
    first = deposit(counting, packed(tmp_path, ID, ONE), tmp_path / "spool")
    written = counting.writes
    later = packed(tmp_path, ID, ONE, AT + timedelta(days=3))
    for again in (packed(tmp_path, ID, ONE), later):
        repeated = deposit(counting, again, tmp_path / "spool")
        assert repeated == replace(first, created_new=False)
    discard(tmp_path / "spool", ID)
    assert deposit(counting, later, tmp_path / "spool").version == "v1"
    assert counting.writes == written == 2 + 1 + 2 + 2


def test_a_late_repetition_of_an_old_version_changes_nothing(memory: MemoryStore, tmp_path: Path) -> None:
    old = packed(tmp_path, ID, ONE)
    deposit(memory, old, tmp_path / "spool")
    deposit(memory, packed(tmp_path, ID, TWO, AT + timedelta(hours=1)), tmp_path / "spool")
    for package in (*pending(tmp_path / "spool"), old):
        assert deposit(memory, package, tmp_path / "spool").version == "v2"


def test_going_back_on_purpose_is_a_new_version(memory: MemoryStore, tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    for hour, contents in enumerate((ONE, TWO, ONE)):
        deposited = deposit(memory, packed(tmp_path, ID, contents, AT + timedelta(hours=hour)), spool)
    assert deposited.version == "v3"
    assert read_file(memory, ID, "record.json") == ONE["record.json"]
    newest = head(memory, ID)
    assert newest is not None
    assert [v.created[11:13] for v in newest.inventory.versions] == ["03", "04", "05"]


def test_what_was_promised_before_goes_first(memory: MemoryStore, tmp_path: Path) -> None:
    place(tmp_path / "spool", packed(tmp_path, ID, ONE))
    deposited = deposit(memory, packed(tmp_path, ID, TWO, AT + timedelta(hours=1)), tmp_path / "spool")
    assert deposited.version == "v2"
    assert read_file(memory, ID, "record.json", "v1") == ONE["record.json"]


def test_the_spool_holds_until_it_is_told(memory: MemoryStore, tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    assert pending(spool) == []
    package = packed(tmp_path / "work", ID, ONE)
    deposit(memory, package, spool)
    shutil.rmtree(tmp_path / "work")
    (waiting,) = pending(spool)
    assert replace(waiting, files=()) == replace(package, files=())
    assert [(f.name, f.path.read_bytes()) for f in waiting.files] == list(ONE.items())
    discard(spool, "urn:uuid:other")
    assert len(pending(spool)) == 1
    discard(spool, ID)
    discard(spool, ID)
    assert list(spool.iterdir()) == []


def test_unfinished_spool_entries_are_dropped_when_old(tmp_path: Path) -> None:
    place(tmp_path, packed(tmp_path / "work", ID, ONE))
    (tmp_path / "abc.t").mkdir()
    assert drop_unfinished(tmp_path, AT - timedelta(days=9999)) == 0
    assert drop_unfinished(tmp_path, AT + timedelta(days=9999)) == 1
    assert len(pending(tmp_path)) == 1


def test_a_file_that_changed_is_not_archived(memory: MemoryStore, tmp_path: Path) -> None:
    package = packed(tmp_path, ID, ONE)
    package.files[0].path.write_bytes(b"changed since")
    before = list(memory.list(""))
    with pytest.raises(FixityBroken) as refusal:
        deposit(memory, package, tmp_path / "spool")
    assert "record.json" in refusal.value.vi
    assert list(memory.list("")) == before
    assert pending(tmp_path / "spool") == []


def test_a_hostile_name_reaches_neither_spool_nor_store(memory: MemoryStore, tmp_path: Path) -> None:
    with pytest.raises(NameRefused):
        deposit(memory, packed(tmp_path / "w", ID, {"../../x": b""}), tmp_path / "spool")
    assert not (tmp_path / "spool").exists()


def test_an_unmounted_store_takes_nothing(tmp_path: Path) -> None:
    (tmp_path / "mount").mkdir()
    with pytest.raises(StoreUnavailable):
        deposit(FolderStore(tmp_path / "mount"), packed(tmp_path, ID, ONE), tmp_path / "spool")
    assert list((tmp_path / "mount").iterdir()) == []


def test_asking_for_what_is_not_there(memory: MemoryStore, tmp_path: Path) -> None:
    deposit(memory, packed(tmp_path, ID, ONE), tmp_path / "spool")
    for missing in (
        (ID, "none", None),
        (ID, "record.json", "v9"),
        (ID, "record.json", "v0"),
        ("urn:x", "a", None),
    ):
        with pytest.raises(ObjectMissing):
            read_file(memory, *missing)


def test_changed_bytes_are_never_handed_out(memory: MemoryStore, tmp_path: Path) -> None:
    deposit(memory, packed(tmp_path, ID, ONE), tmp_path / "spool")
    memory.replace(f"{object_root(ID)}/v1/content/record.json", b"{ }")
    with pytest.raises(FixityBroken):
        read_file(memory, ID, "record.json")


def test_a_damaged_newest_inventory_is_not_passed_over(memory: MemoryStore, tmp_path: Path) -> None:
    for contents in (ONE, TWO):
        deposit(memory, packed(tmp_path, ID, contents), tmp_path / "spool")
    memory.replace(f"{object_root(ID)}/v2/inventory.json", b"{}")
    with pytest.raises(FixityBroken):
        head(memory, ID)
    memory.delete(f"{object_root(ID)}/v2/inventory.json")
    with pytest.raises(FixityBroken):
        head(memory, ID)


def test_a_lying_root_copy_does_not_mislead(memory: MemoryStore, tmp_path: Path) -> None:
    for contents in (ONE, TWO):
        deposit(memory, packed(tmp_path, ID, contents), tmp_path / "spool")
    root = object_root(ID)
    for lie in (b"junk", memory.get(f"{root}/v1/inventory.json")):
        memory.replace(f"{root}/inventory.json", lie)
        newest = head(memory, ID)
        assert newest is not None
        assert newest.version == "v2"


@pytest.mark.parametrize("name", ["v1/inventory.json", "v1/content/record.json", "0=ocfl_object_1.1"])
def test_foreign_left_overs_stop_a_deposit_and_stay(memory: MemoryStore, tmp_path: Path, name: str) -> None:
    key = f"{object_root(ID)}/{name}"
    memory.put_once(key, b"left over", digest.of_bytes(b"left over"))
    with pytest.raises(ObjectExists):
        deposit(memory, packed(tmp_path, ID, ONE), tmp_path / "spool")
    assert memory.get(key) == b"left over"
    assert head(memory, ID) is None


def test_content_that_a_sweep_took_is_put_back(memory: MemoryStore, tmp_path: Path) -> None:
    package = packed(tmp_path, ID, ONE)
    deposit(memory, package, tmp_path / "spool")
    memory.delete(f"{object_root(ID)}/v1/content/record.json")
    deposit(memory, package, tmp_path / "spool")
    assert read_file(memory, ID, "record.json") == ONE["record.json"]


class RacingStore(MemoryStore):
    """Lets another writer commit its version just before our inventory arrives."""

    def __init__(self, tmp_path: Path) -> None:
        super().__init__()
        self.tmp_path = tmp_path
        self.raced = False

    def put_once(self, key: str, source: bytes | Path, sha256: str) -> None:
        if key.endswith("v1/inventory.json") and not self.raced:
            self.raced = True
            deposit(self, packed(self.tmp_path, ID, TWO), self.tmp_path / "other-spool")
        super().put_once(key, source, sha256)


def test_the_loser_of_a_race_becomes_the_next_version(tmp_path: Path) -> None:
    store = RacingStore(tmp_path)
    prepare_root(store)
    deposited = deposit(store, packed(tmp_path, ID, {"extra.txt": b"ours"}), tmp_path / "spool")
    assert deposited.version == "v2"
    assert read_file(store, ID, "record.json", "v1") == TWO["record.json"]
    assert read_file(store, ID, "extra.txt", "v2") == b"ours"


class OverwritingStore(MemoryStore):
    """A server without conditional writes: the other writer's pair lands on ours just after we wrote it."""

    def __init__(self) -> None:
        super().__init__()
        self.other: dict[str, bytes] = {}

    def put_once(self, key: str, source: bytes | Path, sha256: str) -> None:
        super().put_once(key, source, sha256)
        if key.endswith("v1/inventory.json.sha256") and self.other:
            for theirs, data in self.other.items():
                self.replace(theirs, data)
            self.other = {}


def test_what_stands_after_the_commit_decides_who_won(tmp_path: Path) -> None:
    elsewhere, store = MemoryStore(), OverwritingStore()
    for made in (elsewhere, store):
        prepare_root(made)
    deposit(elsewhere, packed(tmp_path, ID, {"theirs.txt": b"theirs"}), tmp_path / "other-spool")
    store.other = {key: elsewhere.get(key) for key in elsewhere.list(object_root(ID))}
    deposited = deposit(store, packed(tmp_path, ID, {"ours.txt": b"ours"}), tmp_path / "spool")
    assert deposited.version == "v2"
    assert read_file(store, ID, "theirs.txt", "v1") == b"theirs"
    assert read_file(store, ID, "ours.txt", "v2") == b"ours"
