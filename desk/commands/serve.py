"""`sohoa serve`: the embedded Prefect server with both flows, until Ctrl-C."""

from __future__ import annotations

from typing import Any

import typer

from desk import flow_commands
from desk.console import QUIET
from desk.help_page import OfficeCommand
from desk.session import session_of
from pipeline.actors import service

app = typer.Typer(add_completion=False)


@app.command(cls=OfficeCommand)
def serve(ctx: typer.Context) -> int:
    """Runs in the foreground; ends with the terminal."""
    session = session_of(ctx)
    session.begin()

    def listen(event: dict[str, Any]) -> None:
        if event["event"] == "stage":
            session.say("stage.server", QUIET)
        elif event["event"] == "serving":
            session.say("serve.ready", address=str(event["api_url"]).removesuffix("/api"))

    end = flow_commands.start(session, service("flows", session.settings.unit), ("serve",), listen)
    return end.exit_code
