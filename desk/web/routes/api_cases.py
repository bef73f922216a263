"""`/api/v1`: dossiers for programs, by id: open, read, attach, detach, close. The rules are those of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import BaseModel

from archive.dossier import Dossier, newest
from archive.instant import as_text
from desk.web.bearer import scoped
from desk.web.case_acts import attach_to, close_case, detach_from, open_case
from desk.web.case_view import case_for, components_of
from desk.web.contexts.dossiers import ComponentRow
from desk.web.routes.api_answers import refusals
from desk.web.routes.api_case_answers import Attaching, CaseList, CaseState, CaseTold, Detaching, NewCase
from desk.web.routes.api_once import Key, once
from desk.web.routes.api_texts import Id, Limit, MomentCursor, Typed, place_of
from desk.web.visitor import Visitor
from desk.web.watching import note_dossiers, note_shown
from pipeline.actors import timestamp
from pipeline.record import urn
from pipeline.viewing import Purpose

router = APIRouter(tags=["dossiers"])
Seer = Annotated[Visitor, Depends(scoped("dossier.see"))]
Clerk = Annotated[Visitor, Depends(scoped("dossier.work"))]
ROWS = 50


@router.get("/dossiers", response_model=CaseList, responses=refusals(422))
def list_dossiers(
    visitor: Seer, q: Typed = "", cursor: MomentCursor = "", limit: Limit = ROWS
) -> dict[str, Any]:
    """Dossiers of the units in reach whose code or title holds `q`, the one opened last first."""
    with visitor.services.ledger.reading() as connection:
        names = visitor.unit_names(connection, "dossier.see")
        found = newest(connection, q, names, place_of(cursor), limit + 1)
    shown = found[:limit]
    note_dossiers(visitor, [one.id for one in shown])
    last = shown[-1] if len(found) > limit else None
    return {
        "dossiers": [_brief(one) for one in shown],
        "next": f"{as_text(last.opened_at)}~{last.id}" if last else None,
    }


@router.post("/dossiers", status_code=201, response_model=CaseState, responses=refusals(404, 409, 422))
def open_dossier(visitor: Clerk, said: NewCase, idempotency_key: Key = "") -> Response:
    """Open a dossier; one that is open under that code already is answered as it is."""

    def work() -> BaseModel:
        known = open_case(visitor, said.model_dump())
        return _state(visitor, known.id)

    return once(visitor, idempotency_key, f"dossier {said.model_dump_json()}".encode(), work)


@router.get("/dossiers/{dossier}", response_model=CaseTold, responses=refusals(404, 422))
def one_dossier(visitor: Seer, dossier: Id) -> dict[str, Any]:
    """A dossier with its components; it names people, so the look is an event."""
    with visitor.services.ledger.reading() as connection:
        known = case_for(visitor, connection, urn(dossier), "dossier.see")
        parts = components_of(visitor, connection, known)
    note_dossiers(visitor, [known.id])
    note_shown(visitor, [one.record for part in parts for one in part.members], Purpose.LOOKUP)
    return {**_brief(known), "components": [_component(one) for one in parts], "missing": _missing(parts)}


def _missing(parts: Sequence[ComponentRow]) -> int:
    return sum(one.required and not one.members for one in parts)


def _state(visitor: Visitor, dossier: str) -> CaseState:
    """How a dossier stands after an act; names nobody, since it may be kept under an idempotency key."""
    with visitor.services.ledger.reading() as connection:
        known = case_for(visitor, connection, dossier, "dossier.work")
        parts = components_of(visitor, connection, known)
    key = known.id.removeprefix("urn:uuid:")
    return CaseState(dossier=key, code=known.code, state=known.state, missing=_missing(parts))


def _brief(one: Dossier) -> dict[str, Any]:
    return {
        "dossier": one.id.removeprefix("urn:uuid:"),
        "code": one.code,
        "title": one.title,
        "procedure": one.procedure,
        "unit": one.unit,
        "state": one.state,
        "opened": timestamp(one.opened_at),
        "closed": timestamp(one.closed_at) if one.closed_at else None,
    }


def _component(one: ComponentRow) -> dict[str, Any]:
    held = [
        {
            "record": member.record, "title": member.title, "version": member.version,
            "attached": member.attached_at, "by": member.attached_by, "unchecked": member.unchecked,
            "signature": member.signature,
        }
        for member in one.members
    ]  # fmt: skip
    return {"key": one.key, "label": one.label, "required": one.required, "members": held}


@router.put(
    "/dossiers/{dossier}/records/{record}", response_model=CaseState, responses=refusals(404, 409, 422)
)
def attach_record(visitor: Clerk, dossier: Id, record: Id, said: Attaching) -> CaseState:
    """Attach an archived record to a component, by its version and digest. Safe to repeat."""
    attach_to(visitor, urn(dossier), record, said.component)
    return _state(visitor, urn(dossier))


@router.post(
    "/dossiers/{dossier}/records/{record}/detach",
    status_code=201,
    response_model=CaseState,
    responses=refusals(404, 409, 422),
)
def detach_record(
    visitor: Clerk, dossier: Id, record: Id, said: Detaching, idempotency_key: Key = ""
) -> Response:
    """Let a record leave the dossier, with the reason; its line stays in the history."""

    def work() -> BaseModel:
        detach_from(visitor, urn(dossier), record, said.reason)
        return _state(visitor, urn(dossier))

    asked = f"detach {dossier} {record} {said.model_dump_json()}".encode()
    return once(visitor, idempotency_key, asked, work)


@router.post(
    "/dossiers/{dossier}/close",
    status_code=201,
    response_model=CaseState,
    responses=refusals(404, 409, 422),
)
def close_dossier(visitor: Clerk, dossier: Id, idempotency_key: Key = "") -> Response:
    """Close the dossier; 409 while a required component is missing."""

    def work() -> BaseModel:
        close_case(visitor, urn(dossier))
        return _state(visitor, urn(dossier))

    return once(visitor, idempotency_key, f"close {dossier}".encode(), work)
