"""Links between accounts and identities of an outside login provider: made, found, taken off. Speaks no protocol.

The administrator writes the value of one claim (`name`) beside an account. At the first login the subject that came
with it is remembered, and from then on both must be the same: a name that is given to somebody else opens nothing.
A linked account has no password here: one account, one way in.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, insert, select, update

from pipeline.accounts import account as accounts_
from pipeline.accounts import units
from pipeline.accounts.account import Account, NewAccount, end_sessions, find, of_actor
from pipeline.accounts.errors import NotRecognised
from pipeline.accounts.tables import accounts, links
from pipeline.actors import Act
from pipeline.errors import WrongUse
from pipeline.ledger import note

LONGEST = 255


@dataclass(frozen=True)
class Identity:
    """Who the provider says is there: `name` is the value of the claim that names accounts, `shown` for people.

    `factor`: the provider says that a second factor was used, in words that the settings trust.
    """

    issuer: str
    subject: str
    name: str
    shown: str = ""
    factor: bool = False

    def __repr__(self) -> str:
        return f"Identity({self.mark})"

    @property
    def mark(self) -> str:
        """What stands for it in the audit trail: subjects may be e-mail addresses."""
        return hashlib.sha256(f"{self.issuer}\n{self.subject}".encode()).hexdigest()[:16]


def link(connection: Connection, act: Act, login: str, issuer: str, name: str) -> None:
    """Let who bears `name` at `issuer` in as `login`; takes the password away and ends the sessions.

    Raises NotFound, and WrongUse for a name that is empty, too long, or linked to another account.
    """
    account = find(connection, login, act.at.date())
    name = name.strip()
    if not name or len(name) > LONGEST or not name.isprintable():
        raise WrongUse(
            f"Danh tính ngoài phải có 1 đến {LONGEST} ký tự in được.",
            f"An outside identity has 1 to {LONGEST} printable characters.",
        )
    held = connection.scalar(select(links.c.actor).where(links.c.issuer == issuer, links.c.name == name))
    if held not in {None, account.id}:
        raise WrongUse(
            "Danh tính này đã nối với một tài khoản khác. Bỏ nối ở tài khoản kia trước.",
            "This identity is linked to another account. Unlink it there first.",
        )
    connection.execute(delete(links).where(links.c.actor == account.id))
    values = {"actor": account.id, "issuer": issuer, "name": name}
    connection.execute(insert(links).values(**values, linked_at=act.time, linked_by=act.by.id))
    where = accounts.c.actor == account.id
    gone: dict[str, object] = {"password": None, "must_change": False, "failures": 0, "locked_until": None}
    connection.execute(update(accounts).where(where).values(**gone))
    end_sessions(connection, account.id, act.at)
    note(connection, act, "account.link", account.id)


def unlink(connection: Connection, act: Act, login: str) -> bool:
    """Take the link off and end the sessions; False when there is none. Raises NotFound."""
    account = find(connection, login, act.at.date())
    if not connection.execute(delete(links).where(links.c.actor == account.id)).rowcount:
        return False
    end_sessions(connection, account.id, act.at)
    note(connection, act, "account.unlink", account.id)
    return True


def names_of(connection: Connection) -> dict[str, str]:
    """The outside name of every linked account, by the id of its actor."""
    return {row.actor: row.name for row in connection.execute(select(links.c.actor, links.c.name))}


def recognised(connection: Connection, identity: Identity, day: date) -> Account:
    """The account of an identity; its subject is remembered at the first time. Raises NotRecognised."""
    here = links.c.issuer == identity.issuer
    row = connection.execute(select(links).where(here, links.c.subject == identity.subject)).first()
    if row is None:
        row = connection.execute(select(links).where(here, links.c.name == identity.name)).first()
        if row is None:
            raise NotRecognised("unknown")
        if row.subject is not None:
            raise NotRecognised("subject")
        connection.execute(update(links).where(links.c.actor == row.actor).values(subject=identity.subject))
    elif row.name != identity.name:
        # The same person under another name: the administrator looks at it and links anew.
        raise NotRecognised("name")
    return of_actor(connection, row.actor, day)


def welcome(connection: Connection, act: Act, identity: Identity, unit: str) -> Account:
    """An account without any role for an identity that nobody has linked; the administrator gives roles.

    Its login says nothing of the person, so that nobody gets the name of another actor by choosing a name outside.
    """
    login = f"oidc-{identity.mark}"
    home = units.register(connection, act, unit)
    name = "".join(one for one in identity.shown if one.isprintable()).strip()[:120] or login
    made = accounts_.create(connection, act, NewAccount(login, name, home.code), None)
    values = {"actor": made.id, "issuer": identity.issuer, "name": identity.name, "subject": identity.subject}
    connection.execute(insert(links).values(**values, linked_at=act.time, linked_by=act.by.id))
    note(connection, act, "account.link", made.id)
    return made
