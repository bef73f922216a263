"""Was the audit trail tampered with, and where? Reads database and store, changes nothing.

Update, delete, insert, truncation and reordering are found in the database by its hash chain, and in the store by
digests, Merkle roots and the chain of anchors; a trail that was rewritten whole by the anchors that are older.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from sqlalchemy import Connection, func, select, text

from archive import audit_codes as codes
from archive import audit_segments as parts
from archive import digest, merkle
from archive.audit_chain import START, hash_of, head, line_of, links, waiting
from archive.audit_seal import SEALED
from archive.audit_segments import Anchor, StoredSegment, parse_anchor, stored
from archive.errors import FixityBroken
from archive.store import ObjectStore
from archive.tables import chain, outbox, segments

# What stands over an anchor, as codes of audit_codes: (segment) -> codes.
Judge = Callable[[StoredSegment], tuple[str, ...]]


@dataclass(frozen=True)
class AuditFinding:
    """One place: `seq` is an event's number, `segment` a segment's; 0 where it does not apply."""

    code: str
    seq: int = 0
    segment: int = 0
    expected: str = ""
    found: str = ""

    @property
    def is_warning(self) -> bool:
        """True when it weakens the proof without showing that anybody touched it."""
        return self.code in codes.WARNINGS

    def text(self, language: str) -> str:
        """Where and what, in "vi" or "en"."""
        vi, en = codes.TEXTS[self.code]
        if language == "en":
            place = f"segment {self.segment}" if self.segment else ""
            event = f"event {self.seq}" if self.seq else ""
        else:
            place = f"đoạn {self.segment}" if self.segment else ""
            event = f"sự kiện {self.seq}" if self.seq else ""
        where = ", ".join(part for part in (place, event) if part)
        return f"{where}: {en if language == 'en' else vi}" if where else (en if language == "en" else vi)

    def as_json(self, language: str = "vi") -> dict[str, str | int]:
        """The form of JSON output."""
        told: dict[str, str | int] = {"code": self.code, "message": self.text(language)}
        told |= {"seq": self.seq} if self.seq else {}
        told |= {"segment": self.segment} if self.segment else {}
        return told | {"expected": self.expected, "found": self.found}


@dataclass
class AuditReport:
    """Events chained and waiting, segments in the store, the newest hash, and everything that is wrong."""

    chained: int = 0
    waiting: int = 0
    segments: int = 0
    head: str = START
    findings: list[AuditFinding] = field(default_factory=list)

    @property
    def broken(self) -> bool:
        """True when something was tampered with or is lost."""
        return any(not finding.is_warning for finding in self.findings)


def verify(connection: Connection, store: ObjectStore, judge: Judge | None = None) -> AuditReport:
    """Check the whole trail; `judge` says what it thinks of each segment's signature and timestamp."""
    report = AuditReport(waiting=len(waiting(connection)))
    report.chained, report.head = head(connection)
    report.findings += _chained(connection)
    report.findings += _numbers(connection)
    last = _promised(connection)
    anchors: list[Anchor | None] = []
    previous = START
    number = 0
    while True:
        number += 1
        found, trouble = _fetched(store, number, promised=number <= last)
        if found is None and not trouble and number > last:
            break
        report.segments += found is not None
        report.findings += trouble
        if found is None:
            previous = ""
            anchors.append(None)
            continue
        report.findings += _inside(found, previous)
        report.findings += [AuditFinding(code, segment=number) for code in (judge(found) if judge else ())]
        report.findings += _beside(connection, found)
        previous = parts.sha256_of(found.anchor)
    return report


def _chained(connection: Connection) -> Iterator[AuditFinding]:
    """The chain against its own hashes: each event is judged by the hash stored before it."""
    wanted = select(chain.c.seq, chain.c.hash, outbox).outerjoin(outbox, outbox.c.id == chain.c.event)
    expected, before = 1, START
    for row in connection.execution_options(yield_per=1000).execute(wanted.order_by(chain.c.seq)):
        for gone in range(expected, row.seq):
            yield AuditFinding(codes.LINK_GONE, seq=gone)
        known = row.seq == expected
        if row.id is None:
            yield AuditFinding(codes.EVENT_GONE, seq=row.seq)
        elif known and (found := hash_of(before, line_of(row.seq, row))) != row.hash:
            yield AuditFinding(codes.EVENT_CHANGED, seq=row.seq, expected=row.hash, found=found)
        expected, before = row.seq + 1, row.hash


def _numbers(connection: Connection) -> Iterator[AuditFinding]:
    """Numbers that SQLite gave out and that stand nowhere: it gives each once and takes none back."""
    if connection.dialect.name != "sqlite":
        return
    given = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = 'audit_outbox'")).scalar()
    linked = set(connection.scalars(select(chain.c.event)))
    expected = 1
    for number in connection.scalars(select(outbox.c.id).order_by(outbox.c.id)):
        missing = [n for n in range(expected, number) if n not in linked]
        if missing:
            yield AuditFinding(codes.NUMBERS_GONE, found=f"{missing[0]}-{missing[-1]}")
        expected = number + 1
    if given is not None and int(given) >= expected and int(given) not in linked:
        yield AuditFinding(codes.NUMBERS_GONE, found=f"{expected}-{given}")


def _promised(connection: Connection) -> int:
    """The highest segment that the database speaks of, in its table or in its events."""
    listed = connection.scalar(select(func.max(segments.c.number))) or 0
    told = connection.scalars(select(outbox.c.object).where(outbox.c.type == SEALED))
    return max([listed, *(int(name.removeprefix(parts.PREFIX)) for name in told)])


def _fetched(
    store: ObjectStore, number: int, *, promised: bool
) -> tuple[StoredSegment | None, list[AuditFinding]]:
    try:
        found = stored(store, number)
    except FixityBroken:
        return None, [AuditFinding(codes.SEGMENT_CHANGED, segment=number)]
    gone = found is None and (promised or _follows(store, number))
    return found, [AuditFinding(codes.SEGMENT_GONE, segment=number)] if gone else []


def _follows(store: ObjectStore, number: int) -> bool:
    """Whether the segment after `number` is there: then `number` itself was taken out."""
    try:
        return stored(store, number + 1) is not None
    except FixityBroken:
        return True


def _inside(found: StoredSegment, previous: str) -> Iterator[AuditFinding]:
    """A segment against its own anchor, and the anchor against the one before (empty: that one is gone)."""
    number = found.number
    try:
        anchor = parse_anchor(found.anchor)
    except ValueError:
        yield AuditFinding(codes.ANCHOR_CHANGED, segment=number)
        return
    if anchor.number != number or (previous and anchor.previous_anchor_sha256 != previous):
        yield AuditFinding(
            codes.ANCHOR_ORDER, segment=number, expected=previous, found=anchor.previous_anchor_sha256
        )
    before, hashes = anchor.before, []
    for line in found.lines:
        before = hash_of(before, line)
        hashes.append(before)
    sound = (
        digest.of_bytes(found.events) == anchor.events_sha256
        and len(hashes) == anchor.last_seq - anchor.first_seq + 1
        and before == anchor.head
        and merkle.root(hashes) == anchor.merkle_root
    )
    if not sound:
        yield AuditFinding(codes.SEGMENT_CHANGED, segment=number, expected=anchor.head, found=before)


def _beside(connection: Connection, found: StoredSegment) -> Iterator[AuditFinding]:
    """A segment against the database: the same events, with the same hashes."""
    try:
        anchor = parse_anchor(found.anchor)
    except ValueError:
        return
    held = connection.scalar(select(chain.c.hash).where(chain.c.seq == anchor.last_seq))
    row = connection.execute(select(segments).where(segments.c.number == found.number)).first()
    if row is not None and row.anchor_sha256 != parts.sha256_of(found.anchor):
        yield AuditFinding(
            codes.ANCHOR_CHANGED,
            segment=found.number,
            expected=row.anchor_sha256,
            found=parts.sha256_of(found.anchor),
        )
    if held is None and head(connection)[0] < anchor.last_seq:
        first = max(head(connection)[0] + 1, anchor.first_seq)
        yield AuditFinding(codes.TRUNCATED, seq=first, segment=found.number)
    elif held != anchor.head:
        seq = _first_difference(connection, anchor, found)
        yield AuditFinding(
            codes.SEGMENT_DIFFERS, seq=seq, segment=found.number, expected=anchor.head, found=held or ""
        )


def _first_difference(connection: Connection, anchor: Anchor, found: StoredSegment) -> int:
    """The first event of which database and segment tell different things; 0 when only hashes differ."""
    told = links(connection, anchor.first_seq, anchor.last_seq)
    for at, (line, link) in enumerate(zip_longest(found.lines, told)):
        if link is None or link.line != line:
            return anchor.first_seq + at
    return 0
