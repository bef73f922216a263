"""`sohoa audit list`: what happened, to which object, by whom."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

import typer
from rich.text import Text

from archive.audit import Event, events
from desk.console import QUIET, cell, hairline
from desk.help_page import OfficeCommand, office
from desk.session import DONE, Session, session_of
from desk.times import shown

app = office("audit")


@app.callback()
def audit() -> None:
    """A group even while it has one command."""


@app.command("list", cls=OfficeCommand)
def list_events(
    ctx: typer.Context,
    object: Annotated[str | None, typer.Option("--object", metavar="ID")] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1)] = 100,
    json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """The newest events in the order they happened, of one object or of all."""
    session = session_of(ctx)
    with session.services.ledger.reading() as connection:
        every = list(events(connection, object))
    newest = every[-limit:]
    if json:
        session.terminal.document(
            {"total": len(every), "events": [event_document(event) for event in newest]}
        )
    else:
        _show(session, newest, len(every))
    return DONE


def event_document(event: Event) -> dict[str, object]:
    """One event of `audit list --json`."""
    return {
        "at": event.at.isoformat(),
        "actor": event.actor,
        "unit": event.unit,
        "type": event.type,
        "object": event.object,
        "outcome": event.outcome,
        "detail": dict(event.detail),
    }


def _show(session: Session, found: list[Event], total: int) -> None:
    words = session.words
    table = hairline(*(words(f"audit.{head}") for head in ("at", "type", "object", "actor", "detail")))
    for event in found:
        detail = "  ".join(f"{key}={str(value)[:16]}" for key, value in islice(event.detail.items(), 4))
        table.add_row(
            cell(shown(event.at.isoformat())),
            cell(event.type),
            cell(event.object),
            cell(event.actor),
            cell(detail, QUIET),
        )
    session.terminal.show(table, "", Text(words("audit.total", shown=len(found), total=total), QUIET))
