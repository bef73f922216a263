"""`sohoa dossier ...`: administrative dossiers and the papers in them."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from sqlalchemy import Connection

from archive.dossier import Dossier, find, package_of
from archive.dossier import show as dossier_of
from archive.errors import ArchiveError, ObjectMissing
from archive.index import record as indexed
from desk.cards import SHORT_ID, type_name
from desk.commands.options import Json
from desk.console import QUIET, cell, hairline
from desk.help_page import OfficeCommand, office
from desk.session import DONE, Session, session_of
from desk.times import shown
from pipeline import attach
from pipeline.lookup import resolve
from pipeline.normalize.dates import write_dates

app = office("dossier")

Code = Annotated[str, typer.Argument(metavar="CODE")]
MOST = 1000
EXAMPLE = "H29.22.33-260115-0001"


@app.command("open", cls=OfficeCommand)
def open_dossier(
    ctx: typer.Context,
    code: Code,
    title: Annotated[str, typer.Option("--title", metavar="TEXT")] = "",
    procedure: Annotated[str, typer.Option("--procedure", metavar="CODE")] = "",
) -> int:
    """Open a dossier; one that is open already stays as it is."""
    session = session_of(ctx)
    session.begin()
    opened = attach.open_dossier(session.services, code, session.act(), title=title, procedure=procedure)
    show_dossier(session, opened.code)
    return DONE


@app.command("show", cls=OfficeCommand)
def show(ctx: typer.Context, code: Code, as_json: Json = False) -> int:
    """One dossier with its components; as JSON it is what the archive keeps of it."""
    session = session_of(ctx)
    if as_json:
        with session.services.ledger.reading() as connection:
            session.terminal.document(json.loads(package_of(dossier_of(connection, code))))
    else:
        show_dossier(session, code)
    return DONE


@app.command("attach", cls=OfficeCommand)
def attach_records(
    ctx: typer.Context,
    code: Code,
    records: Annotated[list[str], typer.Argument(metavar="RECORD...")],
    component: Annotated[str | None, typer.Option("--component", metavar="NAME")] = None,
) -> int:
    """Attach archived records; without `--component` each goes in under its type."""
    session = session_of(ctx)
    for text in records:
        with session.services.ledger.reading() as connection:
            key = resolve(connection, text)
            name = component or str(indexed(connection, f"urn:uuid:{key}").description.type)
        attach.attach(session.services, code, key, name, session.act())
    show_dossier(session, code)
    return DONE


@app.command("close", cls=OfficeCommand)
def close(ctx: typer.Context, code: Code) -> int:
    """Close a dossier: it takes no more components."""
    session = session_of(ctx)
    attach.close(session.services, code, session.act())
    show_dossier(session, code)
    return DONE


@app.command("list", cls=OfficeCommand)
def list_dossiers(ctx: typer.Context) -> int:
    """All dossiers by code."""
    session = session_of(ctx)
    words = session.words
    with session.services.ledger.reading() as connection:
        found = find(connection, "", MOST)
    if not found:
        session.terminal.show(words("dossier.none"))
        session.show_next([f"sohoa dossier open {EXAMPLE}"])
        return DONE
    table = hairline(
        *(words(f"dossier.{head}") for head in ("code", "title", "state", "opened", "members")), right=(4,)
    )
    for one in found:
        table.add_row(
            cell(one.code),
            cell(one.title),
            cell(words(f"batch_state.{one.state}")),
            cell(shown(one.opened_at.isoformat())),
            cell(len(one.present)),
        )
    session.terminal.show(table)
    return DONE


def show_dossier(session: Session, code: str, most: int = MOST) -> None:
    """Print a dossier: its head, its components (at most `most`), the record and version each stands for."""
    words = session.words
    with session.services.ledger.reading() as connection:
        found = dossier_of(connection, code)
        rows = _rows(session, connection, found)
    head = words("dossier.heading", code=found.code, state=words(f"batch_state.{found.state}"))
    session.terminal.show(cell(head, "bold"))
    if found.title:
        session.terminal.show(cell(found.title))
    opened = words("dossier.opened_at", at=shown(found.opened_at.isoformat()), unit=found.unit)
    session.terminal.show(cell(opened, QUIET))
    if not rows:
        session.terminal.show(words("dossier.empty"))
        return
    table = hairline(
        *(words(f"dossier.{head}") for head in ("component", "title", "record", "version", "attached"))
    )
    for row in rows[:most]:
        table.add_row(*(cell(part) for part in row))
    session.terminal.show("", table)
    if len(rows) > most:
        session.terminal.show(cell(words("list.more", count=len(rows) - most), QUIET))


def _rows(session: Session, connection: Connection, found: Dossier) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for member in found.present:
        try:
            title = write_dates(indexed(connection, member.record).description.title)
        except ArchiveError as fault:
            # A member whose index row is missing is shown all the same: the dossier's own object names it.
            title = words_of_missing(session, fault)
        rows.append(
            (
                type_name(session, member.component),
                title,
                member.record.removeprefix("urn:uuid:")[:SHORT_ID],
                member.version,
                shown(member.attached_at.isoformat()),
            )
        )
    return rows


def words_of_missing(session: Session, fault: ArchiveError) -> str:
    """What stands for a title that the index does not know."""
    if not isinstance(fault, ObjectMissing):
        raise fault
    return session.words("dossier.not_indexed")
