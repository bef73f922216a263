"""At the door: the login page, the cookies of a session, beginning one. Proves nobody; routes do that first."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import Response

from desk.web.contexts.entry import LoginPage
from desk.web.pages import show_outside
from desk.web.visitor import (
    SESSION_COOKIE,
    VISIT_COOKIE,
    House,
    csrf_of,
    house_of,
    new_token,
    session_of,
    tongue_of,
)
from pipeline.accounts import sessions
from pipeline.accounts.account import Account
from pipeline.actors import Act


def own_path(text: str) -> str:
    """`text` when it is a path of this desk, else the root: a link must not lead to another site after login."""
    parts = urlsplit(text)
    inside = (
        text.startswith("/") and not text.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    )
    return text if inside and "\\" not in text and text.isprintable() else "/"


def address_of(request: Request) -> str:
    """Whose tries are counted together."""
    return request.client.host if request.client else ""


def login_form(
    request: Request, name: str, back: str, fault: str = "", *, status: int = 200, left: bool = False
) -> Response:
    """The login page; `left`: somebody has just logged out who came through the provider."""
    house, tongue = house_of(request), tongue_of(request)
    session = session_of(request)
    visit = request.cookies.get(VISIT_COOKIE) or new_token()
    csrf = csrf_of(house, session.digest if session else visit)
    settings, outside = house.services.settings, house.provider is not None
    page = LoginPage(
        login=name,
        back=back,
        fault=fault,
        office=settings.unit,
        demo=settings.signer == "development",
        outside=outside,
        emergency_only=outside and house.options.local is not None,
        left=left and outside,
    )
    answer = show_outside(request, tongue, page, csrf, status)
    set_cookie(answer, house, VISIT_COOKIE, visit)
    return answer


def begin(
    request: Request,
    account: Account,
    answer: Response,
    way: str = sessions.PASSWORD,
    *,
    factor: bool = False,
) -> str:
    """Begin a session, end the browser's former one, set the cookie; returns the new token."""
    house, token, former = house_of(request), new_token(), session_of(request)
    act = Act(account.actor, house.services.clock())
    with house.services.ledger.writing(act) as connection:
        if former is not None:
            sessions.end(connection, act, former.digest)
        sessions.begin(connection, act, token, way, factor=factor)
    set_cookie(answer, house, SESSION_COOKIE, token)
    answer.delete_cookie(VISIT_COOKIE)
    return token


def set_cookie(answer: Response, house: House, name: str, value: str, seconds: int | None = None) -> None:
    """A cookie that no script reads, for this site's own pages."""
    answer.set_cookie(
        name, value, max_age=seconds, httponly=True, samesite="lax", secure=house.options.secure
    )
