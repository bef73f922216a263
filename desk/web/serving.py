"""Serving the desk: uvicorn on one address, told ready when it answers. Reads no settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import uvicorn

from desk.web.app import create_app
from desk.web.options import DeskOptions
from desk.web.runs import Runner
from pipeline.wiring import Services

DONE, MISSING = 0, 3


class Announcing(uvicorn.Server):
    """A server that calls back once it listens; port 0 has become a real one by then."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[int], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        """Listen, then say so."""
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            self._ready(int(self.servers[0].sockets[0].getsockname()[1]))


def configured(
    services: Services, options: DeskOptions, runner: Runner, tls: tuple[Path, Path] | None = None
) -> uvicorn.Config:
    """How uvicorn is to serve this desk. Access lines are off: addresses of pages hold ids and searches."""
    certificate, key = tls or (None, None)
    return uvicorn.Config(
        create_app(services, options, runner),
        host=options.host,
        port=options.port,
        ssl_certfile=certificate,
        ssl_keyfile=key,
        access_log=False,
        log_level="warning",
        server_header=False,
        lifespan="on",
        # Longer than people think between two clicks: a connection that is closed just then costs them a new one, and
        # what was on its way through it is lost.
        timeout_keep_alive=75,
        # What the browser keeps open (progress, tabs) must not hold up the end.
        timeout_graceful_shutdown=5,
    )


def serve(
    services: Services,
    options: DeskOptions,
    runner: Runner,
    tls: tuple[Path, Path] | None,
    ready: Callable[[str], None],
) -> int:
    """Serve until Ctrl-C; `ready` gets the address that people open. Returns the exit code."""
    scheme = "https" if tls else "http"

    def announce(port: int) -> None:
        ready(options.origin or f"{scheme}://{_shown(options.host)}:{port}")

    server = Announcing(configured(services, options, runner, tls), announce)
    server.run()
    return DONE if server.started else MISSING


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
