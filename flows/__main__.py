"""`python -m flows digitize BATCH | finalize [ID...] | renew | host | serve`: one process that owns the server.

`paper BATCH` reads one paper of the counter and needs none.

`host` keeps a server for other commands of the same home until its input ends; `serve` also runs the flows.

Started by the desk. Ids and options come in; JSON lines with counts go out on stdout, the last one being
`{"event": "end", "exit_code": n}`. Everything else that is printed goes to stderr.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from flows import server
from flows.context import FlowContext, enter
from flows.paper import read_paper
from flows.server import ServerDidNotStart
from pipeline import actors, settings, wiring
from pipeline.actors import Actor
from pipeline.known_faults import KNOWN_FAULTS, MISSING, exit_code

DONE, INTERRUPTED = 0, 130


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code of docs/design.md."""
    options = _parse(arguments)
    # Prefect prints to stdout here and there; our lines must stay alone on it.
    lines = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    services = wiring.open_services(settings.load(os.environ))
    context = FlowContext(services, _actor(services, options.actor), lines)
    enter(context)
    try:
        at_once = options.command == "paper"
        code = read_paper(context, options.ids[0]) if at_once else _with_server(context, options)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except KNOWN_FAULTS as fault:
        code = exit_code(fault)
        context.tell("error", {"vi": fault.vi, "en": fault.en, "exit_code": code})
    except ServerDidNotStart as fault:
        code = MISSING
        context.tell("error", {"vi": fault.vi, "en": fault.en, "exit_code": code})
    finally:
        context.close()
    context.tell("end", {"exit_code": code})
    return code


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m flows")
    parser.add_argument("command", choices=("digitize", "paper", "finalize", "renew", "host", "serve"))
    parser.add_argument("ids", nargs="*")
    parser.add_argument("--actor", default="")
    options = parser.parse_args(arguments)
    if options.command in {"digitize", "paper"} and len(options.ids) != 1:
        parser.error(f"{options.command} takes one batch id")
    return options


def _actor(services: wiring.Services, actor_id: str) -> Actor:
    if not actor_id:
        return actors.service("flows", services.settings.unit)
    with services.ledger.reading() as connection:
        return actors.recall(connection, actor_id)


def _with_server(context: FlowContext, options: argparse.Namespace) -> int:
    home: Path = context.services.settings.home
    context.tell("stage", {"name": "server"})
    lasting = options.command in {"host", "serve"}
    with server.running(home, os.environ, announce=lasting) as found:
        os.environ.update(found.environment())
        if options.command == "host":
            context.tell("serving", {"api_url": found.url})
            sys.stdin.read()
            return DONE
        # Prefect reads its settings when it is first imported, so not before this line.
        from flows.run import digitize, finalize, renew, serve

        if options.command == "digitize":
            return digitize(context, options.ids[0])
        if options.command == "finalize":
            return finalize(options.ids)
        if options.command == "renew":
            return renew()
        return serve(found.url)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
