"""Handing files over to the historical archive: selection, list, offer, and what the archive answered.

`offered` -> `accepted` or `refused` (with a reason). Nothing leaves the store by it: the package is made by
csip.py, and removal here, if ever, is a disposal of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from archive import instant, tables
from archive.tables import handover_items, handovers
from pipeline.actors import Act, recall
from pipeline.errors import MoveRefused, NotFound
from pipeline.ledger import note
from pipeline.normalize.dates import write_dates
from pipeline.record import urn
from pipeline.retention import class_named, term_of

OFFERED, ACCEPTED, REFUSED = "offered", "accepted", "refused"


@dataclass(frozen=True)
class Handover:
    """One offer and where it stands; `items` are (record, version, title, state)."""

    id: str
    receiver: str
    state: str
    offered_at: str
    offered_by: str
    decided_at: str | None
    decided_by: str | None
    reason: str | None
    items: tuple[tuple[str, str, str, str], ...]


def selectable(connection: Connection, before: date) -> list[str]:
    """Reviewed records kept for good, of papers dated before that day, that are not offered or accepted already."""
    rows = tables.records
    open_ones = select(handover_items.c.object).where(handover_items.c.state != REFUSED)
    wanted = select(rows.c.id, rows.c.type).where(
        rows.c.review_state == "reviewed",
        rows.c.issued != "",
        rows.c.issued < before.isoformat(),
        rows.c.id.not_in(open_ones),
    )
    found = []
    for row in connection.execute(wanted.order_by(rows.c.issued, rows.c.id)).all():
        record = row.id.removeprefix("urn:uuid:")
        if term_of(connection, record, row.type).retention_class == "permanent":
            found.append(record)
    return found


def offer(connection: Connection, act: Act, records: Sequence[str], receiver: str) -> Handover:
    """Offer records to the archive. Raises MoveRefused for one that is not reviewed and archived."""
    key = str(uuid4())
    items = []
    for record in dict.fromkeys(records):
        row = connection.execute(select(tables.records).where(tables.records.c.id == urn(record))).first()
        if row is None or row.review_state != "reviewed":
            raise MoveRefused(
                f"Tài liệu {record[:8]} chưa kiểm tra và lưu kho, không nộp lưu được.",
                f"Record {record[:8]} is not reviewed and archived; it cannot be handed over.",
            )
        items.append(
            {
                "handover": key,
                "object": row.id,
                "version": row.head,
                "inventory_sha256": row.inventory_sha256,
                "state": OFFERED,
            }
        )
    if not items:
        raise MoveRefused("Không có tài liệu nào để nộp lưu.", "There is nothing to hand over.")
    values = {"id": key, "receiver": receiver, "state": OFFERED, "offered_by": act.by.id}
    connection.execute(insert(handovers), [values | {"offered_at": instant.as_text(act.at)}])
    connection.execute(insert(handover_items), items)
    note(connection, act, "handover.offered", key, {"records": len(items)})
    return handover(connection, key)


def answer(
    connection: Connection, act: Act, id: str, *, accepted: bool, reason: str | None, only: Sequence[str] = ()
) -> Handover:
    """Keep what the archive answered, of all or of `only` some records. A refusal needs its reason.

    Raises MoveRefused when the offer is answered already, or a refusal has no reason.
    """
    found = handover(connection, id)
    if found.state != OFFERED:
        raise MoveRefused(
            f"Đợt nộp lưu {found.id[:8]} đã có trả lời ({found.state}).",
            f"Handover {found.id[:8]} was answered already ({found.state}).",
        )
    if not accepted and not reason:
        raise MoveRefused("Từ chối phải có lý do (--reason).", "A refusal needs its reason (--reason).")
    to = ACCEPTED if accepted else REFUSED
    where = (handover_items.c.handover == found.id) & (handover_items.c.state == OFFERED)
    if only:
        where &= handover_items.c.object.in_([urn(record) for record in only])
    connection.execute(update(handover_items).where(where).values(state=to, reason=reason))
    left = {state for _, _, _, state in handover(connection, found.id).items}
    if OFFERED not in left:
        state = ACCEPTED if ACCEPTED in left else REFUSED
        values = {"decided_at": instant.as_text(act.at), "decided_by": act.by.id, "reason": reason}
        connection.execute(update(handovers).where(handovers.c.id == found.id).values(state=state, **values))
    note(connection, act, f"handover.{to}", found.id, {"records": len(only) or len(found.items)})
    return handover(connection, found.id)


def handover(connection: Connection, text: str) -> Handover:
    """The handover whose id begins with `text`. Raises NotFound."""
    wanted = select(handovers).where(handovers.c.id.startswith(text, autoescape=True)).limit(2)
    rows = connection.execute(wanted).all() if text else []
    if len(rows) != 1:
        raise NotFound(
            f"Không có đợt nộp lưu duy nhất mang mã {text}.", f"No single handover answers to {text}."
        )
    records = tables.records
    joined = select(handover_items, records.c.title).outerjoin(
        records, records.c.id == handover_items.c.object
    )
    items = connection.execute(
        joined.where(handover_items.c.handover == rows[0].id).order_by(handover_items.c.object)
    )
    listed = tuple(
        (one.object.removeprefix("urn:uuid:"), one.version, one.title or "", one.state) for one in items
    )
    return Handover(**rows[0]._mapping, items=listed)


def handover_list(connection: Connection, found: Handover, unit: str) -> str:
    """The list and the minutes of delivery (mục lục và biên bản giao nhận), to be printed and signed."""
    lines = [
        unit.upper(),
        f"MỤC LỤC TÀI LIỆU NỘP LƯU số {found.id[:8]}",
        f"Nơi nhận: {found.receiver}",
        "",
        "STT | Mã | Phiên bản | Tiêu đề | Thời hạn | Trạng thái",
    ]
    for number, (record, version, title, state) in enumerate(found.items, 1):
        kind = connection.scalar(select(tables.records.c.type).where(tables.records.c.id == urn(record)))
        term = class_named(term_of(connection, record, kind).retention_class).vi if kind else ""
        lines.append(" | ".join((str(number), record, version, write_dates(title), term, state)))
    lines += [
        "",
        f"BIÊN BẢN GIAO NHẬN: {len(found.items)} tài liệu, {found.state}"
        + (f", lý do: {found.reason}" if found.reason else ""),
        f"Bên giao: {recall(connection, found.offered_by).name}, {found.offered_at}",
        f"Ghi nhận trả lời: {found.decided_by or '-'}, {found.decided_at or '-'}",
        "",
        "Đại diện bên giao (ký):",
        "",
        "Đại diện bên nhận (ký):",
        "",
    ]
    return "\n".join(lines)
