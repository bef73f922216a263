"""Tokens for programs: a person's, with scopes and an end, known by digest. And answers to requests sent twice."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from pipeline.accounts.account import Account, find, of_actor
from pipeline.accounts.rights import actions
from pipeline.accounts.sessions import digest_of
from pipeline.accounts.tables import answered, tokens
from pipeline.actors import Act, timestamp
from pipeline.errors import MoveRefused, WrongUse
from pipeline.ledger import Ledger, note

LONGEST_DAYS = 366


@dataclass(frozen=True)
class Bearer:
    """Who a token stands for, and which actions it may do at most."""

    account: Account
    scopes: frozenset[str]


@dataclass(frozen=True)
class Answer:
    """What was answered under an idempotency key."""

    status: int
    body: str


@dataclass(frozen=True)
class NewToken:
    """What a token is for: the account, a label for people, actions, and how many days it lasts."""

    login: str
    label: str
    scopes: frozenset[str]
    days: int


def issue(connection: Connection, act: Act, wanted: NewToken, key: str, secret: str) -> None:
    """Let `secret` (256 random bits) stand for the account under the id `key`. Raises WrongUse, NotFound."""
    unknown = wanted.scopes - set(actions())
    if unknown or not wanted.scopes or not 0 < wanted.days <= LONGEST_DAYS:
        told = ", ".join(sorted(unknown)) or f"1-{LONGEST_DAYS}"
        raise WrongUse(
            f"Phạm vi hoặc số ngày của thẻ không đúng: {told}.",
            f"Scopes or days of the token are wrong: {told}.",
        )
    account = find(connection, wanted.login, act.at.date())
    connection.execute(
        insert(tokens).values(
            digest=digest_of(secret),
            id=key,
            actor=account.id,
            label=wanted.label,
            scopes=" ".join(sorted(wanted.scopes)),
            made_at=act.time,
            until=timestamp(act.at + timedelta(days=wanted.days)),
        )
    )
    note(connection, act, "account.token", account.id, {"token": key})


def revoke(connection: Connection, act: Act, key: str) -> bool:
    """End a token; False when there is none under that id that still holds."""
    where = (tokens.c.id == key) & tokens.c.revoked_at.is_(None)
    done = connection.execute(update(tokens).where(where).values(revoked_at=act.time)).rowcount
    if done:
        note(connection, act, "account.token_revoked", key)
    return bool(done)


def bearer(ledger: Ledger, secret: str, at: datetime) -> Bearer | None:
    """Who a token stands for, or None when it is unknown, ended, revoked, or the account is off."""
    with ledger.reading() as connection:
        where = (tokens.c.digest == digest_of(secret)) & tokens.c.revoked_at.is_(None)
        row = connection.execute(select(tokens).where(where, tokens.c.until > timestamp(at))).first()
        account = of_actor(connection, row.actor, _day(at)) if row else None
    if row is None or account is None or account.off:
        return None
    return Bearer(account, frozenset(row.scopes.split()))


def _day(at: datetime) -> date:
    return at.date()


def recalled(connection: Connection, actor: str, key: str, request: bytes) -> Answer | None:
    """The answer that the same request got under this key. Raises MoveRefused when another request used the key."""
    row = connection.execute(select(answered).where(answered.c.actor == actor, answered.c.key == key)).first()
    if row is None:
        return None
    if row.request != hashlib.sha256(request).hexdigest():
        raise MoveRefused(
            "Khóa idempotency này đã dùng cho một yêu cầu khác.",
            "This idempotency key was used for another request.",
        )
    return Answer(row.status, row.body)


def keep(connection: Connection, act: Act, key: str, request: bytes, answer: Answer) -> None:
    """Keep an answer under its key; one that is there already stays."""
    values = {"actor": act.by.id, "key": key, "request": hashlib.sha256(request).hexdigest()}
    try:
        with connection.begin_nested():
            connection.execute(
                insert(answered).values(**values, status=answer.status, body=answer.body, at=act.time)
            )
    except IntegrityError:
        return
