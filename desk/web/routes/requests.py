"""What people ask for about records that name them: taken down at the counter, answered by the archivist."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection, select

from desk.times import day_shown
from desk.web.contexts.requests import RequestRow, RequestsPage
from desk.web.forms import GenuineForm
from desk.web.language import msg
from desk.web.pages import show
from desk.web.review_state import names_of, title_for
from desk.web.sighted import reach
from desk.web.visitor import Visitor, allowed
from desk.web.watching import note_shown
from pipeline.errors import MoveRefused, NotFound, WrongUse
from pipeline.ledger_tables import records
from pipeline.lookup import view
from pipeline.persons import requests
from pipeline.persons.requests import Asked, Kind, PersonRequest, State
from pipeline.record_type import record_types
from pipeline.review.sight import may_see
from pipeline.viewing import Purpose

router = APIRouter(include_in_schema=False)
Seer = Annotated[Visitor, Depends(allowed("request.see"))]
Taker = Annotated[Visitor, Depends(allowed("request.take"))]
Answerer = Annotated[Visitor, Depends(allowed("request.answer"))]
KINDS = {
    Kind.CORRECT: msg("sửa thông tin"), Kind.RESTRICT: msg("hạn chế sử dụng"), Kind.DELETE: msg("xóa"),
}  # fmt: skip
STATES = {
    State.OPEN: msg("chờ trả lời"), State.GRANTED: msg("chấp nhận"), State.REFUSED: msg("từ chối"),
}  # fmt: skip
# What is still to be done after a yes; a restriction is done with the answer itself.
AFTER = {
    Kind.CORRECT: msg("Ghi phụ chú sửa: sohoa record annotate {record}"),
    Kind.DELETE: msg("Xóa cần hai người: sohoa archive remove {record}"),
    Kind.RESTRICT: msg("Tài liệu đã đóng: chỉ người được chỉ định mới xem."),
}
TYPED = ("kind", "applicant", "text", "days")
DAYS, ROWS = 30, 300


@router.get("/requests")
def requests_page(
    request: Request, visitor: Seer, record: str = "", all: str = "", done: str = ""
) -> Response:
    """What is still to be answered, or with `all` every request; with `record` of one record only."""
    return _page(request, visitor, record, {"all": all, "done": done}, "")


def _page(request: Request, visitor: Visitor, record: str, typed: dict[str, str], fault: str) -> Response:
    tongue, every = visitor.tongue, bool(record or typed.get("all"))
    with visitor.services.ledger.reading() as connection:
        title = _title(visitor, connection, record) if record else ""
        if record:
            reach(visitor, connection, record, "request.see")
        found = _within(
            visitor, connection, requests.every(connection, None if every else State.OPEN, record)
        )
        people = {who for one in found for who in (one.asked_by, one.answered_by) if who}
        names = names_of(connection, people)
        rows = tuple(_row(visitor, connection, one, names) for one in found[:ROWS])
    note_shown(visitor, [row.record for row in rows if row.title], Purpose.REQUEST)
    page = RequestsPage(
        rows=rows,
        all=every,
        record=record,
        title=title,
        kinds=tuple((kind.value, tongue(text)) for kind, text in KINDS.items()),
        typed={name: typed.get(name, "") for name in TYPED},
        may_take=visitor.may("request.take"),
        may_answer=visitor.may("request.answer"),
        fault=fault,
        done=typed.get("done", ""),
    )
    return show(request, visitor, page, section="dossiers", status=409 if fault else 200)


def _within(visitor: Visitor, connection: Connection, found: list[PersonRequest]) -> list[PersonRequest]:
    names = visitor.unit_names(connection, "request.see")
    if names is None:
        return found
    ids = {one.record for one in found}
    here = connection.scalars(select(records.c.id).where(records.c.id.in_(ids), records.c.unit.in_(names)))
    inside = set(here)
    return [one for one in found if one.record in inside]


def _title(visitor: Visitor, connection: Connection, record: str) -> str:
    if not may_see(connection, visitor.actor, record):
        return ""
    seen = view(connection, record)
    return title_for(record_types()[seen.row.type], seen.fields, visitor.tongue)


def _row(visitor: Visitor, connection: Connection, one: PersonRequest, names: dict[str, str]) -> RequestRow:
    tongue, kind, state = visitor.tongue, Kind(one.kind), State(one.state)
    title, mine = _title(visitor, connection, one.record), {one.asked_by, one.answered_by}
    told = bool(title) or visitor.actor.id in mine
    return RequestRow(
        request=one.id,
        record=one.record,
        title=title,
        kind=one.kind,
        word=tongue(KINDS[kind]),
        applicant=one.applicant if told else "•••",
        text=one.text if told else "",
        state=one.state,
        state_word=tongue(STATES[state]),
        asked_at=one.asked_at,
        asked_by=names.get(one.asked_by, one.asked_by),
        due=day_shown(one.due),
        late=requests.late(one, visitor.act().at.date()),
        answer=(one.answer or "") if told else "",
        answered_at=one.answered_at or "",
        answered_by=names.get(one.answered_by or "", one.answered_by or ""),
        next=tongue(AFTER[kind], record=one.record[:8]) if state is State.GRANTED else "",
    )


@router.post("/records/{record}/requests")
def take_down(request: Request, visitor: Taker, record: str, form: GenuineForm) -> Response:
    """Take down what somebody asks for about this record; the same one still open is not taken down twice."""
    act, typed = visitor.act(), {name: form.text(name) for name in TYPED}
    days = int(typed["days"]) if typed["days"].isascii() and typed["days"].isdigit() else 0
    try:
        with visitor.services.ledger.writing(act) as connection:
            reach(visitor, connection, record, "request.take")
            if typed["kind"] not in set(Kind):
                raise WrongUse("Chọn điều được yêu cầu.", "Choose what is asked for.")
            asked = Asked(record, Kind(typed["kind"]), typed["applicant"], typed["text"], min(days, 999))
            requests.ask(connection, act, asked)
    except WrongUse as wrong:
        return _page(request, visitor, record, typed, visitor.tongue.fault(wrong))
    return RedirectResponse(f"/requests?record={record}&done=taken", 303)


@router.post("/requests/{key}/answer")
def answer(request: Request, visitor: Answerer, key: str, form: GenuineForm) -> Response:
    """Grant or refuse, with words; a granted restriction closes the record at once."""
    act, outcome = visitor.act(), form.text("outcome")
    try:
        with visitor.services.ledger.writing(act) as connection:
            found = requests.find(connection, key)
            reach(visitor, connection, found.record, "request.answer")
            if found.id != key:
                raise NotFound(f"Không có yêu cầu {key}.", f"There is no request {key}.")
            to = State(outcome) if outcome in set(State) else State.OPEN
            requests.answer(connection, act, key, to, form.text("text"))
    except (MoveRefused, WrongUse) as refused:
        return _page(request, visitor, "", {}, visitor.tongue.fault(refused))
    return RedirectResponse("/requests?all=1&done=answered", 303)
