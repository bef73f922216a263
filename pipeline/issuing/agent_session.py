"""Who an agent on another machine is: a one-time token traded for a session with a key of the agent's own choice.

The server's half of docs/agent.md, "open" and "close"; a web server only has to wrap it. Of token and key the ledger
keeps digests. What the session may do with its documents is agent_jobs.py and agent_answers.py.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, insert, select, update

from archive.digest import of_bytes
from pipeline.actors import Act, Actor, recall, timestamp
from pipeline.errors import PipelineError
from pipeline.issuing.claims import Refusal, claim
from pipeline.issuing.policy import policy
from pipeline.issuing.tables import jobs, tickets
from pipeline.ledger import note
from pipeline.wiring import Services
from signing.deferred import Absentee
from signing.errors import SigningError
from signing.identity import parse_der
from signing.token import fingerprint

TOKEN_MINUTES = 10
SESSION_HOURS = 8
MOST = 500
WAITING, CLAIMED, ACCEPTED, FINISHED = "waiting", "claimed", "accepted", "finished"
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")


class AgentRefused(PipelineError):
    """A request of an agent that is not granted: HTTP status, code and both texts as docs/agent.md lists them."""

    exit_code = 4

    def __init__(self, status: int, code: str, vi: str, en: str) -> None:
        super().__init__(vi, en)
        self.status = status
        self.code = code


@dataclass(frozen=True)
class Ticket:
    """A token was made for `records`; `refused` are not in it."""

    id: str
    records: tuple[str, ...]
    refused: tuple[Refusal, ...]
    expires_at: str


@dataclass(frozen=True)
class AgentSession:
    """An open session: whose it is, under which certificate, until when."""

    ticket: str
    holder: Actor
    signer: Absentee
    until: str


def open_ticket(services: Services, act: Act, ids: Sequence[str], token: str) -> Ticket:
    """Claim these records and let whoever brings `token` (256 random bits, made by the caller) sign them.

    At most 500. The token is good for ten minutes and for one trade.
    """
    given, refused = claim(services, act, list(ids)[:MOST])
    with services.ledger.writing(act) as connection:
        ticket, expires = put_ticket(connection, act, token)
        for number, one in enumerate(given):
            put_job(connection, act, (ticket, number), one.record, one.sha256)
        note(connection, act, "signing.ticket", ticket, {"documents": len(given)})
    return Ticket(ticket, tuple(one.record for one in given), tuple(refused), expires)


def put_ticket(connection: Connection, act: Act, token: str) -> tuple[str, str]:
    """The row of a one-time code in this person's name: its id, and until when it may be traded."""
    ticket, expires = str(uuid4()), timestamp(act.at.astimezone(UTC) + timedelta(minutes=TOKEN_MINUTES))
    row = {"id": ticket, "digest": of_bytes(token.encode()), "holder": act.by.id}
    connection.execute(insert(tickets).values(**row, created_at=act.time, expires_at=expires))
    return ticket, expires


def put_job(
    connection: Connection, act: Act, place: tuple[str, int], record: str, sha256: str | None
) -> None:
    """One document to be signed under a ticket; `place`: the ticket, and its number there."""
    row = {"ticket": place[0], "number": place[1], "record": record, "sha256": sha256, "state": WAITING}
    connection.execute(insert(jobs).values(**row, attempt=0, changed_at=act.time))


def trade(
    services: Services, token: str, key: str, certificates: tuple[str, Sequence[str]], at: datetime
) -> tuple[AgentSession, bool]:
    """Trade a token for a session under `key`; `certificates` are own and chain, base64 of DER.

    True when it is new, False when the same trade was asked for again. Raises AgentRefused.
    """
    signer = _signer(certificates)
    if not _KEY.fullmatch(key):
        raise malformed()
    row, holder = _ticket(services, token, timestamp(at))
    if row.key_digest is not None:
        return _again(row, key, holder, timestamp(at))
    _known_certificate(services, holder, signer)
    until = timestamp(at.astimezone(UTC) + timedelta(hours=SESSION_HOURS))
    act = Act(holder, at)
    with services.ledger.writing(act) as connection:
        # Exactly the row that was seen: of two trades at once one wins.
        won = connection.execute(
            update(tickets)
            .where(tickets.c.id == row.id, tickets.c.key_digest.is_(None))
            .values(
                key_digest=of_bytes(key.encode()), certificate=certificates[0], chain=list(certificates[1]),
                opened_at=timestamp(at), until=until,
            )
        )  # fmt: skip
        if not won.rowcount:
            raise token_used()
        note(connection, act, "signing.session", row.id, {"certificate": fingerprint(signer.certificate)})
    return AgentSession(row.id, holder, signer, until), True


def _ticket(services: Services, token: str, now: str) -> tuple[Row[Any], Actor]:
    """The row of `token`, and whose it is. Raises AgentRefused for one that is not known, closed or over."""
    with services.ledger.reading() as connection:
        row = connection.execute(select(tickets).where(tickets.c.digest == of_bytes(token.encode()))).first()
        if row is None or row.closed_at is not None or (row.key_digest is None and row.expires_at <= now):
            raise unauthorised()
        return row, recall(connection, row.holder)


def session_of(services: Services, key: str, at: datetime) -> AgentSession:
    """The open session under that key. Raises AgentRefused (401)."""
    with services.ledger.reading() as connection:
        row = connection.execute(
            select(tickets).where(tickets.c.key_digest == of_bytes(key.encode()))
        ).first()
        if row is None or row.closed_at is not None or row.until <= timestamp(at):
            raise unauthorised()
        return _session(row, recall(connection, row.holder))


def close(services: Services, session: AgentSession, at: datetime) -> None:
    """End a session; its key opens nothing any more. Safe to repeat."""
    act = Act(session.holder, at)
    with services.ledger.writing(act) as connection:
        where = (tickets.c.id == session.ticket) & tickets.c.closed_at.is_(None)
        if connection.execute(update(tickets).where(where).values(closed_at=act.time)).rowcount:
            note(connection, act, "signing.session_closed", session.ticket)


def job_rows(connection: Connection, session: AgentSession) -> Sequence[Row[Any]]:
    """The documents of a session in the order in which they are to be signed."""
    query = select(jobs).where(jobs.c.ticket == session.ticket).order_by(jobs.c.number)
    return connection.execute(query).all()


def malformed() -> AgentRefused:
    """400."""
    return AgentRefused(400, "malformed", "Yêu cầu không đúng dạng.", "The request is malformed.")


def unauthorised() -> AgentRefused:
    """401."""
    return AgentRefused(
        401, "unauthorised",
        "Mã không đúng, đã dùng, hết hạn hoặc đã đóng. Lấy mã mới ở trang ký.",
        "The code is unknown, used, expired or closed. Get a new one from the signing page.",
    )  # fmt: skip


def token_used() -> AgentRefused:
    """409."""
    return AgentRefused(
        409,
        "token-used",
        "Mã đã được máy khác dùng. Lấy mã mới.",
        "The code was used already. Get a new one.",
    )


def _again(row: Row[Any], key: str, holder: Actor, now: str) -> tuple[AgentSession, bool]:
    if row.key_digest != of_bytes(key.encode()):
        raise token_used()
    if row.until <= now:
        raise unauthorised()
    return _session(row, holder), False


def _session(row: Row[Any], holder: Actor) -> AgentSession:
    return AgentSession(row.id, holder, _signer((row.certificate, row.chain)), row.until)


def _signer(certificates: tuple[str, Sequence[str]]) -> Absentee:
    try:
        own, *chain = (
            parse_der(base64.b64decode(one, validate=True)) for one in (certificates[0], *certificates[1])
        )
    except (ValueError, TypeError, SigningError) as cause:
        raise malformed() from cause
    return Absentee(own, tuple(chain))


def _known_certificate(services: Services, holder: Actor, signer: Absentee) -> None:
    """Where mandates name certificates for this person, it must be one of them; else any that may sign."""
    named = {one.certificate for one in policy(services.settings).mandates if one.person == holder.id}
    named.discard("")
    if named and fingerprint(signer.certificate) not in named:
        raise AgentRefused(
            403, "certificate",
            f"Chứng thư “{signer.name}” không phải của {holder.name}. Dùng đúng thiết bị.",
            f"Certificate “{signer.name}” is not one of {holder.name}. Use the right token.",
        )  # fmt: skip
