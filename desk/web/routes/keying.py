"""Typing blind, and deciding where two people typed differently. No value of the machine or of another is shown."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from desk.times import VIETNAM
from desk.web.contexts.review import AdjudicationPage, DifferenceRow, KeyingPage, KeyRow, Letters
from desk.web.forms import GenuineForm
from desk.web.pages import show
from desk.web.review_state import pages_json, shown_value
from desk.web.routes.review_queue import next_after
from desk.web.sighted import reach
from desk.web.visitor import Visitor, allowed
from desk.words import Words
from pipeline.errors import WrongUse
from pipeline.lookup import RecordView
from pipeline.page_picture import PageFace, faces_of
from pipeline.record import Field, FieldState
from pipeline.record_type import record_types
from pipeline.review.adjudication import Choice, Difference, adjudicate, differences
from pipeline.review.decisions import Correction
from pipeline.review.keying import ToKey, enter, finish, form
from pipeline.review.stages import Item

router = APIRouter(include_in_schema=False)
Reviewer = Annotated[Visitor, Depends(allowed("record.approve"))]
TYPED = {
    "value": FieldState.CORRECTED,
    "as_written": FieldState.AS_WRITTEN,
    "unreadable": FieldState.UNREADABLE,
    "empty": FieldState.CONFIRMED_EMPTY,
}


def blind_page(request: Request, visitor: Visitor, found: RecordView, item: Item) -> Response:
    """The form of one who types, or the differences for the third person. Raises MoveRefused for a wrong person."""
    if item.stage.does == "adjudicate":
        return _differences_page(request, visitor, found)
    with visitor.services.ledger.writing(visitor.act()) as connection:
        told = form(connection, visitor.act(), found.id)
    faces, tongue = faces_of(visitor.services.workspace, found), visitor.tongue
    rows = tuple(_key_row(visitor, one, faces) for one in told.fields)
    kind = record_types()[found.row.type]
    page = KeyingPage(
        record=found.id,
        revision=told.revision,
        kind=tongue.either(kind.vi, kind.en),
        stage=tongue.either(told.stage.vi, told.stage.en),
        rows=rows,
        pages=pages_json(found, faces),
        typed=sum(bool(one.state) for one in rows),
    )
    return show(request, visitor, page, section="review")


def _key_row(visitor: Visitor, one: ToKey, faces: list[PageFace | None]) -> KeyRow:
    spec = one.spec
    page, box = _place(one.page, one.box, faces)
    mine = one.mine
    return KeyRow(
        key=spec.key,
        label=visitor.tongue.either(spec.vi, spec.en),
        kind=spec.kind,
        mine=shown_value(spec, mine) if mine else "",
        state=mine.state.value if mine else "",
        page=page,
        box=box,
        choices=spec.choices,
    )


def _place(
    page: int | None, box: list[int] | None, faces: list[PageFace | None]
) -> tuple[int | None, list[int] | None]:
    face = faces[page] if page is not None and page < len(faces) else None
    return (page, face.upright(box)) if face else (None, None)


@router.post("/review/{record}/key")
def key_field(visitor: Reviewer, record: str, sent: GenuineForm) -> Response:
    """Keep what one person typed of one field; typing it again replaces it."""
    act, state = visitor.act(), TYPED.get(sent.text("act"))
    if state is None:
        raise WrongUse("Không có thao tác này.", "There is no such act.")
    one = Correction(sent.text("key"), state, sent.text("value"))
    with visitor.services.ledger.writing(act) as connection:
        reach(visitor, connection, record, "record.review")
        left = enter(connection, act, record, [one], reason=sent.text("reason") or None)
    return JSONResponse({"left": left, "saved": act.at.astimezone(VIETNAM).strftime("%H:%M")})


@router.post("/review/{record}/keyed")
def keying_done(visitor: Reviewer, record: str, sent: GenuineForm) -> Response:
    """Say that all is typed; the record goes on to the next person, and this one to the next record."""
    act = visitor.act()
    with visitor.services.ledger.writing(act) as connection:
        reach(visitor, connection, record, "record.review")
        finish(connection, act, record)
    return JSONResponse(next_after(visitor, sent))


def _differences_page(request: Request, visitor: Visitor, found: RecordView) -> Response:
    visitor.require("record.adjudicate")
    act = visitor.act()
    with visitor.services.ledger.writing(act) as connection:
        reach(visitor, connection, found.id, "record.adjudicate")
        waiting = differences(connection, act, found.id)
    faces, kind = faces_of(visitor.services.workspace, found), record_types()[found.row.type]
    page = AdjudicationPage(
        record=found.id,
        revision=found.row.revision,
        kind=visitor.tongue.either(kind.vi, kind.en),
        rows=tuple(_difference_row(visitor, one, faces) for one in waiting),
        pages=pages_json(found, faces),
    )
    return show(request, visitor, page, section="review")


def _difference_row(visitor: Visitor, one: Difference, faces: list[PageFace | None]) -> DifferenceRow:
    words = Words(visitor.tongue.language)

    def said(field: Field) -> str:
        return shown_value(one.spec, field)

    first, second = marked(said(one.first), said(one.second))
    page, box = _place(one.page, one.box, faces)
    return DifferenceRow(
        key=one.spec.key,
        label=visitor.tongue.either(one.spec.vi, one.spec.en),
        first=first,
        second=second,
        first_state=words(f"field_state.{one.first.state.value}"),
        second_state=words(f"field_state.{one.second.state.value}"),
        page=page,
        box=box,
    )


def marked(first: str, second: str) -> tuple[tuple[Letters, ...], tuple[Letters, ...]]:
    """Both texts in pieces, those that the other does not have marked."""
    left, right = list[Letters](), list[Letters]()
    for kind, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if first[a:b]:
            left.append(Letters(first[a:b], kind != "equal"))
        if second[c:d]:
            right.append(Letters(second[c:d], kind != "equal"))
    return tuple(left), tuple(right)


@router.post("/review/{record}/adjudicate")
def decide_difference(visitor: Reviewer, record: str, sent: GenuineForm) -> Response:
    """The third person's choice: the first keying, the second, or a value of one's own."""
    act, side = visitor.act(), sent.text("side")
    own = Correction(sent.text("key"), FieldState.CORRECTED, sent.text("value")) if side == "own" else None
    with visitor.services.ledger.writing(act) as connection:
        reach(visitor, connection, record, "record.adjudicate")
        choice = Choice(sent.text("key"), side, own)
        left = adjudicate(connection, act, record, [choice], reason=sent.text("reason") or None)
    return JSONResponse({"left": [one.spec.key for one in left], "next": "/review"})
