"""Keeps two writers off one object: a row with an expiry, since a killed writer gives nothing back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, insert
from sqlalchemy.exc import IntegrityError

from archive import instant
from archive.errors import LeaseTaken
from archive.tables import leases


@contextmanager
def held(engine: Engine, object_id: str, holder: str, at: datetime, seconds: float) -> Iterator[None]:
    """Holds `object_id` for `holder` while the block runs, at most until `at` + `seconds`.

    `holder` names one process that cannot run twice at a time (host and worker number, say): after a crash it
    takes its own lease again at once. LeaseTaken when another holder has it. Opens its own transactions, so
    the caller must not hold one on the same SQLite database.
    """
    with engine.begin() as connection:
        _take(connection, object_id, holder, at, seconds)
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.execute(delete(leases).where(leases.c.object == object_id, leases.c.holder == holder))


def _take(connection: Connection, object_id: str, holder: str, at: datetime, seconds: float) -> None:
    ended = (leases.c.expires_at <= instant.as_text(at)) | (leases.c.holder == holder)
    connection.execute(delete(leases).where(leases.c.object == object_id, ended))
    row = {
        "object": object_id,
        "holder": holder,
        "taken_at": instant.as_text(at),
        "expires_at": instant.as_text(at + timedelta(seconds=seconds)),
    }
    try:
        connection.execute(insert(leases), [row])
    except IntegrityError:
        raise LeaseTaken(
            f"{object_id} đang được một tiến trình khác ghi. Hãy đợi tiến trình đó xong rồi làm lại.",
            f"{object_id} is being written by another process. Wait until it is done, then run again.",
        ) from None
