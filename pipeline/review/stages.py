"""Where a record stands in its review, whose turn it is, and who may not play which part.

The row of `ledger_review_items` pins the preset and the fields that are keyed twice when review opens, so that a
changed setting never changes a review that has begun. A record without a row (from before there were any) is
reviewed by the preset `quick`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, select, update

from pipeline.actors import Act
from pipeline.errors import MoveRefused
from pipeline.ledger import note
from pipeline.lookup import RecordView, fields_of, view
from pipeline.record import Field, FieldState
from pipeline.record_type import RecordType, record_types
from pipeline.review.hidden_values import hide, put_in_order
from pipeline.review.passes import FINDING, FULL, keyed_keys, of_pass
from pipeline.review.presets import QUICK, Preset, Rules, Stage, preset
from pipeline.review.tables import batch_plans, items, parts, snapshots

_KEYING = (
    ("first", "key", "Nhập lần thứ nhất", "First keying"),
    ("second", "key", "Nhập lần thứ hai", "Second keying"),
    ("third", "adjudicate", "Phân xử", "Adjudication"),
)


@dataclass(frozen=True)
class Item:
    """The review of one record: `keyed` are the fields that two people key, `round` counts its returns to review."""

    record: str
    preset: Preset
    keyed: tuple[str, ...]
    round: int
    at: int
    stages: tuple[Stage, ...]
    pinned: bool = True

    @property
    def stage(self) -> Stage:
        """The present one."""
        return self.stages[min(self.at, len(self.stages) - 1)]

    @property
    def deciding(self) -> Stage:
        """The stage that decisions outside double keying count for: the present one, or the first behind keying."""
        return next(stage for stage in self.stages[min(self.at, len(self.stages) - 1) :] if not stage.keying)

    @property
    def last(self) -> bool:
        """Whether the present stage is the one that approves."""
        return self.at >= len(self.stages) - 1

    @property
    def single(self) -> bool:
        """Whether one person may do it all: the quick queue and written policies serve only such records."""
        return len(self.stages) == 1


# The same few for thousands of records of a queue.
@lru_cache(maxsize=1000)
def stages_of(kind: RecordType, preset_name: str, keyed: tuple[str, ...]) -> tuple[Stage, ...]:
    """Every stage of a review: double keying pass by pass where there is something to key, then the preset's."""
    found: list[Stage] = []
    for pass_ in (FINDING, FULL):
        if of_pass(kind, keyed, pass_):
            found += [
                Stage(f"{name}_{pass_}", does, vi, en, f"keying_{pass_}", pass_)
                for name, does, vi, en in _KEYING
            ]
    return (*found, *preset(preset_name).stages)


# Asked at every act of review; making a statement costs more than its answer.
_ITEM = select(items).where(items.c.record == bindparam("record"))


def item_of(connection: Connection, record: str, type: str) -> Item:
    """The review of a record of that type."""
    row = connection.execute(_ITEM, {"record": record}).first()
    if row is None:
        return item_told(record, type)
    return item_told(record, type, row.preset, tuple(row.keyed), row.round, row.stage)


def item_told(
    record: str,
    type: str,
    preset_name: str | None = None,
    keyed: tuple[str, ...] = (),
    round: int = 1,
    at: int = 0,
) -> Item:
    """The review that the columns of `ledger_review_items` describe; without a preset nothing is pinned."""
    chosen = preset(preset_name or QUICK)
    stages = stages_of(record_types()[type], chosen.name, keyed)
    return Item(record, chosen, keyed, round, at, stages, pinned=preset_name is not None)


def open_item(connection: Connection, act: Act, record: str, rules: Rules) -> Item:
    """Begin the review of a record: choose its preset, put the fields to be keyed twice out of sight.

    A record whose review has begun keeps what was chosen then.
    """
    found = view(connection, record)
    if connection.execute(select(items.c.record).where(items.c.record == record)).first():
        return item_of(connection, record, found.row.type)
    kind = record_types()[found.row.type]
    planned = connection.scalar(select(batch_plans.c.preset).where(batch_plans.c.batch == found.row.batch))
    chosen = preset(planned) if planned else rules.preset_for(kind)
    rule = {
        "by_risk": chosen.keyed != "none",
        "doubtful": chosen.keyed == "doubtful",
        "risks": sorted(rules.risks),
        "types": sorted(rules.types),
    }
    connection.execute(
        insert(items).values(
            record=record, preset=chosen.name, rule=rule, keyed=[], round=1, stage=0, opened_at=act.time
        )
    )
    return seal(connection, act, found)


def seal(connection: Connection, act: Act, found: RecordView) -> Item:
    """Choose anew what is keyed twice and hide what the machine read there, which stays as its entry.

    Called when review opens and whenever the machine has drafted fields again; the stages then begin at the first.
    Fields decided by people stay.
    """
    record, kind = found.id, record_types()[found.row.type]
    row = connection.execute(select(items).where(items.c.record == record)).first()
    if row is None:
        return item_of(connection, record, found.row.type)
    keyed = keyed_keys(kind, found, row.rule)
    held = {field.key: field for field in found.fields}
    missing = [spec.key for spec in kind.fields if kind.keyed and spec.key not in held]
    for key in dict.fromkeys([*keyed, *missing]):
        hide(
            connection, act, found, row.round, held.get(key) or Field(key, None, None, 0.0, FieldState.EMPTY)
        )
    put_in_order(connection, record, kind)
    connection.execute(update(items).where(items.c.record == record).values(keyed=keyed, stage=0))
    return item_of(connection, record, found.row.type)


def play(connection: Connection, act: Act, item: Item, stage: Stage, *, acting: bool = True) -> None:
    """Give the person the part, and with `acting` note that something was done in it.

    Raises MoveRefused when this person had another part of the same group in this round: nobody checks or keys
    against himself, also not by taking over.
    """
    refuse_two_parts(connection, act, item, stage)
    key = {"record": item.record, "round": item.round, "stage": stage.name, "actor": act.by.id}
    where = [parts.c[name] == value for name, value in key.items()]
    known = connection.execute(select(parts.c.acted_at).where(*where)).first()
    if known is None:
        connection.execute(
            insert(parts).values(**key, taken_at=act.time, acted_at=act.time if acting else None)
        )
    elif acting and known.acted_at is None:
        connection.execute(update(parts).where(*where).values(acted_at=act.time))


def refuse_two_parts(connection: Connection, act: Act, item: Item, stage: Stage) -> None:
    """Raise MoveRefused when the person cannot play `stage` of this record (`may_play`)."""
    if not may_play(connection, act.by.id, item, stage):
        raise MoveRefused(
            f"Bạn đã làm một phần khác của tài liệu {item.record}; bước '{stage.vi}' phải do người khác làm.",
            f"You had another part in record {item.record}; the step '{stage.en}' is for somebody else.",
        )


def may_play(connection: Connection, actor: str, item: Item, stage: Stage) -> bool:
    """Whether the person did nothing yet in another part of the stage's group, in this round."""
    others = [other.name for other in item.stages if other.group == stage.group and other.name != stage.name]
    query = select(parts.c.stage).where(
        parts.c.record == item.record,
        parts.c.round == item.round,
        parts.c.actor == actor,
        parts.c.stage.in_(others),
        parts.c.acted_at.is_not(None),
    )
    return connection.execute(query.limit(1)).first() is None


def advance(connection: Connection, act: Act, item: Item, stage: Stage, to: int | None = None) -> Item:
    """Finish `stage` in the person's name, keep the fields as it leaves them, go to the next (or to `to`)."""
    finish_part(connection, act, item, stage)
    if item.pinned:
        _snapshot(connection, act, item, stage)
        at = item.at + 1 if to is None else to
        connection.execute(update(items).where(items.c.record == item.record).values(stage=at))
    note(connection, act, "review.stage_done", item.record, {"stage": stage.name, "round": item.round})
    type = view(connection, item.record).row.type
    return item_of(connection, item.record, type)


def finish_part(connection: Connection, act: Act, item: Item, stage: Stage) -> None:
    """Note that the person has done the part to its end."""
    where = _part(item, stage.name) & (parts.c.actor == act.by.id)
    connection.execute(update(parts).where(where).values(finished_at=act.time))


def finisher(connection: Connection, item: Item, stage: str) -> str | None:
    """Who did that part to its end in this round; None while nobody has."""
    query = select(parts.c.actor).where(_part(item, stage), parts.c.finished_at.is_not(None))
    return connection.scalar(query.order_by(parts.c.finished_at.desc()).limit(1))


def _part(item: Item, stage: str) -> ColumnElement[bool]:
    return (parts.c.record == item.record) & (parts.c.round == item.round) & (parts.c.stage == stage)


def _snapshot(connection: Connection, act: Act, item: Item, stage: Stage) -> None:
    ordinal = item.stages.index(stage)
    told = {field.key: field.as_json() for field in fields_of(connection, item.record)}
    where = (snapshots.c.record == item.record) & (snapshots.c.round == item.round)
    connection.execute(delete(snapshots).where(where, snapshots.c.ordinal == ordinal))
    connection.execute(
        insert(snapshots).values(
            record=item.record,
            round=item.round,
            ordinal=ordinal,
            stage=stage.name,
            actor=act.by.id,
            at=act.time,
            fields=told,
        )
    )


def reopen(connection: Connection, act: Act, record: str) -> Item:
    """Begin a new round: the record came back to review. Parts of earlier rounds bind nobody any more.

    Fields that people decided stay; what is still to be keyed twice is keyed first.
    """
    found = view(connection, record)
    item = item_of(connection, record, found.row.type)
    if not item.pinned:
        return item
    connection.execute(update(items).where(items.c.record == record).values(round=item.round + 1))
    note(connection, act, "review.reopened", record, {"round": item.round + 1})
    return seal(connection, act, found)


def stage_json(item: Item) -> Mapping[str, Any]:
    """The review of a record in JSON documents."""
    return {
        "preset": item.preset.name,
        "round": item.round,
        "stage": item.stage.name,
        "stages": [stage.name for stage in item.stages],
        "keyed": list(item.keyed),
    }
