"""Rows about archived records. Derived: everything here can be refilled from the store (rebuild.py).

Functions write on the caller's connection, so that index and ledger change in one transaction or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from archive import folding, instant, tables
from archive.deposit import Deposited
from archive.errors import ObjectMissing
from archive.package import Description, PackageFile

_PARTS = (tables.names, tables.numbers, tables.dates, tables.bodies, tables.files)
_MEMBERSHIP = (tables.members, tables.dossiers)


@dataclass(frozen=True)
class StoredFile:
    """One logical file of a record's newest version; `size` in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class IndexedRecord:
    """What the index holds of one record."""

    description: Description
    root: str
    head: str
    inventory_sha256: str
    indexed_at: datetime
    files: tuple[StoredFile, ...]


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
    if description.id != deposited.id:
        raise ValueError(f"the description of {description.id} does not belong to {deposited.id}")
    _remove(connection, deposited.id)
    connection.execute(insert(tables.records), [_record_row(deposited, description, at)])
    _insert(connection, tables.names, _name_rows(description))
    _insert(connection, tables.numbers, _number_rows(description))
    _insert(connection, tables.dates, _date_rows(description))
    _insert(connection, tables.bodies, [{"record": description.id, "body_folded": body(description)}])
    _insert(connection, tables.files, [_file_row(deposited, file) for file in files])


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
    _remove(connection, record_id)


def remove_all(connection: Connection) -> None:
    """Empties the index (records and dossiers), not the leases and never the audit trail."""
    for table in (*_PARTS, tables.records, *_MEMBERSHIP):
        connection.execute(delete(table))


def body(description: Description) -> str:
    """Everything of a description that a search may meet, folded, one line per part."""
    parts = [
        description.title,
        *(name for _, name, _ in description.names),
        *(value for _, value in description.numbers),
        *description.places,
        *(value for value in description.fields.values() if isinstance(value, str)),
        description.text,
    ]
    return "\n".join(folded for folded in map(folding.fold, parts) if folded)


def _remove(connection: Connection, record_id: str) -> None:
    for table in _PARTS:
        connection.execute(delete(table).where(table.c.record == record_id))
    connection.execute(delete(tables.records).where(tables.records.c.id == record_id))


def _insert(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _record_row(deposited: Deposited, description: Description, at: datetime) -> dict[str, Any]:
    return {
        "id": description.id,
        "root": deposited.root,
        "head": deposited.version,
        "inventory_sha256": deposited.inventory_sha256,
        "type": description.type,
        "unit": description.unit,
        "title": description.title,
        "issued": description.issued,
        "retention_class": description.retention_class,
        "legal_basis": description.legal_basis,
        "review_state": description.review_state,
        "public_code": description.public_code,
        "description": json.dumps(description.as_json(), ensure_ascii=False, sort_keys=True),
        "indexed_at": instant.as_text(at),
    }


def _name_rows(description: Description) -> list[dict[str, Any]]:
    return [
        {
            "record": description.id,
            "role": role,
            "name": name,
            "name_exact": folding.exact(name),
            "name_folded": folding.fold(name),
            "birth_date": born,
        }
        for role, name, born in description.names
    ]


def _number_rows(description: Description) -> list[dict[str, Any]]:
    return [
        {
            "record": description.id,
            "kind": kind,
            "value": value,
            "value_folded": folding.number_key(value),
            "value_compact": folding.number_compact(value),
        }
        for kind, value in description.numbers
    ]


def _date_rows(description: Description) -> list[dict[str, Any]]:
    found = [("issued", description.issued), *description.dates.items()]
    found += [("born", born) for _, _, born in description.names if born]
    return [{"record": description.id, "kind": kind, "value": value} for kind, value in found if value]


def _file_row(deposited: Deposited, file: PackageFile | StoredFile) -> dict[str, Any]:
    size = file.size if isinstance(file, StoredFile) else file.path.stat().st_size
    return {
        "record": deposited.id,
        "version": deposited.version,
        "name": file.name,
        "sha256": file.sha256,
        "size": size,
    }
