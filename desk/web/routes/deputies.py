"""Deputies on the system page: appoint one for some days, end it when the absent person is back."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from desk.web.forms import Form, genuine_form
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
def appoint(visitor: Manager, form: Sent) -> Response:
    """Both accounts are of units that the administrator manages; nobody appoints themselves."""
    act, deputy, absent = visitor.act(), form.text("deputy"), form.text("absent")
    if deputy == visitor.account.login:
        raise WrongUse("Không ai tự cấp vai trò cho mình.", "Nobody gives a role to themselves.")
    days = Absence(_day(form.text("first")), _day(form.text("last")))
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


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUse("Chọn ngày đầu và ngày cuối.", "Choose the first and the last day.") from None
