"""`sohoa backup FOLDER`: ledger, accounts, settings and workspace into a new backup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from desk.commands.options import Json
from desk.console import VERIFIED
from desk.help_page import OfficeCommand
from desk.session import DONE, session_of
from pipeline.backup import backup as write_backup
from pipeline.ledger import note

app = typer.Typer(add_completion=False)


@app.command(cls=OfficeCommand)
def backup(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER")],
    json: Json = False,
) -> int:
    """Write a new backup below a folder; what did not change shares its bytes with the one before."""
    session = session_of(ctx)
    services, act = session.services, session.act()
    report = write_backup(session.settings, folder.expanduser().absolute(), act.at)
    with services.ledger.writing(act) as connection:
        note(connection, act, "home.backup", "home", {"files": report.files, "shared": report.shared})
    if json:
        session.terminal.document({**vars(report), "folder": str(report.folder)})
    else:
        mb = f"{report.bytes / 1e6:.1f}"
        line = session.words(
            "backup.done", folder=report.folder, files=report.files, mb=mb, shared=report.shared
        )
        session.terminal.show(Text(line, VERIFIED), session.words("backup.keys"))
    return DONE
