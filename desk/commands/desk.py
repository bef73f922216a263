"""`sohoa desk`: the desk in the browser, until Ctrl-C."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desk.help_page import OfficeCommand
from desk.session import session_of
from desk.web.options import options_of
from pipeline.errors import WrongUse

app = typer.Typer(add_completion=False)
PORT = 8600


@app.command(cls=OfficeCommand)
def desk(
    ctx: typer.Context,
    host: Annotated[str, typer.Option("--host", metavar="HOST")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="PORT")] = PORT,
    certificate: Annotated[Path | None, typer.Option("--tls-certificate", metavar="FILE")] = None,
    key: Annotated[Path | None, typer.Option("--tls-key", metavar="FILE")] = None,
) -> int:
    """Runs in the foreground; one process, many threads."""
    # Here and not above: the web framework takes a second to load, and no other command needs it.
    from desk.web.runs import Runner
    from desk.web.serving import serve

    session = session_of(ctx)
    if (certificate is None) != (key is None):
        raise WrongUse(
            "--tls-certificate và --tls-key phải đi cùng nhau.",
            "--tls-certificate and --tls-key go together.",
        )
    options = options_of(session.settings, host, port, tls=certificate is not None)
    services = session.services

    def ready(address: str) -> None:
        session.say("desk.ready", address=address)

    tls = (certificate, key) if certificate and key else None
    return serve(services, options, Runner(session.environ), tls, ready)
