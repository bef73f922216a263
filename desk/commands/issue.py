"""`sohoa issue`: a result is presented for issuing, initialled, and numbered, before anybody signs it."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from desk.commands.options import Json
from desk.console import VERIFIED, cell
from desk.help_page import OfficeCommand, office
from desk.session import DONE, session_of
from pipeline.errors import WrongUse
from pipeline.issuing.issue import SERIES, give_number, initial, present
from pipeline.issuing.numbers import register_of
from pipeline.issuing.policy import on_day

app = office("issue")
POINTS_PER_MM = 72 / 25.4


@app.command("open", cls=OfficeCommand)
def open_(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID")],
    series: Annotated[str, typer.Option("--series", metavar="TEXT")] = SERIES,
    supersedes: Annotated[str | None, typer.Option("--supersedes", metavar="ID")] = None,
    place: Annotated[list[str] | None, typer.Option("--place", metavar="NAME=PAGE,X,Y,WIDTH,HEIGHT")] = None,
) -> int:
    """Present an assembled record for issuing as a result; places in millimetres from the lower left corner."""
    session = session_of(ctx)
    record = session.record(id)
    other = session.record(supersedes) if supersedes else None
    where = dict(_place(one) for one in place or ())
    present(session.services, session.act(), record, series=series, supersedes=other, place=where or None)
    session.terminal.show(Text(session.words("issue.presented", id=record[:8]), VERIFIED))
    session.show_next([f"sohoa issue initial {record[:8]}", f"sohoa issue number {record[:8]}"])
    return DONE


@app.command("initial", cls=OfficeCommand)
def initial_(ctx: typer.Context, id: Annotated[str, typer.Argument(metavar="ID")]) -> int:
    """Put one's initials to a presented result."""
    session = session_of(ctx)
    record = session.record(id)
    initial(session.services, session.act(), record)
    session.terminal.show(Text(session.words("issue.initialled", id=record[:8]), VERIFIED))
    return DONE


@app.command("number", cls=OfficeCommand)
def number(ctx: typer.Context, id: Annotated[str, typer.Argument(metavar="ID")]) -> int:
    """Take number and date from the register and put the marks on the page."""
    session = session_of(ctx)
    record = session.record(id)
    taken = give_number(session.services, session.act(), record)
    told = session.words("issue.numbered", id=record[:8], number=taken.text, date=taken.date)
    session.terminal.show(Text(told, VERIFIED))
    return DONE


@app.command("register", cls=OfficeCommand)
def register(
    ctx: typer.Context,
    series: Annotated[str, typer.Argument(metavar="SERIES")] = SERIES,
    year: Annotated[int | None, typer.Option("--year", metavar="YEAR")] = None,
    json: Json = False,
) -> int:
    """Every number of a register in order, annulled ones too."""
    session = session_of(ctx)
    when = year or on_day(session.services.clock()).year
    with session.services.ledger.reading() as connection:
        rows = register_of(connection, session.settings.unit, series, when)
    if json:
        shown = [{key: value for key, value in row._mapping.items() if key != "unit"} for row in rows]
        session.terminal.document({"series": series, "year": when, "numbers": shown})
        return DONE
    for row in rows:
        line = f"{row.number:02d}/{row.series}  {row.date}  {row.about}  {row.state}  {row.reason or ''}"
        session.terminal.show(cell(line.rstrip()))
    if not rows:
        session.terminal.show(Text(session.words("issue.empty", series=series, year=when)))
    return DONE


def _place(text: str) -> tuple[str, tuple[float, float, float, float, float]]:
    """`signature=1,110,40,50,22`: page, then left, bottom, width and height in millimetres."""
    name, _, rest = text.partition("=")
    try:
        page, left, bottom, width, height = (float(part) for part in rest.split(","))
    except ValueError as cause:
        raise WrongUse(
            f"--place {text}: viết TÊN=TRANG,TRÁI,DƯỚI,RỘNG,CAO (mm), ví dụ signature=1,110,40,50,22.",
            f"--place {text}: write NAME=PAGE,LEFT,BOTTOM,WIDTH,HEIGHT (mm), for example signature=1,110,40,50,22.",
        ) from cause
    mm = POINTS_PER_MM
    return name, (page, left * mm, bottom * mm, (left + width) * mm, (bottom + height) * mm)
