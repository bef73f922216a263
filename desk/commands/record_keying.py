"""`sohoa record key, differences, adjudicate`: two people type apart, a third decides where they differ."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.table import Table
from sqlalchemy import Connection

from desk.cards import SHORT_ID, field_label
from desk.commands.options import (
    AsWritten,
    Empty,
    Id,
    Json,
    Pairs,
    Reason,
    Revision,
    Unreadable,
    Values,
)
from desk.console import QUIET, cell, hairline
from desk.corrections import typed_blind
from desk.session import DONE, Session, session_of
from pipeline.actors import Act
from pipeline.errors import WrongUse
from pipeline.lookup import resolve, view
from pipeline.record import Field
from pipeline.review.adjudication import Choice, Difference, adjudicate, differences
from pipeline.review.differences import Step, between_stages
from pipeline.review.keying import KeyingForm, enter, finish, form
from pipeline.review.stages import item_of


def key(
    ctx: typer.Context,
    id: Id,
    values: Values = None,
    as_written: AsWritten = None,
    unreadable: Unreadable = None,
    empty: Empty = None,
    reason: Reason = None,
    revision: Revision = None,
    done: Annotated[bool, typer.Option("--done")] = False,
    json: Json = False,
) -> int:
    """Type fields blind; with --done say that all is typed. Without values: what is to be typed."""
    session = session_of(ctx)
    typed = typed_blind(values, as_written, unreadable, empty)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        record = resolve(connection, id)
        if typed:
            enter(connection, act, record, typed, reason=reason, revision=revision)
        if not done:
            return _show_form(session, form(connection, act, record), json=json)
        moved = finish(connection, act, record, revision=revision)
    if json:
        session.terminal.document({"record": record, "done": True, "next": moved.stage.name})
    else:
        session.terminal.show(session.words("keying.done", id=record[:SHORT_ID]))
    return DONE


def _show_form(session: Session, told: KeyingForm, *, json: bool) -> int:
    if json:
        session.terminal.document(_form_json(told))
        return DONE
    words = session.words
    session.terminal.show(words("keying.head", stage=words.either(told.stage.vi, told.stage.en)))
    table = hairline(words("card.field"), words("keying.mine"), words("card.key"), whole=(2,))
    for one in told.fields:
        label = cell(words.either(one.spec.vi, one.spec.en))
        table.add_row(label, cell(_said(session, one.mine)), cell(one.spec.key, QUIET))
    session.terminal.show(table)
    short = told.record[:SHORT_ID]
    session.show_next([f'sohoa record key {short} KEY="..."', f"sohoa record key {short} --done"])
    return DONE


def _form_json(told: KeyingForm) -> dict[str, Any]:
    return {
        "record": told.record,
        "revision": told.revision,
        "stage": told.stage.name,
        "pass": told.stage.pass_,
        "fields": [
            {
                "field": one.spec.key,
                "vi": one.spec.vi,
                "en": one.spec.en,
                "kind": one.spec.kind,
                "page": one.page,
                "box": one.box,
                "mine": _side(one.mine) if one.mine else None,
            }
            for one in told.fields
        ],
    }


def _side(field: Field) -> dict[str, Any]:
    return {"value": field.value, "written": field.written, "state": field.state.value}


def _said(session: Session, field: Field | None) -> str:
    if field is None:
        return ""
    return field.value or session.words(f"field_state.{field.state.value}")


def show_differences(ctx: typer.Context, id: Id, json: Json = False) -> int:
    """What waits for a third to decide, and what changed from stage to stage."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        record = resolve(connection, id)
        waiting, steps = _waiting(connection, act, record), between_stages(connection, act, record)
        type = view(connection, record).row.type
    if json:
        session.terminal.document(
            {
                "record": record,
                "open": [one.as_json() for one in waiting],
                "stages": [step.as_json() for step in steps],
            }
        )
        return DONE
    if waiting:
        session.terminal.show(_open_table(session, waiting))
        commands = [
            f"sohoa record adjudicate {record[:SHORT_ID]} {one.spec.key}=first" for one in waiting[:1]
        ]
        session.show_next(commands)
    for step in steps:
        head = session.words("differences.step", before=step.before, after=step.after, by=step.after_by)
        session.terminal.show("", head, _steps_table(session, type, step))
    if not waiting and not steps:
        session.terminal.show(session.words("differences.none"))
    return DONE


def _waiting(connection: Connection, act: Act, record: str) -> list[Difference]:
    """Only the third person asks for them; for everybody else there are the finished stages."""
    item = item_of(connection, record, view(connection, record).row.type)
    return differences(connection, act, record) if item.stage.does == "adjudicate" else []


def _open_table(session: Session, waiting: list[Difference]) -> Table:
    words = session.words
    table = hairline(
        *(words(h) for h in ("card.field", "differences.first", "differences.second", "card.key"))
    )
    for one in waiting:
        table.add_row(
            cell(words.either(one.spec.vi, one.spec.en)),
            cell(_said(session, one.first)),
            cell(_said(session, one.second)),
            cell(one.spec.key, QUIET),
        )
    return table


def _steps_table(session: Session, type: str, step: Step) -> Table:
    words = session.words
    table = hairline(*(words(head) for head in ("card.field", "history.old", "history.new", "card.key")))
    for change in step.changes:
        table.add_row(
            cell(field_label(session, type, change.field)),
            cell((change.before or {}).get("value") or "", QUIET),
            cell((change.after or {}).get("value") or ""),
            cell(change.field, QUIET),
        )
    return table


def decide_differences(
    ctx: typer.Context,
    id: Id,
    sides: Annotated[Pairs | None, typer.Argument(metavar="KEY=first|second...")] = None,
    own: Annotated[Pairs | None, typer.Option("--own", metavar="KEY=VALUE")] = None,
    as_written: AsWritten = None,
    unreadable: Unreadable = None,
    empty: Empty = None,
    reason: Reason = None,
    revision: Revision = None,
    json: Json = False,
) -> int:
    """Decide where two keyings differ: the first, the second, or a value of one's own."""
    session = session_of(ctx)
    typed = typed_blind(own, as_written, unreadable, empty)
    choices = [*map(_choice, sides or ()), *(Choice(one.key, "own", one) for one in typed)]
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        record = resolve(connection, id)
        left = adjudicate(connection, act, record, choices, reason=reason, revision=revision)
    if json:
        session.terminal.document({"record": record, "open": [one.as_json() for one in left]})
    elif left:
        session.terminal.show(_open_table(session, left))
    else:
        session.terminal.show(session.words("differences.decided", id=record[:SHORT_ID]))
    return DONE


def _choice(text: str) -> Choice:
    key, sign, side = text.partition("=")
    if not sign:
        raise WrongUse(
            f"'{text}' phải có dạng TRƯỜNG=first hoặc TRƯỜNG=second.",
            f"'{text}' must read KEY=first or KEY=second.",
        )
    return Choice(key, side)
