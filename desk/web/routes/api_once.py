"""Idempotency keys: a request sent twice under one key is done once and answered twice alike. Knows no action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Header
from fastapi.responses import Response
from pydantic import BaseModel
from sqlalchemy import Connection

from desk.web.visitor import Visitor
from pipeline.accounts import tokens
from pipeline.accounts.tokens import Answer
from pipeline.actors import Act

Key = Annotated[str, Header(alias="Idempotency-Key", max_length=128, pattern="^[ -~]*$")]


def once(visitor: Visitor, key: str, asked: bytes, work: Callable[[], BaseModel]) -> Response:
    """The answer (201) of `work`, which is not done again under a key that has its answer. Raises MoveRefused.

    For work that is safe to do twice: a kill between the work and its answer makes the next request do it again.
    """
    if key and (known := _recalled(visitor, key, asked)):
        return known
    act, body = visitor.act(), work().model_dump_json()
    if key:
        with visitor.services.ledger.writing(act) as connection:
            tokens.keep(connection, act, key, asked, Answer(201, body))
        # Of two that came at the same time, the first one's answer is everybody's.
        return _recalled(visitor, key, asked) or _json(Answer(201, body))
    return _json(Answer(201, body))


def in_one(
    visitor: Visitor, key: str, asked: bytes, work: Callable[[Connection, Act], BaseModel]
) -> Response:
    """The answer (200) of `work` on the ledger, kept in the same transaction. Raises MoveRefused."""
    act = visitor.act()
    with visitor.services.ledger.writing(act) as connection:
        known = tokens.recalled(connection, visitor.actor.id, key, asked) if key else None
        told = known or Answer(200, work(connection, act).model_dump_json())
        if key and known is None:
            tokens.keep(connection, act, key, asked, told)
    return _json(told)


def _recalled(visitor: Visitor, key: str, asked: bytes) -> Response | None:
    with visitor.services.ledger.reading() as connection:
        known = tokens.recalled(connection, visitor.actor.id, key, asked)
    return _json(known) if known else None


def _json(told: Answer) -> Response:
    return Response(told.body, told.status, media_type="application/json")
