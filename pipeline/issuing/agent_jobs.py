"""What an agent's session does with its documents: list, claim, fetch, give back. See docs/agent.md.

What it answers to a job is agent_answers.py.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pikepdf import Pdf
from sqlalchemy import Row, select

from archive.digest import of_file
from pipeline.actors import Act, timestamp
from pipeline.errors import MoveRefused
from pipeline.issuing.agent_rows import (
    as_refusal,
    case_in_hand,
    change_job,
    conflict,
    deferred_server,
    document_name,
    job_row,
    prepared_file,
    prepared_name,
    unknown,
)
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
from pipeline.issuing.copy_draft import coming
from pipeline.issuing.copy_jobs import claim_copy, copy_source, order_of
from pipeline.issuing.copy_register import certified
from pipeline.issuing.preflight import preflight
from pipeline.issuing.sign_batch import fit
from pipeline.issuing.signing_step import batch_of, options_of, sound_file
from pipeline.issuing.tables import numbers
from pipeline.lookup import view
from pipeline.wiring import Services
from signing.deferred import Request, prepare
from signing.job import read_job


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


def documents(services: Services, session: AgentSession, at: datetime) -> list[Document]:
    """What the session covers, in signing order."""
    with services.ledger.reading() as connection:
        rows, order = job_rows(connection, session), order_of(connection, session.ticket)
    if order is not None:
        return [_copy(services, session, rows[0], order, at)]
    return [_document(services, session, row, at) for row in rows]


def claim_document(services: Services, session: AgentSession, document: str, at: datetime) -> Handed:
    """Hand out the job of a document: the same one until it expires, then a new one. Raises AgentRefused."""
    act, row = Act(session.holder, at), job_row(services, session, document)
    if row.state in (ACCEPTED, FINISHED):
        raise conflict("finished", "Tài liệu này đã ký xong.", "This document is signed already.")
    if row.state == CLAIMED and row.expires_at > timestamp(at):
        return Handed(json.loads(row.job), _iso(row.expires_at))
    with services.ledger.reading() as connection:
        order = order_of(connection, session.ticket)
    if order is not None:
        text, expires = claim_copy(services, act, session, row, order)
        return Handed(json.loads(text), _iso(expires))
    _, refused = claim(services, act, [row.record])
    if refused:
        code = "claimed-elsewhere" if refused[0].code == "HELD" else "finished"
        raise conflict(code, refused[0].vi, refused[0].en)
    looked = preflight(services, act, [row.record], session.signer)
    if looked.refused:
        raise AgentRefused(422, "refused", looked.refused[0].vi, looked.refused[0].en)
    with as_refusal():
        return _prepared(services, act, session, row)


def fetch(services: Services, session: AgentSession, document: str, job: str) -> Path:
    """The prepared file of the current job. Raises AgentRefused (404) for another."""
    row = job_row(services, session, document)
    path = prepared_file(services, row)
    if row.job_id != job or not path.exists():
        raise unknown()
    return path


def give_back(services: Services, session: AgentSession, document: str, at: datetime) -> None:
    """Give a document back to the queue. Safe to repeat; what is signed is not touched."""
    act, row = Act(session.holder, at), job_row(services, session, document)
    if row.state == CLAIMED:
        change_job(services, act, row, {"state": WAITING, "job": None, "job_id": None})
    if row.state in (CLAIMED, WAITING):
        release(services, act, [row.record])


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
    return Document(document_name(row), title, shown, pages, path.stat().st_size, row.sha256, state)


def _copy(
    services: Services, session: AgentSession, row: Row[Any], order: Row[Any], at: datetime
) -> Document:
    """A certified copy: `number` is what the file shows, or would show if it were prepared now."""
    if row.state == FINISHED:
        with services.ledger.reading() as connection:
            made, title = certified(connection, order.copy), view(connection, row.record).title
        return Document(document_name(row), title, made.number, 0, made.bytes, row.sha256, row.state)
    act = Act(session.holder, at)
    with as_refusal():
        path, source = copy_source(services, act, row, order)
    with services.ledger.reading() as connection:
        number, title = coming(connection, services, act, source), view(connection, row.record).title
    with Pdf.open(path) as pdf:
        pages = len(pdf.pages)
    named = f"{source.kind.vi}: {title}"
    return Document(document_name(row), named, number.text, pages, path.stat().st_size, row.sha256, row.state)


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
    case = case_in_hand(services, act, row.record, run)
    fit(act, case, run)
    if case.sha256 != row.sha256:
        raise MoveRefused(
            "Tài liệu đã khác so với lúc lập danh sách. Lập danh sách mới ở trang ký.",
            "The document is not what it was when the list was made. Make a new list on the signing page.",
        )
    job_id = f"{document_name(row)}-{row.attempt + 1}"
    request = Request(job_id, session.signer, options_of(services, act, case, run.policy))
    target = services.workspace.of_record(row.record) / prepared_name(row.ticket, job_id)
    text = prepare(sound_file(services, case), target, request, deferred_server(services), act.at)
    expires = timestamp(datetime.fromisoformat(read_job(text).expires))
    values = {
        "state": CLAIMED,
        "attempt": row.attempt + 1,
        "job_id": job_id,
        "job": text,
        "expires_at": expires,
    }
    change_job(services, act, row, values)
    return Handed(json.loads(text), _iso(expires))


def _iso(stored: str) -> str:
    return datetime.fromisoformat(stored).isoformat()
