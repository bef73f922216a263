"""Each request of a deposit goes wrong once, on real servers: refused, answer lost, body torn, slow, client killed.

After each the record is whole, the index equals the store, nothing is left over. In `make test` at every eighth
request on one server; `make crash-matrix` (SOHOA_CRASH_MATRIX=1) at every one on both, with the spool kept and lost.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from archive_database import open_database
from archive_material import AT
from crash_material import FIRST, SECOND, judged, settled, version
from fault_proxy import FAULTS, KILLS, FaultProxy
from s3_server import SERVERS, endpoint, s3_options
from sqlalchemy import Engine
from time_limits import status_of

from archive import schema
from archive.deposit import deposit
from archive.errors import StoreUnavailable
from archive.index import put_record
from archive.lease import held
from archive.lock import finish
from archive.root import prepare_root
from archive.spool import pending
from archive.store import ObjectStore
from archive.stores.retrying import RetryingStore
from archive.stores.s3 import S3Options, S3Store

pytestmark = pytest.mark.proof

WHOLE = os.environ.get("SOHOA_CRASH_MATRIX") == "1"
STEP = 1 if WHOLE else 8
CASES = [
    pytest.param(server, fault, marks=pytest.mark.s3)
    for server in (SERVERS if WHOLE else SERVERS[:1])
    for fault in (*FAULTS, "patient", *KILLS)
]


@pytest.fixture(scope="module")
def proxies() -> Iterator[dict[str, FaultProxy]]:
    made: dict[str, FaultProxy] = {}
    yield made
    for proxy in made.values():
        proxy.close()


def archive(store: ObjectStore, base: Path, number: int) -> None:
    """What the pipeline does with one version of the record."""
    engine = open_database(base / "index.db")
    package = version(base / "work", number)
    with held(engine, package.id, "pipeline", AT, 60):
        deposited = deposit(store, package, base / "spool")
        with engine.begin() as connection:
            put_record(connection, deposited, (FIRST, SECOND)[number - 1], package.files, AT)
        finish(store, base / "spool", package.id)
    engine.dispose()


def broken_off(store: ObjectStore, base: Path, number: int) -> bool:
    """Whether the fault stopped the deposit, as it must when nobody is patient."""
    try:
        archive(store, base, number)
    except StoreUnavailable:
        return True
    return False


def killed(options: S3Options, base: Path, number: int, proxy: FaultProxy, fault: str, at: int) -> bool:
    """Archives in a child process that is killed at request `at`; False: it lived on."""
    ready, go = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.read(ready, 1)
            archive(S3Store(options), base, number)
            os._exit(0)
        finally:
            os._exit(1)
    proxy.arm(fault, at, child)
    os.write(go, b"x")
    os.close(go)
    os.close(ready)
    return os.WIFSIGNALED(status_of(child))


@pytest.mark.parametrize(
    "spool_lost", [False, True] if WHOLE else [False], ids=lambda lost: f"spool-lost-{lost}"
)
@pytest.mark.parametrize(("server", "fault"), CASES)
def test_any_request_may_go_wrong(
    proxies: dict[str, FaultProxy],
    tmp_path: Path,
    server: str,
    fault: str,
    spool_lost: bool,
) -> None:
    options = s3_options(server)
    proxy = proxies.setdefault(server, FaultProxy(endpoint(server)))
    trials, stopped = 0, 0
    for number in (1, 2) if WHOLE else (2,):
        at = 0
        while True:
            own = replace(options, bucket=f"{options.bucket[:36]}-{number}-{at}")
            direct = S3Store(own)
            prepare_root(direct)
            base = tmp_path / "trial"
            base.mkdir()
            engine = open_database(base / "index.db")
            schema.upgrade(engine)
            if number == 2:
                archive(direct, base, 1)
            stopped += spoiled(replace(own, endpoint=proxy.endpoint), base, number, proxy, fault, at)
            last = proxy.seen <= at
            check_promises(direct, engine, base, number, spool_lost)
            engine.dispose()
            shutil.rmtree(base)
            trials += 1
            if last:
                break
            at += STEP
    lost = "lost" if spool_lost else "kept"
    print(f"\n  {server}, {fault}, spool {lost}: {trials} requests tried, {stopped} deposits broken off")
    assert trials > (20 if WHOLE else 1)


def spoiled(through: S3Options, base: Path, number: int, proxy: FaultProxy, fault: str, at: int) -> bool:
    """Archive that version while the request number `at` suffers `fault`; whether that ended it."""
    if fault in KILLS:
        return killed(through, base, number, proxy, fault, at)
    proxy.arm("503" if fault == "patient" else fault, at)
    store: ObjectStore = S3Store(through)
    if fault == "patient":
        store = RetryingStore(store, 4, lambda _: None)
    died = broken_off(store, base, number)
    assert not (died and fault in ("patient", "slow"))
    return died


def check_promises(store: ObjectStore, engine: Engine, base: Path, number: int, spool_lost: bool) -> None:
    """Whole after reconcile; promised means there; another run of the same makes it complete."""
    promised = bool(pending(base / "spool")) and not spool_lost
    if spool_lost:
        shutil.rmtree(base / "spool", ignore_errors=True)
    reached, _ = settled(store, engine, base / "spool")
    assert reached in (number - 1, number)
    assert reached == number or not promised
    archive(store, base, number)
    assert settled(store, engine, base / "spool")[0] == number
    judged(store, base / "exported")
