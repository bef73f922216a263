"""Starting flows from commands: the actor gets a row in the ledger, the child gets ids and the settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from desk.console import REFUSED
from desk.flow_runner import FlowCall, FlowEnd, hosting, log_path, run_flow
from desk.progress import Bar, FlowProgress
from desk.session import Session
from pipeline.actors import Act, Actor

Listen = Callable[[dict[str, Any]], None]


def start(session: Session, actor: Actor, arguments: Sequence[str], listen: Listen) -> FlowEnd:
    """Run `python -m flows ARGUMENTS` in the name of `actor`; its complaint, if any, is shown.

    Raises FlowStopped, KeyboardInterrupt.
    """
    services = session.services
    at = services.clock()
    with services.ledger.writing(Act(actor, at)):
        # Entering is enough: the ledger remembers whoever writes.
        pass

    def hear(event: dict[str, Any]) -> None:
        if event["event"] == "stopping":
            session.say("flow.stopping")
        else:
            listen(event)

    environ = {**session.environ, "SOHOA_HOME": str(session.settings.home)}
    log = log_path(session.settings.home, arguments[0], at)
    end = run_flow(FlowCall((*arguments, "--actor", actor.id), environ, log), hear)
    if end.error is not None:
        session.terminal.say(session.words.either(*end.error), REFUSED)
        session.say("flow.log", log=end.log)
    return end


def host(session: Session) -> AbstractContextManager[None]:
    """One server for the flows that are started meanwhile."""
    home = session.settings.home
    environ = {**session.environ, "SOHOA_HOME": str(home)}
    return hosting(FlowCall(("host",), environ, log_path(home, "host", session.services.clock())))


def digitize(session: Session, actor: Actor, batch: str, *, hosted: bool = False) -> tuple[FlowEnd, float]:
    """Run the flow of a batch with a bar; returns its end and the pages read per minute."""
    with Bar(session) as bar:
        progress = FlowProgress(session, bar, hosted=hosted)
        end = start(session, actor, ("digitize", batch), progress)
    return end, progress.pages_per_minute


def finalize(
    session: Session, actor: Actor, records: Sequence[str], total: int, *, hosted: bool = False
) -> tuple[FlowEnd, list[dict[str, Any]]]:
    """Run the flow that archives; returns its end and one event for each record (`record` or `refused`)."""
    told: list[dict[str, Any]] = []
    with Bar(session) as bar:
        stage = FlowProgress(session, bar, hosted=hosted)

        def listen(event: dict[str, Any]) -> None:
            if event["event"] not in {"record", "refused"}:
                stage(event)
                return
            if not told:
                bar.title(session.words("stage.finalize"))
            told.append(event)
            bar.show(len(told), max(total, len(told)), "unit.records")

        end = start(session, actor, ("finalize", *records), listen)
    return end, told
