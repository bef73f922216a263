"""The promise of archive/store.py, kept by every store."""

from __future__ import annotations

import io
import os
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from archive_s3 import ACCESS_KEY, SECRET_KEY, endpoint, s3_store
from hypothesis import given
from hypothesis import strategies as st
from minio import Minio

from archive import digest
from archive.errors import (
    ArchiveError,
    ConfigurationRefused,
    FixityBroken,
    NameRefused,
    ObjectExists,
    ObjectMissing,
    StoreUnavailable,
)
from archive.store import ObjectStore, checked_key
from archive.stores.folder import FolderStore
from archive.stores.memory import MemoryStore
from archive.stores.opening import open_store
from archive.stores.retrying import RetryingStore
from archive.stores.s3 import S3Options, S3Store

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
BIG = os.urandom(3 * digest.PIECE + 17)


@pytest.fixture(
    params=["memory", "folder", "retrying", pytest.param("s3", marks=pytest.mark.s3)],
)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ObjectStore]:
    if request.param == "s3":
        made: ObjectStore = s3_store(request)
    elif request.param == "folder":
        made = FolderStore(tmp_path / "root")
    elif request.param == "retrying":
        made = RetryingStore(MemoryStore(), 3, lambda _: None)
    else:
        made = MemoryStore()
    made.prepare()
    return made


def put(store: ObjectStore, key: str, data: bytes) -> None:
    store.put_once(key, data, digest.of_bytes(data))


def test_what_was_put_comes_back(store: ObjectStore) -> None:
    put(store, "ab/cd/file.bin", BIG)
    assert store.get("ab/cd/file.bin") == BIG
    assert store.size("ab/cd/file.bin") == len(BIG)
    assert store.exists("ab/cd/file.bin")
    with store.open("ab/cd/file.bin") as stream:
        assert stream.read(10) == BIG[:10]
        assert digest.of_stream(stream) == digest.of_bytes(BIG[10:])


def test_a_file_goes_in_like_bytes(store: ObjectStore, tmp_path: Path) -> None:
    source = tmp_path / "scan.tif"
    source.write_bytes(BIG)
    store.put_once("ab/scan.tif", source, digest.of_bytes(BIG))
    assert store.get("ab/scan.tif") == BIG
    assert source.read_bytes() == BIG


def test_an_empty_object_is_an_object(store: ObjectStore) -> None:
    put(store, "ab/empty", b"")
    assert store.get("ab/empty") == b""
    assert store.size("ab/empty") == 0


def test_equal_bytes_again_are_no_news(store: ObjectStore) -> None:
    put(store, "ab/x", b"same")
    put(store, "ab/x", b"same")
    assert store.get("ab/x") == b"same"


def test_other_bytes_are_refused_and_what_stands_stays(store: ObjectStore) -> None:
    put(store, "ab/x", b"first")
    with pytest.raises(ObjectExists) as refusal:
        put(store, "ab/x", b"second")
    assert "ab/x" in refusal.value.vi
    assert "ab/x" in refusal.value.en
    assert store.get("ab/x") == b"first"


@pytest.mark.parametrize("there", [False, True])
def test_a_source_without_its_digest_is_refused(store: ObjectStore, tmp_path: Path, there: bool) -> None:
    promised = digest.of_bytes(b"promised")
    if there:
        put(store, "ab/x", b"promised")
    source = tmp_path / "source"
    source.write_bytes(b"changed since")
    for given_source in (b"changed since", source):
        with pytest.raises(FixityBroken):
            store.put_once("ab/x", given_source, promised)
    assert store.exists("ab/x") is there


def test_replace_makes_and_changes(store: ObjectStore) -> None:
    store.replace("ab/inventory.json", b"one")
    store.replace("ab/inventory.json", b"two")
    assert store.get("ab/inventory.json") == b"two"


def test_nothing_under_a_key_is_said_so(store: ObjectStore) -> None:
    for ask in (store.get, store.size, lambda key: store.open(key).__enter__()):
        with pytest.raises(ObjectMissing):
            ask("ab/none")
    assert not store.exists("ab/none")


def test_the_listing_is_complete_and_in_order(store: ObjectStore) -> None:
    keys = ["a-b/x", "a/b/c", "a/b/d", "a/b-c", "a/b.d", "a/bc", "b", "a0"]
    for key in keys:
        put(store, key, key.encode())
    assert list(store.list("")) == sorted(keys)
    for prefix in ("a", "a/", "a/b", "a/b/", "b", "a-", "zzz", "a/b/c/d"):
        assert list(store.list(prefix)) == sorted(key for key in keys if key.startswith(prefix))


def test_more_keys_than_a_server_gives_at_once(store: ObjectStore) -> None:
    if isinstance(store, FolderStore):
        pytest.skip("a folder has no pages, and a thousand fsyncs take their time")
    keys = [f"aa/{n:04d}" for n in range(1_050)]
    for key in keys:
        put(store, key, b"x")
    assert list(store.list("aa/")) == keys


def test_delete_removes_and_may_be_repeated(store: ObjectStore) -> None:
    put(store, "ab/cd/x", b"x")
    put(store, "ab/y", b"y")
    store.delete("ab/cd/x")
    store.delete("ab/cd/x")
    assert list(store.list("")) == ["ab/y"]
    put(store, "ab/cd/x", b"other bytes are fine now")


def test_percent_signs_and_long_parts_are_kept(store: ObjectStore) -> None:
    key = f"a3/9f/urn%3auuid%3a{'0' * 36}/v1/content/master/0001.jp2"
    put(store, key, b"x")
    assert list(store.list("a3/9f/")) == [key]


HOSTILE_KEYS = [
    "",
    "/",
    "/etc/passwd",
    "a/",
    "a//b",
    "..",
    "../x",
    "a/../../x",
    ".",
    "a/./b",
    "a\\..\\b",
    "a\0b",
    "a\nb",
    "tài/liệu",
    "a b",
    ".tmp-1234",
    "a/.tmp-1234",
    "x" * 300,
    "a/" * 500 + "a",
    "con.",
]


@pytest.mark.parametrize("key", HOSTILE_KEYS)
def test_keys_that_are_none_are_refused_everywhere(store: ObjectStore, key: str) -> None:
    asked: list[Callable[[], object]] = [
        lambda: put(store, key, b"x"),
        lambda: store.replace(key, b"x"),
        lambda: store.get(key),
        lambda: store.open(key).__enter__(),
        lambda: store.exists(key),
        lambda: store.size(key),
        lambda: store.delete(key),
    ]
    for ask in asked:
        with pytest.raises(NameRefused):
            ask()


@given(key=st.text(max_size=30) | st.from_regex(r"[./a%\\]{1,12}", fullmatch=True))
def test_an_accepted_key_never_leaves_its_folder(key: str) -> None:
    try:
        accepted = checked_key(key)
    except NameRefused:
        return
    inside = os.path.normpath(f"/root/{accepted}")
    assert inside == f"/root/{accepted}"


def test_tidy_leaves_what_is_stored(store: ObjectStore) -> None:
    put(store, "ab/x", b"x")
    store.tidy(datetime.now(UTC) + timedelta(days=1))
    assert store.get("ab/x") == b"x"


def test_it_says_where_it_is(store: ObjectStore) -> None:
    assert store.describe()


# --- the folder store alone


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


# --- addresses


def test_addresses_open_stores(tmp_path: Path) -> None:
    assert open_store((tmp_path / "kho lưu").as_uri(), None).describe() == (tmp_path / "kho lưu").as_uri()
    assert open_store("memory:", None).describe() == "memory:"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "kho",
        "file://",
        "file:///",
        "file://server/share",
        "ftp://x/y",
        "s3://",
        "http://[",
        "s3://key:word@b?endpoint=http://x",
    ],
)
def test_other_addresses_are_refused_without_showing_them(url: str) -> None:
    with pytest.raises(ConfigurationRefused) as refusal:
        open_store(url, None)
    assert "word" not in str(refusal.value.args).replace("password", "")


S3_ADDRESS = "s3://records?endpoint=https://s3.example.test:9000&region=hcm"


def keys_file(tmp_path: Path, text: str, mode: int = 0o600) -> Path:
    path = tmp_path / "keys.json"
    path.write_text(text)
    path.chmod(mode)
    return path


def test_an_s3_address_opens_without_contacting_anyone(tmp_path: Path) -> None:
    keys = keys_file(tmp_path, '{"access_key": "who", "secret_key": "very-secret"}')
    place = open_store(S3_ADDRESS, keys).describe()
    assert place == "s3://records (s3.example.test:9000)"


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("", 0o600),
        ("[]", 0o600),
        ('{"access_key": "who"}', 0o600),
        ('{"access_key": "a", "secret_key": "b"}', 0o644),
    ],
)
def test_a_keys_file_that_will_not_do_is_refused(tmp_path: Path, text: str, mode: int) -> None:
    with pytest.raises(ConfigurationRefused):
        open_store(S3_ADDRESS, keys_file(tmp_path, text, mode))


@pytest.mark.parametrize(
    "address",
    [
        S3_ADDRESS + "&sceret=1",
        "s3://records",
        "s3://records?endpoint=s3.example.test",
        "s3://Bad_Name?endpoint=https://x",
    ],
)
def test_other_s3_addresses_are_refused(tmp_path: Path, address: str) -> None:
    keys = keys_file(tmp_path, '{"access_key": "who", "secret_key": "very-secret"}')
    with pytest.raises(ConfigurationRefused) as refusal:
        open_store(address, keys)
    assert "very-secret" not in str(refusal.value.args)


def test_no_keys_file_is_said_so() -> None:
    with pytest.raises(ConfigurationRefused) as refusal:
        open_store(S3_ADDRESS, None)
    assert "STORE_KEYS_FILE" in refusal.value.vi


@pytest.mark.s3
def test_wrong_keys_and_a_missing_bucket_are_for_a_person(request: pytest.FixtureRequest) -> None:
    right = s3_store(request)
    with pytest.raises(ConfigurationRefused):
        right.get("ab/x")
    with pytest.raises(ConfigurationRefused):
        S3Store(S3Options("any", endpoint(), "sohoa-tests", "wrong", secure=False)).get("ab/x")


def test_a_server_that_is_not_there_is_worth_another_try() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        silent = f"127.0.0.1:{probe.getsockname()[1]}"
        store = S3Store(S3Options("any", silent, "who", "very-secret", secure=False))
        for ask in (
            lambda: store.get("ab/x"),
            lambda: put(store, "ab/x", b"x"),
            lambda: list(store.list("")),
        ):
            with pytest.raises(StoreUnavailable) as refusal:
                ask()
            assert "very-secret" not in str(refusal.value.args)


@pytest.mark.s3
def test_an_object_of_another_program_is_judged_by_its_bytes(request: pytest.FixtureRequest) -> None:
    store = s3_store(request)
    store.prepare()
    bare = Minio(endpoint(), access_key=ACCESS_KEY, secret_key=SECRET_KEY, secure=False, region="us-east-1")
    bucket = store.describe().removeprefix("s3://").split()[0]
    bare.put_object(bucket, "ab/x", io.BytesIO(b"theirs"), 6)
    put(store, "ab/x", b"theirs")
    with pytest.raises(ObjectExists):
        put(store, "ab/x", b"others")


@pytest.mark.s3
def test_deleting_leaves_no_version_behind(request: pytest.FixtureRequest) -> None:
    store = s3_store(request)
    store.prepare()
    bare = Minio(endpoint(), access_key=ACCESS_KEY, secret_key=SECRET_KEY, secure=False, region="us-east-1")
    bucket = store.describe().removeprefix("s3://").split()[0]
    for data in (b"1", b"2"):
        store.replace("ab/x", data)
    put(store, "ab/x2", b"neighbour")
    store.delete("ab/x")
    left = bare.list_objects(bucket, recursive=True, include_version=True)
    assert [(found.object_name, found.is_delete_marker) for found in left] == [("ab/x2", False)]
