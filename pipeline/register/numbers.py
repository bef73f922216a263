"""The entries of a volume in order, and what their numbers say: gaps, repeats, strays. Only people key numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection, and_, delete, select

from pipeline.findings import Finding
from pipeline.ledger import add_findings
from pipeline.ledger_tables import fields, findings, records, regions
from pipeline.lookup import batch_findings
from pipeline.record import RecordState
from pipeline.record_type import record_types
from pipeline.register.tables import entries, volume_pages
from pipeline.register.volume import OPEN, Volume

# Findings about a volume stand on the batch of its first page; their fact `volume` is its name.
CODES = (
    "VOLUME_GAP",
    "VOLUME_REPEAT",
    "VOLUME_OUTSIDE",
    "VOLUME_ORDER",
    "VOLUME_PAGE_OPEN",
    "VOLUME_UNNUMBERED",
)
_NUMBER = re.compile(r"\s*0*([0-9]{1,6})\s*(?:[/-].*)?", re.DOTALL)
_GONE = (RecordState.SUPERSEDED.value, RecordState.REJECTED.value)


@dataclass(frozen=True)
class EntryLine:
    """One entry: `page` is the volume's page it begins on, `written` its number as keyed, None when not yet keyed."""

    record: str
    page: int
    ordinal: int
    written: str | None
    cancelled: bool
    state: str

    @property
    def number(self) -> int | None:
        """The number itself, as `as_number`."""
        return as_number(self.written)


def as_number(written: str | None) -> int | None:
    """The number of an entry: 45 for `45`, `045` and `45/1987`; None for what is no number."""
    found = _NUMBER.fullmatch(written or "")
    return int(found[1]) if found else None


def number_key(type: str) -> str:
    """The field that holds an entry's number: `number`, or the first number that the type feeds to the index."""
    kind = record_types()[type]
    feeds = kind.description.numbers
    return "number" if kind.spec("number") or not feeds else feeds[0].field


def entries_of(connection: Connection, volume: Volume) -> list[EntryLine]:
    """The living entries of a volume in the order of its pages."""
    numbered = and_(fields.c.record == records.c.id, fields.c.key == number_key(volume.declared.type))
    query = (
        select(records.c.id, records.c.entry, records.c.state, entries.c.cancelled_at,
               fields.c.value, volume_pages.c.ordinal)
        .join(entries, entries.c.record == records.c.id)
        .join(regions, and_(regions.c.record == records.c.id, regions.c.ordinal == 0))
        .join(volume_pages, volume_pages.c.page == regions.c.page)
        .join(fields, numbered, isouter=True)
        .where(entries.c.volume == volume.id, records.c.state.not_in(_GONE))
        .order_by(volume_pages.c.ordinal, records.c.entry)
    )  # fmt: skip
    return [
        EntryLine(row.id, row.ordinal, row.entry, row.value, row.cancelled_at is not None, row.state)
        for row in connection.execute(query)
    ]


def check(volume: Volume, lines: Sequence[EntryLine]) -> list[Finding]:
    """What is wrong with the numbers and pages of a volume. A cancelled entry counts like any other."""
    told = volume.declared
    numbers = [line.number for line in lines if line.number is not None]
    inside = [n for n in numbers if n >= told.first_number]
    last = told.last_number if told.last_number is not None else max(inside, default=told.first_number - 1)
    missing = sorted(set(range(told.first_number, last + 1)) - set(numbers))
    repeated = sorted(n for n, times in Counter(numbers).items() if times > 1)
    stray = sorted({n for n in numbers if not told.first_number <= n <= last})
    behind = sorted({b for a, b in pairwise(numbers) if b < a})
    waiting = [page.ordinal for page in volume.pages if page.role == OPEN]
    unnumbered = sum(line.number is None for line in lines)
    limits = {"first": str(told.first_number), "last": str(last)}
    return [
        *_about(volume, "VOLUME_GAP", missing, **limits),
        *_about(volume, "VOLUME_REPEAT", repeated),
        *_about(volume, "VOLUME_OUTSIDE", stray, **limits),
        *_about(volume, "VOLUME_ORDER", behind),
        *_about(volume, "VOLUME_PAGE_OPEN", waiting),
        *([Finding("VOLUME_UNNUMBERED", "", {"volume": volume.name, "count": str(unnumbered)})]
          if unnumbered else []),
    ]  # fmt: skip


def _about(volume: Volume, code: str, numbers: Sequence[int], **facts: str) -> list[Finding]:
    if not numbers:
        return []
    return [Finding(code, "", {"volume": volume.name, "numbers": ranges(numbers), **facts})]


def ranges(numbers: Iterable[int]) -> str:
    """`1-3, 7` for 1, 2, 3, 7."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in parts)


def keep(connection: Connection, volume: Volume, codes: Iterable[str], found: Sequence[Finding]) -> None:
    """Let the batch's open findings of these codes about this volume be exactly `found`; closed ones stay closed."""
    wanted = set(codes)
    stale = [
        kept.id
        for kept in batch_findings(connection, volume.batch)
        if kept.finding.code in wanted
        and kept.finding.facts.get("volume") == volume.name
        and kept.closed_at is None
        and kept.finding not in found
    ]
    connection.execute(delete(findings).where(findings.c.id.in_(stale)))
    add_findings(connection, volume.batch, found)
