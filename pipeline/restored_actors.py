"""Actors of whom the store tells only the id, so that what they decided can be put back in their name."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from pipeline.actors import Actor, ActorKind, remember


def know(connection: Connection, ids: Iterable[str | None], unit: str) -> None:
    """Make sure that every id has its row; a name that nobody remembers is the id's own second half."""
    for id in sorted({one for one in ids if one}):
        kind, _, name = id.partition(":")
        known = kind if kind in set(ActorKind) else ActorKind.SERVICE
        remember(connection, Actor(id, ActorKind(known), name or id, unit))
