"""Who was shown which record: asked of the audit trail by account, or by record. Changes nothing.

Desk and terminal write different events for the same thing; this is the one place that knows them all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

from archive import instant
from archive.tables import outbox
from pipeline.premis import VIEWED

LISTED = "records.listed"
# What an event of each type means to the person in the record: named in a list, opened, or carried away.
WAYS = {
    LISTED: "listed",
    "record.listed": "listed",
    "record.seen": "opened",
    "record.opened": "opened",
    VIEWED: "opened",
    "record.downloaded": "taken",
}


@dataclass(frozen=True)
class Exposure:
    """One record was shown to one account; `way` is listed, opened or taken."""

    record: str
    actor: str
    at: str
    way: str
    purpose: str

    def as_json(self) -> dict[str, str]:
        """The form of `audit exposure --json` and `person report --json`."""
        return dict(vars(self))


def of_account(connection: Connection, actor: str, first: datetime, last: datetime) -> list[Exposure]:
    """What an account (actor's id) was shown from `first` until before `last`, in order."""
    between = (outbox.c.at >= instant.as_text(first)) & (outbox.c.at < instant.as_text(last))
    return list(_told(connection, (outbox.c.actor == actor) & between))


def of_record(connection: Connection, record: str) -> list[Exposure]:
    """Who was shown a record, in order, alone or in a list."""
    among = (outbox.c.type == LISTED) & outbox.c.detail.contains(record, autoescape=True)
    found = _told(connection, or_(outbox.c.object == record, among))
    return [one for one in found if one.record == record]


def _told(connection: Connection, where: ColumnElement[bool]) -> Iterator[Exposure]:
    query = select(outbox).where(where, outbox.c.type.in_(WAYS)).order_by(outbox.c.id)
    for row in connection.execute(query):
        detail = json.loads(row.detail)
        for record in _records(row, detail):
            yield Exposure(record, row.actor, row.at, _way(row, detail), str(detail.get("purpose", "")))


def _records(row: Any, detail: dict[str, Any]) -> list[str]:
    if row.type != LISTED:
        return [row.object]
    return [
        key for name, ids in sorted(detail.items()) if name.startswith("ids") for key in str(ids).split("+")
    ]


def _way(row: Any, detail: dict[str, Any]) -> str:
    # The record's page says itself whether it was opened with a purpose before.
    opened = row.type == "record.listed" and detail.get("opened")
    return "opened" if opened else WAYS[row.type]
