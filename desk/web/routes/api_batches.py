"""`/api/v1`: batches for programs (scanning stations, other systems). The same actions as on the pages, as JSON."""

from __future__ import annotations

import json
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool

from desk.web.bearer import Program, scoped
from desk.web.routes.batch_new import as_json
from desk.web.routes.batch_sheet import batch_row
from desk.web.visitor import Visitor
from pipeline import upload
from pipeline.accounts import tokens
from pipeline.accounts.tokens import Answer
from pipeline.batch import count
from pipeline.docket import Docket
from pipeline.errors import WrongUse
from pipeline.intake import Request as Wanted
from pipeline.intake import receive
from pipeline.ledger_tables import batches
from pipeline.reports import quarantined

router = APIRouter(tags=["batches"])
Seer = Annotated[Visitor, Depends(scoped("batch.see"))]
Opener = Annotated[Visitor, Depends(scoped("batch.open"))]
ROWS, MOST_ROWS = 50, 200


class Opening(BaseModel):
    """What a program says when files become a batch."""

    model_config = ConfigDict(extra="forbid")

    dossier: str | None = Field(None, max_length=64)
    type: str | None = Field(None, max_length=32)
    docket: dict[str, Any] = Field(default_factory=dict)


@router.get("/me")
def me(program: Program) -> dict[str, Any]:
    """Whose token this is, and what it may do."""
    return {
        "login": program.account.login,
        "unit": program.account.unit,
        "scopes": sorted(program.scopes or ()),
    }


@router.get("/batches")
def list_batches(visitor: Seer, cursor: str = "", limit: int = ROWS) -> dict[str, Any]:
    """Batches, newest first; `next` is the cursor of the following page, null at the end."""
    limit = max(1, min(limit, MOST_ROWS))
    with visitor.services.ledger.reading() as connection:
        query = select(batches).where(visitor.within(connection, "batch.see", batches.c.unit))
        if cursor:
            at, _, key = cursor.partition("~")
            same = (batches.c.created_at == at) & (batches.c.id < key)
            query = query.where((batches.c.created_at < at) | same)
        query = query.order_by(batches.c.created_at.desc(), batches.c.id.desc()).limit(limit + 1)
        rows = connection.execute(query).all()
        told = [_brief(row) | count(connection, row.id).as_json() for row in rows[:limit]]
    last = rows[limit - 1] if len(rows) > limit else None
    return {"batches": told, "next": f"{last.created_at}~{last.id}" if last else None}


@router.get("/batches/{batch}")
def one_batch(visitor: Seer, batch: str) -> dict[str, Any]:
    """One batch: its sum, its quarantine, and how far reading is (`task`)."""
    with visitor.services.ledger.reading() as connection:
        row = batch_row(connection, visitor, "batch.see", batch)
        counts = count(connection, batch)
        aside = quarantined(connection, batch, visitor.tongue.language)
    task = visitor.house.runs.of(batch)
    state = {"state": task.state, "stage": task.stage, "done": task.done, "all": task.all} if task else None
    return (
        _brief(row)
        | counts.as_json()
        | {"pages_open": counts.pages_open, "quarantined": aside, "task": state}
    )


@router.post("/uploads", status_code=201)
def begin_upload(visitor: Opener) -> dict[str, Any]:
    """A new upload; its id becomes the batch's."""
    key = str(uuid4())
    upload.begin(visitor.services.workspace, visitor.act(), key)
    return {"upload": key, "piece_bytes": upload.PIECE_BYTES}


@router.post("/uploads/{key}/files")
def announce(visitor: Opener, key: str, name: str, size: int) -> dict[str, Any]:
    """Announce a file; `have` says from which byte on it is wanted."""
    if size > visitor.services.settings.max_file_bytes:
        raise WrongUse("Tệp quá lớn.", "The file is too large.")
    return as_json(upload.add_file(visitor.services.workspace, visitor.actor.id, key, name, size))


@router.put("/uploads/{key}/files/{number}")
async def piece(request: Request, visitor: Opener, key: str, number: int, offset: int) -> dict[str, Any]:
    """One piece of a file, at most `piece_bytes`; acknowledged when it is on the disk."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > upload.PIECE_BYTES:
            raise WrongUse("Mảnh tệp quá lớn.", "The piece is too large.")
    workspace, actor = visitor.services.workspace, visitor.actor.id
    return as_json(await run_in_threadpool(upload.append, workspace, actor, key, number, offset, bytes(body)))


@router.post("/uploads/{key}/batch", status_code=201)
def open_batch(
    visitor: Opener, key: str, said: Opening, idempotency_key: Annotated[str, Header(max_length=128)] = ""
) -> Response:
    """Files and docket become a batch, and reading begins. The same request twice gives the same answer."""
    services, act = visitor.services, visitor.act()
    request = f"{key} {said.model_dump_json()}".encode()
    if idempotency_key:
        with services.ledger.reading() as connection:
            known = tokens.recalled(connection, act.by.id, idempotency_key, request)
        if known is not None:
            return Response(known.body, known.status, media_type="application/json")
    body = json.dumps({"batch": _registered(visitor, key, said)})
    if idempotency_key:
        with services.ledger.writing(act) as connection:
            tokens.keep(connection, act, idempotency_key, request, Answer(201, body))
    return Response(body, 201, media_type="application/json")


def _registered(visitor: Visitor, key: str, said: Opening) -> str:
    services = visitor.services
    with services.ledger.reading() as connection:
        owner = connection.scalar(select(batches.c.created_by).where(batches.c.id == key))
    if owner == visitor.actor.id:
        return key
    try:
        docket = Docket.model_validate(said.docket)
    except ValueError as problem:
        raise WrongUse(f"Phiếu lô không đúng: {problem}", f"The docket is wrong: {problem}") from problem
    paths = upload.paths(services.workspace, visitor.actor.id, key)
    wanted = Wanted(said.dossier, said.type, docket)
    batch = receive(services.ledger, services.workspace, paths, wanted, visitor.act(), key).batch
    upload.drop(services.workspace, key)
    visitor.house.runs.digitize(batch, visitor.actor)
    return batch


def _brief(row: Any) -> dict[str, Any]:
    return {
        "batch": row.id,
        "state": row.state,
        "unit": row.unit,
        "opened": row.created_at,
        "dossier": row.dossier,
    }
