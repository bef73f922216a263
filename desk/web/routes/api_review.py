"""`/api/v1`: review for programs: the queue, a record in hand, fields, findings, approval. No blind typing.

Every act names the revision that was looked at: whoever comes second gets 409 and reads again.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile, islice
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from sqlalchemy import Connection

from desk.web.bearer import scoped
from desk.web.contexts.review import FieldRow
from desk.web.review_state import state_of, title_for
from desk.web.routes.api_answers import refusals
from desk.web.routes.api_once import Key, in_one
from desk.web.routes.api_record_answers import (
    Approval,
    Closing,
    Decision,
    Held,
    Queue,
    ReviewTold,
    Stands,
    Take,
)
from desk.web.routes.api_search import finding_json
from desk.web.routes.api_texts import Id, IdCursor, Limit, Name, Typed
from desk.web.routes.review_queue import LOOKED_AT, filters_of, queue_for, waiting_rows
from desk.web.routes.review_record import ACTS, finish_review
from desk.web.sighted import reach, record_for
from desk.web.visitor import Visitor
from desk.web.watching import note_shown
from pipeline.actors import Act
from pipeline.errors import MoveRefused
from pipeline.ledger import note
from pipeline.lookup import view
from pipeline.page_picture import faces_of
from pipeline.record_type import record_types
from pipeline.review import close_finding, correct
from pipeline.review.decisions import Correction
from pipeline.review.lease import OPEN, release, take
from pipeline.review.stages import item_of
from pipeline.review.waiting import Waiting
from pipeline.viewing import Purpose

router = APIRouter(tags=["review"])
Approver = Annotated[Visitor, Depends(scoped("record.approve"))]
Reviewer = Annotated[Visitor, Depends(scoped("record.review"))]
ROWS = 50


@router.get("/review", response_model=Queue, responses=refusals(409, 422))
def review_queue(
    visitor: Approver,
    type: Typed = "",
    batch: Typed = "",
    quick: bool = False,
    cursor: IdCursor = "",
    limit: Limit = ROWS,
) -> dict[str, Any]:
    """What waits, the most urgent first; `quick`: what nobody doubts instead. The list names people: it is an event.

    409 when the record that `cursor` names has left the queue: begin anew.
    """
    chosen = filters_of({"type": type, "finding": "", "batch": batch, "stage": ""}, quick)
    with visitor.services.ledger.reading() as connection:
        waiting = _behind(cursor, islice(queue_for(visitor, connection, chosen), LOOKED_AT))
        found = list(islice(waiting, limit + 1))
        rows = waiting_rows(visitor, connection, found[:limit])
    note_shown(visitor, [row.id for row in rows], Purpose.REVIEW)
    types = {one.id: str(one.row.type) for one in found}
    told = [
        {
            "record": row.id, "title": row.title, "type": types[row.id], "batch": row.batch, "stage": row.stage,
            "since": row.since, "risk": row.risk, "doubtful": row.doubtful,
            "findings": [code for code, _title in row.findings],
            "holder": row.holder, "mine": row.mine,
        }
        for row in rows
    ]  # fmt: skip
    return {"records": told, "next": rows[-1].id if len(found) > limit else None}


def _behind(cursor: str, waiting: Iterator[Waiting]) -> Iterator[Waiting]:
    """What comes after the record that `cursor` names; all of it without one."""
    if not cursor:
        return waiting
    rest = dropwhile(lambda one: one.id != cursor, waiting)
    if next(rest, None) is None:
        raise MoveRefused("Hàng đã đổi; xem lại từ đầu.", "The queue has changed; begin anew.")
    return rest


@router.get("/review/{record}", response_model=ReviewTold, responses=refusals(404, 409, 422))
def under_review(visitor: Approver, record: Id) -> dict[str, Any]:
    """A record under review with its fields, findings and proposals; opening it is an event."""
    act, services = visitor.act(), visitor.services
    with services.ledger.writing(act) as connection:
        found = record_for(visitor, connection, record, "record.approve")
        item = item_of(connection, record, found.row.type)
        if found.state not in OPEN:
            raise MoveRefused("Tài liệu không nằm ở kiểm tra.", "The record is not under review.")
        if item.stage.keying:
            raise MoveRefused(
                "Tài liệu đang được nhập riêng; chỉ nhập ở bàn làm việc.",
                "The record is typed blind now; that is done at the desk only.",
            )
        note(connection, act, "record.seen", record, {"purpose": "review"})
    kind = record_types()[found.row.type]
    state = state_of(found, item, faces_of(services.workspace, found), visitor.tongue)
    return {
        "record": record,
        "title": title_for(kind, found.fields, visitor.tongue),
        "type": found.row.type,
        "revision": state.revision,
        "stage": state.stage,
        "last": state.last,
        "doubtful": state.doubtful,
        "blocking": state.blocking,
        "fields": [_field(row) for row in state.rows],
        "absent": [_field(row) for row in state.absent],
        "findings": [finding_json(one) for one in state.findings],
    }


def _field(row: FieldRow) -> dict[str, Any]:
    told = {"key": row.key, "label": row.label, "kind": row.kind, "required": row.required}
    told |= {"state": row.state, "value": row.shown, "confidence": row.confidence, "page": row.page}
    told |= {"box": row.box, "choices": row.choices, "proposals": row.proposals}
    return told | {"findings": [finding_json(one) for one in row.findings]}


@router.post("/review/{record}/lease", response_model=Held, responses=refusals(404, 409, 422))
def take_in_hand(visitor: Approver, record: Id, said: Take, idempotency_key: Key = "") -> Response:
    """Take the record in hand, or renew it; with `over` and a reason from somebody else, who is told."""

    def work(connection: Connection, act: Act) -> Held:
        reach(visitor, connection, record, "record.approve")
        minutes, why = visitor.services.settings.lease_minutes, said.reason or None
        held = take(connection, act, record, minutes=minutes, over=said.over, why=why)
        return Held(record=record, until=held.expires_at, revision=held.revision)

    return in_one(visitor, idempotency_key, _asked("lease", record, said.model_dump_json()), work)


@router.delete("/review/{record}/lease", status_code=204, responses=refusals(404, 422))
def give_back(visitor: Approver, record: Id) -> Response:
    """Give the record back to the queue. Safe to repeat."""
    act = visitor.act()
    with visitor.services.ledger.writing(act) as connection:
        reach(visitor, connection, record, "record.approve")
        release(connection, act, record)
    return Response(status_code=204)


@router.post("/review/{record}/fields/{field}", response_model=Stands, responses=refusals(404, 409, 422))
def decide_field(
    visitor: Reviewer, record: Id, field: Name, said: Decision, idempotency_key: Key = ""
) -> Response:
    """Decide one field in the person's name."""

    def work(connection: Connection, act: Act) -> Stands:
        reach(visitor, connection, record, "record.review")
        one = Correction(field, ACTS[said.act], said.value)
        correct(connection, act, record, [one], reason=said.reason or None, revision=said.revision)
        return _stands(connection, record)

    return in_one(visitor, idempotency_key, _asked(f"field {field}", record, said.model_dump_json()), work)


@router.post("/review/{record}/findings/{finding}", response_model=Stands, responses=refusals(404, 409, 422))
def close_one(
    visitor: Reviewer, record: Id, finding: Name, said: Closing, idempotency_key: Key = ""
) -> Response:
    """Close the findings of one code with a reason."""

    def work(connection: Connection, act: Act) -> Stands:
        reach(visitor, connection, record, "record.review")
        close_finding(connection, act, record, finding, said.reason)
        return _stands(connection, record)

    return in_one(
        visitor, idempotency_key, _asked(f"finding {finding}", record, said.model_dump_json()), work
    )


@router.post("/review/{record}/approve", response_model=Stands, responses=refusals(404, 409, 422))
def approve_record(visitor: Approver, record: Id, said: Approval, idempotency_key: Key = "") -> Response:
    """Approve the record, or hand it to the next stage; refused while something in it is in doubt."""

    def work(connection: Connection, act: Act) -> Stands:
        found = record_for(visitor, connection, record, "record.approve")
        finish_review(connection, act, found, said.revision)
        return _stands(connection, record)

    return in_one(visitor, idempotency_key, _asked("approve", record, said.model_dump_json()), work)


def _asked(what: str, record: str, said: str) -> bytes:
    return f"{what} {record} {said}".encode()


def _stands(connection: Connection, record: str) -> Stands:
    found = view(connection, record)
    return Stands(
        record=record,
        state=found.state.value,
        revision=found.row.revision,
        doubtful=len(found.doubtful),
        blocking=len(found.blocking),
    )
