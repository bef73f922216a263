"""A volume's own object in the store: `volume.json`, so that a lost database takes no register with it.

It tells of the cover, of every page and of which records are entries; what an entry says lies in its record alone. No
flag says that it is out of date: what the ledger tells now is compared with what was stored.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select, update

from archive.deposit import Deposited, deposit
from archive.digest import of_bytes
from archive.errors import LeaseTaken
from archive.lock import finish
from archive.package import VOLUME_FILE, PackageFile
from pipeline.actors import Act
from pipeline.capture import json_bytes, package
from pipeline.holding import holding
from pipeline.ledger import note, stored_as
from pipeline.ledger_tables import pages
from pipeline.record import urn
from pipeline.register.tables import entries, volume_pages, volumes
from pipeline.register.volume import OPEN, Declared
from pipeline.store_lock import with_lock
from pipeline.wiring import Services
from pipeline.workspace import write_whole

SCHEMA = "volume-1"


def volume_json(connection: Connection, volume: str) -> dict[str, Any]:
    """The content of volume.json; depends on the ledger alone. No value of an entry and no free text is in it."""
    row = connection.execute(select(volumes).where(volumes.c.id == volume)).one()
    held, entered = _pages_json(connection, volume), _entries_json(connection, volume)
    told = {name: getattr(row, name) for name in Declared.model_fields}
    return {
        "schema": SCHEMA,
        "id": urn(volume),
        "unit": row.unit,
        "created": row.created_at,
        "created_by": row.created_by,
        **told,
        "first_copy": urn(row.first_copy) if row.first_copy else None,
        "pages": held,
        "entries": entered,
        "counts": {
            "pages": len(held),
            "open": sum(page["role"] == OPEN for page in held),
            "entries": len(entered),
            "cancelled": sum(entry["cancelled_at"] is not None for entry in entered),
        },
    }


def _pages_json(connection: Connection, volume: str) -> list[dict[str, Any]]:
    query = (
        select(volume_pages.c.page, pages.c.batch, volume_pages.c.ordinal, volume_pages.c.role)
        .join(pages, pages.c.id == volume_pages.c.page)
        .where(volume_pages.c.volume == volume)
    )
    rows = connection.execute(query.order_by(volume_pages.c.ordinal, volume_pages.c.page))
    return [dict(row._mapping) | {"batch": urn(row.batch)} for row in rows]


def _entries_json(connection: Connection, volume: str) -> list[dict[str, Any]]:
    wanted = select(entries.c.record, entries.c.cancelled_at, entries.c.cancelled_by)
    rows = connection.execute(wanted.where(entries.c.volume == volume).order_by(entries.c.record))
    # Why an entry was struck out is free text, and stays with its record.
    return [dict(row._mapping) | {"record": urn(row.record)} for row in rows]


def deposit_volume(services: Services, volume: str, act: Act) -> Deposited:
    """Commit the volume as the ledger has it now. Safe to run twice: what the store has already costs no version.

    Raises archive's StoreUnavailable, LeaseTaken.
    """
    object_id, spool = urn(volume), services.workspace.spool
    with holding(services, object_id):
        with services.ledger.reading() as connection:
            content = json_bytes(volume_json(connection, volume))
        path = services.workspace.of_record(volume) / VOLUME_FILE
        write_whole(path, content)
        file = PackageFile(VOLUME_FILE, path, of_bytes(content))
        made = package(volume, [file], act.at, "register volume", act.by)
        deposited = deposit(services.store, with_lock(services.settings, made, act.at), spool)
        with services.ledger.writing(act) as connection:
            values = {"stored_sha256": file.sha256, **stored_as(deposited)}
            connection.execute(update(volumes).where(volumes.c.id == volume).values(**values))
            note(connection, act, "register.stored", volume, {"inventory_sha256": deposited.inventory_sha256})
    finish(services.store, spool, object_id)
    return deposited


def waiting(connection: Connection) -> list[str]:
    """Ids of volumes that the store does not have as the ledger tells them, oldest first."""
    rows = connection.execute(
        select(volumes.c.id, volumes.c.stored_sha256).order_by(volumes.c.created_at, volumes.c.id)
    )
    return [row.id for row in rows.all() if row.stored_sha256 != _digest(connection, row.id)]


def deposit_waiting(services: Services, act: Act) -> int:
    """Commit every volume that waits; how many. One that another process is writing is left to it.

    Raises archive's StoreUnavailable.
    """
    with services.ledger.reading() as connection:
        found = waiting(connection)
    done = 0
    for volume in found:
        try:
            deposit_volume(services, volume, act)
        except LeaseTaken:
            continue
        done += 1
    return done


def _digest(connection: Connection, volume: str) -> str:
    return of_bytes(json_bytes(volume_json(connection, volume)))
