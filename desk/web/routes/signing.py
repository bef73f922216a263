"""The official's pages: what waits, handing documents to the agent with one code, refusing, what was signed today.

The key never comes here: the agent on the official's computer asks for the PIN once and signs (docs/agent.md).
"""

from __future__ import annotations

import secrets
from datetime import datetime, time
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from sqlalchemy import Connection, select

from desk.times import VIETNAM
from desk.web.contexts.signing import JobRow, JobsPart, SignedPage, SignedRow, SignPage, SignRow, TicketPage
from desk.web.forms import GenuineForm
from desk.web.language import Tongue, msg
from desk.web.pages import part, show
from desk.web.review_state import title_for
from desk.web.routes.archive_record import opened_pages
from desk.web.sighted import reach, record_for
from desk.web.visitor import Visitor, allowed
from desk.web.watching import note_shown
from pipeline.actors import timestamp
from pipeline.errors import NotFound, PipelineError, WrongUse
from pipeline.issuing.agent_session import open_ticket
from pipeline.issuing.claims import reject, release
from pipeline.issuing.copy_jobs import order_of
from pipeline.issuing.policy import COMPONENT
from pipeline.issuing.preflight import LACKING, preflight
from pipeline.issuing.sign_queue import Entry, standing, waiting_for
from pipeline.issuing.tables import jobs, steps, tickets
from pipeline.ledger import note
from pipeline.lookup import view
from pipeline.record_type import record_types
from pipeline.viewing import Purpose

router = APIRouter(include_in_schema=False)
Seer = Annotated[Visitor, Depends(allowed("queue.see", "component.sign"))]
Signer = Annotated[Visitor, Depends(allowed("queue.sign", "component.sign"))]
CAPACITIES = {
    "official": msg("người có thẩm quyền"), "seal": msg("văn thư đóng dấu"), "agency_mark": msg("dấu số hóa"),
    "digitising_officer": msg("cán bộ số hóa"), "initials": msg("ký nháy"), "development": msg("chữ ký thử"),
}  # fmt: skip
STATES = {
    "waiting": msg("chờ"), "claimed": msg("đang ký"), "accepted": msg("đã ký, chờ dấu thời gian"),
    "finished": msg("đã ký xong"),
}  # fmt: skip
LEVELS = {
    "B-B": msg("không"), "B-T": msg("có"), "B-LT": msg("có, kiểm được lâu dài"),
    "B-LTA": msg("có, kiểm được lâu dài, gia hạn được"),
}  # fmt: skip


def level_word(name: str, tongue: Tongue) -> str:
    """Whether a level of signature bears a timestamp, and how long it can be verified, in words."""
    return tongue(LEVELS[name]) if name in LEVELS else name


def capacity_word(name: str, tongue: Tongue) -> str:
    """As whom somebody signs, in words."""
    return tongue(CAPACITIES[name]) if name in CAPACITIES else name


@router.get("/sign")
def queue_page(request: Request, visitor: Seer, done: str = "") -> Response:
    """What this person may sign now, and how the queue stands altogether."""
    return _queue(request, visitor, "", done)


def _queue(request: Request, visitor: Visitor, fault: str, done: str) -> Response:
    services, act, tongue = visitor.services, visitor.act(), visitor.tongue
    entries = entries_for(visitor)
    whole = standing(services, act)
    with services.ledger.reading() as connection:
        rows = tuple(_row(visitor, connection, one) for one in entries)
    note_shown(visitor, [one.record for one in rows], Purpose.CHECK)
    page = SignPage(
        rows=rows,
        others=tuple(
            (capacity_word(name, tongue), count) for name, count in sorted(whole.by_capacity.items())
        ),
        silent=len(whole.silent),
        awaiting=whole.awaiting_timestamp,
        may_sign=visitor.may("queue.sign") or visitor.may("component.sign"),
        fault=fault,
        done=done if done.isdecimal() else "",
    )
    return show(request, visitor, page, section="sign", status=409 if fault else 200)


def entries_for(visitor: Visitor) -> list[Entry]:
    """The person's queue within the units of the role; a clerk signs papers of dossiers, nothing else."""
    with visitor.services.ledger.reading() as connection:
        every = visitor.unit_names(connection, "queue.sign")
        papers = visitor.unit_names(connection, "component.sign")

    def mine(one: Entry) -> bool:
        if every is None or one.unit in every:
            return True
        return one.purpose == COMPONENT and (papers is None or one.unit in papers)

    return [one for one in waiting_for(visitor.services, visitor.act()) if mine(one)]


def _row(visitor: Visitor, connection: Connection, one: Entry) -> SignRow:
    tongue, kind = visitor.tongue, record_types()[one.type]
    lacking = ", ".join(tongue.either(*LACKING[name]) for name in one.lacking)
    return SignRow(
        record=one.record,
        title=title_for(kind, view(connection, one.record).fields, tongue),
        type=tongue.either(kind.vi, kind.en),
        capacity=capacity_word(one.capacity, tongue),
        level=level_word(one.level, tongue),
        basis=one.legal_basis,
        since=one.since,
        lacking=lacking,
        mine=one.held_until is not None,
    )


@router.get("/sign/documents/{record}.pdf")
def look(visitor: Signer, record: str) -> Response:
    """The file that will be signed, to look at first; the look is an event."""
    _check_mine(visitor, record)
    act = visitor.act()
    with visitor.services.ledger.writing(act) as connection:
        reach(visitor, connection, record, "record.see")
        note(connection, act, "record.opened", record, {"purpose": "sign"})
    folder = visitor.services.workspace.of_record(record)
    path = next((one for one in (folder / "signed.pdf", folder / "assembled.pdf") if one.is_file()), None)
    if path is None:
        raise NotFound("Không có tệp chờ ký của tài liệu này.", "There is no file of this record to sign.")
    headers = {"content-disposition": f'inline; filename="{record[:8]}.pdf"'}
    return FileResponse(path, media_type="application/pdf", headers=headers)


@router.post("/sign/documents/{record}/look")
def look_here(visitor: Signer, record: str, form: GenuineForm) -> Response:
    """The pages of a document that waits, for the preview in place; the look is an event."""
    _check_mine(visitor, record)
    act = visitor.act()
    with visitor.services.ledger.writing(act) as connection:
        found = record_for(visitor, connection, record, "record.see")
        note(connection, act, "record.opened", record, {"purpose": "sign"})
    return JSONResponse(opened_pages(visitor, found))


def _check_mine(visitor: Visitor, record: str) -> None:
    if record not in {one.record for one in entries_for(visitor)}:
        raise NotFound(f"Không có tài liệu {record}.", f"There is no record {record}.")


@router.post("/sign/tickets")
def make_ticket(request: Request, visitor: Signer, form: GenuineForm) -> Response:
    """Take the chosen documents in hand, look at what could stop them, give out one code for the agent."""
    services, act = visitor.services, visitor.act()
    reached = {one.record for one in entries_for(visitor)}
    chosen = [record for record in dict.fromkeys(form.all("record")) if record in reached]
    if not chosen:
        wrong = WrongUse("Chọn ít nhất một văn bản để ký.", "Choose at least one document to sign.")
        return _queue(request, visitor, visitor.tongue.fault(wrong), "")
    token = secrets.token_urlsafe(32)
    ticket = open_ticket(services, act, chosen, token)
    looked = preflight(services, act, ticket.records)
    tongue = visitor.tongue
    refused = tuple((one.record, tongue.either(one.vi, one.en)) for one in (*ticket.refused, *looked.refused))
    return ticket_shown(request, visitor, ticket.id, token, refused)


@router.get("/sign/tickets/{ticket}")
def ticket_page(request: Request, visitor: Signer, ticket: str) -> Response:
    """A run again, without its code: that is shown once."""
    return ticket_shown(request, visitor, ticket, "", ())


def ticket_shown(
    request: Request, visitor: Visitor, ticket: str, code: str, refused: tuple[tuple[str, str], ...]
) -> Response:
    """A run with its code, where that is just made; `refused` are records with the reason."""
    row, rows = _jobs(visitor, ticket)
    note_shown(visitor, [one.record for one in rows], Purpose.CHECK)
    titles = {one.record: one.title for one in rows}
    page = TicketPage(
        ticket=ticket,
        code=code,
        server=f"{str(request.base_url).rstrip('/')}/api/v1/agent",
        until=row.expires_at,
        refused=tuple((titles.get(record, record[:8]), why) for record, why in refused),
        rows=rows,
        finished=sum(one.state == "finished" for one in rows),
    )
    return show(request, visitor, page, section="sign")


@router.get("/sign/tickets/{ticket}/jobs")
def jobs_part(visitor: Signer, ticket: str) -> Response:
    """How far the agent is."""
    _, rows = _jobs(visitor, ticket)
    return HTMLResponse(part(visitor, JobsPart(rows, sum(one.state == "finished" for one in rows))))


def _jobs(visitor: Visitor, ticket: str) -> tuple[Any, tuple[JobRow, ...]]:
    tongue = visitor.tongue
    with visitor.services.ledger.reading() as connection:
        mine = (tickets.c.id == ticket) & (tickets.c.holder == visitor.actor.id)
        row = connection.execute(select(tickets).where(mine)).first()
        if row is None:
            raise NotFound("Không có lượt ký này.", "There is no such signing run.")
        order = order_of(connection, ticket)
        copy = f"/copies/{order.copy}.pdf" if order else ""
        found = connection.execute(select(jobs).where(jobs.c.ticket == ticket).order_by(jobs.c.number)).all()
        return row, tuple(
            JobRow(
                record=one.record,
                title=_title(connection, one.record, tongue),
                state=one.state,
                word=tongue(STATES[one.state]) if one.state in STATES else one.state,
                level=level_word(one.level or "", tongue),
                at=one.changed_at,
                address=copy if one.state == "finished" else "",
            )
            for one in found
        )


def _title(connection: Connection, record: str, tongue: Tongue) -> str:
    found = view(connection, record)
    return title_for(record_types()[found.row.type], found.fields, tongue)


@router.post("/sign/documents/{record}/reject")
def refuse_to_sign(request: Request, visitor: Signer, record: str, form: GenuineForm) -> Response:
    """Send a document back to review with a reason; signatures made so far are void."""
    _check_mine(visitor, record)
    try:
        reject(visitor.services, visitor.act(), record, form.text("reason"))
    except PipelineError as refused:
        return _queue(request, visitor, visitor.tongue.fault(refused), "")
    return RedirectResponse("/sign?done=1", 303)


@router.post("/sign/documents/{record}/release")
def give_back(visitor: Signer, record: str, form: GenuineForm) -> Response:
    """Give a document back to the queue unsigned."""
    _check_mine(visitor, record)
    release(visitor.services, visitor.act(), [record])
    return RedirectResponse("/sign", 303)


@router.get("/sign/today")
def today(request: Request, visitor: Signer) -> Response:
    """What this person signed since midnight in Vietnam."""
    act = visitor.act()
    day = act.at.astimezone(VIETNAM).date()
    since = timestamp(datetime.combine(day, time(), VIETNAM))
    with visitor.services.ledger.reading() as connection:
        mine = (steps.c.actor == visitor.actor.id) & (steps.c.at >= since)
        found = connection.execute(select(steps).where(mine).order_by(steps.c.at.desc()).limit(500)).all()
        rows = tuple(
            SignedRow(
                one.record,
                _title(connection, one.record, visitor.tongue),
                capacity_word(one.capacity, visitor.tongue),
                level_word(one.level, visitor.tongue),
                one.at,
                one.sha256,
            )
            for one in found
        )
    note_shown(visitor, [one.record for one in rows], Purpose.CHECK)
    return show(request, visitor, SignedPage(rows, day.strftime("%d/%m/%Y")), section="sign")
