"""Letting people in: password and second factor, with a lock after wrong tries. Makes no session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, select, update

from pipeline.accounts import account as accounts_
from pipeline.accounts import password as passwords
from pipeline.accounts import totp
from pipeline.accounts.account import Account
from pipeline.accounts.errors import LoginRefused
from pipeline.accounts.secrets_box import SecretsBox
from pipeline.accounts.tables import accounts
from pipeline.actors import Act, recall, service, timestamp
from pipeline.ledger import Ledger, note

# Five tries, then a wait that doubles up to an hour: a guesser gets some hundred tries a month, a person a coffee.
TRIES = 5
FIRST_LOCK = timedelta(minutes=1)
LONGEST_LOCK = timedelta(hours=1)


@dataclass(frozen=True)
class Proof:
    """What a person shows: login, password, and the six digits where the account has a second factor.

    `office` is the unit under which a name that no account has is noted; `kind` what it is noted as when it is right.
    `local` names who may use a password at all, None means everybody.
    """

    login: str
    password: str
    code: str = ""
    office: str = "desk"
    kind: str = "account.login"
    local: frozenset[str] | None = None

    def __repr__(self) -> str:
        return f"Proof({self.login!r})"


def let_in(ledger: Ledger, box: SecretsBox, proof: Proof, at: datetime) -> Account:
    """The account of somebody who proved to be its owner. Raises LoginRefused; the try is counted and noted.

    The hash is computed outside any transaction: it takes a tenth of a second and must hold up no writer.
    """
    with ledger.reading() as connection:
        row = connection.execute(select(accounts).where(accounts.c.login == proof.login)).first()
    right = passwords.matches(row.password if row else None, proof.password)
    with ledger.reading() as connection:
        office = _office(connection, row) or proof.office
    act = Act(service("desk", office), at)
    with ledger.writing(act) as connection:
        reason, step = _judged(box, row, right, proof, at)
        if row is not None and not reason:
            _welcome(connection, act, row, proof, step)
            return accounts_.find(connection, proof.login, at.date())
        about = row.actor if row else "account:unknown"
        if row is not None and reason in {"password", "code"}:
            count_failure(connection, row, at)
        note(connection, act, "account.login_refused", about, {"reason": reason})
    raise LoginRefused(reason)


def _judged(
    box: SecretsBox, row: Row[tuple[object, ...]] | None, right: bool, proof: Proof, at: datetime
) -> tuple[str, int]:
    """Why not ("" when well), and the time step of the code that was used."""
    if row is None:
        return "unknown", 0
    if row.off_at is not None:
        return "off", 0
    if row.password is None or (proof.local is not None and row.login not in proof.local):
        return "outside", 0
    if row.locked_until is not None and row.locked_until > timestamp(at):
        return "locked", 0
    if not right:
        return "password", 0
    if row.totp is None:
        return "", row.totp_step
    step = totp.step_of(proof.code, box.opened(row.totp), at, row.totp_step)
    return ("", step) if step is not None else ("code", 0)


def count_failure(connection: Connection, row: Row[tuple[object, ...]], at: datetime) -> None:
    """One wrong try more; the fifth locks the account for a while."""
    failures = accounts.c.failures + 1
    where = accounts.c.actor == row.actor
    connection.execute(update(accounts).where(where).values(failures=failures))
    counted = connection.execute(select(accounts.c.failures).where(where)).scalar_one()
    if counted >= TRIES:
        wait = min(FIRST_LOCK * 2 ** min(counted - TRIES, 10), LONGEST_LOCK)
        connection.execute(update(accounts).where(where).values(locked_until=timestamp(at + wait)))


def _welcome(connection: Connection, act: Act, row: Row[tuple[object, ...]], proof: Proof, step: int) -> None:
    values: dict[str, object] = {"failures": 0, "locked_until": None, "totp_step": step}
    if passwords.is_stale(str(row.password)):
        values["password"] = passwords.rehashed(proof.password)
    connection.execute(update(accounts).where(accounts.c.actor == row.actor).values(**values))
    # In the person's own name, so that the auditor of the unit finds it.
    note(connection, Act(recall(connection, str(row.actor)), act.at), proof.kind, str(row.actor))


def _office(connection: Connection, row: Row[tuple[object, ...]] | None) -> str:
    return recall(connection, str(row.actor)).unit if row else ""
