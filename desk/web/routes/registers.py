"""Civil-status volumes: pages and entries counted, gaps, repeats, cancelled entries, differences of the second copy.

The list computes what the numbers say now; the button keeps it as findings and compares the copies anew.
"""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from desk.web.contexts.registers import DifferenceRow, EntryRow, VolumePage, VolumeRow, VolumesPage
from desk.web.forms import GenuineForm
from desk.web.language import msg
from desk.web.pages import show
from desk.web.visitor import Visitor, allowed
from desk.words import Words
from pipeline.findings import Finding
from pipeline.ledger import note
from pipeline.record_type import record_types
from pipeline.register.copies import compare, open_differences
from pipeline.register.numbers import CODES, EntryLine, check, entries_of, keep
from pipeline.register.volume import OPEN, Volume, all_volumes, volume

router = APIRouter(include_in_schema=False)
Seer = Annotated[Visitor, Depends(allowed("register.see"))]
ROLES = {
    "entries": msg("trang có trường hợp"), "open": msg("trang chưa xem"), "cover": msg("bìa"),
    "blank": msg("trang trắng"), "index": msg("mục lục"),
}  # fmt: skip


@router.get("/registers")
def volumes_page(request: Request, visitor: Seer) -> Response:
    """Every volume, what is wrong first."""
    with visitor.services.ledger.reading() as connection:
        reach = visitor.unit_names(connection, "register.see")
        held = [one for one in all_volumes(connection) if reach is None or one.unit in reach]
        rows = [_row(visitor, connection, one, entries_of(connection, one)) for one in held]
    rows.sort(key=lambda row: not (row.wrong or row.differences))
    whole = sum(not row.wrong and not row.differences for row in rows)
    return show(request, visitor, VolumesPage(tuple(rows), whole), section="scan")


def _row(visitor: Visitor, connection: Connection, held: Volume, lines: list[EntryLine]) -> VolumeRow:
    kind, told = record_types()[held.declared.type], held.declared
    return VolumeRow(
        volume=held.id,
        name=held.name,
        type=visitor.tongue.either(kind.vi, kind.en),
        unit=held.unit,
        place=told.place,
        copy=told.first_copy is not None,
        pages=len(held.pages),
        open_pages=sum(page.role == OPEN for page in held.pages),
        entries=len(lines),
        cancelled=sum(line.cancelled for line in lines),
        numbers=f"{told.first_number}–{told.last_number if told.last_number is not None else '?'}",
        wrong=tuple(_text(visitor, one) for one in check(held, lines)),
        differences=len(open_differences(connection, lines)),
    )


def _text(visitor: Visitor, one: Finding) -> str:
    return one.text(visitor.tongue.language)


@router.get("/registers/{key}")
def volume_page(request: Request, visitor: Seer, key: str, checked: str = "") -> Response:
    """One volume: its numbers, its pages, each entry in the order of the book."""
    tongue = visitor.tongue
    words = Words(tongue.language)
    with visitor.services.ledger.reading() as connection:
        held = volume_for(visitor, connection, "register.see", key)
        lines = entries_of(connection, held)
        row, found = _row(visitor, connection, held, lines), open_differences(connection, lines)
        other = held.declared.first_copy
        first = (other, volume(connection, other).name) if other else ("", "")
    counted = Counter(page.role for page in held.pages)
    page = VolumePage(
        row=row,
        roles=tuple((tongue(ROLES[role]), counted[role]) for role in ROLES if counted[role]),
        entries=tuple(
            EntryRow(one.record, one.page, one.written or "", one.cancelled, words(f"state.{one.state}"))
            for one in lines
        ),
        differences=tuple(
            DifferenceRow(one.record, one.number, _label(visitor, held, one.key)) for one in found
        ),
        first=first,
        may_check=visitor.may("register.check"),
        checked=bool(checked),
    )
    return show(request, visitor, page, section="scan")


def _label(visitor: Visitor, held: Volume, key: str) -> str:
    spec = record_types()[held.declared.type].spec(key)
    return visitor.tongue.either(spec.vi, spec.en) if spec else key


def volume_for(visitor: Visitor, connection: Connection, action: str, key: str) -> Volume:
    """The volume with that id when `action` is allowed on it. Raises NotFound."""
    held = volume(connection, key)
    visitor.check_unit(connection, action, held.unit)
    return held


@router.post("/registers/{key}/check")
def check_volume(
    visitor: Annotated[Visitor, Depends(allowed("register.check"))], key: str, form: GenuineForm
) -> Response:
    """Keep what the numbers say as findings, and compare a second copy with its first. Safe to repeat."""
    act = visitor.act()
    with visitor.services.ledger.writing(act) as connection:
        held = volume_for(visitor, connection, "register.check", key)
        found = check(held, entries_of(connection, held))
        keep(connection, held, CODES, found)
        different = compare(connection, held)
        detail = {"findings": len(found), "differences": len(different)}
        note(connection, act, "register.checked", held.id, detail)
    return RedirectResponse(f"/registers/{held.id}?checked=1", 303)
