"""The steps after the transaction: lock what was committed against removal, then leave the spool.

How long is the caller's to say (`Package.lock`); a store that cannot lock is left as it is, and `sohoa doctor` says
so. The spool entry stays until its lock is set, so a killed run sets it the next time.
"""

from __future__ import annotations

from pathlib import Path

from archive.deposit import Head, head
from archive.inventory import FILE, SIDECAR
from archive.layout import object_root
from archive.objects import committed_names
from archive.spool import discard, pending_of
from archive.store import Lock, ObjectStore

# The root pair is a copy that every new version replaces.
_DERIVED = {FILE, SIDECAR}


def finish(store: ObjectStore, spool: Path, object_id: str) -> None:
    """Sets the locks that the waiting packages of `object_id` ask for, then removes them from `spool`.

    Call it after the transaction that records the deposit. Raises StoreUnavailable; run again then.
    """
    asked = [package.lock for package in pending_of(spool, object_id) if package.lock]
    newest = head(store, object_id) if asked else None
    if newest:
        for lock in asked:
            lock_object(store, newest, lock)
    discard(spool, object_id)


def lock_object(store: ObjectStore, newest: Head, lock: Lock) -> bool:
    """Locks every committed file of the object, all versions; False when the store cannot lock."""
    root = object_root(newest.inventory.id)
    return all(store.lock(f"{root}/{name}", lock) for name in sorted(committed_names(newest) - _DERIVED))


def hold_object(store: ObjectStore, newest: Head, on: bool) -> bool:
    """Sets or lifts a legal hold on every committed file of the object; False when the store cannot hold."""
    root = object_root(newest.inventory.id)
    return all(store.hold(f"{root}/{name}", on) for name in sorted(committed_names(newest) - _DERIVED))
