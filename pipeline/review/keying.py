"""Blind double keying: two people type the same fields without seeing each other or the machine.

What they type lies in `ledger_review_entries`, apart from the record's fields, until both have finished; then what
agrees becomes the value, and what differs waits for a third (adjudication.py). Nothing here returns a value that
somebody else typed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from pipeline.actors import Act
from pipeline.checks.recheck import recheck_decided
from pipeline.errors import MoveRefused, WrongUse
from pipeline.ledger import note, touch_record
from pipeline.lookup import view
from pipeline.normalize.spelling import comparable
from pipeline.record import Field, FieldState
from pipeline.record_type import FieldSpec, RecordType, record_types
from pipeline.review import lease
from pipeline.review.decisions import Correction, decide, decided, open_for_change, put_field
from pipeline.review.hidden_values import MACHINE
from pipeline.review.passes import of_pass
from pipeline.review.presets import Stage
from pipeline.review.stages import Item, advance, finish_part, finisher, play, refuse_two_parts
from pipeline.review.tables import entries

_NEED_REASON = frozenset({FieldState.AS_WRITTEN, FieldState.UNREADABLE})


@dataclass(frozen=True)
class ToKey:
    """One field to type: where it stands on the page, and what this person typed so far (`mine`)."""

    spec: FieldSpec
    page: int | None
    box: list[int] | None
    mine: Field | None


@dataclass(frozen=True)
class KeyingForm:
    """What one person types, in the order of the form. No value of the machine or of another person is in it."""

    record: str
    revision: int
    stage: Stage
    fields: tuple[ToKey, ...]


def form(connection: Connection, act: Act, record: str) -> KeyingForm:
    """The fields that this person is to type now.

    Raises MoveRefused when the record waits for no keying, another holds it, or the person typed the other part.
    """
    found, item = open_for_change(connection, act, record, None)
    stage = keying_stage(item)
    refuse_two_parts(connection, act, item, stage)
    kind = record_types()[found.row.type]
    mine = _typed(connection, item, stage.name, act.by.id)
    held = {field.key: field for field in found.fields}
    told = []
    for key in of_pass(kind, item.keyed, stage.pass_):
        spec, place = kind.spec(key), held.get(key)
        if spec is not None:
            box = place.box.as_list() if place and place.box else None
            told.append(ToKey(spec, place.page if place else None, box, mine.get(key)))
    return KeyingForm(record, found.row.revision, stage, tuple(told))


def keying_stage(item: Item) -> Stage:
    """The present stage, which must be one of typing. Raises MoveRefused with what to do instead."""
    stage = item.stage
    if stage.does != "key":
        verb = "differences" if stage.keying else "show"
        raise MoveRefused(
            f"Tài liệu {item.record} đang ở bước '{stage.vi}', không chờ nhập "
            f"[sohoa record {verb} {item.record[:8]}].",
            f"Record {item.record} is at the step '{stage.en}' and waits for no keying "
            f"[sohoa record {verb} {item.record[:8]}].",
        )
    return stage


def enter(
    connection: Connection,
    act: Act,
    record: str,
    typed: Sequence[Correction],
    *,
    reason: str | None = None,
    revision: int | None = None,
) -> list[str]:
    """Keep what one person typed; typing a field again replaces one's own. Returns the keys still to be typed.

    Raises as `form` does, VersionConflict, and WrongUse for a field that is not keyed now, a value that does not
    fit, or a reason that is missing.
    """
    found, item = open_for_change(connection, act, record, revision)
    stage = keying_stage(item)
    play(connection, act, item, stage)
    kind = record_types()[found.row.type]
    wanted = of_pass(kind, item.keyed, stage.pass_)
    for one in typed:
        if one.key not in wanted:
            raise WrongUse(
                f"Trường {one.key} không nằm trong lượt nhập này. Các trường: {', '.join(wanted)}.",
                f"Field {one.key} is not keyed in this pass. Fields: {', '.join(wanted)}.",
            )
        field = keyed_field(kind, one, reason)
        _keep(connection, act, item, stage, field, reason)
    note(connection, act, "review.keyed", record, {"stage": stage.name, "fields": len(typed)})
    return [key for key in wanted if key not in _typed(connection, item, stage.name, act.by.id)]


def keyed_field(kind: RecordType, one: Correction, reason: str | None) -> Field:
    """What a person typed, in its normal form. Raises WrongUse; "confirmed" has nothing to confirm here."""
    if one.state is FieldState.CONFIRMED:
        raise WrongUse(
            f"Trường {one.key}: nhập riêng thì không có giá trị để xác nhận.",
            f"Field {one.key}: keying blind has no value to confirm.",
        )
    field = decided(kind, None, one)
    if field.state in _NEED_REASON and not (reason or "").strip():
        raise WrongUse(
            f'Trường {one.key}: ghi nguyên văn hay không đọc được thì phải ghi lý do: --reason "...".',
            f'Field {one.key}: as written and unreadable need a reason: --reason "...".',
        )
    return field


def _keep(
    connection: Connection, act: Act, item: Item, stage: Stage, field: Field, reason: str | None
) -> None:
    key = {
        "record": item.record,
        "round": item.round,
        "stage": stage.name,
        "actor": act.by.id,
        "field": field.key,
    }
    connection.execute(delete(entries).where(*(entries.c[name] == value for name, value in key.items())))
    connection.execute(insert(entries).values(**key, data=field.as_json(), reason=reason, at=act.time))


def _typed(connection: Connection, item: Item, stage: str, actor: str | None) -> dict[str, Field]:
    query = select(entries.c.field, entries.c.data).where(
        entries.c.record == item.record, entries.c.round == item.round, entries.c.stage == stage
    )
    if actor is not None:
        query = query.where(entries.c.actor == actor)
    return {row.field: Field.from_json(row.field, row.data) for row in connection.execute(query)}


def finish(connection: Connection, act: Act, record: str, *, revision: int | None = None) -> Item:
    """Say that all is typed. Behind the second person what agrees is written, and what differs goes to a third.

    Raises MoveRefused naming the fields that are still to be typed.
    """
    found, item = open_for_change(connection, act, record, revision)
    stage, kind = keying_stage(item), record_types()[found.row.type]
    wanted = of_pass(kind, item.keyed, stage.pass_)
    mine = _typed(connection, item, stage.name, act.by.id)
    if missing := [key for key in wanted if key not in mine]:
        raise MoveRefused(
            f"Chưa nhập: {', '.join(kind.called(key, 'vi') for key in missing)}. Giấy để trống thì nói để trống "
            "[--empty], không đọc được thì nói không đọc được [--unreadable].",
            f"Not typed yet: {', '.join(kind.called(key, 'en') for key in missing)}. Say so when the paper has nothing "
            "[--empty] or cannot be read [--unreadable].",
        )
    play(connection, act, item, stage)
    finish_part(connection, act, item, stage)
    to = item.at + 1
    if stage.name.startswith("second"):
        to += 0 if _agree(connection, act, item, stage, kind) else 1
    moved = advance(connection, act, item, stage, to)
    decide(connection, act, record, "keyed", new={"stage": stage.name, "fields": len(wanted)})
    touch_record(connection, act, record, {})
    lease.release(connection, act, record)
    return moved


def _agree(connection: Connection, act: Act, item: Item, stage: Stage, kind: RecordType) -> bool:
    """Write what both typed alike; True when something is left for a third."""
    both = pairs(connection, item, stage.pass_)
    agreed = [first for first, second in both.values() if alike(first, second)]
    for field in agreed:
        write_keyed(connection, act, item, field, "double_keyed")
    recheck_decided(connection, act, item.record, agreed, _reason(connection, item, stage))
    return len(agreed) < len(both)


def _reason(connection: Connection, item: Item, stage: Stage) -> str | None:
    """Why the second person, who ends the keying, typed values as written or unreadable."""
    mine = (entries.c.record == item.record, entries.c.round == item.round, entries.c.stage == stage.name)
    told = connection.scalars(select(entries.c.reason).where(*mine).order_by(entries.c.field))
    return "; ".join(dict.fromkeys(filter(None, told))) or None


def first_typed(connection: Connection, item: Item, kind: RecordType) -> tuple[dict[str, Field], bool]:
    """What the first person has to type, as typed or not yet keyed, and whether they said that it is all.

    For practice alone, where that person is the only one: elsewhere it breaks the blindness.
    """
    stage = item.stages[0]
    typed = _typed(connection, item, stage.name, None)
    wanted = of_pass(kind, item.keyed, stage.pass_)
    blank = {key: Field(key, None, None, 0.0, FieldState.NOT_YET_KEYED) for key in wanted}
    return {**blank, **typed}, finisher(connection, item, stage.name) is not None


def pairs(connection: Connection, item: Item, pass_: str) -> dict[str, tuple[Field, Field]]:
    """What the two typed, by field. For adjudication.py alone: it breaks the blindness."""
    first = _typed(connection, item, f"first_{pass_}", finisher(connection, item, f"first_{pass_}"))
    second = _typed(connection, item, f"second_{pass_}", finisher(connection, item, f"second_{pass_}"))
    return {key: (first[key], second[key]) for key in first if key in second}


def alike(first: Field, second: Field) -> bool:
    """Whether two people typed the same: the same normal value said in the same way."""
    return (first.state, comparable(first.value or "")) == (
        second.state,
        comparable(second.value or ""),
    ) and (first.state is not FieldState.AS_WRITTEN or first.written == second.written)


def write_keyed(
    connection: Connection, act: Act, item: Item, field: Field, action: str, reason: str | None = None
) -> None:
    """Make what people typed the field's value; the decision keeps what everybody, also the machine, had there."""
    before = view(connection, item.record)
    old = next((one for one in before.fields if one.key == field.key), None)
    told = trail(connection, item.record, field.key)
    state = _against_machine(field, told)
    page, box = (old.page, old.box) if old else (None, None)
    new = dataclasses.replace(field, state=state, confidence=1.0, page=page, box=box)
    put_field(connection, act, item.record, new)
    decide(
        connection,
        act,
        item.record,
        action,
        field=field.key,
        old=old.as_json() if old else None,
        new={**new.as_json(), "entries": told},
        reason=reason,
    )


def _against_machine(field: Field, told: Sequence[Mapping[str, Any]]) -> FieldState:
    """People who typed what the machine had read have confirmed it."""
    machine = [one for one in told if one["stage"] == MACHINE]
    same = field.value is not None and any(one["value"] == field.value for one in machine)
    return FieldState.CONFIRMED if same and field.state is FieldState.CORRECTED else field.state


def trail(connection: Connection, record: str, key: str) -> list[dict[str, Any]]:
    """Every entry about a field, also the machine's, oldest first. Only to be shown once the field is decided."""
    query = select(entries).where(entries.c.record == record, entries.c.field == key)
    rows = sorted(
        connection.execute(query), key=lambda row: (row.round, row.stage != MACHINE, row.at, row.stage)
    )
    return [
        {"round": r.round, "stage": r.stage, "actor": r.actor, "at": r.at, "reason": r.reason, **r.data}
        for r in rows
    ]
