"""Certified copies at the desk: asking for one with what will stand on it, the registers of a year, the stored file.

Where the settings give the desk a key it signs here; else the official's agent does, with one code.
"""

from __future__ import annotations

import secrets
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from archive.errors import ArchiveError
from desk.times import VIETNAM
from desk.web.contexts.copies import CopyPage, KindCard
from desk.web.forms import Form, GenuineForm
from desk.web.pages import show
from desk.web.review_state import title_for
from desk.web.routes.signing import ticket_shown
from desk.web.sighted import reach, record_for
from desk.web.visitor import Visitor, allowed
from pipeline.errors import Missing, MoveRefused, WrongUse
from pipeline.issuing.certified_copy import certify
from pipeline.issuing.copy_extract import page_count
from pipeline.issuing.copy_jobs import open_copy_ticket
from pipeline.issuing.copy_kinds import copy_kinds
from pipeline.issuing.copy_source import CopyOrder, CopySource, source_for
from pipeline.issuing.finals import superseded_by
from pipeline.issuing.numbers import next_number
from pipeline.ledger import note
from pipeline.lookup import RecordView
from pipeline.record_type import record_types
from pipeline.signatures import signer
from signing.errors import SigningError

router = APIRouter(include_in_schema=False)
Copier = Annotated[Visitor, Depends(allowed("copy.certify"))]
TYPED = ("kind", "first", "last", "receiver", "superseded")
WHOLE = "sao_y"
REFUSALS = (MoveRefused, WrongUse, Missing, SigningError, ArchiveError)


@router.get("/records/{record}/copy")
def copy_page(request: Request, visitor: Copier, record: str) -> Response:
    """What may be copied, and what would stand on the copy; why not, where it may not."""
    return _page(request, visitor, record, {}, "")


def _page(request: Request, visitor: Visitor, record: str, typed: dict[str, str], fault: str) -> Response:
    act, services, tongue = visitor.act(), visitor.services, visitor.tongue
    with services.ledger.writing(act) as connection:
        found = record_for(visitor, connection, record, "copy.certify")
        note(connection, act, "record.listed", record, {"purpose": "copy"})
        later = superseded_by(connection, record) or ""
        cards = _cards(visitor, connection, found)
    source, why = _source(visitor, CopyOrder(record, WHOLE, superseded=True))
    kind = record_types()[found.row.type]
    page = CopyPage(
        record=record,
        title=title_for(kind, found.fields, tongue),
        kind=tongue.either(kind.vi, kind.en),
        cards=cards if source else (),
        agency=found.row.unit,
        at=act.at.astimezone(VIETNAM).isoformat(timespec="seconds"),
        pages=page_count(source.content) if source else 0,
        later=later,
        chosen={name: typed.get(name, "") for name in TYPED},
        once=secrets.token_hex(16),
        here=services.settings.signer not in ("token", "none"),
        fault=fault or why,
    )
    section = "dossiers" if visitor.may("dossier.work") else "sign"
    return show(request, visitor, page, section=section, status=409 if fault else 200)


def _source(visitor: Visitor, order: CopyOrder) -> tuple[CopySource | None, str]:
    """What a copy would be made from, or why there is none."""
    try:
        return source_for(visitor.services, visitor.act(), order), ""
    except REFUSALS as refused:
        return None, visitor.tongue.fault(refused)


def _cards(visitor: Visitor, connection: Connection, found: RecordView) -> tuple[KindCard, ...]:
    office, act = visitor.services.settings.office_symbol, visitor.act()
    told = []
    for one in copy_kinds().values():
        number = next_number(connection, act, (found.row.unit, one.series(office)))
        word = visitor.tongue.either(one.vi, one.en)
        told.append(KindCard(one.name, word, one.vi.upper(), number.text, one.extract))
    return tuple(told)


@router.post("/records/{record}/copy")
def make_copy(request: Request, visitor: Copier, record: str, form: GenuineForm) -> Response:
    """Sign the copy here, or give out one code for the agent. The same form sent twice is one copy."""
    services, act = visitor.services, visitor.act()
    with services.ledger.reading() as connection:
        reach(visitor, connection, record, "copy.certify")
    try:
        order = _order(form, record)
        identity = signer(services.settings)
        if identity is None:
            code = secrets.token_urlsafe(32)
            ticket = open_copy_ticket(services, act, order, code)
            return ticket_shown(request, visitor, ticket.id, code, ())
        made = certify(services, act, order, identity, _id_of(visitor, record, form.text("once")))
    except REFUSALS as refused:
        typed = {name: form.text(name) for name in TYPED}
        return _page(request, visitor, record, typed, visitor.tongue.fault(refused))
    return RedirectResponse(f"/copies?made={made.id}", 303)


def _id_of(visitor: Visitor, record: str, once: str) -> str:
    """The copy's id: of this form in this session, so that nobody chooses it."""
    if not once:
        raise WrongUse("Trang này đã cũ. Tải lại trang rồi làm lại.", "This page is old. Load it again.")
    stamp = visitor.house.box.stamp("copy", f"{visitor.session.digest} {record} {once}")
    return str(UUID(hex=stamp[:32], version=4))


def _order(form: Form, record: str) -> CopyOrder:
    kind, pages = form.text("kind"), None
    if kind in copy_kinds() and copy_kinds()[kind].extract:
        first, last = form.text("first"), form.text("last") or form.text("first")
        numbers = [int(one) for one in (first, last) if one.isascii() and one.isdigit() and len(one) < 6]
        if len(numbers) != 2 or not 1 <= numbers[0] <= numbers[1]:
            raise WrongUse(
                "Trích sao cần trang đầu và trang cuối, ví dụ 1 và 2.",
                "An extract needs its first and last page, for example 1 and 2.",
            )
        pages = (numbers[0], numbers[1])
    return CopyOrder(record, kind, pages, form.text("receiver")[:200], bool(form.text("superseded")))
