"""Taking records in hand to sign them: a lease with a sign of life, given back, or run out. And sending one back.

A lease holds others off and pins the file that is to be signed. It makes no signature and needs no PIN.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, update
from sqlalchemy.exc import IntegrityError

from pipeline.actors import Act, timestamp
from pipeline.errors import MoveRefused
from pipeline.issuing.cases import Case, case_of
from pipeline.issuing.policy import policy
from pipeline.issuing.sign_queue import Entry, refusal, waiting_for
from pipeline.issuing.tables import leases
from pipeline.ledger import note
from pipeline.review.approval import send_back
from pipeline.review.lease import refuse_unseen
from pipeline.wiring import Services


@dataclass(frozen=True)
class Claim:
    """A record in hand: for which capacity, which file (SHA-256), until when (UTC)."""

    record: str
    capacity: str
    sha256: str
    expires_at: str


@dataclass(frozen=True)
class Refusal:
    """A record that was not given, with a code and the reason in both languages."""

    record: str
    code: str
    vi: str
    en: str

    def as_json(self, language: str = "vi") -> dict[str, Any]:
        """The form of JSON output."""
        message = self.en if language == "en" else self.vi
        return {"record": self.record, "code": self.code, "message": message}


def claim(services: Services, act: Act, ids: Sequence[str]) -> tuple[list[Claim], list[Refusal]]:
    """Take these records in hand to sign them next; what another holds or may not be signed is refused, one by one.

    Claiming again what one holds renews it, on the file as it is now. Raises NotFound for what the person may not see.
    """
    given, refused = list[Claim](), list[Refusal]()
    for record in dict.fromkeys(ids):
        with services.ledger.writing(act) as connection:
            refuse_unseen(connection, act, record)
            case = case_of(connection, policy(services.settings), act, record)
            reason = refusal(policy(services.settings), act, case)
            if reason is None:
                reason = _take(connection, act, case, services.settings.lease_minutes)
            if reason is not None:
                refused.append(Refusal(record, *reason))
                continue
            given.append(_claimed(act, case, services.settings.lease_minutes))
    return given, refused


def claim_next(services: Services, act: Act, count: int) -> tuple[list[Claim], list[Refusal]]:
    """Take up to `count` of the records that wait for this person, the oldest first and those already in hand before.

    Others may take one in between: it is then among the refused, and the claim is smaller.
    """
    waiting = [one for one in waiting_for(services, act) if not one.lacking]
    waiting.sort(key=_in_hand_first)
    return claim(services, act, [one.record for one in waiting[:count]])


def heartbeat(services: Services, act: Act, ids: Sequence[str]) -> list[str]:
    """Keep these records in hand from now on; returns those that are not in the person's hand any more."""
    until = _until(act, services.settings.lease_minutes)
    lost = []
    with services.ledger.writing(act) as connection:
        for record in ids:
            mine = (leases.c.record == record) & (leases.c.holder == act.by.id)
            alive = update(leases).where(mine, leases.c.expires_at > act.time).values(expires_at=until)
            if not connection.execute(alive).rowcount:
                lost.append(record)
    return lost


def release(services: Services, act: Act, ids: Sequence[str]) -> int:
    """Give records back; returns how many were in the person's hand."""
    count = 0
    with services.ledger.writing(act) as connection:
        for record in ids:
            mine = (leases.c.record == record) & (leases.c.holder == act.by.id)
            if connection.execute(delete(leases).where(mine)).rowcount:
                note(connection, act, "signing.released", record)
                count += 1
    return count


def reject(services: Services, act: Act, record: str, reason: str) -> None:
    """Refuse to sign: the record goes back to review with the reason, and signatures made so far are void.

    Raises MoveRefused when it is not this person's to sign, WrongUse without a reason.
    """
    with services.ledger.writing(act) as connection:
        refuse_unseen(connection, act, record)
        case = case_of(connection, policy(services.settings), act, record)
        why = refusal(policy(services.settings), act, case)
        if why is not None and why[0] != "POLICY-SILENT":
            raise MoveRefused(why[1], why[2])
        send_back(connection, act, record, reason)


def held_file(act: Act, case: Case) -> tuple[str, str, str] | None:
    """Why the record is not in this person's hand as it was claimed; None when it is."""
    row = case.row
    if row.holder != act.by.id or row.expires_at <= act.time:
        return (
            "NOT-IN-HAND",
            f"Tài liệu {case.record[:8]} không còn trong tay bạn. Nhận lại: sohoa sign --queue.",
            f"Record {case.record[:8]} is not in your hand any more. Take it again: sohoa sign --queue.",
        )
    if row.lease_sha256 != case.sha256 or (case.turn and row.lease_capacity != case.turn.capacity):
        return (
            "CHANGED",
            f"Tài liệu {case.record[:8]} đã khác so với lúc nhận. Trả lại rồi nhận lại.",
            f"Record {case.record[:8]} is not what it was when it was taken. Give it back, then take it again.",
        )
    return None


def _take(connection: Connection, act: Act, case: Case, minutes: float) -> tuple[str, str, str] | None:
    values = {
        "holder": act.by.id,
        "capacity": case.turn.capacity if case.turn else "",
        "sha256": case.sha256,
        "taken_at": act.time,
        "expires_at": _until(act, minutes),
    }
    row = case.row
    if row.holder is not None:
        # Exactly the row that was seen: whoever came in between wins.
        seen = (leases.c.record == case.record) & (leases.c.holder == row.holder)
        done = connection.execute(
            update(leases).where(seen, leases.c.taken_at == row.taken_at).values(**values)
        )
        if done.rowcount:
            _tell(connection, act, case)
            return None
    try:
        with connection.begin_nested():
            connection.execute(insert(leases).values(record=case.record, **values))
    except IntegrityError:
        return (
            "HELD",
            f"Tài liệu {case.record[:8]} vừa được người khác nhận.",
            f"Record {case.record[:8]} was taken by somebody just now.",
        )
    _tell(connection, act, case)
    return None


def _tell(connection: Connection, act: Act, case: Case) -> None:
    capacity = case.turn.capacity if case.turn else ""
    note(connection, act, "signing.taken", case.record, {"capacity": capacity, "sha256": case.sha256})


def _claimed(act: Act, case: Case, minutes: float) -> Claim:
    capacity = case.turn.capacity if case.turn else ""
    return Claim(case.record, capacity, case.sha256, _until(act, minutes))


def _until(act: Act, minutes: float) -> str:
    return timestamp(act.at.astimezone(UTC) + timedelta(minutes=minutes))


def _in_hand_first(one: Entry) -> bool:
    return one.held_until is None
