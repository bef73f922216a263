"""Setting secret papers apart, and what the person named for one decides. Finds no stamps: that is secret/stamp.py.

A record set apart is `quarantined` and marked: nobody sees it but those named for it, it is not in the index, in no
queue and in no export, and what the store does not hold of it yet stays out of the store, its file too.
"""

from __future__ import annotations

from sqlalchemy import Connection

from pipeline.actors import Act, Actor
from pipeline.batch import find_batch
from pipeline.digitize import close
from pipeline.errors import MoveRefused
from pipeline.ledger import close_findings, move_record, reopen_batch
from pipeline.lookup import RecordView, view
from pipeline.record import RecordState
from pipeline.redeposit import redeposit
from pipeline.review import decide
from pipeline.review.sight import lift_mark, marks_of, may_see, name_person
from pipeline.secret.marking import CODES, MARK, set_apart
from pipeline.wiring import Services


def require_sight(connection: Connection, by: Actor, record: str) -> None:
    """Raise MoveRefused unless `by` may see the record. Says nothing of what it is."""
    if not may_see(connection, by, record):
        raise MoveRefused(
            f"Tài liệu {record[:8]} chỉ người được chỉ định mới được xem. Chỉ định: sohoa record clear --to.",
            f"Record {record[:8]} is shown only to the person named for it. Name one: sohoa record clear --to.",
        )


def isolate(services: Services, record: str, act: Act, reason: str) -> None:
    """A person says that a paper is secret: set it apart wherever it stands. Safe to repeat.

    What the store holds already cannot be taken back; it leaves the index with a new version that says so.
    """
    with services.ledger.writing(act) as connection:
        require_sight(connection, act.by, record)
        set_apart(connection, act, record, reason)
    redeposit(services, record, act, "set apart")


def name(connection: Connection, act: Act, record: str, person: Actor, reason: str) -> None:
    """Name the person who may see the record and decides about it. Raises MoveRefused when it is not set apart."""
    _require_mark(connection, record)
    name_person(connection, act, record, person.id, reason)
    decide(connection, act, record, "name_person", new={"person": person.id}, reason=reason)


def keep_apart(connection: Connection, act: Act, record: str, reason: str) -> None:
    """The person named says that the paper is secret: it stays where it is, outside store and index."""
    _require_decider(connection, act, record)
    decide(connection, act, record, "keep_secret", reason=reason)


def release(services: Services, record: str, act: Act, reason: str) -> None:
    """The person named says that the paper is not secret: it goes the way of every record from where it was stopped.

    Raises MoveRefused for anybody else.
    """
    with services.ledger.writing(act) as connection:
        _require_decider(connection, act, record)
        found = view(connection, record)
        open_ids = [k.id for k in found.findings if k.finding.code in CODES and k.closed_at is None]
        close_findings(connection, act, open_ids, reason)
        lift_mark(connection, act, record, MARK)
        decide(connection, act, record, "release_secret", reason=reason)
        if found.state is RecordState.QUARANTINED:
            _send_on(connection, act, found)
        batch = find_batch(connection, found.row.batch)
    if batch.state == "open" and batch.inventory_sha256 is not None:
        close(services, batch.id, act, reason=batch.close_reason)
    redeposit(services, record, act, "released")


def _send_on(connection: Connection, act: Act, found: RecordView) -> None:
    """Into review when the store knows it already, else to be deposited with its batch, which opens for it."""
    if found.row.archive_version is not None:
        move_record(connection, act, found.id, RecordState.IN_REVIEW)
        return
    move_record(connection, act, found.id, RecordState.READ)
    reopen_batch(connection, act, found.row.batch)


def _require_mark(connection: Connection, record: str) -> None:
    if MARK not in marks_of(connection, record):
        raise MoveRefused(
            f"Tài liệu {record[:8]} không bị cách ly vì dấu mật.", f"Record {record[:8]} is not set apart."
        )


def _require_decider(connection: Connection, act: Act, record: str) -> None:
    _require_mark(connection, record)
    require_sight(connection, act.by, record)
