"""`sohoa archive hold|term|due|dispose|expunge|removals|decide|execute`: keeping, and removing with two persons."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from archive import retention
from archive.deposit import head
from archive.lock import hold_object
from archive.retention import Removal
from archive.stores.opening import open_store
from desk.commands.options import Id, Json, MustReason
from desk.console import DOUBT, QUIET, VERIFIED, cell, hairline
from desk.session import DONE, Session, session_of
from desk.times import shown
from pipeline.ledger import note
from pipeline.lookup import resolve
from pipeline.normalize.dates import write_date, write_dates
from pipeline.record import urn
from pipeline.removal import execution, proposal
from pipeline.removal.minutes import disposal_list, minutes
from pipeline.retention import Due, decide_term
from pipeline.retention import due as over
from pipeline.workspace import write_whole

Ids = Annotated[list[str], typer.Argument(metavar="ID...")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE")]


def hold(
    ctx: typer.Context,
    id: Id,
    reason: MustReason,
    lift: Annotated[bool, typer.Option("--lift")] = False,
) -> int:
    """Put a record under legal hold, or lift its holds."""
    session = session_of(ctx)
    services, act = session.services, session.act()
    with services.ledger.writing(act) as connection:
        record = resolve(connection, id)
        if lift:
            count = retention.lift_holds(connection, urn(record), reason, act.at, act.by.id)
            note(connection, act, "hold.lift", record, {"holds": count})
        else:
            retention.set_hold(connection, urn(record), reason, act.at, act.by.id)
            note(connection, act, "hold.set", record)
    newest = head(services.store, urn(record))
    enforced = bool(newest and hold_object(services.store, newest, not lift))
    session.terminal.show(session.words("hold.lifted" if lift else "hold.set", id=record[:8]))
    if not enforced:
        session.terminal.show(cell(session.words("hold.not_enforced"), DOUBT))
    return DONE


def term(
    ctx: typer.Context,
    id: Id,
    kept: Annotated[str, typer.Option("--class", metavar="CLASS")],
    basis: Annotated[str, typer.Option("--basis", metavar="TEXT")],
) -> int:
    """Decide how long one record is kept, with the legal basis."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        record = resolve(connection, id)
        decide_term(connection, act, record, kept, basis)
    session.terminal.show(session.words("term.decided", id=record[:8], kept=kept))
    return DONE


def due(
    ctx: typer.Context,
    by: Annotated[str | None, typer.Option("--by", metavar="DATE")] = None,
    json: Json = False,
) -> int:
    """Records whose term is over."""
    session = session_of(ctx)
    with session.services.ledger.reading() as connection:
        day = proposal.overdue_day(by, session.act().at.date())
        found = over(connection, day)
    if json:
        session.terminal.document({"total": len(found), "records": [one.as_json() for one in found]})
    else:
        _show_due(session, found)
    return DONE


def _show_due(session: Session, found: list[Due]) -> None:
    words = session.words
    table = hairline(*(words(f"due.{head}") for head in ("id", "title", "ended", "kept", "held")))
    for one in found:
        table.add_row(
            cell(one.record[:8]),
            cell(write_dates(one.title)),
            cell(write_date(one.ended)),
            cell(one.retention_class),
            cell(one.held or "", DOUBT),
        )
    session.terminal.show(table, "", words("due.total", count=len(found)))


def dispose(ctx: typer.Context, ids: Ids, reason: MustReason, out: Out = None, json: Json = False) -> int:
    """Propose records whose term is over for disposal; another person decides."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        records = [resolve(connection, id) for id in ids]
        made = proposal.propose_disposal(connection, act, records, reason)
        listed = over(connection, act.at.date(), records)
    if out is not None:
        write_whole(out, disposal_list(made, listed, act.by.unit).encode())
    return _proposed(session, made, json=json)


def expunge(
    ctx: typer.Context,
    id: Id,
    reason: MustReason,
    page: Annotated[int | None, typer.Option("--page", metavar="N", min=1)] = None,
    json: Json = False,
) -> int:
    """Propose that a wrongly captured record, or one of its pages, goes for good; another person decides."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        made = proposal.propose_expunge(connection, act, resolve(connection, id), reason, page)
    return _proposed(session, made, json=json)


def _proposed(session: Session, made: Removal, *, json: bool) -> int:
    if json:
        session.terminal.document(removal_document(made))
    else:
        session.terminal.show(session.words("removal.proposed", id=made.id[:8], count=len(made.items)))
        session.show_next([f"sohoa archive decide {made.id[:8]}"])
    return DONE


def removal_document(found: Removal) -> dict[str, Any]:
    """One removal of `--json`."""
    return {**vars(found), "items": [vars(one) for one in found.items]}


def removals(ctx: typer.Context, json: Json = False) -> int:
    """Every removal and where it stands."""
    session = session_of(ctx)
    words = session.words
    with session.services.ledger.reading() as connection:
        found = retention.all_removals(connection)
    if json:
        session.terminal.document({"removals": [removal_document(one) for one in found]})
        return DONE
    table = hairline(*(words(f"removal.{head}") for head in ("id", "kind", "state", "by", "at", "reason")))
    for one in found:
        table.add_row(
            cell(one.id[:8]),
            cell(words(f"removal_kind.{one.kind}")),
            cell(words(f"removal_state.{one.state}")),
            cell(one.proposed_by),
            cell(shown(one.proposed_at)),
            cell(one.reason, QUIET),
        )
    session.terminal.show(table)
    return DONE


def decide(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="REMOVAL")],
    refuse: Annotated[bool, typer.Option("--refuse")] = False,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT")] = None,
) -> int:
    """Approve a removal as the second person, or refuse it."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        proposal.decide(connection, act, id, approve=not refuse, reason=reason)
    session.terminal.show(session.words("removal.refused" if refuse else "removal.approved", id=id[:8]))
    return DONE


def execute(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="REMOVAL")],
    copies: Annotated[list[str] | None, typer.Option("--copy", metavar="STORE")] = None,
    out: Out = None,
    json: Json = False,
) -> int:
    """Carry out an approved removal, in the store and in the copies named; write the minutes."""
    session = session_of(ctx)
    services, act = session.services, session.act()
    stores = [open_store(url, session.settings.store_keys_file) for url in copies or ()]
    done = execution.execute(services, id, act, stores)
    if out is not None:
        with services.ledger.reading() as connection:
            write_whole(out, minutes(connection, done.removal, act.by.unit).encode())
    with services.ledger.reading() as connection:
        left = execution.copies_left(connection, done.removal)
    if json:
        session.terminal.document({**removal_document(done.removal), "copies_left": left})
        return DONE
    files = sum(len(item.removed) for item in done.removal.items)
    session.terminal.show(cell(session.words("removal.done", id=done.removal.id[:8], files=files), VERIFIED))
    for url in left:
        session.terminal.show(cell(session.words("removal.copy_left", url=url), DOUBT))
    session.terminal.show(cell(session.words("removal.copies"), DOUBT))
    return DONE
