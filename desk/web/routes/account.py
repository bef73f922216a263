"""One's own account: password, second factor, what one may do here."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from desk.web.contexts.entry import AccountPage
from desk.web.forms import GenuineForm
from desk.web.pages import show
from desk.web.visitor import Person, Visitor
from pipeline.accounts import account as accounts
from pipeline.accounts import login
from pipeline.errors import PipelineError

router = APIRouter(include_in_schema=False)


@router.get("/account")
def account_page(request: Request, visitor: Person, done: str = "") -> Response:
    """Name, roles, the form for a new password."""
    return show(request, visitor, _page(visitor, "", "password" if done == "password" else ""))


def _page(visitor: Visitor, fault: str, done: str) -> AccountPage:
    account = visitor.account
    roles = tuple(dict.fromkeys(grant.role.value for grant in account.grants))
    return AccountPage(
        account.actor.name,
        account.login,
        account.actor.unit,
        roles,
        account.must_change,
        account.has_totp,
        fault,
        done,
        not account.has_password,
    )


@router.post("/account/password")
def change_password(request: Request, visitor: Person, form: GenuineForm) -> Response:
    """A new password, after the old one; every session of the person ends, and this one begins anew at login."""
    services, name = visitor.services, visitor.account.login
    proof = login.Proof(name, form.raw("old"), form.text("code"), kind="account.proven")
    try:
        login.let_in(services.ledger, visitor.house.box, proof, services.clock())
        act = visitor.act()
        with services.ledger.writing(act) as connection:
            accounts.set_password(connection, act, name, form.raw("new"), must_change=False)
    except PipelineError as refused:
        return show(request, visitor, _page(visitor, visitor.tongue.fault(refused), ""), status=400)
    return RedirectResponse("/login?next=/", 303)
