"""Batches: the list."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlalchemy import Connection, func, select

from desk.web.contexts.batches import BatchesPage, BatchRow
from desk.web.language import Tongue, msg
from desk.web.pages import show
from desk.web.visitor import Visitor, allowed
from pipeline.batch import Counts, counts_of
from pipeline.ledger_tables import actors, batches, sources

router = APIRouter(include_in_schema=False)
Seer = Annotated[Visitor, Depends(allowed("batch.see"))]
ROWS = 50
PLACE = {
    "archival_file": "",
    "register": msg("sổ {what}"),
    "volume": msg("quyển {what}"),
    "box": msg("hộp {what}"),
}


@router.get("/batches")
def batches_page(request: Request, visitor: Seer, state: str = "", before: str = "") -> Response:
    """Batches of the person's units, newest first; `before` is the time that the page before ended at."""
    with visitor.services.ledger.reading() as connection:
        found = _rows(connection, visitor, state, before)
        rows = _told(connection, found[:ROWS], visitor.tongue)
    more = f"/batches?state={state}&before={rows[-1].opened_at}" if len(found) > ROWS else ""
    page = BatchesPage(rows, state, more, visitor.may("batch.open"))
    return show(request, visitor, page, section="scan")


def _rows(connection: Connection, visitor: Visitor, state: str, before: str) -> list[Any]:
    query = select(batches, actors.c.name).join(actors, actors.c.id == batches.c.created_by)
    query = query.where(visitor.within(connection, "batch.see", batches.c.unit))
    if state in {"open", "closed"}:
        query = query.where(batches.c.state == state)
    if before:
        query = query.where(batches.c.created_at < before)
    return list(connection.execute(query.order_by(batches.c.created_at.desc()).limit(ROWS + 1)).all())


def _told(connection: Connection, found: list[Any], tongue: Tongue) -> tuple[BatchRow, ...]:
    ids = [row.id for row in found]
    counted, query = counts_of(connection, ids), select(sources.c.batch, func.count())
    sent = connection.execute(query.where(sources.c.batch.in_(ids)).group_by(sources.c.batch))
    files: dict[str, int] = dict(map(tuple, sent))
    return tuple(_row(row, files.get(row.id, 0), counted[row.id], tongue) for row in found)


def _row(row: Any, files: int, counted: Counts, tongue: Tongue) -> BatchRow:
    return BatchRow(
        row.id,
        row.created_at,
        row.name,
        row.state,
        paper_of(row.docket, tongue),
        row.dossier or "",
        files,
        counted,
    )


def paper_of(docket: dict[str, Any], tongue: Tongue) -> str:
    """Where the paper of a batch stands, in one line."""
    told = {key: str(docket[key]) for key in PLACE if docket.get(key)}
    return " · ".join(tongue(PLACE[key], what=one) if PLACE[key] else one for key, one in told.items())
