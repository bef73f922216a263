"""`sohoa search`: finds archived records by names, numbers, dates and codes, with or without diacritics."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from archive.search import Hit, SearchFilters, SearchResult
from desk.cards import SHORT_ID, type_name
from desk.commands.options import ForDossier, Json, Why
from desk.console import DOUBT, QUIET, cell, hairline
from desk.help_page import OfficeCommand
from desk.session import DONE, Session, session_of
from desk.times import partial_date
from desk.typed import known_type
from pipeline import find as finding
from pipeline.errors import WrongUse
from pipeline.normalize.dates import write_dates
from pipeline.viewing import dossier_id, note_listed, purpose_of

app = typer.Typer(add_completion=False)


@app.command(cls=OfficeCommand)
def search(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT")],
    type: Annotated[str | None, typer.Option("--type", metavar="TYPE")] = None,
    issued_from: Annotated[str | None, typer.Option("--from", metavar="DATE")] = None,
    issued_to: Annotated[str | None, typer.Option("--to", metavar="DATE")] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1)] = 20,
    page: Annotated[int, typer.Option("--page", metavar="N", min=1)] = 1,
    json: Json = False,
    purpose: Why = None,
    dossier: ForDossier = None,
) -> int:
    """The best hits; nothing found is an answer too."""
    session = session_of(ctx)
    filters = SearchFilters(
        type=known_type(type), issued_from=partial_date(issued_from), issued_to=partial_date(issued_to)
    )
    result = find(session, text, filters, limit, (page - 1) * limit)
    _refuse_complaints(result)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        shown = [hit.record for hit in result.hits]
        note_listed(connection, act, shown, purpose_of(purpose), dossier_id(connection, dossier))
    if json:
        session.terminal.document(result.as_json())
    else:
        show_hits(session, result)
    return DONE


def _refuse_complaints(result: SearchResult) -> None:
    if result.complaints:
        raise WrongUse(
            " ".join(one.vi for one in result.complaints), " ".join(one.en for one in result.complaints)
        )


def find(session: Session, text: str, filters: SearchFilters, limit: int, offset: int = 0) -> SearchResult:
    """Ask the index."""
    with session.services.ledger.reading() as connection:
        return finding.find(connection, text, filters, limit, offset)


def show_hits(session: Session, result: SearchResult) -> None:
    """Print hits, best first."""
    words = session.words
    if not result.hits:
        session.terminal.show(words("search.none"))
        return
    total = words(
        "search.total_more" if result.more else "search.total", shown=len(result.hits), total=result.total
    )
    table_of(session, result.hits)
    session.terminal.show("", Text(total, QUIET))


def table_of(session: Session, hits: tuple[Hit, ...]) -> None:
    """Print records as a table; what no person has looked at says so."""
    words = session.words
    table = hairline(
        words("list.id"), words("list.type"), words("search.title"), words("search.dossiers"), ""
    )
    for hit in hits:
        table.add_row(
            cell(hit.record.removeprefix("urn:uuid:")[:SHORT_ID]),
            cell(type_name(session, hit.type)),
            cell(write_dates(hit.title)),
            cell(", ".join(hit.dossiers)),
            cell("" if hit.review_state == "reviewed" else words("search.unreviewed"), DOUBT),
        )
    session.terminal.show(table)
