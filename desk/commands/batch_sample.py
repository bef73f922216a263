"""`sohoa batch plan, sample, sample-check, sample-report`: how a batch is reviewed, and whether it passes."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy import Connection

from desk.cards import SHORT_ID, field_label
from desk.commands.options import AsWritten, Empty, Id, Json, Reason, Unreadable, Values
from desk.console import QUIET, REFUSED, VERIFIED, cell, hairline
from desk.corrections import typed_blind
from desk.session import DONE, Session, session_of
from desk.session import REFUSED as NOT_DONE
from pipeline.actors import Act
from pipeline.batch import find_batch
from pipeline.lookup import resolve, view
from pipeline.review.presets import rules_of
from pipeline.review.queue import plan_batch
from pipeline.review.sample_report import REDO, Report, report, sign_off
from pipeline.review.sampling import check, draw, form, newest_sample, to_check


def plan(
    ctx: typer.Context,
    id: Id,
    priority: Annotated[int | None, typer.Option("--priority", metavar="N")] = None,
    preset: Annotated[str | None, typer.Option("--preset", metavar="NAME")] = None,
    json: Json = False,
) -> int:
    """How urgent a batch is, and by which preset it is reviewed."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        batch = find_batch(connection, id).id
        rules = rules_of(session.settings)
        changed = plan_batch(connection, act, batch, rules, priority=priority, preset_name=preset)
    if json:
        session.terminal.document(
            {"batch": batch, "priority": priority, "preset": preset, "changed": changed}
        )
    else:
        session.terminal.show(session.words("sample.planned", batch=batch, count=changed))
    return DONE


def draw_sample(
    ctx: typer.Context,
    id: Id,
    plan: Annotated[str | None, typer.Option("--plan", metavar="NAME")] = None,
    seed: Annotated[str | None, typer.Option("--seed", metavar="TEXT")] = None,
    json: Json = False,
) -> int:
    """Draw a sample of an approved batch; with the same seed the same records."""
    session = session_of(ctx)
    act, services = session.act(), session.services
    chosen, sown = plan or session.settings.sample_plan, seed or services.new_code()
    with services.ledger.writing(act) as connection:
        batch = find_batch(connection, id).id
        draw(connection, act, batch, plan=chosen, seed=sown, sample=services.new_code())
        found = report(connection, batch)
    _show(session, found, json=json)
    if not json:
        session.show_next([f"sohoa batch sample-check {batch[:SHORT_ID]}"])
    return DONE


def check_sample(
    ctx: typer.Context,
    id: Id,
    record: Annotated[str | None, typer.Argument(metavar="RECORD")] = None,
    values: Values = None,
    as_written: AsWritten = None,
    unreadable: Unreadable = None,
    empty: Empty = None,
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Key sampled records blind. Without a record: which are left; without values: what is to be keyed."""
    session = session_of(ctx)
    typed = typed_blind(values, as_written, unreadable, empty)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        sample = newest_sample(connection, find_batch(connection, id).id).id
        left = to_check(connection, act, sample)
        if record is None:
            return _show_left(session, left, json=json)
        key = resolve(connection, record)
        if typed:
            check(connection, act, sample, key, typed, reason=reason)
        return _show_form(session, connection, act, sample, key, json=json)


def _show_left(session: Session, left: list[str], *, json: bool) -> int:
    if json:
        session.terminal.document({"records": left})
    else:
        session.terminal.show(session.words("sample.left", count=len(left)))
        session.terminal.show(*(cell(f"  {key}") for key in left))
    return DONE


def _show_form(
    session: Session, connection: Connection, act: Act, sample: str, record: str, *, json: bool
) -> int:
    fields = form(connection, act, sample, record)
    if json:
        told = [
            {"field": f.spec.key, "vi": f.spec.vi, "en": f.spec.en, "page": f.page, "box": f.box}
            for f in fields
        ]
        session.terminal.document({"record": record, "fields": told})
        return DONE
    type = view(connection, record).row.type
    table = hairline(session.words("card.field"), session.words("card.key"), whole=(1,))
    for field in fields:
        table.add_row(cell(field_label(session, type, field.spec.key)), cell(field.spec.key, QUIET))
    session.terminal.show(session.words("sample.to_key", count=len(fields)), table)
    return DONE


def show_report(
    ctx: typer.Context,
    id: Id,
    sign: Annotated[bool, typer.Option("--sign")] = False,
    reason: Reason = None,
    json: Json = False,
) -> int:
    """The report of a batch's sample; with --sign its verdict in one's own name."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        batch = find_batch(connection, id).id
        found = sign_off(connection, act, batch, reason) if sign else report(connection, batch)
    _show(session, found, json=json)
    return NOT_DONE if found.verdict == REDO else DONE


def _show(session: Session, found: Report, *, json: bool) -> None:
    if json:
        session.terminal.document(found.as_json())
        return
    words = session.words
    session.terminal.show(
        words(
            "sample.head", batch=found.batch, size=found.size, population=found.population, plan=found.plan
        ),
        words("sample.seed", seed=found.seed),
        _fields(session, found),
        words("sample.wrong", wrong=len(found.wrong_records), size=found.size, allowed=found.allowed),
    )
    if found.unchecked:
        session.terminal.show(words("sample.unchecked", count=found.unchecked))
    if found.verdict:
        style = REFUSED if found.verdict == REDO else VERIFIED
        session.terminal.show(cell(words(f"sample_verdict.{found.verdict}"), style))
    if found.signed_by:
        session.terminal.show(words("sample.signed", name=found.signed_by))


def _fields(session: Session, found: Report) -> Table:
    words = session.words
    table = hairline(words("card.key"), words("sample.checked"), words("sample.errors"), right=(1, 2))
    for key, checked, wrong in found.fields:
        table.add_row(cell(key), cell(checked), cell(wrong or "", REFUSED))
    return table
