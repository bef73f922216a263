"""Pages of a batch: their pictures, and what a person says about them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import FileResponse, JSONResponse, Response
from sqlalchemy import Connection, select

from desk.web.forms import Form, genuine_form
from desk.web.visitor import Visitor, allowed
from pipeline import page_marks, page_views
from pipeline.batch import Page, Source, find_batch, sources_of
from pipeline.cover import CoverWords, write_cover
from pipeline.errors import NotFound
from pipeline.ledger import note
from pipeline.ledger_tables import pages as page_table
from pipeline.review import rescan
from pipeline.review.sight import may_see

router = APIRouter(include_in_schema=False)
Seer = Annotated[Visitor, Depends(allowed("page.see"))]
Arranger = Annotated[Visitor, Depends(allowed("batch.arrange"))]
Rescanner = Annotated[Visitor, Depends(allowed("record.rescan"))]
Sent = Annotated[Form, Depends(genuine_form)]


def page_within(connection: Connection, visitor: Visitor, action: str, key: str) -> Page:
    """A page of the person's units whose records they may see. Raises NotFound for any other."""
    page = page_marks.page_of(connection, key)
    visitor.check_unit(connection, action, find_batch(connection, page.batch).unit)
    for record in page_marks.records_with(connection, key):
        if not may_see(connection, visitor.actor, record):
            raise NotFound(
                "Không có trang này trong phạm vi của bạn.", "There is no such page within your reach."
            )
    return page


@router.get("/pages/{key}/picture")
def picture(visitor: Seer, key: str, width: int = 240) -> Response:
    """The page upright as JPEG, 240, 1200 or 2400 pixels across. A large one is an event."""
    services = visitor.services
    with services.ledger.reading() as connection:
        page = page_within(connection, visitor, "page.see", key)
        source: Source = sources_of(connection, page.batch, [page.source])[0]
        rotation = connection.scalar(select(page_table.c.rotation).where(page_table.c.id == key)) or 0
    path = page_views.view_of(services.workspace, services.settings, page, source, rotation, width)
    if width != page_views.WIDTHS[0]:
        act = visitor.act()
        with services.ledger.writing(act) as connection:
            note(connection, act, "page.seen", key, {"purpose": "scan"})
    # Kept by the person's own browser for the session: the same picture is asked for again and again.
    return FileResponse(path, media_type="image/jpeg", headers={"cache-control": "private, max-age=600"})


@router.post("/pages/{key}/mark")
def mark(visitor: Arranger, form: Sent, key: str) -> Response:
    """`as=blank` or `as=written`, against what the machine said."""
    services, act = visitor.services, visitor.act()
    with services.ledger.writing(act) as connection:
        page = page_within(connection, visitor, "batch.arrange", key)
        if form.text("as") == "written":
            page_marks.mark_written(services, connection, act, key)
        else:
            page_marks.mark_blank(connection, act, key)
    if form.text("as") == "written":
        visitor.house.runs.close(page.batch, visitor.actor, None)
    return JSONResponse({"page": key, "batch": page.batch})


@router.post("/pages/{key}/rescan")
def ask_rescan(visitor: Rescanner, form: Sent, key: str) -> Response:
    """Send a page back to the scanner; the answer is the slip as PDF. Asked twice, it is the same slip."""
    services, act, tongue = visitor.services, visitor.act(), visitor.tongue
    with services.ledger.writing(act) as connection:
        page_within(connection, visitor, "record.rescan", key)
        owners = page_marks.records_with(connection, key)
        if not owners:
            raise NotFound(
                "Trang chưa thuộc tài liệu nào nên không cần phiếu: quét lại thành một lô mới.",
                "The page belongs to no record and needs no slip: scan it as a new batch.",
            )
        asked = rescan.ask(connection, act, owners[0], key, form.text("reason"))
    words = CoverWords(
        tongue("Phiếu quét lại"),
        (asked.reason,),
        (
            tongue(
                "Đặt phiếu này ngay trước tờ giấy rồi quét trong bất kỳ lô nào; trang mới tự vào đúng chỗ."
            ),
        ),
        visitor.actor.unit,
    )
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "slip.pdf"
        write_cover(asked.slip, words, out, act.at)
        body = out.read_bytes()
    name = f"rescan-{key[:8]}.pdf"
    return Response(
        body, media_type="application/pdf", headers={"content-disposition": f'inline; filename="{name}"'}
    )
