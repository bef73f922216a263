"""What the folder store and the patient wrapper promise beyond the contract."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from s3_server import SERVERS, s3_store

from archive import digest
from archive.errors import (
    ArchiveError,
    FixityBroken,
    NameRefused,
    ObjectExists,
    ObjectMissing,
    StoreUnavailable,
)
from archive.store import ObjectStore
from archive.stores.folder import FolderStore
from archive.stores.known_keys import BELIEVED_SECONDS, SeenKeys
from archive.stores.memory import MemoryStore
from archive.stores.retrying import RetryingStore

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def put(store: ObjectStore, key: str, data: bytes) -> None:
    store.put_once(key, data, digest.of_bytes(data))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    FolderStore(tmp_path / "root").prepare()
    return tmp_path / "root"


def test_files_lie_there_to_be_read_by_a_person(root: Path) -> None:
    put(FolderStore(root), "ab/scan.pdf", b"%PDF")
    assert (root / "ab/scan.pdf").read_bytes() == b"%PDF"
    assert (root / "ab/scan.pdf").stat().st_mode & 0o222 == 0


def test_empty_folders_go_with_their_last_file(root: Path) -> None:
    put(FolderStore(root), "ab/cd/ef/x", b"x")
    FolderStore(root).delete("ab/cd/ef/x")
    assert list(root.iterdir()) == []


def test_a_missing_root_is_not_made_anew(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "not-mounted")
    for ask in (
        lambda: put(store, "ab/x", b"x"),
        lambda: store.get("ab/x"),
        lambda: store.exists("ab/x"),
        lambda: store.replace("ab/x", b"x"),
        lambda: list(store.list("")),
    ):
        with pytest.raises(StoreUnavailable):
            ask()
    assert not (tmp_path / "not-mounted").exists()


def test_a_planted_link_leads_nowhere(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(b"secret")
    (root / "ab").symlink_to(outside)
    (root / "cd").mkdir()
    (root / "cd/secret").symlink_to(outside / "secret")
    store = FolderStore(root)
    with pytest.raises(NameRefused):
        store.get("ab/secret")
    with pytest.raises(NameRefused):
        put(store, "ab/new", b"x")
    with pytest.raises(ObjectMissing):
        store.get("cd/secret")
    with pytest.raises(ObjectExists):
        put(store, "cd/secret", b"secret")
    assert sorted(p.name for p in outside.iterdir()) == ["secret"]


def test_a_file_where_a_folder_should_be_is_refused(root: Path) -> None:
    store = FolderStore(root)
    put(store, "ab", b"x")
    put(store, "cd/x", b"x")
    for key in ("ab/x", "cd"):
        with pytest.raises(ObjectExists):
            put(store, key, b"x")
    with pytest.raises(ObjectMissing):
        store.get("cd")


def test_tidy_takes_what_killed_writers_left(root: Path) -> None:
    store = FolderStore(root)
    put(store, "ab/x", b"x")
    (root / ".tmp-dead").write_bytes(b"half")
    (root / "cd/ef").mkdir(parents=True)
    assert list(store.list("")) == ["ab/x"]
    assert store.tidy(LONG_AGO) == 1  # the innermost empty folder takes its parents along
    assert (root / ".tmp-dead").exists()
    assert store.tidy(datetime.now(UTC) + timedelta(minutes=1)) == 1
    assert sorted(p.name for p in root.iterdir()) == ["ab"]


def test_no_temporary_file_stays_after_a_refusal(root: Path) -> None:
    with pytest.raises(FixityBroken):
        FolderStore(root).put_once("ab/x", b"x", digest.of_bytes(b"y"))
    assert list(root.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full (Linux)")
def test_a_source_that_cannot_be_read_leaves_nothing(root: Path) -> None:
    with pytest.raises(ArchiveError):
        FolderStore(root).put_once("ab/x", root / "no-such-file", digest.of_bytes(b""))
    assert list(root.iterdir()) == []


# --- patience


class FailingStore(MemoryStore):
    """Does not answer the first `failures` times it is asked; a listing breaks off after two keys."""

    def __init__(self, failures: int) -> None:
        super().__init__()
        self.failures = failures

    def _fail(self) -> None:
        if self.failures:
            self.failures -= 1
            raise StoreUnavailable("thử", "test")

    def get(self, key: str) -> bytes:
        self._fail()
        return super().get(key)

    def put_once(self, key: str, source: bytes | Path, sha256: str) -> None:
        self._fail()
        super().put_once(key, source, sha256)

    def list(self, prefix: str) -> Iterator[str]:
        for place, key in enumerate(super().list(prefix)):
            if place == 2:
                self._fail()
            yield key


def test_patience_has_an_end() -> None:
    pauses: list[float] = []
    put(RetryingStore(FailingStore(3), 4, pauses.append), "a/x", b"x")
    assert pauses == [1.0, 2.0, 4.0]
    with pytest.raises(StoreUnavailable):
        put(RetryingStore(FailingStore(4), 4, pauses.append), "a/x", b"x")


def test_only_a_silent_store_is_asked_again() -> None:
    pauses: list[float] = []
    with pytest.raises(ObjectMissing):
        RetryingStore(MemoryStore(), 4, pauses.append).get("a/x")
    assert pauses == []


def test_a_broken_listing_goes_on_where_it_stopped() -> None:
    store = FailingStore(0)
    keys = [f"a/{n}" for n in range(5)]
    for key in keys:
        put(store, key, b"x")
    store.failures = 2
    assert list(RetryingStore(store, 4, lambda _: None).list("")) == keys


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.s3) for name in SERVERS])
def test_what_was_seen_in_the_root_is_forgotten_when_something_is_removed(name: str) -> None:
    store = s3_store(server=name)
    store.prepare()
    assert not store.exists("root")  # what is not there is asked for each time
    put(store, "root", b"x")
    assert store.exists("root")
    store.delete("root")
    assert not store.exists("root")


def test_only_keys_of_the_root_are_believed_for_a_while_and_never_after_a_fault() -> None:
    seen, now = SeenKeys(), time.monotonic()
    seen.saw("root", now)
    seen.saw("ab/object", now)
    assert (seen.tell("root"), seen.tell("ab/object"), seen.tell("other")) == (True, False, False)
    seen.forget()
    assert not seen.tell("root")
    seen.saw("root", now - BELIEVED_SECONDS - 1)
    assert not seen.tell("root")
