"""Logging in at the office's provider (OpenID Connect): there, back, and the code of one's own second factor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from desk.web.contexts.entry import CodePage, ReturnedPage
from desk.web.door import address_of, begin, login_form, own_path, set_cookie
from desk.web.forms import StrangerForm
from desk.web.id_token import TokenRefused, proves_factor
from desk.web.oidc_fetch import ProviderFailed
from desk.web.oidc_provider import Provider
from desk.web.oidc_try import LONGEST, Begun, Proven, begun_of, proven_of, sealed
from desk.web.oidc_try import begin as begin_try
from desk.web.pages import show, show_outside
from desk.web.visitor import VISIT_COOKIE, Person, csrf_of, house_of, new_token, session_of, tongue_of
from pipeline.accounts import outside_login, sessions
from pipeline.accounts.account import Account
from pipeline.accounts.errors import LoginRefused, NotRecognised
from pipeline.accounts.links import Identity
from pipeline.accounts.outside_login import Door
from pipeline.errors import NotFound, PipelineError

router = APIRouter(include_in_schema=False)
COOKIE = "sohoa_oidc"
ANSWER = "/login/oidc/answer"


@router.get("/login/oidc")
def leave_for_the_provider(request: Request, next: str = "/", fresh: str = "") -> Response:
    """To the provider; who wakes a session that fell asleep logs in anew there, whatever session it holds."""
    house, provider = house_of(request), _provider(request)
    at, former = house.services.clock(), session_of(request)
    begun = begin_try(own_path(next), at, fresh=bool(fresh) or (former is not None and former.asleep))
    try:
        house.rounds.spend(address_of(request), at)
        there = provider.leading(begun, _answer_address(request), tongue_of(request).language)
    except PipelineError as refused:
        return _back_at_the_door(request, begun.back, refused)
    answer = RedirectResponse(there, 303)
    set_cookie(answer, house, COOKIE, sealed(house.box, begun), int(LONGEST.total_seconds()))
    return answer


@router.get(ANSWER)
def come_back(request: Request, code: str = "", state: str = "", iss: str = "", error: str = "") -> Response:
    """From the provider: a session, the question for a code, or the login page with a reason."""
    house, door = house_of(request), _door(request)
    at = house.services.clock()
    begun = begun_of(house.box, request.cookies.get(COOKIE, ""), state, at)
    try:
        house.rounds.spend(address_of(request), at)
        if begun is None:
            raise _refused(door, "state", request)
        outside_login.spend(door, begun.digest, at)
        if error or not code or iss not in {"", _provider(request).options.issuer}:
            # What the provider wrote is not repeated: anybody can make such an address.
            raise _refused(door, "provider", request)
        identity = _identity(request, begun, code)
        account, wants_code = outside_login.let_in(door, identity, at)
    except PipelineError as refused:
        return _back_at_the_door(request, begun.back if begun else "/", refused)
    answer = _entered(request, account, begun, identity, wants_code)
    answer.delete_cookie(COOKIE)
    return answer


def _entered(
    request: Request, account: Account, begun: Begun, identity: Identity, wants_code: bool
) -> Response:
    if not wants_code:
        answer = RedirectResponse(begun.back, 303)
        begin(request, account, answer, sessions.OIDC, factor=identity.factor)
        return answer
    house = house_of(request)
    visit = request.cookies.get(VISIT_COOKIE) or new_token()
    proven = Proven(account.id, visit, begun.back, house.services.clock())
    return _ask_code(request, sealed(house.box, proven), visit)


def _ask_code(request: Request, told: str, visit: str, fault: str = "") -> Response:
    house, session = house_of(request), session_of(request)
    csrf = csrf_of(house, session.digest if session else visit)
    page = CodePage(told, fault, house.services.settings.unit)
    answer = show_outside(request, tongue_of(request), page, csrf, 401 if fault else 200)
    set_cookie(answer, house, VISIT_COOKIE, visit)
    return answer


@router.post("/login/oidc/code")
def give_code(request: Request, form: StrangerForm) -> Response:
    """The code of the account's own second factor, after the provider vouched for the person."""
    house, at = house_of(request), house_of(request).services.clock()
    visit, told = request.cookies.get(VISIT_COOKIE, ""), form.text("proven")
    proven = proven_of(house.box, told, visit, at)
    if proven is None:
        return RedirectResponse("/login", 303)
    try:
        house.tries.spend(address_of(request), at)
        account = outside_login.finish(_door(request), proven.actor, form.text("code"), at)
        house.tries.give_back(address_of(request))
    except PipelineError as refused:
        tongue = tongue_of(request)
        wrong = tongue("Mã không đúng, đã dùng, hoặc tài khoản đang tạm khóa. Chờ mã mới rồi nhập lại.")
        return _ask_code(
            request, told, visit, wrong if isinstance(refused, LoginRefused) else tongue.fault(refused)
        )
    answer = RedirectResponse(proven.back, 303)
    begin(request, account, answer, sessions.OIDC)
    return answer


@router.get("/login/oidc/returned")
def returned(request: Request, visitor: Person) -> Response:
    """Where a second tab ends that was opened to log in again: the first one goes on."""
    return show(request, visitor, ReturnedPage())


@router.get("/login/oidc/leave")
def leave_the_provider(request: Request) -> Response:
    """To where the provider ends its own session: on a shared computer it would let the next person in."""
    provider = _provider(request)
    try:
        leaving = provider.doors(house_of(request).services.clock()).leaving
    except ProviderFailed as refused:
        return _back_at_the_door(request, "/", refused)
    return RedirectResponse(leaving or "/login", 303)


def _identity(request: Request, begun: Begun, code: str) -> Identity:
    house, provider, door = house_of(request), _provider(request), _door(request)
    at = house.services.clock()
    try:
        claims = provider.claims(begun, code, _answer_address(request), at)
        return _named(provider, claims)
    except TokenRefused as refused:
        outside_login.refuse(door, refused.code, at)
        raise ProviderFailed(refused.code) from None
    except ProviderFailed as failed:
        outside_login.refuse(door, failed.code, at)
        raise


def _named(provider: Provider, claims: Mapping[str, Any]) -> Identity:
    options = provider.options
    name, shown = claims.get(options.claim), claims.get("name", "")
    if not isinstance(name, str) or not name:
        raise TokenRefused("claim")
    if options.claim == "email" and claims.get("email_verified") is not True:
        raise TokenRefused("email")
    factor = proves_factor(claims, options.factor)
    return Identity(options.issuer, str(claims["sub"]), name, shown if isinstance(shown, str) else "", factor)


def _refused(door: Door, reason: str, request: Request) -> ProviderFailed:
    outside_login.refuse(door, reason, house_of(request).services.clock())
    return ProviderFailed(reason)


def _back_at_the_door(request: Request, back: str, refused: PipelineError) -> Response:
    known = isinstance(refused, (LoginRefused, NotRecognised))
    status = 403 if known else 502 if isinstance(refused, ProviderFailed) else 429
    tongue = tongue_of(request)
    fault = (
        tongue("Lượt đăng nhập này đã dùng rồi. Bắt đầu lại.")
        if isinstance(refused, LoginRefused)
        else tongue.fault(refused)
    )
    answer = login_form(request, "", back, fault, status=status)
    answer.delete_cookie(COOKIE)
    return answer


def _provider(request: Request) -> Provider:
    provider = house_of(request).provider
    if provider is None:
        raise NotFound(
            "Bàn làm việc này không có nhà cung cấp đăng nhập.", "This desk has no login provider."
        )
    return provider


def _door(request: Request) -> Door:
    house, provider = house_of(request), _provider(request)
    return Door(house.services.ledger, house.box, house.services.settings.unit, provider.options.create)


def _answer_address(request: Request) -> str:
    """The address to which the provider sends people back; as declared, or this machine's own."""
    origin = house_of(request).options.origin or str(request.base_url).rstrip("/")
    return origin + ANSWER
