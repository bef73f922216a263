"""`/api/v1`: batches for programs (scanning stations, other systems). The same actions as on the pages, as JSON."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from sqlalchemy import select

from desk.web.bearer import Program, scoped
from desk.web.routes.api_answers import (
    BatchList,
    BatchWhole,
    FileHere,
    Opened,
    Opening,
    Owner,
    UploadBegun,
    refusals,
)
from desk.web.routes.api_once import Key, once
from desk.web.routes.batch_sheet import batch_row
from desk.web.uploads import as_json, become_batch, take_piece
from desk.web.visitor import Visitor
from pipeline import upload
from pipeline.batch import count
from pipeline.errors import WrongUse
from pipeline.intake import Request as Wanted
from pipeline.ledger_tables import batches
from pipeline.reports import quarantined

router = APIRouter(tags=["batches"])
Seer = Annotated[Visitor, Depends(scoped("batch.see"))]
Opener = Annotated[Visitor, Depends(scoped("batch.open"))]
ROWS, MOST_ROWS = 50, 200


# As this list gives it: the moment of opening and the id of the last batch shown.
Cursor = Annotated[
    str, Query(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{3}Z~[0-9a-f-]{36})?$", max_length=64)
]
PIECE = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("/me", response_model=Owner, responses=refusals())
def me(program: Program) -> dict[str, Any]:
    """Whose token this is, and what it may do."""
    return {
        "login": program.account.login,
        "unit": program.account.unit,
        "scopes": sorted(program.scopes or ()),
    }


@router.get("/batches", response_model=BatchList, responses=refusals(422))
def list_batches(visitor: Seer, cursor: Cursor = "", limit: int = ROWS) -> dict[str, Any]:
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


@router.get("/batches/{batch}", response_model=BatchWhole, responses=refusals(404, 422))
def one_batch(visitor: Seer, batch: str) -> dict[str, Any]:
    """One batch: its sum, its quarantine, and how far reading is (`task`)."""
    # Before the ledger is read: who sees that the work is over must see what it did.
    task = _task(visitor, batch)
    with visitor.services.ledger.reading() as connection:
        row = batch_row(connection, visitor, "batch.see", batch)
        counts = count(connection, batch)
        aside = quarantined(connection, batch, visitor.tongue.language)
    return (
        _brief(row) | counts.as_json() | {"pages_open": counts.pages_open, "quarantined": aside, "task": task}
    )


def _task(visitor: Visitor, batch: str) -> dict[str, Any] | None:
    task = visitor.house.runs.of(batch)
    if task is None:
        return None
    fault = visitor.tongue.either(*task.fault) if task.fault else None
    return {"state": task.state, "stage": task.stage, "done": task.done, "all": task.all, "fault": fault}


@router.post("/uploads", status_code=201, response_model=UploadBegun, responses=refusals(409, 422))
def begin_upload(visitor: Opener, idempotency_key: Key = "") -> Response:
    """A new upload; its id becomes the batch's. Asked twice under one key, it is the same upload."""

    def begin() -> UploadBegun:
        key = str(uuid4())
        upload.begin(visitor.services.workspace, visitor.act(), key)
        return UploadBegun(upload=key, piece_bytes=upload.PIECE_BYTES)

    return once(visitor, idempotency_key, b"upload", begin)


@router.post("/uploads/{key}/files", response_model=FileHere, responses=refusals(404, 409, 422))
def announce(
    visitor: Opener, key: str, name: Annotated[str, Query(min_length=1, max_length=1024)], size: int
) -> dict[str, Any]:
    """Announce a file; `have` says from which byte on it is wanted."""
    if size > visitor.services.settings.max_file_bytes:
        raise WrongUse("Tệp quá lớn.", "The file is too large.")
    return as_json(upload.add_file(visitor.services.workspace, visitor.actor.id, key, name, size))


@router.put(
    "/uploads/{key}/files/{number}",
    response_model=FileHere,
    responses=refusals(404, 409, 422),
    openapi_extra=PIECE,
)
async def piece(
    request: Request, visitor: Opener, key: str, number: int, offset: Annotated[int, Query(ge=0)]
) -> dict[str, Any]:
    """One piece of a file, at most `piece_bytes`; acknowledged when it is on the disk."""
    return as_json(await take_piece(request, visitor, key, number, offset))


@router.post(
    "/uploads/{key}/batch", status_code=201, response_model=Opened, responses=refusals(404, 409, 422)
)
def open_batch(visitor: Opener, key: str, said: Opening, idempotency_key: Key = "") -> Response:
    """Files and docket become a batch, and reading begins. The same request twice gives the same answer."""
    asked = f"{key} {said.model_dump_json()}".encode()
    return once(visitor, idempotency_key, asked, lambda: Opened(batch=_registered(visitor, key, said)))


def _registered(visitor: Visitor, key: str, said: Opening) -> str:
    batch = become_batch(visitor, key, lambda: Wanted(said.dossier, said.type, said.docket))
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
