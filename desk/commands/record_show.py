"""`sohoa record show`: one record as a card, with its history, as now, or where one value comes from."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.text import Text

from desk.annotation_cards import show_as_now, show_provenance
from desk.cards import SHORT_ID, show_card
from desk.commands.options import ForDossier, Id, Json, Why
from desk.console import QUIET, cell, hairline
from desk.session import DONE, Session, session_of
from desk.times import shown
from pipeline.changes.annotation import annotations_of
from pipeline.lookup import RecordView, history, resolve, view
from pipeline.provenance import provenance
from pipeline.record import RecordState
from pipeline.reports import record_details
from pipeline.review.lease import Lease, lease_of, refuse_unseen
from pipeline.review.stages import Item, item_of, stage_json
from pipeline.viewing import dossier_id, note_viewed, purpose_of


def show(
    ctx: typer.Context,
    id: Id,
    json: Json = False,
    with_history: Annotated[bool, typer.Option("--history")] = False,
    field: Annotated[str | None, typer.Option("--field", metavar="KEY")] = None,
    now: Annotated[bool, typer.Option("--as-now")] = False,
    purpose: Why = None,
    dossier: ForDossier = None,
) -> int:
    """One record as a card, with its decisions on request, as now, or where one value comes from."""
    session = session_of(ctx)
    _note(session, id, purpose, dossier)
    act = session.act()
    with session.services.ledger.reading() as connection:
        found = view(connection, resolve(connection, id))
        refuse_unseen(connection, act, found.id)
        if field is not None:
            return _show_origin(session, provenance(session.services, connection, found.id, field), json=json)
        changes = annotations_of(connection, found.id)
        item, held = item_of(connection, found.id, found.row.type), lease_of(connection, act, found.id)
        if json:
            told = record_details(connection, found, session.words.language)
            return _show_json(session, told, item, held)
        decided = history(connection, found.id) if with_history else None
    show_card(session, found)
    if now or changes:
        show_as_now(session, found, changes)
    _show_standing(session, found, item, decided)
    return DONE


def _show_json(session: Session, told: dict[str, Any], item: Item, held: Lease | None) -> int:
    review = {**stage_json(item), "lease": held.as_json() if held else None}
    session.terminal.document({**told, "review": review})
    return DONE


def _show_standing(
    session: Session, found: RecordView, item: Item, decided: list[dict[str, object]] | None
) -> None:
    """Where it stands in its review and what was decided, what to do next."""
    under_review = found.state is RecordState.IN_REVIEW
    if under_review and not item.single:
        stage = session.words.either(item.stage.vi, item.stage.en)
        session.terminal.show(session.words("stage_done.now", stage=stage))
    if decided is not None:
        _show_history(session, decided)
    if under_review:
        session.show_next(_next_steps(found))


def _note(session: Session, id: str, purpose: str | None, dossier: str | None) -> None:
    """The event of reading, before anything is shown."""
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        record = resolve(connection, id)
        refuse_unseen(connection, act, record)
        note_viewed(connection, act, record, purpose_of(purpose), dossier_id(connection, dossier))


def _show_origin(session: Session, told: dict[str, Any], *, json: bool) -> int:
    if json:
        session.terminal.document(told)
    else:
        show_provenance(session, told)
        _show_history(session, told["decisions"])
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
