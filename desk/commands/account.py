"""`sohoa account ...`: who may log in at the desk, with which roles."""

from __future__ import annotations

import secrets
from typing import Annotated
from uuid import uuid4

import typer

from desk.commands import account_deputy, account_link
from desk.commands.options import Json, Login
from desk.console import QUIET, REFUSED, cell, hairline
from desk.help_page import OfficeCommand, office
from desk.password import new_password
from desk.session import DONE, session_of
from pipeline.accounts import account as accounts
from pipeline.accounts import factor, tokens, units
from pipeline.accounts.account import Account, NewAccount
from pipeline.accounts.leaving import leave
from pipeline.accounts.rights import EVERYWHERE, Grant, Role
from pipeline.accounts.tokens import NewToken
from pipeline.errors import WrongUse

app = office("account")

Fd = Annotated[int | None, typer.Option("--password-fd", metavar="N")]


@app.command("add", cls=OfficeCommand)
def add(
    ctx: typer.Context,
    login: Login,
    name: Annotated[str, typer.Option("--name", metavar="NAME")],
    role: Annotated[list[str], typer.Option("--role", metavar="ROLE")],
    unit: Annotated[str | None, typer.Option("--unit", metavar="UNIT")] = None,
    password_fd: Fd = None,
    keep: Annotated[bool, typer.Option("--keep-password")] = False,
    bare: Annotated[bool, typer.Option("--no-password")] = False,
) -> int:
    """A new account; its owner chooses another password at the first login unless told to keep it."""
    session = session_of(ctx)
    roles = [_role(text) for text in role]
    office_name = unit or session.settings.unit
    password = None if bare else new_password(session, password_fd)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        if unit is None:
            units.register(connection, act, office_name)
        home = units.find(connection, office_name)
        wanted = NewAccount(login, name, home.code, session.settings.lang)
        accounts.create(connection, act, wanted, password, must_change=not keep)
        for one in roles:
            accounts.grant(connection, act, login, Grant(one, home.code))
    session.say("account.made", login=login)
    return DONE


@app.command("list", cls=OfficeCommand)
def list_accounts(ctx: typer.Context, json: Json = False) -> int:
    """Every account, those that are off too."""
    session = session_of(ctx)
    with session.services.ledger.reading() as connection:
        found = accounts.all_accounts(connection, session.services.clock().date())
    if json:
        session.terminal.document({"accounts": [_as_json(one) for one in found]})
        return DONE
    words = session.words
    table = hairline(*(words(f"account.{head}") for head in ("login", "name", "unit", "roles")))
    for one in found:
        style = QUIET if one.off else ""
        roles = words("account.off") if one.off else ", ".join(_told(grant) for grant in one.grants)
        row = (one.login, one.actor.name, one.actor.unit, roles)
        table.add_row(*(cell(text, style) for text in row))
    session.terminal.show(table if found else words("account.none"))
    return DONE


@app.command("grant", cls=OfficeCommand)
def grant(
    ctx: typer.Context,
    login: Login,
    role: Annotated[str, typer.Option("--role", metavar="ROLE")],
    unit: Annotated[str | None, typer.Option("--unit", metavar="UNIT")] = None,
    everywhere: Annotated[bool, typer.Option("--everywhere")] = False,
) -> int:
    """One more role, in the account's own unit unless another is named."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        account = accounts.find(connection, login, act.at.date())
        where = EVERYWHERE if everywhere else units.find(connection, unit or account.unit).code
        accounts.grant(connection, act, login, Grant(_role(role), where))
    session.say("account.granted", login=login, role=role)
    return DONE


@app.command("revoke", cls=OfficeCommand)
def revoke(
    ctx: typer.Context, login: Login, role: Annotated[str, typer.Option("--role", metavar="ROLE")]
) -> int:
    """Take a role away."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        done = accounts.withdraw(connection, act, login, _role(role))
    session.say("account.revoked" if done else "account.had_not", login=login, role=role)
    return DONE


@app.command("password", cls=OfficeCommand)
def password(ctx: typer.Context, login: Login, password_fd: Fd = None) -> int:
    """A new password from somebody else; the owner changes it at the next login."""
    session = session_of(ctx)
    text = new_password(session, password_fd)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        accounts.set_password(connection, act, login, text, must_change=True)
    session.say("account.password_set", login=login)
    return DONE


@app.command("off", cls=OfficeCommand)
def off(
    ctx: typer.Context,
    login: Login,
    to: Annotated[str, typer.Option("--to", metavar="LOGIN")] = "",
) -> int:
    """End an account at once; the name stays under everything it did."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        left = leave(connection, act, login, to)
    session.say("account.is_off", REFUSED, login=login)
    if left.handed or left.released or left.unsigned:
        back = len(left.released) + len(left.unsigned)
        session.say("account.left", to=to or "-", handed=len(left.handed), back=back)
    return DONE


@app.command("factor-off", cls=OfficeCommand)
def factor_off(ctx: typer.Context, login: Login) -> int:
    """Take off the second factor of somebody whose phone is gone, and end the sessions."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        done = factor.take_off(connection, act, login)
    session.say("account.factor_off" if done else "account.factor_none", login=login)
    return DONE


@app.command("token", cls=OfficeCommand)
def token(
    ctx: typer.Context,
    login: Login,
    label: Annotated[str, typer.Option("--label", metavar="TEXT")],
    scope: Annotated[list[str], typer.Option("--scope", metavar="ACTION")],
    days: Annotated[int, typer.Option("--days", metavar="N")] = 90,
) -> int:
    """A token for a program, shown once; it may do no more than its owner."""
    session = session_of(ctx)
    act, key, secret = session.act(), str(uuid4()), secrets.token_urlsafe(32)
    wanted = NewToken(login, label, frozenset(scope), days)
    with session.services.ledger.writing(act) as connection:
        tokens.issue(connection, act, wanted, key, secret)
    session.say("account.token_made", token=key)
    session.terminal.show(secret)
    return DONE


@app.command("token-revoke", cls=OfficeCommand)
def token_revoke(ctx: typer.Context, key: Annotated[str, typer.Argument(metavar="TOKEN")]) -> int:
    """End a token by the id that was shown when it was made."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        done = tokens.revoke(connection, act, key)
    session.say("account.token_ended" if done else "account.token_unknown", token=key)
    return DONE


app.command("link", cls=OfficeCommand)(account_link.link)
app.command("unlink", cls=OfficeCommand)(account_link.unlink)
app.command("deputy", cls=OfficeCommand)(account_deputy.deputy)
app.command("deputy-end", cls=OfficeCommand)(account_deputy.deputy_end)


def _role(text: str) -> Role:
    if text not in set(Role):
        known = ", ".join(Role)
        raise WrongUse(
            f"Không có vai trò '{text}'. Các vai trò: {known}.", f"There is no role '{text}'. Roles: {known}."
        )
    return Role(text)


def _told(grant: Grant) -> str:
    return grant.role.value + (f" ({grant.unit})" if grant.unit == EVERYWHERE else "")


def _as_json(one: Account) -> dict[str, object]:
    return {
        "login": one.login,
        "actor": one.id,
        "name": one.actor.name,
        "unit": one.unit,
        "off": one.off,
        "totp": one.has_totp,
        "roles": [{"role": g.role.value, "unit": g.unit, "types": g.types} for g in one.grants],
    }
