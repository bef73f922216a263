"""Certified copies whose key is elsewhere: one ticket for one copy, signed through an agent (docs/agent.md).

As at the desk itself the file is prepared for the number that comes next, and that number is taken in the transaction
which writes the copy down. Where somebody was faster the job counts as expired: the agent claims anew and shows anew.
While the timestamp service is silent nothing is written down, and the same answer may be sent again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, insert, select, update

from archive.digest import of_bytes, of_file
from archive.errors import StoreUnavailable
from pipeline.actors import Act, timestamp
from pipeline.errors import MoveRefused
from pipeline.issuing.agent_rows import (
    as_refusal,
    change_job,
    conflict,
    deferred_server,
    prepared_file,
    prepared_name,
)
from pipeline.issuing.agent_session import CLAIMED, FINISHED, WAITING, AgentSession, put_job, put_ticket
from pipeline.issuing.certified_copy import finish_copies
from pipeline.issuing.copy_draft import (
    Draft,
    Overtaken,
    check_signer,
    coming,
    options_for,
    write_data,
    write_down,
)
from pipeline.issuing.copy_keeping import COPY_FILE
from pipeline.issuing.copy_source import CopyOrder, CopySource, source_for
from pipeline.issuing.tables import copies, copy_orders
from pipeline.ledger import note
from pipeline.wiring import Services
from pipeline.workspace import write_whole
from signing.deferred import Answered, Request, accept, finish, prepare
from signing.identity import parse_der
from signing.job import bytes64, read_job
from signing.pades import SignedFile
from signing.token import fingerprint
from signing.verdict import FileVerdict, Level


@dataclass(frozen=True)
class CopyTicket:
    """A one-time code was made for one copy; until when it may be traded."""

    id: str
    copy: str
    expires_at: str


def open_copy_ticket(services: Services, act: Act, order: CopyOrder, token: str) -> CopyTicket:
    """Let whoever brings `token` (256 random bits, made by the caller) sign this copy. Raises as `source_for`.

    The token is good for ten minutes and for one trade. No number is taken yet.
    """
    source = source_for(services, act, order)
    copy = str(uuid4())
    write_whole(_source_path(services, order.record, copy), source.content)
    with services.ledger.writing(act) as connection:
        ticket, expires = put_ticket(connection, act, token)
        put_job(connection, act, (ticket, 0), order.record, of_bytes(source.content))
        connection.execute(
            insert(copy_orders).values(
                ticket=ticket, copy=copy, kind=order.kind, pages=list(order.pages) if order.pages else None,
                receiver=order.receiver, superseded=order.superseded,
            )
        )  # fmt: skip
        note(connection, act, "signing.ticket", ticket, {"documents": 1, "copy": copy})
    return CopyTicket(ticket, copy, expires)


def order_of(connection: Connection, ticket: str) -> Row[Any] | None:
    """The row of the copy that this ticket is for, or None: then it is for documents of the sign queue."""
    return connection.execute(select(copy_orders).where(copy_orders.c.ticket == ticket)).first()


def copy_source(services: Services, act: Act, row: Row[Any], order: Row[Any]) -> tuple[Path, CopySource]:
    """The file that the copy is made from, and everything else about it, known to be still sound.

    Raises as `source_for`, and MoveRefused when the file is another than the one the code was given out for.
    """
    pages = (order.pages[0], order.pages[1]) if order.pages else None
    wanted = CopyOrder(row.record, order.kind, pages, order.receiver, order.superseded)
    source, path = source_for(services, act, wanted), _source_path(services, row.record, order.copy)
    if not path.exists() or of_file(path) != row.sha256:
        raise MoveRefused(
            "Tệp để sao không còn đúng như lúc lập yêu cầu. Lập yêu cầu sao mới.",
            "The file to be copied is not what it was when the copy was asked for. Ask for the copy anew.",
        )
    return path, source


def claim_copy(
    services: Services, act: Act, session: AgentSession, row: Row[Any], order: Row[Any]
) -> tuple[str, str]:
    """Prepare the copy for the number that comes next: the job as JSON, and when it ends. Raises AgentRefused."""
    if _written(services, order.copy) is not None:
        raise conflict("finished", "Bản sao này đã ký xong.", "This copy is signed already.")
    with as_refusal():
        path, source = copy_source(services, act, row, order)
        check_signer(source, session.signer)
        with services.ledger.reading() as connection:
            draft = Draft(order.copy, source, coming(connection, services, act, source))
        job_id = f"d{row.number}-{row.attempt + 1}"
        request = Request(job_id, session.signer, options_for(act, draft))
        target = services.workspace.of_record(row.record) / prepared_name(row.ticket, job_id)
        text = prepare(path, target, request, deferred_server(services), act.at)
    expires = timestamp(datetime.fromisoformat(read_job(text).expires))
    with services.ledger.writing(act) as connection:
        shown = {"number": draft.number.number, "year": draft.number.year}
        connection.execute(update(copy_orders).where(copy_orders.c.ticket == row.ticket).values(**shown))
    values = {"state": CLAIMED, "attempt": row.attempt + 1, "job_id": job_id, "job": text}
    change_job(services, act, row, {**values, "expires_at": expires})
    return text, expires


def finish_copy(services: Services, act: Act, row: Row[Any], order: Row[Any], answer: str) -> tuple[str, str]:
    """Complete the signature, take the number, write the copy down; its level and digest. Raises AgentRefused.

    Nothing is written down before the copy has its level. The same answer after a kill gives what was kept then.
    """
    with as_refusal(), services.workspace.lock(f"copy-{order.copy}"):
        if _written(services, order.copy) is None:
            accept(
                row.job, prepared_file(services, row).read_bytes(), answer, deferred_server(services), act.at
            )
            _complete(services, act, row, order, answer)
        done = _written(services, order.copy)
        if done is None:
            raise AssertionError("a copy that was written down is there")
        kept = {"state": FINISHED, "answer": answer, "answered_at": act.time}
        change_job(services, act, row, {**kept, "level": done.level, "result_sha256": done.sha256})
        with suppress(StoreUnavailable):
            # It is written down: the next run of anybody brings it to the store.
            finish_copies(services, act)
    for path in (prepared_file(services, row), _source_path(services, row.record, order.copy)):
        path.unlink(missing_ok=True)
    return done.level, done.sha256


def _complete(services: Services, act: Act, row: Row[Any], order: Row[Any], answer: str) -> None:
    _, source = copy_source(services, act, row, order)
    with services.ledger.reading() as connection:
        draft = Draft(order.copy, source, coming(connection, services, act, source))
    if (draft.number.number, draft.number.year) != (order.number, order.year):
        raise _overtaken(services, act, row)
    folder = services.workspace.of_record(order.copy)
    folder.mkdir(parents=True, exist_ok=True)
    with _gone_unless_written(folder):
        given = Answered(row.job, answer, act.at)
        verdict = finish(
            given, prepared_file(services, row), folder / COPY_FILE, deferred_server(services), act.at
        )
        signed = _signed(folder / COPY_FILE, row, verdict)
        certificate = fingerprint(parse_der(bytes64(read_job(row.job).certificate)))
        write_data(act, draft, (signed, certificate), folder)
        try:
            with services.ledger.writing(act) as connection:
                write_down(connection, act, draft, signed)
        except Overtaken:
            raise _overtaken(services, act, row) from None


def _overtaken(services: Services, act: Act, row: Row[Any]) -> Exception:
    change_job(services, act, row, {"state": WAITING, "job": None, "job_id": None})
    return conflict(
        "job-expired",
        "Số của bản sao vừa được người khác lấy. Nhận lại để ký với số kế tiếp.",
        "Somebody else took the number of this copy. Claim again to sign it with the next one.",
    )


@contextmanager
def _gone_unless_written(folder: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _signed(path: Path, row: Row[Any], verdict: FileVerdict) -> SignedFile:
    level = Level(read_job(row.job).level)
    return SignedFile(path, of_file(path), path.stat().st_size, level, verdict.signature_count)


def _written(services: Services, copy: str) -> Row[Any] | None:
    with services.ledger.reading() as connection:
        return connection.execute(select(copies).where(copies.c.id == copy)).first()


def _source_path(services: Services, record: str, copy: str) -> Path:
    """In the record's own folder, so that it goes when the record does."""
    return services.workspace.of_record(record) / f"copy-of-{copy}.pdf"
