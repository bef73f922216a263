"""The map of the store, and the minutes of delivery and return of a batch's paper, to be printed and signed."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from desk.web.contexts.shelves import MinutesPage, PlaceRow, StoreMapPage
from desk.web.docket_form import filled
from desk.web.forms import GenuineForm
from desk.web.language import msg
from desk.web.pages import show
from desk.web.routes.batch_sheet import batch_row, facts_of
from desk.web.visitor import Visitor, allowed
from pipeline.batch import sources_of
from pipeline.errors import MoveRefused, NotFound, WrongUse
from pipeline.shelves.store_map import STAGES, plan_places, return_paper, returned, store_map

router = APIRouter(include_in_schema=False)
Seer = Annotated[Visitor, Depends(allowed("batch.see"))]
Planner = Annotated[Visitor, Depends(allowed("batch.overrule"))]
Closer = Annotated[Visitor, Depends(allowed("batch.close"))]
ROWS = 500
WORDS = {
    "not_started": msg("chưa làm"),
    "scanning": msg("đang quét"),
    "scanned": msg("đã quét, chờ kiểm tra"),
    "checked": msg("đã kiểm tra, chờ ký hoặc lưu"),
    "accepted": msg("đã nghiệm thu"),
    "returned": msg("đã trả giấy"),
}
KINDS = ("delivery", "return")


@router.get("/shelves")
def map_page(request: Request, visitor: Seer, stage: str = "", added: str = "") -> Response:
    """Every volume and file of the person's units, and how far it is."""
    return _map(request, visitor, stage, added, "")


def _map(request: Request, visitor: Visitor, stage: str, added: str, fault: str) -> Response:
    with visitor.services.ledger.reading() as connection:
        places = store_map(connection, visitor.unit_names(connection, "batch.see"))
    counted = Counter(one.stage for one in places)
    shown = [one for one in places if stage not in STAGES or one.stage == stage]
    page = StoreMapPage(
        rows=tuple(
            PlaceRow(
                one.store, one.box, one.volume, one.stage, visitor.tongue(WORDS[one.stage]), one.batches,
                one.records, one.waiting, one.archived,
            )
            for one in shown[:ROWS]
        ),
        totals=tuple((name, visitor.tongue(WORDS[name]), counted[name]) for name in STAGES),
        total=len(places),
        chosen=stage if stage in STAGES else "",
        may_plan=visitor.may("batch.overrule"),
        fault=fault,
        added=added if added.isdecimal() else "",
    )  # fmt: skip
    return show(request, visitor, page, section="scan", status=409 if fault else 200)


@router.post("/shelves/plan")
def plan(request: Request, visitor: Planner, form: GenuineForm) -> Response:
    """Add what is to be scanned, one place a line."""
    act = visitor.act()
    try:
        with visitor.services.ledger.writing(act) as connection:
            added = plan_places(connection, act, form.text("places"))
    except WrongUse as wrong:
        return _map(request, visitor, "", "", visitor.tongue.fault(wrong))
    return RedirectResponse(f"/shelves?added={added}", 303)


@router.get("/batches/{batch}/minutes/{kind}")
def minutes(request: Request, visitor: Seer, batch: str, kind: str) -> Response:
    """The minutes of one batch's paper coming in or going back."""
    return _minutes(request, visitor, batch, kind, "")


def _minutes(request: Request, visitor: Visitor, batch: str, kind: str, fault: str) -> Response:
    if kind not in KINDS:
        raise NotFound("Không có biên bản này.", "There are no such minutes.")
    with visitor.services.ledger.reading() as connection:
        row = batch_row(connection, visitor, "batch.see", batch)
        facts, back = facts_of(connection, row, visitor.tongue), returned(connection, batch)
        files = len(sources_of(connection, batch))
    going, coming = str(row.docket.get("handed_over_by", "")), str(row.docket.get("received_by", ""))
    page = MinutesPage(
        batch=facts,
        unit=row.unit,
        kind=kind,
        docket=filled(visitor.tongue, row.docket),
        files=files,
        giver=going if kind == "delivery" else (coming or visitor.actor.name),
        taker=coming if kind == "delivery" else (back.receiver if back else going),
        returned_at=back.at if back else "",
        may_return=kind == "return" and back is None and row.state == "closed" and visitor.may("batch.close"),
        fault=fault,
        at=visitor.act().time,
    )
    return show(request, visitor, page, section="scan", status=409 if fault else 200)


@router.post("/batches/{batch}/returned")
def give_back(request: Request, visitor: Closer, batch: str, form: GenuineForm) -> Response:
    """The paper of a closed batch went back to whoever is named."""
    act = visitor.act()
    try:
        with visitor.services.ledger.writing(act) as connection:
            batch_row(connection, visitor, "batch.close", batch)
            return_paper(connection, act, batch, form.text("receiver"))
    except (MoveRefused, WrongUse) as refused:
        return _minutes(request, visitor, batch, "return", visitor.tongue.fault(refused))
    return RedirectResponse(f"/batches/{batch}/minutes/return", 303)
