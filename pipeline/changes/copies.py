"""Who holds a copy of a record: what exchange handed out, and the dossiers that name one of its versions."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from archive.tables import dossiers, members
from pipeline.exchange.receipts import receivers
from pipeline.record import urn


def receivers_of(connection: Connection, record: str) -> list[dict[str, Any]]:
    """Who holds a copy: deliveries handed out, and dossiers that name a version of the record; oldest first."""
    held = (*_handed_out(connection, record), *_in_dossiers(connection, record))
    return sorted(held, key=lambda one: str(one["at"]))


def _handed_out(connection: Connection, record: str) -> list[dict[str, Any]]:
    return [
        {
            "way": told["kind"],
            "receiver": told["receiver"],
            "reference": told["file"],
            "version": None,
            "revision": told["revision"],
            "at": told["made_at"],
            "by": told["made_by"],
        }
        for told in receivers(connection, record)
    ]


def _in_dossiers(connection: Connection, record: str) -> list[dict[str, Any]]:
    joined = (
        select(
            dossiers.c.code,
            members.c.version,
            members.c.component,
            members.c.attached_at,
            members.c.attached_by,
        )
        .join(members, members.c.dossier == dossiers.c.id)
        .where(members.c.record == urn(record), members.c.detached_at.is_(None))
    )
    return [
        {
            "way": "dossier",
            "receiver": row.code,
            "reference": row.component,
            "version": row.version,
            "revision": None,
            "at": row.attached_at,
            "by": row.attached_by,
        }
        for row in connection.execute(joined)
    ]
