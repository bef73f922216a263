"""Accounts: making them, their roles, ending them. An account is credentials on an actor, whose name stays."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from pipeline.accounts import password as passwords
from pipeline.accounts import units
from pipeline.accounts.rights import EVERYWHERE, Grant, Role
from pipeline.accounts.tables import accounts, grants, links, sessions
from pipeline.actors import Act, Actor, ActorKind, remember, timestamp
from pipeline.errors import NotFound, WrongUse
from pipeline.ledger import note
from pipeline.ledger_tables import actors

_LOGIN = re.compile(r"[a-z][a-z0-9-]{1,40}")


@dataclass(frozen=True)
class Account:
    """A person who may log in: the actor, the unit's code, the grants in force on the day it was read."""

    actor: Actor
    login: str
    unit: str
    language: str
    must_change: bool
    has_totp: bool
    off: bool
    grants: tuple[Grant, ...]
    has_password: bool = True

    @property
    def id(self) -> str:
        """The id of its actor."""
        return self.actor.id


@dataclass(frozen=True)
class NewAccount:
    """What is needed to make one; `unit` is a unit's name or code, `demo` marks the demonstration's."""

    login: str
    name: str
    unit: str
    language: str = "vi"
    demo: bool = False


def create(
    connection: Connection, act: Act, wanted: NewAccount, password: str | None, *, must_change: bool = True
) -> Account:
    """Make an account; without a password it waits to be linked to an outside login (pipeline/accounts/links.py).

    Raises WrongUse for a bad or taken login, PasswordRefused, NotFound for the unit.
    """
    _refuse_login(connection, wanted.login)
    unit = units.in_being(connection, wanted.unit, act.at.date())
    kind = ActorKind.DEMO if wanted.demo else ActorKind.PERSON
    actor = Actor(f"{kind.value}:{wanted.login}", kind, wanted.name, unit.name)
    remember(connection, actor)
    connection.execute(
        insert(accounts).values(
            actor=actor.id,
            login=wanted.login,
            unit=unit.code,
            password=passwords.hashed(password, wanted.login) if password is not None else None,
            password_at=act.time,
            must_change=must_change and password is not None,
            totp_step=0,
            failures=0,
            language=wanted.language,
            created_at=act.time,
            created_by=act.by.id,
        )
    )
    note(connection, act, "account.create", actor.id, {"unit": unit.code})
    return find(connection, wanted.login, act.at.date())


def _refuse_login(connection: Connection, login: str) -> None:
    if not _LOGIN.fullmatch(login):
        raise WrongUse(
            f"Tên đăng nhập '{login}' phải gồm 2 đến 41 chữ thường không dấu, số và dấu -, bắt đầu bằng chữ.",
            f"Login '{login}' must be 2 to 41 small unaccented letters, digits and -, a letter first.",
        )
    if connection.scalar(select(accounts.c.login).where(accounts.c.login == login)) is not None:
        raise WrongUse(f"Đã có tài khoản {login}.", f"There is an account {login} already.")


def find(connection: Connection, login: str, day: date) -> Account:
    """The account with that login, with the grants in force on `day`. Raises NotFound."""
    row = connection.execute(_rows().where(accounts.c.login == login)).first()
    if row is None:
        raise NotFound(f"Không có tài khoản {login}.", f"There is no account {login}.")
    return _account(connection, row, day)


def of_actor(connection: Connection, actor: str, day: date) -> Account:
    """The account of an actor's id. Raises NotFound."""
    row = connection.execute(_OF_ACTOR, {"actor": actor}).first()
    if row is None:
        raise NotFound(f"Không có tài khoản {actor}.", f"There is no account {actor}.")
    return _account(connection, row, day)


def all_accounts(connection: Connection, day: date) -> list[Account]:
    """Every account by login, those that are off too."""
    rows = connection.execute(_rows().order_by(accounts.c.login)).all()
    return [_account(connection, row, day) for row in rows]


def _rows() -> Any:
    joined = accounts.join(actors, actors.c.id == accounts.c.actor)
    return select(accounts, actors.c.name, actors.c.kind, actors.c.unit.label("office")).select_from(joined)


# Asked with every request: made once, since making a statement costs more than the answer.
_OF_ACTOR = _rows().where(accounts.c.actor == bindparam("actor"))
_IN_FORCE = (
    select(grants.c.role, grants.c.unit, grants.c.types)
    .where(
        grants.c.actor == bindparam("actor"),
        grants.c.withdrawn_at.is_(None),
        grants.c.since.is_(None) | (grants.c.since <= bindparam("today")),
        grants.c.until.is_(None) | (grants.c.until >= bindparam("today")),
    )
    .order_by(grants.c.id)
)


def _account(connection: Connection, row: Row[Any], day: date) -> Account:
    actor = Actor(row.actor, ActorKind(row.kind), row.name, row.office)
    held = () if row.off_at else grants_on(connection, row.actor, day)
    return Account(
        actor,
        row.login,
        row.unit,
        row.language,
        row.must_change,
        row.totp is not None,
        row.off_at is not None,
        held,
        row.password is not None,
    )


def grants_on(connection: Connection, actor: str, day: date) -> tuple[Grant, ...]:
    """The grants of an actor that are in force on `day`."""
    rows = connection.execute(_IN_FORCE, {"actor": actor, "today": day.isoformat()})
    return tuple(Grant(Role(row.role), row.unit, row.types) for row in rows)


def grant(connection: Connection, act: Act, login: str, given: Grant, until: date | None = None) -> None:
    """Give a role; one that is held already is not given twice. Raises NotFound for the account or unit."""
    account = find(connection, login, act.at.date())
    if given.unit != EVERYWHERE:
        units.in_being(connection, given.unit, act.at.date())
    if given in account.grants and until is None:
        return
    connection.execute(
        insert(grants).values(
            actor=account.id,
            role=given.role.value,
            unit=given.unit,
            types=given.types,
            until=until.isoformat() if until else None,
            given_at=act.time,
            given_by=act.by.id,
        )
    )
    detail = {"role": given.role.value, "unit": given.unit.replace(EVERYWHERE, "all")}
    note(connection, act, "account.grant", account.id, detail)


def withdraw(connection: Connection, act: Act, login: str, role: Role) -> int:
    """Take a role away everywhere; returns how many grants ended."""
    account = find(connection, login, act.at.date())
    where = (grants.c.actor == account.id) & (grants.c.role == role.value) & grants.c.withdrawn_at.is_(None)
    done = connection.execute(update(grants).where(where).values(withdrawn_at=act.time)).rowcount
    if done:
        note(connection, act, "account.withdraw", account.id, {"role": role.value})
    return done


def set_password(connection: Connection, act: Act, login: str, password: str, *, must_change: bool) -> None:
    """Set a new password, unlock the account and end its sessions.

    Raises NotFound, PasswordRefused, and WrongUse for an account that is linked to an outside login.
    """
    account = find(connection, login, act.at.date())
    if connection.scalar(select(links.c.actor).where(links.c.actor == account.id)) is not None:
        raise WrongUse(
            f"{login} đăng nhập qua nhà cung cấp bên ngoài, không có mật khẩu ở đây. Bỏ nối trước (account unlink).",
            f"{login} logs in at an outside provider and has no password here. Unlink it first (account unlink).",
        )
    values = {
        "password": passwords.hashed(password, login),
        "password_at": act.time,
        "must_change": must_change,
        "failures": 0,
        "locked_until": None,
    }
    connection.execute(update(accounts).where(accounts.c.actor == account.id).values(**values))
    end_sessions(connection, account.id, act.at)
    note(connection, act, "account.password", account.id)


def end_sessions(connection: Connection, actor: str, at: datetime, but: str = "") -> None:
    """End every session of an actor but the one with digest `but`."""
    where = (sessions.c.actor == actor) & sessions.c.ended_at.is_(None) & (sessions.c.digest != but)
    connection.execute(update(sessions).where(where).values(ended_at=timestamp(at)))
