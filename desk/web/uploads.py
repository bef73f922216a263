"""Uploads, from a page or from a program: a piece as it comes, and the batch that the files become."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Request
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool

from desk.web.visitor import Visitor
from pipeline import upload
from pipeline.errors import WrongUse
from pipeline.intake import Request as Wanted
from pipeline.intake import receive
from pipeline.ledger_tables import batches
from pipeline.upload import UploadedFile


async def take_piece(request: Request, visitor: Visitor, key: str, number: int, offset: int) -> UploadedFile:
    """Keep one piece of a file of the upload `key`. Raises WrongUse for one that is too large."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > upload.PIECE_BYTES:
            raise WrongUse("Mảnh tệp quá lớn.", "The piece is too large.")
    workspace, actor = visitor.services.workspace, visitor.actor.id
    # In a thread: the disk may take its time, and others are served meanwhile.
    return await run_in_threadpool(upload.append, workspace, actor, key, number, offset, bytes(body))


def become_batch(visitor: Visitor, key: str, asked: Callable[[], Wanted]) -> str:
    """The id of the batch that an upload became, now or at an earlier try; `asked` is looked at only now."""
    services = visitor.services
    with services.ledger.reading() as connection:
        known = connection.scalar(select(batches.c.created_by).where(batches.c.id == key))
    if known == visitor.actor.id:
        return key
    wanted = asked()
    paths = upload.paths(services.workspace, visitor.actor.id, key)
    batch = receive(services.ledger, services.workspace, paths, wanted, visitor.act(), key).batch
    upload.drop(services.workspace, key)
    return batch


def as_json(file: UploadedFile) -> dict[str, str | int]:
    """A file of an upload."""
    return {"number": file.number, "name": file.name, "size": file.size, "have": file.have}
