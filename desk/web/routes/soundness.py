"""`/health`: whether the desk can do its work, for the machine that watches it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from desk.web.visitor import house_of
from pipeline.ledger_tables import actors

router = APIRouter()


@router.get("/health")
def health(request: Request) -> Response:
    """200 when the ledger answers, 503 when it does not. Tells nothing else to strangers."""
    try:
        with house_of(request).services.ledger.reading() as connection:
            connection.execute(select(actors.c.id).limit(1)).first()
    except SQLAlchemyError:
        return JSONResponse({"status": "ledger-down"}, 503)
    return JSONResponse({"status": "ok"})
