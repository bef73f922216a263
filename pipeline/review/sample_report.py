"""The report of a sample: how many were checked, what was wrong field by field, the verdict, and who signed it off."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from pipeline.actors import Act, ActorKind
from pipeline.errors import MoveRefused
from pipeline.findings import Finding
from pipeline.ledger import add_findings, move_record, note, touch_record
from pipeline.ledger_tables import records
from pipeline.lookup import record_ids, view
from pipeline.record import RecordState
from pipeline.record_type import record_types
from pipeline.review.decisions import decide
from pipeline.review.sampling import newest_sample
from pipeline.review.stages import reopen
from pipeline.review.tables import sampled, samples

ACCEPT, REDO = "accept", "redo"
_GOES_BACK = frozenset({RecordState.APPROVED, RecordState.ASSEMBLED})


@dataclass(frozen=True)
class Report:
    """`fields` are (key, checked, wrong); `wrong` are (record, field); `verdict` is proposed until it is signed."""

    sample: str
    batch: str
    plan: str
    seed: str
    population: int
    size: int
    allowed: int
    unchecked: int
    fields: tuple[tuple[str, int, int], ...]
    wrong: tuple[tuple[str, str], ...]
    checkers: tuple[str, ...]
    signed_by: str | None
    signed_at: str | None
    reason: str | None
    kept_verdict: str | None

    @property
    def wrong_records(self) -> tuple[str, ...]:
        """Records with at least one wrong field."""
        return tuple(dict.fromkeys(record for record, _field in self.wrong))

    @property
    def verdict(self) -> str | None:
        """`accept` or `redo`; None while something is unchecked, unless it is lost already."""
        if self.kept_verdict or len(self.wrong_records) > self.allowed:
            return self.kept_verdict or REDO
        return None if self.unchecked else ACCEPT

    def as_json(self) -> dict[str, Any]:
        """The form of `batch sample-report --json`."""
        return {
            "sample": self.sample,
            "batch": self.batch,
            "plan": self.plan,
            "seed": self.seed,
            "population": self.population,
            "size": self.size,
            "allowed": self.allowed,
            "unchecked_fields": self.unchecked,
            "fields": {key: {"checked": checked, "wrong": wrong} for key, checked, wrong in self.fields},
            "wrong": [{"record": record, "field": field} for record, field in self.wrong],
            "wrong_records": len(self.wrong_records),
            "checkers": list(self.checkers),
            "verdict": self.verdict,
            "signed_by": self.signed_by,
            "signed_at": self.signed_at,
            "reason": self.reason,
        }


def report(connection: Connection, batch: str) -> Report:
    """The report of the batch's newest sample. Raises NotFound."""
    row = newest_sample(connection, batch)
    rows = connection.execute(
        select(sampled).where(sampled.c.sample == row.id).order_by(sampled.c.record, sampled.c.ordinal)
    ).all()
    checked = [one for one in rows if one.keyed is not None]
    every, wrong = Counter(one.field for one in checked), Counter(one.field for one in checked if one.wrong)
    return Report(
        sample=row.id,
        batch=row.batch,
        plan=row.plan,
        seed=row.seed,
        population=row.population,
        size=row.size,
        allowed=row.allowed,
        unchecked=len(rows) - len(checked),
        fields=tuple((key, number, wrong[key]) for key, number in every.items()),
        wrong=tuple((one.record, one.field) for one in checked if one.wrong),
        checkers=tuple(sorted({one.checked_by for one in checked})),
        signed_by=row.signed_by,
        signed_at=row.signed_at,
        reason=row.reason,
        kept_verdict=row.verdict,
    )


def sign_off(connection: Connection, act: Act, batch: str, reason: str | None = None) -> Report:
    """Sign the verdict in a person's name and act on it; signing again changes nothing.

    Records with a wrong field go back to review, with `redo` every record of the batch that is not yet signed; the
    others get the finding. Raises MoveRefused while fields are unchecked, or when no person signs.
    """
    found = report(connection, batch)
    if found.signed_by:
        return found
    if act.by.kind is ActorKind.SERVICE or found.verdict is None:
        raise MoveRefused(
            f"Mẫu của lô {batch} còn {found.unchecked} trường chưa kiểm tra; kết luận phải do một người ký tên.",
            f"The sample of batch {batch} has {found.unchecked} unchecked fields; a named person signs its verdict.",
        )
    values = {"verdict": found.verdict, "signed_at": act.time, "signed_by": act.by.id, "reason": reason}
    connection.execute(update(samples).where(samples.c.id == found.sample).values(**values))
    for record, field in found.wrong:
        _tell_wrong(connection, batch, record, field)
    for record in record_ids(connection, batch=batch) if found.verdict == REDO else found.wrong_records:
        _back(connection, act, record, found)
    note(connection, act, "batch.sample_signed", batch, {"sample": found.sample, "verdict": found.verdict})
    return report(connection, batch)


def _tell_wrong(connection: Connection, batch: str, record: str, field: str) -> None:
    # The field stands in the facts: findings about a field come and go with its checks, this one only by a person.
    kind = record_types()[view(connection, record).row.type]
    spec = kind.spec(field)
    facts = {"field": field, "label": spec.vi if spec else field}
    add_findings(connection, batch, [Finding("SAMPLE_DIFFERS", "", facts)], record=record)


def _back(connection: Connection, act: Act, record: str, found: Report) -> None:
    if found.verdict == REDO:
        facts = {"wrong": str(len(found.wrong_records)), "size": str(found.size)}
        add_findings(connection, found.batch, [Finding("SAMPLE_FAILED", "", facts)], record=record)
    state = RecordState(connection.scalar(select(records.c.state).where(records.c.id == record)) or "")
    if state in _GOES_BACK:
        move_record(connection, act, record, RecordState.IN_REVIEW, {"pdf_sha256": None, "conformance": None})
        decide(connection, act, record, "sample_back", new={"sample": found.sample, "verdict": found.verdict})
        reopen(connection, act, record)
    elif state is RecordState.IN_REVIEW:
        touch_record(connection, act, record, {})
