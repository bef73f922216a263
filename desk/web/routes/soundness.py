"""`/health` and `/metrics`: whether the desk can do its work, for the machine that watches it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from sqlalchemy import Connection, Table, func, select
from sqlalchemy.exc import SQLAlchemyError

from archive.tables import ALARM, ALARMS, outbox
from desk.web.oidc_options import LOOPBACK
from desk.web.visitor import house_of
from pipeline.errors import NotFound
from pipeline.ledger_tables import actors, batches, pages, records

router = APIRouter(include_in_schema=False)
_COUNTED = (("batches", batches), ("pages", pages), ("records", records))


@router.get("/health")
def health(request: Request) -> Response:
    """200 when the ledger answers, 503 when it does not. Tells nothing else to strangers."""
    try:
        with house_of(request).services.ledger.reading() as connection:
            connection.execute(select(actors.c.id).limit(1)).first()
    except SQLAlchemyError:
        return JSONResponse({"status": "ledger-down"}, 503)
    return JSONResponse({"status": "ok"})


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Counts by state in the text format of Prometheus, for programs on this machine only."""
    here = request.client is not None and request.client.host in LOOPBACK
    if not here or "x-forwarded-for" in request.headers:
        raise NotFound("Không có trang này.", "There is no such page.")
    with house_of(request).services.ledger.reading() as connection:
        lines = [line for name, table in _COUNTED for line in _states(connection, name, table)]
        lines += _alarms(connection)
    return PlainTextResponse("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4")


def _alarms(connection: Connection) -> list[str]:
    kind = outbox.c.type
    grouped = select(kind, func.count()).where(ALARMS).group_by(kind).order_by(kind)
    told = [
        f'sohoa_alarms_total{{rule="{name.removeprefix(ALARM)}"}} {number}'
        for name, number in connection.execute(grouped)
    ]
    return ["# HELP sohoa_alarms_total alarms on reading", "# TYPE sohoa_alarms_total counter", *told]


def _states(connection: Connection, name: str, table: Table) -> list[str]:
    grouped = select(table.c.state, func.count()).group_by(table.c.state).order_by(table.c.state)
    told = [f'sohoa_{name}{{state="{state}"}} {number}' for state, number in connection.execute(grouped)]
    return [f"# HELP sohoa_{name} {name} by state", f"# TYPE sohoa_{name} gauge", *told]
