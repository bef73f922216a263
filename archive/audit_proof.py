"""Proof that one event stands in the sealed trail, without showing the others.

The proof holds the event, the hash before it, its Merkle path and the signed anchor; the stand-alone verifier and
`check` read it alike.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from sqlalchemy import Connection

from archive import audit_segments as parts
from archive import digest, merkle
from archive.audit_chain import hash_of, seqs_of
from archive.audit_segments import StoredSegment, parse_anchor, segment_of, stored
from archive.errors import ObjectMissing
from archive.store import ObjectStore

SCHEMA = "audit-proof-1"


def of_event(connection: Connection, store: ObjectStore, seq: int) -> dict[str, Any]:
    """The proof of event `seq`. Raises ObjectMissing when no segment holds it yet."""
    number = segment_of(connection, seq)
    found = stored(store, number) if number is not None else None
    if found is None:
        raise ObjectMissing(
            f"Sự kiện {seq} chưa nằm trong đoạn niêm phong nào. Hãy chạy `sohoa audit seal` trước.",
            f"Event {seq} is in no sealed segment yet. Run `sohoa audit seal` first.",
        )
    return proof_in(found, seq)


def of_object(connection: Connection, store: ObjectStore, object: str) -> list[dict[str, Any]]:
    """Proofs of every sealed event about `object`, in order; events that wait for sealing are left out."""
    held: dict[int, StoredSegment] = {}
    proofs = []
    for seq in seqs_of(connection, object):
        number = segment_of(connection, seq)
        if number is None:
            continue
        if number not in held:
            found = stored(store, number)
            if found is None:
                continue
            held[number] = found
        proofs.append(proof_in(held[number], seq))
    return proofs


def proof_in(found: StoredSegment, seq: int) -> dict[str, Any]:
    """The proof of event `seq` from the segment that holds it."""
    anchor = parse_anchor(found.anchor)
    before, hashes = anchor.before, []
    for line in found.lines:
        before = hash_of(before, line)
        hashes.append(before)
    index = seq - anchor.first_seq
    return {
        "schema": SCHEMA,
        "seq": seq,
        "event": json.loads(found.lines[index]),
        "line": found.lines[index],
        "prev_hash": hashes[index - 1] if index else anchor.before,
        "hash": hashes[index],
        "index": index,
        "count": len(hashes),
        "path": merkle.path(hashes, index),
        "anchor": found.anchor.decode("utf-8"),
        "anchor_sha256": digest.of_bytes(found.anchor),
        "anchor_object": parts.object_id(found.number),
        "signature": _base64(found.signature),
        "timestamp": _base64(found.stamp),
    }


def check(proof: dict[str, Any]) -> bool:
    """Whether the proof holds together; of the signature over its anchor it says nothing."""
    try:
        anchor = parse_anchor(proof["anchor"].encode("utf-8"))
        leaf = hash_of(proof["prev_hash"], proof["line"])
        found = merkle.root_from(leaf, proof["index"], proof["count"], proof["path"])
        return bool(
            leaf == proof["hash"]
            and found == anchor.merkle_root
            and proof["count"] == anchor.last_seq - anchor.first_seq + 1
            and json.loads(proof["line"]) == proof["event"]
            and proof["event"]["seq"] == proof["seq"] == anchor.first_seq + proof["index"]
            and digest.of_bytes(proof["anchor"].encode("utf-8")) == proof["anchor_sha256"]
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def _base64(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode("ascii")
