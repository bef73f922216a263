"""Who has a record in hand: taken, kept by a sign of life, taken over with a note, given back.

One row per record, so that two people never hold the same one. A lease that has run out holds nobody off. This is
about people at review; the lease of a store's object is archive/lease.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from pipeline.actors import Act, timestamp
from pipeline.errors import MoveRefused, NotFound, WrongUse
from pipeline.ledger import note
from pipeline.ledger_tables import actors, decisions, records
from pipeline.lookup import RecordView, view
from pipeline.record import RecordState
from pipeline.review.sight import may_see
from pipeline.review.stages import item_of, play
from pipeline.review.tables import leases

OPEN = frozenset({RecordState.IN_REVIEW, RecordState.READ})
# Asked at every act of review: made once, since making a statement costs more than its answer.
_PRESENT = select(records.c.revision, records.c.type).where(records.c.id == bindparam("record"))
_HELD = select(leases).where(leases.c.record == bindparam("record"), leases.c.expires_at > bindparam("now"))


@dataclass(frozen=True)
class Lease:
    """`revision` is that of the record as the holder last saw or changed it; times are UTC."""

    record: str
    holder: str
    stage: str
    revision: int
    taken_at: str
    expires_at: str
    note: str | None

    def as_json(self) -> dict[str, Any]:
        """The form of `record take --json` and of the queue."""
        return {"holder": self.holder, "stage": self.stage, "revision": self.revision,
                "taken_at": self.taken_at, "expires_at": self.expires_at, "note": self.note}  # fmt: skip


def take(
    connection: Connection,
    act: Act,
    record: str,
    *,
    minutes: float,
    over: bool = False,
    why: str | None = None,
) -> Lease:
    """Take a record in hand for its present stage; taking again what one holds renews it.

    Raises MoveRefused when another holds it (unless `over` with a note `why`), when the person played another part,
    or when it is not under review; NotFound when the person may not see it; WrongUse for `over` without a note.
    """
    found = _under_review(connection, act, record)
    item = item_of(connection, record, found.row.type)
    known = connection.execute(select(leases).where(leases.c.record == record)).first()
    if known is not None and known.holder != act.by.id and known.expires_at > act.time:
        _may_take_over(connection, known, over, why)
    play(connection, act, item, item.stage, acting=False)
    until = timestamp(act.at.astimezone(UTC) + timedelta(minutes=minutes))
    held = {"holder": act.by.id, "taken_at": act.time, "expires_at": until}
    values = {**held, "stage": item.stage.name, "revision": found.row.revision, "note": why}
    _put(connection, record, known, values)
    _tell(connection, act, record, known, why)
    return Lease(record=record, **values)


def _under_review(connection: Connection, act: Act, record: str) -> RecordView:
    refuse_unseen(connection, act, record)
    found = view(connection, record)
    if found.state not in OPEN:
        raise MoveRefused(
            f"Tài liệu {found.id} đang ở trạng thái {found.state}, không nằm trong hàng kiểm tra.",
            f"Record {found.id} is {found.state} and stands in no queue of review.",
        )
    return found


def refuse_unseen(connection: Connection, act: Act, record: str, type: str | None = None) -> None:
    """Raise NotFound when the person may not see the record, of `type` where known: its very existence is not told."""
    if not may_see(connection, act.by, record, type):
        raise NotFound(f"Không có tài liệu {record}.", f"There is no record {record}.")


def _may_take_over(connection: Connection, known: Row[Any], over: bool, why: str | None) -> None:
    if not over:
        raise MoveRefused(*_held(connection, known))
    if not (why or "").strip():
        raise WrongUse(
            'Nhận lại việc của người khác phải ghi lý do: --note "...".',
            'Taking over from somebody needs a note: --note "...".',
        )


def _held(connection: Connection, known: Row[Any]) -> tuple[str, str]:
    name = connection.scalar(select(actors.c.name).where(actors.c.id == known.holder)) or known.holder
    until = datetime.fromisoformat(known.expires_at).astimezone(UTC).strftime("%H:%M")
    return (
        f"Tài liệu {known.record} đang do {name} giữ đến {until} UTC. Chờ, hoặc nhận lại có ghi lý do.",
        f"Record {known.record} is held by {name} until {until} UTC. Wait, or take it over with a note.",
    )


def _put(connection: Connection, record: str, known: Row[Any] | None, values: dict[str, Any]) -> None:
    """Insert, or replace exactly the row that was seen: whoever came in between wins, and this one is refused."""
    if known is not None:
        seen = (leases.c.record == record) & (leases.c.holder == known.holder)
        done = connection.execute(
            update(leases).where(seen, leases.c.taken_at == known.taken_at).values(**values)
        )
        if done.rowcount:
            return
    try:
        with connection.begin_nested():
            connection.execute(insert(leases).values(record=record, **values))
    except IntegrityError as taken:
        raise MoveRefused(
            f"Tài liệu {record} vừa được người khác nhận.", f"Record {record} was taken by somebody just now."
        ) from taken


def _tell(connection: Connection, act: Act, record: str, known: Row[Any] | None, why: str | None) -> None:
    if known is not None and known.holder != act.by.id:
        action = "take_over" if known.expires_at > act.time else "take_expired"
        connection.execute(
            insert(decisions).values(
                record=record, at=act.time, actor=act.by.id, action=action, old={"holder": known.holder}, reason=why
            )
        )  # fmt: skip
    note(connection, act, "review.taken", record, {"from": known.holder if known else ""})


def heartbeat(connection: Connection, act: Act, record: str, *, minutes: float) -> Lease:
    """Keep a record in hand for `minutes` from now. Raises MoveRefused when it is not in the person's hand any more."""
    mine = (leases.c.record == record) & (leases.c.holder == act.by.id) & (leases.c.expires_at > act.time)
    until = timestamp(act.at.astimezone(UTC) + timedelta(minutes=minutes))
    if not connection.execute(update(leases).where(mine).values(expires_at=until)).rowcount:
        raise MoveRefused(
            f"Bạn không còn giữ tài liệu {record}; nhận lại [sohoa record take {record[:8]}].",
            f"You do not hold record {record} any more; take it again [sohoa record take {record[:8]}].",
        )
    return Lease(**connection.execute(select(leases).where(leases.c.record == record)).one()._mapping)


def release(connection: Connection, act: Act, record: str) -> bool:
    """Give a record back; False when the person did not hold it, which is no fault."""
    mine = (leases.c.record == record) & (leases.c.holder == act.by.id)
    done = bool(connection.execute(delete(leases).where(mine)).rowcount)
    if done:
        note(connection, act, "review.released", record)
    return done


def lease_of(connection: Connection, act: Act, record: str) -> Lease | None:
    """Who holds the record now; None when nobody does or the lease has run out."""
    row = connection.execute(_HELD, {"record": record, "now": act.time}).first()
    return Lease(**row._mapping) if row else None


def guard(connection: Connection, act: Act, record: str, revision: int | None) -> int:
    """The revision that an act of this person stands on; refuses what must not be changed under another's hands.

    `revision` is what the person saw; without it, that of the person's lease, else the present one. Nobody
    changes the record before this transaction ends: the database has one writer at a time. Raises MoveRefused when
    another holds the record, NotFound when the person may not see it.
    """
    present = connection.execute(_PRESENT, {"record": record}).first()
    refuse_unseen(connection, act, record, present.type if present else None)
    known = connection.execute(_HELD, {"record": record, "now": act.time}).first()
    if known is not None and known.holder != act.by.id:
        raise MoveRefused(*_held(connection, known))
    if revision is not None:
        return revision
    return int(known.revision if known is not None else present.revision if present else 0)
