"""Locks that run out while what they guard must stay: which objects need a longer one, and setting it.

How long is the caller's to say. Never shortens a lock; a store that cannot lock is left as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, insert, select

from archive import instant
from archive.deposit import Head, head
from archive.errors import FixityBroken, ObjectMissing
from archive.lock import lock_object
from archive.store import Lock, ObjectStore
from archive.tables import locks

# So many objects are locked between two notes of how far it has come.
_PART = 100


@dataclass(frozen=True)
class Wanted:
    """The lock that an object should get, and until when one must last at least to be left alone."""

    lock: Lock
    least: datetime


@dataclass(frozen=True)
class Extended:
    """How many objects were locked for longer; `cannot`: the store has no locks, and nothing more was tried."""

    locked: int
    cannot: bool


def lacking(
    connection: Connection, wanted: Mapping[str, Wanted], inventories: Mapping[str, str]
) -> list[str]:
    """Ids of `wanted` whose lock is too short, or was never seen, or that have another inventory since ("": any)."""
    rows = connection.execute(select(locks))
    known = {row.object: (row.inventory_sha256, instant.from_text(row.until)) for row in rows}
    return [
        id
        for id, one in wanted.items()
        if id not in known or known[id][1] < one.least or inventories.get(id, "") not in ("", known[id][0])
    ]


def extend(store: ObjectStore, engine: Engine, wanted: Mapping[str, Wanted], ids: Sequence[str]) -> Extended:
    """Lock every file of the objects `ids` as `wanted`. Safe to cut off and repeat. Raises StoreUnavailable.

    What is damaged or gone is left to fixity, which names it.
    """
    done = 0
    for start in range(0, len(ids), _PART):
        found: list[tuple[Head, Lock]] = []
        for id in ids[start : start + _PART]:
            with suppress(FixityBroken, ObjectMissing):
                newest = head(store, id)
                if newest is None:
                    continue
                if not lock_object(store, newest, wanted[id].lock):
                    return Extended(done, True)
                found.append((newest, wanted[id].lock))
        with engine.begin() as connection:
            _note(connection, found)
        done += len(found)
    return Extended(done, False)


def _note(connection: Connection, found: Sequence[tuple[Head, Lock]]) -> None:
    for newest, lock in found:
        id = newest.inventory.id
        connection.execute(delete(locks).where(locks.c.object == id))
        row = {"object": id, "inventory_sha256": newest.sha256, "until": instant.as_text(lock.until)}
        connection.execute(insert(locks), [row])
