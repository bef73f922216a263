"""Who acts: a person, a service, or the demonstration. Not an authentication; the desk adds that later."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Connection, bindparam, insert, select

from archive.folding import fold
from pipeline.errors import NotFound
from pipeline.ledger_tables import actors


class ActorKind(StrEnum):
    """Only a person, or the plainly named demonstration, approves."""

    PERSON = "person"
    SERVICE = "service"
    DEMO = "demo"


@dataclass(frozen=True)
class Actor:
    """`id` is stable and short ("person:lan"); `name` is what people read; `unit` is the office."""

    id: str
    kind: ActorKind
    name: str
    unit: str


def code(text: str) -> str:
    """A name as a code for the audit trail: `UBND phường Linh Xuân` becomes `ubnd-phuong-linh-xuan`."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(text))) or "unnamed"


@dataclass(frozen=True)
class Act:
    """One act: who and when (UTC). Handed to everything that changes the ledger."""

    by: Actor
    at: datetime

    @property
    def time(self) -> str:
        """The moment as stored: ISO 8601, UTC, to the millisecond."""
        return timestamp(self.at)


def timestamp(at: datetime) -> str:
    """`at` as the ledger stores it, for example `2026-11-22T03:10:02.114Z`."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def person(name: str, unit: str) -> Actor:
    """A person known by login name."""
    return Actor(f"person:{code(name)}", ActorKind.PERSON, name, unit)


def service(name: str, unit: str) -> Actor:
    """A machine step, for example `service("digitize", unit)`."""
    return Actor(f"service:{name}", ActorKind.SERVICE, name, unit)


def demonstrator(unit: str) -> Actor:
    """The demonstration, whose approvals must never be taken for a person's."""
    return Actor("demo:demo", ActorKind.DEMO, "Tài khoản trình diễn (DEMO)", unit)


# Asked by every transaction that writes: made once, since making a statement costs more than the answer.
_KNOWN = select(actors.c.id).where(actors.c.id == bindparam("actor"))


def remember(connection: Connection, actor: Actor) -> None:
    """Make sure the actor has its row; later changes of name or unit are not silently taken over."""
    known = connection.execute(_KNOWN, {"actor": actor.id}).first()
    if known is None:
        connection.execute(
            insert(actors).values(id=actor.id, kind=actor.kind.value, name=actor.name, unit=actor.unit)
        )


def recall(connection: Connection, actor_id: str) -> Actor:
    """The actor with that id. Raises NotFound."""
    row = connection.execute(select(actors).where(actors.c.id == actor_id)).first()
    if row is None:
        raise NotFound(f"Không có tài khoản {actor_id} trong sổ cái.", f"No actor {actor_id} in the ledger.")
    return Actor(row.id, ActorKind(row.kind), row.name, row.unit)
