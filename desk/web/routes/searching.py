"""The search page: one box, filters, hits with where they matched. Every search is an event."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from archive.query import Query
from archive.search import Hit, SearchFilters, search
from desk.times import partial_date
from desk.web.contexts.archive import HitRow, SearchPage
from desk.web.hits import match_lines
from desk.web.pages import show
from desk.web.record_values import PERSONAL
from desk.web.sighted import record_for
from desk.web.visitor import Visitor, allowed
from desk.web.watching import sound
from pipeline.errors import NotFound, WrongUse
from pipeline.exposure import LISTED
from pipeline.find import asked as asked_for
from pipeline.ledger import note
from pipeline.normalize.dates import write_date, write_dates
from pipeline.page_picture import crop_png
from pipeline.record_type import record_types
from pipeline.viewing import note_listed

router = APIRouter(include_in_schema=False)
Searcher = Annotated[Visitor, Depends(allowed("search.use"))]
MOST = 30
NAMES = ("type", "from", "to", "state", "dossier")


@router.get("/search")
def search_page(
    request: Request, visitor: Searcher, q: str = "", attach: str = "", component: str = ""
) -> Response:
    """The box, and what it found within the person's units and record classes."""
    chosen = {name: request.query_params.get(name, "").strip() for name in NAMES}
    asked = bool(q.strip() or any(chosen.values()))
    query = asked_for(q)
    faults = [visitor.tongue.either(one.vi, one.en) for one in query.complaints]
    total, rows = 0, tuple[HitRow, ...]()
    if asked:
        try:
            total, rows = _answer(visitor, query, chosen)
        except WrongUse as wrong:
            faults.append(visitor.tongue.fault(wrong))
        note_search(visitor, q, total, rows, "dossier" if attach else "search")
    kinds = tuple(
        (k.name, visitor.tongue.either(k.vi, k.en)) for k in record_types().values() if not k.restricted
    )
    page = SearchPage(
        q, chosen, kinds, rows, total, asked, attach, component, tuple(faults),
        may_verify=visitor.may("file.verify"), may_copy=visitor.may("copy.certify"),
    )  # fmt: skip
    return show(request, visitor, page, section="archive")


def _answer(visitor: Visitor, query: Query, chosen: dict[str, str]) -> tuple[int, tuple[HitRow, ...]]:
    """Searches while reading only: a slow search holds up nobody who writes."""
    with visitor.services.ledger.reading() as connection:
        total, hits = found_for(visitor, connection, query, filters_of(chosen))
        return total, tuple(hit_row(visitor, hit, query) for hit in hits)


def note_search(visitor: Visitor, typed: str, total: int, rows: Sequence[HitRow], purpose: str) -> None:
    """The events, before anything is shown: the search, and whose records its list names."""
    act = visitor.act()
    # What was typed names people: its digest is enough to find equal searches.
    digest = hashlib.sha256(typed.encode()).hexdigest()[:16]
    with visitor.services.ledger.writing(act) as connection:
        note(connection, act, "search.used", "search", {"hits": total, "query": digest, "purpose": purpose})
        note_listed(connection, act, [row.record for row in rows])
        sound(visitor, connection, act, LISTED)


def filters_of(chosen: dict[str, str]) -> dict[str, Any]:
    """What was chosen beside the text, as search takes it. Raises WrongUse for what is no date."""
    return {
        "type": chosen["type"] or None,
        "issued_from": partial_date(_iso(chosen["from"])),
        "issued_to": partial_date(_iso(chosen["to"])),
        "review_state": chosen["state"] or None,
        "dossier": chosen["dossier"] or None,
    }


def _iso(text: str) -> str | None:
    """`15/10/2019`, `10/2019` or `2019` as the index has it."""
    return "-".join(part.zfill(2) for part in reversed(text.split("/"))) if text else None


def found_for(
    visitor: Visitor,
    connection: Connection,
    query: Query,
    wanted: dict[str, Any],
    part: tuple[int, int] = (MOST, 0),
) -> tuple[int, list[Hit]]:
    """Hits of every unit within reach, the best first; `part`: how many, after how many."""
    names = visitor.unit_names(connection, "search.use")
    units = None if names is None else tuple(names)
    answer = search(connection, query, SearchFilters(**wanted, units=units), *part)
    return answer.total, [hit for hit in answer.hits if visitor.may("search.use", types=hit.type)]


def hit_row(visitor: Visitor, hit: Hit, query: Query) -> HitRow:
    """A hit in words; identity numbers masked."""
    record, kind, tongue = hit.record.removeprefix("urn:uuid:"), record_types().get(hit.type), visitor.tongue
    issued = str(hit.fields.get(kind.description.issued) or "") if kind and kind.description.issued else ""
    return HitRow(
        record=record,
        title=write_dates(hit.title),
        type=tongue.either(kind.vi, kind.en) if kind else hit.type,
        issued=write_date(issued) if issued else "",
        unit="",
        unchecked=hit.review_state != "reviewed",
        dossiers=hit.dossiers if visitor.may("dossier.see") else (),
        matches=match_lines(query, hit, kind, tongue, crops=True),
    )


@router.get("/records/{record}/fields/{key}/crop.png")
def value_crop(visitor: Searcher, record: str, key: str) -> Response:
    """The place of one value on the paper. Never of an identity number: that needs the opened record."""
    with visitor.services.ledger.reading() as connection:
        found = record_for(visitor, connection, record, "record.see")
    spec = record_types()[found.row.type].spec(key)
    if spec is None or spec.kind in PERSONAL:
        raise NotFound("Không có ảnh của trường này.", "There is no picture of this field.")
    headers = {"cache-control": "private, max-age=600"}
    return Response(crop_png(visitor.services, found, key), media_type="image/png", headers=headers)
