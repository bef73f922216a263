"""The sign queue: what waits for whose signature. Lists only; taking a record in hand is claims.py.

Everything follows from the policy table and the mandates: a person is offered what the table says somebody in that
person's capacity has to sign next, for a unit and a type that a mandate names, and nothing that another holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from pipeline.actors import Act
from pipeline.issuing.cases import Case, build, case_of, query
from pipeline.issuing.policy import DEVELOPMENT, Policy, on_day, policy
from pipeline.ledger_tables import records
from pipeline.record import RecordState
from pipeline.review.sight import visible_to
from pipeline.wiring import Services

AT_ONCE = 500


@dataclass(frozen=True)
class Entry:
    """One line of a person's queue. `held_until` is set while the person has it in hand; `lacking` as in cases.py."""

    record: str
    type: str
    unit: str
    purpose: str
    capacity: str
    level: str
    legal_basis: str
    lacking: tuple[str, ...]
    since: str
    held_until: str | None

    def as_json(self) -> dict[str, Any]:
        """The form of `sign --queue --json`."""
        return {**vars(self), "lacking": list(self.lacking)}


@dataclass(frozen=True)
class Standing:
    """How the queue stands altogether: records by what they wait for, and those for which the table says nothing."""

    by_capacity: dict[str, int]
    awaiting_timestamp: int
    silent: tuple[tuple[str, tuple[str, str]], ...]


def waiting_for(services: Services, act: Act, limit: int = AT_ONCE) -> list[Entry]:
    """What this person may sign now, the oldest first: by mandate, unit and capacity, not held by others."""
    found: list[Entry] = []
    with services.ledger.reading() as connection:
        for case in open_cases(connection, policy(services.settings), act):
            if refusal(policy(services.settings), act, case) is None:
                found.append(entry(case, act))
            if len(found) >= limit:
                break
    return found


def standing(services: Services, act: Act) -> Standing:
    """The whole queue in figures, whoever may sign it."""
    table = policy(services.settings)
    by_capacity: dict[str, int] = {}
    awaiting, silent = 0, []
    with services.ledger.reading() as connection:
        for case in open_cases(connection, table, act):
            if case.why is not None:
                silent.append((case.record, case.why))
            elif case.awaiting:
                awaiting += 1
            elif case.turn is not None:
                by_capacity[case.turn.capacity] = by_capacity.get(case.turn.capacity, 0) + 1
    return Standing(by_capacity, awaiting, tuple(silent))


def open_cases(connection: Connection, table: Policy, act: Act) -> Iterator[Case]:
    """Every assembled record that the person may see, the oldest first, some hundred held in memory at a time."""
    assembled = records.c.state == RecordState.ASSEMBLED.value
    order = (records.c.changed_at, records.c.id)
    ids = list(connection.scalars(select(records.c.id).where(assembled, visible_to(act.by)).order_by(*order)))
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        rows = connection.execute(query().where(records.c.id.in_(part)).order_by(*order)).all()
        yield from build(connection, table, act, rows)


def entry(case: Case, act: Act) -> Entry:
    """A line of the queue for a case whose turn is known."""
    turn, rule = case.turn, case.rule
    mine = case.row.holder == act.by.id and case.row.expires_at > act.time
    return Entry(
        record=case.record,
        type=case.row.type,
        unit=case.row.unit,
        purpose=case.purpose,
        capacity=turn.capacity if turn else "",
        level=case.goal.value if case.goal else "",
        legal_basis=rule.legal_basis if rule else "",
        lacking=case.lacking,
        since=case.row.changed_at,
        held_until=case.row.expires_at if mine else None,
    )


def refusal(table: Policy, act: Act, case: Case) -> tuple[str, str, str] | None:
    """Why this person may not sign this record now, as code and both texts; None when the person may.

    What is still lacking (initials, number) is no reason of this kind: the line is shown with it.
    """
    short = case.record[:8]
    if case.row.state != RecordState.ASSEMBLED.value:
        return (
            "NOT-ASSEMBLED",
            f"Tài liệu {short} không ở hàng chờ ký ({RecordState(case.row.state).vi}).",
            f"Record {short} does not wait for a signature (it is {RecordState(case.row.state).en}).",
        )
    if case.why is not None:
        return ("POLICY-SILENT", *case.why)
    if case.turn is None:
        return (
            "NO-TURN",
            f"Tài liệu {short} hiện không chờ chữ ký của ai.",
            f"Record {short} waits for nobody's signature now.",
        )
    return _by_other(act, case, short) or _by_mandate(table, act, case, short)


def _by_other(act: Act, case: Case, short: str) -> tuple[str, str, str] | None:
    if case.row.holder is None or case.row.holder == act.by.id or case.row.expires_at <= act.time:
        return None
    return (
        "HELD",
        f"Tài liệu {short} đang có người khác nhận ký. Chờ người đó ký xong hoặc trả lại.",
        f"Record {short} is in somebody else's hand. Wait until it is signed or given back.",
    )


def _by_mandate(table: Policy, act: Act, case: Case, short: str) -> tuple[str, str, str] | None:
    capacity = case.turn.capacity if case.turn else ""
    if capacity == DEVELOPMENT:
        return None
    if capacity == "seal" and act.by.id in case.signed_as("official"):
        return (
            "FOUR-EYES",
            f"Người đã ký tài liệu {short} với tư cách người có thẩm quyền không được tự đóng dấu. "
            "Giao người giữ dấu.",
            f"Who signed record {short} as the official may not apply the seal. Leave it to the holder of the seal.",
        )
    if table.held(act.by.id, (case.row.unit, capacity, case.record_class), on_day(act.at)) is None:
        return (
            "NO-MANDATE",
            f"{act.by.id} không được phân công ký “{case.record_class}” cho {case.row.unit} với tư cách {capacity}. "
            "Giao người có thẩm quyền, hoặc bổ sung tệp SOHOA_SIGN_MANDATES.",
            f"{act.by.id} holds no mandate to sign “{case.record_class}” for {case.row.unit} as {capacity}. "
            "Let somebody who does sign, or add it to the file of SOHOA_SIGN_MANDATES.",
        )
    return None


def case_for(services: Services, act: Act, record: str) -> Case:
    """The case of one record under the settings' policy. Raises NotFound."""
    with services.ledger.reading() as connection:
        return case_of(connection, policy(services.settings), act, record)


def cases_for(services: Services, act: Act, ids: Sequence[str]) -> list[Case]:
    """The cases of several records, in the order of `ids`. Raises NotFound."""
    table = policy(services.settings)
    with services.ledger.reading() as connection:
        return [case_of(connection, table, act, record) for record in ids]
