"""The register mode of review: one field is typed down the records of a batch, with a ruler on the page.

Each Enter decides one field of one record by the routes of review_record.py; nothing is decided in bulk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy import Connection

from desk.web.contexts.columns import ColumnPage, ColumnRow
from desk.web.forms import GenuineForm
from desk.web.pages import show
from desk.web.review_state import mark_of, pages_json, shown_value
from desk.web.sighted import reach
from desk.web.visitor import Visitor, allowed
from desk.words import Words
from pipeline.errors import NotFound
from pipeline.ledger import note
from pipeline.lookup import RecordView, view
from pipeline.page_picture import PageFace, faces_of
from pipeline.record import Field, FieldState
from pipeline.record_type import FieldSpec, RecordType, record_types
from pipeline.register.numbers import as_number, number_key
from pipeline.review.decisions import carry_down
from pipeline.review.queue import Filters, queue
from pipeline.review.waiting import Waiting

router = APIRouter(include_in_schema=False)
Reviewer = Annotated[Visitor, Depends(allowed("record.review"))]
ROWS, LOOKED_AT = 60, 400


@router.get("/review/columns/{batch}")
def column_page(request: Request, visitor: Reviewer, batch: str, type: str = "", key: str = "") -> Response:
    """One field of the records of a batch that wait for review, in scan order."""
    services, act = visitor.services, visitor.act()
    with services.ledger.writing(act) as connection:
        waiting = _waiting(visitor, connection, batch)
        kind = _kind(waiting, type)
        mine = [one for one in waiting if one.row.type == kind.name]
        spec = _spec(kind, mine, key)
        shown = [view(connection, one.id) for one in mine[:ROWS]]
        for one in shown:
            note(connection, act, "record.seen", one.id, {"purpose": "review"})
    return show(request, visitor, _page(visitor, batch, spec, mine, shown), section="review")


def _waiting(visitor: Visitor, connection: Connection, batch: str) -> list[Waiting]:
    """What the person may take of the batch, in scan order, both queues together; nothing that is typed blind."""
    names = visitor.unit_names(connection, "record.review")
    units = None if names is None else tuple(names)
    found: list[Waiting] = []
    for quick in (False, True):
        filters = Filters(batch=batch, quick=quick, units=units, mine=True)
        found += islice(queue(connection, visitor.act(), filters), LOOKED_AT)
    found = [
        one for one in found if not one.item.stage.keying and visitor.may("record.review", types=one.row.type)
    ]
    if not found:
        raise NotFound(
            "Lô này không còn tài liệu nào chờ bạn kiểm tra.",
            "Nothing of this batch waits for you to review.",
        )
    return sorted(found, key=lambda one: (one.row.first_source, one.row.first_number, one.row.entry))


def _kind(waiting: Sequence[Waiting], type: str) -> RecordType:
    """The type that was asked for, else the one that most records have."""
    counted = Counter(one.row.type for one in waiting)
    return record_types()[type if type in counted else counted.most_common(1)[0][0]]


def _spec(kind: RecordType, mine: Sequence[Waiting], key: str) -> FieldSpec:
    """The field that was asked for, else the first that is open in most records."""
    asked = kind.spec(key)
    if asked is not None:
        return asked
    counted = Counter(one for waiting in mine for one in waiting.doubtful)
    best = max(kind.fields, key=lambda spec: counted[spec.key])
    return best if counted else kind.fields[0]


@dataclass(frozen=True)
class _Pictures:
    """The pages of all rows, each once, and where in them a record's pages stand."""

    pages: list[dict[str, Any]]
    places: dict[tuple[str, int], int]
    faces: dict[str, list[PageFace | None]]


def _page(
    visitor: Visitor, batch: str, spec: FieldSpec, mine: Sequence[Waiting], shown: Sequence[RecordView]
) -> ColumnPage:
    tongue, kind = visitor.tongue, mine[0].kind
    counted = Counter(one for waiting in mine for one in waiting.doubtful)
    order = [one.key for one in kind.fields]
    at, pictures = order.index(spec.key), _pictures(visitor, shown)
    rows = _rows(visitor, spec, shown, pictures)
    return ColumnPage(
        batch=batch,
        type=kind.name,
        kind=tongue.either(kind.vi, kind.en),
        key=spec.key,
        label=tongue.either(spec.vi, spec.en),
        field_kind=spec.kind,
        choices=spec.choices,
        keys=tuple((one.key, tongue.either(one.vi, one.en), counted[one.key]) for one in kind.fields),
        before=order[at - 1] if at else "",
        after=order[at + 1] if at + 1 < len(order) else "",
        rows=rows,
        open=sum(not row.settled for row in rows),
        left=max(0, len(mine) - len(shown)),
        pages=pictures.pages,
    )


def _pictures(visitor: Visitor, shown: Sequence[RecordView]) -> _Pictures:
    """Entries of a register share pages: each page is opened once by the viewer."""
    told = _Pictures([], {}, {})
    known: dict[str, int] = {}
    for found in shown:
        faces = told.faces[found.id] = faces_of(visitor.services.workspace, found)
        for at, (page, one) in enumerate(zip(found.pages, pages_json(found, faces), strict=True)):
            # A register that lets only regions leave has a picture of its own for each entry.
            name = f"{page.id} {found.id}" if found.cut else page.id
            if name not in known:
                known[name] = len(told.pages)
                told.pages.append(one)
            told.places[found.id, at] = known[name]
    return told


def _rows(
    visitor: Visitor, spec: FieldSpec, shown: Sequence[RecordView], pictures: _Pictures
) -> tuple[ColumnRow, ...]:
    rows, last = [], None
    for found in shown:
        held = {field.key: field for field in found.fields}
        numbered = held.get(number_key(found.row.type))
        number = as_number(numbered.value) if numbered else None
        gap = _gap(last, number)
        last = number if number is not None else last
        rows.append(_row(visitor, (spec, held.get(spec.key)), found, pictures, (numbered, gap)))
    return tuple(rows)


def _gap(last: int | None, number: int | None) -> str:
    """The numbers that are missing between two entries, as `46` or `46..48`."""
    if last is None or number is None or number <= last + 1:
        return ""
    return str(last + 1) if number == last + 2 else f"{last + 1}–{number - 1}"


def _row(
    visitor: Visitor,
    cell: tuple[FieldSpec, Field | None],
    found: RecordView,
    pictures: _Pictures,
    place: tuple[Field | None, str],
) -> ColumnRow:
    (spec, field), (numbered, gap) = cell, place
    words = Words(visitor.tongue.language)
    at = field.page if field and field.page is not None else 0
    face = pictures.faces[found.id][at] if at < len(found.pages) else None
    return ColumnRow(
        record=found.id,
        number=(numbered.value or "") if numbered else "",
        value=shown_value(spec, field) if field else "",
        mark=mark_of(field) if field else "absent",
        word=words(f"field_state.{field.state.value}") if field else "",
        settled=field.state.settled if field else True,
        page=pictures.places.get((found.id, at)),
        box=face.upright(field.box) if face and field else None,
        gap=gap,
    )


@router.post("/review/{record}/carry")
def carry(visitor: Reviewer, record: str, form: GenuineForm) -> Response:
    """Take the field over from the entry before; it stays open until a person confirms it."""
    act, key = visitor.act(), form.text("key")
    with visitor.services.ledger.writing(act) as connection:
        reach(visitor, connection, record, "record.review")
        revision = int(form.text("revision")) if form.text("revision").isdecimal() else None
        found = carry_down(connection, act, record, [key], revision=revision)
    field = next((one for one in found.fields if one.key == key), None)
    spec = record_types()[found.row.type].spec(key)
    told = {
        "carried": field is not None and field.state is FieldState.CARRIED,
        "value": shown_value(spec, field) if field else "",
        "mark": mark_of(field) if field else "absent",
        "word": Words(visitor.tongue.language)(f"field_state.{field.state.value}") if field else "",
        "revision": found.row.revision,
    }
    return JSONResponse(told)
