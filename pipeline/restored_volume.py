"""Ledger rows of one volume of a register, told by its volume.json in the store, and the row of each of its entries.

Its pages must be there already (restored_batch.py). Entries come one by one, each with its record (restored_record.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select, update

from archive.deposit import Head
from archive.package import VOLUME_FILE
from pipeline.actors import Act
from pipeline.ledger import note
from pipeline.ledger_tables import pages
from pipeline.record import key_of
from pipeline.register.tables import entries, volume_pages, volumes
from pipeline.register.volume import ENTRIES, OPEN, Declared
from pipeline.restored_actors import know
from pipeline.unrestorable import Unrestorable


def put_volume(connection: Connection, act: Act, data: Mapping[str, Any], newest: Head) -> None:
    """Insert a volume and its pages; `data` is the content of volume.json.

    Raises Unrestorable when a page or its first copy did not come back; KeyError, TypeError or ValueError when it does
    not tell what a volume must have.
    """
    key, copied = key_of(data["id"]), data["first_copy"]
    told = {name: data[name] for name in Declared.model_fields}
    declared = Declared(**told | {"first_copy": key_of(copied) if copied else None})
    _refuse_what_is_not_there(connection, data, declared)
    know(connection, [data["created_by"]], data["unit"])
    connection.execute(
        insert(volumes).values(
            id=key,
            unit=data["unit"],
            created_at=data["created"],
            created_by=data["created_by"],
            archive_version=newest.version,
            inventory_sha256=newest.sha256,
            stored_sha256=newest.inventory.names()[VOLUME_FILE],
            **declared.model_dump(),
        )
    )
    for page in data["pages"]:
        row = {name: page[name] for name in ("page", "ordinal", "role")}
        connection.execute(insert(volume_pages).values(volume=key, **row))
    note(connection, act, "register.restore", key, {"inventory_sha256": newest.sha256})


def _refuse_what_is_not_there(connection: Connection, data: Mapping[str, Any], declared: Declared) -> None:
    copied = declared.first_copy
    if copied and connection.scalar(select(volumes.c.id).where(volumes.c.id == copied)) is None:
        raise Unrestorable(
            f"sổ thứ nhất của nó ({copied}) không có trong kho",
            f"its first copy ({copied}) is not in the store",
        )
    for page in data["pages"]:
        if connection.scalar(select(pages.c.id).where(pages.c.id == page["page"])) is None:
            raise Unrestorable(
                f"trang {page['page']} của nó không có trong kho: lô chưa đóng",
                f"its page {page['page']} is not in the store: its batch was never closed",
            )


def entries_told(data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """For each record (URN) that a volume.json lists: its row as record.json tells it, the reason left out."""
    return {
        one["record"]: {
            "volume": data["id"],
            "cancelled_at": one["cancelled_at"],
            "cancelled_by": one["cancelled_by"],
        }
        for one in data["entries"]
    }


def put_entry(connection: Connection, record: str, data: Mapping[str, Any]) -> None:
    """Insert the row of the entry that a record is; `data` is the content of its record.json.

    Raises Unrestorable when the volume is not there: nothing would say which part of a page may leave.
    """
    told = data["register"]
    volume = key_of(told["volume"])
    if connection.scalar(select(volumes.c.id).where(volumes.c.id == volume)) is None:
        raise Unrestorable(
            f"quyển sổ {volume} của nó không phục hồi được",
            f"its register volume {volume} did not come back",
        )
    why = told["reason"] if "reason" in told else _reason(data)
    know(connection, [told["cancelled_by"]], data["unit"])
    cancelled = {name: told[name] for name in ("cancelled_at", "cancelled_by")}
    connection.execute(insert(entries).values(record=record, volume=volume, reason=why, **cancelled))
    # The volume may have been stored before its last pages were laid out.
    held = [page["id"] for page in data["pages"]]
    stale = volume_pages.c.page.in_(held) & (volume_pages.c.role == OPEN)
    connection.execute(update(volume_pages).where(stale).values(role=ENTRIES))


def is_cut(connection: Connection, data: Mapping[str, Any]) -> bool:
    """Whether only the entry's own part of its pages leaves, as its volume says."""
    told = data.get("register")
    if not told:
        return False
    wanted = select(volumes.c.pdf).where(volumes.c.id == key_of(told["volume"]))
    return connection.scalar(wanted) == "regions"


def _reason(data: Mapping[str, Any]) -> str | None:
    struck = [one["reason"] for one in data["decisions"] if one["action"] == "cancel_entry"]
    return struck[-1] if struck else None
