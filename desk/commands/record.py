"""`sohoa record list, show, approve, reject`: the review queue on the terminal. Corrections: desk/corrections.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer
from rich.text import Text

from desk.annotation_cards import show_as_now, show_provenance
from desk.cards import SHORT_ID, records_table, show_card
from desk.commands import record_changes
from desk.console import QUIET, REFUSED, cell, hairline
from desk.corrections import Typed, apply
from desk.help_page import OfficeCommand, office
from desk.session import DONE, Session, session_of
from desk.session import REFUSED as NOT_DONE
from desk.times import shown
from desk.typed import known_state, known_type
from pipeline.batch import find_batch
from pipeline.changes.annotation import annotations_of
from pipeline.errors import MoveRefused, WrongUse
from pipeline.lookup import RecordView, history, record_ids, resolve, view
from pipeline.provenance import provenance
from pipeline.record import RecordState
from pipeline.reports import record_details, record_document
from pipeline.review import approve as approve_record
from pipeline.review import reject as reject_record
from pipeline.secret.isolate import require_sight

app = office("record")

Id = Annotated[str, typer.Argument(metavar="ID")]
Json = Annotated[bool, typer.Option("--json")]
Pairs = list[str]


@app.command("list", cls=OfficeCommand)
def list_records(
    ctx: typer.Context,
    state: Annotated[str | None, typer.Option("--state", metavar="STATE")] = None,
    type: Annotated[str | None, typer.Option("--type", metavar="TYPE")] = None,
    batch: Annotated[str | None, typer.Option("--batch", metavar="ID")] = None,
    json: Json = False,
) -> int:
    """Records of one state, type or batch, in scan order."""
    session = session_of(ctx)
    states = [known_state(state)] if state else []
    kind = known_type(type)
    with session.services.ledger.reading() as connection:
        wanted = find_batch(connection, batch).id if batch else None
        keys = record_ids(connection, batch=wanted, states=states, type=kind)
        found = [view(connection, key) for key in keys]
    if json:
        documents = [record_document(one, session.words.language) for one in found]
        session.terminal.document({"total": len(found), "records": documents})
    elif found:
        session.terminal.show(
            records_table(session, found), "", session.words("list.total", count=len(found))
        )
    else:
        session.terminal.show(session.words("record.none"))
    return DONE


@app.command("show", cls=OfficeCommand)
def show(
    ctx: typer.Context,
    id: Id,
    json: Json = False,
    with_history: Annotated[bool, typer.Option("--history")] = False,
    field: Annotated[str | None, typer.Option("--field", metavar="KEY")] = None,
    now: Annotated[bool, typer.Option("--as-now")] = False,
) -> int:
    """One record as a card, with its decisions on request, as now, or where one value comes from."""
    session = session_of(ctx)
    with session.services.ledger.reading() as connection:
        found = view(connection, resolve(connection, id))
        require_sight(connection, session.actor(), found.id)
        changes = annotations_of(connection, found.id)
        origin = provenance(session.services, connection, found.id, field) if field else None
        if json and origin is not None:
            session.terminal.document(origin)
            return DONE
        if json:
            session.terminal.document(record_details(connection, found, session.words.language))
            return DONE
        decided = history(connection, found.id)
    if origin is not None:
        show_provenance(session, origin)
        _show_history(session, origin["decisions"])
        return DONE
    show_card(session, found)
    if now or changes:
        show_as_now(session, found, changes)
    if with_history:
        _show_history(session, decided)
    if found.state is RecordState.IN_REVIEW:
        session.terminal.show_commands(session.words("next.lead"), _next_steps(found))
    return DONE


def _next_steps(found: RecordView) -> list[str]:
    short = found.id[:SHORT_ID]
    fields = [f'sohoa record correct {short} {field.key}="..."' for field in found.doubtful[:1]]
    codes = sorted({kept.finding.code for kept in found.blocking})
    closing = [f'sohoa record correct {short} --close-finding {code} --reason "..."' for code in codes]
    return [*fields, *closing, f"sohoa record approve {short}"]


def _show_history(session: Session, decided: list[dict[str, object]]) -> None:
    words = session.words
    table = hairline(
        *(words(f"history.{head}") for head in ("at", "actor", "action", "field", "old", "new", "reason"))
    )
    for row in decided:
        old, new = row["old"], row["new"]
        table.add_row(
            cell(shown(str(row["at"]))),
            cell(row["actor"]),
            cell(words(f"action.{row['action']}")),
            cell(row["field"] or ""),
            cell(old.get("value") or "" if isinstance(old, dict) else "", QUIET),
            cell(new.get("value") or "" if isinstance(new, dict) else ""),
            cell(row["reason"] or ""),
        )
    session.terminal.show(
        "", words("history.title"), table if decided else Text(words("history.none"), QUIET)
    )


@app.command("correct", cls=OfficeCommand)
def correct(
    ctx: typer.Context,
    id: Id,
    values: Annotated[Pairs | None, typer.Argument(metavar="KEY=VALUE...")] = None,
    as_written: Annotated[Pairs | None, typer.Option("--as-written", metavar="KEY=VALUE")] = None,
    unreadable: Annotated[Pairs | None, typer.Option("--unreadable", metavar="KEY")] = None,
    confirm: Annotated[Pairs | None, typer.Option("--confirm", metavar="KEY")] = None,
    close_finding: Annotated[Pairs | None, typer.Option("--close-finding", metavar="CODE")] = None,
    type: Annotated[str | None, typer.Option("--type", metavar="TYPE")] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT")] = None,
    json: Json = False,
) -> int:
    """Decide fields, close findings, choose the type: all of it or nothing."""
    session = session_of(ctx)
    typed = Typed(
        values=tuple(values or ()),
        as_written=tuple(as_written or ()),
        unreadable=tuple(unreadable or ()),
        confirmed=tuple(confirm or ()),
        closed=tuple(close_finding or ()),
        type=known_type(type),
        reason=reason,
    )
    with session.services.ledger.reading() as connection:
        record = resolve(connection, id)
    found = apply(session, record, typed)
    if json:
        session.terminal.document(record_document(found, session.words.language))
    else:
        show_card(session, found)
    return DONE


@app.command("approve", cls=OfficeCommand)
def approve(
    ctx: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID...")] = None,
    quick: Annotated[bool, typer.Option("--quick")] = False,
    confirm_all: Annotated[bool, typer.Option("--confirm-all")] = False,
) -> int:
    """Approve in one's own name; what is not ready is named and the rest goes on."""
    session = session_of(ctx)
    if bool(ids) == quick:
        raise WrongUse(
            "Ghi mã tài liệu cần duyệt, hoặc --quick để duyệt cả hàng duyệt nhanh.",
            "Name the records to approve, or use --quick for the whole quick queue.",
        )
    with session.services.ledger.reading() as connection:
        keys = [resolve(connection, id) for id in ids or ()] or quick_queue(session)
    refused = sum(not approve_one(session, key, confirm=confirm_all) for key in keys)
    session.terminal.show(session.words("record.approved", count=len(keys) - refused))
    if refused:
        session.terminal.show(Text(session.words("record.not_approved", count=refused), REFUSED))
    if len(keys) > refused:
        session.terminal.show_commands(session.words("next.lead"), ["sohoa finalize"])
    return NOT_DONE if refused else DONE


def quick_queue(session: Session) -> list[str]:
    """Ids of records under review in which nothing is in doubt."""
    with session.services.ledger.reading() as connection:
        keys = record_ids(connection, states=[RecordState.IN_REVIEW])
        return [key for key in keys if view(connection, key).quick]


def approve_one(session: Session, record: str, *, confirm: bool) -> bool:
    """Approve one record in a transaction of its own; says why when it is not ready."""
    act = session.act()
    try:
        with session.services.ledger.writing(act) as connection:
            approve_record(connection, act, record, confirm=confirm)
    except MoveRefused as refusal:
        session.terminal.say(session.fault(refusal), REFUSED)
        return False
    return True


@app.command("reject", cls=OfficeCommand)
def reject(
    ctx: typer.Context, id: Id, reason: Annotated[str, typer.Option("--reason", metavar="TEXT")]
) -> int:
    """Send a record back to the scanner, with the reason."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        record = resolve(connection, id)
        reject_record(connection, act, record, reason)
    session.terminal.show(session.words("record.rejected", id=record))
    return DONE


CHANGES: dict[str, Callable[..., int]] = {
    "annotate": record_changes.annotate,
    "amend": record_changes.amend,
    "isolate": record_changes.isolate,
    "clear": record_changes.clear,
    "crop": record_changes.crop,
}
for _name, _command in CHANGES.items():
    app.command(_name, cls=OfficeCommand)(_command)
