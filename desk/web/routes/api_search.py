"""`/api/v1`: search and records for programs. Same rights, same masks, same events as on the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from sqlalchemy import Connection

from archive.dossier import codes_of
from archive.search import DEEPEST
from desk.web.bearer import scoped
from desk.web.contexts.archive import HitRow
from desk.web.contexts.review import FindingLine
from desk.web.record_values import value_rows
from desk.web.review_state import finding_lines, title_for
from desk.web.routes.api_answers import refusals
from desk.web.routes.api_record_answers import FoundList, Reading, RecordTold
from desk.web.routes.api_texts import Id, Limit, OpeningPurpose, PlaceCursor, SearchPurpose, Typed
from desk.web.routes.archive_record import final_of, has_final
from desk.web.routes.searching import filters_of, found_for, hit_row, note_search
from desk.web.sighted import record_for
from desk.web.visitor import Visitor
from desk.web.watching import sound
from pipeline.changes.annotation import annotations_of, as_now
from pipeline.describe import REVIEWED
from pipeline.find import asked as asked_for
from pipeline.ledger import note
from pipeline.lookup import RecordView
from pipeline.record import urn
from pipeline.record_type import record_types

router = APIRouter(tags=["records"])
Searcher = Annotated[Visitor, Depends(scoped("search.use"))]
Seer = Annotated[Visitor, Depends(scoped("record.see"))]
Reader = Annotated[Visitor, Depends(scoped("person.unmask"))]
ROWS = 30
PDF: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}
}


@dataclass(frozen=True)
class Beside:
    """The filters beside the text, each as the page takes it: dates as `2019`, `10/2019` or `15/10/2019`."""

    type: Typed = ""
    issued_from: Typed = ""
    issued_to: Typed = ""
    state: Typed = ""
    dossier: Typed = ""

    @property
    def chosen(self) -> dict[str, str]:
        """The same by the names of the page."""
        told = {"type": self.type, "from": self.issued_from, "to": self.issued_to}
        told |= {"state": self.state, "dossier": self.dossier}
        return {name: text.strip() for name, text in told.items()}


@router.get("/search", response_model=FoundList, responses=refusals(422))
def search_records(
    visitor: Searcher,
    filters: Annotated[Beside, Depends()],
    purpose: SearchPurpose,
    q: Typed = "",
    cursor: PlaceCursor = "",
    limit: Limit = ROWS,
) -> dict[str, Any]:
    """Archived records by what people remember; the search and whom it names are events with the purpose.

    The order holds from page to page while nothing new is archived. At most 1,000 hits deep: narrow the query.
    """
    query, place = asked_for(q), min(int(cursor or 0), DEEPEST)
    total, rows = 0, tuple[HitRow, ...]()
    if q.strip() or any(filters.chosen.values()):
        with visitor.services.ledger.reading() as connection:
            wanted = filters_of(filters.chosen)
            total, hits = found_for(visitor, connection, query, wanted, (limit, place))
            rows = tuple(hit_row(visitor, hit, query) for hit in hits)
        note_search(visitor, q, total, rows, purpose)
    further = place + limit
    return {
        "total": total,
        "hits": [_hit(row) for row in rows],
        "complaints": [visitor.tongue.either(one.vi, one.en) for one in query.complaints],
        "next": str(further) if total > further and further <= DEEPEST else None,
    }


def _hit(row: HitRow) -> dict[str, Any]:
    return {
        "record": row.record,
        "title": row.title,
        "type": row.type,
        "issued": row.issued,
        "unchecked": row.unchecked,
        "dossiers": list(row.dossiers),
        "matches": [
            {"label": one.label, "text": "".join(text for text, _ in one.pieces)} for one in row.matches
        ],
    }


@router.get("/records/{record}", response_model=RecordTold, responses=refusals(404, 422))
def one_record(visitor: Seer, record: Id) -> dict[str, Any]:
    """A record with identity numbers masked; the look is an event."""
    act, ledger = visitor.act(), visitor.services.ledger
    with ledger.reading() as connection:
        told = _told(visitor, connection, record_for(visitor, connection, record, "record.see"), opened=False)
    with ledger.writing(act) as connection:
        note(connection, act, "record.listed", record, {"opened": 0})
    return told


@router.post("/records/{record}/open", response_model=RecordTold, responses=refusals(404, 422))
def open_record(visitor: Reader, record: Id, said: Reading) -> dict[str, Any]:
    """A record unmasked, for a purpose: the event says who, when, which record, what for. Asked twice, two events."""
    act, ledger = visitor.act(), visitor.services.ledger
    with ledger.reading() as connection:
        told = _told(
            visitor, connection, record_for(visitor, connection, record, "person.unmask"), opened=True
        )
    with ledger.writing(act) as connection:
        detail = {"purpose": said.purpose, "dossier": said.dossier}
        note(connection, act, "record.opened", record, detail)
        sound(visitor, connection, act, "record.opened")
    return told


def _told(visitor: Visitor, connection: Connection, found: RecordView, *, opened: bool) -> dict[str, Any]:
    tongue, kind, row = visitor.tongue, record_types()[found.row.type], found.row
    now = as_now(found, annotations_of(connection, found.id))
    values = value_rows(found, kind, [], tongue, now.values, opened=opened)
    return {
        "record": found.id,
        "type": row.type,
        "title": title_for(kind, found.fields, tongue),
        "state": found.state.value,
        "unit": row.unit,
        "revision": row.revision,
        "unchecked": found.unchecked or found.state not in REVIEWED,
        "opened": opened,
        "pages": len(found.pages),
        "version": row.archive_version or "",
        "inventory_sha256": row.inventory_sha256 or "",
        "final": has_final(visitor.services, found),
        "dossiers": codes_of(connection, [urn(found.id)])[urn(found.id)] if visitor.may("dossier.see") else (),
        "values": [
            {
                "key": one.key, "label": one.label, "value": one.shown, "state": one.word, "masked": one.masked,
                "now": one.now,
            }
            for one in values
        ],
        "findings": [finding_json(one) for one in finding_lines(found, tongue)] if opened else [],
    }  # fmt: skip


def finding_json(one: FindingLine) -> dict[str, Any]:
    """A finding in words."""
    return {"code": one.code, "severity": one.severity, "text": one.text, "closed": one.closed}


@router.get("/records/{record}/final.pdf", response_class=Response, responses=PDF | refusals(404, 422))
def download(visitor: Reader, record: Id, purpose: OpeningPurpose) -> Response:
    """The final file, for a purpose; handing it out is an event."""
    act, ledger = visitor.act(), visitor.services.ledger
    with ledger.reading() as connection:
        found = record_for(visitor, connection, record, "person.unmask")
    content = final_of(visitor.services, found)
    with ledger.writing(act) as connection:
        detail = {"version": found.row.archive_version or "", "purpose": purpose}
        note(connection, act, "record.downloaded", record, detail)
        sound(visitor, connection, act, "record.downloaded")
    return Response(content, media_type="application/pdf")
