"""One's own second factor: a secret shown once as QR code and letters, confirmed by a code, taken off again."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import zxingcpp
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from desk.web.contexts.entry import FactorPage
from desk.web.forms import Form, GenuineForm
from desk.web.pages import show
from desk.web.visitor import Person, Visitor
from pipeline.accounts import factor, login, outside_login, sessions, totp
from pipeline.accounts.errors import LoginRefused
from pipeline.accounts.factor import Proposed
from pipeline.actors import timestamp
from pipeline.errors import MoveRefused, PipelineError

router = APIRouter(include_in_schema=False)
ISSUER = "Sohoa"
# How long a login at the provider stands for the password that an account does not have.
FRESH = timedelta(minutes=10)


@router.get("/account/factor")
def factor_page(request: Request, visitor: Person, done: str = "") -> Response:
    """Whether the account has one, and the way to it."""
    return _shown(request, visitor, done="yes" if done else "")


@router.post("/account/factor/begin")
def begin(request: Request, visitor: Person, form: GenuineForm) -> Response:
    """After the password: a new secret, on this page only."""
    try:
        _prove(visitor, form)
    except PipelineError as refused:
        return _shown(request, visitor, fault=visitor.tongue.fault(refused))
    at = visitor.services.clock()
    proposed = factor.propose(visitor.house.box, visitor.account, visitor.session.digest, at)
    return _shown(request, visitor, proposed)


@router.post("/account/factor/confirm")
def confirm(request: Request, visitor: Person, form: GenuineForm) -> Response:
    """The first code of the app: from now on every login asks for one."""
    act, house, proposed = visitor.act(), visitor.house, None
    try:
        sealed = form.text("sealed")
        proposed = factor.reopened(house.box, visitor.account, visitor.session.digest, act.at, sealed)
        with visitor.services.ledger.writing(act) as connection:
            factor.confirm(connection, act, house.box, proposed, form.text("code"))
    except PipelineError as refused:
        told = visitor.tongue("Mã không đúng. Xem giờ của điện thoại có đúng không, rồi nhập mã mới.")
        fault = told if isinstance(refused, LoginRefused) else visitor.tongue.fault(refused)
        return _shown(request, visitor, proposed, fault=fault)
    return RedirectResponse("/account/factor?done=1", 303)


@router.post("/account/factor/off")
def off(request: Request, visitor: Person, form: GenuineForm) -> Response:
    """Take it off with password and code; the sessions end, this one too."""
    try:
        _prove(visitor, form)
    except PipelineError as refused:
        return _shown(request, visitor, fault=visitor.tongue.fault(refused))
    act = visitor.act()
    with visitor.services.ledger.writing(act) as connection:
        factor.take_off(connection, act, visitor.account.login)
    return RedirectResponse("/login?next=/account/factor", 303)


def _prove(visitor: Visitor, form: Form) -> None:
    """By the password; who has none here, by a login at the provider a moment ago, and the code where there is one."""
    services, name = visitor.services, visitor.account.login
    if not visitor.account.has_password:
        _prove_outside(visitor, form.text("code"))
        return
    proof = login.Proof(name, form.raw("password"), form.text("code"), kind="account.proven")
    login.let_in(services.ledger, visitor.house.box, proof, services.clock())


def _prove_outside(visitor: Visitor, code: str) -> None:
    act = visitor.act()
    if visitor.session.way != sessions.OIDC or visitor.session.begun_at < timestamp(act.at - FRESH):
        raise MoveRefused(
            "Thoát ra, đăng nhập lại ở nhà cung cấp, rồi làm việc này trong mười phút đầu.",
            "Log out, log in again at the provider, then do this within the first ten minutes.",
        )
    if not visitor.account.has_totp:
        return
    with visitor.services.ledger.writing(act) as connection:
        wrong = outside_login.used_code(connection, visitor.house.box, visitor.account, code, act.at)
    if wrong:
        raise LoginRefused(wrong)


def _shown(
    request: Request, visitor: Visitor, proposed: Proposed | None = None, *, fault: str = "", done: str = ""
) -> Response:
    account = visitor.account
    drawing, side = _drawn(totp.address(proposed.secret, account.login, ISSUER)) if proposed else ("", 0)
    page = FactorPage(
        has_totp=account.has_totp,
        due=visitor.factor_due,
        secret=_grouped(totp.written(proposed.secret)) if proposed else "",
        drawing=drawing,
        side=side,
        sealed=proposed.sealed if proposed else "",
        fault=fault,
        done=done if account.has_totp else "",
        outside=not account.has_password,
    )
    return show(request, visitor, page, status=400 if fault else 200)


def _grouped(letters: str) -> str:
    """In fours, as people read them off."""
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _drawn(text: str) -> tuple[str, int]:
    """The dark modules of a QR code as one SVG path, and how many modules a side has."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
    modules = np.array(image)
    return "".join(f"M{x} {y}h1v1h-1z" for y, x in np.argwhere(modules == 0)), len(modules)
