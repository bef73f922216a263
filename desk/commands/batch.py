"""`sohoa batch ...`: the batches, for people without a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy import Connection, select

from desk import flow_commands
from desk.batch_summary import show_batch, worse
from desk.cards import SHORT_ID
from desk.commands import batch_sample
from desk.console import DOUBT, REFUSED, cell, hairline
from desk.help_page import OfficeCommand, office
from desk.session import DONE, Session, session_of
from desk.times import shown
from pipeline.batch import count, find_batch
from pipeline.digitize import close as close_batch
from pipeline.errors import MoveRefused
from pipeline.ledger_tables import batches
from pipeline.reports import batch_document
from pipeline.retry import retry as retry_batch

app = office("batch")

Id = Annotated[str, typer.Argument(metavar="ID")]
Json = Annotated[bool, typer.Option("--json")]


@app.command("list", cls=OfficeCommand)
def list_batches(ctx: typer.Context) -> int:
    """All batches, newest first."""
    session = session_of(ctx)
    with session.services.ledger.reading() as connection:
        table = _table(session, connection)
    if table.row_count:
        session.terminal.show(table)
    else:
        session.terminal.show(session.words("batch.none"))
        session.terminal.show_commands(session.words("next.lead"), [session.words("next.digitize")])
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


@app.command("show", cls=OfficeCommand)
def show(ctx: typer.Context, id: Id, json: Json = False) -> int:
    """One batch: its counts, its quarantine, its queues."""
    session = session_of(ctx)
    if not json:
        show_batch(session, _find(session, id))
        return DONE
    with session.services.ledger.reading() as connection:
        batch = find_batch(connection, id).id
        session.terminal.document(batch_document(connection, batch, session.words.language))
    return DONE


@app.command("retry", cls=OfficeCommand)
def retry(
    ctx: typer.Context,
    id: Id,
    keep_duplicates: Annotated[bool, typer.Option("--keep-duplicates")] = False,
) -> int:
    """Read again what lies in quarantine; with `--keep-duplicates` take equal pages as sheets of their own."""
    session = session_of(ctx)
    batch = _find(session, id)
    services = session.services
    again = retry_batch(
        services.ledger, services.workspace, batch, session.act(), keep_duplicates=keep_duplicates
    )
    session.say("batch.again", count=again)
    end, speed = flow_commands.digitize(session, session.actor(), batch)
    return worse(end.exit_code, show_batch(session, batch, speed))


@app.command("close", cls=OfficeCommand)
def close(
    ctx: typer.Context, id: Id, reason: Annotated[str, typer.Option("--reason", metavar="TEXT")]
) -> int:
    """Close a batch whose pages do not agree with its docket, with the reason."""
    session = session_of(ctx)
    services, batch = session.services, _find(session, id)
    with services.workspace.lock(batch):
        done = close_batch(services, batch, session.act(), reason=reason)
    if not done:
        raise MoveRefused(
            f"Lô {batch} còn trang chưa đọc nên chưa đóng được. Đọc tiếp: sohoa batch retry {batch[:SHORT_ID]}.",
            f"Batch {batch} still has unread pages and stays open. Read on: sohoa batch retry {batch[:SHORT_ID]}.",
        )
    session.say("batch.closed", batch=batch)
    return DONE


REVIEW: dict[str, Callable[..., int]] = {
    "plan": batch_sample.plan,
    "sample": batch_sample.draw_sample,
    "sample-check": batch_sample.check_sample,
    "sample-report": batch_sample.show_report,
}
for name, command in REVIEW.items():
    app.command(name, cls=OfficeCommand)(command)


def _find(session: Session, text: str) -> str:
    with session.services.ledger.reading() as connection:
        return str(find_batch(connection, text).id)
