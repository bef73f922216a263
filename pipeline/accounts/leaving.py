"""Somebody leaves: the account ends at once, what they had in hand goes to a named person or back to the queue.

The name stays under everything they did. What they were about to sign goes back to the queue always: who may sign is
said by mandates, and no administrator can hand those on.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, select, update

from pipeline.accounts.account import Account, end_sessions, find
from pipeline.accounts.rights import may
from pipeline.accounts.tables import accounts, grants, tokens
from pipeline.accounts.units import reached
from pipeline.actors import Act
from pipeline.errors import WrongUse
from pipeline.issuing.tables import leases as signing_leases
from pipeline.issuing.tables import tickets
from pipeline.ledger import note
from pipeline.ledger_tables import records
from pipeline.review.sight import may_see
from pipeline.review.stages import item_of, may_play
from pipeline.review.tables import leases


@dataclass(frozen=True)
class Left:
    """What was in hand: records handed to the heir, records back in the queue of review, documents of signing."""

    account: Account
    handed: tuple[str, ...]
    released: tuple[str, ...]
    unsigned: tuple[str, ...]


def leave(connection: Connection, act: Act, login: str, heir: str = "") -> Left:
    """End an account: no login, session, token, agent, no grant of a deputy of theirs. Safe to repeat.

    `heir` is the login of who goes on with the records in hand, empty for nobody. Raises NotFound, and WrongUse for
    an heir who is off or is the person who leaves.
    """
    account = find(connection, login, act.at.date())
    successor = find(connection, heir, act.at.date()) if heir else None
    if successor is not None and (successor.off or successor.id == account.id):
        raise WrongUse(
            f"Người nhận việc {heir} phải là một tài khoản khác còn hoạt động.",
            f"Who takes over, {heir}, must be another account that is not off.",
        )
    handed, released = _review(connection, act, account, successor)
    unsigned = tuple(connection.scalars(select(signing_leases.c.record).where(_held_by(account))))
    connection.execute(delete(signing_leases).where(_held_by(account)))
    where = (accounts.c.actor == account.id) & accounts.c.off_at.is_(None)
    if connection.execute(update(accounts).where(where).values(off_at=act.time, off_by=act.by.id)).rowcount:
        told: dict[str, str | int] = {"handed": len(handed), "released": len(released)}
        note(connection, act, "account.off", account.id, told | {"to": successor.id if successor else ""})
    _shut(connection, act, account)
    return Left(account, tuple(handed), tuple(released), unsigned)


def _held_by(account: Account) -> ColumnElement[bool]:
    return signing_leases.c.holder == account.id


def _shut(connection: Connection, act: Act, account: Account) -> None:
    """Every door: sessions, tokens, agents of signing runs, and what deputies had in this person's place."""
    end_sessions(connection, account.id, act.at)
    own = (tokens.c.actor == account.id) & tokens.c.revoked_at.is_(None)
    connection.execute(update(tokens).where(own).values(revoked_at=act.time))
    runs = (tickets.c.holder == account.id) & tickets.c.closed_at.is_(None)
    connection.execute(update(tickets).where(runs).values(closed_at=act.time))
    standing_in = (grants.c.stands_for == account.id) & grants.c.withdrawn_at.is_(None)
    connection.execute(update(grants).where(standing_in).values(withdrawn_at=act.time))


def _review(
    connection: Connection, act: Act, account: Account, heir: Account | None
) -> tuple[list[str], list[str]]:
    handed, released = [], []
    mine = (leases.c.holder == account.id) & (leases.c.expires_at > act.time)
    for record in connection.scalars(select(leases.c.record).where(mine)).all():
        if heir is not None and _may_go_on(connection, act, heir, record):
            values = {"holder": heir.id, "taken_at": act.time, "note": None}
            connection.execute(update(leases).where(leases.c.record == record).values(**values))
            note(connection, act, "review.handed", record, {"from": account.id, "to": heir.id})
            handed.append(record)
        else:
            connection.execute(delete(leases).where(leases.c.record == record))
            note(connection, act, "review.released", record)
            released.append(record)
    return handed, released


def _may_go_on(connection: Connection, act: Act, heir: Account, record: str) -> bool:
    """Whether the heir may review this record and had no other part in it: nobody checks their own work."""
    row = connection.execute(select(records.c.unit, records.c.type).where(records.c.id == record)).one()
    codes = [grant.unit for grant in heir.grants if may((grant,), "record.review", types=row.type)]
    names = reached(connection, codes, act.at.date())
    item = item_of(connection, record, row.type)
    here = names is None or row.unit in names
    return (
        here and may_see(connection, heir.actor, record) and may_play(connection, heir.id, item, item.stage)
    )
