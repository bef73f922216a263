"""The register of finals: digest, length and signature count of every final file a record ever had.

A file that was rolled back to an earlier revision is sound in itself; only a register outside of it shows that
something is missing. Rows are added, never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from archive.deposit import read_file
from archive.digest import of_bytes
from archive.errors import FixityBroken, ObjectMissing
from pipeline.actors import Act
from pipeline.issuing.tables import cases, finals, renewals, steps
from pipeline.ledger import note
from pipeline.ledger_tables import records
from pipeline.record import RecordState, urn
from pipeline.wiring import Services

# Its name in the store, and what a record's PDF is called in the workspace before that.
FINAL_FILE = "record.pdf"
ASSEMBLED_FILE, SIGNED_FILE = "assembled.pdf", "signed.pdf"
# Why a file became final.
SIGNED, UNSIGNED, RECEIVED, RENEWED = "signed", "unsigned", "received", "renewed"

ROLLED_BACK, DIFFERS, MISSING, UNREGISTERED = (
    "FINAL-ROLLED-BACK",
    "FINAL-DIFFERS",
    "FINAL-MISSING",
    "FINAL-UNREGISTERED",
)
SUPERSEDED = "SUPERSEDED"
TEXTS = {
    ROLLED_BACK: (
        "Tệp là một bản cũ hơn bản cuối đã đăng ký (thiếu chữ ký hoặc dấu thời gian có sau). "
        "Khôi phục bản cuối từ bản sao, rồi chạy lại.",
        "The file is an earlier revision than the final one on register: later signatures or timestamps are gone. "
        "Restore the final file from a copy, then run again.",
    ),
    DIFFERS: (
        "Tệp khác bản cuối đã đăng ký trong sổ cái. Không dùng tệp này; khôi phục bản đúng từ bản sao.",
        "The file is not the final one on register. Do not use it; restore the right one from a copy.",
    ),
    MISSING: (
        "Kho không còn tệp cuối của tài liệu. Khôi phục từ bản sao.",
        "The store no longer holds the final file of the record. Restore it from a copy.",
    ),
    UNREGISTERED: (
        "Tài liệu đã vào kho nhưng sổ cái không có tệp cuối nào. Báo người quản trị.",
        "The record is archived, yet no final file is on register. Tell the administrator.",
    ),
}


@dataclass(frozen=True)
class Final:
    """One row of the register. `ends`: when the newest archive timestamp ends, ISO 8601; None without one."""

    cause: str
    sha256: str
    bytes: int
    signature_count: int
    level: str | None
    ends: str | None = None

    @property
    def of_record(self) -> dict[str, Any]:
        """What the record's own row keeps of it."""
        return {
            "final_sha256": self.sha256,
            "final_bytes": self.bytes,
            "signature_count": self.signature_count,
            "level": self.level,
        }


@dataclass(frozen=True)
class FinalFinding:
    """One difference between the store and the register; `code` is one of TEXTS."""

    record: str
    code: str
    expected: str
    found: str

    def text(self, language: str) -> str:
        """What happened and what to do, in "vi" or "en"."""
        vi, en = TEXTS[self.code]
        return f"{self.record}: {en if language == 'en' else vi}"

    def as_json(self, language: str = "vi") -> dict[str, str]:
        """The form of JSON output."""
        return {**vars(self), "message": self.text(language)}


def ends_text(ends: datetime | None) -> str | None:
    """A moment as the register keeps it."""
    return ends.astimezone(UTC).isoformat() if ends else None


def register_final(connection: Connection, act: Act, record: str, final: Final) -> None:
    """Add the record's new final file; the same one again adds nothing."""
    newest = newest_final(connection, record)
    if newest is not None and newest.sha256 == final.sha256:
        return
    ordinal = newest.ordinal + 1 if newest is not None else 1
    connection.execute(
        insert(finals).values(record=record, ordinal=ordinal, at=act.time, actor=act.by.id, **vars(final))
    )
    detail = {"sha256": final.sha256, "cause": final.cause, "ordinal": str(ordinal)}
    note(connection, act, "final.registered", record, detail)


def newest_final(connection: Connection, record: str) -> Row[Any] | None:
    """The record's final file as it must be now; None when it has none yet."""
    query = select(finals).where(finals.c.record == record).order_by(finals.c.ordinal.desc())
    return connection.execute(query.limit(1)).first()


def check_finals(
    services: Services, ids: Sequence[str] = (), checked: Callable[[str], None] = lambda _: None
) -> Iterator[FinalFinding]:
    """What differs between the register and the store, for these records or for all archived ones.

    One file is held in memory at a time. `checked` hears each record's id. Raises archive's StoreUnavailable.
    """
    with services.ledger.reading() as connection:
        wanted = list(ids) or list(
            connection.scalars(
                select(records.c.id)
                .where(
                    (records.c.state == RecordState.ARCHIVED.value)
                    # Used early: its file is in the store while it is being checked.
                    | ((records.c.state == RecordState.IN_REVIEW.value) & records.c.final_sha256.is_not(None))
                )
                .order_by(records.c.id)
            )
        )
    for record in wanted:
        found = _check_one(services, record)
        checked(record)
        if found is not None:
            yield found


def _check_one(services: Services, record: str) -> FinalFinding | None:
    with services.ledger.reading() as connection:
        newest = newest_final(connection, record)
    if newest is None:
        return FinalFinding(record, UNREGISTERED, "", "")
    try:
        content = read_file(services.store, urn(record), FINAL_FILE)
    except ObjectMissing:
        return FinalFinding(record, MISSING, newest.sha256, "")
    except FixityBroken:
        return FinalFinding(record, DIFFERS, newest.sha256, "damaged")
    with services.ledger.reading() as connection:
        code = judged(connection, record, content)
    return FinalFinding(record, code, newest.sha256, of_bytes(content)) if code else None


def judged(connection: Connection, record: str, content: bytes) -> str | None:
    """What the register says against `content` as the record's final file: one of TEXTS, None when it is the one.

    A renewal that is on its way to the store is no fault.
    """
    newest, sha256 = newest_final(connection, record), of_bytes(content)
    if newest is None:
        return UNREGISTERED
    coming = connection.scalar(select(renewals.c.sha256).where(renewals.c.record == record))
    if sha256 in (newest.sha256, coming) and (sha256 == coming or len(content) == newest.bytes):
        return None
    earlier = select(func.count()).where(finals.c.record == record, finals.c.sha256 == sha256)
    on_the_way = select(func.count()).where(steps.c.record == record, steps.c.sha256 == sha256)
    before = select(func.count()).where(records.c.id == record, records.c.pdf_sha256 == sha256)
    known = any(connection.scalar(query) for query in (earlier, on_the_way, before))
    return ROLLED_BACK if known else DIFFERS


def known_file(connection: Connection, sha256: str) -> tuple[str, bool] | None:
    """The record one of whose final or signed files has this digest, and whether it is the newest; None for none."""
    for table in (finals, steps):
        record = connection.scalar(select(table.c.record).where(table.c.sha256 == sha256).limit(1))
        if record is not None:
            newest = newest_final(connection, record)
            return str(record), newest is not None and newest.sha256 == sha256
    return None


def superseded_by(connection: Connection, record: str) -> str | None:
    """The issued result that names this one as replaced; None while there is none."""
    issued = (RecordState.SIGNED.value, RecordState.ARCHIVED.value)
    query = (
        select(cases.c.record)
        .join(records, records.c.id == cases.c.record)
        .where(cases.c.supersedes == record, records.c.state.in_(issued))
    )
    found = connection.scalar(query.order_by(cases.c.opened_at.desc()).limit(1))
    return str(found) if found else None


def words_of_register(connection: Connection, record: str | None, content: bytes) -> tuple[str, ...]:
    """Codes that the register adds to a verdict: one of TEXTS, `SUPERSEDED:<record>`; none for a file nobody knows.

    `record` is the one whose final file `content` is meant to be; None finds the record by the file's digest.
    """
    told: list[str] = []
    if record is None:
        known = known_file(connection, of_bytes(content))
        if known is None:
            return ()
        record, newest = known
        told += [] if newest else [ROLLED_BACK]
    else:
        code = judged(connection, record, content)
        # A record that is signed and not yet archived may come from before the register.
        told += [code] if code not in (None, UNREGISTERED) else []
    later = superseded_by(connection, record)
    return (*told, *([f"{SUPERSEDED}:{later}"] if later else []))
