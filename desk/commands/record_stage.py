"""`sohoa record stage, rescan, send-back, undo, carry`: where a record goes next, and back again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desk.cards import SHORT_ID, show_card
from desk.commands.cover import words_of
from desk.commands.options import Id, Json, MustReason, Revision
from desk.session import DONE, Session, session_of
from pipeline.cover import write_cover
from pipeline.errors import WrongUse
from pipeline.lookup import RecordView, resolve, view
from pipeline.reports import record_document
from pipeline.review import approval, decisions, rescan, undo


def finish_stage(ctx: typer.Context, id: Id, revision: Revision = None, json: Json = False) -> int:
    """Hand a record on to the next stage, which another person plays."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        record = resolve(connection, id)
        moved = approval.finish_stage(connection, act, record, revision=revision)
    if json:
        session.terminal.document({"record": record, "next": moved.stage.name})
        return DONE
    stage = session.words.either(moved.stage.vi, moved.stage.en)
    session.terminal.show(session.words("stage_done.next", id=record[:SHORT_ID], stage=stage))
    return DONE


def take_back(ctx: typer.Context, id: Id, json: Json = False) -> int:
    """Take one's own last act back, while nobody else changed the record."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        found = undo.undo(connection, act, resolve(connection, id))
    return _show(session, found, json=json)


def carry(
    ctx: typer.Context,
    id: Id,
    keys: Annotated[list[str] | None, typer.Argument(metavar="KEY...")] = None,
    revision: Revision = None,
    json: Json = False,
) -> int:
    """Take place, signer and year over from the entry before, marked as carried."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        record = resolve(connection, id)
        found = decisions.carry_down(connection, act, record, keys or (), revision=revision)
    return _show(session, found, json=json)


def _show(session: Session, found: RecordView, *, json: bool) -> int:
    if json:
        session.terminal.document(record_document(found, session.words.language))
    else:
        show_card(session, found)
    return DONE


def send_back(ctx: typer.Context, id: Id, reason: MustReason) -> int:
    """Return an approved record to review, with the reason."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        record = resolve(connection, id)
        approval.send_back(connection, act, record, reason)
    session.terminal.show(session.words("stage_done.sent_back", id=record))
    return DONE


def ask_rescan(
    ctx: typer.Context,
    id: Id,
    reason: MustReason,
    page: Annotated[int, typer.Option("--page", metavar="N")] = 1,
    missing: Annotated[bool, typer.Option("--missing")] = False,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE")] = None,
    json: Json = False,
) -> int:
    """Send one page back to the scanner and print the slip that brings the new one into its place."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        record = resolve(connection, id)
        found = view(connection, record)
        slot = _slot(found, None if missing else page)
        asked = rescan.ask(connection, act, record, slot, reason)
    target = out or Path(f"rescan-{record[:SHORT_ID]}-{slot[:SHORT_ID]}.pdf")
    if not target.exists():
        write_cover(asked.slip, words_of(session, asked.slip), target, act.at)
    if json:
        session.terminal.document(
            {"record": record, "page": slot, "asked_at": asked.asked_at, "slip": str(target)}
        )
    else:
        session.terminal.show(session.words("rescan.slip", file=target))
    return DONE


def _slot(found: RecordView, page: int | None) -> str:
    """The id of the page with that number, from 1; None: the first page that the record lacks."""
    keys = rescan.missing_pages(found) if page is None else [one.id for one in found.pages]
    at = 0 if page is None else page - 1
    if not 0 <= at < len(keys):
        raise WrongUse(
            f"Tài liệu {found.id} có {len(found.pages)} trang, thiếu {len(rescan.missing_pages(found))}. "
            "Chọn --page N, hoặc --missing cho trang thiếu.",
            f"Record {found.id} has {len(found.pages)} pages and lacks {len(rescan.missing_pages(found))}. "
            "Choose --page N, or --missing for a lacking one.",
        )
    return keys[at]
