"""Closed stretches of the audit trail in the store: one OCFL object each, signed and timestamped.

`events.jsonl` holds the events as they were hashed, `anchor.json` says from where to where and with which hashes,
and names the anchor before. `anchor.p7s` is a CMS signature over the anchor, `anchor.tsr` an RFC 3161 token over
its sha256; a copy of the verifier stands beside. Fixity, copies and restore treat segments like any object.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from sqlalchemy import Connection, select

from archive import digest, merkle
from archive.audit_chain import START, Link
from archive.deposit import head, read_file
from archive.errors import FixityBroken, ObjectMissing
from archive.store import ObjectStore
from archive.tables import segments

PREFIX = "urn:sohoa:audit:"
EVENTS, ANCHOR, SIGNATURE, STAMP, VERIFIER = (
    *("events.jsonl", "anchor.json", "anchor.p7s", "anchor.tsr"),
    "verify_audit.py",
)
SCHEMA = "audit-anchor-1"
# Events in one segment: a megabyte or three of text, one Merkle tree that is made in a blink.
MOST_EVENTS = 10_000


@dataclass(frozen=True)
class Anchor:
    """What a segment promises. Numbers count from 1; `signer` is None where nobody signed."""

    number: int
    first_seq: int
    last_seq: int
    before: str
    head: str
    merkle_root: str
    events_sha256: str
    previous_anchor_sha256: str
    sealed_at: str
    signer: str | None
    development: bool

    def to_bytes(self) -> bytes:
        """`anchor.json`: the bytes that are signed."""
        plain = {
            "schema": SCHEMA,
            "number": self.number,
            "first_seq": self.first_seq,
            "last_seq": self.last_seq,
            "count": self.last_seq - self.first_seq + 1,
            "prev_hash": self.before,
            "head_hash": self.head,
            "merkle_root": self.merkle_root,
            "events_sha256": self.events_sha256,
            "previous_anchor_sha256": self.previous_anchor_sha256,
            "sealed_at": self.sealed_at,
            "signer": self.signer,
            "development": self.development,
        }
        return (json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode("utf-8")


def parse_anchor(data: bytes) -> Anchor:
    """The anchor in `data`; ValueError when it is none."""
    plain: Any = json.loads(data)
    if not isinstance(plain, dict) or plain.get("schema") != SCHEMA:
        raise ValueError(f"not a {SCHEMA}")
    try:
        return Anchor(
            number=int(plain["number"]),
            first_seq=int(plain["first_seq"]),
            last_seq=int(plain["last_seq"]),
            before=str(plain["prev_hash"]),
            head=str(plain["head_hash"]),
            merkle_root=str(plain["merkle_root"]),
            events_sha256=str(plain["events_sha256"]),
            previous_anchor_sha256=str(plain["previous_anchor_sha256"]),
            sealed_at=str(plain["sealed_at"]),
            signer=plain["signer"],
            development=bool(plain["development"]),
        )
    except (KeyError, TypeError) as fault:
        raise ValueError(f"not a {SCHEMA}: {fault}") from None


@dataclass(frozen=True)
class StoredSegment:
    """The files of one segment as the store has them."""

    number: int
    anchor: bytes
    events: bytes
    signature: bytes | None
    stamp: bytes | None

    @property
    def lines(self) -> list[str]:
        """The events' canonical lines."""
        return self.events.decode("utf-8").splitlines()


def object_id(number: int) -> str:
    """The id of segment `number`."""
    return f"{PREFIX}{number:09d}"


def events_bytes(links: Sequence[Link]) -> bytes:
    """`events.jsonl` of these links."""
    return "".join(link.line + "\n" for link in links).encode("utf-8")


def merkle_root(links: Sequence[Link]) -> str:
    """The Merkle root over these links."""
    return merkle.root([link.hash for link in links])


def verifier() -> bytes:
    """The stand-alone verifier, as it goes into every segment."""
    return (resources.files("archive") / "explanations" / VERIFIER).read_bytes()


def stored(store: ObjectStore, number: int) -> StoredSegment | None:
    """Segment `number`, or None when the store has none. FixityBroken when its bytes are not those archived."""
    newest = head(store, object_id(number))
    if newest is None:
        return None
    names = newest.inventory.names()
    held = {}
    for name in (ANCHOR, EVENTS, SIGNATURE, STAMP):
        if name in names:
            held[name] = _file(store, number, name)
    if ANCHOR not in held or EVENTS not in held:
        raise FixityBroken(
            f"Đoạn nhật ký {number} trong kho thiếu tệp. Hãy phục hồi từ bản sao.",
            f"Segment {number} of the audit trail lacks a file. Restore it from a copy.",
        )
    return StoredSegment(number, held[ANCHOR], held[EVENTS], held.get(SIGNATURE), held.get(STAMP))


def last_known(connection: Connection) -> tuple[int, int, str]:
    """Number, last event and anchor digest of the newest segment that the database knows."""
    row = connection.execute(select(segments).order_by(segments.c.number.desc()).limit(1)).first()
    return (row.number, row.last_seq, row.anchor_sha256) if row else (0, 0, START)


def segment_of(connection: Connection, seq: int) -> int | None:
    """The number of the segment that holds event `seq`; None when it is not sealed yet."""
    wanted = select(segments.c.number).where(segments.c.first_seq <= seq, segments.c.last_seq >= seq)
    return connection.scalar(wanted)


def sha256_of(anchor: bytes) -> str:
    """The digest by which the next anchor names this one."""
    return digest.of_bytes(anchor)


def _file(store: ObjectStore, number: int, name: str) -> bytes:
    try:
        return read_file(store, object_id(number), name)
    except ObjectMissing as fault:
        raise FixityBroken(fault.vi, fault.en) from None
