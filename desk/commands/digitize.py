"""`sohoa digitize`: from files to records under review."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from desk import flow_commands
from desk.batch_summary import exit_code_of, show_batch, worse
from desk.commands.options import Json
from desk.help_page import OfficeCommand
from desk.progress import Bar
from desk.session import Session, session_of
from desk.typed import existing, known_type
from pipeline.actors import Actor
from pipeline.attach import open_dossier
from pipeline.batch import count, find_batch
from pipeline.docket import load_docket
from pipeline.intake import Received, Request, gather, receive
from pipeline.reports import batch_document

app = typer.Typer(add_completion=False)


@app.command(cls=OfficeCommand)
def digitize(
    ctx: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...")],
    dossier: Annotated[str | None, typer.Option("--dossier", metavar="CODE")] = None,
    type: Annotated[str | None, typer.Option("--type", metavar="TYPE")] = None,
    docket: Annotated[Path | None, typer.Option("--docket", metavar="FILE")] = None,
    json: Json = False,
) -> int:
    """Intake, reading, drafting, capture; then the closing table or the document."""
    session = session_of(ctx)
    files = gather(existing(paths))
    kind = known_type(type)
    request = Request(dossier, kind, load_docket(docket)) if docket else Request(dossier, kind)
    actor = session.begin()
    received = take_in(session, files, request, actor)
    speed, code = run_batch(session, received, actor)
    if json:
        return print_document(session, received.batch, code)
    shown = show_batch(session, received.batch, speed)
    return worse(code, shown)


def take_in(session: Session, files: Sequence[Path], request: Request, actor: Actor) -> Received:
    """Register the files as a batch, with a bar for the bytes that are hashed; opens the dossier if it is new."""
    services = session.services
    act = session.act_of(actor)
    if request.dossier:
        open_dossier(services, request.dossier, act)
    with Bar(session) as bar:
        bar.title(session.words("stage.intake"))
        return receive(
            services.ledger,
            services.workspace,
            files,
            request,
            act,
            str(uuid4()),
            lambda done: bar.show(done, len(files), "unit.files"),
        )


def run_batch(session: Session, received: Received, actor: Actor) -> tuple[float, int]:
    """Run the flow unless the batch is done already; returns pages per minute and the flow's exit code."""
    if received.closed:
        session.say("digitize.known", batch=received.batch)
        return 0.0, 0
    key = "digitize.resumed" if received.resumed else "digitize.batch"
    session.say(key, batch=received.batch, files=received.files)
    end, speed = flow_commands.digitize(session, actor, received.batch)
    return speed, end.exit_code


def print_document(session: Session, batch: str, code: int) -> int:
    """Print `digitize --json` of a batch; returns the exit code."""
    with session.services.ledger.reading() as connection:
        row = find_batch(connection, batch)
        session.terminal.document(batch_document(connection, row.id, session.words.language))
        return worse(code, exit_code_of(count(connection, row.id), closed=row.state == "closed"))
