"""`sohoa unit ...`: offices with their days, and who answers for the records of one that is no more."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from desk.commands.options import Json
from desk.console import QUIET, cell, hairline
from desk.help_page import OfficeCommand, office
from desk.session import DONE, session_of
from pipeline.accounts import units
from pipeline.accounts.units import Custody

app = office("unit")
Name = Annotated[str, typer.Argument(metavar="UNIT")]
Day = ["%Y-%m-%d", "%d/%m/%Y"]


@app.command("add", cls=OfficeCommand)
def add(
    ctx: typer.Context,
    name: Name,
    first: Annotated[datetime | None, typer.Option("--from", metavar="DAY", formats=Day)] = None,
) -> int:
    """An office by the name that stands on its papers; safe to repeat."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        made = units.register(connection, act, name, first.date().isoformat() if first else None)
    session.say("units.made", name=made.name, code=made.code)
    return DONE


@app.command("list", cls=OfficeCommand)
def list_units(ctx: typer.Context, json: Json = False) -> int:
    """Every office, its days, and who has its records."""
    session = session_of(ctx)
    with session.services.ledger.reading() as connection:
        found, held = units.all_units(connection), units.custodies(connection)
    if json:
        told = [{**vars(one), "custody": [vars(c) for c in held if c.unit == one.name]} for one in found]
        session.terminal.document({"units": told})
        return DONE
    words = session.words
    table = hairline(*(words(f"units.{head}") for head in ("name", "code", "from", "to", "heirs")))
    for one in found:
        style = QUIET if one.valid_to else ""
        row = (one.name, one.code, one.valid_from or "", one.valid_to or "", _heirs(one.name, held))
        table.add_row(*(cell(text, style) for text in row))
    session.terminal.show(table if found else words("units.none"))
    return DONE


def _heirs(name: str, held: list[Custody]) -> str:
    return "; ".join(f"{one.holder} ({one.basis})" for one in held if one.unit == name)


@app.command("dissolve", cls=OfficeCommand)
def dissolve(
    ctx: typer.Context,
    name: Name,
    last: Annotated[datetime, typer.Option("--last-day", metavar="DAY", formats=Day)],
    to: Annotated[list[str], typer.Option("--to", metavar="UNIT")],
    basis: Annotated[str, typer.Option("--basis", metavar="TEXT")],
) -> int:
    """The office ends; its records are in the custody of those named from the next day on."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        units.dissolve(connection, act, name, last.date(), to, basis)
    session.say("units.dissolved", name=name, day=last.date().isoformat(), heirs=", ".join(to))
    return DONE
