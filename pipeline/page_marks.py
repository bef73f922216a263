"""What a person says against the machine about a blank page: something stands on it, or nothing does.

A page is marked, never dropped. One with writing on it becomes a record of its own, so that somebody reads it.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from archive.index import remove_record
from pipeline.actors import Act
from pipeline.batch import Page, find_batch, pages_by_id
from pipeline.drafting import insert_record
from pipeline.errors import MoveRefused, NotFound
from pipeline.findings import Finding
from pipeline.interpret import interpret
from pipeline.ledger import close_findings, move_page, move_record, note, reopen_batch
from pipeline.ledger_tables import findings, regions
from pipeline.lookup import view
from pipeline.read_pages import load_reading
from pipeline.record import DraftRecord, PageState, RecordState, Region, urn
from pipeline.review import lease
from pipeline.wiring import Services

_UNTOUCHED = frozenset({RecordState.READ, RecordState.IN_REVIEW})
_IS_BLANK = "Người quét xác nhận trang trắng / the scanner says the page is blank"


def page_of(connection: Connection, page: str) -> Page:
    """The page with that id. Raises NotFound."""
    found = pages_by_id(connection, [page]).get(page)
    if found is None:
        raise NotFound(f"Không có trang {page}.", f"There is no page {page}.")
    return found


def mark_written(services: Services, connection: Connection, act: Act, page: str) -> str:
    """Something stands on a page that passed for blank: it becomes a record, and the batch is open until it is stored.

    Returns the record's id. Raises NotFound, MoveRefused when the page is not blank or belongs to a record.
    """
    found = page_of(connection, page)
    if found.state is not PageState.BLANK or records_with(connection, page):
        raise MoveRefused(
            "Chỉ trang trắng chưa thuộc tài liệu nào mới đánh dấu là có chữ được.",
            "Only a blank page that belongs to no record can be marked as written on.",
        )
    reading = load_reading(services.workspace, found)
    drafts = list(interpret([reading], find_batch(connection, found.batch).type))
    whole = Region.whole(0, reading.text.width, reading.text.height)
    draft = drafts[0] if drafts else DraftRecord("unknown", (0,), (), (Finding("NOTHING_READ"),), (whole,))
    move_page(connection, act, page, PageState.READ)
    reopen_batch(connection, act, found.batch)
    note(connection, act, "page.said_written", page)
    return insert_record(connection, act, [found], draft, {"public_code": services.new_code()})


def mark_blank(connection: Connection, act: Act, page: str) -> None:
    """Nothing stands on a page that was read: its record, which has no other page, is superseded.

    Raises NotFound, MoveRefused when the record has other pages, or when a person decided something on it.
    """
    found = page_of(connection, page)
    owners = records_with(connection, page)
    for owner in owners:
        lease.guard(connection, act, owner, None)
        record = view(connection, owner)
        decided = any(field.state.by_person for field in record.fields)
        if len(record.pages) > 1 or decided or record.state not in _UNTOUCHED:
            raise MoveRefused(
                "Trang này thuộc một tài liệu có trang khác hoặc đã có người làm. Mở tài liệu đó để quyết định.",
                "This page belongs to a record with other pages, or somebody worked on it. Decide it there.",
            )
        move_record(connection, act, owner, RecordState.SUPERSEDED)
        remove_record(connection, urn(owner))
        open_ = (findings.c.record == owner) & findings.c.closed_at.is_(None)
        close_findings(
            connection, act, list(connection.scalars(select(findings.c.id).where(open_))), _IS_BLANK
        )
    move_page(connection, act, found.id, PageState.BLANK)
    note(connection, act, "page.said_blank", page)


def records_with(connection: Connection, page: str) -> list[str]:
    """Ids of the records that hold a part of the page."""
    query = select(regions.c.record).where(regions.c.page == page).distinct()
    return list(connection.scalars(query.order_by(regions.c.record)))
