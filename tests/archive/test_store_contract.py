"""The promise of archive/store.py, kept by every store."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from s3_server import SERVERS, s3_store

from archive import digest
from archive.errors import (
    FixityBroken,
    NameRefused,
    ObjectExists,
    ObjectMissing,
)
from archive.store import ObjectStore, checked_key
from archive.stores.folder import FolderStore
from archive.stores.memory import MemoryStore
from archive.stores.retrying import RetryingStore

BIG = os.urandom(3 * digest.PIECE + 17)


@pytest.fixture(
    params=["memory", "folder", "retrying", *(pytest.param(name, marks=pytest.mark.s3) for name in SERVERS)],
)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ObjectStore]:
    if request.param in SERVERS:
        made: ObjectStore = s3_store(server=request.param)
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
