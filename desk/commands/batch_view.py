"""`sohoa batch list` and `show`: the batches, for people without a browser."""

from __future__ import annotations

import typer
from rich.table import Table
from sqlalchemy import Connection, select

from desk.batch_summary import show_batch
from desk.cards import SHORT_ID
from desk.commands.options import Id, Json
from desk.console import DOUBT, REFUSED, cell, hairline
from desk.session import DONE, Session, session_of
from desk.times import shown
from pipeline.batch import count, find_batch
from pipeline.ledger_tables import batches
from pipeline.reports import batch_document


def list_batches(ctx: typer.Context) -> int:
    """All batches, newest first."""
    session = session_of(ctx)
    with session.services.ledger.reading() as connection:
        table = _table(session, connection)
    if table.row_count:
        session.terminal.show(table)
    else:
        session.terminal.show(session.words("batch.none"))
        session.show_next([session.words("next.digitize")])
    return DONE


def _table(session: Session, connection: Connection) -> Table:
    words = session.words
    heads = (
        "list.id",
        "list.opened",
        "list.state",
        "card.dossier_head",
        "counts.pages",
        "counts.quarantined",
        "counts.open",
    )
    table = hairline(*(words(head) for head in heads), right=(4, 5, 6))
    for row in connection.execute(select(batches).order_by(batches.c.created_at.desc())).all():
        counts = count(connection, row.id)
        table.add_row(
            cell(row.id[:SHORT_ID]),
            cell(shown(row.created_at)),
            cell(words(f"batch_state.{row.state}")),
            cell(row.dossier or ""),
            cell(counts.pages_in),
            cell(counts.pages_quarantined or "", REFUSED),
            cell(counts.pages_open or "", DOUBT),
        )
    return table


def show(ctx: typer.Context, id: Id, json: Json = False) -> int:
    """One batch: its counts, its quarantine, its queues."""
    session = session_of(ctx)
    if not json:
        show_batch(session, found(session, id))
        return DONE
    with session.services.ledger.reading() as connection:
        batch = find_batch(connection, id).id
        session.terminal.document(batch_document(connection, batch, session.words.language))
    return DONE


def found(session: Session, text: str) -> str:
    """The whole id of the batch whose id begins with `text`."""
    with session.services.ledger.reading() as connection:
        return str(find_batch(connection, text).id)
