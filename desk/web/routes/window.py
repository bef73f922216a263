"""The window lane: a paper is sent straight into a component of a dossier, looked at, and used before review.

The upload itself is that of batches (batch_new.py). Every picture shown here is an opening for the dossier, noted.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from archive.dossier import CLOSED, Dossier
from archive.errors import ArchiveError
from desk.web.case_view import case_for
from desk.web.forms import Form, GenuineForm
from desk.web.pages import show
from desk.web.paper_view import page_of
from desk.web.routes.archive_record import opened_pages
from desk.web.sighted import reach, record_for
from desk.web.uploads import become_batch
from desk.web.visitor import Visitor, allowed
from pipeline.docket import WindowPaper
from pipeline.errors import MoveRefused, NotFound, PipelineError, WrongUse
from pipeline.ledger import note
from pipeline.procedures import Component, procedure_of
from pipeline.record import urn
from pipeline.window.lane import drop, use, wanted
from pipeline.window.paper import paper_of

router = APIRouter(include_in_schema=False)
Clerk = Annotated[Visitor, Depends(allowed("dossier.work"))]
FORMS = ("original", "certified_copy", "photocopy")


def _case(visitor: Visitor, code: str) -> Dossier:
    with visitor.services.ledger.reading() as connection:
        return case_for(visitor, connection, code, "dossier.work")


def paper_address(code: str, batch: str) -> str:
    """The page of a paper; a dossier's code may hold a slash."""
    return f"/dossiers/{quote(code)}/papers/{batch}"


@router.post("/dossiers/{code:path}/papers")
def take_in(visitor: Clerk, code: str, form: GenuineForm) -> Response:
    """An upload becomes a paper of the dossier, and reading begins. Sent twice, it is the same paper."""
    known = _case(visitor, code)
    if known.state == CLOSED:
        raise MoveRefused("Hồ sơ đã đóng, không nhận thêm giấy.", "The dossier is closed and takes no more.")
    batch = become_batch(visitor, form.text("upload"), lambda: wanted(known.code, *_said(known, form)))
    visitor.house.runs.read_paper(batch, visitor.actor)
    return RedirectResponse(paper_address(code, batch), 303)


def _said(known: Dossier, form: Form) -> tuple[Component, WindowPaper]:
    """Which component, and what the clerk says of the paper. Raises WrongUse."""
    procedure, paper = procedure_of(known.procedure), form.text("form")
    part = procedure.component(form.text("component")) if procedure else None
    if part is None or paper not in FORMS or form.text("returned") not in {"yes", "no"}:
        raise WrongUse(
            "Chọn thành phần, loại bản và đã trả lại giấy hay chưa.",
            "Choose the component, what kind of copy it is, and whether the paper was returned.",
        )
    told = {"component": part.key, "form": paper, "returned": form.text("returned") == "yes"}
    return part, WindowPaper.model_validate(told)


@router.get("/dossiers/{code:path}/papers/{batch}/stage")
def stage(visitor: Clerk, code: str, batch: str) -> Response:
    """How far reading is, for the page that waits."""
    known = _case(visitor, code)
    progress = visitor.house.runs.of(batch)
    with visitor.services.ledger.reading() as connection:
        found = paper_of(connection, known.code, batch)
    busy = bool(progress and progress.busy)
    told = {"stage": found.stage, "busy": busy, "done": 0, "all": 0}
    if progress:
        told |= {"done": progress.done, "all": progress.all}
    return JSONResponse(told)


@router.get("/dossiers/{code:path}/papers/{batch}")
def paper_page(request: Request, visitor: Clerk, code: str, batch: str) -> Response:
    """The paper to look at before it is used; showing its pages is an event."""
    return _page(request, visitor, code, batch, "")


def _page(request: Request, visitor: Visitor, code: str, batch: str, fault: str) -> Response:
    known, act = _case(visitor, code), visitor.act()
    with visitor.services.ledger.writing(act) as connection:
        paper = paper_of(connection, known.code, batch)
        for record in paper.records if paper.stage in {"ready", "used"} else ():
            reach(visitor, connection, record, "person.unmask")
            note(connection, act, "record.opened", record, {"purpose": "dossier", "dossier": known.id})
        page = page_of(visitor, connection, known, paper)
    if fault:
        page = type(page)(**{**vars(page), "fault": fault})
    return show(request, visitor, page, section="dossiers", status=409 if fault else 200)


@router.post("/dossiers/{code:path}/papers/{batch}/read")
def read_on(visitor: Clerk, code: str, batch: str, form: GenuineForm) -> Response:
    """Go on reading a paper whose reading broke off."""
    known = _case(visitor, code)
    with visitor.services.ledger.reading() as connection:
        paper_of(connection, known.code, batch)
    visitor.house.runs.read_paper(batch, visitor.actor)
    return RedirectResponse(paper_address(code, batch), 303)


@router.post("/dossiers/{code:path}/papers/{batch}/use")
def use_paper(request: Request, visitor: Clerk, code: str, batch: str, form: GenuineForm) -> Response:
    """Put the paper into the dossier; PDF, signature and archive follow by themselves as far as machines may."""
    known = _case(visitor, code)
    try:
        use(visitor.services, known.code, batch, visitor.act())
    except (MoveRefused, ArchiveError) as refused:
        return _page(request, visitor, code, batch, visitor.tongue.fault(refused))
    visitor.house.runs.settle(known.code, visitor.actor)
    return RedirectResponse(f"/dossiers/{quote(code)}", 303)


@router.post("/dossiers/{code:path}/papers/{batch}/drop")
def drop_paper(request: Request, visitor: Clerk, code: str, batch: str, form: GenuineForm) -> Response:
    """Take the paper back with a reason; it may be scanned again."""
    known = _case(visitor, code)
    try:
        drop(visitor.services, known.code, batch, form.text("reason"), visitor.act())
    except PipelineError as refused:
        return _page(request, visitor, code, batch, visitor.tongue.fault(refused))
    return RedirectResponse(f"/dossiers/{quote(code)}", 303)


@router.post("/dossiers/{code:path}/look")
def look(visitor: Clerk, code: str, form: GenuineForm) -> Response:
    """The pages of a record of the dossier, for the preview beside the list: an opening for this dossier."""
    known, record, act = _case(visitor, code), form.text("record"), visitor.act()
    if urn(record) not in {one.record for one in known.present}:
        raise NotFound("Tài liệu không có trong hồ sơ này.", "The record is not in this dossier.")
    with visitor.services.ledger.writing(act) as connection:
        found = record_for(visitor, connection, record, "person.unmask")
        note(connection, act, "record.opened", record, {"purpose": "dossier", "dossier": known.id})
    return JSONResponse(opened_pages(visitor, found))
