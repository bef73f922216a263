"""Two processes archive two versions of one record at the same moment."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from archive_database import open_database
from archive_judges import exported, judge_root
from archive_material import AT, described, packed, record_json
from s3_server import SERVERS, s3_options
from sqlalchemy import Engine
from time_limits import status_of

from archive.deposit import deposit, discard, head, read_file
from archive.errors import LeaseTaken, ObjectExists
from archive.fixity import check
from archive.lease import held
from archive.reconcile import reconcile
from archive.root import prepare_root
from archive.store import ObjectStore
from archive.stores.folder import FolderStore
from archive.stores.s3 import S3Options, S3Store

RECORD = described(1, "Nguyễn Thị Hạnh")
TRIES = 400


def write(tmp_path: Path, writer: str, leased: bool, options: S3Options | None = None) -> None:
    """Deposits this writer's package, patiently where another holds the lease."""
    store = S3Store(options) if options else FolderStore(tmp_path / "store")
    contents = {f"{n}-{writer}.bin": os.urandom(50) for n in range(5)}
    contents = {"record.json": record_json(RECORD, by=writer), f"{writer}.txt": writer.encode(), **contents}
    package = packed(tmp_path / writer, RECORD.id, contents)
    engine = open_database(tmp_path / "ledger.sqlite")
    if not leased:
        deposit(store, package, tmp_path / f"spool-{writer}")
        return
    for _ in range(TRIES):
        try:
            with held(engine, RECORD.id, writer, AT, 3600):
                deposit(store, package, tmp_path / f"spool-{writer}")
            return
        except LeaseTaken:
            time.sleep(0.02)
    raise TimeoutError


def both(tmp_path: Path, leased: bool, options: S3Options | None = None) -> list[int]:
    children = []
    for writer in ("one", "two"):
        child = os.fork()
        if child == 0:
            try:
                write(tmp_path, writer, leased, options)
                os._exit(0)
            except ObjectExists:
                os._exit(3)
            finally:
                os._exit(1)
        children.append(child)
    return [os.waitstatus_to_exitcode(status_of(child)) for child in children]


@pytest.mark.parametrize("leased", [True, False], ids=["with-lease", "lease-lost"])
def test_two_writers_at_once(tmp_path: Path, folder: FolderStore, engine: Engine, leased: bool) -> None:
    ended = both(tmp_path, leased)
    assert set(ended) <= ({0} if leased else {0, 3})
    settle(folder, engine, tmp_path)
    assert judge_root(tmp_path / "store") == 1


@pytest.mark.s3
@pytest.mark.parametrize("server", SERVERS)
def test_two_writers_at_once_on_a_server(tmp_path: Path, engine: Engine, server: str) -> None:
    """The lease keeps them apart; neither may believe what it saw before the other wrote."""
    options = s3_options(server)
    store = S3Store(options)
    prepare_root(store)
    assert both(tmp_path, True, options) == [0, 0]
    settle(store, engine, tmp_path)
    assert judge_root(exported(store, tmp_path / "judged")) == 1


def settle(store: ObjectStore, engine: Engine, tmp_path: Path) -> None:
    """Roll forward and sweep; then both texts must be there, one in each version, and everything sound."""
    # What is promised in the spools is rolled forward, what the loser left is swept.
    for writer in ("one", "two"):
        reconcile(store, engine, tmp_path / f"spool-{writer}", "reconcile", AT + timedelta(days=1))
        discard(tmp_path / f"spool-{writer}", RECORD.id)
    newest = head(store, RECORD.id)
    assert newest is not None
    assert newest.version == "v2"
    texts = [
        name for version in ("v1", "v2") for name in newest.inventory.names(version) if name.endswith("txt")
    ]
    assert sorted(texts) == ["one.txt", "two.txt"]
    for version, name in zip(("v1", "v2"), texts, strict=True):
        assert read_file(store, RECORD.id, name, version) == name.removesuffix(".txt").encode()
    assert list(check(store, None)) == []
