"""Files that are signed and wait for a timestamp: tried again without their signer, and when that will be done.

A timestamp and evidence over the whole file need no key of the signer, so nobody is asked for a PIN twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy import select, update

from pipeline.actors import Act
from pipeline.issuing.cases import Case
from pipeline.issuing.signing_step import Batch, placed, settle, sound_file
from pipeline.issuing.tables import stamp_waits, steps
from pipeline.ledger import note, touch_record
from pipeline.signatures import evidence, timestamp_options, timestamper
from pipeline.wiring import Services
from signing.errors import TimestampUnavailable
from signing.late_timestamp import stamp_late


@dataclass(frozen=True)
class Waiting:
    """How many files wait for a timestamp, since when, and when all have it at the latest if the service answers."""

    count: int
    since: str | None
    done_by: datetime | None

    def as_json(self) -> dict[str, Any]:
        """The form of `sign --queue --json`."""
        done = self.done_by.isoformat() if self.done_by else None
        return {"count": self.count, "since": self.since, "done_by": done}


def waiting_for_stamp(services: Services, act: Act) -> Waiting:
    """The files waiting now. `done_by` takes every attempt of the options to its last second."""
    with services.ledger.reading() as connection:
        since = list(connection.scalars(select(stamp_waits.c.since).order_by(stamp_waits.c.since)))
    if not since:
        return Waiting(0, None, None)
    options = timestamp_options(services.settings)
    each = options.attempts * options.seconds_per_attempt + (options.attempts - 1) * options.seconds_between
    turns = ceil(len(since) / options.at_once)
    return Waiting(len(since), since[0], act.at + timedelta(seconds=turns * each))


def lift(services: Services, act: Act, case: Case, batch: Batch) -> str:
    """Give a waiting file its timestamp and evidence; returns what the record waits for then.

    Raises signing's DocumentRefused when the signature does not hold any more: then somebody has to sign again;
    ConfigurationRefused when evidence cannot be gathered.
    """
    stamper = timestamper(services.settings)
    if stamper is None or batch.silent:
        return "timestamp"
    source = sound_file(services, case)
    target = source.with_name(f"stamping-{case.made[-1].ordinal:02d}.pdf")
    known = evidence(services.settings)
    try:
        done = stamp_late(source, target, case.made[-1].goal, at=act.at, evidence=known, timestamper=stamper)
    except TimestampUnavailable:
        batch.silent = True
        _tried(services, act, case)
        return "timestamp"
    values = {"level": done.level.value, "sha256": done.sha256, "bytes": done.size}
    placed(target, done.sha256)
    with services.ledger.writing(act) as connection:
        where = (steps.c.record == case.record) & (steps.c.ordinal == case.made[-1].ordinal)
        connection.execute(update(steps).where(where, steps.c.sha256 == case.sha256).values(**values))
        connection.execute(stamp_waits.delete().where(stamp_waits.c.record == case.record))
        touch_record(connection, act, case.record, {"flag": None})
        note(connection, act, "record.timestamped", case.record, {"sha256": done.sha256})
    return settle(services, act, case.record, batch)


def _tried(services: Services, act: Act, case: Case) -> None:
    with services.ledger.writing(act) as connection:
        connection.execute(
            update(stamp_waits)
            .where(stamp_waits.c.record == case.record)
            .values(attempts=stamp_waits.c.attempts + 1, tried_at=act.time)
        )
