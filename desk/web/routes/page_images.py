"""Pictures of pages and of single values, for whoever may see the record."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import FileResponse, Response
from sqlalchemy import Connection

from desk.web.routes.archive_record import is_open
from desk.web.sighted import reach, record_for
from desk.web.visitor import Visitor, allowed
from pipeline.errors import NotFound
from pipeline.page_picture import picture, thumbnail
from pipeline.record import RecordState
from pipeline.review.lease import OPEN

router = APIRouter(include_in_schema=False)
Seer = Annotated[Visitor, Depends(allowed("page.see"))]
_AT_WORK = OPEN | {RecordState.REJECTED, RecordState.APPROVED}
# Kept by this person's browser for the time of a review; never by anything between.
_KEPT = {"cache-control": "private, max-age=600"}


@router.get("/records/{record}/pages/{at}/{width}.jpg")
def page_picture(visitor: Seer, record: str, at: int, width: int, key: str = "") -> Response:
    """One page, upright, cut to what may leave with the record; to be reviewed, or opened with a purpose."""
    services = visitor.services
    with services.ledger.reading() as connection:
        found = record_for(visitor, connection, record, "page.see")
        if not is_open(visitor, record, key):
            _refuse_unless_reviewed(visitor, connection, record, found.state)
    path = picture(services.workspace, found, at, width)
    return FileResponse(path, media_type="image/jpeg", headers=_KEPT)


@router.get("/records/{record}/thumbnail.jpg")
def small_picture(visitor: Seer, record: str) -> Response:
    """The first page, too small to read a word of it, to tell one paper from another."""
    with visitor.services.ledger.reading() as connection:
        found = record_for(visitor, connection, record, "page.see")
    content = thumbnail(visitor.services.workspace, found)
    return Response(content, media_type="image/jpeg", headers=_KEPT)


def _refuse_unless_reviewed(
    visitor: Visitor, connection: Connection, record: str, state: RecordState
) -> None:
    """Raises NotFound: identity numbers stand in the picture, so whoever does not review opens the record first."""
    if state not in _AT_WORK:
        raise NotFound("Mở tài liệu với mục đích trước.", "Open the record with a purpose first.")
    reach(visitor, connection, record, "record.approve")
