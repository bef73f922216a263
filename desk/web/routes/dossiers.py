"""Dossiers: the list, opening one, attaching by immutable reference, detaching with a reason, closing, the receipt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from archive.dossier import Dossier, find
from archive.errors import ArchiveError
from desk.web.case_acts import attach_to, close_case, detach_from, open_case
from desk.web.case_view import Suggestion, case_for, components_of, held_in, history_of, suggestions
from desk.web.contexts.dossiers import (
    CaseLine,
    ComponentRow,
    DossierPage,
    DossierRow,
    DossiersPage,
    ReceiptPage,
)
from desk.web.contexts.window import PaperLine
from desk.web.forms import GenuineForm
from desk.web.pages import show
from desk.web.paper_view import waiting_papers
from desk.web.visitor import Visitor, allowed
from desk.web.watching import note_dossiers, note_shown
from pipeline import upload
from pipeline.actors import timestamp
from pipeline.errors import MoveRefused, PipelineError, WrongUse
from pipeline.issuing.policy import COMPONENT
from pipeline.issuing.sign_queue import waiting_for
from pipeline.procedures import procedure_of, procedures
from pipeline.viewing import Purpose
from pipeline.window.lane import unsettled

router = APIRouter(include_in_schema=False)
Seer = Annotated[Visitor, Depends(allowed("dossier.see"))]
Clerk = Annotated[Visitor, Depends(allowed("dossier.work"))]
ROWS = 200
TYPED = ("code", "procedure", "person", "born", "number")


@router.get("/dossiers")
def list_page(request: Request, visitor: Seer, q: str = "") -> Response:
    """Dossiers of the person's units, newest first."""
    return _list(request, visitor, q, "", {})


def _list(request: Request, visitor: Visitor, q: str, fault: str, typed: dict[str, str]) -> Response:
    with visitor.services.ledger.reading() as connection:
        names = visitor.unit_names(connection, "dossier.see")
        found = [one for one in find(connection, q, ROWS) if names is None or one.unit in names]
    found.sort(key=lambda one: one.opened_at, reverse=True)
    note_dossiers(visitor, [one.id for one in found])
    tongue = visitor.tongue
    page = DossiersPage(
        text=q,
        rows=tuple(_row(visitor, one) for one in found),
        procedures=tuple((one.key, tongue.either(one.vi, one.en)) for one in procedures().values()),
        may_work=visitor.may("dossier.work"),
        may_requests=visitor.may("request.see"),
        fault=fault,
        typed={name: typed.get(name, "") for name in TYPED},
    )
    return show(request, visitor, page, section="dossiers", status=400 if fault else 200)


def _row(visitor: Visitor, one: Dossier) -> DossierRow:
    procedure = procedure_of(one.procedure)
    wanted = [part.key for part in procedure.components if part.required] if procedure else []
    there = {member.component for member in one.present}
    name = visitor.tongue.either(procedure.vi, procedure.en) if procedure else one.procedure
    opened = timestamp(one.opened_at)
    return DossierRow(
        one.code, one.title, name, one.state, opened, sum(key in there for key in wanted), len(wanted)
    )


@router.post("/dossiers")
def open_dossier(request: Request, visitor: Clerk, form: GenuineForm) -> Response:
    """Open a dossier; one that is open under that code already is shown."""
    typed = {name: form.text(name) for name in TYPED}
    try:
        opened = open_case(visitor, typed)
    except PipelineError as refused:
        return _list(request, visitor, "", visitor.tongue.fault(refused), typed)
    return RedirectResponse(address(opened.code), 303)


def address(code: str) -> str:
    """The page of a dossier; its code may hold a slash."""
    return f"/dossiers/{quote(code)}"


@router.post("/dossiers/{code:path}/attach")
def attach_record(request: Request, visitor: Clerk, code: str, form: GenuineForm) -> Response:
    """Attach an archived record to a component, by its version and digest."""
    record, component = form.text("record"), form.text("component")
    return _done(request, visitor, code, lambda: attach_to(visitor, code, record, component))


@router.post("/dossiers/{code:path}/detach")
def detach_record(request: Request, visitor: Clerk, code: str, form: GenuineForm) -> Response:
    """Let a record leave the dossier, with the reason."""
    record, reason = form.text("record"), form.text("reason")
    return _done(request, visitor, code, lambda: detach_from(visitor, code, record, reason))


@router.post("/dossiers/{code:path}/close")
def close_dossier(request: Request, visitor: Clerk, code: str, form: GenuineForm) -> Response:
    """Close the dossier; refused while a required component is missing."""
    return _done(request, visitor, code, lambda: close_case(visitor, code))


def _done(request: Request, visitor: Visitor, code: str, act: Callable[[], None]) -> Response:
    """Back to the dossier; what was refused stands on its page, with the code of its kind."""
    try:
        act()
    except (MoveRefused, WrongUse) as refused:
        return _page(request, visitor, code, visitor.tongue.fault(refused))
    except ArchiveError as refused:
        return _page(request, visitor, code, visitor.tongue.fault(refused))
    return RedirectResponse(address(code), 303)


@router.get("/dossiers/{code:path}/signatures")
def signatures(visitor: Seer, code: str) -> Response:
    """How far the signing of each component is, by record: signed, waits or nothing. Names nobody, so no event."""
    with visitor.services.ledger.reading() as connection:
        known = case_for(visitor, connection, code, "dossier.see")
        parts = components_of(visitor, connection, known)
    return JSONResponse({one.record: one.signature for part in parts for one in part.members})


@router.get("/dossiers/{code:path}/receipt")
def receipt(request: Request, visitor: Seer, code: str) -> Response:
    """What is printed for the citizen: what was handed in, what is missing."""
    with visitor.services.ledger.reading() as connection:
        known = case_for(visitor, connection, code, "dossier.see")
        parts = components_of(visitor, connection, known)
    note_dossiers(visitor, [known.id])
    procedure = procedure_of(known.procedure)
    page = ReceiptPage(
        code=known.code,
        title=known.title,
        procedure=visitor.tongue.either(procedure.vi, procedure.en) if procedure else known.procedure,
        unit=known.unit,
        opened_at=timestamp(known.opened_at),
        components=parts,
        by=visitor.actor.name,
        at=visitor.act().time,
    )
    return show(request, visitor, page, section="dossiers")


@router.get("/dossiers/{code:path}")
def dossier_page(request: Request, visitor: Seer, code: str) -> Response:
    """One dossier."""
    return _page(request, visitor, code, "")


def _to_sign(visitor: Visitor, known: Dossier) -> tuple[str, ...]:
    """Records of the dossier that wait for this clerk's signature as the digitising officer."""
    if not visitor.may("component.sign"):
        return ()
    here = {one.record.removeprefix("urn:uuid:") for one in known.present}
    entries = waiting_for(visitor.services, visitor.act())
    return tuple(one.record for one in entries if one.record in here and one.purpose == COMPONENT)


@dataclass(frozen=True)
class _Inside:
    """What was read of a dossier in one look."""

    components: tuple[ComponentRow, ...]
    found: tuple[Suggestion, ...]
    history: tuple[CaseLine, ...]
    waiting: tuple[PaperLine, ...]

    @property
    def records(self) -> list[str]:
        """All that the page names."""
        members = [member.record for one in self.components for member in one.members]
        return [*members, *(one.row.record for one in self.found)]


def _page(request: Request, visitor: Visitor, code: str, fault: str) -> Response:
    with visitor.services.ledger.reading() as connection:
        known = case_for(visitor, connection, code, "dossier.see")
        inside = _Inside(
            components_of(visitor, connection, known),
            suggestions(visitor, connection, known) if known.state == "open" else (),
            history_of(visitor, connection, known),
            waiting_papers(visitor, connection, known) if visitor.may("dossier.work") else (),
        )
    note_dossiers(visitor, [known.id])
    note_shown(visitor, inside.records, Purpose.LOOKUP)
    if unsettled(visitor.services, visitor.act(), known.code):
        # A paper that was used while the server went down goes on from here.
        visitor.house.runs.settle(known.code, visitor.actor)
    page = _told(visitor, known, inside, fault)
    return show(request, visitor, page, section="dossiers", status=409 if fault else 200)


def _told(visitor: Visitor, known: Dossier, inside: _Inside, fault: str) -> DossierPage:
    procedure, tongue = procedure_of(known.procedure), visitor.tongue
    return DossierPage(
        code=known.code,
        title=known.title,
        procedure=tongue.either(procedure.vi, procedure.en) if procedure else known.procedure,
        basis=procedure.legal_basis if procedure else "",
        unit=known.unit,
        state=known.state,
        opened_at=timestamp(known.opened_at),
        closed_at=timestamp(known.closed_at) if known.closed_at else "",
        components=inside.components,
        missing=sum(one.required and not one.members for one in inside.components),
        found=tuple(one.row for one in inside.found if one.same),
        near=tuple(one.row for one in inside.found if not one.same),
        waiting=inside.waiting,
        to_sign=_to_sign(visitor, known),
        piece=upload.PIECE_BYTES,
        suits={one.row.record: held_in(procedure, one.type) for one in inside.found},
        history=inside.history,
        may_work=visitor.may("dossier.work") and known.state == "open",
        may_copy=visitor.may("copy.certify"),
        fault=fault,
    )
