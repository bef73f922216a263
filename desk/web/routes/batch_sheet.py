"""One batch: its contact sheet, its sum, its docket, what was set aside, its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy import Connection, select, update

from desk.web.contexts.batches import AsideRow, BatchFacts, BatchPage, PageCard, ReceiptPage
from desk.web.docket_form import docket_of, filled, lines
from desk.web.forms import Form, genuine_form
from desk.web.language import Tongue
from desk.web.pages import show
from desk.web.routes.batches import paper_of
from desk.web.runs import Progress
from desk.web.sheet_cards import cards_of, dressed, needs_look
from desk.web.visitor import Visitor, allowed
from pipeline.batch import Page, count, sources_of
from pipeline.docket import Docket
from pipeline.errors import MoveRefused, NotFound
from pipeline.ledger import note
from pipeline.ledger_tables import actors, batches
from pipeline.lookup import batch_findings
from pipeline.reports import quarantined, short_name
from pipeline.retry import retry

router = APIRouter(include_in_schema=False)
Seer = Annotated[Visitor, Depends(allowed("batch.see"))]
Arranger = Annotated[Visitor, Depends(allowed("batch.arrange"))]
Closer = Annotated[Visitor, Depends(allowed("batch.close"))]
Sent = Annotated[Form, Depends(genuine_form)]
PAGES_SHOWN = 120
# Findings that stand under the page they are about.
_ON_PAGES = {"DUPLICATE"}
_AGAINST_THE_SUM = {"COUNT_MISMATCH", "SHEET_COUNT", "SHEET_MISSING"}


def batch_row(connection: Connection, visitor: Visitor, action: str, batch: str) -> Any:
    """The row of a batch within the person's reach, with the name of who opened it. Raises NotFound."""
    query = select(batches, actors.c.name).join(actors, actors.c.id == batches.c.created_by)
    row = connection.execute(query.where(batches.c.id == batch)).first()
    if row is None:
        raise NotFound("Không có lô này.", "There is no such batch.")
    visitor.check_unit(connection, action, row.unit)
    return row


@router.get("/batches/{batch}")
def sheet(request: Request, visitor: Seer, batch: str, start: int = 0) -> Response:
    """The contact sheet; `show=look` only what needs a look, `show=aside` only the quarantine."""
    shown = request.query_params.get("show", "all")
    # Asked before the ledger is: a page shown as work ended would say that the batch is unread and nobody reads it.
    progress = visitor.house.runs.of(batch)
    with visitor.services.ledger.reading() as connection:
        row = batch_row(connection, visitor, "batch.see", batch)
        page = _page(connection, visitor, row, progress, shown, max(0, start))
    _note_seen(visitor, batch)
    return show(request, visitor, page, section="scan")


def _note_seen(visitor: Visitor, batch: str) -> None:
    act = visitor.act()
    with visitor.services.ledger.writing(act) as connection:
        note(connection, act, "batch.seen", batch, {"purpose": "scan"})


def _page(
    connection: Connection, visitor: Visitor, row: Any, progress: Progress | None, shown: str, start: int
) -> BatchPage:
    tongue = visitor.tongue
    every = cards_of(connection, visitor, row.id)
    look = [(page, card) for page, card in every if needs_look(page)]
    chosen: Sequence[tuple[Page, PageCard]] = {"look": look, "aside": ()}.get(shown, every)
    open_ = row.state == "open"
    end = start + PAGES_SHOWN
    return BatchPage(
        batch=facts_of(connection, row, tongue),
        cards=tuple(dressed(visitor.services.workspace, *one) for one in chosen[start:end]),
        shown=shown if shown in {"look", "aside"} else "all",
        look=len(look),
        first=start,
        pages=len(chosen),
        next_from=end if len(chosen) > end else 0,
        aside=_aside(connection, row.id, tongue.language),
        findings=_findings(connection, row.id, tongue.language),
        receipt=f"/batches/{row.id}/receipt",
        running=bool(progress and progress.busy),
        fault=tongue.either(*progress.fault) if progress and progress.fault else "",
        docket=lines(tongue, row.docket),
        may_arrange=visitor.may("batch.arrange"),
        may_close=open_ and visitor.may("batch.close"),
        may_overrule=open_ and visitor.may("batch.overrule"),
        may_rescan=visitor.may("record.rescan"),
    )


def _aside(connection: Connection, batch: str, language: str) -> tuple[AsideRow, ...]:
    return tuple(
        AsideRow(short_name(one["file"]), one["page"], one["code"], one["message"])
        for one in quarantined(connection, batch, language)
    )


def _findings(connection: Connection, batch: str, language: str) -> tuple[str, ...]:
    kept = batch_findings(connection, batch)
    open_ = [one.finding for one in kept if one.closed_at is None and one.finding.code not in _ON_PAGES]
    return tuple(dict.fromkeys(finding.text(language) for finding in open_))


def facts_of(connection: Connection, row: Any, tongue: Tongue) -> BatchFacts:
    """Where a batch stands."""
    counts = count(connection, row.id)
    expected = Docket.model_validate(row.docket).expected_pages()
    return BatchFacts(
        row.id,
        row.state,
        row.created_at,
        row.name,
        row.closed_at or "",
        row.close_reason or "",
        row.dossier or "",
        paper_of(row.docket, tongue),
        counts,
        expected,
        counts.balanced and (row.state != "open" or not _contradicted(connection, row.id)),
    )


def _contradicted(connection: Connection, batch: str) -> bool:
    """Whether the last try to close found pages and docket apart."""
    kept = batch_findings(connection, batch)
    return any(one.closed_at is None and one.finding.code in _AGAINST_THE_SUM for one in kept)


@router.get("/batches/{batch}/progress")
def progress(visitor: Seer, batch: str) -> Response:
    """How far the work on a batch is, for the page that shows it."""
    found = visitor.house.runs.of(batch)
    with visitor.services.ledger.reading() as connection:
        row = batch_row(connection, visitor, "batch.see", batch)
        counts = count(connection, batch)
    return JSONResponse(
        {
            "state": row.state,
            "running": bool(found and found.busy),
            "stage": found.stage if found else "",
            "done": found.done if found else 0,
            "all": found.all if found else 0,
            "open": counts.pages_open,
        }
    )


@router.post("/batches/{batch}/read")
def read_on(visitor: Arranger, form: Sent, batch: str) -> Response:
    """Begin reading, or go on where it stopped."""
    _reach(visitor, "batch.arrange", batch)
    visitor.house.runs.digitize(batch, visitor.actor)
    return RedirectResponse(f"/batches/{batch}", 303)


@router.post("/batches/{batch}/retry")
def read_again(visitor: Arranger, form: Sent, batch: str) -> Response:
    """Read again what was set aside; with `duplicates` take equal pages as sheets of their own."""
    _reach(visitor, "batch.arrange", batch)
    services, keep = visitor.services, form.text("duplicates") == "keep"
    retry(services.ledger, services.workspace, batch, visitor.act(), keep_duplicates=keep)
    visitor.house.runs.digitize(batch, visitor.actor)
    return RedirectResponse(f"/batches/{batch}", 303)


@router.post("/batches/{batch}/docket")
def keep_docket(visitor: Arranger, form: Sent, batch: str) -> Response:
    """The docket as corrected; of an open batch only, because a closed one is in the store."""
    act = visitor.act()
    with visitor.services.ledger.writing(act) as connection:
        known = batch_row(connection, visitor, "batch.arrange", batch).docket
        told = docket_of(form, known).as_json() | {key: known[key] for key in ("window",) if key in known}
        where = (batches.c.id == batch) & (batches.c.state == "open")
        if connection.execute(update(batches).where(where).values(docket=told)).rowcount != 1:
            raise MoveRefused(
                "Lô đã đóng nên phiếu lô không sửa được nữa.", "The batch is closed; its docket is fixed."
            )
        note(connection, act, "batch.docket", batch)
    return RedirectResponse(f"/batches/{batch}", 303)


@router.post("/batches/{batch}/close")
def close(visitor: Closer, form: Sent, batch: str) -> Response:
    """Close the batch; a reason overrules the docket, which takes the archivist."""
    reason = form.text("reason") or None
    _reach(visitor, "batch.overrule" if reason else "batch.close", batch)
    if reason:
        visitor.require("batch.overrule")
    visitor.house.runs.close(batch, visitor.actor, reason)
    return RedirectResponse(f"/batches/{batch}", 303)


@router.get("/batches/{batch}/receipt")
def receipt(request: Request, visitor: Seer, batch: str) -> Response:
    """What came in with digests: printed, it stays with the paper."""
    with visitor.services.ledger.reading() as connection:
        row = batch_row(connection, visitor, "batch.see", batch)
        files = tuple(
            (one.ordinal, short_name(one.file), one.bytes, one.sha256)
            for one in sources_of(connection, batch)
        )
        facts = facts_of(connection, row, visitor.tongue)
    page = ReceiptPage(facts, files, row.unit, filled(visitor.tongue, row.docket))
    return show(request, visitor, page, section="scan")


def _reach(visitor: Visitor, action: str, batch: str) -> None:
    with visitor.services.ledger.reading() as connection:
        batch_row(connection, visitor, action, batch)
