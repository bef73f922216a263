"""Rows about archived records. Derived: everything here can be refilled from the store (rebuild.py).

Functions write on the caller's connection, so that index and ledger change in one transaction or not at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text

from archive import folding, fulltext, instant, tables
from archive.deposit import Deposited
from archive.errors import ObjectMissing
from archive.package import Description, PackageFile

_PARTS = (tables.names, tables.numbers, tables.dates, tables.bodies, tables.files)
_MEMBERSHIP = (tables.members, tables.dossiers)
MOST_WORD_BYTES = 1_000_000
_PER_WORD = 4
_SEVERAL = re.compile(r"[,;]|\s(?:và|&|\+)\s")


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
    names = [row for _, told, _ in entries for row in _name_rows(told)]
    numbers = [row for _, told, _ in entries for row in _number_rows(told)]
    dates = [row for _, told, _ in entries for row in _date_rows(told)]
    _insert(connection, tables.records, [_record_row(proof, told, at) for proof, told, _ in entries])
    _insert(connection, tables.names, names)
    _know_words(connection, names)
    _forget_words(connection, lost)
    _insert(connection, tables.numbers, numbers)
    _insert(connection, tables.dates, dates)
    bodies = [{"record": told.id, "body_folded": body(told)} for _, told, _ in entries]
    _insert(connection, tables.bodies, bodies)
    _insert(
        connection, tables.files, [_file_row(proof, file) for proof, _, files in entries for file in files]
    )


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
    for table in (*_PARTS, tables.records, *_MEMBERSHIP, tables.words):
        connection.execute(delete(table))


def body(description: Description) -> str:
    """Every word of a description that a search may meet: folded, in order, with one space between them."""
    parts = (
        description.title,
        *(name for _, name, _ in description.names),
        *(value for _, value in description.numbers),
        *description.places,
        *(value for value in description.fields.values() if isinstance(value, str)),
        description.text,
    )
    words = folding.tokens(folding.fold("\n".join(parts)))
    return " ".join(words if sum(map(len, parts)) < MOST_WORD_BYTES // 8 else _within_limits(words))


def _within_limits(words: Iterable[str]) -> Iterator[str]:
    """What PostgreSQL takes as one text to search in (1 MiB of different words); SQLite holds to the same."""
    known: set[str] = set()
    room = MOST_WORD_BYTES
    for word in words:
        if word not in known:
            known.add(word)
            room -= len(word.encode()) + _PER_WORD
            if room < 0:
                return
        yield word


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


def _insert(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _know_words(connection: Connection, names: list[dict[str, Any]]) -> None:
    words = sorted({word for name in names for word in name["name_folded"].split()})
    if words:
        # Both databases understand it, and one writer at a time keeps it from waiting.
        statement = text("INSERT INTO archive_words (word) VALUES (:word) ON CONFLICT DO NOTHING")
        connection.execute(statement, [{"word": word} for word in words])


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
            "name_exact": " ".join(folding.tokens(folding.exact(name))),
            "name_folded": " ".join(folding.tokens(folding.fold(name))),
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
        for value in _each(value)
    ]


def _each(value: str) -> Iterator[str]:
    """A number as it stands, and each of several in one place: `345, 346` is found by either."""
    yield value
    parts = [part.strip() for part in _SEVERAL.split(value)]
    if len(parts) > 1:
        yield from (part for part in dict.fromkeys(parts) if any(c.isdigit() for c in part))


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
