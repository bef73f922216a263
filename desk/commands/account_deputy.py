"""`sohoa account deputy` and `deputy-end`: somebody stands in for another from one day to another."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from desk.commands.options import Login
from desk.session import DONE, session_of
from pipeline.accounts import deputies
from pipeline.accounts.deputies import Absence

Absent = Annotated[str, typer.Option("--for", metavar="LOGIN")]
Day = ["%Y-%m-%d", "%d/%m/%Y"]


def deputy(
    ctx: typer.Context,
    login: Login,
    absent: Absent,
    last: Annotated[datetime, typer.Option("--until", metavar="DAY", formats=Day)],
    first: Annotated[datetime | None, typer.Option("--from", metavar="DAY", formats=Day)] = None,
) -> int:
    """The roles of somebody absent, under the deputy's own name."""
    session = session_of(ctx)
    act = session.act()
    days = Absence(first.date() if first else act.at.date(), last.date())
    with session.services.ledger.writing(act) as connection:
        done = deputies.appoint(connection, act, login, absent, days)
    roles = ", ".join(done.roles)
    session.say("account.deputy", login=login, absent=absent, roles=roles, since=done.since, until=done.until)
    return DONE


def deputy_end(ctx: typer.Context, login: Login, absent: Absent) -> int:
    """The absent person is back."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        done = deputies.end(connection, act, login, absent)
    session.say("account.deputy_ended" if done else "account.no_deputy", login=login, absent=absent)
    return DONE
