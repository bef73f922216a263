"""Sending one page of a record back to the scanner, and the slip that brings the new one into its place."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, Response

from desk.web.forms import GenuineForm
from desk.web.sighted import reach, record_for
from desk.web.visitor import Visitor, allowed
from desk.words import Words
from pipeline.cover import CoverWords, write_cover
from pipeline.errors import NotFound, WrongUse
from pipeline.review.rescan import Rescan, ask, asked_for

router = APIRouter(include_in_schema=False)
Sender = Annotated[Visitor, Depends(allowed("record.rescan"))]


@router.post("/review/{record}/rescan")
def ask_for_page(visitor: Sender, record: str, form: GenuineForm) -> Response:
    """Ask for a page anew; answers where its slip is."""
    act, number = visitor.act(), form.text("page")
    with visitor.services.ledger.writing(act) as connection:
        found = record_for(visitor, connection, record, "record.rescan")
        if not number.isdecimal() or not 1 <= int(number) <= len(found.pages):
            raise WrongUse(f"Tài liệu không có trang {number}.", f"The record has no page {number}.")
        page = found.pages[int(number) - 1].id
        ask(connection, act, record, page, form.text("reason"))
    return JSONResponse({"slip": f"/review/{record}/slips/{page}.pdf", "next": "/review"})


@router.get("/review/{record}/slips/{page}.pdf")
def slip(visitor: Sender, record: str, page: str) -> Response:
    """The slip to print; it exists as long as the page is asked for."""
    with visitor.services.ledger.reading() as connection:
        reach(visitor, connection, record, "record.rescan")
        asked = next((one for one in asked_for(connection, record) if one.page == page), None)
    if asked is None:
        raise NotFound("Trang này không được yêu cầu quét lại.", "Nobody asked for this page anew.")
    headers = {"content-disposition": f'inline; filename="rescan-{record[:8]}.pdf"'}
    return Response(_drawn(visitor, asked), media_type="application/pdf", headers=headers)


def _drawn(visitor: Visitor, asked: Rescan) -> bytes:
    words, request = Words(visitor.tongue.language), asked.slip
    facts = (words("cover.pages", count=request.pages or 1),)
    notes = (words("cover.place.rescan"), words("cover.keep_clear"))
    told = CoverWords(words("cover.title.rescan"), facts, notes, visitor.services.settings.unit)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "slip.pdf"
        write_cover(request, told, target, visitor.act().at)
        return target.read_bytes()
