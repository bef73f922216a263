"""What happened, to which object, by whom: written in the same transaction as the change itself.

Events outlive every deletion, so they hold ids, codes and digests only, never a name or another word about
a person. Sealing them into a chain is another module's work; here they wait in the outbox.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, insert, select

from archive import instant
from archive.tables import outbox

Detail = Mapping[str, str | int]
# Ids, codes, digests, versions, keys: ASCII without spaces. A person's name does not get through.
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@=%+-]{0,199}")
_MOST_DETAILS = 32
# Made once: every act writes events, and making a statement costs more than the row.
_WRITE = insert(outbox)


@dataclass(frozen=True)
class Event:
    """One line of the trail.

    `type` is a PREMIS event type or a code of ours, `outcome` is "success" or a code, `unit` the office.
    """

    at: datetime
    actor: str
    unit: str
    type: str
    object: str
    outcome: str
    detail: Detail = field(default_factory=dict)


def record_event(connection: Connection, event: Event) -> int:
    """Puts `event` into the outbox on the caller's connection and returns its number.

    ValueError when a part is not an id, code, digest or whole number; the message does not repeat the part.
    """
    row = {
        "at": instant.as_text(event.at),
        "actor": _code("actor", event.actor),
        "unit": event.unit[:200],
        "type": _code("type", event.type),
        "object": _code("object", event.object),
        "outcome": _code("outcome", event.outcome),
        "detail": _detail(event.detail),
    }
    key = connection.execute(_WRITE, row).inserted_primary_key
    assert key is not None
    return int(key[0])


def events(connection: Connection, object: str | None = None) -> Iterator[Event]:
    """The trail in order, of one object or of all."""
    wanted = select(outbox).order_by(outbox.c.id)
    if object is not None:
        wanted = wanted.where(outbox.c.object == object)
    for row in connection.execute(wanted):
        yield Event(
            at=instant.from_text(row.at),
            actor=row.actor,
            unit=row.unit,
            type=row.type,
            object=row.object,
            outcome=row.outcome,
            detail=json.loads(row.detail),
        )


def _detail(detail: Detail) -> str:
    if len(detail) > _MOST_DETAILS:
        raise ValueError(f"an event has at most {_MOST_DETAILS} details")
    checked = {_code("detail name", name): _value(name, value) for name, value in detail.items()}
    return json.dumps(checked, sort_keys=True, separators=(",", ":"))


def _value(name: str, value: str | int) -> str | int:
    return value if isinstance(value, int) else _code(name, value)


def _code(part: str, value: str) -> str:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise ValueError(f"{part!a} of an event must be an id, code, digest or whole number")
    return value
