"""`sohoa finalize`: runs the flow that assembles, signs where allowed, and archives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from desk import flow_commands
from desk.cards import SHORT_ID
from desk.commands.options import Json
from desk.console import DOUBT, REFUSED, VERIFIED, cell, hairline
from desk.help_page import OfficeCommand
from desk.session import DONE, Session, session_of
from pipeline.finalize import waiting
from pipeline.lookup import resolve

app = typer.Typer(add_completion=False)


@app.command(cls=OfficeCommand)
def finalize(
    ctx: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID...")] = None,
    json: Json = False,
) -> int:
    """The named records, or all that are approved or half-way."""
    session = session_of(ctx)
    with session.services.ledger.reading() as connection:
        named = [resolve(connection, id) for id in ids or ()]
    chosen = named or waiting(session.services)
    told: list[dict[str, Any]] = []
    code = DONE
    if chosen:
        end, told = flow_commands.finalize(session, session.actor(), named, len(chosen))
        code = end.exit_code
    if json:
        session.terminal.document(outcome_document(session, told))
    elif told or not chosen:
        show_outcome(session, told)
    return code


def outcome_document(session: Session, told: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """`finalize --json`: how far each record came, and which were refused and why."""
    return {
        "records": [
            {
                "record": event["record"],
                "state": event["state"],
                "waits_for": event["waits_for"] or None,
                "why": session.words.either(event["vi"], event["en"]) or None,
            }
            for event in told
            if event["event"] == "record"
        ],
        "refused": [
            {"record": event["record"], "message": session.words.either(event["vi"], event["en"])}
            for event in told
            if event["event"] == "refused"
        ],
    }


def show_outcome(session: Session, told: Sequence[dict[str, Any]]) -> None:
    """Print what became of each record and what to do next."""
    words, terminal = session.words, session.terminal
    if not told:
        terminal.show(words("finalize.none"))
        session.show_next(["sohoa record list --state in_review"])
        return
    documents = outcome_document(session, told)
    terminal.show(_table(session, told), "")
    archived = sum(1 for one in documents["records"] if one["state"] == "archived")
    waiting_for_signature = [one for one in documents["records"] if one["waits_for"] == "signature"]
    terminal.show(Text(words("finalize.archived", count=archived), VERIFIED if archived else ""))
    if waiting_for_signature:
        terminal.show(Text(words("finalize.wait_signature", count=len(waiting_for_signature)), DOUBT))
        first = waiting_for_signature[0]["record"][:SHORT_ID]
        session.show_next(
            ["sohoa sign --queue", f"SOHOA_SIGNER=development sohoa sign {first}", "sohoa finalize"],
        )
    if documents["refused"]:
        terminal.show(Text(words("finalize.refused", count=len(documents["refused"])), REFUSED))


def _table(session: Session, told: Sequence[dict[str, Any]]) -> Table:
    words = session.words
    table = hairline(words("list.id"), words("list.state"), words("finalize.note"))
    for event in told:
        short = cell(event["record"][:SHORT_ID])
        if event["event"] == "refused":
            why = words.either(event["vi"], event["en"])
            table.add_row(short, cell(words("finalize.stopped"), REFUSED), cell(why))
            continue
        waits = words(f"waits.{event['waits_for']}") if event["waits_for"] else ""
        waits = " ".join(part for part in (waits, words.either(event["vi"], event["en"])) if part)
        table.add_row(short, cell(words(f"state.{event['state']}")), cell(waits, DOUBT))
    return table
