"""After a crash, and once a week: what was promised gets done, what was left over gets removed.

The store is the truth. Committed versions roll forward into root pair and index; keys of versions that were
never committed go, unless someone may still be writing them (a lease, or a waiting package in the spool).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, select

from archive import dossier
from archive.deposit import Head, deposit, head, read_file, repair_root_pair
from archive.entry import NotIndexable, entry_of, is_described, is_listed, put_entries
from archive.errors import FixityBroken, LeaseTaken, ObjectExists, ObjectLocked, ObjectMissing
from archive.inventory import version_number
from archive.lease import held
from archive.lock import finish
from archive.objects import ObjectKeys, committed_names, object_keys, objects
from archive.package import DOSSIER_FILE, RECORD_FILE, VOLUME_FILE, Package
from archive.root import require_root
from archive.spool import drop_unfinished, pending, pending_of
from archive.store import ObjectStore
from archive.tables import records

# Nobody holds a lease or leaves a file half written for longer than this.
PATIENCE = timedelta(hours=1)


@dataclass
class ReconcileReport:
    """What was done: ids, and for orphans keys. `busy` were left alone; `damaged` need `fixity` and a person.

    `locked` are orphans that a lock still holds: the first of each object, since what it needs stays with it.
    """

    rolled_forward: list[str] = field(default_factory=list)
    reindexed: list[str] = field(default_factory=list)
    swept: list[str] = field(default_factory=list)
    busy: list[str] = field(default_factory=list)
    locked: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    tidied: int = 0


@dataclass(frozen=True)
class _Work:
    store: ObjectStore
    engine: Engine
    spool: Path
    holder: str
    at: datetime
    report: ReconcileReport


def reconcile(store: ObjectStore, engine: Engine, spool: Path, holder: str, at: datetime) -> ReconcileReport:
    """Rolls forward the spool and what is committed but not indexed, then sweeps orphans. Safe to repeat.

    `holder` takes the leases (see lease.py). Raises StoreUnavailable when the store does not answer; one
    damaged or busy object stops nothing.
    """
    require_root(store)
    work = _Work(store, engine, spool, holder, at, ReconcileReport())
    work.report.tidied = drop_unfinished(spool, at - PATIENCE)
    for package in pending(spool):
        with _reported(work, package.id):
            _roll_forward(work, package)
    for listed in objects(store):
        with _reported(work, listed.id):
            _settle(work, listed)
    work.report.tidied += store.tidy(at - PATIENCE)
    return work.report


@contextmanager
def _reported(work: _Work, object_id: str) -> Iterator[None]:
    try:
        yield
    except LeaseTaken:
        work.report.busy.append(object_id)
    except (FixityBroken, ObjectMissing, ObjectExists, NotIndexable):
        work.report.damaged.append(object_id)


def _roll_forward(work: _Work, package: Package) -> None:
    with _lease(work, package.id):
        try:
            deposit(work.store, package, work.spool)
        except ObjectExists:
            # Left over from another run, whose spool is gone; the lease says that nobody is writing it now.
            _sweep(work, package.id)
            deposit(work.store, package, work.spool)
        newest = head(work.store, package.id)
        if newest is not None:
            _index(work, newest)
        finish(work.store, work.spool, package.id)
    work.report.rolled_forward.append(package.id)


def _settle(work: _Work, listed: ObjectKeys) -> None:
    if not listed.is_ours:
        work.report.damaged.append(listed.root)
        return
    newest = head(work.store, listed.id)
    if _indexed_version(work, listed.id) > (len(newest.inventory.versions) if newest else 0):
        # A version that was committed once has lost its sidecar: what looks like orphans is what must be repaired.
        work.report.damaged.append(listed.id)
        return
    if newest is not None:
        repair_root_pair(work.store, listed.id, newest)
        if not _is_indexed(work, newest):
            with _lease(work, listed.id):
                _index(work, newest)
            work.report.reindexed.append(listed.id)
    if _orphans(listed, newest):
        with _lease(work, listed.id):
            if pending_of(work.spool, listed.id):
                # It came after the spool was worked off: its writer is at it.
                work.report.busy.append(listed.id)
                return
            _sweep(work, listed.id)


def _indexed_version(work: _Work, object_id: str) -> int:
    """Number of the version that the index has; 0 for what is not in it."""
    with work.engine.connect() as connection:
        found = connection.scalar(select(records.c.head).where(records.c.id == object_id))
    return version_number(found or "")


def _sweep(work: _Work, object_id: str) -> None:
    """Looks again now that the lease keeps writers away, and removes what no committed version names."""
    listed = object_keys(work.store, object_id)
    for name in _orphans(listed, head(work.store, object_id)):
        key = f"{listed.root}/{name}"
        try:
            work.store.delete(key)
        except ObjectLocked:
            # The bucket's default rule holds what arrived and was never committed; it goes when that ends.
            work.report.locked.append(key)
            return
        work.report.swept.append(key)


def _orphans(listed: ObjectKeys, newest: Head | None) -> list[str]:
    kept = committed_names(newest) if newest else set()
    # Backwards, so that a sweep cut off midway leaves no inventory without its content.
    return [name for name in reversed(listed.names) if name not in kept]


def _is_indexed(work: _Work, newest: Head) -> bool:
    object_id, names = newest.inventory.id, newest.inventory.names()
    if VOLUME_FILE in names:
        entry_of(work.store, newest)
        return True
    if not is_described(newest):
        return True
    with work.engine.connect() as connection:
        if DOSSIER_FILE in names:
            stored = dossier.from_package(read_file(work.store, object_id, DOSSIER_FILE))
            try:
                return dossier.show(connection, object_id) == stored
            except ObjectMissing:
                return False
        wanted = select(records.c.head, records.c.inventory_sha256).where(records.c.id == object_id)
        row = connection.execute(wanted).one_or_none()
    if row is None:
        return RECORD_FILE in names and not is_listed(read_file(work.store, object_id, RECORD_FILE))
    return tuple(row) == (newest.version, newest.sha256)


def _index(work: _Work, newest: Head) -> None:
    entry = entry_of(work.store, newest)
    with work.engine.begin() as connection:
        put_entries(connection, [entry], work.at)


def _lease(work: _Work, object_id: str) -> AbstractContextManager[None]:
    return held(work.engine, object_id, work.holder, work.at, PATIENCE.total_seconds())
