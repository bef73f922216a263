"""The registers of certified copies: every number of a year, as a page and for a spreadsheet, and each stored file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from archive.errors import ArchiveError
from desk.web.contexts.copies import CopiesPage, CopyRow, SeriesLine
from desk.web.pages import show
from desk.web.review_state import names_of, title_for
from desk.web.routes.signing import level_word
from desk.web.sighted import reach
from desk.web.spreadsheet import sheet
from desk.web.visitor import Visitor, allowed
from desk.web.watching import note_shown, sound
from pipeline.errors import NotFound
from pipeline.issuing.certified_copy import finish_copies
from pipeline.issuing.copy_keeping import stored_copy
from pipeline.issuing.copy_kinds import copy_kinds
from pipeline.issuing.copy_register import (
    REMOVED,
    Certified,
    certified,
    latest_copies,
    registers_of_year,
    years_of,
)
from pipeline.issuing.policy import on_day
from pipeline.lookup import view
from pipeline.premis import VIEWED
from pipeline.record_type import record_types
from pipeline.review.sight import may_see
from pipeline.viewing import Purpose, note_viewed

router = APIRouter(include_in_schema=False)
Seer = Annotated[Visitor, Depends(allowed("copy.see"))]
ROWS, MOST_ROWS = 100, 100_000
HEADS = (
    "number", "date", "unit", "kind", "record", "pages", "receiver", "signed_at", "signed_by", "level", "sha256",
    "annulled",
)  # fmt: skip


@router.get("/copies")
def registers(request: Request, visitor: Seer, year: str = "", before: str = "", made: str = "") -> Response:
    """The registers of a year, newest line first."""
    asked = _year(visitor, year)
    at, _, last = before.partition("~")
    with visitor.services.ledger.reading() as connection:
        units = visitor.unit_names(connection, "copy.see")
        series = registers_of_year(connection, units, asked)
        found = latest_copies(connection, units, asked, (at, last) if last else None, ROWS + 1)
        rows = _rows(visitor, connection, found[:ROWS])
        years = years_of(connection, units)
    note_shown(visitor, [row.record for row in rows if row.title], Purpose.COPY)
    last_row = found[ROWS - 1] if len(found) > ROWS else None
    older = {"year": asked, "before": f"{last_row.made_at}~{last_row.id}"} if last_row else {}
    page = CopiesPage(
        year=asked,
        years=tuple(sorted({*years, on_day(visitor.act().at).year}, reverse=True)),
        series=tuple(
            SeriesLine(one.unit, one.series, one.count, one.last, one.annulled, one.whole) for one in series
        ),
        rows=rows,
        more=f"/copies?{urlencode(older)}" if older else "",
        made=next((row for row in rows if row.copy == made), None),
    )
    return show(request, visitor, page, section="sign")


def _year(visitor: Visitor, typed: str) -> int:
    fits = typed.isascii() and typed.isdigit() and len(typed) == 4
    return int(typed) if fits else on_day(visitor.act().at).year


def _rows(visitor: Visitor, connection: Connection, found: Sequence[Certified]) -> tuple[CopyRow, ...]:
    names = names_of(connection, (one.made_by for one in found))
    return tuple(_row(visitor, connection, one, names) for one in found)


def _row(visitor: Visitor, connection: Connection, one: Certified, names: dict[str, str]) -> CopyRow:
    """A line; what a record that is closed by now says of people stays out of it."""
    seen, kind = view(connection, one.record), copy_kinds()[one.kind]
    open_to = may_see(connection, visitor.actor, one.record)
    title = title_for(record_types()[seen.row.type], seen.fields, visitor.tongue) if open_to else ""
    pages = f"{one.pages[0]}–{one.pages[-1]}" if one.pages else ""
    return CopyRow(
        copy=one.id,
        number=one.number,
        unit=one.unit,
        kind=visitor.tongue.either(kind.vi, kind.en),
        title=title,
        record=one.record,
        pages=pages,
        receiver=one.receiver,
        at=one.made_at,
        by=names.get(one.made_by, one.made_by),
        level=level_word(one.level, visitor.tongue),
        annulled=one.annulled or "",
        got=one.state != REMOVED and open_to,
    )


@router.get("/copies.csv")
def registers_csv(visitor: Seer, year: str = "") -> Response:
    """Every line of a year's registers, in the order of their making; opens in a spreadsheet as it is."""
    asked = _year(visitor, year)
    with visitor.services.ledger.reading() as connection:
        units = visitor.unit_names(connection, "copy.see")
        found = latest_copies(connection, units, asked, None, MOST_ROWS)
    note_shown(visitor, [one.record for one in found], Purpose.COPY)
    rows = [
        (
            one.number, one.date, one.unit, one.kind, one.record, "-".join(map(str, one.pages[:1] + one.pages[-1:])),
            one.receiver, one.made_at, one.made_by, one.level, one.sha256, one.annulled or "",
        )
        for one in reversed(found)
    ]  # fmt: skip
    return sheet(f"sohoa-copies-{asked}.csv", [HEADS, *rows])


@router.get("/copies/{copy}.pdf")
def download(visitor: Seer, copy: str) -> Response:
    """The stored file of a copy; handing it out is an event."""
    made, content = handed_out(visitor, copy)
    name = made.number.replace("/", "-")
    headers = {"content-disposition": f'attachment; filename="{name}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


def handed_out(visitor: Visitor, copy: str) -> tuple[Certified, bytes]:
    """A copy and its stored file; handing it out is an event. Raises NotFound, MoveRefused for a removed one."""
    act, services = visitor.act(), visitor.services
    with services.ledger.writing(act) as connection:
        made = certified(connection, copy)
        if made.id != copy:
            raise NotFound(f"Không có bản sao {copy}.", f"There is no copy {copy}.")
        reach(visitor, connection, made.record, "copy.see")
        note_viewed(connection, act, made.record, Purpose.COPY)
        sound(visitor, connection, act, VIEWED)
    try:
        finish_copies(services, act)
        return made, stored_copy(services, made.id)
    except ArchiveError as fault:
        raise NotFound(fault.vi, fault.en) from fault
