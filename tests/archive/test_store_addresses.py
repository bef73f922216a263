"""From addresses to stores, and what S3 servers say back."""

from __future__ import annotations

import io
import socket
from pathlib import Path

import pytest
from minio import Minio
from s3_server import ACCESS_KEY, SECRET_KEY, endpoint, s3_store

from archive import digest
from archive.errors import (
    ConfigurationRefused,
    ObjectExists,
    StoreUnavailable,
)
from archive.store import ObjectStore
from archive.stores.opening import open_store
from archive.stores.s3 import S3Options, S3Store


def put(store: ObjectStore, key: str, data: bytes) -> None:
    store.put_once(key, data, digest.of_bytes(data))


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
    right = s3_store()
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
    store = s3_store()
    store.prepare()
    bare = Minio(endpoint(), access_key=ACCESS_KEY, secret_key=SECRET_KEY, secure=False, region="us-east-1")
    bucket = store.describe().removeprefix("s3://").split()[0]
    bare.put_object(bucket, "ab/x", io.BytesIO(b"theirs"), 6)
    put(store, "ab/x", b"theirs")
    with pytest.raises(ObjectExists):
        put(store, "ab/x", b"others")


@pytest.mark.s3
def test_deleting_leaves_no_version_behind(request: pytest.FixtureRequest) -> None:
    store = s3_store()
    store.prepare()
    bare = Minio(endpoint(), access_key=ACCESS_KEY, secret_key=SECRET_KEY, secure=False, region="us-east-1")
    bucket = store.describe().removeprefix("s3://").split()[0]
    for data in (b"1", b"2"):
        store.replace("ab/x", data)
    put(store, "ab/x2", b"neighbour")
    store.delete("ab/x")
    left = bare.list_objects(bucket, recursive=True, include_version=True)
    assert [(found.object_name, found.is_delete_marker) for found in left] == [("ab/x2", False)]
