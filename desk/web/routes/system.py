"""The system section: how the home is, and who may log in."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from desk.times import day_shown
from desk.web.contexts.system import AccountRow, DeputyForm, SystemPage, UnitRow
from desk.web.forms import Form, genuine_form
from desk.web.language import msg
from desk.web.numbers import decimal
from desk.web.pages import show
from desk.web.visitor import Visitor, allowed
from pipeline.accounts import account as accounts
from pipeline.accounts import deputies, factor, links, units
from pipeline.accounts.account import Account, NewAccount
from pipeline.accounts.deputies import Standing
from pipeline.accounts.errors import PasswordRefused
from pipeline.accounts.leaving import leave
from pipeline.accounts.rights import Grant, Role
from pipeline.accounts.units import Custody, Unit
from pipeline.errors import NotFound, WrongUse

# What settings call where things lie and who signs.
WORDS = {
    "sqlite": msg("SQLite, một tệp trên máy này"), "postgresql": msg("PostgreSQL"),
    "file": msg("thư mục trên máy này"), "s3": msg("kho đối tượng S3"),
    "none": msg("chưa đặt"), "development": msg("chữ ký thử, không có giá trị"),
    "seal": msg("con dấu số của cơ quan"), "token": msg("thiết bị ký của từng người"),
}  # fmt: skip
router = APIRouter(include_in_schema=False)
Seer = Annotated[Visitor, Depends(allowed("system.see"))]
Manager = Annotated[Visitor, Depends(allowed("account.manage"))]
Sent = Annotated[Form, Depends(genuine_form)]


@router.get("/system")
def system(request: Request, visitor: Seer) -> Response:
    """The page."""
    return show(request, visitor, system_page(visitor, ""), section="system")


def system_page(visitor: Visitor, fault: str, deputy: DeputyForm | None = None) -> SystemPage:
    """The page, with what was wrong with a new account, or with what was typed for a deputy and has to be mended."""
    today = visitor.services.clock().date()
    with visitor.services.ledger.reading() as connection:
        known, held = units.all_units(connection), units.custodies(connection)
        rows, away = _managed(visitor, connection, today)
    return SystemPage(
        facts=_facts(visitor),
        accounts=rows,
        roles=tuple(Role),
        units=tuple((unit.code, unit.name) for unit in known if not over(unit, today)),
        unit_rows=tuple(_unit_row(unit, held) for unit in known),
        standing=away,
        may_manage=visitor.may("account.manage"),
        own=visitor.account.login,
        fault=fault,
        deputy=deputy or DeputyForm(),
        linking=visitor.house.provider is not None,
    )


def _managed(
    visitor: Visitor, connection: Connection, today: date
) -> tuple[tuple[AccountRow, ...], tuple[Standing, ...]]:
    """The accounts that the visitor manages, and who stands in for whom with them; none for others."""
    if not visitor.may("account.manage"):
        return (), ()
    reach = visitor.unit_names(connection, "account.manage")
    every = accounts.all_accounts(connection, today)
    found = [one for one in every if reach is None or one.actor.unit in reach]
    outside = links.names_of(connection)
    logins = {one.login for one in found}
    away = tuple(
        replace(one, since=day_shown(one.since), until=day_shown(one.until))
        for one in deputies.standing(connection, today)
        if one.deputy in logins
    )
    return tuple(_row(one, outside.get(one.id, "")) for one in found), away


def _facts(visitor: Visitor) -> tuple[tuple[str, str], ...]:
    settings = visitor.services.settings
    free = shutil.disk_usage(settings.home).free
    return (
        (msg("Đơn vị"), settings.unit),
        (msg("Cơ sở dữ liệu"), _word(visitor, settings.database.partition(":")[0].partition("+")[0])),
        (msg("Kho"), _word(visitor, settings.store.partition(":")[0])),
        (msg("Ký số"), _word(visitor, settings.signer)),
        (msg("Ổ đĩa còn trống"), f"{decimal(visitor.tongue, free / 2**30)} GiB"),
    )


def _word(visitor: Visitor, setting: str) -> str:
    return visitor.tongue(WORDS[setting]) if setting in WORDS else setting


def over(unit: Unit, day: date) -> bool:
    """Whether the unit's last day is past."""
    return unit.valid_to is not None and unit.valid_to < day.isoformat()


def _unit_row(unit: Unit, held: list[Custody]) -> UnitRow:
    heirs = tuple((one.holder, one.basis) for one in held if one.unit == unit.name)
    return UnitRow(unit.name, day_shown(unit.valid_from or ""), day_shown(unit.valid_to or ""), heirs)


def _row(one: Account, outside: str) -> AccountRow:
    roles = tuple((grant.role.value, "" if grant.unit == one.unit else grant.unit) for grant in one.grants)
    return AccountRow(one.login, one.actor.name, one.actor.unit, roles, one.has_totp, one.off, outside)


@router.post("/system/accounts")
def add(request: Request, visitor: Manager, form: Sent) -> Response:
    """A new account with one role; its owner changes the password at the first login."""
    act, services = visitor.act(), visitor.services
    try:
        role = _role(form.text("role"))
        with services.ledger.writing(act) as connection:
            unit = units.find(connection, form.text("unit"))
            visitor.check_unit(connection, "account.manage", unit.name)
            wanted = NewAccount(form.text("login").lower(), form.text("name"), unit.code)
            accounts.create(connection, act, wanted, form.raw("password"))
            accounts.grant(connection, act, wanted.login, Grant(role, unit.code))
    except (WrongUse, PasswordRefused) as refused:
        page = system_page(visitor, visitor.tongue.fault(refused))
        return show(request, visitor, page, section="system", status=400)
    return RedirectResponse("/system", 303)


def _other(visitor: Visitor, connection: Connection, login: str, own: WrongUse) -> Account:
    """The account of somebody else within reach. Raises NotFound, and `own` for the visitor's own one."""
    account = accounts.find(connection, login, visitor.act().at.date())
    visitor.check_unit(connection, "account.manage", account.actor.unit)
    if login == visitor.account.login:
        raise own
    return account


@router.post("/system/accounts/{login}/grant")
def grant(visitor: Manager, form: Sent, login: str) -> Response:
    """One more role, in the account's own unit."""
    act = visitor.act()
    own = WrongUse("Không ai tự cấp vai trò cho mình.", "Nobody gives a role to themselves.")
    with visitor.services.ledger.writing(act) as connection:
        account = _other(visitor, connection, login, own)
        accounts.grant(connection, act, login, Grant(_role(form.text("role")), account.unit))
    return RedirectResponse("/system", 303)


@router.post("/system/accounts/{login}/off")
def off(visitor: Manager, form: Sent, login: str) -> Response:
    """End an account at once."""
    act = visitor.act()
    own = WrongUse(
        "Không tự tắt tài khoản của mình được; nhờ người quản trị khác.",
        "You cannot end your own account; ask another administrator.",
    )
    with visitor.services.ledger.writing(act) as connection:
        _other(visitor, connection, login, own)
        if form.text("to"):
            heir = accounts.find(connection, form.text("to").lower(), act.at.date())
            visitor.check_unit(connection, "account.manage", heir.actor.unit)
        leave(connection, act, login, form.text("to").lower())
    return RedirectResponse("/system", 303)


@router.post("/system/accounts/{login}/factor-off")
def factor_off(visitor: Manager, form: Sent, login: str) -> Response:
    """Take off the second factor of somebody whose phone is gone; a new one is set at the next login."""
    act = visitor.act()
    own = WrongUse(
        "Bỏ yếu tố thứ hai của mình ở trang Tài khoản, bằng mật khẩu và mã.",
        "Take off your own second factor on your account's page, with password and code.",
    )
    with visitor.services.ledger.writing(act) as connection:
        _other(visitor, connection, login, own)
        factor.take_off(connection, act, login)
    return RedirectResponse("/system", 303)


@router.post("/system/accounts/{login}/link")
def link(visitor: Manager, form: Sent, login: str) -> Response:
    """Whom the login provider may let in as this account; an empty identity takes the link off."""
    act, provider = visitor.act(), visitor.house.provider
    with visitor.services.ledger.writing(act) as connection:
        account = accounts.find(connection, login, act.at.date())
        visitor.check_unit(connection, "account.manage", account.actor.unit)
        if provider is None:
            raise NotFound("Chưa có nhà cung cấp đăng nhập.", "There is no login provider.")
        if login == visitor.account.login:
            raise WrongUse(
                "Không tự nối tài khoản của mình; nhờ người quản trị khác.",
                "Nobody links their own account; ask another administrator.",
            )
        if form.text("identity"):
            links.link(connection, act, login, provider.options.issuer, form.text("identity"))
        else:
            links.unlink(connection, act, login)
    return RedirectResponse("/system", 303)


def _role(text: str) -> Role:
    if text not in set(Role):
        raise WrongUse(f"Không có vai trò '{text}'.", f"There is no role '{text}'.")
    return Role(text)
