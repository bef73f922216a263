"""Logging in and out, waking a session that fell asleep, choosing the language."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from desk.web.contexts.entry import LoginPage
from desk.web.forms import Forged, Form, GenuineForm, Sent, StrangerForm, check_stranger
from desk.web.language import LANGUAGES
from desk.web.pages import show_outside
from desk.web.rail import first_page
from desk.web.visitor import (
    LANGUAGE_COOKIE,
    SESSION_COOKIE,
    VISIT_COOKIE,
    House,
    LoginNeeded,
    Person,
    csrf_of,
    house_of,
    new_token,
    session_of,
    tongue_of,
)
from pipeline.accounts import login, sessions
from pipeline.accounts.account import Account
from pipeline.accounts.errors import LoginRefused
from pipeline.actors import Act
from pipeline.errors import PipelineError

router = APIRouter(include_in_schema=False)
COOKIE_DAYS = 365
REFUSED = ((Forged, 403), (LoginRefused, 401))


def own_path(text: str) -> str:
    """`text` when it is a path of this desk, else the root: a link must not lead to another site after login."""
    parts = urlsplit(text)
    inside = (
        text.startswith("/") and not text.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    )
    return text if inside and "\\" not in text and text.isprintable() else "/"


@router.get("/")
def root(visitor: Person) -> Response:
    """The first page of the person's role."""
    return RedirectResponse("/account" if visitor.account.must_change else first_page(visitor), 303)


@router.get("/login")
def login_page(request: Request, next: str = "/") -> Response:
    """The form; somebody who is logged in already goes on."""
    session = session_of(request)
    if session is not None and not session.asleep:
        return RedirectResponse(own_path(next), 303)
    return _form(request, session.account.login if session else "", own_path(next), "")


def _form(request: Request, name: str, back: str, fault: str, status: int = 200) -> Response:
    house, tongue = house_of(request), tongue_of(request)
    session = session_of(request)
    visit = request.cookies.get(VISIT_COOKIE) or new_token()
    csrf = csrf_of(house, session.digest if session else visit)
    settings = house.services.settings
    page = LoginPage(name, back, fault, settings.unit, settings.signer == "development")
    answer = show_outside(request, tongue, page, csrf, status)
    _set(answer, house, VISIT_COOKIE, visit)
    return answer


@router.post("/login")
def log_in(request: Request, form: Sent) -> Response:
    """A new session under a new token; an older session of this browser ends."""
    house, back = house_of(request), own_path(form.text("next") or "/")
    try:
        # A form that another tab made old is shown anew, so that the person only types the password again.
        check_stranger(request, form)
        account = _proven(request, house, form, form.text("login").lower())
    except PipelineError as refused:
        status = next((code for kind, code in REFUSED if isinstance(refused, kind)), 429)
        return _form(request, form.text("login"), back, tongue_of(request).fault(refused), status)
    answer = RedirectResponse(back, 303)
    _begin(request, house, account, answer)
    return answer


def _proven(request: Request, house: House, form: Form, name: str) -> Account:
    at, address = house.services.clock(), request.client.host if request.client else ""
    house.tries.spend(address, at)
    proof = login.Proof(name, form.raw("password"), form.text("code"), house.services.settings.unit)
    account = login.let_in(house.services.ledger, house.box, proof, at)
    house.tries.give_back(address)
    return account


def _begin(request: Request, house: House, account: Account, answer: Response) -> str:
    """Begin a session, end the browser's former one, set the cookie; returns the new token."""
    token, former = new_token(), session_of(request)
    act = Act(account.actor, house.services.clock())
    with house.services.ledger.writing(act) as connection:
        if former is not None:
            sessions.end(connection, act, former.digest)
        sessions.begin(connection, act, token)
    _set(answer, house, SESSION_COOKIE, token)
    answer.delete_cookie(VISIT_COOKIE)
    return token


@router.post("/session/wake")
def wake(request: Request, form: StrangerForm) -> Response:
    """The password in place: the same person goes on where they were, under a new token."""
    house, former = house_of(request), session_of(request)
    if former is None:
        raise LoginNeeded
    account = _proven(request, house, form, former.account.login)
    answer = JSONResponse({})
    token = _begin(request, house, account, answer)
    body = JSONResponse({"csrf": csrf_of(house, sessions.digest_of(token))})
    body.raw_headers.extend(pair for pair in answer.raw_headers if pair[0] == b"set-cookie")
    return body


@router.get("/session")
def session_state(request: Request, visitor: Person) -> Response:
    """Asked by the page before a form is sent: 401 when the password is needed first."""
    return JSONResponse({"login": visitor.account.login, "csrf": visitor.csrf})


@router.post("/logout")
def log_out(visitor: Person, form: GenuineForm) -> Response:
    """End the session."""
    act = visitor.act()
    with visitor.services.ledger.writing(act) as connection:
        sessions.end(connection, act, visitor.session.digest)
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(SESSION_COOKIE)
    return answer


@router.get("/language/{language}")
def choose_language(request: Request, language: str, next: str = "/") -> Response:
    """Keep the language in this browser."""
    answer = RedirectResponse(own_path(next), 303)
    if language in LANGUAGES:
        _set(answer, house_of(request), LANGUAGE_COOKIE, language, COOKIE_DAYS)
    return answer


def _set(answer: Response, house: House, name: str, value: str, days: int | None = None) -> None:
    age = None if days is None else days * 86400
    answer.set_cookie(name, value, max_age=age, httponly=True, samesite="lax", secure=house.options.secure)
