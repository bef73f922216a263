"""`sohoa record queue, take, release`: which record comes next, and who has which in hand."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy import Connection

from desk.cards import SHORT_ID, show_card, type_name
from desk.commands.options import Batch, Id, Json, Note, Pass, StageName, Type
from desk.console import DOUBT, QUIET, REFUSED, cell, hairline
from desk.session import DONE, Session, session_of
from desk.times import shown
from desk.typed import known_type
from pipeline.batch import find_batch
from pipeline.lookup import RecordView, resolve, view
from pipeline.review import lease
from pipeline.review.queue import Filters, queue, take_next
from pipeline.review.waiting import Waiting

# What one screen holds; --json gives all.
MOST_SHOWN = 40

Finding = Annotated[str | None, typer.Option("--finding", metavar="CODE")]


def show_queue(
    ctx: typer.Context,
    type: Type = None,
    finding: Finding = None,
    batch: Batch = None,
    pass_: Pass = None,
    stage: StageName = None,
    quick: Annotated[bool, typer.Option("--quick")] = False,
    mine: Annotated[bool, typer.Option("--mine")] = False,
    json: Json = False,
) -> int:
    """Records under review, the most urgent first; the quick queue apart."""
    session = session_of(ctx)
    wanted = Filters(known_type(type), finding, batch, pass_, stage, quick, mine)
    with session.services.ledger.reading() as connection:
        found = queue(connection, session.act(), _resolved(connection, wanted))
        if json:
            records = [one.as_json() for one in found]
            session.terminal.document({"total": len(records), "records": records})
            return DONE
        listed = list(islice(found, MOST_SHOWN))
    if not listed:
        session.terminal.show(session.words("queue.none"))
        return DONE
    session.terminal.show(_table(session, listed), "", session.words("queue.shown", count=len(listed)))
    session.show_next(["sohoa record take"])
    return DONE


def _resolved(connection: Connection, wanted: Filters) -> Filters:
    batch = find_batch(connection, wanted.batch).id if wanted.batch else None
    return Filters(wanted.type, wanted.finding, batch, wanted.pass_, wanted.stage, wanted.quick, wanted.mine)


def _table(session: Session, listed: list[Waiting]) -> Table:
    words = session.words
    heads = (
        "list.id",
        "list.type",
        "queue.priority",
        "queue.stage",
        "list.doubtful",
        "list.blocking",
        "queue.held",
    )
    table = hairline(*(words(head) for head in heads), right=(2, 4, 5), whole=(0,))
    for one in listed:
        stage, held = one.item.stage, one.lease
        table.add_row(
            cell(one.id[:SHORT_ID]),
            cell(type_name(session, one.row.type)),
            cell(one.priority),
            cell(words.either(stage.vi, stage.en)),
            cell(len(one.doubtful) or "", DOUBT),
            cell(len(one.blocking) or "", REFUSED),
            cell(
                words("queue.held_by", name=held.holder, until=shown(held.expires_at)) if held else "", QUIET
            ),
        )
    return table


def take(
    ctx: typer.Context,
    id: Annotated[str | None, typer.Argument(metavar="ID")] = None,
    type: Type = None,
    finding: Finding = None,
    batch: Batch = None,
    pass_: Pass = None,
    stage: StageName = None,
    over: Annotated[bool, typer.Option("--over")] = False,
    note: Note = None,
    json: Json = False,
) -> int:
    """Take one record in hand, or the next of the queue; again: keep it longer."""
    session = session_of(ctx)
    act, minutes = session.act(), session.settings.lease_minutes
    wanted = Filters(known_type(type), finding, batch, pass_, stage)
    with session.services.ledger.writing(act) as connection:
        held = (
            lease.take(connection, act, resolve(connection, id), minutes=minutes, over=over, why=note)
            if id
            else take_next(connection, act, _resolved(connection, wanted), minutes=minutes)
        )
        if held is None:
            return _nothing(session, json=json)
        card = view(connection, held.record)
    _show_taken(session, held, card, json=json)
    return DONE


def _show_taken(session: Session, held: lease.Lease, card: RecordView, *, json: bool) -> None:
    if json:
        session.terminal.document({"record": held.record, **held.as_json()})
        return
    show_card(session, card)
    session.terminal.show("", session.words("queue.taken", until=shown(held.expires_at), stage=held.stage))


def _nothing(session: Session, *, json: bool) -> int:
    if json:
        session.terminal.document({"record": None})
    else:
        session.terminal.show(session.words("queue.none"))
    return DONE


def release(ctx: typer.Context, id: Id) -> int:
    """Give a record back to the queue."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        record = resolve(connection, id)
        done = lease.release(connection, act, record)
    session.terminal.show(session.words("queue.released" if done else "queue.not_held", id=record))
    return DONE
