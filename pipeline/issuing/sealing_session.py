"""A sealing session: a named holder opens the seal for one list, a number of documents and a time; then it works alone.

It stops at the first difference from the list, never goes beyond count or time, and leaves a minute in the store.
Killed, the session is over: what was sealed stands, and whoever looks next writes its minute. The key is the caller's
to open before and to close behind `run_session`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, insert, select, update

from archive.digest import of_bytes
from pipeline.actors import Act, Actor, recall, timestamp
from pipeline.capture import json_bytes
from pipeline.errors import MoveRefused, NotFound, PipelineError, WrongUse
from pipeline.issuing.cases import Case
from pipeline.issuing.minute import leave_minute
from pipeline.issuing.sign_batch import refuse_lacking
from pipeline.issuing.sign_queue import case_for, cases_for, refusal
from pipeline.issuing.signing_step import Batch, batch_of, sign_step
from pipeline.issuing.tables import seal_items, seal_sessions, steps
from pipeline.ledger import note
from pipeline.wiring import Services
from signing.errors import SigningError
from signing.identity import SigningIdentity
from signing.token import fingerprint

MOST, LONGEST = 1000, 8 * 60
LISTED, OPEN, CLOSED = "listed", "open", "closed"
# Why a session ended.
DONE, DIFFERENCE, TIME, SIGNER, KILLED = "done", "difference", "time", "signer", "killed"
WAITING, SEALED, DIFFERS, FAILED = "waiting", "sealed", "differs", "failed"


@dataclass(frozen=True)
class SealResult:
    """What became of one document of the list; both texts are empty when it was sealed."""

    record: str
    state: str
    vi: str = ""
    en: str = ""


def list_for_seal(services: Services, act: Act, ids: Sequence[str], minutes: int) -> str:
    """Fix the list of one session: these records with the digests of their files as they are now; returns its id.

    Raises MoveRefused naming the first that this person may not seal (mandate, four-eyes, initials, number), WrongUse
    for an empty or too long list or time.
    """
    if not 0 < len(set(ids)) == len(ids) <= MOST or not 0 < minutes <= LONGEST:
        raise WrongUse(
            f"Một phiên đóng dấu có từ 1 đến {MOST} tài liệu khác nhau và dài từ 1 đến {LONGEST} phút.",
            f"A sealing session takes 1 to {MOST} different records and 1 to {LONGEST} minutes.",
        )
    run = batch_of(services)
    cases = cases_for(services, act, ids)
    for case in cases:
        _may_seal(act, case, run)
    listed = [(case.record, case.sha256) for case in cases]
    with services.ledger.writing(act) as connection:
        return _put_list(connection, act, listed, minutes)


def _put_list(connection: Connection, act: Act, listed: Sequence[tuple[str, str]], minutes: int) -> str:
    session, digest = str(uuid4()), list_digest(listed)
    connection.execute(
        insert(seal_sessions).values(
            id=session, holder=act.by.id, unit=act.by.unit, most=len(listed), minutes=minutes,
            list_sha256=digest, state=LISTED, listed_at=act.time, deposited=False,
        )
    )  # fmt: skip
    for ordinal, (record, sha256) in enumerate(listed, 1):
        row = {"session": session, "ordinal": ordinal, "record": record, "sha256": sha256, "state": WAITING}
        connection.execute(insert(seal_items).values(**row))
    note(connection, act, "seal.listed", session, {"sha256": digest, "documents": len(listed)})
    return session


def list_digest(listed: Sequence[tuple[str, str]]) -> str:
    """The digest by which a list is named: what the holder of the seal consents to."""
    return of_bytes(json_bytes({"documents": [{"record": key, "sha256": sha256} for key, sha256 in listed]}))


def run_session(
    services: Services, by: Actor, session: str, identity: SigningIdentity
) -> Iterator[SealResult]:
    """Seal the list of a session that was not opened before, telling each document; then the minute is written.

    Only the person who fixed the list opens it. Raises NotFound, MoveRefused when it is over or another's.
    """
    with services.workspace.lock(f"seal-{session}"):
        act = Act(by, services.clock())
        row = _opened(services, act, session, identity)
        run, ended = batch_of(services, session), DONE
        with _closing(services, by, session) as end:
            for item in items_of(services, session):
                at = services.clock()
                if at >= datetime.fromisoformat(row.until):
                    ended = TIME
                    break
                result, ended = _seal_one(services, Act(by, at), item, identity, run)
                yield result
                if ended != DONE:
                    break
            end.append(ended)


def close_dead_sessions(services: Services, act: Act) -> list[str]:
    """End sessions whose process was killed, and write their minutes; returns their ids. A living one is left alone."""
    closed = []
    with services.ledger.reading() as connection:
        query = select(seal_sessions.c.id).where(
            (seal_sessions.c.state == OPEN)
            | ((seal_sessions.c.state == CLOSED) & seal_sessions.c.deposited.is_(False))
        )
        open_ones = list(connection.scalars(query))
    for session in open_ones:
        try:
            with services.workspace.lock(f"seal-{session}"):
                _close(services, act, session, KILLED)
                closed.append(session)
        except MoveRefused:
            continue
    return closed


def items_of(services: Services, session: str) -> Sequence[Row[Any]]:
    """The list of a session with what became of each."""
    with services.ledger.reading() as connection:
        query = select(seal_items).where(seal_items.c.session == session)
        return connection.execute(query.order_by(seal_items.c.ordinal)).all()


def session_row(services: Services, session: str) -> Row[Any]:
    """The row of a session. Raises NotFound."""
    with services.ledger.reading() as connection:
        row = connection.execute(select(seal_sessions).where(seal_sessions.c.id == session)).first()
    if row is None:
        raise NotFound(f"Không có phiên đóng dấu {session}.", f"There is no sealing session {session}.")
    return row


def _may_seal(act: Act, case: Case, run: Batch) -> None:
    reason = refusal(run.policy, act, case)
    if reason is not None:
        raise MoveRefused(reason[1], reason[2])
    if case.turn is None or case.turn.capacity != "seal":
        raise MoveRefused(
            f"Tài liệu {case.record[:8]} chưa tới lượt đóng dấu.",
            f"Record {case.record[:8]} is not yet to be sealed.",
        )
    refuse_lacking(case)


def _opened(services: Services, act: Act, session: str, identity: SigningIdentity) -> Row[Any]:
    row = session_row(services, session)
    if row.holder != act.by.id or row.state != LISTED:
        raise MoveRefused(
            f"Phiên đóng dấu {session[:8]} đã kết thúc hoặc của người khác. Lập danh sách mới.",
            f"Sealing session {session[:8]} is over, or somebody else's. Make a new list.",
        )
    until = timestamp(act.at.astimezone(UTC) + timedelta(minutes=row.minutes))
    certificate = fingerprint(identity.certificate)
    values = {"state": OPEN, "opened_at": act.time, "until": until, "certificate": certificate}
    with services.ledger.writing(act) as connection:
        where = (seal_sessions.c.id == session) & (seal_sessions.c.state == LISTED)
        connection.execute(update(seal_sessions).where(where).values(**values))
        note(connection, act, "seal.opened", session, {"certificate": certificate, "documents": row.most})
    return session_row(services, session)


def _seal_one(
    services: Services, act: Act, item: Row[Any], identity: SigningIdentity, run: Batch
) -> tuple[SealResult, str]:
    case = case_for(services, act, item.record)
    try:
        if case.sha256 != item.sha256:
            raise MoveRefused(
                f"Tài liệu {item.record[:8]} khác với danh sách đã duyệt. Phiên dừng tại đây.",
                f"Record {item.record[:8]} is not what stands on the list. The session stops here.",
            )
        _may_seal(act, case, run)
        sign_step(services, act, case, identity, run)
    except PipelineError as difference:
        _mark(services, act, item, DIFFERS, None)
        return SealResult(item.record, DIFFERS, difference.vi, difference.en), DIFFERENCE
    except SigningError as fault:
        _mark(services, act, item, FAILED, type(fault).__name__)
        return SealResult(item.record, FAILED, fault.vi, fault.en), SIGNER
    _mark(services, act, item, SEALED, None)
    return SealResult(item.record, SEALED), DONE


def _mark(services: Services, act: Act, item: Row[Any], state: str, fault: str | None) -> None:
    made = case_for(services, act, item.record).made
    result = made[-1].sha256 if state == SEALED and made else None
    where = (seal_items.c.session == item.session) & (seal_items.c.ordinal == item.ordinal)
    values = {"state": state, "result_sha256": result, "fault": fault, "at": act.time}
    with services.ledger.writing(act) as connection:
        connection.execute(update(seal_items).where(where).values(**values))


@contextmanager
def _closing(services: Services, by: Actor, session: str) -> Iterator[list[str]]:
    """Close the session however the block ends; without a word in the list its reader went away."""
    end: list[str] = []
    try:
        yield end
    finally:
        _close(services, Act(by, services.clock()), session, end[0] if end else KILLED)


def _close(services: Services, act: Act, session: str, ended: str) -> None:
    """Safe to repeat: the first reason stays, the minute is written until it lies in the store."""
    with services.ledger.writing(act) as connection:
        where = (seal_sessions.c.id == session) & (seal_sessions.c.state == OPEN)
        values = {"state": CLOSED, "closed_at": act.time, "ended": ended}
        if connection.execute(update(seal_sessions).where(where).values(**values)).rowcount:
            note(connection, act, "seal.closed", session, {"ended": ended})
        _found_sealed(connection, session)
    row = session_row(services, session)
    if not row.deposited:
        with services.ledger.reading() as connection:
            holder = recall(connection, row.holder)
        leave_minute(services, act, (row, items_of(services, session)), holder)


def _found_sealed(connection: Connection, session: str) -> None:
    """A run killed between the signature and its mark has sealed the document all the same."""
    sealed = {row.record: row for row in connection.execute(select(steps).where(steps.c.session == session))}
    where = (seal_items.c.session == session) & (seal_items.c.state == WAITING)
    for item in connection.execute(select(seal_items).where(where)).all():
        if item.record in sealed:
            one = sealed[item.record]
            connection.execute(
                update(seal_items)
                .where(seal_items.c.session == session, seal_items.c.ordinal == item.ordinal)
                .values(state=SEALED, result_sha256=one.sha256, at=one.at)
            )
