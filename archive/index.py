"""Rows about archived records. Derived: everything here can be refilled from the store (rebuild.py).

Functions write on the caller's connection, so that index and ledger change in one transaction or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, text

from archive import bulk, fulltext, instant, rows, tables
from archive.deposit import Deposited
from archive.errors import ObjectMissing
from archive.package import Description, PackageFile
from archive.rows import StoredFile

__all__ = [
    "Entry",
    "IndexedRecord",
    "StoredFile",
    "put_record",
    "put_records",
    "record",
    "remove_all",
    "remove_record",
]

_PARTS = (tables.names, tables.numbers, tables.dates, tables.places, tables.bodies, tables.files)
_MEMBERSHIP = (tables.members, tables.dossiers)


@dataclass(frozen=True)
class IndexedRecord:
    """What the index holds of one record."""

    description: Description
    root: str
    head: str
    inventory_sha256: str
    indexed_at: datetime
    files: tuple[StoredFile, ...]


# What the store proves, what it is about, and the files of that version.
Entry = tuple[Deposited, Description, Iterable[PackageFile | StoredFile]]


def put_record(
    connection: Connection,
    deposited: Deposited,
    description: Description,
    files: Iterable[PackageFile | StoredFile],
    at: datetime,
) -> None:
    """Makes the index say what `deposited` proves; replaces what it said of this record before.

    `files` are those of the deposited version. ValueError when the description belongs to another record.
    """
    put_records(connection, [(deposited, description, files)], at)


def put_records(connection: Connection, entries: Sequence[Entry], at: datetime) -> None:
    """`put_record` for many at once, which costs a fraction of one by one; each record may come once."""
    for deposited, description, _ in entries:
        if description.id != deposited.id:
            raise ValueError(f"the description of {description.id} does not belong to {deposited.id}")
    lost = _remove(connection, [deposited.id for deposited, _, _ in entries])
    told = [description for _, description, _ in entries]
    names = [row for one in told for row in rows.name_rows(one)]
    made = {
        tables.records: [rows.record_row(proof, one, at) for proof, one, _ in entries],
        tables.names: names,
        tables.numbers: [row for one in told for row in rows.number_rows(one)],
        tables.dates: [row for one in told for row in rows.date_rows(one)],
        tables.places: [row for one in told for row in rows.place_rows(one)],
        tables.bodies: [{"record": one.id, "body_folded": rows.body(one)} for one in told],
        tables.files: [rows.file_row(proof, file) for proof, _, files in entries for file in files],
    }
    for table, held in made.items():
        bulk.put_rows(connection, table, held)
    _know_words(connection, names)
    _forget_words(connection, lost)


def record(connection: Connection, record_id: str) -> IndexedRecord:
    """What the index holds of `record_id`; ObjectMissing when it holds nothing."""
    row = connection.execute(select(tables.records).where(tables.records.c.id == record_id)).one_or_none()
    if row is None:
        raise ObjectMissing(
            f"Chỉ mục không có tài liệu {record_id}. Nếu kho có, hãy chạy `sohoa archive reconcile`.",
            f"The index has no record {record_id}. If the store has it, run `sohoa archive reconcile`.",
        )
    files = connection.execute(
        select(tables.files).where(tables.files.c.record == record_id).order_by(tables.files.c.name)
    )
    return IndexedRecord(
        description=Description.from_json(json.loads(row.description)),
        root=row.root,
        head=row.head,
        inventory_sha256=row.inventory_sha256,
        indexed_at=instant.from_text(row.indexed_at),
        files=tuple(StoredFile(file.name, file.sha256, file.size) for file in files),
    )


def remove_record(connection: Connection, record_id: str) -> None:
    """Makes the index forget one record; what the store holds of it stays. Safe to repeat."""
    _forget_words(connection, _remove(connection, [record_id]))


def remove_all(connection: Connection) -> None:
    """Empties the index (records and dossiers), not the leases and never the audit trail."""
    # SQLite's triggers would take every row out of the full text by itself, which costs as much as putting it there.
    aside = bulk.lay_aside(connection) if connection.dialect.name == "sqlite" else None
    for table in (*_PARTS, tables.records, *_MEMBERSHIP, tables.words):
        connection.execute(delete(table))
    if aside:
        bulk.bring_back(connection, aside)


def _remove(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Takes the rows of records away; returns the words that stood in their names."""
    known = list(connection.scalars(select(tables.records.c.id).where(tables.records.c.id.in_(ids))))
    if not known:
        return set()
    held = select(tables.names.c.name_folded).where(tables.names.c.record.in_(known))
    words = {word for folded in connection.scalars(held) for word in folded.split()}
    for table in _PARTS:
        connection.execute(delete(table).where(table.c.record.in_(known)))
    connection.execute(delete(tables.records).where(tables.records.c.id.in_(known)))
    return words


def _forget_words(connection: Connection, words: Iterable[str]) -> None:
    """Drops those words that no name holds any more: a rare name would outlive the person who was removed."""
    for word in sorted(words):
        if not fulltext.records_with(connection, fulltext.NAMES_FOLDED, fulltext.all_of([word]), None, 1):
            connection.execute(delete(tables.words).where(tables.words.c.word == word))


def _know_words(connection: Connection, names: list[dict[str, Any]]) -> None:
    words = {word for name in names for word in name["name_folded"].split()}
    known = select(tables.words.c.word).where(tables.words.c.word.in_(words))
    fresh = words.difference(connection.scalars(known)) if words else set()
    if fresh:
        # Both databases understand it, and one writer at a time keeps it from waiting.
        statement = text("INSERT INTO archive_words (word) VALUES (:word) ON CONFLICT DO NOTHING")
        connection.execute(statement, [{"word": word} for word in sorted(fresh)])
