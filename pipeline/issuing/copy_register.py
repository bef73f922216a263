"""The registers of certified copies: one for each unit, kind and year, every number in order. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, select, true

from pipeline.errors import NotFound
from pipeline.exchange.tables import exports
from pipeline.issuing.tables import copies, numbers

# Written down with its number; then also known to be in the store; its file gone with the record it was made from.
MADE, KEPT, REMOVED = "made", "kept", "removed"


@dataclass(frozen=True)
class Certified:
    """One line of a register. `number` as people write it; `pages` of an extract; `state`: made, kept, removed."""

    id: str
    unit: str
    number: str
    date: str
    kind: str
    record: str
    pages: tuple[int, ...]
    receiver: str
    source_sha256: str
    sha256: str
    bytes: int
    level: str
    signature_count: int
    state: str
    made_at: str
    made_by: str
    annulled: str | None

    def as_json(self) -> dict[str, Any]:
        """The form of `copy register --json`."""
        return {**vars(self), "pages": list(self.pages)}


def copies_of_year(connection: Connection, unit: str, kind: str, year: int) -> list[Certified]:
    """The register of one kind, in the order of its numbers."""
    where = (numbers.c.unit == unit) & (copies.c.kind == kind) & (numbers.c.year == year)
    rows = connection.execute(_query().where(where).order_by(numbers.c.series, numbers.c.number))
    return [_line(row) for row in rows]


@dataclass(frozen=True)
class Series:
    """How one register of a year stands: how many numbers it gave, from which to which, and how many are annulled."""

    unit: str
    series: str
    count: int
    first: int
    last: int
    annulled: int

    @property
    def whole(self) -> bool:
        """No number is missing between 1 and the last."""
        return (self.first, self.count) == (1, self.last)


def registers_of_year(connection: Connection, units: Sequence[str] | None, year: int) -> list[Series]:
    """How each register of copies of these units (None: all) stands in a year."""
    annulled = func.sum(case((numbers.c.state == "annulled", 1), else_=0))
    query = (
        select(
            numbers.c.unit, numbers.c.series, func.count(), func.min(numbers.c.number),
            func.max(numbers.c.number), annulled,
        )
        .join(copies, copies.c.id == numbers.c.about)
        .where(numbers.c.year == year, _within(units))
        .group_by(numbers.c.unit, numbers.c.series)
        .order_by(numbers.c.unit, numbers.c.series)
    )  # fmt: skip
    return [Series(*row) for row in connection.execute(query)]


def years_of(connection: Connection, units: Sequence[str] | None) -> list[int]:
    """The years in which these units (None: all) gave numbers to copies."""
    query = select(numbers.c.year).join(copies, copies.c.id == numbers.c.about).where(_within(units))
    return list(connection.scalars(query.distinct()))


def latest_copies(
    connection: Connection, units: Sequence[str] | None, year: int, before: tuple[str, str] | None, most: int
) -> list[Certified]:
    """Copies of these units (None: all) in a year, newest first; `before` is (time, id) of the last one seen."""
    query = _query().where(numbers.c.year == year, _within(units))
    if before is not None:
        at, copy = before
        same = (copies.c.made_at == at) & (copies.c.id < copy)
        query = query.where((copies.c.made_at < at) | same)
    rows = connection.execute(query.order_by(copies.c.made_at.desc(), copies.c.id.desc()).limit(most))
    return [_line(row) for row in rows]


def _within(units: Sequence[str] | None) -> ColumnElement[bool]:
    return true() if units is None else numbers.c.unit.in_(units)


def certified(connection: Connection, copy: str) -> Certified:
    """One copy by its id or the beginning of it. Raises NotFound."""
    prefix = copy.strip().lower()
    query = _query().where(copies.c.id.startswith(prefix, autoescape=True)).limit(2)
    rows = connection.execute(query).all() if prefix else []
    if len(rows) != 1:
        raise NotFound(
            f"Không có bản sao duy nhất mang mã {copy}. Xem: sohoa copy register --json.",
            f"No single copy answers to {copy}. See: sohoa copy register --json.",
        )
    return _line(rows[0])


def pending(connection: Connection) -> list[str]:
    """Ids of the copies that are written down and not yet known to be in the store, the oldest first."""
    query = select(copies.c.id).where(copies.c.state == MADE).order_by(copies.c.made_at, copies.c.id)
    return list(connection.scalars(query))


def kept_copies(connection: Connection) -> list[str]:
    """Ids of the copies that must be in the store."""
    return list(connection.scalars(select(copies.c.id).where(copies.c.state == KEPT)))


def copies_with(connection: Connection, record: str, page: int | None) -> list[str]:
    """Ids of the copies of a record that hold its page of that number (None: any page), removed ones too."""
    query = select(copies.c.id, copies.c.pages).where(copies.c.record == record)
    rows = connection.execute(query.order_by(copies.c.made_at, copies.c.id))
    return [row.id for row in rows if page is None or not row.pages or page in row.pages]


def removed_copies(connection: Connection, records: Sequence[str]) -> list[str]:
    """Ids of the copies of these records whose files were taken out."""
    where = copies.c.record.in_(records) & (copies.c.state == REMOVED)
    return list(connection.scalars(select(copies.c.id).where(where).order_by(copies.c.id)))


def unseen(
    connection: Connection, person: str, record: str, asked: tuple[str, tuple[int, int] | None, str]
) -> Certified | None:
    """The copy that this person asked for in these words and that a kill kept back; `asked`: kind, pages, receiver."""
    kind, pages, receiver = asked
    where = (copies.c.state == MADE) & (copies.c.made_by == person)
    where &= (copies.c.record == record) & (copies.c.kind == kind) & (exports.c.receiver == receiver)
    for row in connection.execute(_query().where(where)):
        told = row.pages or []
        if pages is None or [pages[0], pages[1]] == [*told[:1], *told[-1:]]:
            return _line(row)
    return None


def _query() -> Select[Any]:
    return (
        select(
            copies, numbers.c.unit, numbers.c.series, numbers.c.number, numbers.c.date,
            numbers.c.state.label("number_state"), numbers.c.reason, exports.c.receiver,
        )
        .join(numbers, numbers.c.about == copies.c.id)
        .join(exports, exports.c.id == copies.c.sha256, isouter=True)
    )  # fmt: skip


def _line(row: Row[Any]) -> Certified:
    return Certified(
        id=row.id,
        unit=row.unit,
        number=f"{row.number:02d}/{row.series}",
        date=row.date,
        kind=row.kind,
        record=row.record,
        pages=tuple(row.pages or ()),
        receiver=row.receiver or "",
        source_sha256=row.source_sha256,
        sha256=row.sha256,
        bytes=row.bytes,
        level=row.level,
        signature_count=row.signature_count,
        state=row.state,
        made_at=row.made_at,
        made_by=row.made_by,
        annulled=row.reason if row.number_state == "annulled" else None,
    )
