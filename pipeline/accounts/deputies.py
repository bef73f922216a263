"""Deputies: somebody has another's roles from one day to another, under their own name. Signing mandates are apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update

from pipeline.accounts.account import Account, find
from pipeline.accounts.rights import Role
from pipeline.accounts.tables import accounts, grants
from pipeline.actors import Act
from pipeline.errors import WrongUse
from pipeline.ledger import note

LONGEST_DAYS = 366


@dataclass(frozen=True)
class Standing:
    """Who stands in for whom (logins), in which roles, from which day to which (both included)."""

    deputy: str
    absent: str
    roles: tuple[str, ...]
    since: str
    until: str


@dataclass(frozen=True)
class Absence:
    """The first and the last day on which somebody is away."""

    first: date
    last: date


def appoint(connection: Connection, act: Act, deputy: str, absent: str, days: Absence) -> Standing:
    """Give `deputy` the roles that `absent` holds today, for the days of the absence.

    The role of administrator goes to nobody this way, and roles that are themselves a deputy's are not handed on.
    Raises WrongUse when nothing is left to hand over or the days make no sense, NotFound.
    """
    one, other = find(connection, deputy, act.at.date()), find(connection, absent, act.at.date())
    _refuse_senseless(one, other, days, act.at.date())
    own = _own_grants(connection, other.id, act.at.date().isoformat())
    if not own:
        raise WrongUse(
            f"{absent} không có vai trò nào giao cho người thay được.",
            f"{absent} has no role that a deputy could take.",
        )
    since, until = days.first.isoformat(), days.last.isoformat()
    end(connection, act, deputy, absent)
    given = {"since": since, "until": until, "given_at": act.time, "given_by": act.by.id}
    for row in own:
        role = {"role": row.role, "unit": row.unit, "types": row.types}
        connection.execute(insert(grants).values(actor=one.id, stands_for=other.id, **role, **given))
    note(connection, act, "account.deputy", one.id, {"for": other.id, "since": since, "until": until})
    return Standing(deputy, absent, tuple(sorted({row.role for row in own})), since, until)


def _refuse_senseless(deputy: Account, absent: Account, days: Absence, today: date) -> None:
    within = 0 <= (days.last - days.first).days < LONGEST_DAYS and days.last >= today
    if deputy.id == absent.id or deputy.off or absent.off or not within:
        raise WrongUse(
            "Người thay là tài khoản khác còn hoạt động; ngày cuối không trước ngày đầu, chưa qua, trong một năm.",
            "A deputy is another account, not off; the last day is neither before the first nor past, within a year.",
        )


def end(connection: Connection, act: Act, deputy: str, absent: str) -> bool:
    """The absent person is back: what the deputy had in their place ends now; False when there was nothing."""
    one, other = find(connection, deputy, act.at.date()), find(connection, absent, act.at.date())
    where = (grants.c.actor == one.id) & (grants.c.stands_for == other.id) & grants.c.withdrawn_at.is_(None)
    done = connection.execute(update(grants).where(where).values(withdrawn_at=act.time)).rowcount
    if done:
        note(connection, act, "account.deputy_ended", one.id, {"for": other.id})
    return bool(done)


def standing(connection: Connection, day: date) -> list[Standing]:
    """Everybody who stands in on `day` or will later."""
    away = accounts.alias("away")
    query = (
        select(grants, accounts.c.login, away.c.login.label("absent"))
        .join(accounts, accounts.c.actor == grants.c.actor)
        .join(away, away.c.actor == grants.c.stands_for)
        .where(grants.c.withdrawn_at.is_(None), grants.c.until >= day.isoformat())
        .order_by(grants.c.since, accounts.c.login, grants.c.role)
    )
    found: dict[tuple[str, str, str, str], list[str]] = {}
    for row in connection.execute(query):
        found.setdefault((row.login, row.absent, row.since, row.until), []).append(row.role)
    return [
        Standing(deputy, absent, tuple(roles), since, until)
        for (deputy, absent, since, until), roles in found.items()
    ]


def _own_grants(connection: Connection, actor: str, today: str) -> list[Any]:
    held = (
        (grants.c.actor == actor)
        & grants.c.withdrawn_at.is_(None)
        & grants.c.stands_for.is_(None)
        & (grants.c.role != Role.ADMIN.value)
        & (grants.c.since.is_(None) | (grants.c.since <= today))
        & (grants.c.until.is_(None) | (grants.c.until >= today))
    )
    return list(connection.execute(select(grants).where(held)).all())
