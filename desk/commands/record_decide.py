"""`sohoa record correct, approve, reject`: what a person decides, in that person's name."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from desk.cards import show_card
from desk.commands.options import (
    AsWritten,
    Empty,
    Id,
    Json,
    MustReason,
    Pairs,
    Reason,
    Revision,
    Type,
    Unreadable,
    Values,
)
from desk.console import REFUSED
from desk.corrections import Typed, apply
from desk.session import DONE, Session, session_of
from desk.session import REFUSED as NOT_DONE
from desk.typed import known_type
from pipeline.errors import MoveRefused, WrongUse
from pipeline.lookup import RecordView, resolve
from pipeline.reports import record_document
from pipeline.review.approval import approve as approve_record
from pipeline.review.approval import reject as reject_record
from pipeline.review.queue import Filters, queue


def correct(
    ctx: typer.Context,
    id: Id,
    values: Values = None,
    as_written: AsWritten = None,
    unreadable: Unreadable = None,
    empty: Empty = None,
    confirm: Annotated[Pairs | None, typer.Option("--confirm", metavar="KEY")] = None,
    close_finding: Annotated[Pairs | None, typer.Option("--close-finding", metavar="CODE")] = None,
    type: Type = None,
    reason: Reason = None,
    revision: Revision = None,
    json: Json = False,
) -> int:
    """Decide fields, close findings, choose the type: all of it or nothing."""
    session = session_of(ctx)
    typed = Typed(
        values=tuple(values or ()),
        as_written=tuple(as_written or ()),
        unreadable=tuple(unreadable or ()),
        empty=tuple(empty or ()),
        confirmed=tuple(confirm or ()),
        closed=tuple(close_finding or ()),
        type=known_type(type),
        reason=reason,
        revision=revision,
    )
    record = session.record(id)
    _show_decided(session, apply(session, record, typed), json=json)
    return DONE


def _show_decided(session: Session, found: RecordView, *, json: bool) -> None:
    if json:
        session.terminal.document(record_document(found, session.words.language))
    else:
        show_card(session, found)


def approve(
    ctx: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID...")] = None,
    quick: Annotated[bool, typer.Option("--quick")] = False,
    confirm_all: Annotated[bool, typer.Option("--confirm-all")] = False,
) -> int:
    """Approve in one's own name; what is not ready is named and the rest goes on."""
    session = session_of(ctx)
    if bool(ids) == quick:
        raise WrongUse(
            "Ghi mã tài liệu cần duyệt, hoặc --quick để duyệt cả hàng duyệt nhanh.",
            "Name the records to approve, or use --quick for the whole quick queue.",
        )
    with session.services.ledger.reading() as connection:
        keys = [resolve(connection, id) for id in ids or ()] or quick_queue(session)
    refused = sum(not approve_one(session, key, confirm=confirm_all) for key in keys)
    session.terminal.show(session.words("record.approved", count=len(keys) - refused))
    if refused:
        session.terminal.show(Text(session.words("record.not_approved", count=refused), REFUSED))
    if len(keys) > refused:
        session.show_next(["sohoa finalize"])
    return NOT_DONE if refused else DONE


def quick_queue(session: Session) -> list[str]:
    """Ids of records under review in which nothing is in doubt."""
    with session.services.ledger.reading() as connection:
        return [one.id for one in queue(connection, session.act(), Filters(quick=True))]


def approve_one(session: Session, record: str, *, confirm: bool) -> bool:
    """Approve one record in a transaction of its own; says why when it is not ready."""
    act = session.act()
    try:
        with session.services.ledger.writing(act) as connection:
            approve_record(connection, act, record, confirm=confirm)
    except MoveRefused as refusal:
        session.terminal.say(session.fault(refusal), REFUSED)
        return False
    return True


def reject(ctx: typer.Context, id: Id, reason: MustReason) -> int:
    """Send a record back to the scanner, with the reason."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        record = resolve(connection, id)
        reject_record(connection, act, record, reason)
    session.terminal.show(session.words("record.rejected", id=record))
    return DONE
