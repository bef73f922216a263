"""Acceptance sampling of a batch: some records, drawn by a given seed, are keyed blind once more and compared.

Plans are product settings (pipeline/data/sampling_plans.toml); no law gives a rate. A record whose sample shows a
wrong field goes back to review in any case; with more of them than the plan allows the whole batch does.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from pipeline.actors import Act
from pipeline.errors import MoveRefused, NotFound, WrongUse
from pipeline.exchange.tables import imports
from pipeline.ledger import note
from pipeline.ledger_tables import decisions, records
from pipeline.lookup import record_ids, view
from pipeline.normalize.spelling import comparable
from pipeline.record import Field, FieldState, RecordState
from pipeline.record_type import FieldSpec, record_types
from pipeline.review.decisions import Correction
from pipeline.review.keying import keyed_field
from pipeline.review.lease import refuse_unseen
from pipeline.review.sight import visible_to
from pipeline.review.tables import parts, sampled, samples

_DONE = (RecordState.APPROVED, RecordState.ASSEMBLED, RecordState.SIGNED, RecordState.ARCHIVED)


@dataclass(frozen=True)
class Step:
    """Up to `upto` records: draw `size`, pass with at most `allowed` wrong ones."""

    upto: int
    size: int
    allowed: int


@dataclass(frozen=True)
class SampledField:
    """One field to key once more: where it stands, never what is kept of it."""

    spec: FieldSpec
    page: int | None
    box: list[int] | None


@cache
def plans() -> Mapping[str, tuple[Step, ...]]:
    """All plans by name."""
    source = resources.files("pipeline").joinpath("data/sampling_plans.toml").read_text(encoding="utf-8")
    told = tomllib.loads(source)
    return MappingProxyType(
        {name: tuple(Step(**step) for step in plan["steps"]) for name, plan in told.items()}
    )


def step_for(plan: str, population: int) -> Step:
    """What the plan says of a batch of that many records. Raises WrongUse."""
    steps = plans().get(plan)
    if steps is None:
        every = ", ".join(plans())
        raise WrongUse(
            f"Không có phương án lấy mẫu {plan}. Các phương án: {every}.",
            f"There is no sampling plan {plan}. Plans: {every}.",
        )
    return next((step for step in steps if population <= step.upto), steps[-1])


def draw(connection: Connection, act: Act, batch: str, *, plan: str, seed: str, sample: str) -> str:
    """Draw a sample of the batch's approved records under the id `sample`; returns the id.

    The same plan and seed give the same records. Drawing again while a sample is open gives that one, if it is the
    same, and is refused otherwise. Raises MoveRefused also when records still wait in review (but for an import,
    which is sampled before it is approved) or none is there.
    """
    known = open_sample(connection, batch)
    if known is not None:
        if (known.plan, known.seed) == (plan, seed):
            return str(known.id)
        raise MoveRefused(
            f"Lô {batch} đang có mẫu chưa kết luận. Xem: sohoa batch sample-report {batch[:8]}.",
            f"Batch {batch} has a sample without a verdict. See: sohoa batch sample-report {batch[:8]}.",
        )
    population = _approved(connection, batch)
    step = step_for(plan, len(population))
    chosen = random.Random(f"{seed} {batch}").sample(population, min(step.size, len(population)))
    connection.execute(
        insert(samples).values(
            id=sample, batch=batch, plan=plan, seed=seed, population=len(population), size=len(chosen),
            allowed=step.allowed, drawn_at=act.time, drawn_by=act.by.id,
        )
    )  # fmt: skip
    for record in chosen:
        _put_sampled(connection, sample, record)
    note(connection, act, "batch.sampled", batch, {"sample": sample, "size": len(chosen)})
    return sample


def _approved(connection: Connection, batch: str) -> list[str]:
    """The records to draw from. Raises MoveRefused while some still wait in review, and when none is there."""
    population, waiting = _population(connection, batch)
    if waiting or not population:
        raise MoveRefused(
            f"Lô {batch} còn {len(waiting)} tài liệu chờ kiểm tra, {len(population)} đã duyệt; "
            "lấy mẫu khi đã duyệt hết.",
            f"Batch {batch} has {len(waiting)} records in review and {len(population)} approved; "
            "draw the sample when all are approved.",
        )
    return population


def _put_sampled(connection: Connection, sample: str, record: str) -> None:
    for ordinal, field in enumerate(view(connection, record).fields):
        values = {"sample": sample, "record": record, "field": field.key, "ordinal": ordinal}
        connection.execute(insert(sampled).values(**values, kept=field.as_json()))


def _population(connection: Connection, batch: str) -> tuple[list[str], list[str]]:
    """The records a sample stands for, and those that must be approved first.

    An import is sampled before it is approved: its values stay unverified until the sample is signed.
    """
    done = record_ids(connection, batch=batch, states=_DONE)
    waiting = record_ids(connection, batch=batch, states=[RecordState.IN_REVIEW])
    if connection.execute(select(imports.c.batch).where(imports.c.batch == batch)).first():
        return sorted([*done, *waiting]), []
    return sorted(done), waiting


def open_sample(connection: Connection, batch: str) -> Row[Any] | None:
    """The batch's sample without a verdict, if there is one."""
    query = select(samples).where(samples.c.batch == batch, samples.c.verdict.is_(None))
    return connection.execute(query).first()


def newest_sample(connection: Connection, batch: str) -> Row[Any]:
    """The batch's last sample, open or signed. Raises NotFound."""
    query = select(samples).where(samples.c.batch == batch).order_by(samples.c.drawn_at.desc())
    found = connection.execute(query.limit(1)).first()
    if found is None:
        raise NotFound(
            f"Lô {batch} chưa lấy mẫu. Lấy mẫu: sohoa batch sample {batch[:8]}.",
            f"No sample was drawn of batch {batch}. Draw one: sohoa batch sample {batch[:8]}.",
        )
    return found


def to_check(connection: Connection, act: Act, sample: str) -> list[str]:
    """Records of the sample that are still to be keyed and that this person may check and see."""
    query = (
        select(sampled.c.record)
        .join(records, records.c.id == sampled.c.record)
        .where(sampled.c.sample == sample, sampled.c.keyed.is_(None), visible_to(act.by))
    )
    keys = dict.fromkeys(connection.scalars(query.order_by(sampled.c.record)))
    return [key for key in keys if not had_a_hand(connection, act.by.id, key)]


def had_a_hand(connection: Connection, actor: str, record: str) -> bool:
    """Whether the person decided anything on the record, in whatever part."""
    decided = select(decisions.c.id).where(decisions.c.record == record, decisions.c.actor == actor)
    played = select(parts.c.record).where(
        parts.c.record == record, parts.c.actor == actor, parts.c.acted_at.is_not(None)
    )
    return any(connection.execute(query.limit(1)).first() for query in (decided, played))


def form(connection: Connection, act: Act, sample: str, record: str) -> list[SampledField]:
    """The fields of a sampled record to be keyed blind. Raises MoveRefused for whoever decided on the record."""
    _refuse_own_work(connection, act, record)
    kind = record_types()[view(connection, record).row.type]
    found = []
    for row in _rows(connection, sample, record):
        spec = kind.spec(row.field)
        if spec is not None:
            found.append(SampledField(spec, row.kept["page"], row.kept["box"]))
    return found


def _refuse_own_work(connection: Connection, act: Act, record: str) -> None:
    refuse_unseen(connection, act, record)
    if had_a_hand(connection, act.by.id, record):
        raise MoveRefused(
            f"Bạn đã quyết định trên tài liệu {record}; mẫu phải do người khác kiểm tra.",
            f"You decided on record {record}; its sample is for somebody else to check.",
        )


def _rows(connection: Connection, sample: str, record: str) -> Sequence[Row[Any]]:
    query = select(sampled).where(sampled.c.sample == sample, sampled.c.record == record)
    rows = connection.execute(query.order_by(sampled.c.ordinal)).all()
    if not rows:
        raise NotFound(
            f"Tài liệu {record} không nằm trong mẫu.", f"Record {record} is not part of the sample."
        )
    return rows


def check(
    connection: Connection,
    act: Act,
    sample: str,
    record: str,
    typed: Sequence[Correction],
    *,
    reason: str | None = None,
) -> list[str]:
    """Keep what the checker keyed; returns the fields of the record still to be keyed.

    A field that was keyed stays as it was keyed: nobody tries until it fits. Raises MoveRefused for that, for
    whoever decided on the record, and for a signed sample; WrongUse as keying does.
    """
    _refuse_own_work(connection, act, record)
    _refuse_signed(connection, sample)
    kind = record_types()[view(connection, record).row.type]
    rows = {row.field: row for row in _rows(connection, sample, record)}
    _refuse_not_waiting(rows, typed)
    by = {"checked_by": act.by.id, "checked_at": act.time}
    for one in typed:
        keyed = keyed_field(kind, one, reason)
        wrong = not says_the_same(Field.from_json(one.key, rows[one.key].kept), keyed)
        where = (sampled.c.sample == sample) & (sampled.c.record == record) & (sampled.c.field == one.key)
        values = {"keyed": keyed.as_json(), "wrong": wrong, **by}
        connection.execute(update(sampled).where(where).values(**values))
    note(connection, act, "batch.sample_checked", record, {"sample": sample, "fields": len(typed)})
    done = {one.key for one in typed}
    return [key for key, row in rows.items() if row.keyed is None and key not in done]


def _refuse_not_waiting(rows: Mapping[str, Row[Any]], typed: Sequence[Correction]) -> None:
    for one in typed:
        if one.key not in rows or rows[one.key].keyed is not None:
            raise MoveRefused(
                f"Trường {one.key} không chờ kiểm tra mẫu.", f"Field {one.key} waits for no sample check."
            )


def _refuse_signed(connection: Connection, sample: str) -> None:
    if connection.scalar(select(samples.c.verdict).where(samples.c.id == sample)) is not None:
        raise MoveRefused(
            f"Mẫu {sample} đã kết luận và ký tên.", f"Sample {sample} has its verdict and is signed off."
        )


def says_the_same(kept: Field, keyed: Field) -> bool:
    """Whether the record and the checker say the same of the paper, whoever stood behind the record's value."""
    if FieldState.UNREADABLE in {kept.state, keyed.state}:
        return kept.state is keyed.state
    if keyed.state is FieldState.AS_WRITTEN:
        return comparable(keyed.written or "") == comparable(kept.written or kept.value or "")
    return comparable(kept.value or "") == comparable(keyed.value or "")
