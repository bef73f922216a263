"""Logging in and out with a password, waking a session that fell asleep, choosing the language."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from desk.web.door import address_of, begin, login_form, own_path, set_cookie
from desk.web.forms import Forged, Form, GenuineForm, Sent, StrangerForm, check_stranger
from desk.web.language import LANGUAGES
from desk.web.rail import first_page
from desk.web.visitor import (
    LANGUAGE_COOKIE,
    SESSION_COOKIE,
    LoginNeeded,
    Person,
    csrf_of,
    house_of,
    session_of,
    tongue_of,
)
from pipeline.accounts import login, sessions
from pipeline.accounts.account import Account
from pipeline.accounts.errors import LoginRefused
from pipeline.errors import PipelineError

router = APIRouter(include_in_schema=False)
COOKIE_SECONDS = 365 * 86400
REFUSED = ((Forged, 403), (LoginRefused, 401))


@router.get("/")
def root(visitor: Person) -> Response:
    """The first page of the person's role."""
    return RedirectResponse("/account" if visitor.account.must_change else first_page(visitor), 303)


@router.get("/login")
def login_page(request: Request, next: str = "/", left: str = "") -> Response:
    """The form; somebody who is logged in already goes on."""
    session = session_of(request)
    if session is not None and not session.asleep:
        return RedirectResponse(own_path(next), 303)
    return login_form(request, session.account.login if session else "", own_path(next), left=bool(left))


@router.post("/login")
def log_in(request: Request, form: Sent) -> Response:
    """A new session under a new token; an older session of this browser ends."""
    back = own_path(form.text("next") or "/")
    try:
        # A form that another tab made old is shown anew, so that the person only types the password again.
        check_stranger(request, form)
        account = _proven(request, form, form.text("login").lower())
    except PipelineError as refused:
        status = next((code for kind, code in REFUSED if isinstance(refused, kind)), 429)
        fault = tongue_of(request).fault(refused)
        return login_form(request, form.text("login"), back, fault, status=status)
    answer = RedirectResponse(back, 303)
    begin(request, account, answer)
    return answer


def _proven(request: Request, form: Form, name: str) -> Account:
    house, address = house_of(request), address_of(request)
    at, unit = house.services.clock(), house.services.settings.unit
    house.tries.spend(address, at)
    proof = login.Proof(name, form.raw("password"), form.text("code"), unit, local=house.options.local)
    account = login.let_in(house.services.ledger, house.box, proof, at)
    house.tries.give_back(address)
    return account


@router.post("/session/wake")
def wake(request: Request, form: StrangerForm) -> Response:
    """The password in place: the same person goes on where they were, under a new token."""
    house, former = house_of(request), session_of(request)
    if former is None:
        raise LoginNeeded
    account = _proven(request, form, former.account.login)
    answer = JSONResponse({})
    token = begin(request, account, answer)
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
    outside = visitor.session.way == sessions.OIDC
    answer = RedirectResponse("/login?left=1" if outside else "/login", 303)
    answer.delete_cookie(SESSION_COOKIE)
    return answer


@router.get("/language/{language}")
def choose_language(request: Request, language: str, next: str = "/") -> Response:
    """Keep the language in this browser."""
    answer = RedirectResponse(own_path(next), 303)
    if language in LANGUAGES:
        set_cookie(answer, house_of(request), LANGUAGE_COOKIE, language, COOKIE_SECONDS)
    return answer
