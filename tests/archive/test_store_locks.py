"""Locks and holds: what each store promises of them, and what a probe finds out about real servers."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from s3_server import MINIO, SERVERS, s3_store

from archive import digest
from archive.errors import ObjectLocked, ObjectMissing
from archive.store import COMPLIANCE, GOVERNANCE, Lock, Locked, ObjectStore
from archive.stores import capability
from archive.stores.capability import ACCEPTED, ENFORCED, MISSING, Capability
from archive.stores.folder import FolderStore
from archive.stores.memory import MemoryStore
from archive.stores.retrying import RetryingStore
from archive.stores.s3_probe import probe

SERVER_PARAMS = [pytest.param(name, marks=pytest.mark.s3) for name in SERVERS]


def soon(minutes: int) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=minutes)


@pytest.fixture(params=["memory", "retrying", *SERVER_PARAMS])
def store(request: pytest.FixtureRequest) -> ObjectStore:
    made: ObjectStore = MemoryStore()
    if request.param == "retrying":
        made = RetryingStore(MemoryStore(), 2, lambda _: None)
    elif request.param in SERVERS:
        made = s3_store(server=request.param)
    made.prepare()
    made.put_once("ab/x", b"x", digest.of_bytes(b"x"))
    return made


def test_a_locked_key_stays_until_its_time(store: ObjectStore) -> None:
    assert store.locked("ab/x") == Locked(None, False)
    assert store.lock("ab/x", Lock(GOVERNANCE, soon(30)))
    found = store.locked("ab/x").lock
    assert found
    assert found.mode == GOVERNANCE
    assert abs(found.until - soon(30)) < timedelta(minutes=1)
    with pytest.raises(ObjectLocked) as refusal:
        store.delete("ab/x")
    assert "ab/x" in refusal.value.vi
    assert store.get("ab/x") == b"x"


def test_a_lock_lasts_as_long_as_the_longest_class(store: ObjectStore) -> None:
    until = datetime(datetime.now(UTC).year + 71, 1, 1, tzinfo=UTC)
    assert store.lock("ab/x", Lock(GOVERNANCE, until))
    assert store.locked("ab/x").lock == Lock(GOVERNANCE, until)


def test_a_lock_is_lengthened_and_never_shortened(store: ObjectStore) -> None:
    longest = soon(60)
    store.lock("ab/x", Lock(GOVERNANCE, soon(30)))
    store.lock("ab/x", Lock(GOVERNANCE, longest))
    store.lock("ab/x", Lock(GOVERNANCE, soon(10)))
    found = store.locked("ab/x").lock
    assert found
    assert found.until == longest


def test_governance_yields_to_the_right_to_pass_it_by_and_compliance_does_not(store: ObjectStore) -> None:
    store.lock("ab/x", Lock(GOVERNANCE, soon(30)))
    store.delete("ab/x", bypass=True)
    assert not store.exists("ab/x")
    store.put_once("ab/y", b"y", digest.of_bytes(b"y"))
    store.lock("ab/y", Lock(COMPLIANCE, soon(1)))
    with pytest.raises(ObjectLocked):
        store.delete("ab/y", bypass=True)


def test_a_hold_stands_until_it_is_lifted(store: ObjectStore) -> None:
    assert store.hold("ab/x", True)
    assert store.locked("ab/x").held
    with pytest.raises(ObjectLocked):
        store.delete("ab/x", bypass=True)
    store.hold("ab/x", False)
    store.delete("ab/x")
    with pytest.raises(ObjectMissing):
        store.locked("ab/x")


def test_a_folder_says_that_it_cannot_lock(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "root")
    store.prepare()
    store.put_once("ab/x", b"x", digest.of_bytes(b"x"))
    assert not store.lock("ab/x", Lock(GOVERNANCE, soon(30)))
    assert not store.hold("ab/x", True)
    store.delete("ab/x")


@pytest.mark.s3
@pytest.mark.parametrize("server", SERVERS)
def test_a_default_rule_locks_what_arrives(server: str) -> None:
    store = s3_store(server=server, lock_days=7)
    store.prepare()
    store.put_once("ab/x", b"x", digest.of_bytes(b"x"))
    with pytest.raises(ObjectLocked):
        store.delete("ab/x")


@pytest.mark.s3
@pytest.mark.parametrize("server", SERVERS)
def test_what_is_longer_than_a_part_arrives_whole(server: str, tmp_path: Path) -> None:
    store = s3_store(server=server, part_bytes=5 << 20)
    store.prepare()
    data = os.urandom((11 << 20) + 5)
    (tmp_path / "big.pdf").write_bytes(data)
    store.put_once("ab/big.pdf", tmp_path / "big.pdf", digest.of_bytes(data))
    store.put_once("ab/big.pdf", data, digest.of_bytes(data))
    with store.open("ab/big.pdf") as stream:
        assert digest.of_stream(stream) == digest.of_bytes(data)


@pytest.mark.s3
def test_a_server_that_encrypts_gives_the_same_bytes_back() -> None:
    store = s3_store(server=MINIO, encrypt=True)
    store.prepare()
    store.put_once("ab/x", b"plain", digest.of_bytes(b"plain"))
    assert store.get("ab/x") == b"plain"
    with store.asking() as (client, options):
        told = client.stat_object(options.bucket, "ab/x").metadata or {}
    assert {name.lower(): value for name, value in told.items()}["x-amz-server-side-encryption"] == "AES256"


# --- the probe


@pytest.mark.s3
@pytest.mark.parametrize("server", SERVERS)
def test_the_probe_finds_what_a_server_enforces(server: str) -> None:
    store = s3_store(server=server)
    store.prepare()
    found = probe(store, datetime.now(UTC), "one")
    assert [one.name for one in found] == list(capability.ALL)
    states = {one.name: one.state for one in found}
    assert capability.lacking(found) == []
    assert capability.checks_bodies(found)
    assert states[capability.NO_REMOVAL] == ACCEPTED  # the tests' account is root's
    assert list(store.list("")) == []


@pytest.mark.s3
@pytest.mark.parametrize("server", SERVERS)
def test_a_bucket_without_locks_is_not_called_worm(server: str) -> None:
    store = s3_store(server=server)
    with store.asking() as (client, options):
        client.make_bucket(options.bucket)
    found = probe(store, datetime.now(UTC), "one")
    states = {one.name: one.state for one in found}
    assert states[capability.LOCK] == MISSING
    assert states[capability.GOVERNANCE] != ENFORCED
    assert {capability.VERSIONS, capability.LOCK, capability.COMPLIANCE} <= set(capability.lacking(found))


def test_one_thing_not_enforced_is_enough() -> None:
    all_well = [Capability(name, ENFORCED) for name in capability.ALL]
    assert capability.lacking(all_well) == []
    for name in (capability.NO_SHORTENING, capability.GOVERNANCE, capability.HOLD):
        found = [Capability(one.name, ACCEPTED if one.name == name else one.state) for one in all_well]
        assert capability.lacking(found) == [name]
