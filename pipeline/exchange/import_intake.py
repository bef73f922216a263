"""Registering an import as a batch with its rows, in one transaction; and reading those rows back.

From here on the batch goes the way of every batch: its files are looked into, read and drafted, and a run that was
killed is resumed by the same command. Row and file stay together by the ordinal of the source.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from pipeline.actors import Act
from pipeline.errors import NotFound, WrongUse
from pipeline.exchange.import_plan import ImportPlan
from pipeline.exchange.import_profile import ImportProfile
from pipeline.exchange.tables import import_rows, imports
from pipeline.findings import Finding
from pipeline.intake import Received, Request, receive
from pipeline.ledger import note
from pipeline.wiring import Services


@dataclass(frozen=True)
class KeptRow:
    """One row of an import as the ledger keeps it."""

    ordinal: int
    place: str
    type: str
    written: Mapping[str, str]
    rest: Mapping[str, str]
    findings: tuple[Finding, ...]


def register_import(
    services: Services,
    profile: ImportProfile,
    plan: ImportPlan,
    act: Act,
    new_id: str,
    progress: Callable[[int], None] = lambda _done: None,
) -> Received:
    """Register the plan's documents as one batch together with every row; the same plan resumes its batch.

    Raises WrongUse when no row has a file.
    """
    if not plan.documents:
        raise WrongUse(
            "Không có dòng nào có tệp để nhập. Chạy lại với --dry-run để xem từng dòng thiếu gì.",
            "No row has a file to import. Run again with --dry-run to see what each row lacks.",
        )

    def keep(connection: Connection, batch: str) -> None:
        _keep(connection, act, profile, plan, batch)

    request = Request(mark=plan.mark, keep=keep)
    return receive(services.ledger, services.workspace, plan.files, request, act, new_id, progress)


def _keep(connection: Connection, act: Act, profile: ImportProfile, plan: ImportPlan, batch: str) -> None:
    report = {
        "encodings": dict(plan.encodings),
        "loose": list(plan.loose),
        "findings": [finding.as_json() for finding in plan.findings],
    }
    connection.execute(insert(imports).values(batch=batch, profile=profile.name, report=report))
    _keep_rows(connection, plan, batch)
    told = {"rows": len(plan.rows), "taken": sum(one.taken for one in plan.rows)}
    note(connection, act, "import.open", batch, {"profile": profile.name, **told})


def _keep_rows(connection: Connection, plan: ImportPlan, batch: str) -> None:
    ordinals = {name: ordinal for ordinal, name in enumerate(plan.documents, 1)}
    for ordinal, one in enumerate(plan.rows, 1):
        connection.execute(
            insert(import_rows).values(
                batch=batch,
                ordinal=ordinal,
                place=one.row.place,
                type=one.row.type,
                source=ordinals.get(one.document),
                entry=one.entry,
                cells=dict(one.row.cells),
                written=dict(one.row.written),
                rest=dict(one.row.rest),
                findings=[finding.as_json() for finding in one.row.findings],
            )
        )


def rows_by_source(connection: Connection, batch: str) -> dict[int, list[KeptRow]]:
    """The rows of an import by the ordinal of their file; empty for any other batch."""
    query = select(import_rows).where(import_rows.c.batch == batch, import_rows.c.source.is_not(None))
    found: dict[int, list[KeptRow]] = {}
    for row in connection.execute(query.order_by(import_rows.c.ordinal)):
        found.setdefault(row.source, []).append(_kept(row))
    return found


def import_of(connection: Connection, batch: str) -> Any:
    """The import that the batch is. Raises NotFound."""
    row = connection.execute(select(imports).where(imports.c.batch == batch)).first()
    if row is None:
        raise NotFound(
            f"Lô {batch} không phải lô nhập dữ liệu cũ.", f"Batch {batch} is no import of earlier work."
        )
    return row


def rows_without_file(connection: Connection, batch: str) -> Sequence[KeptRow]:
    """The rows of an import that became no record because no file answered to them."""
    query = select(import_rows).where(import_rows.c.batch == batch, import_rows.c.source.is_(None))
    return [_kept(row) for row in connection.execute(query.order_by(import_rows.c.ordinal))]


def _kept(row: Any) -> KeptRow:
    return KeptRow(
        row.ordinal,
        row.place,
        row.type,
        row.written,
        row.rest,
        tuple(Finding.from_json(finding) for finding in row.findings),
    )
