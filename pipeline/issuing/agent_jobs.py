"""What an agent's session does with its documents: list, claim, fetch, finish, give back. See docs/agent.md.

An answer is written down before the timestamp service is asked, so that it is never lost; while that service is
silent the answer is kept and `finish_kept` goes on later, without the signer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pikepdf import Pdf
from sqlalchemy import Row, select, update

from archive.digest import of_file
from pipeline.actors import Act, recall, timestamp
from pipeline.errors import MoveRefused, PipelineError
from pipeline.issuing.agent_session import (
    ACCEPTED,
    CLAIMED,
    FINISHED,
    WAITING,
    AgentRefused,
    AgentSession,
    job_rows,
)
from pipeline.issuing.cases import Case, case_of
from pipeline.issuing.claims import claim, release
from pipeline.issuing.job_secret import job_secret
from pipeline.issuing.preflight import preflight
from pipeline.issuing.sign_batch import fit
from pipeline.issuing.signing_step import (
    Batch,
    batch_of,
    keep_signature,
    made_of,
    options_of,
    settle,
    sound_file,
)
from pipeline.issuing.tables import jobs, leases, numbers, steps, tickets
from pipeline.lookup import view
from pipeline.signatures import evidence, timestamper
from pipeline.wiring import Services
from signing.deferred import Request, Server, accept, finish, prepare
from signing.errors import JobRefused, SigningError, TimestampUnavailable
from signing.identity import parse_der
from signing.job import bytes64, read_job
from signing.token import fingerprint
from signing.verdict import Level

# An answer that waits for the timestamp service keeps the record from everybody else for so long.
KEPT_DAYS = 30


@dataclass(frozen=True)
class Document:
    """One entry of `GET /documents`: the file as it was approved, before anything is added."""

    id: str
    title: str
    number: str
    pages: int
    bytes: int
    sha256: str
    state: str

    def as_json(self) -> dict[str, Any]:
        """The form of the protocol."""
        return dict(vars(self))


@dataclass(frozen=True)
class Handed:
    """A job and when it ends: `lease` in the protocol."""

    job: dict[str, Any]
    lease: str


@dataclass(frozen=True)
class Finished:
    """`state` is `finished` with level and digest, or `accepted` while the timestamp is awaited."""

    state: str
    level: str | None = None
    sha256: str | None = None


def documents(services: Services, session: AgentSession, at: datetime) -> list[Document]:
    """What the session covers, in signing order."""
    with services.ledger.reading() as connection:
        rows = job_rows(connection, session)
    return [_document(services, session, row, at) for row in rows]


def claim_document(services: Services, session: AgentSession, document: str, at: datetime) -> Handed:
    """Hand out the job of a document: the same one until it expires, then a new one. Raises AgentRefused."""
    act, row = Act(session.holder, at), _row(services, session, document)
    if row.state in (ACCEPTED, FINISHED):
        raise _conflict("finished", "Tài liệu này đã ký xong.", "This document is signed already.")
    if row.state == CLAIMED and row.expires_at > timestamp(at):
        return Handed(json.loads(row.job), _iso(row.expires_at))
    _, refused = claim(services, act, [row.record])
    if refused:
        code = "claimed-elsewhere" if refused[0].code == "HELD" else "finished"
        raise _conflict(code, refused[0].vi, refused[0].en)
    looked = preflight(services, act, [row.record], session.signer)
    if looked.refused:
        raise AgentRefused(422, "refused", looked.refused[0].vi, looked.refused[0].en)
    with _as_refusal():
        return _prepared(services, act, session, row)


def fetch(services: Services, session: AgentSession, document: str, job: str) -> Path:
    """The prepared file of the current job. Raises AgentRefused (404) for another."""
    row = _row(services, session, document)
    path = _prepared_file(services, row)
    if row.job_id != job or not path.exists():
        raise _unknown()
    return path


def finish_document(
    services: Services, session: AgentSession, document: str, answer: str, at: datetime
) -> Finished:
    """Take the answer to a job and complete the signature. The same answer again gives the same reply.

    Raises AgentRefused: nothing changed then, and the right answer may still follow.
    """
    act, row = Act(session.holder, at), _row(services, session, document)
    if row.state in (ACCEPTED, FINISHED):
        return _repeated(services, act, row, answer)
    if row.state != CLAIMED:
        raise _conflict("not-claimed", "Tài liệu này chưa được nhận.", "This document was not claimed.")
    if row.expires_at <= timestamp(at):
        raise _conflict(
            "job-expired", "Yêu cầu ký đã hết hạn; nhận lại.", "The job has expired; claim it again."
        )
    with _as_refusal():
        accept(row.job, _prepared_file(services, row).read_bytes(), answer, _server(services), at)
    with _as_refusal():
        _keep_answer(services, act, row, answer)
    return _complete(services, act, _row(services, session, document))


def give_back(services: Services, session: AgentSession, document: str, at: datetime) -> None:
    """Give a document back to the queue. Safe to repeat; what is signed is not touched."""
    act, row = Act(session.holder, at), _row(services, session, document)
    if row.state == CLAIMED:
        _set(services, act, row, {"state": WAITING, "job": None, "job_id": None})
    if row.state in (CLAIMED, WAITING):
        release(services, act, [row.record])


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


def _document(services: Services, session: AgentSession, row: Row[Any], at: datetime) -> Document:
    act = Act(session.holder, at)
    with services.ledger.reading() as connection:
        case = case_of(connection, batch_of(services).policy, act, row.record)
        title = view(connection, row.record).title
        number = connection.scalar(select(numbers.c.number).where(numbers.c.about == row.record))
    state = row.state
    if state in (WAITING, CLAIMED) and case.row.holder not in (None, session.holder.id):
        state = "elsewhere" if case.row.expires_at > act.time else state
    path = _approved(services, case, row)
    with Pdf.open(path) as pdf:
        pages = len(pdf.pages)
    shown = str(number) if number is not None else ""
    return Document(_name(row), title, shown, pages, path.stat().st_size, row.sha256, state)


def _approved(services: Services, case: Case, row: Row[Any]) -> Path:
    """The file that the ticket covers, also after it was signed."""
    folder = services.workspace.of_record(row.record)
    for path in sorted(folder.glob("*.pdf")):
        if (
            path.name.startswith(("assembled", "issued", f"signed-{row.sha256[:16]}"))
            and of_file(path) == row.sha256
        ):
            return path
    return sound_file(services, case)


def _prepared(services: Services, act: Act, session: AgentSession, row: Row[Any]) -> Handed:
    run = batch_of(services)
    case = _case(services, act, row.record, run)
    fit(act, case, run)
    if case.sha256 != row.sha256:
        raise MoveRefused(
            "Tài liệu đã khác so với lúc lập danh sách. Lập danh sách mới ở trang ký.",
            "The document is not what it was when the list was made. Make a new list on the signing page.",
        )
    job_id = f"{_name(row)}-{row.attempt + 1}"
    request = Request(job_id, session.signer, options_of(services, act, case, run.policy))
    target = services.workspace.of_record(row.record) / _prepared_name(row.ticket, job_id)
    text = prepare(sound_file(services, case), target, request, _server(services), act.at)
    expires = timestamp(datetime.fromisoformat(read_job(text).expires))
    values = {
        "state": CLAIMED,
        "attempt": row.attempt + 1,
        "job_id": job_id,
        "job": text,
        "expires_at": expires,
    }
    _set(services, act, row, values)
    return Handed(json.loads(text), _iso(expires))


def _keep_answer(services: Services, act: Act, row: Row[Any], answer: str) -> None:
    run = batch_of(services)
    fit(act, _case(services, act, row.record, run), run)
    until = timestamp(act.at.astimezone(UTC) + timedelta(days=KEPT_DAYS))
    _set(services, act, row, {"state": ACCEPTED, "answer": answer, "answered_at": act.time})
    with services.ledger.writing(act) as connection:
        mine = (leases.c.record == row.record) & (leases.c.holder == act.by.id)
        connection.execute(update(leases).where(mine).values(expires_at=until))


def _complete(services: Services, act: Act, row: Row[Any]) -> Finished:
    run = batch_of(services)
    case = _case(services, act, row.record, run)
    kept = _kept_before(services, act, row, case)
    if kept is not None:
        return kept
    prepared = _prepared_file(services, row)
    target = prepared.with_name(f"signing-{len(case.made) + 1:02d}.pdf")
    answered = datetime.fromisoformat(row.answered_at)
    try:
        verdict = finish(row.job, prepared, row.answer, target, _server(services), act.at, answered)
    except TimestampUnavailable:
        return Finished(ACCEPTED)
    except SigningError as refusal:
        _set(services, act, row, {"state": WAITING, "answer": None, "answered_at": None, "job": None})
        raise AgentRefused(422, "refused", refusal.vi, refusal.en) from refusal
    sha256, level = of_file(target), Level(read_job(row.job).level)
    made = made_of(act, case, sha256, target.stat().st_size, (level, verdict.signature_count))
    with _as_refusal():
        keep_signature(services, act, case, made, (target, _certificate(row)), run)
    _set(services, act, row, {"state": FINISHED, "level": level.value, "result_sha256": sha256})
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
    _set(services, act, row, {"state": FINISHED, "level": made.level, "result_sha256": made.sha256})
    settle(services, act, row.record, batch_of(services))
    release(services, act, [row.record])
    return Finished(FINISHED, made.level, made.sha256)


def _repeated(services: Services, act: Act, row: Row[Any], answer: str) -> Finished:
    if hashlib.sha256(answer.encode()).digest() != hashlib.sha256((row.answer or "").encode()).digest():
        raise _conflict("finished", "Tài liệu này đã ký xong.", "This document is signed already.")
    if row.state == FINISHED:
        return Finished(FINISHED, row.level, row.result_sha256)
    return _complete(services, act, row)


def _case(services: Services, act: Act, record: str, run: Batch) -> Case:
    with services.ledger.reading() as connection:
        return case_of(connection, run.policy, act, record)


def _certificate(row: Row[Any]) -> str:
    return fingerprint(parse_der(bytes64(read_job(row.job).certificate)))


def _server(services: Services) -> Server:
    return Server(evidence(services.settings), timestamper(services.settings), job_secret(services))


def _row(services: Services, session: AgentSession, document: str) -> Row[Any]:
    with services.ledger.reading() as connection:
        found = next((row for row in job_rows(connection, session) if _name(row) == document), None)
    if found is None:
        raise _unknown()
    return found


def _set(services: Services, act: Act, row: Row[Any], values: dict[str, Any]) -> None:
    where = (jobs.c.ticket == row.ticket) & (jobs.c.number == row.number)
    with services.ledger.writing(act) as connection:
        connection.execute(update(jobs).where(where).values(changed_at=act.time, **values))


def _name(row: Row[Any]) -> str:
    return f"d{row.number}"


def _prepared_name(ticket: str, job_id: str) -> str:
    return f"job-{ticket[:8]}-{job_id}.pdf"


def _prepared_file(services: Services, row: Row[Any]) -> Path:
    return services.workspace.of_record(row.record) / _prepared_name(row.ticket, row.job_id or "")


def _iso(stored: str) -> str:
    return datetime.fromisoformat(stored).isoformat()


@contextmanager
def _as_refusal() -> Iterator[None]:
    """Refusals of the pipeline and of signing, as the protocol words them."""
    try:
        yield
    except AgentRefused:
        raise
    except TimestampUnavailable as fault:
        raise AgentRefused(503, "timestamp", fault.vi, fault.en) from fault
    except JobRefused as fault:
        raise AgentRefused(422, "refused", fault.vi, fault.en) from fault
    except (PipelineError, SigningError) as fault:
        raise AgentRefused(422, "refused", fault.vi, fault.en) from fault


def _conflict(code: str, vi: str, en: str) -> AgentRefused:
    return AgentRefused(409, code, vi, en)


def _unknown() -> AgentRefused:
    return AgentRefused(
        404,
        "unknown",
        "Không có tài liệu hoặc yêu cầu ký này trong phiên.",
        "No such document or job in this session.",
    )
