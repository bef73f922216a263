"""The index, refilled from the store alone: the proof that nothing in it is more than a convenience."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from archive import bulk
from archive.catalogue import Catalogue
from archive.deposit import head
from archive.entry import (
    DOSSIER,
    RECORD,
    UNDESCRIBED,
    UNLISTED,
    VOLUME,
    Entry,
    NotIndexable,
    entry_of,
    put_entries,
)
from archive.errors import FixityBroken, ObjectMissing
from archive.index import remove_all
from archive.objects import newest_committed, objects
from archive.root import require_root
from archive.store import ObjectStore

# So many records go into the index with one statement for each table.
BATCH = 200
Unreadable = list[tuple[str, str]]


@dataclass(frozen=True)
class RebuildReport:
    """How many came back, and (object, reason) of those that are stored but could not be read.

    `undescribed` objects hold nothing that says what they are (those of batches), `unlisted` ones say that they are
    not to be indexed: both are kept, and have no place in the index, nor have `volumes` of registers.
    """

    records: int
    dossiers: int
    undescribed: int = 0
    unreadable: tuple[tuple[str, str], ...] = ()
    unlisted: int = 0
    volumes: int = 0


def rebuild(store: ObjectStore, connection: Connection, at: datetime) -> RebuildReport:
    """Empties the index and fills it again from what is committed in `store`, on the caller's transaction.

    What the store's newest catalogue tells of an object is taken where the object's newest version is still the same;
    everything else is read. A damaged object is reported and left out; it stops nothing. Leases and the audit trail
    stay untouched.
    """
    require_root(store)
    # Indexes cannot be laid aside on PostgreSQL without making readers wait, who see the old index until the end.
    at_once = connection.dialect.name == "sqlite" or bulk.is_empty(connection)
    remove_all(connection)
    aside = bulk.lay_aside(connection) if at_once else None
    unreadable: Unreadable = []
    counted = _put_all(connection, _entries(store, unreadable), at, unreadable)
    if aside:
        bulk.bring_back(connection, aside)
    return RebuildReport(
        counted[RECORD],
        counted[DOSSIER],
        counted[UNDESCRIBED],
        tuple(unreadable),
        counted[UNLISTED],
        counted[VOLUME],
    )


def _put_all(
    connection: Connection, entries: Iterable[Entry], at: datetime, unreadable: Unreadable
) -> Counter[str]:
    counted = Counter[str]()
    waiting: list[Entry] = []
    for entry in entries:
        waiting.append(entry)
        # A dossier may be refused for its code, which is its own fault and not that of others beside it.
        if len(waiting) == BATCH or entry.kind == DOSSIER:
            counted += _put(connection, waiting, at, unreadable)
            waiting = []
    return counted + _put(connection, waiting, at, unreadable)


def _entries(store: ObjectStore, unreadable: Unreadable) -> Iterator[Entry]:
    catalogue = Catalogue(store)
    for listed in objects(store):
        if newest_committed(listed.names) == 0:
            continue
        if not listed.is_ours:
            unreadable.append((listed.root, "the folder is not where its name belongs"))
            continue
        try:
            known = catalogue.entry(listed)
            newest = None if known else head(store, listed.id)
            entry = entry_of(store, newest) if newest else known
        except (FixityBroken, ObjectMissing, NotIndexable) as fault:
            unreadable.append((listed.id, str(fault)))
            continue
        if entry:
            yield entry


def _put(connection: Connection, entries: list[Entry], at: datetime, unreadable: Unreadable) -> Counter[str]:
    counted = Counter(one.kind for one in entries)
    try:
        put_entries(connection, entries, at)
    except NotIndexable as fault:
        unreadable.append((entries[-1].id, str(fault)))
        counted[DOSSIER] -= 1
    return counted
