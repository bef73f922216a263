"""Sending a page back to the scanner, and bringing the new page into its slot when it comes with another batch.

A slip with a code (pipeline/cover.py, kind `rescan`) names the record and the page; the first written page behind
it is the new one. The old page stays, as `replaced`; what people decided stays, the machine's fields are drafted
again, and the record goes back to review. A page that cannot take its slot becomes a record of its own: none is lost.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from ocr.sheet_code import SheetCode
from pipeline.actors import Act
from pipeline.batch import Page, pages_by_id, pages_of
from pipeline.checks.recheck import recheck
from pipeline.cover import CoverRequest
from pipeline.errors import MoveRefused, NotFound, WrongUse
from pipeline.findings import Finding
from pipeline.interpret import InterpretOptions, interpret
from pipeline.ledger import Ledger, add_findings, close_findings, move_page, move_record, note, touch_record
from pipeline.ledger_tables import fields, findings, regions, rescans
from pipeline.look_again import load_looks
from pipeline.lookup import RecordView, view
from pipeline.read_pages import load_reading
from pipeline.record import Field, FieldState, PageState, RecordState
from pipeline.record_type import record_types
from pipeline.register.volume import take_place
from pipeline.retyping import merged
from pipeline.review import lease
from pipeline.review.decisions import decide
from pipeline.review.stages import reopen
from pipeline.review.undo import remembered
from pipeline.separators import SheetKind, Sheets, sheets_of
from pipeline.slots import insert_page, swap_page
from pipeline.workspace import Workspace

# What has become a PDF or an archived version is corrected there, not under its signature.
_TAKES_PAGES = frozenset({RecordState.READ, RecordState.IN_REVIEW, RecordState.REJECTED})
_CAME_IN = "Trang quét lại đã vào đúng chỗ / the rescanned page has taken its place"


@dataclass(frozen=True)
class Rescan:
    """A page that is asked for again: the slip's `code` is the record's id, its `part` the page's."""

    record: str
    page: str
    reason: str
    asked_at: str

    @property
    def slip(self) -> CoverRequest:
        """The sheet to print and to lay in front of the paper when it is scanned again."""
        return CoverRequest("rescan", self.record, self.page, pages=1)


def ask(connection: Connection, act: Act, record: str, page: str, reason: str) -> Rescan:
    """Send one page of a record back to the scanner; asking for the same page again gives the same slip.

    `page` is the id of a page of the record, or of one it lacks (INCOMPLETE). Raises WrongUse without a reason,
    NotFound for a page of another record, MoveRefused when the record is beyond review or came in signed.
    """
    if not reason.strip():
        raise WrongUse(
            'Trả trang về quét lại phải ghi lý do: --reason "...".',
            'Sending a page back to the scanner needs a reason: --reason "...".',
        )
    lease.guard(connection, act, record, None)
    found = view(connection, record)
    _may_be_asked(found, page)
    known = connection.execute(_open().where(rescans.c.record == record, rescans.c.page == page)).first()
    if known is not None:
        return Rescan(record, page, known.reason, known.asked_at)
    with remembered(connection, act, record, "rescan"):
        asked = {"reason": reason, "asked_at": act.time, "asked_by": act.by.id}
        connection.execute(insert(rescans).values(record=record, page=page, **asked))
        decide(connection, act, record, "rescan", old={"page": page}, reason=reason)
        if found.state is not RecordState.REJECTED:
            move_record(connection, act, record, RecordState.REJECTED)
    lease.release(connection, act, record)
    return Rescan(record, page, reason, act.time)


def _may_be_asked(found: RecordView, page: str) -> None:
    if found.state not in _TAKES_PAGES or found.row.incoming_signature:
        raise MoveRefused(
            f"Tài liệu {found.id} ({found.state}) không nhận trang quét lại.",
            f"Record {found.id} ({found.state}) takes no rescanned page.",
        )
    if page not in {one.id for one in found.pages} | set(missing_pages(found)):
        raise NotFound(
            f"Tài liệu {found.id} không có trang {page}.", f"Record {found.id} has no page {page}."
        )


def missing_pages(found: RecordView) -> list[str]:
    """Ids of damaged pages that the record lacks."""
    held = {page.id for page in found.pages}
    lacking = [
        kept.page for kept in found.findings if kept.finding.code == "INCOMPLETE" and not kept.closed_at
    ]
    return [page for page in dict.fromkeys(lacking) if page and page not in held]


def asked_for(connection: Connection, record: str) -> list[Rescan]:
    """The pages of a record that are still at the scanner."""
    rows = connection.execute(_open().where(rescans.c.record == record).order_by(rescans.c.id))
    return [Rescan(row.record, row.page, row.reason, row.asked_at) for row in rows]


def _open() -> Any:
    return select(rescans).where(rescans.c.done_at.is_(None), rescans.c.withdrawn_at.is_(None))


def came_for_others(connection: Connection, batch: str) -> set[str]:
    """Ids of the batch's pages that took a slot in an earlier record; they begin no record of their own."""
    own = {page.id for page in pages_of(connection, batch)}
    return own & set(connection.scalars(select(rescans.c.replacement).where(rescans.c.replacement.in_(own))))


def bring_in(
    ledger: Ledger, workspace: Workspace, batch: str, act: Act, options: InterpretOptions | None = None
) -> int:
    """Put every page of the batch that stands behind a rescan slip into its slot; returns how many. Safe to repeat.

    Each page in one transaction of its own. The caller holds the batch's lock.
    """
    with ledger.reading() as connection:
        pages = pages_of(connection, batch)
        sheets = sheets_of(workspace, pages)
    done = 0
    for code, page in _behind_slips(pages, sheets):
        with ledger.reading() as connection:
            affected = _affected(connection, code, page)
            drafts = {
                r.id: _drafted(workspace, r, _pages(connection, r, code.part, page), options)
                for r in affected
            }
        if affected:
            with ledger.writing(act) as connection:
                done += _take_slot(connection, act, code, page, drafts)
    return done


def _behind_slips(pages: Sequence[Page], sheets: Sheets) -> list[tuple[SheetCode, Page]]:
    """Each slip with the first written page behind it; none where another sheet or an unread page comes first."""
    found = []
    for at, slip in enumerate(pages):
        sheet = sheets.by_place.get((slip.source, slip.number))
        if slip.state is not PageState.SEPARATOR or not sheet or sheet.kind is not SheetKind.RESCAN:
            continue
        page = next((page for page in pages[at + 1 :] if page.state is not PageState.BLANK), None)
        if sheet.code and page and page.state is PageState.READ:
            found.append((sheet.code, page))
    return found


def _affected(connection: Connection, code: SheetCode, page: Page) -> list[RecordView]:
    """The records that get the page: the one on the slip, and others on the same paper; none when it cannot be."""
    asked = connection.execute(_open().where(rescans.c.record == code.code, rescans.c.page == code.part))
    placed = connection.execute(select(regions.c.record).where(regions.c.page == page.id)).first()
    if asked.first() is None or placed is not None or page.id in came_for_others(connection, page.batch):
        return []
    sharing = connection.scalars(select(regions.c.record).where(regions.c.page == code.part))
    found = [view(connection, key) for key in dict.fromkeys([code.code, *sharing])]
    # Where one record on the paper is finished already, its page must stay as it is.
    return found if all(one.state in _TAKES_PAGES for one in found) else []


def _pages(connection: Connection, found: RecordView, old: str, new: Page) -> list[Page]:
    """The record's pages with the new one in the old one's place, or in the gap that a damaged one left."""
    pages = [new if page.id == old else page for page in found.pages]
    if old not in {page.id for page in found.pages}:
        missing = pages_by_id(connection, [old])[old]
        behind = [page for page in pages if (page.source, page.number) > (missing.source, missing.number)]
        pages.insert(len(pages) - len(behind), new)
    return pages


def _drafted(
    workspace: Workspace, found: RecordView, pages: Sequence[Page], options: InterpretOptions | None
) -> tuple[list[Field], list[Finding]]:
    """What the machine reads on the record's pages with the new one among them."""
    readings = [load_reading(workspace, page) for page in pages]
    looks = [load_looks(workspace, page) for page in pages]
    drafts = interpret(readings, found.row.type, options, looks)
    return merged(drafts), [finding for draft in drafts for finding in draft.findings]


def _take_slot(
    connection: Connection,
    act: Act,
    code: SheetCode,
    page: Page,
    drafts: dict[str, tuple[list[Field], list[Finding]]],
) -> bool:
    if {found.id for found in _affected(connection, code, page)} != set(drafts):
        return False
    for record, (read, found) in drafts.items():
        whole = _swap(connection, record, code.part, page)
        if whole:
            _redraft(connection, view(connection, record), read)
        _keep_findings(connection, act, view(connection, record), code.part, found)
        _done(connection, act, record, code.part, page)
        _back_to_review(connection, act, record)
    move_page(connection, act, code.part, PageState.REPLACED, {"twin": page.id})
    take_place(connection, code.part, page.id)
    return True


def _swap(connection: Connection, record: str, old: str, page: Page) -> bool:
    found = view(connection, record)
    if old in {held.id for held in found.pages}:
        return swap_page(connection, record, old, page.id)
    missing = pages_by_id(connection, [old])[old]
    stand_in = dataclasses.replace(page, source=missing.source, number=missing.number)
    insert_page(connection, record, stand_in, found.pages)
    return True


def _redraft(connection: Connection, found: RecordView, read: Sequence[Field]) -> None:
    """The machine's fields give way to what it reads now; what people decided stays, with its place on the new page."""
    places = {field.key: (field.page, field.box.as_list() if field.box else None) for field in read}
    kept = {field.key for field in found.fields if field.state.by_person}
    mine = fields.c.record == found.id
    connection.execute(delete(fields).where(mine, fields.c.key.not_in(kept)))
    for key in kept:
        page, box = places.get(key, (None, None))
        connection.execute(update(fields).where(mine, fields.c.key == key).values(page=page, box=box))
    order = {spec.key: ordinal for ordinal, spec in enumerate(record_types()[found.row.type].fields)}
    for field in read:
        if field.key not in kept:
            ordinal = order.get(field.key, len(order))
            connection.execute(
                insert(fields).values(record=found.id, key=field.key, ordinal=ordinal, **field.as_json())
            )


def _keep_findings(
    connection: Connection, act: Act, found: RecordView, old: str, new: Sequence[Finding]
) -> None:
    """Findings about the pages follow the pages; what a person closed stays closed in history."""
    about_pages = {"QUALITY_LOW", "HANDWRITTEN", "SPREAD", "SHEET_UNCLEAR", "NOTHING_READ"}
    stale = [k.id for k in found.findings if k.finding.code in about_pages and k.closed_at is None]
    connection.execute(delete(findings).where(findings.c.id.in_(stale)))
    lacked = [k.id for k in found.findings if k.finding.code == "INCOMPLETE" and k.page == old]
    close_findings(connection, act, lacked, _CAME_IN)
    add_findings(connection, found.row.batch, [f for f in new if f.code in about_pages], record=found.id)


def _done(connection: Connection, act: Act, record: str, old: str, page: Page) -> None:
    done = {"replacement": page.id, "done_at": act.time}
    mine = (rescans.c.record == record) & (rescans.c.page == old) & rescans.c.done_at.is_(None)
    if not connection.execute(
        update(rescans).where(mine, rescans.c.withdrawn_at.is_(None)).values(**done)
    ).rowcount:
        # Another record on the same paper: nobody asked for it, but its page was replaced too.
        told = {"reason": _CAME_IN, "asked_at": act.time, "asked_by": act.by.id}
        connection.execute(insert(rescans).values(record=record, page=old, **told, **done))
    decide(
        connection, act, record, "rescanned", old={"page": old}, new={"page": page.id, "batch": page.batch}
    )
    note(connection, act, "record.page_replaced", record, {"page": old, "by": page.id})


def _back_to_review(connection: Connection, act: Act, record: str) -> None:
    """Back to review, once no other page of the record is still at the scanner."""
    found = view(connection, record)
    if found.state is RecordState.REJECTED and not asked_for(connection, record):
        move_record(connection, act, record, RecordState.IN_REVIEW)
    else:
        touch_record(connection, act, record, {})
    _doubt_values_without_place(connection, found)
    reopen(connection, act, record)
    recheck(connection, record)


def _doubt_values_without_place(connection: Connection, found: RecordView) -> None:
    """Where only a part of the page is the record's, nothing was drafted again: its machine values are looked at."""
    if all(region.polygon[0] == (0, 0) for region in found.regions):
        return
    machine = [FieldState.ACCEPTED.value, FieldState.EMPTY.value]
    mine = (fields.c.record == found.id) & fields.c.state.in_(machine)
    connection.execute(update(fields).where(mine).values(state=FieldState.NEEDS_REVIEW.value))
