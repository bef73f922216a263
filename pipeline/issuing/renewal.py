"""Renewing archived records whose archive timestamp nears its end: a new version in the store, a new final on register.

The renewed file is written down before it goes to the store, so that a run that is killed goes on with the very same
file, and the register never takes it for a foreign one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from archive.deposit import deposit, read_file
from archive.digest import of_bytes, of_file
from archive.lock import finish
from pipeline.actors import Act
from pipeline.bring_back import fetch_missing
from pipeline.describe import gather
from pipeline.errors import Missing, MoveRefused, PipelineError
from pipeline.holding import holding
from pipeline.issuing.finals import (
    FINAL_FILE,
    RENEWED,
    SIGNED_FILE,
    Final,
    ends_text,
    judged,
    newest_final,
    register_final,
)
from pipeline.issuing.tables import finals, renewals
from pipeline.ledger import move_record, stored_as
from pipeline.ledger_tables import records
from pipeline.listing import put_or_leave_out
from pipeline.record import RecordState, urn
from pipeline.record_version import FinalPdf, version_of
from pipeline.signatures import evidence, timestamp_options, timestamper
from pipeline.wiring import Services
from pipeline.workspace import sync_folder, write_whole
from signing.errors import SigningError, TimestampUnavailable
from signing.renew import AHEAD, newest_timestamp, renew

FILE, MESSAGE = "renewed.pdf", "archive timestamp renewed"
AT_A_TIME = 20


@dataclass(frozen=True)
class Due:
    """An archived record and when its newest archive timestamp ends (ISO 8601)."""

    record: str
    ends: str


@dataclass(frozen=True)
class Renewal:
    """What became of one record: `renewed`, `timestamp` (the service is silent), `refused` with the reason."""

    record: str
    outcome: str
    ends: str | None = None
    vi: str = ""
    en: str = ""


def due(services: Services, before: datetime) -> list[Due]:
    """Archived records whose newest archive timestamp ends before that moment, the earliest first.

    Finals from before the register have no end on it; theirs is read from the file once and kept.
    """
    _fill_in(services)
    with services.ledger.reading() as connection:
        newest = select(finals.c.record, func.max(finals.c.ordinal).label("ordinal")).group_by(
            finals.c.record
        )
        last = newest.subquery()
        query = (
            select(finals.c.record, finals.c.ends)
            .join(last, (last.c.record == finals.c.record) & (last.c.ordinal == finals.c.ordinal))
            .join(records, records.c.id == finals.c.record)
            .where(records.c.state == RecordState.ARCHIVED.value, finals.c.ends.is_not(None))
            .where(finals.c.ends < before.astimezone(UTC).isoformat())
        )
        rows = connection.execute(query.order_by(finals.c.ends, finals.c.record)).all()
    return [Due(row.record, row.ends) for row in rows]


def renew_records(services: Services, act: Act, ids: Sequence[str]) -> Iterator[Renewal]:
    """Renew these records, as many at once as the timestamp service may be asked; tells each as it is done.

    Raises Missing without a timestamp service. One that is silent leaves the records as they are.
    """
    if timestamper(services.settings) is None:
        raise Missing(
            "Chưa khai dịch vụ dấu thời gian. Đặt SOHOA_TSA_URL rồi chạy lại.",
            "No timestamp service is set. Set SOHOA_TSA_URL, then run again.",
        )
    with ThreadPoolExecutor(timestamp_options(services.settings).at_once) as pool:
        yield from pool.map(lambda record: _one(services, Act(act.by, services.clock()), record), ids)


def renew_due(services: Services, act: Act, before: datetime | None = None) -> Iterator[Renewal]:
    """Renew what ends before that moment (default: within a year of now), the earliest first; tells each as it is done.
    Raises as `renew_records`.

    Ends early after `AT_A_TIME` records of which not one was renewed: the service is silent, or its certificate ends no
    later than theirs, and the rest would only ask it in vain.
    """
    ids = [one.record for one in due(services, before or act.at + AHEAD)]
    for start in range(0, len(ids), AT_A_TIME):
        told = list(renew_records(services, act, ids[start : start + AT_A_TIME]))
        yield from told
        if all(one.outcome != "renewed" for one in told):
            return


def renew_record(services: Services, act: Act, record: str) -> str | None:
    """Renew one record's final file, sealed; returns when it ends now.

    Safe to repeat after a kill at any point. Raises MoveRefused when it is not archived or not the file on register,
    signing's errors, archive's StoreUnavailable and LeaseTaken.
    """
    with services.ledger.reading() as connection:
        row = connection.execute(select(renewals).where(renewals.c.record == record)).first()
    path = services.workspace.of_record(record) / FILE
    if row is None or not path.exists() or of_file(path) != row.sha256:
        row = _renewed(services, act, record, path)
    _commit(services, act, record, path, row)
    return str(row.ends)


def _one(services: Services, act: Act, record: str) -> Renewal:
    try:
        return Renewal(record, "renewed", renew_record(services, act, record))
    except TimestampUnavailable as fault:
        return Renewal(record, "timestamp", None, fault.vi, fault.en)
    except (PipelineError, SigningError) as fault:
        return Renewal(record, "refused", None, fault.vi, fault.en)


def _renewed(services: Services, act: Act, record: str, path: Path) -> Row[Any]:
    stamper = timestamper(services.settings)
    if stamper is None:
        raise Missing("Chưa khai dịch vụ dấu thời gian.", "No timestamp service is set.")
    content = read_file(services.store, urn(record), FINAL_FILE)
    with services.ledger.reading() as connection:
        state = connection.scalar(select(records.c.state).where(records.c.id == record))
        wrong, before = judged(connection, record, content), newest_final(connection, record)
    if state != RecordState.ARCHIVED.value or wrong is not None or before is None:
        raise MoveRefused(
            f"Không gia hạn {record[:8]}: chưa vào kho, hoặc tệp trong kho khác sổ đăng ký ({wrong or state}).",
            f"{record[:8]} is not renewed: not archived, or the stored file is not on register ({wrong or state}).",
        )
    source = path.with_name("renewing.pdf")
    write_whole(source, content)
    done = renew(source, path, at=act.at, evidence=evidence(services.settings), timestamper=stamper)
    sync_folder(path.parent)
    values = {
        "sha256": done.sha256, "bytes": done.size, "signature_count": before.signature_count,
        "level": "B-LTA", "ends": ends_text(done.newest.ends), "at": act.time,
    }  # fmt: skip
    with services.ledger.writing(act) as connection:
        connection.execute(renewals.delete().where(renewals.c.record == record))
        connection.execute(insert(renewals).values(record=record, **values))
        return connection.execute(select(renewals).where(renewals.c.record == record)).one()


def _commit(services: Services, act: Act, record: str, path: Path, row: Row[Any]) -> None:
    """The renewed file as the record's next version; index, ledger and register in one transaction."""
    with services.ledger.reading() as connection:
        found = gather(connection, record)
    fetch_missing(services, found.record)
    pdf = FinalPdf(path, row.sha256, row.bytes, row.signature_count, row.level)
    version = version_of(
        services, found, act, created=datetime.fromisoformat(row.at), message=MESSAGE, final=pdf
    )
    package = version.package
    final = Final(RENEWED, row.sha256, row.bytes, row.signature_count, row.level, row.ends)
    with holding(services, package.id):
        deposited = deposit(services.store, package, services.workspace.spool)
        with services.ledger.writing(act) as connection:
            put_or_leave_out(connection, deposited, version.description, package.files, act.at)
            move_record(connection, act, record, RecordState.ARCHIVED, stored_as(deposited) | final.of_record)
            register_final(connection, act, record, final)
            connection.execute(renewals.delete().where(renewals.c.record == record))
    # What is left of the old file in the workspace would be taken for the final one.
    path.replace(path.with_name(SIGNED_FILE))
    finish(services.store, services.workspace.spool, package.id)


def _fill_in(services: Services) -> None:
    """Read the end of the timestamp of finals from before the register."""
    with services.ledger.reading() as connection:
        query = select(finals.c.record, finals.c.ordinal).where(
            finals.c.ends.is_(None), finals.c.cause == "before"
        )
        rows = connection.execute(query.where(finals.c.level == "B-LTA")).all()
    for row in rows:
        content = read_file(services.store, urn(row.record), FINAL_FILE)
        stamp = newest_timestamp(content)
        with services.ledger.engine.begin() as connection:
            where = (finals.c.record == row.record) & (finals.c.ordinal == row.ordinal)
            where &= finals.c.sha256 == of_bytes(content)
            ends = ends_text(stamp.ends if stamp else None)
            connection.execute(update(finals).where(where).values(ends=ends))
