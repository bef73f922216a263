"""The audit trail for an auditor: events of the units in reach, and one button that verifies the whole trail."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlalchemy import Connection, select

from archive import instant
from archive.audit_verify import AuditReport
from archive.tables import ALARMS, outbox
from desk.web.contexts.trail import EventRow, TrailPage, TrailVerdict
from desk.web.event_words import act_word
from desk.web.forms import GenuineForm
from desk.web.language import Tongue
from desk.web.pages import show
from desk.web.review_state import names_of
from desk.web.visitor import Visitor, allowed
from pipeline.actors import code
from pipeline.audit_trail import verify_trail
from pipeline.ledger import note

router = APIRouter(include_in_schema=False)
Auditor = Annotated[Visitor, Depends(allowed("audit.see"))]
ROWS = 100
NAMES = ("object", "actor", "type")
LISTED = re.compile(r"ids\d+")
# Numbers of events fit into this many digits in every database.
DIGITS = 18
ALARM_DAYS, MOST_ALARMS = timedelta(days=7), 20


@router.get("/audit")
def trail_page(request: Request, visitor: Auditor, before: str = "") -> Response:
    """The newest events, or those before the one with number `before`."""
    return _page(request, visitor, before, None)


@router.post("/audit/verify")
def verify(request: Request, visitor: Auditor, form: GenuineForm) -> Response:
    """Check hashes, segments, signatures and timestamps of the whole trail; changes nothing but for its own event."""
    act, services = visitor.act(), visitor.services
    with services.ledger.reading() as connection:
        report = verify_trail(services, connection)
    with services.ledger.writing(act) as connection:
        detail: dict[str, str | int] = {"findings": len(report.findings), "head": report.head}
        detail["broken"] = int(report.broken)
        note(connection, act, "audit.verified", "audit", detail)
    return _page(request, visitor, "", _verdict(report, visitor.tongue))


def _page(request: Request, visitor: Visitor, before: str, verdict: TrailVerdict | None) -> Response:
    chosen = {name: request.query_params.get(name, "").strip() for name in NAMES}
    act = visitor.act()
    with visitor.services.ledger.reading() as connection:
        found = events_for(visitor, connection, chosen, before, ROWS + 1)
        rows = _rows(connection, visitor, found[:ROWS])
        raised = _alarms(connection, visitor)
    with visitor.services.ledger.writing(act) as connection:
        note(connection, act, "audit.seen", "audit", {"events": min(len(found), ROWS)})
    more = f"/audit?{urlencode({**chosen, 'before': rows[-1].number})}" if len(found) > ROWS else ""
    return show(request, visitor, TrailPage(chosen, rows, more, verdict, raised), section="figures")


def events_for(
    visitor: Visitor, connection: Connection, chosen: dict[str, str], before: str, most: int
) -> list[Any]:
    """Rows of the trail within the person's units, newest first, before the one with that number."""
    names = visitor.unit_names(connection, "audit.see")
    query = select(outbox).order_by(outbox.c.id.desc()).limit(most)
    if names is not None:
        # Older events name the unit in full, later ones by its code.
        query = query.where(outbox.c.unit.in_([*names, *map(code, names)]))
    if before.isascii() and before.isdigit() and len(before) <= DIGITS:
        query = query.where(outbox.c.id < int(before))
    for name, typed in chosen.items():
        if typed:
            query = query.where(outbox.c[name].startswith(typed, autoescape=True))
    return list(connection.execute(query).all())


def _alarms(connection: Connection, visitor: Visitor) -> tuple[EventRow, ...]:
    since = instant.as_text(visitor.services.clock() - ALARM_DAYS)
    query = select(outbox).where(ALARMS, outbox.c.at >= since)
    names = visitor.unit_names(connection, "audit.see")
    if names is not None:
        query = query.where(outbox.c.unit.in_([*names, *map(code, names)]))
    rows = connection.execute(query.order_by(outbox.c.id.desc()).limit(MOST_ALARMS))
    return _rows(connection, visitor, rows.all())


def _rows(connection: Connection, visitor: Visitor, found: Sequence[Any]) -> tuple[EventRow, ...]:
    names = names_of(connection, (one.actor for one in found))
    return tuple(_row(one, visitor.tongue, names.get(one.actor, one.actor)) for one in found)


def _row(one: Any, tongue: Tongue, who: str) -> EventRow:
    told = json.loads(one.detail)
    # A list that somebody was shown stands in lines of many ids (ids01, ids02, ...).
    many = sorted(key for key in told if LISTED.fullmatch(key))
    ids = tuple(id_ for key in many for id_ in str(told[key]).split("+"))
    detail = "  ".join(f"{key}={value}" for key, value in told.items() if key not in many)
    word = act_word(one.type, tongue)
    return EventRow(one.id, one.at, one.type, word, one.object, one.actor, who, one.outcome, detail, ids)


def _verdict(report: AuditReport, tongue: Tongue) -> TrailVerdict:
    told = [(one.is_warning, one.text(tongue.language)) for one in report.findings]
    return TrailVerdict(
        chained=report.chained,
        waiting=report.waiting,
        segments=report.segments,
        head=report.head,
        broken=report.broken,
        faults=tuple(text for warning, text in told if not warning),
        warnings=tuple(text for warning, text in told if warning),
    )
