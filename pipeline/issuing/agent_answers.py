"""The answers of an agent: each is kept before the timestamp service is asked, so that it is never lost.

While that service is silent the answer waits, and `finish_kept` goes on later, without the signer.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, select, update

from archive.digest import of_file
from pipeline.actors import Act, recall, timestamp
from pipeline.issuing.agent_rows import (
    as_refusal,
    case_in_hand,
    change_job,
    conflict,
    deferred_server,
    job_row,
    prepared_file,
)
from pipeline.issuing.agent_session import ACCEPTED, CLAIMED, FINISHED, WAITING, AgentRefused, AgentSession
from pipeline.issuing.cases import Case
from pipeline.issuing.claims import release
from pipeline.issuing.copy_jobs import finish_copy, order_of
from pipeline.issuing.sign_batch import fit
from pipeline.issuing.signing_step import batch_of, keep_signature, made_of, settle
from pipeline.issuing.tables import jobs, leases, steps, tickets
from pipeline.wiring import Services
from signing.deferred import Answered, accept, finish
from signing.errors import SigningError, TimestampUnavailable
from signing.identity import parse_der
from signing.job import bytes64, read_job
from signing.token import fingerprint
from signing.verdict import Level

# An answer that waits for the timestamp service keeps the record from everybody else for so long.
KEPT_DAYS = 30


@dataclass(frozen=True)
class Finished:
    """`state` is `finished` with level and digest, or `accepted` while the timestamp is awaited."""

    state: str
    level: str | None = None
    sha256: str | None = None


def finish_document(
    services: Services, session: AgentSession, document: str, answer: str, at: datetime
) -> Finished:
    """Take the answer to a job and complete the signature. The same answer again gives the same reply.

    Raises AgentRefused: nothing changed then, and the right answer may still follow.
    """
    act, row = Act(session.holder, at), job_row(services, session, document)
    if row.state in (ACCEPTED, FINISHED):
        return _repeated(services, act, row, answer)
    if row.state != CLAIMED:
        raise conflict("not-claimed", "Tài liệu này chưa được nhận.", "This document was not claimed.")
    if row.expires_at <= timestamp(at):
        raise conflict(
            "job-expired", "Yêu cầu ký đã hết hạn; nhận lại.", "The job has expired; claim it again."
        )
    with services.ledger.reading() as connection:
        order = order_of(connection, session.ticket)
    if order is not None:
        return Finished(FINISHED, *finish_copy(services, act, row, order, answer))
    with as_refusal():
        accept(row.job, prepared_file(services, row).read_bytes(), answer, deferred_server(services), at)
    with as_refusal():
        _keep_answer(services, act, row, answer)
    return _complete(services, act, job_row(services, session, document))


def finish_kept(services: Services, at: datetime) -> int:
    """Complete answers that were kept while the timestamp service was silent; returns how many are finished now."""
    with services.ledger.reading() as connection:
        query = select(jobs, tickets.c.holder).join(tickets, tickets.c.id == jobs.c.ticket)
        rows = connection.execute(query.where(jobs.c.state == ACCEPTED).order_by(jobs.c.answered_at)).all()
        holders = {row.holder: recall(connection, row.holder) for row in rows}
    done = 0
    for row in rows:
        finished = _complete(services, Act(holders[row.holder], at), row)
        if finished.state == ACCEPTED:
            break
        done += 1
    return done


def _keep_answer(services: Services, act: Act, row: Row[Any], answer: str) -> None:
    run = batch_of(services)
    fit(act, case_in_hand(services, act, row.record, run), run)
    until = timestamp(act.at.astimezone(UTC) + timedelta(days=KEPT_DAYS))
    change_job(services, act, row, {"state": ACCEPTED, "answer": answer, "answered_at": act.time})
    with services.ledger.writing(act) as connection:
        mine = (leases.c.record == row.record) & (leases.c.holder == act.by.id)
        connection.execute(update(leases).where(mine).values(expires_at=until))


def _complete(services: Services, act: Act, row: Row[Any]) -> Finished:
    run = batch_of(services)
    case = case_in_hand(services, act, row.record, run)
    kept = _kept_before(services, act, row, case)
    if kept is not None:
        return kept
    prepared = prepared_file(services, row)
    target = prepared.with_name(f"signing-{len(case.made) + 1:02d}.pdf")
    given = Answered(row.job, row.answer, datetime.fromisoformat(row.answered_at))
    try:
        verdict = finish(given, prepared, target, deferred_server(services), act.at)
    except TimestampUnavailable:
        return Finished(ACCEPTED)
    except SigningError as refusal:
        change_job(services, act, row, {"state": WAITING, "answer": None, "answered_at": None, "job": None})
        raise AgentRefused(422, "refused", refusal.vi, refusal.en) from refusal
    sha256, level = of_file(target), Level(read_job(row.job).level)
    made = made_of(act, case, sha256, target.stat().st_size, (level, verdict.signature_count))
    with as_refusal():
        keep_signature(services, act, case, made, (target, _certificate(row)), run)
    change_job(services, act, row, {"state": FINISHED, "level": level.value, "result_sha256": sha256})
    release(services, act, [row.record])
    return Finished(FINISHED, level.value, sha256)


def _kept_before(services: Services, act: Act, row: Row[Any], case: Case) -> Finished | None:
    """The signature of this job when a run that was killed had written it down already."""
    with services.ledger.reading() as connection:
        where = (steps.c.record == row.record) & (steps.c.actor == act.by.id)
        made = connection.execute(
            select(steps).where(
                where, steps.c.certificate == _certificate(row), steps.c.at >= row.answered_at
            )
        ).first()
    if made is None or case.sha256 == row.sha256:
        return None
    change_job(services, act, row, {"state": FINISHED, "level": made.level, "result_sha256": made.sha256})
    settle(services, act, row.record, batch_of(services))
    release(services, act, [row.record])
    return Finished(FINISHED, made.level, made.sha256)


def _repeated(services: Services, act: Act, row: Row[Any], answer: str) -> Finished:
    if hashlib.sha256(answer.encode()).digest() != hashlib.sha256((row.answer or "").encode()).digest():
        raise conflict("finished", "Tài liệu này đã ký xong.", "This document is signed already.")
    if row.state == FINISHED:
        return Finished(FINISHED, row.level, row.result_sha256)
    return _complete(services, act, row)


def _certificate(row: Row[Any]) -> str:
    return fingerprint(parse_der(bytes64(read_job(row.job).certificate)))
