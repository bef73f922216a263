"""The index, refilled from the store alone: the proof that nothing in it is more than a convenience."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from archive.deposit import Deposited, Head, head, read_file
from archive.dossier import from_package, put_dossier
from archive.errors import FixityBroken, ObjectMissing
from archive.index import StoredFile, put_record, remove_all, remove_record
from archive.layout import object_root
from archive.objects import newest_committed, objects
from archive.package import DOSSIER_FILE, RECORD_FILE, Description
from archive.root import require_root
from archive.store import ObjectStore
from archive.tables import dossiers

RECORD = "record"
DOSSIER = "dossier"
# Kept for its files alone, such as the object of a batch: nothing in it is looked up.
UNDESCRIBED = "undescribed"
# Its record.json says `"indexed": false`: a paper that only named people may find.
UNLISTED = "unlisted"


class NotIndexable(ValueError):
    """A committed object whose record.json or dossier.json cannot be read."""


@dataclass(frozen=True)
class RebuildReport:
    """How many came back, and (object, reason) of those that are stored but could not be read.

    `undescribed` objects hold neither record.json nor dossier.json, `unlisted` ones say that they are not to be
    indexed: both are kept, and have no place in the index.
    """

    records: int
    dossiers: int
    undescribed: int = 0
    unreadable: tuple[tuple[str, str], ...] = ()
    unlisted: int = 0


def rebuild(store: ObjectStore, connection: Connection, at: datetime) -> RebuildReport:
    """Empties the index and fills it again from what is committed in `store`, on the caller's transaction.

    A damaged object is reported and left out; it stops nothing. Leases and the audit trail stay untouched.
    """
    require_root(store)
    remove_all(connection)
    counted = {RECORD: 0, DOSSIER: 0, UNDESCRIBED: 0, UNLISTED: 0}
    unreadable = []
    for listed in objects(store):
        if newest_committed(listed.names) == 0:
            continue
        if not listed.is_ours:
            unreadable.append((listed.root, "the folder is not where its name belongs"))
            continue
        try:
            newest = head(store, listed.id)
            if newest is not None:
                counted[index_object(store, connection, newest, at)] += 1
        except (FixityBroken, ObjectMissing, NotIndexable) as fault:
            unreadable.append((listed.id, str(fault)))
    kept = counted[UNDESCRIBED]
    return RebuildReport(counted[RECORD], counted[DOSSIER], kept, tuple(unreadable), counted[UNLISTED])


def index_object(store: ObjectStore, connection: Connection, newest: Head, at: datetime) -> str:
    """Indexes one object from its stored content; gives RECORD, DOSSIER, UNDESCRIBED or UNLISTED.

    FixityBroken or ObjectMissing when its description is damaged or gone, NotIndexable when it makes no sense.
    """
    names = newest.inventory.names()
    object_id = newest.inventory.id
    if DOSSIER_FILE in names:
        _index_dossier(connection, read_file(store, object_id, DOSSIER_FILE), object_id)
        return DOSSIER
    if RECORD_FILE not in names:
        if not is_described(newest):
            return UNDESCRIBED
        raise NotIndexable(f"the newest version of {object_id} has lost its {RECORD_FILE} or {DOSSIER_FILE}")
    data = read_file(store, object_id, RECORD_FILE)
    description = _description(data, object_id)
    if not is_listed(data):
        remove_record(connection, object_id)
        return UNLISTED
    deposited = Deposited(object_id, newest.version, newest.sha256, object_root(object_id), False)
    put_record(connection, deposited, description, _files(store, newest), at)
    return RECORD


def is_listed(data: bytes) -> bool:
    """Whether a record.json lets its record be indexed; it does unless it says no in so many words."""
    plain = json.loads(data)
    return not (isinstance(plain, dict) and plain.get("indexed") is False)


def is_described(newest: Head) -> bool:
    """Whether any version of the object says what it is; one that never did is kept for its files alone."""
    versions = range(1, len(newest.inventory.versions) + 1)
    return any({RECORD_FILE, DOSSIER_FILE} & set(newest.inventory.names(f"v{n}")) for n in versions)


def _index_dossier(connection: Connection, data: bytes, object_id: str) -> None:
    try:
        dossier = from_package(data)
    except ValueError as fault:
        raise NotIndexable(str(fault)) from None
    if dossier.id != object_id:
        raise NotIndexable(f"{DOSSIER_FILE} of {object_id} tells another id")
    taken = connection.scalar(select(dossiers.c.id).where(dossiers.c.code == dossier.code))
    if taken not in (None, object_id):
        raise NotIndexable(f"{object_id} has the code of {taken}")
    put_dossier(connection, dossier)


def _description(data: bytes, object_id: str) -> Description:
    try:
        plain = json.loads(data)
        description = Description.from_json(plain["description"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NotIndexable(f"{RECORD_FILE} of {object_id} holds no description") from None
    if description.id != object_id:
        raise NotIndexable(f"{RECORD_FILE} of {object_id} tells another id")
    return description


def _files(store: ObjectStore, newest: Head) -> list[StoredFile]:
    root, manifest = object_root(newest.inventory.id), newest.inventory.manifest
    return [
        StoredFile(name, sha256, store.size(f"{root}/{manifest[sha256][0]}"))
        for name, sha256 in newest.inventory.names().items()
    ]
