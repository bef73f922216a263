"""`sohoa restore FOLDER`: an empty home filled from a backup, then brought up to what the store has."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from archive.reconcile import ReconcileReport, reconcile
from desk.commands.options import Json
from desk.console import DOUBT, VERIFIED
from desk.help_page import OfficeCommand
from desk.session import DONE, PARTLY, Session, session_of
from pipeline import backup
from pipeline.errors import WrongUse
from pipeline.ledger import note
from pipeline.store_ahead import ahead

app = typer.Typer(add_completion=False)


@app.command(cls=OfficeCommand)
def restore(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER")],
    json: Json = False,
) -> int:
    """Restore the newest backup below a folder, or the backup named; exit code 5 when the store is ahead of it."""
    session = session_of(ctx)
    named = folder.expanduser().absolute()
    found = named if (named / backup.MANIFEST).is_file() else backup.newest(named)
    if found is None:
        raise WrongUse(f"Không có bản sao lưu nào trong {named}.", f"There is no backup in {named}.")
    files = backup.restore(session.settings, found)
    report, later = _bring_forward(session)
    if json:
        told = {"backup": str(found), "files": files, "ahead": later, "reconciled": vars(report)}
        session.terminal.document(told)
    else:
        session.terminal.show(Text(session.words("restore.done", folder=found, files=files), VERIFIED))
        if later:
            session.terminal.show(Text(session.words("restore.ahead", count=len(later)), DOUBT))
            session.terminal.show(*(f"  {one}" for one in later))
        session.show_next(["sohoa doctor", "sohoa archive fixity"])
    return PARTLY if later else DONE


def _bring_forward(session: Session) -> tuple[ReconcileReport, list[str]]:
    """Reconciles with the store; what the store has and the restored ledger does not know yet."""
    services, act = session.services, session.act()
    holder = f"{socket.gethostname()}:{os.getpid()}"
    report = reconcile(services.store, services.ledger.engine, services.workspace.spool, holder, act.at)
    later = ahead(services)
    with services.ledger.writing(act) as connection:
        note(connection, act, "home.restore", "home", {"ahead": len(later)})
    return report, later
