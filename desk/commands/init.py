"""`sohoa init`: make the home."""

from __future__ import annotations

import typer
from rich.text import Text

from desk.console import DOUBT
from desk.help_page import OfficeCommand
from desk.session import DONE, session_of
from pipeline import database
from pipeline.settings import SETTINGS_FILE
from pipeline.wiring import make_home

app = typer.Typer(add_completion=False)


@app.command(cls=OfficeCommand)
def init(ctx: typer.Context) -> int:
    """Make database, store and development identity; safe to run again."""
    session = session_of(ctx)
    known = session.has_home
    services = make_home(session.settings)
    words, home = session.words, session.settings.home
    session.terminal.show(
        words("init.known" if known else "init.made", home=home),
        words("init.database", place=database.shown(session.settings.database)),
        words("init.store", place=session.settings.store),
        words("init.settings", place=home / SETTINGS_FILE),
        words("init.identity", place=services.identity_folder),
        Text(words("init.development"), DOUBT),
    )
    session.show_next(["sohoa doctor", words("next.digitize"), words("next.read")])
    return DONE
