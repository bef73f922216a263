"""`sohoa person ...`: what is held of somebody, who saw it, to whom it went; what people ask for, and the answers."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from desk.commands.options import Json
from desk.console import DOUBT, QUIET, cell, hairline
from desk.help_page import OfficeCommand, office
from desk.session import DONE, Session, session_of
from desk.times import shown
from pipeline.errors import WrongUse
from pipeline.lookup import resolve
from pipeline.normalize.dates import write_dates
from pipeline.persons import requests
from pipeline.persons.report import Held, Report, report
from pipeline.persons.requests import Asked, Kind, PersonRequest, State
from pipeline.viewing import Purpose, note_listed

app = office("person")
Days = Annotated[int, typer.Option("--days", metavar="N", min=1, max=366)]


@app.command("report", cls=OfficeCommand)
def person_report(
    ctx: typer.Context, text: Annotated[str, typer.Argument(metavar="TEXT")], json: Json = False
) -> int:
    """What an office answers to somebody who asks what it has of them; the asking is an event itself."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        found = report(connection, act, text)
        note_listed(connection, act, [one.record for one in found.held], Purpose.REQUEST)
    if json:
        held = [one.as_json() for one in found.held]
        session.terminal.document({"held": held, "more": found.more, "hidden": found.hidden})
        return DONE
    for one in found.held:
        _show(session, one, found)
    count = session.words("person.held", count=len(found.held), hidden=found.hidden)
    more = session.words("person.more") if found.more else ""
    session.terminal.show(Text(f"{count} {more}".strip(), DOUBT if found.more or found.hidden else QUIET))
    return DONE


def _show(session: Session, one: Held, found: Report) -> None:
    words, terminal = session.words, session.terminal
    terminal.show(
        "",
        cell(f"{write_dates(one.title)}  {one.record}"),
        cell(f"{one.unit}  {', '.join(one.dossiers)}", QUIET),
    )
    table = hairline(*(words(f"person.{head}") for head in ("at", "what", "who", "why")))
    for seen in one.seen:
        who, what = found.names.get(seen.actor, seen.actor), words(f"person.way_{seen.way}")
        table.add_row(*(cell(text) for text in (shown(seen.at), what, who, seen.purpose)))
    for sent in one.sent:
        table.add_row(*(cell(text) for text in (shown(sent["at"]), sent["kind"], sent["by"], sent["to"])))
    for asked in one.asked:
        told = (shown(asked.asked_at), words(f"person.kind_{asked.kind}"), asked.applicant, asked.state)
        table.add_row(*(cell(text) for text in told))
    if table.row_count:
        terminal.show(table)


@app.command("ask", cls=OfficeCommand)
def ask(
    ctx: typer.Context,
    record: Annotated[str, typer.Argument(metavar="RECORD")],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND")],
    applicant: Annotated[str, typer.Option("--applicant", metavar="NAME")],
    text: Annotated[str, typer.Option("--text", metavar="TEXT")],
    days: Days = 30,
) -> int:
    """Take down what somebody asks for about a record that names them."""
    session = session_of(ctx)
    act = session.act()
    if kind not in set(Kind):
        known = ", ".join(Kind)
        raise WrongUse(f"Loại yêu cầu là một trong: {known}.", f"A request is one of: {known}.")
    with session.services.ledger.writing(act) as connection:
        asked = Asked(resolve(connection, record), Kind(kind), applicant, text, days)
        made = requests.ask(connection, act, asked)
    session.say("person.taken", request=made.id, due=made.due)
    return DONE


@app.command("requests", cls=OfficeCommand)
def list_requests(
    ctx: typer.Context, all: Annotated[bool, typer.Option("--all")] = False, json: Json = False
) -> int:
    """What is still to be answered, the most urgent first."""
    session = session_of(ctx)
    with session.services.ledger.reading() as connection:
        found = requests.every(connection, None if all else State.OPEN)
    if json:
        session.terminal.document({"requests": [vars(one) for one in found]})
        return DONE
    words, today = session.words, session.services.clock().date()
    table = hairline(
        *(words(f"person.{head}") for head in ("request", "record", "what", "who", "due", "state"))
    )
    for one in found:
        style = DOUBT if requests.late(one, today) else ""
        table.add_row(*(cell(text, style) for text in _cells(session, one)))
    session.terminal.show(table if found else words("person.none"))
    return DONE


def _cells(session: Session, one: PersonRequest) -> tuple[str, ...]:
    kind = session.words(f"person.kind_{one.kind}")
    state = session.words(f"person.state_{one.state}")
    return (one.id[:8], one.record[:8], kind, one.applicant, one.due, state)


@app.command("answer", cls=OfficeCommand)
def answer(
    ctx: typer.Context,
    request: Annotated[str, typer.Argument(metavar="REQUEST")],
    text: Annotated[str, typer.Option("--text", metavar="TEXT")],
    grant: Annotated[bool, typer.Option("--grant/--refuse")],
) -> int:
    """Grant or refuse, with words; a granted restriction closes the record at once."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        done = requests.answer(connection, act, request, State.GRANTED if grant else State.REFUSED, text)
    session.say("person.answered", request=done.id[:8], state=session.words(f"person.state_{done.state}"))
    return DONE
