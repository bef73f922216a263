"""The third person: sees where two keyings differ, and nothing else, and decides.

Neither name is shown: only that one person typed this and another that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from pipeline.actors import Act
from pipeline.checks.recheck import recheck_decided
from pipeline.errors import MoveRefused, WrongUse
from pipeline.ledger import touch_record
from pipeline.lookup import view
from pipeline.record import Field
from pipeline.record_type import FieldSpec, RecordType, record_types
from pipeline.review import lease
from pipeline.review.decisions import Correction, decide, open_for_change
from pipeline.review.keying import alike, keyed_field, pairs, write_keyed
from pipeline.review.presets import Stage
from pipeline.review.stages import Item, advance, play, refuse_two_parts
from pipeline.review.undo import remembered

FIRST, SECOND = "first", "second"


@dataclass(frozen=True)
class Difference:
    """One field that two people typed differently."""

    spec: FieldSpec
    first: Field
    second: Field
    page: int | None
    box: list[int] | None

    def as_json(self) -> dict[str, Any]:
        """The form of `record differences --json`."""
        return {
            "field": self.spec.key,
            "vi": self.spec.vi,
            "en": self.spec.en,
            "first": _side(self.first),
            "second": _side(self.second),
            "page": self.page,
            "box": self.box,
        }


@dataclass(frozen=True)
class Choice:
    """What the third decides of one field: the first keying, the second, or an own value (`own`)."""

    key: str
    side: str
    own: Correction | None = None


def _side(field: Field) -> dict[str, Any]:
    return {"value": field.value, "written": field.written, "state": field.state.value}


def differences(connection: Connection, act: Act, record: str) -> list[Difference]:
    """Where the two keyings of the present pass differ and nobody has decided yet.

    Raises MoveRefused when the record does not wait for a third, another holds it, or the person typed one part.
    """
    found, item = open_for_change(connection, act, record, None)
    stage = _third(item)
    refuse_two_parts(connection, act, item, stage)
    play(connection, act, item, stage, acting=False)
    return _open(connection, item, stage, record_types()[found.row.type])


def _third(item: Item) -> Stage:
    if item.stage.does != "adjudicate":
        raise MoveRefused(
            f"Tài liệu {item.record} đang ở bước '{item.stage.vi}', không chờ phân xử.",
            f"Record {item.record} is at the step '{item.stage.en}' and waits for no adjudication.",
        )
    return item.stage


def _open(connection: Connection, item: Item, stage: Stage, kind: RecordType) -> list[Difference]:
    held = {field.key: field for field in view(connection, item.record).fields}
    both = pairs(connection, item, stage.pass_)
    found = []
    for spec in kind.fields:
        place = held.get(spec.key)
        if spec.key in both and not alike(*both[spec.key]) and not (place and place.state.by_person):
            box = place.box.as_list() if place and place.box else None
            found.append(Difference(spec, *both[spec.key], place.page if place else None, box))
    return found


def adjudicate(
    connection: Connection,
    act: Act,
    record: str,
    choices: Sequence[Choice],
    *,
    reason: str | None = None,
    revision: int | None = None,
) -> list[Difference]:
    """Decide differences; returns those that are still open. Behind the last one the record goes on.

    Raises as `differences` does, VersionConflict, WrongUse for a field that does not differ or a value that is unfit.
    """
    found, item = open_for_change(connection, act, record, revision)
    stage, kind = _third(item), record_types()[found.row.type]
    play(connection, act, item, stage)
    waiting = {one.spec.key: one for one in _open(connection, item, stage, kind)}
    with remembered(connection, act, record, "adjudicate"):
        chosen = [_chosen(kind, waiting, choice, reason) for choice in choices]
        for field in chosen:
            write_keyed(connection, act, item, field, "adjudicated", reason)
        recheck_decided(connection, act, record, chosen, reason)
        left = _open(connection, item, stage, kind)
        if not left:
            advance(connection, act, item, stage)
            decide(connection, act, record, "keyed", new={"stage": stage.name, "fields": len(choices)})
        touch_record(connection, act, record, {})
    if not left:
        lease.release(connection, act, record)
    return left


def _chosen(kind: RecordType, waiting: Mapping[str, Difference], choice: Choice, reason: str | None) -> Field:
    if choice.key not in waiting:
        raise WrongUse(
            f"Trường {choice.key} không có khác nhau cần phân xử. Các trường: {', '.join(waiting)}.",
            f"Field {choice.key} has no difference to decide. Fields: {', '.join(waiting)}.",
        )
    if choice.own is not None:
        return keyed_field(kind, choice.own, reason)
    if choice.side not in {FIRST, SECOND}:
        raise WrongUse(
            f"Trường {choice.key}: chọn first, second, hoặc nhập giá trị.",
            f"Field {choice.key}: choose first, second, or type a value.",
        )
    first, second = waiting[choice.key].first, waiting[choice.key].second
    return first if choice.side == FIRST else second
