"""`sohoa cover`: separator and cover sheets with QR codes, as a PDF to be printed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from desk.cards import type_name
from desk.help_page import OfficeCommand
from desk.session import DONE, Session, session_of
from pipeline.cover import CoverRequest, CoverWords, sheet_codes, write_cover

app = typer.Typer(add_completion=False)


@app.command(cls=OfficeCommand)
def cover(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE")],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND")] = "component",
    component: Annotated[str | None, typer.Option("--component", metavar="NAME")] = None,
    pages: Annotated[int | None, typer.Option("--pages", metavar="N")] = None,
    count: Annotated[int, typer.Option("--count", metavar="N")] = 1,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE")] = None,
) -> int:
    """Needs no home: the sheets may be printed on another machine than the one that reads them."""
    session = session_of(ctx)
    request = CoverRequest(kind, code, component, pages, count)
    sheet_codes(request)
    target = out or Path(f"cover-{code.replace('/', '_')}.pdf")
    made = write_cover(request, words_of(session, request), target, datetime.now(UTC))
    session.terminal.show(session.words("cover.made", count=len(made), file=target))
    session.terminal.show(session.words("cover.check", code=code, check=made[0].check))
    session.show_next([session.words("next.digitize")])
    return DONE


def words_of(session: Session, request: CoverRequest) -> CoverWords:
    """What stands on the sheets, in the language of the session; `kind` must be a known one."""
    words = session.words
    facts = [type_name(session, request.component)] if request.component else []
    if request.pages is not None:
        key = "cover.papers" if request.kind == "batch" else "cover.pages"
        facts.append(words(key, count=request.pages))
    notes = (words(f"cover.place.{request.kind}"), words("cover.keep_clear"))
    return CoverWords(words(f"cover.title.{request.kind}"), tuple(facts), notes, session.settings.unit)
