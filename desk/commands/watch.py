"""`sohoa watch`: a folder of scans becomes batches, until Ctrl-C."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from desk import flow_commands
from desk.console import REFUSED, VERIFIED
from desk.help_page import OfficeCommand
from desk.session import DONE, Session, session_of
from pipeline import watching
from pipeline.watching import Watched

app = typer.Typer(add_completion=False)


@app.command(cls=OfficeCommand)
def watch(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER")],
    every: Annotated[float, typer.Option("--every", metavar="SECONDS", min=0.1)] = 10.0,
    once: Annotated[bool, typer.Option("--once")] = False,
) -> int:
    """Polls, because notices do not cross network shares; with `--once` two looks, then the end."""
    session = session_of(ctx)
    session.begin()
    watching.prepare(folder)
    session.say("watch.begun", folder=folder)
    for name in watching.taken(folder):
        _take_in(session, folder, name)
    before = watching.look(folder)
    while True:
        time.sleep(every)
        now = watching.look(folder)
        for name in watching.settled(before, now):
            if watching.claim(folder, name):
                _take_in(session, folder, name)
        before = now
        if once:
            return DONE


def _take_in(session: Session, folder: Path, name: str) -> None:
    actor = session.actor()

    def read(batch: str) -> None:
        flow_commands.digitize(session, actor, batch)

    told: Watched = watching.take_in(session.services, folder, name, session.act(), read)
    if told.closed:
        session.say("watch.done", VERIFIED, name=name, batch=told.batch)
    elif told.reason:
        session.say("watch.failed", REFUSED, name=name, reason=session.words.either(*told.reason))
