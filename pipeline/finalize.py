"""From an assembled record to an archived one: sign, verify, archive. Assembly is assemble.py's work.

The order of writes is that of docs/design.md: signed PDF, content, inventory, sidecar, then index rows, dossier
membership and ledger state in one transaction. Each step looks at the ledger first and may run twice.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.deposit import Deposited, deposit, read_file
from archive.digest import of_file
from archive.dossier import CLOSED
from archive.lock import finish
from pipeline import attach
from pipeline.actors import Act
from pipeline.describe import gather
from pipeline.errors import MoveRefused
from pipeline.holding import holding
from pipeline.issuing.awaiting import lift
from pipeline.issuing.cases import case_of
from pipeline.issuing.finals import ASSEMBLED_FILE, FINAL_FILE, SIGNED_FILE
from pipeline.issuing.policy import DEVELOPMENT
from pipeline.issuing.signing_step import batch_of, settle, sign_step
from pipeline.issuing.unsigned import keep_unsigned
from pipeline.ledger import move_record, stored_as
from pipeline.listing import put_or_leave_out
from pipeline.lookup import RecordView, record_ids, view
from pipeline.record import RecordState, urn
from pipeline.record_version import FinalPdf, RecordVersion, version_of
from pipeline.signatures import signer
from pipeline.wiring import Services
from pipeline.workspace import write_whole
from signing.errors import SigningError

# The workspace lock under which one process at a time finalizes.
LOCK = "finalize"
# What a machine signs by itself, by the setting SOHOA_SIGNER; everything else is signed by people.
UNATTENDED = {"development": DEVELOPMENT, "seal": "agency_mark"}


@dataclass(frozen=True)
class Outcome:
    """How far one record came; `waits_for` is "", "signature", "timestamp", or "policy" with the reason in `why`."""

    record: str
    state: RecordState
    waits_for: str = ""
    why: tuple[str, str] | None = None


@dataclass(frozen=True)
class Waits:
    """What a record waits for: nothing, "signature", "timestamp", or "policy" with the reason in both languages."""

    cause: str = ""
    why: tuple[str, str] | None = None


def finalize(services: Services, record: str, act: Act) -> Outcome:
    """Take one assembled record as far as settings allow.

    Raises MoveRefused when it is not that far, not sound or it cannot be signed, archive's
    StoreUnavailable when the store does not answer (the only one of these worth a retry).
    """
    state = _state(services, record)
    if state is RecordState.ASSEMBLED:
        waits = sign_record(services, record, act)
        if waits.cause:
            return Outcome(record, state, waits.cause, waits.why)
        state = _state(services, record)
    if state in (RecordState.SIGNED, RecordState.ASSEMBLED):
        archive_record(services, record, act)
        state = _state(services, record)
    if state is not RecordState.ARCHIVED and not _checked_later(services, record):
        raise MoveRefused(
            f"Tài liệu {record} đang ở trạng thái {state}, chưa được duyệt. Duyệt trước: sohoa record approve.",
            f"Record {record} is {state}, not approved. Approve it first: sohoa record approve.",
        )
    return Outcome(record, state)


def _checked_later(services: Services, record: str) -> bool:
    """Whether the record is archived but for the look that somebody still has to take."""
    with services.ledger.reading() as connection:
        found = view(connection, record)
    return found.state is RecordState.IN_REVIEW and found.has_final


def waiting(services: Services) -> list[str]:
    """Ids of records that are approved or were left half-way."""
    states = [RecordState.APPROVED, RecordState.ASSEMBLED, RecordState.SIGNED]
    with services.ledger.reading() as connection:
        return record_ids(connection, states=states)


def _state(services: Services, record: str) -> RecordState:
    with services.ledger.reading() as connection:
        return view(connection, record).state


def sign_record(services: Services, record: str, act: Act) -> Waits:
    """Sign an assembled record as whom the settings name, as far as the policy leaves it to a machine.

    A trial's identity signs for everybody, the agency's key file only as the agency's mark; everything else waits
    for people. Raises MoveRefused with the reason when it cannot be signed.
    """
    try:
        return _sign(services, record, act)
    except SigningError as refusal:
        raise MoveRefused(refusal.vi, refusal.en) from refusal


def _sign(services: Services, record: str, act: Act) -> Waits:
    run = batch_of(services)
    with services.ledger.reading() as connection:
        case = case_of(connection, run.policy, act, record)
    if case.why is not None:
        return Waits("policy", case.why)
    if case.rule is not None and not case.rule.signers:
        keep_unsigned(services, act, case)
        return Waits()
    if case.awaiting:
        return Waits(lift(services, act, case, run))
    if case.complete:
        return Waits(settle(services, act, record, run))
    held = case.row.holder is not None and case.row.expires_at > act.time
    if held or case.lacking:
        return Waits("signature")
    capacity, identity = case.turn.capacity if case.turn else "", signer(services.settings)
    if identity is None or capacity != UNATTENDED.get(services.settings.signer):
        return Waits("signature")
    return Waits(sign_step(services, act, case, identity, run))


def archive_record(services: Services, record: str, act: Act) -> None:
    """Commit the final version of a record to the store, then index it, join its dossier and close its ledger row."""
    with services.ledger.reading() as connection:
        evidence = gather(connection, record)
    found = evidence.record
    created = datetime.fromisoformat(found.row.changed_at)
    message = "approved, PDF/A, signed" if found.row.signature_count else "approved, PDF/A"
    final = final_pdf(services, found)
    version = version_of(services, evidence, act, created=created, message=message, final=final)
    with holding(services, version.package.id, LOCK):
        deposited = deposit(services.store, version.package, services.workspace.spool)
        _commit(services, found, deposited, version, act)
    finish(services.store, services.workspace.spool, version.package.id)


def _commit(
    services: Services, found: RecordView, deposited: Deposited, version: RecordVersion, act: Act
) -> None:
    """The one transaction: index rows, dossier membership, ledger state."""
    with ExitStack() as stack:
        changed = None
        if found.row.dossier:
            known = stack.enter_context(attach.joining(services, found.row.dossier))
            # A closed dossier keeps the version that it was closed with.
            if known.state != CLOSED or urn(found.id) not in {one.record for one in known.present}:
                changed = attach.prepare(services, known, found, deposited, act)
        with services.ledger.writing(act) as connection:
            put_or_leave_out(connection, deposited, version.description, version.package.files, act.at)
            if changed is not None:
                attach.commit(connection, changed, found.id, act)
            move_record(connection, act, found.id, RecordState.ARCHIVED, stored_as(deposited))
            if found.unchecked:
                # In the same transaction: what nobody has looked at never stands outside of the queue of review.
                move_record(connection, act, found.id, RecordState.IN_REVIEW)


def final_pdf(services: Services, found: RecordView) -> FinalPdf:
    """The final PDF of a signed or archived record. Raises MoveRefused when it is not the one the ledger knows.

    Of an archived record it is fetched from the store when the workspace no longer has it.
    """
    row = found.row
    path = _final_path(services, found)
    return FinalPdf(path, row.final_sha256, row.final_bytes, row.signature_count, row.level)


def _final_path(services: Services, found: RecordView) -> Path:
    final = found.row.final_sha256
    if found.row.incoming_signature and services.workspace.original(final).exists():
        return services.workspace.original(final)
    name = SIGNED_FILE if found.row.signature_count else ASSEMBLED_FILE
    path = services.workspace.of_record(found.id) / name
    # What lies in the workspace may be of before a renewal.
    if found.has_final and (not path.exists() or of_file(path) != final):
        write_whole(path, read_file(services.store, urn(found.id), FINAL_FILE))
    if of_file(path) != final:
        raise MoveRefused(
            f"Tệp đã ký của tài liệu {found.id} khác với sổ cái. Không lưu; chuyển về kiểm tra.",
            f"The signed file of record {found.id} differs from the ledger. It is not archived.",
        )
    return path
