"""One stored object as the index needs it: what it is, what it says of itself, which files its newest version has.

Read from the store, or from a catalogue (catalogue.py) that was; put into the index one by one or many at once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from archive.deposit import Deposited, Head, content
from archive.dossier import from_package, put_dossier
from archive.dossier_content import Dossier
from archive.index import StoredFile, put_records, remove_record
from archive.layout import object_root
from archive.package import DOSSIER_FILE, RECORD_FILE, VOLUME_FILE, Description
from archive.store import ObjectStore
from archive.tables import dossiers

RECORD = "record"
DOSSIER = "dossier"
# A volume of a register. It says what it is, and has no place in the index: the caller keeps its rows.
VOLUME = "volume"
# Kept for its files alone, such as the object of a batch: nothing in it is looked up.
UNDESCRIBED = "undescribed"
# Its record.json says `"indexed": false`: a paper that only named people may find.
UNLISTED = "unlisted"


class NotIndexable(ValueError):
    """A committed object whose record.json, dossier.json or volume.json cannot be read."""


@dataclass(frozen=True)
class Entry:
    """An object's newest version. `about` is there for RECORD and DOSSIER, `files` for RECORD alone."""

    id: str
    version: str
    inventory_sha256: str
    kind: str
    about: Description | Dossier | None = None
    files: tuple[StoredFile, ...] = ()


def entry_of(store: ObjectStore, newest: Head) -> Entry:
    """Reads what the object says of itself.

    FixityBroken or ObjectMissing when its description is damaged or gone, NotIndexable when it makes no sense.
    """
    names, id = newest.inventory.names(), newest.inventory.id
    proof = (id, newest.version, newest.sha256)
    if DOSSIER_FILE in names:
        return Entry(*proof, DOSSIER, _dossier(content(store, newest, DOSSIER_FILE), id))
    if VOLUME_FILE in names:
        _require_volume(content(store, newest, VOLUME_FILE), id)
        return Entry(*proof, VOLUME)
    if RECORD_FILE not in names:
        if not is_described(newest):
            return Entry(*proof, UNDESCRIBED)
        raise NotIndexable(f"the newest version of {id} has lost what says what it is, such as {RECORD_FILE}")
    data = content(store, newest, RECORD_FILE)
    description = _description(data, id)
    if not is_listed(data):
        return Entry(*proof, UNLISTED)
    return Entry(*proof, RECORD, description, _files(store, newest))


def put_entries(connection: Connection, entries: Sequence[Entry], at: datetime) -> None:
    """Makes the index say what `entries` say, each object once; the records among them in one go.

    NotIndexable, with the records put, for a dossier whose code another one has.
    """
    found = [
        (
            Deposited(one.id, one.version, one.inventory_sha256, object_root(one.id), False),
            one.about,
            one.files,
        )
        for one in entries
        if isinstance(one.about, Description)
    ]
    put_records(connection, found, at)
    for one in entries:
        if one.kind == UNLISTED:
            remove_record(connection, one.id)
        elif isinstance(one.about, Dossier):
            _put_dossier(connection, one.about)


def is_listed(data: bytes) -> bool:
    """Whether a record.json lets its record be indexed; it does unless it says no in so many words."""
    plain = json.loads(data)
    return not (isinstance(plain, dict) and plain.get("indexed") is False)


def is_described(newest: Head) -> bool:
    """Whether any version of the object says what it is; one that never did is kept for its files alone."""
    versions = range(1, len(newest.inventory.versions) + 1)
    return any(
        {RECORD_FILE, DOSSIER_FILE, VOLUME_FILE} & set(newest.inventory.names(f"v{n}")) for n in versions
    )


def _put_dossier(connection: Connection, dossier: Dossier) -> None:
    taken = connection.scalar(select(dossiers.c.id).where(dossiers.c.code == dossier.code))
    if taken not in (None, dossier.id):
        raise NotIndexable(f"{dossier.id} has the code of {taken}")
    put_dossier(connection, dossier)


def _dossier(data: bytes, id: str) -> Dossier:
    try:
        dossier = from_package(data)
    except ValueError as fault:
        raise NotIndexable(str(fault)) from None
    if dossier.id != id:
        raise NotIndexable(f"{DOSSIER_FILE} of {id} tells another id")
    return dossier


def _require_volume(data: bytes, id: str) -> None:
    try:
        plain = json.loads(data)
    except (ValueError, RecursionError):
        raise NotIndexable(f"{VOLUME_FILE} of {id} is no JSON") from None
    if not isinstance(plain, dict) or plain.get("schema") != "volume-1" or plain.get("id") != id:
        raise NotIndexable(f"{VOLUME_FILE} of {id} is of another schema or tells another id")


def _description(data: bytes, id: str) -> Description:
    try:
        plain = json.loads(data)
        description = Description.from_json(plain["description"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NotIndexable(f"{RECORD_FILE} of {id} holds no description") from None
    if description.id != id:
        raise NotIndexable(f"{RECORD_FILE} of {id} tells another id")
    return description


def _files(store: ObjectStore, newest: Head) -> tuple[StoredFile, ...]:
    root, manifest = object_root(newest.inventory.id), newest.inventory.manifest
    return tuple(
        StoredFile(name, sha256, store.size(f"{root}/{manifest[sha256][0]}"))
        for name, sha256 in newest.inventory.names().items()
    )
