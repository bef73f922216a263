"""Papers taken in at the counter for one dossier, and where each stands. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, select

from pipeline.batch import WITHDRAWN, count
from pipeline.docket import WindowPaper
from pipeline.errors import NotFound
from pipeline.ledger_tables import batches, pages, records, regions, sources
from pipeline.record import PageState, RecordState
from pipeline.window.draft import window_paper
from pipeline.window.tables import early_uses

Stage = Literal["reading", "damaged", "set_apart", "ready", "used"]


@dataclass(frozen=True)
class Paper:
    """One paper. `damaged`: a page or file of it cannot be read; `set_apart`: a stamp of secrecy was seen on it.

    `twins` are records that hold the very same bytes, so that the clerk may take one of them instead.
    """

    batch: str
    dossier: str
    told: WindowPaper
    at: str
    by: str
    stage: Stage
    records: tuple[str, ...]
    twins: tuple[str, ...] = ()


def papers_of(connection: Connection, dossier: str) -> tuple[Paper, ...]:
    """The papers of a dossier that were not withdrawn, oldest first."""
    query = select(batches).where(batches.c.dossier == dossier, batches.c.state != WITHDRAWN)
    rows = connection.execute(query.order_by(batches.c.created_at)).all()
    return tuple(_paper(connection, row) for row in rows if row.docket.get("window"))


def paper_of(connection: Connection, dossier: str, batch: str) -> Paper:
    """One paper. Raises NotFound."""
    query = select(batches).where(batches.c.id == batch, batches.c.dossier == dossier)
    row = connection.execute(query.where(batches.c.state != WITHDRAWN)).first()
    if row is None or not row.docket.get("window"):
        raise NotFound(f"Hồ sơ không có giấy {batch}.", f"The dossier has no paper {batch}.")
    return _paper(connection, row)


def _paper(connection: Connection, row: Any) -> Paper:
    told = window_paper(row.docket)
    if told is None:
        raise NotFound(f"Lô {row.id} không phải giấy nhận tại quầy.", f"Batch {row.id} is no counter paper.")
    held = select(records.c.id, records.c.state).where(records.c.batch == row.id)
    found = connection.execute(held.order_by(records.c.first_source, records.c.first_number)).all()
    ids = tuple(one.id for one in found)
    return Paper(
        row.id, row.dossier, told, row.created_at, row.created_by, _stage(connection, row, found), ids,
        _twins(connection, row.id),
    )  # fmt: skip


def _stage(connection: Connection, row: Any, found: Any) -> Stage:
    used = select(early_uses.c.record).where(early_uses.c.record.in_([one.id for one in found]))
    if connection.scalar(used.limit(1)) is not None:
        return "used"
    if any(one.state == RecordState.QUARANTINED.value for one in found):
        return "set_apart"
    counts = count(connection, row.id)
    if counts.pages_quarantined or (row.state == "closed" and not found):
        return "damaged"
    return "ready" if row.state == "closed" else "reading"


def _twins(connection: Connection, batch: str) -> tuple[str, ...]:
    """Records of other batches that hold a page with the bytes of one of these pages."""
    mine = select(pages.c.sha256).where(pages.c.batch == batch)
    held = (
        select(regions.c.record)
        .join(pages, pages.c.id == regions.c.page)
        .join(records, records.c.id == regions.c.record)
        .join(batches, batches.c.id == pages.c.batch)
        .where(pages.c.sha256.in_(mine), pages.c.batch != batch, pages.c.state != PageState.REPLACED.value)
        .where(records.c.state != RecordState.REJECTED.value, batches.c.state != WITHDRAWN)
    )
    return tuple(dict.fromkeys(connection.scalars(held.limit(3))))


def file_names(connection: Connection, batch: str) -> tuple[str, ...]:
    """The names of a paper's files, as they came."""
    query = select(sources.c.file).where(sources.c.batch == batch).order_by(sources.c.ordinal)
    return tuple(str(name).rpartition("/")[2] for name in connection.scalars(query))
