"""Sheets to print from the browser: the cover of a dossier's component, and separators between papers."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from desk.web.case_view import case_for
from desk.web.contexts.window import CoversPage
from desk.web.pages import show
from desk.web.paper_view import component_label
from desk.web.visitor import Visitor, allowed
from desk.words import Words
from pipeline.cover import CoverRequest, CoverWords, write_cover

router = APIRouter(include_in_schema=False)
Printer = Annotated[Visitor, Depends(allowed("cover.print"))]
MOST = 100


@router.get("/dossiers/{code:path}/covers/{component}.pdf")
def component_cover(visitor: Printer, code: str, component: str) -> Response:
    """The sheet to lay before a paper, so that what is scanned behind it goes into that component by itself."""
    with visitor.services.ledger.reading() as connection:
        known = case_for(visitor, connection, code, "dossier.see")
    label = component_label(visitor, known, component)
    return _printed(visitor, CoverRequest("component", known.code, component), (label, known.title))


@router.get("/covers")
def covers_page(request: Request, visitor: Printer) -> Response:
    """Which separators, how many."""
    return show(request, visitor, CoversPage(MOST), section="scan")


@router.get("/covers/sheets.pdf")
def separators(visitor: Printer, kind: str, code: str, count: int = 1, pages: int | None = None) -> Response:
    """Separators between papers (`next`), or the sheet before a batch (`batch`)."""
    wanted = CoverRequest(kind if kind in {"next", "batch"} else "next", code, None, pages, min(count, MOST))
    return _printed(visitor, wanted, ())


def _printed(visitor: Visitor, wanted: CoverRequest, facts: tuple[str, ...]) -> Response:
    words = Words(visitor.tongue.language)
    if wanted.pages is not None:
        facts = (*facts, words("cover.papers", count=wanted.pages))
    notes = (words(f"cover.place.{wanted.kind}"), words("cover.keep_clear"))
    told = CoverWords(words(f"cover.title.{wanted.kind}"), facts, notes, visitor.services.settings.unit)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "sheets.pdf"
        write_cover(wanted, told, target, visitor.act().at)
        content = target.read_bytes()
    headers = {"content-disposition": f'inline; filename="to-{wanted.kind}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)
