"""`/api/v1`: what an office's other programs ask for: the sign queue, registers of copies, figures, the audit trail.

Reads only. Documents are signed through the agent (docs/agent.md), never here.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from desk.web.bearer import scoped
from desk.web.review_state import title_for
from desk.web.routes.api_answers import refusals
from desk.web.routes.api_case_answers import CopyList, EventList, Figures, SignQueue
from desk.web.routes.api_search import PDF
from desk.web.routes.api_texts import Day, Id, Limit, MomentCursor, NumberCursor, Typed, place_of
from desk.web.routes.copy_registers import handed_out
from desk.web.routes.signing import entries_for
from desk.web.routes.trail import events_for
from desk.web.visitor import Visitor
from desk.web.watching import note_shown
from pipeline.figures import Scope, figures
from pipeline.issuing.copy_register import Certified, latest_copies
from pipeline.issuing.policy import on_day
from pipeline.issuing.preflight import LACKING
from pipeline.ledger import note
from pipeline.lookup import view
from pipeline.record_type import record_types
from pipeline.viewing import Purpose

router = APIRouter(tags=["office"])
Signer = Annotated[Visitor, Depends(scoped("queue.see"))]
Copier = Annotated[Visitor, Depends(scoped("copy.see"))]
Leader = Annotated[Visitor, Depends(scoped("figures.see"))]
Auditor = Annotated[Visitor, Depends(scoped("audit.see"))]
ROWS = 100
Year = Annotated[int | None, Query(ge=1900, le=9999)]


@router.get("/sign", response_model=SignQueue, responses=refusals())
def sign_queue(visitor: Signer) -> dict[str, Any]:
    """What the person of the token may sign now, the oldest first, at most 500; it names people, so it is an event."""
    told, tongue = [], visitor.tongue
    with visitor.services.ledger.reading() as connection:
        for one in entries_for(visitor):
            kind = record_types()[one.type]
            told.append(
                {
                    "record": one.record, "type": one.type, "capacity": one.capacity, "level": one.level,
                    "title": title_for(kind, view(connection, one.record).fields, tongue),
                    "legal_basis": one.legal_basis, "since": one.since, "held": one.held_until is not None,
                    "lacking": ", ".join(tongue.either(*LACKING[name]) for name in one.lacking),
                }
            )  # fmt: skip
    note_shown(visitor, [str(one["record"]) for one in told], Purpose.CHECK)
    return {"documents": told}


@router.get("/copies", response_model=CopyList, responses=refusals(422))
def copies(
    visitor: Copier, year: Year = None, cursor: MomentCursor = "", limit: Limit = ROWS
) -> dict[str, Any]:
    """The registers of certified copies of a year (this one when none is named), the newest first."""
    asked = year or on_day(visitor.act().at).year
    with visitor.services.ledger.reading() as connection:
        units = visitor.unit_names(connection, "copy.see")
        found = latest_copies(connection, units, asked, place_of(cursor), limit + 1)
    shown = found[:limit]
    note_shown(visitor, [one.record for one in shown], Purpose.COPY)
    last = shown[-1] if len(found) > limit else None
    return {
        "year": asked,
        "copies": [_copy(one) for one in shown],
        "next": f"{last.made_at}~{last.id}" if last else None,
    }


def _copy(one: Certified) -> dict[str, Any]:
    told = {"copy_id": one.id, "signed": one.made_at, "by": one.made_by, "pages": list(one.pages)}
    same = ("number", "date", "unit", "kind", "record", "receiver", "level", "sha256", "annulled")
    return told | {name: getattr(one, name) for name in same}


@router.get("/copies/{copy}.pdf", response_class=Response, responses=PDF | refusals(404, 409, 422))
def copy_file(visitor: Copier, copy: Id) -> Response:
    """The stored file of a certified copy; handing it out is an event."""
    return Response(handed_out(visitor, copy)[1], media_type="application/pdf")


@router.get("/figures", response_model=Figures, responses=refusals(404, 422))
def office_figures(visitor: Leader, unit: Typed = "", first: Day = None, last: Day = None) -> dict[str, Any]:
    """Every figure with its denominator, by unit; without days of everything there ever was."""
    with visitor.services.ledger.reading() as connection:
        reach = visitor.unit_names(connection, "figures.see")
        if unit:
            visitor.check_unit(connection, "figures.see", unit)
            reach = [unit]
        counted = figures(connection, Scope(reach, first, last), visitor.act().at)
    told = [
        {"unit": name, "figures": {key: {"part": one.part, "whole": one.whole} for key, one in held.items()}}
        for name, held in counted.items()
    ]
    return {"first": str(first) if first else None, "last": str(last) if last else None, "units": told}


@router.get("/audit", response_model=EventList, responses=refusals(422))
def trail(
    visitor: Auditor,
    object: Typed = "",
    actor: Typed = "",
    type: Typed = "",
    cursor: NumberCursor = "",
    limit: Limit = ROWS,
) -> dict[str, Any]:
    """Events of the units in reach whose object, actor and type begin so, the newest first; looking is an event."""
    act, chosen = visitor.act(), {"object": object, "actor": actor, "type": type}
    with visitor.services.ledger.reading() as connection:
        found = events_for(visitor, connection, chosen, cursor, limit + 1)
    with visitor.services.ledger.writing(act) as connection:
        note(connection, act, "audit.seen", "audit", {"events": min(len(found), limit)})
    shown = found[:limit]
    told = [
        {
            "number": one.id, "at": one.at, "type": one.type, "object": one.object, "actor": one.actor,
            "unit": one.unit, "outcome": one.outcome, "detail": json.loads(one.detail),
        }
        for one in shown
    ]  # fmt: skip
    return {"events": told, "next": str(shown[-1].id) if len(found) > limit else None}
