"""One record under review: the page, and every act on it. Typing blind and adjudication are keying.py."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from sqlalchemy import Connection

from desk.times import VIETNAM
from desk.web.contexts.review import FieldsPart, HistoryPart, ReviewPage
from desk.web.docket_form import shelf_of
from desk.web.forms import Form, GenuineForm
from desk.web.pages import part, show
from desk.web.review_state import (
    field_of,
    history_lines,
    names_of,
    pages_json,
    shown_value,
    state_of,
    title_for,
)
from desk.web.routes.keying import TYPED, blind_page
from desk.web.routes.review_queue import NAMES, next_after
from desk.web.sighted import reach, record_for
from desk.web.visitor import Visitor, allowed
from pipeline.actors import Act
from pipeline.batch import find_batch
from pipeline.errors import MoveRefused, NotFound, VersionConflict, WrongUse
from pipeline.ledger import note
from pipeline.lookup import RecordView, view
from pipeline.page_picture import faces_of
from pipeline.record import FieldState
from pipeline.record_type import record_types
from pipeline.review import approve, close_finding, correct, finish_stage
from pipeline.review.decisions import Correction
from pipeline.review.lease import OPEN, Lease, heartbeat, lease_of, release, take
from pipeline.review.stages import Item, item_of
from pipeline.review.undo import undo

router = APIRouter(include_in_schema=False)
Reviewer = Annotated[Visitor, Depends(allowed("record.approve"))]
ACTS = {"confirm": FieldState.CONFIRMED, **TYPED}


@router.get("/review/{record}")
def review_page(request: Request, visitor: Reviewer, record: str) -> Response:
    """The page; opening it is an event. What waits to be typed blind has a page of its own."""
    act, services = visitor.act(), visitor.services
    with services.ledger.reading() as connection:
        found = record_for(visitor, connection, record, "record.approve")
        item = item_of(connection, record, found.row.type)
        docket = find_batch(connection, found.row.batch).docket
    with services.ledger.writing(act) as connection:
        note(connection, act, "record.seen", record, {"purpose": "review"})
    if found.state not in OPEN:
        return RedirectResponse(f"/records/{record}", 303)
    if item.stage.keying:
        return blind_page(request, visitor, found, item)
    faces = faces_of(services.workspace, found)
    tongue, kind = visitor.tongue, record_types()[found.row.type]
    chosen = "&".join(f"{n}={v}" for n in NAMES if (v := request.query_params.get(n, "")) and v.isprintable())
    page = ReviewPage(
        state=state_of(found, item, faces, tongue),
        title=title_for(kind, found.fields, tongue),
        kind=tongue.either(kind.vi, kind.en),
        place=shelf_of(docket),
        pages=pages_json(found, faces),
        queue=f"/review?{chosen}" if chosen else "/review",
        may_decide=visitor.may("record.review", types=found.row.type),
        may_approve=True,
        may_rescan=visitor.may("record.rescan", types=found.row.type),
    )
    return show(request, visitor, page, section="review")


def _answer(visitor: Visitor, act: Act, found: RecordView, item: Item) -> Response:
    """What every act answers: the fields anew, the revision, the moment of saving.

    Made when the act is done: whoever waits to write must not wait for it.
    """
    state = state_of(found, item, faces_of(visitor.services.workspace, found), visitor.tongue)
    told = {
        "html": part(visitor, FieldsPart(state)),
        "revision": state.revision,
        "doubtful": state.doubtful,
        "blocking": state.blocking,
        "saved": act.at.astimezone(VIETNAM).strftime("%H:%M"),
        "open": found.state in OPEN and not item.stage.keying,
    }
    return JSONResponse(told)


def _now(connection: Connection, record: str) -> tuple[RecordView, Item]:
    found = view(connection, record)
    return found, item_of(connection, record, found.row.type)


@router.get("/review/{record}/fields")
def fields_again(visitor: Reviewer, record: str) -> Response:
    """The fields as they are now."""
    with visitor.services.ledger.reading() as connection:
        reach(visitor, connection, record, "record.approve")
        found, item = _now(connection, record)
    return _answer(visitor, visitor.act(), found, item)


@router.get("/review/{record}/history")
def history_part(visitor: Reviewer, record: str) -> Response:
    """The decisions so far."""
    with visitor.services.ledger.reading() as connection:
        found = record_for(visitor, connection, record, "record.approve")
        return HTMLResponse(part(visitor, HistoryPart(history_lines(connection, found, visitor.tongue))))


@router.post("/review/{record}/lease")
def take_lease(visitor: Reviewer, record: str, form: GenuineForm) -> Response:
    """Take the record in hand, renew, or with a reason take it over. 409 with the holder's name otherwise."""
    act, minutes = visitor.act(), visitor.services.settings.lease_minutes
    over, why = bool(form.text("over")), form.text("reason") or None
    try:
        with visitor.services.ledger.writing(act) as connection:
            reach(visitor, connection, record, "record.approve")
            held = take(connection, act, record, minutes=minutes, over=over, why=why)
    except MoveRefused as refused:
        return _held(visitor, act, record, refused)
    return JSONResponse(_lease_json(held))


@router.post("/review/{record}/heartbeat")
def keep_lease(visitor: Reviewer, record: str, form: GenuineForm) -> Response:
    """A sign of life. 409 when somebody took the record over."""
    act, minutes = visitor.act(), visitor.services.settings.lease_minutes
    try:
        with visitor.services.ledger.writing(act) as connection:
            reach(visitor, connection, record, "record.approve")
            held = heartbeat(connection, act, record, minutes=minutes)
    except MoveRefused as refused:
        return _held(visitor, act, record, refused)
    return JSONResponse(_lease_json(held))


@router.post("/review/{record}/release")
def give_back(visitor: Reviewer, record: str, form: GenuineForm) -> Response:
    """Give the record back to the queue."""
    act = visitor.act()
    with visitor.services.ledger.writing(act) as connection:
        reach(visitor, connection, record, "record.approve")
        release(connection, act, record)
    return RedirectResponse("/review", 303)


def _lease_json(held: Lease) -> dict[str, Any]:
    return {"until": held.expires_at, "revision": held.revision}


def _held(visitor: Visitor, act: Act, record: str, refused: MoveRefused) -> Response:
    with visitor.services.ledger.reading() as connection:
        found = view(connection, record)
        held = lease_of(connection, act, record)
        other = held is not None and held.holder != act.by.id
        name = names_of(connection, [held.holder]).get(held.holder, "") if held and other else ""
    told = {
        "title": visitor.tongue.fault(refused),
        "holder": name,
        "note": held.note or "" if held and other else "",
        "open": found.state in OPEN,
    }
    return JSONResponse(told, 409)


@router.post("/review/{record}/field")
def decide_field(visitor: Reviewer, record: str, form: GenuineForm) -> Response:
    """Decide one field. 409 with both values when somebody else changed the record meanwhile."""
    act, key, state = visitor.act(), form.text("key"), ACTS.get(form.text("act"))
    if state is None:
        raise WrongUse("Không có thao tác này.", "There is no such act.")
    one = Correction(key, state, form.text("value"))
    reason, revision = form.text("reason") or None, _revision(form)
    try:
        with visitor.services.ledger.writing(act) as connection:
            reach(visitor, connection, record, "record.review")
            found = correct(connection, act, record, [one], reason=reason, revision=revision)
            item = item_of(connection, record, found.row.type)
    except VersionConflict as conflict:
        return _conflict(visitor, record, key, form.text("value"), conflict)
    return _answer(visitor, act, found, item)


def _revision(form: Form) -> int:
    text = form.text("revision")
    if not text.isdecimal():
        raise WrongUse("Thiếu số hiệu bản.", "The revision is missing.")
    return int(text)


def _conflict(visitor: Visitor, record: str, key: str, mine: str, fault: VersionConflict) -> Response:
    with visitor.services.ledger.reading() as connection:
        found = record_for(visitor, connection, record, "record.approve")
        lines = history_lines(connection, found, visitor.tongue)
        spec = record_types()[found.row.type].spec(key)
        try:
            theirs = shown_value(spec, field_of(found, key))
        except NotFound:
            theirs = ""
    last = lines[0] if lines else None
    told = {
        "title": visitor.tongue.fault(fault),
        "conflict": True,
        "mine": mine,
        "theirs": theirs,
        "who": last.who if last else "",
        "revision": found.row.revision,
    }
    return JSONResponse(told, 409)


@router.post("/review/{record}/finding")
def close_one(visitor: Reviewer, record: str, form: GenuineForm) -> Response:
    """Close the findings of one code with a reason."""
    act, reason = visitor.act(), form.text("reason")
    if not reason:
        raise WrongUse("Đóng cảnh báo phải ghi lý do.", "Closing a finding needs a reason.")
    with visitor.services.ledger.writing(act) as connection:
        reach(visitor, connection, record, "record.review")
        close_finding(connection, act, record, form.text("code"), reason)
        found, item = _now(connection, record)
    return _answer(visitor, act, found, item)


@router.post("/review/{record}/undo")
def take_back(visitor: Reviewer, record: str, form: GenuineForm) -> Response:
    """Take back one's own last act."""
    act = visitor.act()
    with visitor.services.ledger.writing(act) as connection:
        reach(visitor, connection, record, "record.review")
        undo(connection, act, record)
        found, item = _now(connection, record)
    return _answer(visitor, act, found, item)


@router.post("/review/{record}/accept")
def accept_record(visitor: Reviewer, record: str, form: GenuineForm) -> Response:
    """Approve the record, or hand it to the next stage; answers where to go on."""
    act, revision = visitor.act(), _revision(form)
    with visitor.services.ledger.writing(act) as connection:
        found = record_for(visitor, connection, record, "record.approve")
        finish_review(connection, act, found, revision)
    return JSONResponse(next_after(visitor, form))


def finish_review(connection: Connection, act: Act, found: RecordView, revision: int) -> None:
    """Approve at the last stage, else hand the record to the next one. Raises MoveRefused, VersionConflict."""
    if item_of(connection, found.id, found.row.type).last:
        approve(connection, act, found.id, revision=revision)
    else:
        finish_stage(connection, act, found.id, revision=revision)
