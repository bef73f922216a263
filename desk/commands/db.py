"""`sohoa db upgrade`: brings the tables of ledger and archive to the newest version."""

from __future__ import annotations

import typer

from archive import schema
from desk.help_page import OfficeCommand, office
from desk.home import require
from desk.session import DONE, session_of
from pipeline import database

app = office("db")


@app.callback()
def db() -> None:
    """A group even while it has one command."""


@app.command("upgrade", cls=OfficeCommand)
def upgrade(ctx: typer.Context) -> int:
    """Safe to run again; never takes anything away."""
    session = session_of(ctx)
    require(session.settings)
    engine = database.open_engine(session.settings.database)
    database.upgrade(engine)
    schema.upgrade(engine)
    session.terminal.show(session.words("db.upgraded", url=database.shown(session.settings.database)))
    return DONE
