"""A new version of what the store already holds of a record, when what the ledger says of it has changed.

Its state stays as it is. The PDF of an archived record is carried over byte for byte.
"""

from __future__ import annotations

from archive.deposit import Deposited, deposit
from archive.lock import finish
from pipeline import capture
from pipeline.actors import Act
from pipeline.bring_back import fetch_missing
from pipeline.describe import describe, gather, record_json
from pipeline.digitize import page_texts
from pipeline.finalize import final_file, pdf_json
from pipeline.holding import holding
from pipeline.ledger import kept_anew, move_record
from pipeline.listing import put_or_leave_out
from pipeline.record import RecordState
from pipeline.store_lock import keeping, with_lock
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
    archived = found.state is RecordState.ARCHIVED
    description = describe(found, page_texts(services, found), evidence.annotations)
    data = record_json(evidence, description, pdf_json(found) if found.has_final else None)
    files = capture.capture_files(services.workspace, found, evidence.places, data)
    if found.has_final:
        files.append(final_file(services, found))
    package = capture.package(record, files, act.at, message, act.by)
    package = with_lock(services.settings, package, act.at, keeping(evidence.term, description))
    with holding(services, package.id):
        deposited = deposit(services.store, package, services.workspace.spool)
        with services.ledger.writing(act) as connection:
            put_or_leave_out(connection, deposited, description, files, act.at)
            values = {"archive_version": deposited.version, "inventory_sha256": deposited.inventory_sha256}
            if archived:
                move_record(connection, act, record, RecordState.ARCHIVED, values)
            else:
                kept_anew(connection, record, values)
    finish(services.store, services.workspace.spool, package.id)
    return deposited
