"""`sohoa audit exposure`: what one account was shown between two days, for when it was stolen or misused."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Any

import typer
from rich.text import Text
from sqlalchemy import Connection

from desk.commands.options import Json
from desk.console import QUIET, cell, hairline
from desk.session import DONE, Session, session_of
from desk.times import VIETNAM, shown
from pipeline.accounts import account as accounts
from pipeline.errors import NotFound, WrongUse
from pipeline.exposure import Exposure, of_account
from pipeline.ledger import note

Day = ["%Y-%m-%d", "%d/%m/%Y"]


def exposure(
    ctx: typer.Context,
    account: Annotated[str, typer.Option("--account", metavar="LOGIN")],
    first: Annotated[datetime, typer.Option("--from", metavar="DAY", formats=Day)],
    last: Annotated[datetime, typer.Option("--to", metavar="DAY", formats=Day)],
    json: Json = False,
) -> int:
    """Whole days in Vietnam, both included; asking is an event."""
    session = session_of(ctx)
    begin, end = first.replace(tzinfo=VIETNAM), last.replace(tzinfo=VIETNAM) + timedelta(days=1)
    if begin >= end:
        raise WrongUse("Ngày cuối đứng trước ngày đầu.", "The last day is before the first.")
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        actor = _actor(connection, account, act.at.date())
        found = of_account(connection, actor, begin, end)
        by_record = _by_record(found)
        note(connection, act, "audit.exposure", actor, {"records": len(by_record), "events": len(found)})
    if json:
        session.terminal.document({"actor": actor, "records": list(by_record.values())})
        return DONE
    _show(session, by_record, len(found))
    return DONE


def _actor(connection: Connection, account: str, today: date) -> str:
    try:
        return accounts.find(connection, account, today).id
    except NotFound:
        # Who works at the terminal has no account; the trail knows the actor's id all the same.
        return account if ":" in account else f"person:{account}"


def _show(session: Session, by_record: dict[str, dict[str, Any]], events: int) -> None:
    words = session.words
    table = hairline(*(words(f"audit.{head}") for head in ("record", "times", "way", "first", "last", "why")))
    for record, one in by_record.items():
        told = (
            record,
            one["times"],
            words(f"person.way_{one['way']}"),
            shown(one["first"]),
            shown(one["last"]),
        )
        table.add_row(*(cell(str(text)) for text in told), cell(", ".join(one["purposes"])))
    total = words("audit.exposed", records=len(by_record), events=events)
    session.terminal.show(table, "", Text(total, QUIET))


def _by_record(found: list[Exposure]) -> dict[str, dict[str, Any]]:
    """Each record once, with the strongest way it was shown in: taken, before opened, before listed."""
    strength = ("listed", "opened", "taken")
    told: dict[str, dict[str, Any]] = {}
    for one in found:
        entry = told.setdefault(
            one.record,
            {
                "record": one.record,
                "times": 0,
                "way": one.way,
                "first": one.at,
                "last": one.at,
                "purposes": [],
            },
        )
        entry["times"] += 1
        entry["last"] = one.at
        entry["way"] = max(entry["way"], one.way, key=strength.index)
        if one.purpose and one.purpose not in entry["purposes"]:
            entry["purposes"].append(one.purpose)
    return told
