"""The chain over the audit trail: each event's hash takes in the hash before it.

`hash = sha256(0x00 || hash before || line)`, where `line` is the event as canonical JSON. That is also the leaf
hash of RFC 6962, so that a segment's Merkle root stands over the same hashes. One sealer extends the chain; those
who write events never wait for it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, text

from archive.tables import chain, outbox

START = "0" * 64
# The advisory lock of PostgreSQL that only sealers take; SQLite has one writer at a time anyhow.
_LOCK = 0x50484F41
# An event may commit after later numbers were chained (PostgreSQL), but not this many later.
_BEHIND = 1_000_000
_PIECE = 1000


@dataclass(frozen=True)
class Link:
    """One place in the chain: its number from 1, the event's canonical line, the hash before and its own."""

    seq: int
    line: str
    before: str
    hash: str


def line_of(seq: int, row: Row[Any]) -> str:
    """An event as it is hashed: UTF-8 JSON with sorted keys, no spaces, no floats."""
    told = {
        "seq": seq,
        "at": row.at,
        "actor": row.actor,
        "unit": row.unit,
        "type": row.type,
        "object": row.object,
        "outcome": row.outcome,
        "detail": json.loads(row.detail),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(before: str, line: str) -> str:
    """The hash of an event behind the hash `before`."""
    return hashlib.sha256(b"\x00" + bytes.fromhex(before) + line.encode("utf-8")).hexdigest()


def extend(connection: Connection) -> int:
    """Chain every event that is not yet in the chain, in the order of their numbers; how many.

    On the caller's transaction, which on SQLite must have begun IMMEDIATE. Nothing waiting: nothing done.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    seq, before = head(connection)
    added = 0
    rows: list[dict[str, Any]] = []
    for row in waiting(connection):
        added += 1
        before = hash_of(before, line_of(seq + added, row))
        rows.append({"seq": seq + added, "event": row.id, "hash": before})
    for start in range(0, len(rows), _PIECE):
        connection.execute(insert(chain), rows[start : start + _PIECE])
    return added


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the newest link; 0 and zeros for an empty chain."""
    row = connection.execute(select(chain.c.seq, chain.c.hash).order_by(chain.c.seq.desc()).limit(1)).first()
    return (row.seq, row.hash) if row else (0, START)


def waiting(connection: Connection) -> list[Row[Any]]:
    """Events that are in no link yet, oldest number first."""
    newest = connection.scalar(select(func.max(chain.c.event))) or 0
    wanted = (
        select(outbox)
        .outerjoin(chain, chain.c.event == outbox.c.id)
        .where(chain.c.seq.is_(None), outbox.c.id > newest - _BEHIND)
    )
    return list(connection.execute(wanted.order_by(outbox.c.id)))


def links(connection: Connection, first: int, last: int) -> Iterator[Link]:
    """Links `first` to `last` as the database has them, whole or not. A link without its event is left out."""
    before = START if first == 1 else connection.scalar(select(chain.c.hash).where(chain.c.seq == first - 1))
    joined = select(chain.c.seq, chain.c.hash, outbox).join(outbox, outbox.c.id == chain.c.event)
    wanted = joined.where(chain.c.seq.between(first, last)).order_by(chain.c.seq)
    for row in connection.execution_options(yield_per=_PIECE).execute(wanted):
        yield Link(row.seq, line_of(row.seq, row), before or START, row.hash)
        before = row.hash


def seqs_of(connection: Connection, object: str) -> list[int]:
    """The numbers of all chained events about `object`."""
    joined = select(chain.c.seq).join(outbox, outbox.c.id == chain.c.event)
    return list(connection.scalars(joined.where(outbox.c.object == object).order_by(chain.c.seq)))
