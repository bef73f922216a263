"""Reading records from the ledger: one record whole, or lists for the queues."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, select

from pipeline.batch import Page, Source, begins, pages_by_id, sources_by_origin
from pipeline.errors import NotFound
from pipeline.findings import Finding, Severity
from pipeline.ledger_tables import decisions, fields, findings, records, regions, rescans
from pipeline.record import Field, FieldState, RecordState, Region
from pipeline.register.tables import entries, volumes
from pipeline.window.early import EarlyUse, early_use

# What a person says so of the paper answers the findings about that field.
ANSWERING = frozenset({FieldState.AS_WRITTEN, FieldState.UNREADABLE})


@dataclass(frozen=True)
class KeptFinding:
    """A finding in the ledger; closed when a person said why it does not stand in the way."""

    id: int
    finding: Finding
    page: str | None
    closed_at: str | None
    closed_by: str | None
    reason: str | None

    @property
    def blocks(self) -> bool:
        """An open error: the record cannot be approved."""
        return self.closed_at is None and self.finding.severity is Severity.ERROR


@dataclass(frozen=True)
class RecordView:
    """One record with everything that belongs to it; `row` are its columns, `pages` in the order of regions.

    `replaced` are pages that stood in it until a rescan came for them.
    `cut`: only its regions may leave, as the register it stands in says; else its pages leave whole. `volume` is the
    name of that register's volume, empty outside registers. `early`: it is used before it was checked.
    """

    row: Row[Any]
    pages: tuple[Page, ...]
    sources: dict[tuple[str, int], Source]
    regions: tuple[Region, ...]
    fields: tuple[Field, ...]
    findings: tuple[KeptFinding, ...]
    replaced: tuple[Page, ...] = ()
    cut: bool = False
    volume: str = ""
    early: EarlyUse | None = None

    @property
    def id(self) -> str:
        """The record's uuid."""
        return str(self.row.id)

    @property
    def state(self) -> RecordState:
        """Where it stands."""
        return RecordState(self.row.state)

    @property
    def unchecked(self) -> bool:
        """It is used at the window, and nobody has approved it yet."""
        return self.early is not None and not self.early.checked

    @property
    def has_final(self) -> bool:
        """The store holds its final file: it is archived, or was used early and is being checked now."""
        again = self.state in {RecordState.IN_REVIEW, RecordState.APPROVED}
        early = self.early is not None and (again or self.early.checked)
        return self.state is RecordState.ARCHIVED or bool(early and self.row.final_sha256)

    @property
    def doubtful(self) -> tuple[Field, ...]:
        """Fields that a person has to look at before approval."""
        return tuple(field for field in self.fields if not field.state.settled)

    @property
    def blocking(self) -> tuple[KeptFinding, ...]:
        """Open findings that stand in the way of approval.

        A person who keys a field as written, or calls it unreadable, has answered the findings about it.
        """
        answered = {field.key for field in self.fields if field.state in ANSWERING}
        return tuple(kept for kept in self.findings if kept.blocks and kept.finding.field not in answered)

    @property
    def quick(self) -> bool:
        """Nothing is in doubt: one act of a person approves it."""
        return not self.doubtful and not self.blocking

    def file_of(self, page: Page) -> str:
        """The path of the page's source as it was fed in."""
        return self.sources[page.origin].file

    @property
    def title(self) -> str:
        """A short name for lists: type and file."""
        return f"{self.row.type} · {Path(self.file_of(self.pages[0])).name}"


def record_ids(
    connection: Connection,
    *,
    batch: str | None = None,
    states: Sequence[RecordState] = (),
    type: str | None = None,
) -> list[str]:
    """Ids of records in scan order, of one batch, in some states, of one type."""
    query = select(records.c.id)
    if batch:
        query = query.where(records.c.batch == batch)
    if states:
        query = query.where(records.c.state.in_([state.value for state in states]))
    if type:
        query = query.where(records.c.type == type)
    order = (records.c.created_at, records.c.first_source, records.c.first_number, records.c.entry)
    return list(connection.execute(query.order_by(*order)).scalars())


def resolve(connection: Connection, text: str) -> str:
    """The id of the one record whose id begins with `text` (`urn:uuid:` allowed). Raises NotFound."""
    prefix = text.strip().lower().removeprefix("urn:uuid:")
    query = select(records.c.id).where(begins(records.c.id, prefix))
    found = connection.execute(query).scalars().fetchmany(2) if prefix else []
    if len(found) != 1:
        raise NotFound(
            f"Không có tài liệu duy nhất mang mã {text}. Xem: sohoa record list.",
            f"No single record answers to {text}. See: sohoa record list.",
        )
    return str(found[0])


# What `view` asks, made once: making a statement costs more than its answer.
_ONE: BindParameter[str] = bindparam("record")
_RECORD = select(records).where(records.c.id == _ONE)
_REGIONS = select(regions).where(regions.c.record == _ONE).order_by(regions.c.ordinal)
_GONE = (
    select(rescans.c.page)
    .where(rescans.c.record == _ONE, rescans.c.replacement.is_not(None))
    .order_by(rescans.c.id)
)
_VOLUME = (
    select(volumes.c.pdf, volumes.c.book, volumes.c.year)
    .join(entries, entries.c.volume == volumes.c.id)
    .where(entries.c.record == _ONE)
)
_FIELDS = select(fields).where(fields.c.record == _ONE).order_by(fields.c.ordinal)
_FINDINGS = select(findings).where(findings.c.record == _ONE).order_by(findings.c.id)


def view(connection: Connection, record: str) -> RecordView:
    """Everything about one record. Raises NotFound."""
    asked = {"record": record}
    row = connection.execute(_RECORD, asked).first()
    if row is None:
        raise NotFound(f"Không có tài liệu {record}.", f"There is no record {record}.")
    parts = connection.execute(_REGIONS, asked).all()
    order = list(dict.fromkeys(part.page for part in parts))
    before = [key for key in connection.scalars(_GONE, asked) if key not in order]
    by_id = pages_by_id(connection, [*order, *before])
    book = _volume_of(connection, record)
    return RecordView(
        row=row,
        pages=tuple(by_id[page] for page in order),
        sources=sources_by_origin(connection, by_id.values()),
        regions=tuple(
            Region(order.index(part.page), tuple((x, y) for x, y in part.polygon)) for part in parts
        ),
        fields=fields_of(connection, record),
        findings=findings_of(connection, record),
        replaced=tuple(by_id[page] for page in dict.fromkeys(before)),
        cut=bool(book and book.pdf == "regions"),
        volume=volume_name(book.book, book.year) if book else "",
        early=early_use(connection, record),
    )


def view_again(connection: Connection, found: RecordView) -> RecordView:
    """The same record after decisions about it: its row, fields and findings anew. Its pages are as they were."""
    row = connection.execute(_RECORD, {"record": found.id}).one()
    held, told = fields_of(connection, found.id), findings_of(connection, found.id)
    return dataclasses.replace(found, row=row, fields=held, findings=told)


def _volume_of(connection: Connection, record: str) -> Any:
    return connection.execute(_VOLUME, {"record": record}).first()


def volume_name(book: str, year: int | None) -> str:
    """Book and year of a register's volume as people say it: `01/1987`."""
    return book if year is None or "/" in book else f"{book}/{year}"


def fields_of(connection: Connection, record: str) -> tuple[Field, ...]:
    """Fields in the order of the printed form."""
    rows = connection.execute(_FIELDS, {"record": record})
    return tuple(Field.from_json(row.key, dict(row._mapping)) for row in rows)


def told_fields(connection: Connection, ids: Collection[str]) -> dict[str, tuple[Field, ...]]:
    """The fields of several records by record, for lists: without their places on the pages."""
    found: dict[str, list[Field]] = {record: [] for record in ids}
    told = (fields.c[name] for name in ("record", "key", "value", "written", "confidence", "state"))
    query = select(*told).where(fields.c.record.in_(ids)).order_by(fields.c.record, fields.c.ordinal)
    for record, key, value, written, confidence, state in connection.execute(query):
        found[record].append(Field(key, value, written, confidence, FieldState(state)))
    return {record: tuple(held) for record, held in found.items()}


def findings_of(connection: Connection, record: str) -> tuple[KeptFinding, ...]:
    """Findings of a record, open and closed."""
    rows = connection.execute(_FINDINGS, {"record": record})
    return tuple(_kept(row) for row in rows)


def batch_findings(connection: Connection, batch: str) -> tuple[KeptFinding, ...]:
    """Findings about a batch or its pages that belong to no record."""
    query = select(findings).where(findings.c.batch == batch, findings.c.record.is_(None))
    return tuple(_kept(row) for row in connection.execute(query.order_by(findings.c.id)))


def _kept(row: Row[Any]) -> KeptFinding:
    return KeptFinding(
        row.id, Finding(row.code, row.field, row.facts), row.page, row.closed_at, row.closed_by, row.reason
    )


def history(connection: Connection, record: str) -> list[dict[str, Any]]:
    """Every decision on a record, oldest first: at, actor, action, field, old, new, reason."""
    rows = connection.execute(select(decisions).where(decisions.c.record == record).order_by(decisions.c.id))
    return [
        {key: value for key, value in row._mapping.items() if key not in {"id", "record"}} for row in rows
    ]
