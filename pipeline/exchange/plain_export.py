"""Any records as CSV or JSON: values as normalised and as written, on request with states and where they come from.

Records shown to named people only never leave here either. JSON holds every text as it is; in CSV a text that a
spreadsheet would take for a formula gets an apostrophe in front, which the import takes off again.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Connection, select

from pipeline.actors import Act
from pipeline.changes.annotation import annotations_of
from pipeline.exchange.hand_over import put_file
from pipeline.exchange.receipts import HandedOut, keep_receipt
from pipeline.ledger_tables import fields as field_table
from pipeline.lookup import RecordView, record_ids, view
from pipeline.record import Field, RecordState
from pipeline.record_type import record_types
from pipeline.review.sight import is_closed
from pipeline.wiring import Services

HEAD = ("record", "type", "state", "revision", "batch", "masters", "annotations")
_FORMULA = re.compile(r"^[=+\-@\t\r]")
_FIGURE = re.compile(r"^[+-]?\d[\d.,]*$")
BOM = "\ufeff"


@dataclass(frozen=True)
class Selection:
    """Which records: types and states (all when empty), one batch, days of the type's own date (ISO)."""

    types: tuple[str, ...] = ()
    states: tuple[RecordState, ...] = ()
    batch: str | None = None
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class Shape:
    """What stands in the file: `written`, `states` and `provenance` add columns to CSV; `bom` is for Excel."""

    format: str = "csv"
    written: bool = False
    states: bool = False
    provenance: bool = False
    bom: bool = False


@dataclass(frozen=True)
class Exported:
    """What was written: the file's digest, records in it, and how many are for named people only."""

    sha256: str
    records: int
    closed: int


def export_plain(
    services: Services, selection: Selection, shape: Shape, target: Path, receiver: str, act: Act
) -> Exported:
    """Write the selected records to `target` and keep the receipt. Raises MoveRefused when another file is there."""
    with services.ledger.reading() as connection:
        chosen, closed = _chosen(connection, selection)

        def write(beside: Path) -> None:
            with beside.open("w", encoding="utf-8", newline="") as file:
                if shape.bom:
                    file.write(BOM)
                (_write_csv if shape.format == "csv" else _write_json)(connection, chosen, shape, file)

        digest = put_file(target, write)
        items = [HandedOut(key, _revision(connection, key), target.name) for key in chosen]
    with services.ledger.writing(act) as connection:
        keep_receipt(connection, act, shape.format, receiver, digest, items)
    return Exported(digest, len(chosen), closed)


def safe_cell(text: str) -> str:
    """A CSV cell that no spreadsheet takes for a formula; figures with their sign stay figures."""
    risky = _FORMULA.match(text) and not _FIGURE.match(text)
    return f"'{text}" if risky or text.startswith("'") else text


def _chosen(connection: Connection, selection: Selection) -> tuple[list[str], int]:
    types: tuple[str | None, ...] = selection.types or (None,)
    chosen, closed = [], 0
    for type in types:
        for key in record_ids(connection, batch=selection.batch, states=selection.states, type=type):
            if is_closed(connection, key):
                closed += 1
            elif _within(view(connection, key), selection):
                chosen.append(key)
    return chosen, closed


def _within(record: RecordView, selection: Selection) -> bool:
    if not selection.since and not selection.until:
        return True
    kind = record_types().get(record.row.type)
    key = kind.description.issued if kind else None
    day = next((f.value or "" for f in record.fields if f.key == key), "")
    return day >= selection.since and (not selection.until or day[: len(selection.until)] <= selection.until)


def _revision(connection: Connection, key: str) -> int:
    return int(view(connection, key).row.revision)


def _write_json(connection: Connection, chosen: Sequence[str], shape: Shape, file: TextIO) -> None:
    file.write('{"schema": "sohoa-records-1", "records": [')
    for index, key in enumerate(chosen):
        file.write(",\n" if index else "\n")
        json.dump(_record_json(connection, view(connection, key)), file, ensure_ascii=False, sort_keys=True)
    file.write("\n]}\n")


def _record_json(connection: Connection, record: RecordView) -> dict[str, Any]:
    deciders = _deciders(connection, record.id)
    return {
        **_head(record),
        "masters": _masters(record),
        "unit": record.row.unit,
        "form": record.row.form,
        "pages": [
            {"number": page.number, "master": record.sources[page.origin].sha256} for page in record.pages
        ],
        "fields": {f.key: {**f.as_json(), **deciders.get(f.key, {})} for f in record.fields},
        "annotations": [one.as_json() for one in annotations_of(connection, record.id)],
        "findings": [
            {**kept.finding.as_json("vi"), "open": kept.closed_at is None} for kept in record.findings
        ],
    }


def _head(record: RecordView) -> dict[str, Any]:
    row = record.row
    return {
        "record": record.id,
        "type": row.type,
        "state": record.state.value,
        "revision": row.revision,
        "batch": row.batch,
    }


def _masters(record: RecordView) -> list[str]:
    return list(dict.fromkeys(record.sources[page.origin].sha256 for page in record.pages))


def _deciders(connection: Connection, record: str) -> dict[str, dict[str, Any]]:
    columns = field_table.c
    rows = connection.execute(
        select(columns.key, columns.decided_by, columns.decided_at).where(columns.record == record)
    )
    return {row.key: {"decided_by": row.decided_by, "decided_at": row.decided_at} for row in rows}


def _write_csv(connection: Connection, chosen: Sequence[str], shape: Shape, file: TextIO) -> None:
    keys = _keys(connection, chosen)
    writer = csv.writer(file)
    writer.writerow([*HEAD, *(name for key in keys for name in _names(key, shape))])
    for key in chosen:
        record = view(connection, key)
        deciders = _deciders(connection, key) if shape.provenance else {}
        by_key = {field.key: field for field in record.fields}
        cells = [*map(str, _head(record).values()), " ".join(_masters(record)), _annotated(connection, key)]
        for name in keys:
            cells += _cells(by_key.get(name), shape, deciders.get(name, {}))
        writer.writerow([safe_cell(cell) for cell in cells])


def _annotated(connection: Connection, record: str) -> str:
    """Changes in law in one cell: kind, number, authority and day of each."""
    found = annotations_of(connection, record)
    return "; ".join(" ".join(filter(None, (a.kind, a.number, a.authority, a.date))) for a in found)


def _keys(connection: Connection, chosen: Sequence[str]) -> list[str]:
    """Every key that one of the records has or could have, in the order of the forms."""
    found: dict[str, None] = {}
    types: dict[str, None] = {}
    rows: list[str] = []
    for key in chosen:
        record = view(connection, key)
        types[record.row.type] = None
        rows += [field.key for field in record.fields]
    for type in types:
        kind = record_types().get(type)
        found |= dict.fromkeys(spec.key for spec in kind.fields) if kind else {}
    return list(found | dict.fromkeys(rows))


def _names(key: str, shape: Shape) -> Iterator[str]:
    yield key
    if shape.written:
        yield f"{key}.written"
    if shape.states:
        yield from (f"{key}.state", f"{key}.confidence")
    if shape.provenance:
        yield from (f"{key}.page", f"{key}.box", f"{key}.decided_by", f"{key}.decided_at")


def _cells(field: Field | None, shape: Shape, decider: dict[str, Any]) -> Iterator[str]:
    yield (field.value if field else None) or ""
    if shape.written:
        yield (field.written if field else None) or ""
    if shape.states:
        # A field that the record does not have is not the same as one that is empty on the paper.
        yield field.state.value if field else "absent"
        yield f"{field.confidence:.4f}" if field else ""
    if shape.provenance:
        yield str(field.page) if field and field.page is not None else ""
        yield " ".join(map(str, field.box.as_list())) if field and field.box else ""
        yield decider.get("decided_by") or ""
        yield decider.get("decided_at") or ""
