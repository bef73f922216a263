"""`sohoa parcel`: everything about one piece of land or one address, under all names its ward has had."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from desk.commands.options import ForDossier, Json, Why
from desk.commands.search import table_of
from desk.console import DOUBT, QUIET
from desk.help_page import OfficeCommand
from desk.session import DONE, Session, session_of
from desk.times import partial_date
from pipeline.parcel import LandPapers, land_of, papers_of
from pipeline.viewing import dossier_id, note_listed, purpose_of
from pipeline.ward_aliases import Alias

app = typer.Typer(add_completion=False)


@app.command(cls=OfficeCommand)
def parcel(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT")],
    ward: Annotated[str, typer.Option("--ward", metavar="NAME")] = "",
    day: Annotated[str | None, typer.Option("--on", metavar="DATE")] = None,
    json: Json = False,
    purpose: Why = None,
    dossier: ForDossier = None,
) -> int:
    """Nothing found is an answer too."""
    session = session_of(ctx)
    with session.services.ledger.reading() as connection:
        papers = papers_of(connection, land_of(text, ward, partial_date(day) or ""))
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        shown = [hit.record for hit in (*papers.found, *papers.possible)]
        note_listed(connection, act, shown, purpose_of(purpose), dossier_id(connection, dossier))
    if json:
        session.terminal.document(papers.as_json())
    else:
        _show(session, papers)
    return DONE


def _show(session: Session, papers: LandPapers) -> None:
    words = session.words
    if papers.wards:
        names = "; ".join(_named(session, alias) for alias in papers.wards)
        session.terminal.show(Text(words("parcel.wards", names=names), QUIET), "")
    if not (papers.found or papers.possible):
        session.terminal.show(words("parcel.none"))
        return
    if papers.found:
        table_of(session, papers.found)
    if papers.possible:
        session.terminal.show("", Text(words("parcel.possible"), DOUBT))
        table_of(session, papers.possible)


def _named(session: Session, alias: Alias) -> str:
    unit = alias.unit
    name = f"{unit.name}, {unit.parent}" if unit.parent else unit.name
    return session.words("parcel.part", name=name) if alias.part else name
