"""The only place where states change: of pages, records and batches.

Every change takes the caller's connection, so that it shares a transaction with what belongs to it, and writes
its audit event there too. Events hold ids, codes and digests, never what stands on the paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from threading import RLock
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update

from archive.audit import Event, record_event
from archive.deposit import Deposited
from pipeline import database
from pipeline.actors import Act, code, remember
from pipeline.batch import WITHDRAWN
from pipeline.errors import MoveRefused, NotFound
from pipeline.findings import Finding
from pipeline.ledger_tables import batches, fields, findings, pages, records, sources
from pipeline.record import Field, PageState, RecordState

R = RecordState
RECORD_MOVES: Mapping[RecordState, frozenset[RecordState]] = {
    R.CAPTURED: frozenset({R.READ, R.QUARANTINED}),
    # A record whose pages turn out to belong to other entries of a register is superseded by them.
    R.READ: frozenset({R.IN_REVIEW, R.QUARANTINED, R.SUPERSEDED}),
    # To the PDF without an approval goes only what is used at the window before it is checked (pipeline/window/).
    R.IN_REVIEW: frozenset({R.APPROVED, R.ASSEMBLED, R.SIGNED, R.REJECTED, R.QUARANTINED, R.SUPERSEDED}),
    # A paper found to be secret is set apart from wherever it stands before it is signed.
    R.APPROVED: frozenset({R.ASSEMBLED, R.SIGNED, R.IN_REVIEW, R.QUARANTINED}),
    R.ASSEMBLED: frozenset({R.SIGNED, R.ARCHIVED, R.IN_REVIEW, R.QUARANTINED}),
    R.SIGNED: frozenset({R.ARCHIVED}),
    # Back to review when a page of it was expunged (pipeline/removal/): what was signed is gone with it; and when it
    # was used at the window before anybody checked it: its file stays.
    R.ARCHIVED: frozenset({R.ARCHIVED, R.SUPERSEDED, R.IN_REVIEW}),
    R.QUARANTINED: frozenset({R.READ, R.IN_REVIEW, R.REJECTED, R.SUPERSEDED}),
    R.REJECTED: frozenset({R.IN_REVIEW, R.SUPERSEDED}),
    R.SUPERSEDED: frozenset(),
}

P = PageState
PAGE_MOVES: Mapping[PageState, frozenset[PageState]] = {
    P.NEW: frozenset({P.CLAIMED, P.DUPLICATE, P.QUARANTINED}),
    P.CLAIMED: frozenset({P.READ, P.BLANK, P.SEPARATOR, P.QUARANTINED, P.NEW}),
    P.READ: frozenset({P.REPLACED, P.BLANK}),
    P.BLANK: frozenset({P.REPLACED, P.READ}),
    P.SEPARATOR: frozenset({P.REPLACED}),
    P.DUPLICATE: frozenset({P.NEW}),
    P.REPLACED: frozenset(),
    P.QUARANTINED: frozenset({P.NEW, P.REPLACED}),
}


class Ledger:
    """Holds the database; everything else in this module is functions over a connection of it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._turn, self._takes_turns = RLock(), engine.dialect.name == "sqlite"

    @contextmanager
    def writing(self, act: Act) -> Iterator[Connection]:
        """One transaction that changes something in the name of `act.by`.

        Threads of one process take turns on SQLite, which would let them in one by one, too, but lets those that wait
        look again only after pauses of up to a tenth of a second. PostgreSQL's writers need not wait for each other.
        """
        ours = self._takes_turns and self._turn.acquire(timeout=database.BUSY_SECONDS)
        try:
            with self.engine.begin() as connection:
                remember(connection, act.by)
                yield connection
        finally:
            if ours:
                self._turn.release()

    def reading(self) -> AbstractContextManager[Connection]:
        """One consistent view; never waits for writers."""
        return database.reading(self.engine)


def note(
    connection: Connection, act: Act, kind: str, about: str, detail: Mapping[str, str | int] | None = None
) -> None:
    """Write an audit event of type `kind` about the object with id `about`."""
    told = {key: value for key, value in (detail or {}).items() if value != ""}
    record_event(connection, Event(act.at, act.by.id, code(act.by.unit), kind, about, "success", told))


def open_batch(connection: Connection, act: Act, values: Mapping[str, Any]) -> None:
    """Insert a batch in state `open`; `values` are the columns known at intake (id, source_set, docket...)."""
    connection.execute(
        insert(batches).values(
            state="open", unit=act.by.unit, created_at=act.time, created_by=act.by.id, **values
        )
    )
    note(connection, act, "batch.open", values["id"], {"source_set": values["source_set"]})


def close_batch(
    connection: Connection, act: Act, batch: str, *, inventory_sha256: str, reason: str | None = None
) -> None:
    """Close a batch whose captures are committed to the store. Raises MoveRefused when it is not open."""
    done = connection.execute(
        update(batches)
        .where(batches.c.id == batch, batches.c.state == "open")
        .values(
            state="closed",
            closed_at=act.time,
            closed_by=act.by.id,
            close_reason=reason,
            inventory_sha256=inventory_sha256,
        )
    )
    if done.rowcount != 1:
        raise MoveRefused(f"Lô {batch} không ở trạng thái mở.", f"Batch {batch} is not open.")
    note(connection, act, "batch.close", batch, {"inventory_sha256": inventory_sha256})


def reopen_batch(connection: Connection, act: Act, batch: str) -> None:
    """Open a closed batch again for pages that are tried once more; an open one stays as it is."""
    where = (batches.c.id == batch) & (batches.c.state == "closed")
    done = connection.execute(
        update(batches).where(where).values(state="open", closed_at=None, closed_by=None)
    )
    if done.rowcount:
        note(connection, act, "batch.reopen", batch)


def withdraw_batch(connection: Connection, act: Act, batch: str) -> None:
    """Take a batch back: its bytes stay, its pages and records count no more. Raises MoveRefused when it is already."""
    where = (batches.c.id == batch) & (batches.c.state != WITHDRAWN)
    if connection.execute(update(batches).where(where).values(state=WITHDRAWN)).rowcount != 1:
        raise MoveRefused(f"Lô {batch} đã được rút lại.", f"Batch {batch} is withdrawn already.")
    note(connection, act, "batch.withdraw", batch)


def surveyed(connection: Connection, act: Act, batch: str, ordinal: int, values: Mapping[str, Any]) -> None:
    """Keep what the survey of a source found (media type, pages, signed, fault, facts)."""
    where = (sources.c.batch == batch) & (sources.c.ordinal == ordinal)
    connection.execute(update(sources).where(where).values(**values))
    note(connection, act, "source.survey", batch, {"ordinal": ordinal, "fault": values.get("fault") or ""})


def drafted(connection: Connection, batch: str, ordinal: int) -> None:
    """Mark a source as turned into records; it is not drafted again."""
    where = (sources.c.batch == batch) & (sources.c.ordinal == ordinal)
    connection.execute(update(sources).where(where).values(drafted=True))


def move_page(
    connection: Connection, act: Act, page: str, to: PageState, values: Mapping[str, Any] | None = None
) -> None:
    """Move one page and set `values` with it. Raises NotFound, MoveRefused."""
    state = connection.execute(select(pages.c.state).where(pages.c.id == page)).scalar()
    if state is None:
        raise NotFound(f"Không có trang {page}.", f"There is no page {page}.")
    if to not in PAGE_MOVES[PageState(state)]:
        raise MoveRefused(
            f"Trang {page} đang ở trạng thái {state}, không chuyển sang {to} được.",
            f"Page {page} is {state} and cannot become {to}.",
        )
    connection.execute(
        update(pages).where(pages.c.id == page).values(state=to.value, changed_at=act.time, **(values or {}))
    )
    if to is not PageState.CLAIMED:
        note(connection, act, f"page.{to.value}", page, {"fault": (values or {}).get("fault") or ""})


def claim_pages(connection: Connection, act: Act, ids: Sequence[str]) -> None:
    """Claim new pages for reading; the batch lock of the workspace keeps other runs away."""
    connection.execute(
        update(pages)
        .where(pages.c.id.in_(ids), pages.c.state == PageState.NEW.value)
        .values(state=PageState.CLAIMED.value, changed_at=act.time)
    )


def release_claims(connection: Connection, act: Act, batch: str) -> None:
    """Make claimed pages new again. Only the holder of the batch lock may call this: the claims are a dead run's."""
    connection.execute(
        update(pages)
        .where(pages.c.batch == batch, pages.c.state == PageState.CLAIMED.value)
        .values(state=PageState.NEW.value, changed_at=act.time)
    )


def move_record(
    connection: Connection, act: Act, record: str, to: RecordState, values: Mapping[str, Any] | None = None
) -> None:
    """Move one record and set `values` with it. Raises NotFound, MoveRefused."""
    state = connection.execute(select(records.c.state).where(records.c.id == record)).scalar()
    if state is None:
        raise NotFound(f"Không có tài liệu {record}.", f"There is no record {record}.")
    if to not in RECORD_MOVES[RecordState(state)]:
        raise MoveRefused(
            f"Tài liệu {record} đang ở trạng thái {state}, không chuyển sang {to} được.",
            f"Record {record} is {state} and cannot become {to}.",
        )
    touch_record(connection, act, record, {"state": to.value, **(values or {})})
    digests = {key: value for key, value in (values or {}).items() if key.endswith("sha256") and value}
    note(connection, act, f"record.{to.value}", record, digests)


def stored_as(deposited: Deposited) -> dict[str, Any]:
    """What a row keeps of its newest version in the store."""
    return {"archive_version": deposited.version, "inventory_sha256": deposited.inventory_sha256}


def touch_record(connection: Connection, act: Act, record: str, values: Mapping[str, Any]) -> None:
    """Set columns of a record and count its revision up, so that a stale editor is refused."""
    connection.execute(
        update(records)
        .where(records.c.id == record)
        .values(revision=records.c.revision + 1, changed_at=act.time, **values)
    )


def kept_anew(connection: Connection, record: str, values: Mapping[str, Any]) -> None:
    """Set what the store holds of a record that only was deposited anew: for an editor nothing has changed."""
    connection.execute(update(records).where(records.c.id == record).values(**values))


def put_fields(connection: Connection, record: str, values: Sequence[Field]) -> None:
    """Insert the machine's fields of a record in their order."""
    for ordinal, field in enumerate(values):
        data = field.as_json()
        connection.execute(insert(fields).values(record=record, key=field.key, ordinal=ordinal, **data))


def add_findings(
    connection: Connection,
    batch: str,
    found: Sequence[Finding],
    *,
    record: str | None = None,
    page: str | None = None,
) -> None:
    """Keep findings that are not already open on the same thing."""
    for finding in found:
        same = select(findings.c.id).where(
            findings.c.batch == batch,
            findings.c.record.is_(record) if record is None else findings.c.record == record,
            findings.c.page.is_(page) if page is None else findings.c.page == page,
            findings.c.code == finding.code,
            findings.c.field == finding.field,
        )
        known = [
            row
            for row in connection.execute(same.add_columns(findings.c.facts))
            if row.facts == finding.facts
        ]
        if not known:
            about = {"batch": batch, "record": record, "page": page}
            told = {"code": finding.code, "field": finding.field, "facts": finding.facts}
            connection.execute(insert(findings), about | told)


def close_findings(connection: Connection, act: Act, ids: Sequence[int], reason: str) -> None:
    """Close findings in a person's name; they stay visible with the reason."""
    connection.execute(
        update(findings)
        .where(findings.c.id.in_(ids), findings.c.closed_at.is_(None))
        .values(closed_at=act.time, closed_by=act.by.id, reason=reason)
    )
