"""Taking what was written about a record, or about one of its pages, out of the ledger. Ids and states stay.

Generic on purpose: every text and JSON column of every table of the ledger that belongs to the record is emptied, so
that a table added later is covered without a thought.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, Connection, Table, Text, delete, null, select, update

from archive.index import remove_record
from pipeline.batch import REMOVED, Page
from pipeline.checks.recheck import recheck
from pipeline.ledger_tables import (
    decisions,
    fields,
    findings,
    metadata,
    pages,
    records,
    regions,
    rescans,
    sources,
)
from pipeline.lookup import RecordView
from pipeline.record import urn

# Text that names the office or the record type, not what stands on the paper.
_KEPT = frozenset({"unit"})


def blank_record(connection: Connection, found: RecordView) -> None:
    """Empty everything that the ledger and the index hold of a record's content, and the names of its files."""
    connection.execute(delete(findings).where(findings.c.record == found.id))
    for table in metadata.sorted_tables:
        if table is records:
            _empty(connection, table, table.c.id == found.id)
        elif "record" in table.c and any(key.column.table is records for key in table.c.record.foreign_keys):
            _empty(connection, table, table.c.record == found.id)
    for page in (*found.pages, *found.replaced):
        blank_page(connection, page)
    remove_record(connection, urn(found.id))


def blank_page(connection: Connection, page: Page) -> None:
    """Empty what the ledger holds of one page and of the file it came in."""
    connection.execute(update(pages).where(pages.c.id == page.id).values(facts={}))
    where = (sources.c.batch == page.batch) & (sources.c.ordinal == page.source)
    connection.execute(update(sources).where(where).values(file=REMOVED, facts={}))


def drop_page(connection: Connection, found: RecordView, page: Page) -> None:
    """Take a page out of a record: its regions, the values that were read on it, and what was decided about them.

    The other values stay and keep their places. Earlier values of all fields lie in snapshots and acts of review,
    where nobody can tell which page they came from, so those are emptied for the whole record.
    """
    gone = found.pages.index(page)
    connection.execute(delete(regions).where(regions.c.record == found.id, regions.c.page == page.id))
    connection.execute(delete(rescans).where(rescans.c.record == found.id, rescans.c.page == page.id))
    read_there = [field.key for field in found.fields if field.page == gone]
    for key in read_there:
        where = (fields.c.record == found.id) & (fields.c.key == key)
        values = {"value": None, "written": None, "confidence": 0.0, "state": "needs_review", "page": None}
        connection.execute(update(fields).where(where).values(**values, box=null(), decided_by=None))
    later = fields.c.page > gone
    connection.execute(
        update(fields).where(fields.c.record == found.id, later).values(page=fields.c.page - 1)
    )
    connection.execute(delete(findings).where(findings.c.record == found.id))
    for table in metadata.sorted_tables:
        if table.name.startswith("ledger_review") and "record" in table.c:
            _empty(connection, table, table.c.record == found.id)
    about = decisions.c.field.in_(read_there) | decisions.c.field.is_(None)
    _empty(connection, decisions, (decisions.c.record == found.id) & about)
    emptied = {"incoming_signature": null(), "conformance": null()}
    connection.execute(update(records).where(records.c.id == found.id).values(**emptied))
    blank_page(connection, page)
    recheck(connection, found.id)


def shared_reading(connection: Connection, page: Page) -> bool:
    """Whether another page, not of this source, has the same reading (equal bytes scanned twice)."""
    wanted = select(pages.c.id).where(pages.c.reading == page.reading, pages.c.id != page.id)
    return connection.execute(wanted.limit(1)).first() is not None


def shared_original(connection: Connection, page: Page, sha256: str) -> bool:
    """Whether the bytes of the page's file are those of another source too."""
    other = (sources.c.batch != page.batch) | (sources.c.ordinal != page.source)
    wanted = select(sources.c.ordinal).where(sources.c.sha256 == sha256, other, sources.c.file != REMOVED)
    return connection.execute(wanted.limit(1)).first() is not None


def _empty(connection: Connection, table: Table, where: Any) -> None:
    values = {column.name: _nothing(column) for column in table.c if _is_content(column)}
    if values:
        connection.execute(update(table).where(where).values(**values))


def _is_content(column: Column[Any]) -> bool:
    told = isinstance(column.type, Text | JSON)
    return told and not column.primary_key and not column.foreign_keys and column.name not in _KEPT


def _nothing(column: Column[Any]) -> Any:
    if column.nullable:
        return null()
    return {} if isinstance(column.type, JSON) else ""
