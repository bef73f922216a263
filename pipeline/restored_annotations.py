"""Annotations of a record, told by its record.json in the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, insert, select

from pipeline.changes.tables import annotation_rows
from pipeline.ledger_tables import pages, records
from pipeline.restored_actors import know


def scans_known(connection: Connection, told: Sequence[Mapping[str, Any]]) -> bool:
    """Whether every record that is the scan of one of them is in the ledger."""
    scans = {one["scan"]["record"] for one in told} - {None}
    return all(_known(connection, records.c.id, scan) for scan in scans)


def put_annotations(connection: Connection, record: str, told: Sequence[Mapping[str, Any]]) -> None:
    """Insert them all; a scan that did not come back is left empty."""
    unit = connection.scalar(select(records.c.unit).where(records.c.id == record)) or ""
    know(connection, [one["created_by"] for one in told], unit)
    for one in told:
        row = {key: value for key, value in one.items() if key != "scan"}
        row["scan_record"] = _known(connection, records.c.id, one["scan"]["record"])
        row["scan_page"] = _known(connection, pages.c.id, one["scan"]["page"])
        connection.execute(insert(annotation_rows).values(record=record, **row))


def _known(connection: Connection, column: Column[str], key: str | None) -> str | None:
    return connection.scalar(select(column).where(column == key)) if key else None
