"""The cards of a contact sheet: each page with its place, state, and why somebody should look at it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from sqlalchemy import Connection, select

from desk.web.contexts.batches import PageCard
from desk.web.language import msg
from desk.web.visitor import Visitor
from pipeline.batch import Page, pages_of, sources_of
from pipeline.ledger_tables import records, regions
from pipeline.read_pages import load_reading
from pipeline.record import PageState
from pipeline.reports import short_name
from pipeline.review.sight import visible_to
from pipeline.workspace import Workspace

# What the quality of a page may be doubted for (ocr/quality.py), in the words under its picture.
REASONS = {
    "low-dpi": msg("thiếu dpi"),
    "blur": msg("mờ"),
    "contrast": msg("nhạt"),
    "skew": msg("nghiêng"),
    "cut-edge": msg("mất mép"),
    "unsure": msg("khó đọc"),
    "unlike-text": msg("lạ chữ"),
    "handwriting": msg("viết tay"),
    "unreadable-ink": msg("nét lạ"),
}
STATES = {
    PageState.NEW: msg("chờ đọc"),
    PageState.CLAIMED: msg("đang đọc"),
    PageState.BLANK: msg("trắng?"),
    PageState.SEPARATOR: msg("phân cách"),
    PageState.DUPLICATE: msg("trùng"),
    PageState.REPLACED: msg("đã thay"),
    PageState.QUARANTINED: msg("để riêng"),
}
_LOOK = frozenset({PageState.BLANK, PageState.DUPLICATE, PageState.QUARANTINED})
_READ = frozenset({PageState.READ, PageState.BLANK, PageState.SEPARATOR, PageState.REPLACED})


def cards_of(connection: Connection, visitor: Visitor, batch: str) -> list[tuple[Page, PageCard]]:
    """Every page of a batch in scan order; of pages in closed records no picture is shown to others.

    Why the scan is in doubt is not told yet (`dressed`): that stands in files, and a batch may have thousands.
    """
    pages, files = pages_of(connection, batch), {s.ordinal: s.file for s in sources_of(connection, batch)}
    owner, hidden = _owners(connection, visitor, batch)
    return [
        (
            page,
            PageCard(
                page.id,
                place,
                page.state.value,
                (STATES[page.state],) if page.state in STATES else (),
                page.state in _READ and page.id not in hidden,
                owner.get(page.id, ""),
                short_name(files[page.source]),
            ),
        )
        for place, page in enumerate(pages, 1)
    ]


def _owners(connection: Connection, visitor: Visitor, batch: str) -> tuple[dict[str, str], set[str]]:
    """The record of each page, and the pages of which somebody may not see a record."""
    held = select(regions.c.page, records.c.id, visible_to(visitor.actor).label("seen"))
    held = held.join(records, records.c.id == regions.c.record).where(records.c.batch == batch)
    owner, hidden = dict[str, str](), set[str]()
    found = defaultdict(list)
    for row in connection.execute(held):
        found[row.page].append(row)
    for page, rows in found.items():
        owner[page] = rows[0].id
        if not all(row.seen for row in rows):
            hidden.add(page)
    return owner, hidden


def dressed(workspace: Workspace, page: Page, card: PageCard) -> PageCard:
    """The card with the reasons why the scan is in doubt."""
    if page.state is not PageState.READ or page.quality == "ok" or not page.reading:
        return card
    reasons = load_reading(workspace, page).quality.reasons
    return replace(card, marks=(*card.marks, *(REASONS[reason] for reason in reasons if reason in REASONS)))


def needs_look(page: Page) -> bool:
    """Whether somebody should look: a doubt about the scan, a blank page, a duplicate, one set aside.

    Handwriting is what the paper is, not a fault of the scan.
    """
    return page.state in _LOOK or (page.state is PageState.READ and page.quality == "low")
