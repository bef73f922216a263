"""`sohoa plan`: when N pages will be done with these hands, and which of the four kinds of work ends last."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from rich.text import Text

from desk.commands.options import Json
from desk.console import DOUBT, QUIET, cell, hairline
from desk.help_page import OfficeCommand
from desk.session import DONE, Session, session_of
from pipeline.figures import Scope
from pipeline.issuing.policy import on_day
from pipeline.planning import Hands, Pace, Plan, Stage
from pipeline.planning import plan as planned

app = typer.Typer(add_completion=False)
NAMES = {
    Stage.SCANNING: "plan.scanning",
    Stage.READING: "plan.reading",
    Stage.KEYING: "plan.keying",
    Stage.SIGNING: "plan.signing",
}


@app.command(cls=OfficeCommand)
def plan(
    ctx: typer.Context,
    pages: Annotated[int, typer.Option("--pages", min=0, max=10**9, metavar="N")] = 0,
    scanners: Annotated[int, typer.Option("--scanners", min=1, metavar="N")] = 1,
    reviewers: Annotated[int, typer.Option("--reviewers", min=1, metavar="N")] = 1,
    hours: Annotated[float, typer.Option("--hours", min=0.5, max=24, metavar="N")] = 7.0,
    json: Json = False,
) -> int:
    """Changes nothing."""
    session = session_of(ctx)
    hands = Hands(scanners=scanners, reviewers=reviewers, hours=hours)
    today = on_day(session.services.clock())
    with session.services.ledger.reading() as connection:
        found = planned(connection, Scope(), pages, hands, today)
    if json:
        session.terminal.document(document(found, pages, hands))
    else:
        show_plan(session, found, hands)
    return DONE


def document(found: Plan, pages: int, hands: Hands) -> dict[str, object]:
    """The plan for `--json`; `measured` 0 marks an assumption."""
    stages = [
        {"stage": leg.stage.value, "amount": leg.amount, "days": round(leg.days, 2), **asdict(leg.pace)}
        for leg in found.legs
    ]
    per_record = {"value": found.pages_per_record.seconds, "measured": found.pages_per_record.measured}
    return {
        "pages": pages,
        "hands": asdict(hands),
        "pages_per_record": per_record,
        "stages": stages,
        "last": found.last.stage.value,
        "ends": found.ends.isoformat(),
    }


def show_plan(session: Session, found: Plan, hands: Hands) -> None:
    """The table, the sentence, and what was assumed."""
    words, show = session.words, session.terminal.show
    heads = ("plan.stage", "plan.amount", "plan.seconds", "plan.days", "plan.from")
    table = hairline(*(words(key) for key in heads), right=(1, 2, 3))
    for leg in found.legs:
        origin = _origin(session, leg.pace)
        table.add_row(
            cell(words(NAMES[leg.stage])),
            cell(leg.amount),
            cell(f"{leg.pace.seconds:.1f}"),
            cell(f"{leg.days:.1f}"),
            cell(origin, QUIET if leg.pace.measured else DOUBT),
        )
    show(table)
    last = words(NAMES[found.last.stage])
    show(Text(words("plan.last", stage=last, day=found.ends.strftime("%d/%m/%Y"))))
    per_record, origin = f"{found.pages_per_record.seconds:.1f}", _origin(session, found.pages_per_record)
    show(Text(words("plan.per_record", pages=per_record, origin=origin), QUIET))
    show(Text(words("plan.hours", hours=f"{hands.hours:g}"), QUIET))


def _origin(session: Session, pace: Pace) -> str:
    return (
        session.words("plan.measured", count=pace.measured)
        if pace.measured
        else session.words("plan.assumed")
    )
