"""Sealing: chains what waits, closes segments, has them signed and timestamped, and puts them into the store.

Who signs and stamps comes in as functions: this package knows no certificates. Safe to run twice and after a kill
at any point: a segment that the store already has is taken as it is, and one that waits in the spool goes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine, func, insert, select

from archive import audit_segments as parts
from archive import digest, instant
from archive.audit import Event, record_event
from archive.audit_chain import START, Link, extend, head, links
from archive.audit_segments import MOST_EVENTS, Anchor, StoredSegment, object_id, parse_anchor, stored
from archive.deposit import deposit
from archive.errors import AuditBroken
from archive.layout import object_root
from archive.lease import held
from archive.lock import finish
from archive.package import Package, PackageFile
from archive.spool import pending_of
from archive.store import Lock, ObjectStore
from archive.tables import chain, outbox, segments

SEALED = "audit.seal"
_LEASE_SECONDS = 60.0


@dataclass(frozen=True)
class Signer:
    """Who vouches for segments: a name, whether it is one made for trying out, and CMS over bytes (detached)."""

    name: str
    development: bool
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True)
class Sealer:
    """Everything that sealing needs. `stamp` gives an RFC 3161 token over a sha256 (hexadecimal) or None when the
    server does not answer; `lock` keeps segments from removal where the store can; `holder` takes leases."""

    store: ObjectStore
    engine: Engine
    spool: Path
    holder: str
    signer: Signer | None = None
    stamp: Callable[[str], bytes | None] | None = None
    lock: Lock | None = None


@dataclass(frozen=True)
class Sealed:
    """One segment that is in the store now."""

    number: int
    first_seq: int
    last_seq: int
    head: str
    anchor_sha256: str
    signer: str | None
    development: bool
    stamped: bool
    locked: bool


def seal(sealer: Sealer, event: Event) -> list[Sealed]:
    """Close every event that waits into segments; `event` (its object and detail are filled in) goes into the trail
    for each. Nothing but earlier seals waiting: nothing done.

    Raises AuditBroken when the store holds a segment that the database's chain does not lead to.
    """
    _require_front(sealer)
    with sealer.engine.begin() as connection:
        extend(connection)
    made = []
    while (span := _next(sealer)) is not None:
        made.append(_close(sealer, span, event))
    return made


def stamp_missing(sealer: Sealer, event: Event) -> list[int]:
    """Add timestamps to the newest segments that were sealed while the server was down; their numbers."""
    with sealer.engine.connect() as connection:
        number = parts.last_known(connection)[0]
    added = []
    while sealer.stamp is not None and number > 0:
        found = stored(sealer.store, number)
        if found is None or found.stamp is not None:
            break
        token = sealer.stamp(digest.of_bytes(found.anchor))
        if token is None:
            break
        with _holding(sealer, number, event.at):
            _deposit(sealer, _files(found.anchor, found.events, found.signature, token), number, event)
        finish(sealer.store, sealer.spool, object_id(number))
        added.append(number)
        number -= 1
    return added


def _require_front(sealer: Sealer) -> None:
    """A database that was restored from an older backup must get its events back before it chains new ones."""
    with sealer.engine.connect() as connection:
        number, newest = parts.last_known(connection)[0] + 1, head(connection)[0]
    found = stored(sealer.store, number)
    if found is not None and parse_anchor(found.anchor).last_seq > newest:
        raise _broken(number)


@dataclass(frozen=True)
class _Span:
    number: int
    previous: str
    links: tuple[Link, ...]


def _next(sealer: Sealer) -> _Span | None:
    with sealer.engine.connect() as connection:
        number, last, previous = parts.last_known(connection)
        newest = head(connection)[0]
        if newest < last:
            raise _broken(number)
        if newest == last or _only_seals(connection, last + 1):
            return None
        end = min(newest, last + MOST_EVENTS)
        found = tuple(links(connection, last + 1, end))
        if [link.seq for link in found] != list(range(last + 1, end + 1)):
            raise _broken(number + 1)
    return _Span(number + 1, previous, found)


def _only_seals(connection: Connection, first: int) -> bool:
    joined = select(func.count()).select_from(chain.join(outbox, outbox.c.id == chain.c.event))
    return connection.scalar(joined.where(chain.c.seq >= first, outbox.c.type != SEALED)) == 0


def _close(sealer: Sealer, span: _Span, event: Event) -> Sealed:
    with _holding(sealer, span.number, event.at):
        known = _already(sealer, span)
        if known is None:
            waiting = pending_of(sealer.spool, object_id(span.number))
            if waiting:
                # Signed and promised by a run that was cut off: signing again would make a second version.
                deposit(sealer.store, waiting[0], sealer.spool)
            else:
                _deposit(sealer, _made(sealer, span, event.at), span.number, event)
            known = _already(sealer, span)
        if known is None:
            raise _broken(span.number)
        _note(sealer, known, event)
    finish(sealer.store, sealer.spool, object_id(span.number))
    return _sealed(known, locked=_is_locked(sealer.store, span.number))


def _is_locked(store: ObjectStore, number: int) -> bool:
    return store.locked(f"{object_root(object_id(number))}/v1/content/{parts.EVENTS}").lock is not None


def _already(sealer: Sealer, span: _Span) -> StoredSegment | None:
    """The segment when the store has it; AuditBroken when it tells another story than the chain."""
    found = stored(sealer.store, span.number)
    if found is None:
        return None
    anchor = parse_anchor(found.anchor)
    told = {link.seq: link.hash for link in span.links}
    if anchor.first_seq != span.links[0].seq or told.get(anchor.last_seq) != anchor.head:
        raise _broken(span.number)
    return found


def _made(sealer: Sealer, span: _Span, at: datetime) -> list[tuple[str, bytes]]:
    first, last = span.links[0], span.links[-1]
    events = parts.events_bytes(span.links)
    anchor = Anchor(
        number=span.number,
        first_seq=first.seq,
        last_seq=last.seq,
        before=first.before if span.number > 1 else START,
        head=last.hash,
        merkle_root=parts.merkle_root(span.links),
        events_sha256=digest.of_bytes(events),
        previous_anchor_sha256=span.previous,
        sealed_at=instant.as_text(at),
        signer=sealer.signer.name if sealer.signer else None,
        development=bool(sealer.signer and sealer.signer.development),
    ).to_bytes()
    signature = sealer.signer.sign(anchor) if sealer.signer else None
    token = sealer.stamp(digest.of_bytes(anchor)) if sealer.stamp else None
    return _files(anchor, events, signature, token)


def _files(
    anchor: bytes, events: bytes, signature: bytes | None, token: bytes | None
) -> list[tuple[str, bytes]]:
    given = [
        (parts.EVENTS, events),
        (parts.ANCHOR, anchor),
        (parts.SIGNATURE, signature),
        (parts.STAMP, token),
        (parts.VERIFIER, parts.verifier()),
    ]
    return [(name, data) for name, data in given if data is not None]


def _deposit(sealer: Sealer, files: Sequence[tuple[str, bytes]], number: int, event: Event) -> None:
    sealer.spool.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=sealer.spool.parent) as folder:
        listed = []
        for name, data in files:
            path = Path(folder) / name
            path.write_bytes(data)
            listed.append(PackageFile(name, path, digest.of_bytes(data)))
        address = f"urn:sohoa:actor:{event.actor}"
        package = Package(
            object_id(number),
            tuple(listed),
            event.at,
            "audit segment sealed",
            event.actor,
            address,
            lock=sealer.lock,
        )
        deposit(sealer.store, package, sealer.spool)


def _note(sealer: Sealer, found: StoredSegment, event: Event) -> None:
    anchor, sha256 = parse_anchor(found.anchor), digest.of_bytes(found.anchor)
    row = {
        "number": found.number,
        "first_seq": anchor.first_seq,
        "last_seq": anchor.last_seq,
        "head_hash": anchor.head,
        "anchor_sha256": sha256,
        "sealed_at": anchor.sealed_at,
    }
    detail: dict[str, str | int] = {
        "segment": found.number,
        "last": anchor.last_seq,
        "anchor_sha256": sha256,
    }
    told = replace(event, type=SEALED, object=object_id(found.number), detail=detail)
    with sealer.engine.begin() as connection:
        if connection.scalar(select(segments.c.number).where(segments.c.number == found.number)) is None:
            connection.execute(insert(segments), [row])
            record_event(connection, told)


def _sealed(found: StoredSegment, *, locked: bool) -> Sealed:
    anchor = parse_anchor(found.anchor)
    return Sealed(
        number=found.number,
        first_seq=anchor.first_seq,
        last_seq=anchor.last_seq,
        head=anchor.head,
        anchor_sha256=digest.of_bytes(found.anchor),
        signer=anchor.signer,
        development=anchor.development,
        stamped=found.stamp is not None,
        locked=locked,
    )


@contextmanager
def _holding(sealer: Sealer, number: int, at: datetime) -> Iterator[None]:
    with held(sealer.engine, object_id(number), sealer.holder, at, _LEASE_SECONDS):
        yield


def _broken(number: int) -> AuditBroken:
    return AuditBroken(
        f"Nhật ký trong cơ sở dữ liệu không khớp đoạn {number} trong kho; chưa niêm phong gì thêm. "
        "Hãy chạy `sohoa audit verify`; nếu cơ sở dữ liệu được phục hồi từ bản cũ: `sohoa audit restore`.",
        f"The trail in the database does not lead to segment {number} in the store; nothing more was sealed. "
        "Run `sohoa audit verify`; if the database came from an older backup: `sohoa audit restore`.",
    )
