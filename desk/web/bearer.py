"""Programs at the door: `Authorization: Bearer ...`, for the routes under `/api/v1`. Knows no cookie."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from desk.web.visitor import LoginNeeded, Visitor, house_of, tongue_of
from pipeline.accounts import tokens
from pipeline.accounts.sessions import DeskSession

_SCHEME = HTTPBearer(auto_error=False, description="`sohoa account token` makes one.")


def program_of(
    request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_SCHEME)]
) -> Visitor:
    """The person whose token this is. Raises LoginNeeded (401), TooOften (429)."""
    house = house_of(request)
    at = house.services.clock()
    found = tokens.bearer(house.services.ledger, given.credentials, at) if given else None
    if found is None:
        raise LoginNeeded
    house.requests.spend(found.account.id, at)
    session = DeskSession("", found.account, "", asleep=False)
    visitor = Visitor(house, session, tongue_of(request, session), "", found.scopes)
    request.state.visitor = visitor
    return visitor


Program = Annotated[Visitor, Depends(program_of)]


def scoped(action: str) -> Callable[[Visitor], Visitor]:
    """A dependency: a program whose token and person may do `action`."""

    def check(program: Program) -> Visitor:
        program.require(action)
        return program

    return check
