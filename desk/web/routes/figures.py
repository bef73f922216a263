"""Figures: how much was done, of how much, in the visitor's units; the same as CSV. Counts, never a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlalchemy import Connection, select

from desk.web.contexts.figures import ErrorRow, FiguresPage, UnitRow
from desk.web.day_line import day_line
from desk.web.days import in_box, read_day
from desk.web.figure_words import pace_lines, sentences, waiting_lines
from desk.web.numbers import share, whole
from desk.web.pages import show
from desk.web.spreadsheet import sheet
from desk.web.visitor import Visitor, allowed
from pipeline.accounts import units
from pipeline.errors import WrongUse
from pipeline.figures import ByUnit, Ratio, Scope, backlog, figures, pages_by_day, total
from pipeline.figures_of_fields import FieldErrors, field_errors
from pipeline.issuing.policy import on_day
from pipeline.ledger_tables import batches
from pipeline.planning import measured
from pipeline.record_type import record_types

router = APIRouter(include_in_schema=False)
Seer = Annotated[Visitor, Depends(allowed("figures.see"))]
DAYS, MOST_ERRORS = 30, 20
BOUNDS = ("from", "to")
UNIT_KEYS = ("records_approved", "records_archived", "components_present")


@router.get("/figures")
def figures_page(request: Request, visitor: Seer) -> Response:
    """The page; without a period the last 30 days, with an empty one everything."""
    asked = _chosen(request, visitor)
    faults = {name: _fault(visitor, asked[name]) for name in BOUNDS}
    chosen = asked | _usual(visitor) if any(faults.values()) else asked
    with visitor.services.ledger.reading() as connection:
        scope, known = scope_for(connection, visitor, chosen)
        counted = figures(connection, scope, visitor.act().at)
        came, waits = pages_by_day(connection, scope), backlog(connection, scope)
        wrong, paces = field_errors(connection, scope), measured(connection, scope)
    page = FiguresPage(
        chosen=chosen,
        boxes={name: in_box(asked[name]) for name in BOUNDS},
        faults=faults,
        units=tuple(known) if len(known) > 1 else (),
        groups=sentences(visitor, total(counted)),
        days=day_line(visitor.tongue, came),
        waiting=waiting_lines(visitor, waits),
        paces=pace_lines(visitor, paces),
        rows=_unit_rows(visitor, counted, chosen),
        errors=tuple(_error_row(visitor, one) for one in wrong if one.changed.part)[:MOST_ERRORS],
        export=f"/figures.csv?{urlencode(chosen)}",
        may_audit=visitor.may("audit.see"),
    )
    return show(request, visitor, page, section="figures", status=400 if any(faults.values()) else 200)


@router.get("/figures.csv")
def figures_csv(request: Request, visitor: Seer) -> Response:
    """Every figure by unit, and every field that was changed, one a line; opens in a spreadsheet as it is."""
    chosen = _chosen(request, visitor)
    with visitor.services.ledger.reading() as connection:
        scope, _known = scope_for(connection, visitor, chosen)
        counted = figures(connection, scope, visitor.act().at)
        wrong = field_errors(connection, scope)
    rows: list[Sequence[object]] = [("unit", "from", "to", "figure", "part", "whole")]
    for unit, held in counted.items():
        rows += [(unit, *_period(chosen), key, *_pair(ratio)) for key, ratio in held.items()]
    for one in wrong:
        rows.append(
            (chosen["unit"], *_period(chosen), f"changed:{one.type}.{one.field}", *_pair(one.changed))
        )
    return sheet(f"sohoa-figures-{on_day(visitor.act().at)}.csv", rows)


def _chosen(request: Request, visitor: Visitor) -> dict[str, str]:
    asked, usual = request.query_params, _usual(visitor)
    return {"unit": asked.get("unit", "")} | {name: asked.get(name, usual[name]) for name in BOUNDS}


def _usual(visitor: Visitor) -> dict[str, str]:
    today = on_day(visitor.act().at)
    return {"from": str(today - timedelta(days=DAYS - 1)), "to": str(today)}


def _fault(visitor: Visitor, typed: str) -> str:
    """What to say beside the box; empty for a day and for nothing."""
    try:
        read_day(typed)
    except WrongUse as wrong:
        return visitor.tongue.fault(wrong)
    return ""


def scope_for(
    connection: Connection, visitor: Visitor, chosen: dict[str, str]
) -> tuple[Scope, Sequence[str]]:
    """What is counted, and the units to choose from. Raises NotFound for a unit out of reach, WrongUse for a date."""
    reach = visitor.unit_names(connection, "figures.see")
    known = reach if reach is not None else _all_units(connection)
    if chosen["unit"]:
        visitor.check_unit(connection, "figures.see", chosen["unit"])
        reach = [chosen["unit"]]
    return Scope(reach, read_day(chosen["from"]), read_day(chosen["to"])), sorted(known)


def _all_units(connection: Connection) -> list[str]:
    """Those that are registered, and those that stand on batches of earlier days."""
    named = {unit.name for unit in units.all_units(connection)}
    return sorted(named | set(connection.scalars(select(batches.c.unit).distinct())))


def _unit_rows(visitor: Visitor, counted: ByUnit, chosen: dict[str, str]) -> tuple[UnitRow, ...]:
    """The units apart, the one that is farthest behind with approval first; none where there is only one."""
    if len(counted) < 2:
        return ()
    behind = sorted(counted, key=lambda unit: counted[unit][UNIT_KEYS[0]].share or 0.0)
    return tuple(
        UnitRow(
            unit,
            f"/figures?{urlencode(chosen | {'unit': unit})}",
            tuple(_of(visitor, counted[unit][key]) for key in UNIT_KEYS),
        )
        for unit in behind
    )


def _of(visitor: Visitor, ratio: Ratio) -> str:
    tongue = visitor.tongue
    return f"{whole(tongue, ratio.part)} / {whole(tongue, ratio.whole)} ({share(tongue, ratio)})"


def _error_row(visitor: Visitor, one: FieldErrors) -> ErrorRow:
    tongue, kind = visitor.tongue, record_types().get(one.type)
    spec = kind.spec(one.field) if kind else None
    address = f"/review?{urlencode({'type': one.type})}" if visitor.may("record.approve") else ""
    return ErrorRow(
        type=tongue.either(kind.vi, kind.en) if kind else one.type,
        field=tongue.either(spec.vi, spec.en) if spec else one.field,
        changed=whole(tongue, one.changed.part),
        whole=whole(tongue, one.changed.whole),
        share=share(tongue, one.changed),
        address=address,
    )


def _period(chosen: dict[str, str]) -> tuple[str, str]:
    first, last = (read_day(chosen[name]) for name in BOUNDS)
    return str(first or ""), str(last or "")


def _pair(ratio: Ratio) -> tuple[int, int]:
    return ratio.part, ratio.whole
