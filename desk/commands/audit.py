"""`sohoa audit ...`: what happened, to which object, by whom; sealing the trail and proving that it is whole."""

from __future__ import annotations

import json as plain_json
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from archive import audit_proof, audit_restore
from archive.audit import Event, events
from archive.audit_seal import Sealed
from archive.audit_verify import AuditReport
from desk.commands import audit_exposure
from desk.commands.options import Json
from desk.console import DOUBT, QUIET, REFUSED, VERIFIED, cell, hairline
from desk.help_page import OfficeCommand, office
from desk.session import DONE, Session, session_of
from desk.session import REFUSED as NOT_SOUND
from desk.times import shown
from pipeline.audit_trail import seal_trail, verify_trail
from pipeline.ledger import note
from pipeline.lookup import resolve
from pipeline.workspace import write_whole

app = office("audit")


@app.callback()
def audit() -> None:
    """A group even while it has one command."""


@app.command("list", cls=OfficeCommand)
def list_events(
    ctx: typer.Context,
    object: Annotated[str | None, typer.Option("--object", metavar="ID")] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1)] = 100,
    json: Json = False,
) -> int:
    """The newest events in the order they happened, of one object or of all."""
    session = session_of(ctx)
    with session.services.ledger.reading() as connection:
        every = list(events(connection, object))
    newest = every[-limit:]
    if json:
        session.terminal.document(
            {"total": len(every), "events": [event_document(event) for event in newest]}
        )
    else:
        _show(session, newest, len(every))
    return DONE


def event_document(event: Event) -> dict[str, object]:
    """One event of `audit list --json`."""
    return {
        "at": event.at.isoformat(),
        "actor": event.actor,
        "unit": event.unit,
        "type": event.type,
        "object": event.object,
        "outcome": event.outcome,
        "detail": dict(event.detail),
    }


def _show(session: Session, found: list[Event], total: int) -> None:
    words = session.words
    table = hairline(*(words(f"audit.{head}") for head in ("at", "type", "object", "actor", "detail")))
    for event in found:
        detail = "  ".join(f"{key}={str(value)[:16]}" for key, value in islice(event.detail.items(), 4))
        table.add_row(
            cell(shown(event.at.isoformat())),
            cell(event.type),
            cell(event.object),
            cell(event.actor),
            cell(detail, QUIET),
        )
    session.terminal.show(table, "", Text(words("audit.total", shown=len(found), total=total), QUIET))


@app.command("seal", cls=OfficeCommand)
def seal(ctx: typer.Context, json: Json = False) -> int:
    """Close what waits into signed segments in the store."""
    session = session_of(ctx)
    done = seal_trail(session.services, session.act())
    if json:
        session.terminal.document(
            {"sealed": [vars(one) for one in done.sealed], "stamped": list(done.stamped)}
        )
        return DONE
    for one in done.sealed:
        _show_sealed(session, one)
    if done.stamped:
        session.terminal.show(session.words("audit.stamped", count=len(done.stamped)))
    if not done.sealed and not done.stamped:
        session.terminal.show(session.words("audit.nothing"))
    return DONE


def _show_sealed(session: Session, one: Sealed) -> None:
    words = session.words
    session.terminal.show(
        cell(words("audit.sealed", number=one.number, first=one.first_seq, last=one.last_seq), VERIFIED)
    )
    # Written into a log book on paper, this line is a witness that nobody in the machine can reach.
    session.terminal.show(cell(words("audit.witness", digest=one.anchor_sha256)))
    if one.signer is None:
        session.terminal.show(cell(words("audit.unsigned"), DOUBT))
    elif one.development:
        session.terminal.show(cell(words("audit.development", signer=one.signer), DOUBT))
    else:
        session.terminal.show(cell(words("audit.signed", signer=one.signer)))
    if not one.stamped:
        session.terminal.show(cell(words("audit.unstamped"), DOUBT))
    if not one.locked:
        session.terminal.show(cell(words("audit.unlocked"), DOUBT))


@app.command("verify", cls=OfficeCommand)
def verify(ctx: typer.Context, json: Json = False) -> int:
    """Exit code 4 when the trail was tampered with or is not whole."""
    session = session_of(ctx)
    with session.services.ledger.reading() as connection:
        report = verify_trail(session.services, connection)
    if json:
        session.terminal.document(verdict_document(report, session.words.language))
    else:
        show_verdict(session, report)
    return NOT_SOUND if report.broken else DONE


def verdict_document(report: AuditReport, language: str) -> dict[str, object]:
    """`audit verify --json`."""
    return {
        "whole": not report.broken,
        "events": report.chained,
        "waiting": report.waiting,
        "segments": report.segments,
        "head": report.head,
        "findings": [one.as_json(language) for one in report.findings if not one.is_warning],
        "warnings": [one.as_json(language) for one in report.findings if one.is_warning],
    }


def show_verdict(session: Session, report: AuditReport) -> None:
    """Print what was found, the verdict last; warnings that repeat are told once, with their number."""
    words = session.words
    for one in report.findings:
        if not one.is_warning:
            session.terminal.show(cell(one.text(words.language), REFUSED))
    counted: dict[str, int] = {}
    for one in report.findings:
        if one.is_warning:
            text = one.text(words.language).partition(": ")[2]
            counted[text] = counted.get(text, 0) + 1
    for text, count in counted.items():
        session.terminal.show(cell(words("audit.warning", count=count, text=text), DOUBT))
    facts = {"events": report.chained, "segments": report.segments, "waiting": report.waiting}
    key, style = ("audit.broken", REFUSED) if report.broken else ("audit.whole", VERIFIED)
    session.terminal.show(Text(words(key, **facts), style), cell(report.head, QUIET))


@app.command("proof", cls=OfficeCommand)
def proof(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID|NUMBER")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE")],
) -> int:
    """Proofs of a record's events, or of one event by its number, for people without this software."""
    session = session_of(ctx)
    services = session.services
    with services.ledger.reading() as connection:
        if id.isdigit():
            proofs = [audit_proof.of_event(connection, services.store, int(id))]
        else:
            proofs = audit_proof.of_object(connection, services.store, resolve(connection, id))
    write_whole(out, (plain_json.dumps(proofs, ensure_ascii=False, indent=1) + "\n").encode())
    session.terminal.show(session.words("audit.proved", count=len(proofs), file=out))
    return DONE


@app.command("restore", cls=OfficeCommand)
def restore(ctx: typer.Context) -> int:
    """Put sealed events back that a restored database lacks."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        count = audit_restore.restore(connection, session.services.store)
        if count:
            note(connection, act, "audit.restore", "audit", {"events": count})
    session.terminal.show(session.words("audit.restored", count=count))
    return DONE


app.command("exposure", cls=OfficeCommand)(audit_exposure.exposure)
