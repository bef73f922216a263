"""Killed at any point, a deposit is either not begun or finished by the next run; never half there.

Once with processes killed by SIGKILL before each change they make to the disk, once with a store that goes
away before or after each of its writes (memory, and a real S3 server).
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from archive_database import open_database
from archive_judges import exported, judge_root
from archive_material import AT, described, packed, record_json
from s3_server import s3_store
from sqlalchemy import Engine, text
from time_limits import status_of

from archive import schema
from archive.deposit import deposit, discard, head, pending
from archive.fixity import check
from archive.index import put_record, record, remove_all
from archive.lease import held
from archive.package import Package
from archive.reconcile import reconcile
from archive.root import prepare_root
from archive.store import ObjectStore
from archive.stores.folder import FolderStore
from archive.stores.memory import MemoryStore

FIRST = described(1, "Nguyễn Thị Hạnh", review_state="unreviewed")
SECOND = described(1, "Nguyễn Thị Hạnh", review_state="reviewed", title="Giấy khai sinh đã đối chiếu")
MASTER = bytes(range(256)) * 40
LATER = AT + timedelta(days=1)
CHANGES = {"os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree", "sqlite3.connect"}


def version(work: Path, number: int) -> Package:
    if number == 1:
        contents = {"record.json": record_json(FIRST), "master/0001.jp2": MASTER, "ocr.zip": b"PK" * 50}
    else:
        contents = {
            "record.json": record_json(SECOND),
            "master/0001.jp2": MASTER,
            "ocr.zip": b"PK" * 50,
            "record.pdf": b"%PDF-1.7 " * 99,
        }
    return packed(work, FIRST.id, contents, AT + timedelta(hours=number))


@dataclass
class Place:
    """One archive on disk: store, database, spool, and the files waiting to be archived."""

    base: Path

    @property
    def store(self) -> FolderStore:
        return FolderStore(self.base / "store")

    @property
    def spool(self) -> Path:
        return self.base / "spool"

    def database(self) -> Engine:
        return open_database(self.base / "index.db")

    def archive(self, number: int) -> None:
        """What the pipeline does with one version of the record."""
        package = version(self.base / "work", number)
        engine = self.database()
        with held(engine, FIRST.id, "pipeline", AT, 60):
            deposited = deposit(self.store, package, self.spool)
            with engine.begin() as connection:
                put_record(connection, deposited, (FIRST, SECOND)[number - 1], package.files, AT)
            discard(self.spool, package.id)
        engine.dispose()


@pytest.fixture
def base() -> Iterator[Path]:
    # In memory where there is plenty: the matrix makes thousands of fsyncs, and SIGKILL loses no page cache.
    made = Path(tempfile.mkdtemp(prefix="sohoa-crash-"))
    yield made
    shutil.rmtree(made)


@pytest.fixture
def prepared(base: Path) -> dict[int, Path]:
    """Archives as they stand before version 1 and before version 2."""
    stages = {}
    for number in (1, 2):
        place = Place(base / f"before-v{number}")
        if number == 1:
            place.base.mkdir()
            prepare_root(place.store)
            schema.upgrade(place.database())
            version(place.base / "work", 1)
            version(place.base / "work", 2)
        else:
            shutil.copytree(stages[1], place.base)
            place.archive(1)
        stages[number] = place.base
    return stages


def killed(place: Place, number: int, step: int) -> bool:
    """Archives in a child process that SIGKILL ends before its change number `step`; False: it lived on."""
    child = os.fork()
    if child:
        status = status_of(child)
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
        return os.WIFSIGNALED(status)
    try:
        left = step

        def watch(event: str, args: tuple[object, ...]) -> None:
            nonlocal left
            writes = event == "open" and isinstance(args[1], str) and set(args[1]) & set("xwa+")
            if (event in CHANGES or writes) and str(args[0]).startswith(str(place.base)):
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                left -= 1

        sys.addaudithook(watch)
        place.archive(number)
        os._exit(0)
    finally:
        os._exit(1)


def is_sound(place: Place) -> None:
    judge_root(place.base / "store")
    assert list(check(place.store, None)) == []


@pytest.mark.parametrize(
    ("number", "spool_lost"),
    [
        pytest.param(1, False, id="v1-spool-kept"),
        pytest.param(2, True, id="v2-spool-lost"),
        # Each number and each spool stands above; the other pairs are the slow half of the matrix.
        pytest.param(1, True, id="v1-spool-lost", marks=pytest.mark.proof),
        pytest.param(2, False, id="v2-spool-kept", marks=pytest.mark.proof),
    ],
)
def test_killed_at_any_step(prepared: dict[int, Path], base: Path, number: int, spool_lost: bool) -> None:
    step, swept, rolled, died = -1, 0, 0, True
    while died:
        step += 1
        place = Place(base / "trial")
        shutil.copytree(prepared[number], place.base)
        died = killed(place, number, step)
        promised = bool(pending(place.spool))
        if spool_lost:
            shutil.rmtree(place.spool, ignore_errors=True)
        engine = place.database()
        report = reconcile(place.store, engine, place.spool, "reconcile", LATER)
        swept, rolled = swept + len(report.swept), rolled + len(report.rolled_forward)
        assert (report.damaged, report.busy) == ([], [])
        reached = reached_soundly(place, engine)
        assert reached in (number - 1, number)
        assert reached == number or (died and (spool_lost or not promised))
        goes_on(place, engine, number)
        engine.dispose()
        shutil.rmtree(place.base)
    kept = "lost" if spool_lost else "kept"
    print(
        f"\n  SIGKILL v{number}, spool {kept}: {step} points, {rolled} rolled forward, {swept} orphans swept"
    )
    assert step > 25


def reached_soundly(place: Place, engine: Engine) -> int:
    """How many versions stand after a reconciliation, the index saying what the store proves."""
    newest = head(place.store, FIRST.id)
    reached = len(newest.inventory.versions) if newest else 0
    if newest:
        with engine.connect() as connection:
            row = record(connection, FIRST.id)
        assert (row.head, row.inventory_sha256) == (newest.version, newest.sha256)
        assert row.description == (FIRST, SECOND)[reached - 1]
    assert pending(place.spool) == []
    is_sound(place)
    return reached


def goes_on(place: Place, engine: Engine, number: int) -> None:
    """Archiving the version once more ends with it, and nothing is left to sweep."""
    place.archive(number)
    again = head(place.store, FIRST.id)
    assert again is not None
    assert again.version == f"v{number}"
    assert reconcile(place.store, engine, place.spool, "reconcile", LATER).swept == []
    is_sound(place)


class Cut(BaseException):
    """The moment the store went away; not an Exception, so that nothing on the way can swallow it."""


class CutStore:
    """A store that goes away at its write number `at`, before it or after it is done."""

    def __init__(self, store: ObjectStore, at: int, *, after: bool) -> None:
        self._store = store
        self._left = at
        self._after = after

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def alone(self, prefix: str) -> object:
        return self

    def put_once(self, key: str, source: bytes | Path, sha256: str) -> None:
        self._cut(lambda: self._store.put_once(key, source, sha256))

    def replace(self, key: str, data: bytes) -> None:
        self._cut(lambda: self._store.replace(key, data))

    def _cut(self, act) -> None:  # type: ignore[no-untyped-def]
        self._left -= 1
        if self._left == -1 and not self._after:
            raise Cut
        act()
        if self._left == -1:
            raise Cut


@pytest.mark.parametrize("kind", ["memory", pytest.param("s3", marks=pytest.mark.s3)])
@pytest.mark.parametrize("spool_lost", [False, True], ids=["spool-kept", "spool-lost"])
def test_a_store_that_goes_away_at_any_write(
    request: pytest.FixtureRequest, tmp_path: Path, engine: Engine, kind: str, spool_lost: bool
) -> None:
    spool, cases = tmp_path / "spool", 0
    for after in (False, True):
        # Over HTTP the second version alone: it takes every path of the first but the declaration.
        for number in (1, 2) if kind == "memory" else (2,):
            step, died = 0, True
            while died:
                store: ObjectStore = s3_store() if kind == "s3" else MemoryStore()
                died = cut_off(store, tmp_path, number, step, after=after)
                if spool_lost:
                    shutil.rmtree(spool)
                with engine.begin() as connection:
                    connection.execute(text("DELETE FROM archive_leases"))
                    # Each trial has a store of its own; what the index knew of the last one is none of its past.
                    remove_all(connection)
                report = reconcile(store, engine, spool, "reconcile", LATER)
                assert report.damaged == []
                newest = head(store, FIRST.id)
                assert spool_lost or (newest and newest.version == f"v{number}")
                assert list(check(store, None)) == []
                assert judge_root(exported(store, tmp_path / "exported")) == (1 if newest else 0)
                assert deposit(store, version(tmp_path, number), spool).version == f"v{number}"
                discard(spool, FIRST.id)
                cases, step = cases + 1, step + 1
    assert cases > 12


def cut_off(store: ObjectStore, folder: Path, number: int, step: int, *, after: bool) -> bool:
    """Deposit that version; whether the store went away at its write number `step`, before it or `after`."""
    spool = folder / "spool"
    prepare_root(store)
    if number == 2:
        deposit(store, version(folder, 1), spool)
        discard(spool, FIRST.id)
    try:
        deposit(CutStore(store, step, after=after), version(folder, number), spool)  # type: ignore[arg-type]
    except Cut:
        return True
    return False
