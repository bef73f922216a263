"""Sessions of the desk: held on the server, known by the digest of a random token, asleep after an idle time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, insert, select, update

from pipeline.accounts.account import Account, of_actor
from pipeline.accounts.tables import sessions
from pipeline.actors import Act, timestamp
from pipeline.ledger import Ledger, note

PASSWORD, OIDC = "password", "oidc"
# Written at most once a minute: a page with many images must not be many writes.
SEEN_EVERY = timedelta(minutes=1)
# Asked with every request: made once, since making a statement costs more than the answer.
_BY_DIGEST = select(sessions).where(sessions.c.digest == bindparam("digest"), sessions.c.ended_at.is_(None))


@dataclass(frozen=True)
class Limits:
    """How long a session stays awake without a sign of life, and how long it lasts at all."""

    idle: timedelta
    whole: timedelta


@dataclass(frozen=True)
class DeskSession:
    """A session that is not ended; `asleep` ones show nothing until the password was given again.

    `way` is how the person came in, `factor` whether the outside provider vouched for a second factor, `practice` the
    practice in which the person works, None in the office.
    """

    digest: str
    account: Account
    seen_at: str
    asleep: bool
    begun_at: str = ""
    way: str = PASSWORD
    factor: bool = False
    practice: str | None = None


def digest_of(token: str) -> str:
    """What stands in the database for a token of 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(connection: Connection, act: Act, token: str, way: str = PASSWORD, *, factor: bool = False) -> None:
    """Begin a session of `act.by` that answers to `token`. Every login gets a new token."""
    values = {"digest": digest_of(token), "actor": act.by.id, "begun_at": act.time, "seen_at": act.time}
    connection.execute(insert(sessions).values(**values, way=way, factor=factor))


def find(ledger: Ledger, token: str, at: datetime, limits: Limits) -> DeskSession | None:
    """The session of a token, or None when it is unknown, ended, too old, or its account is off."""
    with ledger.reading() as connection:
        row = connection.execute(_BY_DIGEST, {"digest": digest_of(token)}).first()
        if row is None or row.begun_at < timestamp(at - limits.whole):
            return None
        account = of_actor(connection, row.actor, at.date())
    if account.off:
        return None
    asleep = row.seen_at < timestamp(at - limits.idle)
    return DeskSession(
        row.digest, account, row.seen_at, asleep, row.begun_at, row.way, row.factor, row.practice
    )


def seen(ledger: Ledger, session: DeskSession, act: Act) -> None:
    """A sign of life of a session that is awake."""
    if session.asleep or session.seen_at > timestamp(act.at - SEEN_EVERY):
        return
    with ledger.writing(act) as connection:
        where = (sessions.c.digest == session.digest) & (sessions.c.seen_at == session.seen_at)
        connection.execute(update(sessions).where(where).values(seen_at=act.time))


def end(connection: Connection, act: Act, digest: str) -> None:
    """End a session. Safe to repeat."""
    where = (sessions.c.digest == digest) & sessions.c.ended_at.is_(None)
    if connection.execute(update(sessions).where(where).values(ended_at=act.time)).rowcount:
        note(connection, act, "account.logout", act.by.id)
