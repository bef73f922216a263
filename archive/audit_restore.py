"""Sealed events back into a database that was restored from an older backup or made anew.

What the database wrote since then stays unchained until the next seal, which puts it behind what came back.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, insert, select

from archive import audit_segments as parts
from archive.audit_chain import hash_of, head
from archive.audit_segments import StoredSegment, parse_anchor, stored
from archive.errors import AuditBroken
from archive.store import ObjectStore
from archive.tables import chain, outbox, segments


def restore(connection: Connection, store: ObjectStore) -> int:
    """Put events and links of every segment that the database lacks back, on the caller's transaction; how many.

    Raises AuditBroken when the database has chained other events in their place: nothing is overwritten.
    """
    number = parts.last_known(connection)[0] + 1
    added = 0
    while (found := stored(store, number)) is not None:
        added += _segment(connection, found)
        number += 1
    return added


def _segment(connection: Connection, found: StoredSegment) -> int:
    anchor = parse_anchor(found.anchor)
    newest, added, before = head(connection)[0], 0, anchor.before
    for seq, line in enumerate(found.lines, start=anchor.first_seq):
        before = hash_of(before, line)
        if seq > newest:
            _event(connection, seq, line, before)
            added += 1
        elif connection.scalar(select(chain.c.hash).where(chain.c.seq == seq)) != before:
            raise _forked(found.number, seq)
    if before != anchor.head:
        raise _forked(found.number, anchor.last_seq)
    row = {
        "number": found.number,
        "first_seq": anchor.first_seq,
        "last_seq": anchor.last_seq,
        "head_hash": anchor.head,
        "anchor_sha256": parts.sha256_of(found.anchor),
        "sealed_at": anchor.sealed_at,
    }
    connection.execute(insert(segments), [row])
    return added


def _event(connection: Connection, seq: int, line: str, sha256: str) -> None:
    told: dict[str, Any] = json.loads(line)
    row = {key: told[key] for key in ("at", "actor", "unit", "type", "object", "outcome")}
    row["detail"] = json.dumps(told["detail"], sort_keys=True, separators=(",", ":"))
    key = connection.execute(insert(outbox), row).inserted_primary_key
    assert key is not None
    connection.execute(insert(chain), {"seq": seq, "event": int(key[0]), "hash": sha256})


def _forked(number: int, seq: int) -> AuditBroken:
    return AuditBroken(
        f"Đoạn {number} trong kho và cơ sở dữ liệu kể khác nhau từ sự kiện {seq}; không ghi đè gì. "
        "Hãy giữ nguyên cả hai và xem `sohoa audit verify`.",
        f"Segment {number} in the store and the database differ from event {seq} on; nothing was overwritten. "
        "Keep both as they are and see `sohoa audit verify`.",
    )
