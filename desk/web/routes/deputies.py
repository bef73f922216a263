"""Deputies on the system page: appoint one for some days, end it when the absent person is back."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from desk.web.contexts.system import DeputyForm
from desk.web.days import in_box, read_day
from desk.web.forms import Form, genuine_form
from desk.web.pages import show
from desk.web.routes.system import system_page
from desk.web.visitor import Visitor, allowed
from pipeline.accounts import account as accounts
from pipeline.accounts import deputies
from pipeline.accounts.deputies import Absence
from pipeline.actors import Act
from pipeline.errors import WrongUse

router = APIRouter(include_in_schema=False)
Manager = Annotated[Visitor, Depends(allowed("account.manage"))]
Sent = Annotated[Form, Depends(genuine_form)]


@router.post("/system/deputies")
def appoint(request: Request, visitor: Manager, form: Sent) -> Response:
    """Both accounts are of units that the administrator manages; nobody appoints themselves."""
    act, deputy, absent = visitor.act(), form.text("deputy"), form.text("absent")
    if deputy == visitor.account.login:
        raise WrongUse("Không ai tự cấp vai trò cho mình.", "Nobody gives a role to themselves.")
    (first, why), (last, why_last) = (_day(visitor, form.text(name)) for name in ("first", "last"))
    if first is None or last is None:
        typed = DeputyForm(
            deputy, absent, in_box(form.text("first")), in_box(form.text("last")), why, why_last
        )
        return show(request, visitor, system_page(visitor, "", typed), section="system", status=400)
    days = Absence(first, last)
    with visitor.services.ledger.writing(act) as connection:
        _check(visitor, connection, act, deputy, absent)
        deputies.appoint(connection, act, deputy, absent, days)
    return RedirectResponse("/system", 303)


@router.post("/system/accounts/{login}/deputy-end")
def end(visitor: Manager, form: Sent, login: str) -> Response:
    """The absent person is back."""
    act, absent = visitor.act(), form.text("for")
    with visitor.services.ledger.writing(act) as connection:
        _check(visitor, connection, act, login, absent or login)
        deputies.end(connection, act, login, absent)
    return RedirectResponse("/system", 303)


def _check(visitor: Visitor, connection: Connection, act: Act, *logins: str) -> None:
    """Raises NotFound unless every account is of a unit that this administrator manages."""
    for login in logins:
        account = accounts.find(connection, login, act.at.date())
        visitor.check_unit(connection, "account.manage", account.actor.unit)


def _day(visitor: Visitor, typed: str) -> tuple[date | None, str]:
    """The day, or what to say beside its box."""
    try:
        found = read_day(typed)
    except WrongUse as wrong:
        return None, visitor.tongue.fault(wrong)
    return found, "" if found else visitor.tongue("Ghi ngày/tháng/năm.")
