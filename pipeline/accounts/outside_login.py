"""Letting in whom an outside provider vouches for: the account, its second factor, the event. Speaks no protocol."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from pipeline.accounts import links, totp
from pipeline.accounts.account import Account, of_actor
from pipeline.accounts.errors import LoginRefused, NotRecognised
from pipeline.accounts.links import Identity
from pipeline.accounts.login import count_failure
from pipeline.accounts.secrets_box import SecretsBox
from pipeline.accounts.tables import accounts, spent_answers
from pipeline.actors import Act, service, timestamp
from pipeline.ledger import Ledger, note

# No answer is taken after ten minutes, so what is older than a day is kept for nothing.
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Door:
    """Where people come in: `office` is the unit under which strangers are noted, and in which they get an account
    without a role where `create` says so."""

    ledger: Ledger
    box: SecretsBox
    office: str
    create: bool = False

    def act(self, at: datetime) -> Act:
        """The desk itself, at that moment."""
        return Act(service("desk", self.office), at)


def spend(door: Door, digest: str, at: datetime) -> None:
    """Use up the answer to one begun login. Raises LoginRefused when it was used before."""
    act = door.act(at)
    with door.ledger.writing(act) as connection:
        connection.execute(delete(spent_answers).where(spent_answers.c.at < timestamp(at - KEPT)))
        used = connection.scalar(select(spent_answers.c.at).where(spent_answers.c.digest == digest))
        if used is None:
            connection.execute(insert(spent_answers).values(digest=digest, at=act.time))
            return
        note(connection, act, "account.login_refused", "account:unknown", {"reason": "replayed"})
    raise LoginRefused("replayed")


def refuse(door: Door, reason: str, at: datetime) -> None:
    """Note that a login at the provider led to nothing."""
    act = door.act(at)
    with door.ledger.writing(act) as connection:
        note(connection, act, "account.login_refused", "account:unknown", {"reason": reason, "way": "oidc"})


def let_in(door: Door, identity: Identity, at: datetime) -> tuple[Account, bool]:
    """The account of an identity, and whether a code of its own second factor is still wanted.

    Raises NotRecognised; that is noted. A second factor that the provider vouches for stands for the account's own.
    """
    act, reason = door.act(at), ""
    with door.ledger.writing(act) as connection:
        try:
            account = _account(connection, door, identity, act)
            reason = "off" if account.off else ""
        except NotRecognised as refused:
            reason = refused.code
        if not reason:
            wants_code = account.has_totp and not identity.factor
            if not wants_code:
                _noted(connection, account, at, factor=identity.factor)
            return account, wants_code
        told: dict[str, str | int] = {"reason": reason, "way": "oidc", "identity": identity.mark}
        note(connection, act, "account.login_refused", "account:unknown", told)
    raise NotRecognised(reason)


def _account(connection: Connection, door: Door, identity: Identity, act: Act) -> Account:
    try:
        return links.recognised(connection, identity, act.at.date())
    except NotRecognised as refused:
        if refused.code != "unknown" or not door.create:
            raise
    return links.welcome(connection, act, identity, door.office)


def finish(door: Door, actor: str, code: str, at: datetime) -> Account:
    """The account, after the code of its second factor. Raises LoginRefused; the try is counted and noted."""
    reason = "code"
    with door.ledger.writing(door.act(at)) as connection:
        account = of_actor(connection, actor, at.date())
        reason = "off" if account.off else used_code(connection, door.box, account, code, at)
        if not reason:
            _noted(connection, account, at, factor=False)
            return account
        note(connection, door.act(at), "account.login_refused", account.id, {"reason": reason, "way": "oidc"})
    raise LoginRefused(reason)


def used_code(connection: Connection, box: SecretsBox, account: Account, code: str, at: datetime) -> str:
    """Use up a code of the account's second factor; returns why not, "" when it was right."""
    where = accounts.c.actor == account.id
    row = connection.execute(select(accounts).where(where)).one()
    if row.locked_until is not None and row.locked_until > timestamp(at):
        return "locked"
    step = totp.step_of(code, box.opened(row.totp), at, row.totp_step) if row.totp else None
    if step is None:
        count_failure(connection, row, at)
        return "code"
    values: dict[str, object] = {"failures": 0, "locked_until": None, "totp_step": step}
    connection.execute(update(accounts).where(where).values(**values))
    return ""


def _noted(connection: Connection, account: Account, at: datetime, *, factor: bool) -> None:
    told: dict[str, str | int] = {"way": "oidc", "factor": "provider" if factor else ""}
    note(connection, Act(account.actor, at), "account.login", account.id, told)
