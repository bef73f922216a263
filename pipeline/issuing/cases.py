"""What stands of a record's signing: its purpose, the rule for it, the signatures made, whose turn it is.

Reads the ledger; makes no signature and asks nobody. A record that came in already signed never gets here: its bytes
are the final file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, exists, select, update

from pipeline.actors import Act
from pipeline.errors import NotFound
from pipeline.issuing.policy import (
    COMPONENT,
    DIGITISATION,
    REGISTER_PAGE,
    Policy,
    on_day,
    reaches,
    rule_from_json,
    rule_json,
)
from pipeline.issuing.tables import cases, leases, numbers, stamp_waits, steps
from pipeline.ledger_tables import records
from pipeline.register.tables import entries
from signing.errors import ConfigurationRefused
from signing.policy import Rule, Step
from signing.verdict import Level

SPENT = "annulled"


@dataclass(frozen=True)
class Made:
    """One signature that was made: `goal` is the level it must reach, `level` the one the file is at."""

    ordinal: int
    capacity: str
    actor: str
    goal: Level
    level: Level
    sha256: str
    bytes: int
    signature_count: int

    @property
    def waits(self) -> bool:
        """Signed, but still without the timestamp that its level needs."""
        return not reaches(self.level, self.goal)


@dataclass(frozen=True)
class Case:
    """`why` says why no rule is known (both languages), then `rule` is None. `number` is the one it bears."""

    record: str
    row: Row[Any]
    record_class: str
    purpose: str
    rule: Rule | None
    why: tuple[str, str] | None
    made: tuple[Made, ...]
    number: Row[Any] | None

    @property
    def sha256(self) -> str:
        """The file as it stands now: what the next signature covers."""
        if self.made:
            return self.made[-1].sha256
        return str(self.row.imprint["sha256"] if self.row.imprint else self.row.pdf_sha256)

    @property
    def turn(self) -> Step | None:
        """Whose signature comes next; None when none does, now or ever."""
        if self.rule is None or self.awaiting or len(self.made) >= len(self.rule.signers):
            return None
        return self.rule.signers[len(self.made)]

    @property
    def awaiting(self) -> bool:
        """The newest signature waits for its timestamp; nobody signs over it until it has come."""
        return bool(self.made) and self.made[-1].waits and self.rule is not None

    @property
    def complete(self) -> bool:
        """Every signature that the rule asks for is there, at its level."""
        return self.rule is not None and len(self.made) >= len(self.rule.signers) and not self.awaiting

    @property
    def goal(self) -> Level | None:
        """The level of the signature whose turn it is: those before the last carry evidence of their own, no more."""
        if self.rule is None or self.rule.level is None:
            return None
        last = len(self.made) + 1 >= len(self.rule.signers)
        return self.rule.level if last or self.rule.level is not Level.B_LTA else Level.B_LT

    @property
    def lacking(self) -> tuple[str, ...]:
        """What the rule wants before the first signature and is not there yet: `initials`, `number`."""
        if self.rule is None or self.made:
            return ()
        numbered = self.number is not None and (self.row.imprint is not None or not self.rule.marks)
        there = {"initials": self.row.initials_at is not None, "number": numbered}
        return tuple(one for one in self.rule.before if not there[one])

    def signed_as(self, capacity: str) -> frozenset[str]:
        """Ids of those who signed in that capacity."""
        return frozenset(one.actor for one in self.made if one.capacity == capacity)


def query() -> Select[Any]:
    """Records with what their signing hangs on; the caller adds which."""
    listed = exists().where(entries.c.record == records.c.id)
    return (
        select(
            records.c.id, records.c.batch, records.c.type, records.c.unit, records.c.state, records.c.dossier,
            records.c.pdf_sha256, records.c.revision, records.c.flag, records.c.public_code, records.c.changed_at,
            listed.label("in_register"),
            cases.c.purpose, cases.c.rule, cases.c.place, cases.c.imprint, cases.c.series, cases.c.supersedes,
            cases.c.initials_at, cases.c.initials_by,
            leases.c.holder, leases.c.capacity.label("lease_capacity"), leases.c.sha256.label("lease_sha256"),
            leases.c.taken_at, leases.c.expires_at,
            stamp_waits.c.since.label("stamp_since"), stamp_waits.c.attempts.label("stamp_attempts"),
        )
        .select_from(records)
        .join(cases, cases.c.record == records.c.id, isouter=True)
        .join(leases, leases.c.record == records.c.id, isouter=True)
        .join(stamp_waits, stamp_waits.c.record == records.c.id, isouter=True)
    )  # fmt: skip


def case_of(connection: Connection, table: Policy, act: Act, record: str) -> Case:
    """The case of one record, under the rule of the day of `act` unless one is pinned. Raises NotFound."""
    rows = connection.execute(query().where(records.c.id == record)).all()
    if not rows:
        raise NotFound(f"Không có tài liệu {record}.", f"There is no record {record}.")
    return build(connection, table, act, rows)[0]


def build(connection: Connection, table: Policy, act: Act, rows: Sequence[Row[Any]]) -> list[Case]:
    """Cases for rows of `query`, in their order."""
    ids = [row.id for row in rows]
    made: dict[str, list[Made]] = {}
    for step in connection.execute(select(steps).where(steps.c.record.in_(ids)).order_by(steps.c.ordinal)):
        made.setdefault(step.record, []).append(_made(step))
    living = and_(numbers.c.about.in_(ids), numbers.c.state != SPENT)
    given = {row.about: row for row in connection.execute(select(numbers).where(living))}
    return [_case(table, act, row, tuple(made.get(row.id, ())), given.get(row.id)) for row in rows]


def pin(connection: Connection, act: Act, case: Case) -> None:
    """Fix the rule for a record whose signing begins, once and for all. Not in a trial: its settings may change."""
    if case.rule is None or case.rule.signers[:1] == (Step("development", ""),):
        return
    values = {"rule": rule_json(case.rule)}
    done = connection.execute(
        update(cases).where(cases.c.record == case.record, cases.c.rule.is_(None)).values(**values)
    )
    if not done.rowcount and case.row.purpose is None:
        open_case(connection, act, case.record, {"purpose": case.purpose, **values})


def open_case(connection: Connection, act: Act, record: str, values: dict[str, Any]) -> None:
    """Keep what a record is signed for; another case of the same record is replaced."""
    known = connection.scalar(select(cases.c.record).where(cases.c.record == record))
    if known is None:
        told = {"opened_at": act.time, "opened_by": act.by.id, **values}
        connection.execute(cases.insert().values(record=record, **told))
    else:
        connection.execute(update(cases).where(cases.c.record == record).values(**values))


def _case(table: Policy, act: Act, row: Row[Any], made: tuple[Made, ...], number: Row[Any] | None) -> Case:
    record_class = REGISTER_PAGE if row.in_register else row.type
    purpose = row.purpose or (COMPONENT if row.dossier else DIGITISATION)
    rule, why = None, None
    try:
        pinned = row.rule is not None and table.development is None
        rule = rule_from_json(row.rule) if pinned else table.rule(record_class, purpose, on_day(act.at))
    except ConfigurationRefused as silent:
        why = (silent.vi, silent.en)
    if rule is not None and table.development is not None:
        made = tuple(_judged_anew(one, table.development) for one in made)
    return Case(row.id, row, record_class, purpose, rule, why, made, number)


def _judged_anew(made: Made, goal: Level) -> Made:
    """In a trial the settings of the day say which level is enough."""
    return Made(**{**vars(made), "goal": goal})


def _made(row: Row[Any]) -> Made:
    return Made(
        row.ordinal, row.capacity, row.actor, Level(row.goal), Level(row.level), row.sha256, row.bytes,
        row.signature_count,
    )  # fmt: skip
