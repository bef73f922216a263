"""The second factor of an account: proposed, confirmed by a code, taken off again. Draws nothing; asks at no door.

A proposed secret lies nowhere but in the page that shows it, sealed for one session: what was never confirmed leaves
no trace, and who reads the database finds no secret that could still be confirmed.
"""

from __future__ import annotations

import secrets
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, update

from pipeline.accounts import totp
from pipeline.accounts.account import Account, end_sessions, find
from pipeline.accounts.errors import LoginRefused
from pipeline.accounts.rights import Role
from pipeline.accounts.secrets_box import SecretsBox
from pipeline.accounts.tables import accounts
from pipeline.actors import Act, ActorKind, timestamp
from pipeline.errors import Missing, MoveRefused
from pipeline.ledger import note

# As long as somebody needs to find the phone; a page left open overnight proposes nothing any more.
LONGEST_MINUTES = 30


@dataclass(frozen=True)
class Proposed:
    """A secret that nobody has confirmed yet; `sealed` is what the page sends back."""

    secret: bytes
    sealed: str

    def __repr__(self) -> str:
        return "Proposed()"


def due(account: Account, roles: Set[Role]) -> bool:
    """Whether the account must have a second factor and has none. The demonstration's accounts are never asked."""
    held = {grant.role for grant in account.grants}
    return not account.has_totp and account.actor.kind is ActorKind.PERSON and bool(held & roles)


def propose(box: SecretsBox, account: Account, session: str, at: datetime) -> Proposed:
    """A new secret for the account, good for the session with digest `session`."""
    secret = secrets.token_bytes(totp.SECRET_BYTES)
    told = f"{account.id} {session} {timestamp(at)} {secret.hex()}"
    return Proposed(secret, box.sealed(told.encode()))


def reopened(box: SecretsBox, account: Account, session: str, at: datetime, sealed: str) -> Proposed:
    """What `propose` gave. Raises MoveRefused when it is another's, of another session, or too old."""
    try:
        actor, bound, made, secret = box.opened(sealed).decode().split(" ")
    except (Missing, ValueError):
        actor = bound = made = secret = ""
    age = (at - datetime.fromisoformat(made)).total_seconds() if made else LONGEST_MINUTES * 60
    if actor != account.id or bound != session or age >= LONGEST_MINUTES * 60:
        raise MoveRefused(
            "Mã QR này đã quá hạn. Bắt đầu lại để có mã mới; xóa mã cũ trong ứng dụng.",
            "This QR code is too old. Begin again for a new one; remove the old one from the app.",
        )
    return Proposed(bytes.fromhex(secret), sealed)


def confirm(connection: Connection, act: Act, box: SecretsBox, proposed: Proposed, code: str) -> None:
    """Give `act.by` the second factor; every login asks for a code from now on, and this code counts no more.

    Raises LoginRefused for a wrong code, MoveRefused when the account has a second factor already.
    """
    step = totp.step_of(code, proposed.secret, act.at, 0)
    if step is None:
        raise LoginRefused("code")
    where = (accounts.c.actor == act.by.id) & accounts.c.totp.is_(None)
    values = {"totp": box.sealed(proposed.secret), "totp_step": step}
    if connection.execute(update(accounts).where(where).values(**values)).rowcount != 1:
        raise MoveRefused(
            "Tài khoản đã có yếu tố thứ hai. Bỏ cái cũ trước.",
            "The account has a second factor already. Take the old one off first.",
        )
    note(connection, act, "account.factor", act.by.id)


def take_off(connection: Connection, act: Act, login: str) -> bool:
    """Take the second factor off and end the account's sessions; False when it has none. Raises NotFound."""
    account = find(connection, login, act.at.date())
    where = (accounts.c.actor == account.id) & accounts.c.totp.is_not(None)
    if not connection.execute(update(accounts).where(where).values(totp=None)).rowcount:
        return False
    end_sessions(connection, account.id, act.at)
    note(connection, act, "account.factor_off", account.id)
    return True
