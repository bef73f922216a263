"""Whether a record may stand in the index, and putting it there or leaving it out. Asks; decides no state."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from archive.deposit import Deposited
from archive.index import StoredFile, put_record, remove_record
from archive.package import Description, PackageFile
from pipeline.lookup import RecordView, view
from pipeline.record import RecordState
from pipeline.review.sight import is_closed


def is_indexed(connection: Connection, found: RecordView) -> bool:
    """False for what only named people may find, and for a draft that entries of a register took the place of."""
    return found.state is not RecordState.SUPERSEDED and not is_closed(connection, found.id)


def put_or_leave_out(
    connection: Connection,
    deposited: Deposited,
    description: Description,
    files: Iterable[PackageFile | StoredFile],
    at: datetime,
) -> None:
    """Make the index say what `deposited` proves, or forget the record where it may not stand there."""
    key = deposited.id.removeprefix("urn:uuid:")
    if is_indexed(connection, view(connection, key)):
        put_record(connection, deposited, description, files, at)
    else:
        remove_record(connection, deposited.id)
