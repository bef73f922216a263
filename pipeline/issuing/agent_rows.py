"""The jobs of an agent's session as rows of the ledger, and refusals in the words of the protocol (docs/agent.md)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Row, update

from archive.errors import ArchiveError, StoreUnavailable
from pipeline.actors import Act
from pipeline.errors import PipelineError
from pipeline.issuing.agent_session import AgentRefused, AgentSession, job_rows
from pipeline.issuing.cases import Case, case_of
from pipeline.issuing.job_secret import job_secret
from pipeline.issuing.signing_step import Batch
from pipeline.issuing.tables import jobs
from pipeline.signatures import evidence, timestamper
from pipeline.wiring import Services
from signing.deferred import Server
from signing.errors import JobRefused, SigningError, TimestampUnavailable


def case_in_hand(services: Services, act: Act, record: str, run: Batch) -> Case:
    """The case of a record as this person has it."""
    with services.ledger.reading() as connection:
        return case_of(connection, run.policy, act, record)


def deferred_server(services: Services) -> Server:
    """The server of signing/deferred.py, as the settings say."""
    return Server(evidence(services.settings), timestamper(services.settings), job_secret(services))


def job_row(services: Services, session: AgentSession, document: str) -> Row[Any]:
    """The row of a document of the session. Raises AgentRefused (404)."""
    with services.ledger.reading() as connection:
        found = next((row for row in job_rows(connection, session) if document_name(row) == document), None)
    if found is None:
        raise unknown()
    return found


def change_job(services: Services, act: Act, row: Row[Any], values: dict[str, Any]) -> None:
    """Write these values into the row."""
    where = (jobs.c.ticket == row.ticket) & (jobs.c.number == row.number)
    with services.ledger.writing(act) as connection:
        connection.execute(update(jobs).where(where).values(changed_at=act.time, **values))


def document_name(row: Row[Any]) -> str:
    """What the protocol calls the document."""
    return f"d{row.number}"


def prepared_name(ticket: str, job_id: str) -> str:
    """The name of the file with its empty gap."""
    return f"job-{ticket[:8]}-{job_id}.pdf"


def prepared_file(services: Services, row: Row[Any]) -> Path:
    """Where the prepared file of the row's current job lies."""
    return services.workspace.of_record(row.record) / prepared_name(row.ticket, row.job_id or "")


@contextmanager
def as_refusal() -> Iterator[None]:
    """Refusals of the pipeline and of signing, as the protocol words them."""
    try:
        yield
    except AgentRefused:
        raise
    except TimestampUnavailable as fault:
        raise AgentRefused(503, "timestamp", fault.vi, fault.en) from fault
    except JobRefused as fault:
        raise AgentRefused(422, "refused", fault.vi, fault.en) from fault
    except StoreUnavailable as fault:
        raise AgentRefused(503, "store", fault.vi, fault.en) from fault
    except (PipelineError, SigningError, ArchiveError) as fault:
        raise AgentRefused(422, "refused", fault.vi, fault.en) from fault


def conflict(code: str, vi: str, en: str) -> AgentRefused:
    """409 of the protocol."""
    return AgentRefused(409, code, vi, en)


def unknown() -> AgentRefused:
    """404 of the protocol."""
    return AgentRefused(
        404,
        "unknown",
        "Không có tài liệu hoặc yêu cầu ký này trong phiên.",
        "No such document or job in this session.",
    )
