"""`sohoa batch retry` and `close`: what goes on with a batch that did not end by itself."""

from __future__ import annotations

from typing import Annotated

import typer

from desk import flow_commands
from desk.batch_summary import show_batch, worse
from desk.cards import SHORT_ID
from desk.commands.batch_view import found
from desk.commands.options import Id
from desk.session import DONE, session_of
from pipeline.digitize import close as close_batch
from pipeline.errors import MoveRefused
from pipeline.retry import retry as retry_batch


def retry(
    ctx: typer.Context,
    id: Id,
    keep_duplicates: Annotated[bool, typer.Option("--keep-duplicates")] = False,
) -> int:
    """Read again what lies in quarantine; with `--keep-duplicates` take equal pages as sheets of their own."""
    session = session_of(ctx)
    batch = found(session, id)
    services = session.services
    again = retry_batch(
        services.ledger, services.workspace, batch, session.act(), keep_duplicates=keep_duplicates
    )
    session.say("batch.again", count=again)
    end, speed = flow_commands.digitize(session, session.actor(), batch)
    return worse(end.exit_code, show_batch(session, batch, speed))


def close(
    ctx: typer.Context, id: Id, reason: Annotated[str, typer.Option("--reason", metavar="TEXT")]
) -> int:
    """Close a batch whose pages do not agree with its docket, with the reason."""
    session = session_of(ctx)
    services, batch = session.services, found(session, id)
    with services.workspace.lock(batch):
        done = close_batch(services, batch, session.act(), reason=reason)
    if not done:
        raise MoveRefused(
            f"Lô {batch} còn trang chưa đọc nên chưa đóng được. Đọc tiếp: sohoa batch retry {batch[:SHORT_ID]}.",
            f"Batch {batch} still has unread pages and stays open. Read on: sohoa batch retry {batch[:SHORT_ID]}.",
        )
    session.say("batch.closed", batch=batch)
    return DONE
