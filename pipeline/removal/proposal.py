"""Proposing a removal and deciding about it: two persons, a reason, and what may be removed at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from sqlalchemy import Connection, select

from archive import retention
from archive.retention import DISPOSAL, EXPUNGE, PROPOSED, Item, Removal
from pipeline.actors import Act, ActorKind
from pipeline.batch import Page
from pipeline.errors import MoveRefused, WrongUse
from pipeline.ledger import RECORD_MOVES, note
from pipeline.ledger_tables import pages, records, regions
from pipeline.lookup import RecordView, view
from pipeline.record import RecordState, urn
from pipeline.retention import due
from pipeline.review.lease import refuse_unseen

# What was rejected, or replaced by a better cut of the same page, keeps no page from going.
_GONE = frozenset({RecordState.REJECTED.value, RecordState.SUPERSEDED.value})


def propose_disposal(connection: Connection, act: Act, listed: Sequence[str], reason: str) -> Removal:
    """A list of records whose term is over. Raises MoveRefused naming the first whose is not, RemovalRefused."""
    over = {one.record for one in due(connection, act.at.date(), listed)}
    for record in listed:
        if record not in over:
            raise MoveRefused(
                f"Tài liệu {record[:8]} chưa hết thời hạn lưu trữ, hoặc thời hạn phải do người quyết định "
                f"(sohoa archive term {record[:8]}).",
                f"The term of record {record[:8]} is not over, or a person has to decide it first "
                f"(sohoa archive term {record[:8]}).",
            )
    items = [Item(urn(record)) for record in dict.fromkeys(listed)]
    return _propose(connection, act, DISPOSAL, items, reason)


def propose_expunge(
    connection: Connection, act: Act, record: str, reason: str, page: int | None = None
) -> Removal:
    """The removal of a record, or of its page number `page` (from 1). Raises MoveRefused when what is asked cannot
    be taken out without taking out something else, WrongUse for a page that it does not have."""
    refuse_unseen(connection, act, record)
    found = view(connection, record)
    target = None if page is None else _page(found, page)
    refuse_inseparable(connection, found, target)
    items = [Item(urn(record), target.id if target else "")]
    return _propose(connection, act, EXPUNGE, items, reason)


def decide(connection: Connection, act: Act, id: str, *, approve: bool, reason: str | None = None) -> None:
    """A second person approves or refuses. Raises RemovalRefused, and MoveRefused for anybody but a person."""
    _require_person(act)
    found = retention.removal(connection, id)
    retention.decide(connection, found.id, act.at, act.by.id, approve=approve, reason=reason)
    note(connection, act, f"removal.{'approved' if approve else 'refused'}", found.id)


def refuse_inseparable(
    connection: Connection, found: RecordView, page: Page | None, together: Sequence[str] = ()
) -> None:
    """Raise MoveRefused when the scan of what is to go also holds what must stay: another page, or an entry of another
    record on the same page. Records in `together` go in the same removal."""
    going = {page.id} if page else {one.id for one in (*found.pages, *found.replaced)}
    origins = {page.origin} if page else {one.origin for one in (*found.pages, *found.replaced)}
    for batch, ordinal in origins:
        standing = _standing_on(connection, batch, ordinal, together)
        if any(on not in going or (record != found.id and lives) for on, record, lives in standing):
            raise MoveRefused(
                f"Tệp quét {ordinal} của lô {batch[:8]} còn chứa trang khác ngoài phần cần xóa. "
                "Hãy xóa cả tài liệu chứa các trang đó, hoặc quét lại chúng trước.",
                f"Scan {ordinal} of batch {batch[:8]} also holds pages that must stay. "
                "Remove the records of those pages too, or scan them again first.",
            )
    to = RecordState.IN_REVIEW if page else RecordState.SUPERSEDED
    if found.state is not to and to not in RECORD_MOVES[found.state]:
        raise MoveRefused(
            f"Tài liệu {found.id[:8]} đang ở trạng thái {found.state}; hãy trả về kiểm tra trước khi xóa.",
            f"Record {found.id[:8]} is {found.state}; send it back to review before removing it.",
        )


def _standing_on(
    connection: Connection, batch: str, ordinal: int, together: Sequence[str]
) -> list[tuple[str, str, bool]]:
    """Page, record, and whether that record counts, of all that stands on a scan; blank sides go with the paper."""
    query = (
        select(pages.c.id, records.c.id, records.c.state)
        .join(regions, regions.c.page == pages.c.id)
        .join(records, records.c.id == regions.c.record)
        .where(pages.c.batch == batch, pages.c.source == ordinal, records.c.id.not_in(list(together)))
    )
    return [(page, record, state not in _GONE) for page, record, state in connection.execute(query)]


def _page(found: RecordView, number: int) -> Page:
    if not 1 <= number <= len(found.pages):
        raise WrongUse(
            f"Tài liệu {found.id[:8]} có {len(found.pages)} trang; không có trang {number}.",
            f"Record {found.id[:8]} has {len(found.pages)} pages; there is no page {number}.",
        )
    if len(found.pages) == 1:
        raise WrongUse(
            f"Tài liệu {found.id[:8]} chỉ có một trang; hãy xóa cả tài liệu (bỏ --page).",
            f"Record {found.id[:8]} has one page only; remove the record whole (without --page).",
        )
    return found.pages[number - 1]


def _propose(connection: Connection, act: Act, kind: str, items: Sequence[Item], reason: str) -> Removal:
    _require_person(act)
    made = Removal(
        str(uuid4()), kind, PROPOSED, reason, act.time, act.by.id, None, None, None, None, tuple(items)
    )
    retention.propose(connection, made)
    note(connection, act, "removal.proposed", made.id, {"kind": kind, "items": len(items)})
    return made


def overdue_day(text: str | None, today: date) -> date:
    """The day typed, or today. Raises WrongUse."""
    try:
        return date.fromisoformat(text) if text else today
    except ValueError:
        raise WrongUse(f"Ngày {text} phải viết YYYY-MM-DD.", f"Write the day {text} as YYYY-MM-DD.") from None


def _require_person(act: Act) -> None:
    if act.by.kind is not ActorKind.PERSON:
        raise MoveRefused(
            "Chỉ người mới được đề nghị và duyệt việc xóa.", "Only people propose and approve removals."
        )
