"""A new version of what the store already holds of a record, when what the ledger says of it has changed.

Its state stays as it is. The PDF of an archived record is carried over byte for byte.
"""

from __future__ import annotations

from archive.deposit import Deposited, deposit
from archive.lock import finish
from pipeline.actors import Act
from pipeline.bring_back import fetch_missing
from pipeline.describe import gather
from pipeline.finalize import final_pdf
from pipeline.holding import holding
from pipeline.ledger import kept_anew, move_record, stored_as
from pipeline.listing import put_or_leave_out
from pipeline.record import RecordState
from pipeline.record_version import version_of
from pipeline.wiring import Services


def redeposit(services: Services, record: str, act: Act, message: str) -> Deposited | None:
    """Commit the record as the ledger has it now and index it; None when nothing of it is in the store yet.

    Safe to run twice: what the store has already is not written again. Raises archive's StoreUnavailable,
    LeaseTaken.
    """
    with services.ledger.reading() as connection:
        evidence = gather(connection, record)
    found = evidence.record
    if found.row.archive_version is None or found.row.flag == "removed":
        return None
    fetch_missing(services, found)
    final = final_pdf(services, found) if found.has_final else None
    version = version_of(services, evidence, act, created=act.at, message=message, final=final)
    package = version.package
    with holding(services, package.id):
        deposited = deposit(services.store, package, services.workspace.spool)
        with services.ledger.writing(act) as connection:
            put_or_leave_out(connection, deposited, version.description, package.files, act.at)
            if found.state is RecordState.ARCHIVED:
                move_record(connection, act, record, RecordState.ARCHIVED, stored_as(deposited))
            else:
                kept_anew(connection, record, stored_as(deposited))
    finish(services.store, services.workspace.spool, package.id)
    return deposited
