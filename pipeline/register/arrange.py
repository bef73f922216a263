"""From what a person says of a volume's pages to records in the ledger and in the store. Draws no borders itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, select

from pipeline.actors import Act
from pipeline.batch import find_batch, pages_by_id
from pipeline.digitize import close
from pipeline.docket import Docket
from pipeline.errors import MoveRefused, WrongUse
from pipeline.ledger_tables import records, regions
from pipeline.read_pages import load_reading
from pipeline.record import PageState
from pipeline.redeposit import redeposit
from pipeline.register.cancel_entry import cancel
from pipeline.register.entries import LaidOut, changed_in_store, lay_out, release
from pipeline.register.layout import BANDS, ROWS, Sheet, Slot, over_spread, propose
from pipeline.register.rows import row_edges
from pipeline.register.tables import entries
from pipeline.register.volume import MARKS, OPEN, Declared, Volume, declare, set_role, volume
from pipeline.register.volume_object import deposit_volume
from pipeline.wiring import Services


@dataclass(frozen=True)
class Plan:
    """How the entries of some pages lie: so many on each, in bands or table rows, over single pages or spreads."""

    count: int = 1
    shape: Literal["bands", "rows", "leaves"] = "bands"
    spread: bool = False


def sheets(
    services: Services, held: Volume, ordinals: Iterable[int], *, rows: bool = False
) -> dict[int, Sheet]:
    """Size and leaves of pages by ordinal, with the rules of their tables when `rows` are wanted.

    Raises MoveRefused for a page that could not be read.
    """
    found = {}
    with services.ledger.reading() as connection:
        pages = pages_by_id(connection, [page.page for page in held.pages])
    for ordinal in ordinals:
        page = pages[held.page(ordinal).page]
        if page.state not in {PageState.READ, PageState.BLANK}:
            raise MoveRefused(
                f"Trang {ordinal} chưa đọc được ({page.state}). Đọc lại trước: sohoa batch retry {page.batch[:8]}.",
                f"Page {ordinal} is {page.state}. Read it first: sohoa batch retry {page.batch[:8]}.",
            )
        text = load_reading(services.workspace, page).text
        edges = row_edges(services, page) if rows else ()
        found[ordinal] = Sheet(page.id, text.width, text.height, text.leaves, edges)
    return found


def arrange(services: Services, held: Volume, ordinals: Sequence[int], plan: Plan, act: Act) -> LaidOut:
    """Lay out the pages at `ordinals` alike, in the ledger and in the store.

    With `plan.spread` they are taken two by two. Raises as `lay_out` and `propose` do.
    """
    if not ordinals:
        raise WrongUse(
            f"Quyển {held.name} không còn trang nào chưa chia. Ghi rõ trang: --pages.",
            f"Volume {held.name} has no open page left. Name the pages: --pages.",
        )
    known = sheets(services, held, ordinals, rows=plan.shape == ROWS)
    proposed = [propose(known[ordinal], plan.count, plan.shape) for ordinal in ordinals]
    if plan.spread:
        if len(proposed) % 2:
            raise WrongUse(
                "Trường hợp ghi trên hai trang đối diện cần số trang chẵn.",
                "Entries over facing pages need an even number of pages.",
            )
        proposed = [over_spread(*proposed[at : at + 2]) for at in range(0, len(proposed), 2)]
    return arrange_slots(services, held, [slot for page in proposed for slot in page], act)


def arrange_slots(services: Services, held: Volume, slots: Sequence[Slot], act: Act) -> LaidOut:
    """As `arrange`, with the entries as they are given."""
    laid = lay_out(services, held, slots, act)
    _settle(services, held, laid, act)
    _keep_whole(services, held, act)
    return laid


def join_to_previous(services: Services, held: Volume, ordinal: int, act: Act) -> LaidOut:
    """Let a page carry on the last entry of the page before it. Raises WrongUse when there is none."""
    known = sheets(services, held, [ordinal])
    before = held.page(ordinal - 1).page if ordinal > 1 else ""
    with services.ledger.reading() as connection:
        slots = standing(connection, before)
    if not slots:
        raise WrongUse(
            f"Trang {ordinal - 1} chưa có trường hợp nào để nối trang {ordinal} vào.",
            f"Page {ordinal - 1} has no entry that page {ordinal} could carry on.",
        )
    (whole,) = propose(known[ordinal], 1, BANDS)
    kept = tuple(part for part in slots[-1].parts if part[0] != known[ordinal].page)
    return arrange_slots(services, held, [*slots[:-1], Slot((*kept, *whole.parts))], act)


def standing(connection: Connection, page: str) -> list[Slot]:
    """The entries that stand on a page as they stand, and those that share another page with one of them."""
    seen, held = {page}, dict[str, Slot]()
    while True:
        on_them = (
            select(regions.c.record)
            .join(records, records.c.id == regions.c.record)
            .where(regions.c.page.in_(seen), records.c.state.not_in(["superseded", "rejected"]))
            .order_by(records.c.first_source, records.c.first_number, records.c.entry)
        )
        held = {record: _slot(connection, record) for record in connection.scalars(on_them).all()}
        reached = {key for slot in held.values() for key, _ in slot.parts}
        if reached <= seen:
            return list(held.values())
        seen |= reached


def _slot(connection: Connection, record: str) -> Slot:
    parts = connection.execute(
        select(regions.c.page, regions.c.polygon)
        .where(regions.c.record == record)
        .order_by(regions.c.ordinal)
    )
    return Slot(tuple((part.page, tuple((x, y) for x, y in part.polygon)) for part in parts))


def mark_pages(services: Services, held: Volume, ordinals: Sequence[int], role: str, act: Act) -> LaidOut:
    """Say that pages hold no entry: cover, blank, index. Drafts that stood there lose them, or are superseded.

    Raises WrongUse for another mark, MoveRefused when a record there is past review.
    """
    if role not in MARKS:
        raise WrongUse(
            f"Dấu '{role}' không có. Chọn: {', '.join(MARKS)}.",
            f"There is no mark '{role}'. Choose from: {', '.join(MARKS)}.",
        )
    named = [held.page(ordinal).page for ordinal in ordinals]
    with services.ledger.writing(act) as connection:
        laid = release(connection, act, named)
        for page in named:
            set_role(connection, page, role)
    _settle(services, held, laid, act)
    _keep_whole(services, held, act)
    return laid


def declare_stored(
    services: Services, batch: str, declared: Declared, act: Act, ordinals: Sequence[int] | None = None
) -> Volume:
    """Declare a volume and commit it: its entries lie nowhere without what says how much of their pages may leave.

    Safe to run twice. Raises as `declare` does, and archive's StoreUnavailable, LeaseTaken.
    """
    with services.ledger.writing(act) as connection:
        held = declare(connection, act, batch, declared, ordinals)
    deposit_volume(services, held.id, act)
    return held


def cancel_stored(services: Services, record: str, reason: str, act: Act) -> None:
    """Strike out an entry as its book does, in the ledger and in the store. Safe to run twice. Raises MoveRefused."""
    with services.ledger.writing(act) as connection:
        cancel(connection, act, record, reason)
        named = select(entries.c.volume).where(entries.c.record == record)
        held = volume(connection, connection.scalar(named) or "")
    deposit_volume(services, held.id, act)
    redeposit(services, record, act, "entry of the register struck out")


def _keep_whole(services: Services, held: Volume, act: Act) -> None:
    """Commit a volume whose every page is laid out or marked; one in the middle of that waits for upkeep, since each
    page would make a version of it. What its entries need to come back, their own objects tell."""
    with services.ledger.reading() as connection:
        whole = all(page.role != OPEN for page in volume(connection, held.id).pages)
    if whole:
        deposit_volume(services, held.id, act)


def _settle(services: Services, held: Volume, laid: LaidOut, act: Act) -> None:
    """Bring the store up to the ledger: batches that took new records are closed again, stale versions renewed."""
    for batch in sorted({page.batch for page in held.pages}):
        with services.ledger.reading() as connection:
            row = find_batch(connection, batch)
        if row.state == "open" and row.inventory_sha256 is not None:
            close(services, batch, act, reason=row.close_reason)
    with services.ledger.reading() as connection:
        stale = changed_in_store(connection, laid)
    for record in stale:
        redeposit(services, record, act, "entries of the register laid out")


def from_docket(services: Services, batch: str, act: Act) -> Volume | None:
    """The volume that a batch's docket declares, its open pages laid out; None when it declares none.

    Safe to run again when pages came later. Raises WrongUse for a docket that makes no sense.
    """
    with services.ledger.reading() as connection:
        docket = Docket.model_validate(find_batch(connection, batch).docket)
    told = declared_in(docket)
    if told is None:
        return None
    held = declare_stored(services, batch, told, act)
    with services.ledger.reading() as connection:
        pages = pages_by_id(connection, [page.page for page in held.pages])
    ready = [
        page.ordinal for page in held.pages if page.role == OPEN and pages[page.page].state is PageState.READ
    ]
    plan = Plan(docket.entries_per_page, docket.entry_shape)
    for ordinal in ready:
        arrange(services, held, [ordinal], plan, act)
    with services.ledger.reading() as connection:
        return volume(connection, held.id)


def declared_in(docket: Docket) -> Declared | None:
    """What a docket says of the volume, or None. Raises WrongUse when the book's number is missing."""
    if docket.register_type is None:
        return None
    if not docket.volume:
        raise WrongUse(
            "Phiếu lô có register_type nhưng thiếu volume (quyển số). Sửa phiếu rồi chạy lại.",
            "The docket has register_type but no volume (number of the book). Mend it and run again.",
        )
    values: Mapping[str, Any] = {
        "type": docket.register_type,
        "book": docket.volume,
        "year": docket.register_year,
        "place": docket.register_place or "",
        "first_number": docket.first_number,
        "last_number": docket.last_number,
        "pdf": docket.entry_pdf,
    }
    return Declared(**values)
