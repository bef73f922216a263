"""Making one signature of a record: the file as it stands, the signer whose turn it is, the file as it stands then.

The signed file is written whole under a name of its own before its row; a row without its file cannot be. Killed in
between, the same signature is made once more. While the timestamp service does not answer, the signature is kept at
B-B, waits in the queue, and nothing calls it more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert

from archive.digest import of_file
from pipeline.actors import Act
from pipeline.errors import MoveRefused
from pipeline.issuing import finals
from pipeline.issuing.cases import Case, Made, case_of, pin
from pipeline.issuing.dress import appearance_of
from pipeline.issuing.finals import ASSEMBLED_FILE, SIGNED_FILE
from pipeline.issuing.policy import DEVELOPMENT, Policy, policy
from pipeline.issuing.tables import stamp_waits, steps
from pipeline.ledger import move_record, note, touch_record
from pipeline.record import RecordState
from pipeline.signatures import evidence, timestamper, trust
from pipeline.wiring import Services
from pipeline.workspace import sync_folder, write_whole
from signing.errors import TimestampUnavailable
from signing.identity import SigningIdentity
from signing.pades import SignedFile, SignOptions, sign
from signing.renew import newest_timestamp
from signing.timestamp import TOKEN_ROOM
from signing.token import fingerprint
from signing.verdict import Level

IMPRINTED = "issued.pdf"
REASONS = {"seal": "Phát hành", "official": "Ký ban hành"}
REASON = "Số hóa tài liệu"
FIELDS = {
    DEVELOPMENT: "Signature1",
    "digitising_officer": "CanBoSoHoa",
    "agency_mark": "DauSoHoa",
    "official": "NguoiKy",
    "seal": "DauCoQuan",
}
AWAITING_TIMESTAMP = "awaiting_timestamp"


@dataclass
class Batch:
    """What one run of signatures shares: the policy, and whether the timestamp service was found silent."""

    policy: Policy
    session: str | None = None
    silent: bool = False


def batch_of(services: Services, session: str | None = None) -> Batch:
    """A run under the settings' policy. Raises as `policy`."""
    return Batch(policy(services.settings), session)


def file_of(services: Services, case: Case) -> Path:
    """Where the file lies that the next signature covers."""
    folder = services.workspace.of_record(case.record)
    if case.made:
        return folder / signed_name(case.sha256)
    return folder / (IMPRINTED if case.row.imprint else ASSEMBLED_FILE)


def signed_name(sha256: str) -> str:
    """The name of a signed file on its way: by its digest, so that a later one never takes its place."""
    return f"signed-{sha256[:16]}.pdf"


def placed(made: Path, sha256: str) -> Path:
    """`made`, moved to the name by its digest."""
    target = made.with_name(signed_name(sha256))
    made.replace(target)
    sync_folder(target.parent)
    return target


def sound_file(services: Services, case: Case) -> Path:
    """The same file, known to be the one the ledger knows. Raises MoveRefused when it is gone or another one."""
    path = file_of(services, case)
    if not path.exists() or of_file(path) != case.sha256:
        raise MoveRefused(
            f"Tệp chờ ký của tài liệu {case.record} không còn là tệp đã duyệt. Không ký; trả về kiểm tra: "
            f'sohoa sign {case.record[:8]} --reject --reason "...".',
            f"The file of record {case.record} that waits for a signature is not the approved one. It is not signed; "
            f'send it back: sohoa sign {case.record[:8]} --reject --reason "...".',
        )
    return path


def options_of(services: Services, act: Act, case: Case, table: Policy) -> SignOptions:
    """What the signature whose turn it is says of itself. Raises MoveRefused when it is nobody's turn.

    Raises signing's ConfigurationRefused for an appearance that is not in force.
    """
    turn, goal = case.turn, case.goal
    if turn is None or goal is None:
        raise MoveRefused(
            f"Tài liệu {case.record} không chờ chữ ký nào.", f"Record {case.record} waits for no signature."
        )
    return SignOptions(
        field_name=FIELDS[turn.capacity],
        location=case.row.unit,
        reason=REASONS.get(turn.capacity, REASON),
        level=goal,
        appearance=appearance_of(services, act, case, table),
    )


def sign_step(services: Services, act: Act, case: Case, identity: SigningIdentity, batch: Batch) -> str:
    """Make the signature whose turn it is; returns what the record waits for then: "", "signature", "timestamp".

    Raises MoveRefused when the record is not there to be signed, and signing's errors: DocumentRefused speaks of
    this file, IdentityRefused and ConfigurationRefused of whoever signs and of this installation.
    """
    options = options_of(services, act, case, batch.policy)
    source = sound_file(services, case)
    target = source.with_name(f"signing-{len(case.made) + 1:02d}.pdf")
    signed = _signed(services, act.at, (source, target), identity, options, batch)
    made = made_of(act, case, signed.sha256, signed.size, (signed.level, signed.signature_count))
    return keep_signature(services, act, case, made, (target, fingerprint(identity.certificate)), batch)


def made_of(act: Act, case: Case, sha256: str, size: int, judged: tuple[Level, int]) -> Made:
    """The signature just made; `judged` is the level that was verified, and the number of signatures."""
    goal, turn = case.goal or judged[0], case.turn
    capacity = turn.capacity if turn else ""
    return Made(len(case.made) + 1, capacity, act.by.id, goal, judged[0], sha256, size, judged[1])


def _signed(
    services: Services,
    at: datetime,
    files: tuple[Path, Path],
    identity: SigningIdentity,
    options: SignOptions,
    batch: Batch,
) -> SignedFile:
    settings = services.settings

    def at_level(wanted: SignOptions) -> SignedFile:
        stamper = timestamper(settings) if wanted.level is not Level.B_B else None
        return sign(
            *files, identity, at=at, trust=trust(settings), options=wanted, timestamper=stamper,
            evidence=evidence(settings),
        )  # fmt: skip

    if not batch.silent:
        try:
            return at_level(options)
        except TimestampUnavailable:
            # The rest of the run does not wait for it again, each document for minutes.
            batch.silent = True
    return at_level(replace(options, level=Level.B_B, room=TOKEN_ROOM))


def keep_signature(
    services: Services, act: Act, case: Case, made: Made, file: tuple[Path, str], batch: Batch
) -> str:
    """Write down a signature whose file lies at `file[0]`, made under the certificate with that fingerprint.

    Raises MoveRefused when the record went on meanwhile. Returns what it waits for then.
    """
    placed(file[0], made.sha256)
    with services.ledger.writing(act) as connection:
        now = case_of(connection, batch.policy, act, case.record)
        if (now.sha256, now.row.state) != (case.sha256, RecordState.ASSEMBLED.value):
            raise MoveRefused(
                f"Tài liệu {case.record} vừa được người khác ký hoặc trả lại. Chữ ký này không được lưu.",
                f"Record {case.record} was signed or sent back by somebody meanwhile. This signature is not kept.",
            )
        pin(connection, act, case)
        _put_step(connection, act, case.record, made, {"certificate": file[1], "session": batch.session})
        detail = {"capacity": made.capacity, "level": made.level.value, "sha256": made.sha256}
        note(connection, act, "record.signature", case.record, detail)
        flag = AWAITING_TIMESTAMP if made.waits else None
        touch_record(connection, act, case.record, {"flag": flag})
    return settle(services, act, case.record, batch)


def _put_step(
    connection: Connection, act: Act, record: str, made: Made, by: Mapping[str, str | None]
) -> None:
    """The row of a signature, and that it waits for its timestamp if it does; `by`: its certificate and session."""
    connection.execute(
        insert(steps).values(
            record=record, ordinal=made.ordinal, capacity=made.capacity,
            field=FIELDS[made.capacity], actor=made.actor,
            goal=made.goal.value, level=made.level.value, sha256=made.sha256, bytes=made.bytes,
            signature_count=made.signature_count, at=act.time, **by,
        )
    )  # fmt: skip
    if made.waits:
        connection.execute(
            insert(stamp_waits).values(
                record=record, ordinal=made.ordinal, goal=made.goal.value, since=act.time,
                attempts=1, tried_at=act.time,
            )
        )  # fmt: skip


def settle(services: Services, act: Act, record: str, batch: Batch) -> str:
    """Move a record whose signatures are all there to `signed`; returns what it waits for otherwise.

    Safe to run twice. The final file lies in its place before the ledger says so.
    """
    with services.ledger.reading() as connection:
        case = case_of(connection, batch.policy, act, record)
    if case.row.state != RecordState.ASSEMBLED.value:
        return ""
    if not case.complete:
        return "timestamp" if case.awaiting else "signature"
    if not case.made:
        raise MoveRefused(
            f"Tài liệu {record} không cần chữ ký; lưu bằng sohoa finalize.",
            f"Record {record} needs no signature; archive it with sohoa finalize.",
        )
    content = sound_file(services, case).read_bytes()
    write_whole(services.workspace.of_record(record) / SIGNED_FILE, content)
    final = _final(case.made[-1], content)
    with services.ledger.writing(act) as connection:
        connection.execute(stamp_waits.delete().where(stamp_waits.c.record == record))
        move_record(connection, act, record, RecordState.SIGNED, {**final.of_record, "flag": None})
        finals.register_final(connection, act, record, final)
    return ""


def _final(newest: Made, content: bytes) -> finals.Final:
    stamp = newest_timestamp(content)
    ends = finals.ends_text(stamp.ends) if stamp else None
    return finals.Final(
        finals.SIGNED, newest.sha256, newest.bytes, newest.signature_count, newest.level.value, ends
    )
