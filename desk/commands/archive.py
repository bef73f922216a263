"""`sohoa archive ...`: proof that what was archived is still there, and repair of what derives from it."""

from __future__ import annotations

import os
import socket
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Annotated

import typer
from rich.text import Text
from sqlalchemy import select

from archive import audit, audit_segments, tables
from archive.fixity import FixityFinding, check
from archive.fixity_rounds import Pace, due, note_read
from archive.index import remove_all
from archive.rebuild import RebuildReport
from archive.rebuild import rebuild as rebuild_index
from archive.reconcile import ReconcileReport
from archive.reconcile import reconcile as reconcile_store
from desk.commands import archive_copies, archive_drill, archive_export, archive_removal, archive_upkeep
from desk.commands.options import Json
from desk.console import DOUBT, QUIET, REFUSED, VERIFIED, cell
from desk.help_page import OfficeCommand, office
from desk.progress import Bar
from desk.session import DONE, PARTLY, Session, session_of
from desk.session import REFUSED as NOT_SOUND
from pipeline.actors import Actor
from pipeline.issuing.copy_register import kept_copies
from pipeline.ledger_tables import batches
from pipeline.ledger_tables import records as ledger_records
from pipeline.lookup import resolve
from pipeline.record import urn
from pipeline.register.tables import volumes
from pipeline.register.volume_object import deposit_waiting
from pipeline.restore_ledger import RestoreReport, restore_ledger

app = office("archive")
for _act in (
    *(archive_removal.due, archive_removal.term, archive_removal.hold, archive_removal.dispose),
    *(archive_removal.expunge, archive_removal.decide, archive_removal.execute, archive_removal.removals),
    *(archive_export.export, archive_export.handover),
):
    app.command(_act.__name__, cls=OfficeCommand)(_act)


@app.command("fixity", cls=OfficeCommand)
def fixity(
    ctx: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID...")] = None,
    every: Annotated[int | None, typer.Option("--every", min=1, metavar="DAYS")] = None,
    rate: Annotated[float | None, typer.Option("--rate", min=0.001, metavar="MB/S")] = None,
    json: Json = False,
) -> int:
    """Read every stored byte again and compare with its digest; exit code 4 when something differs."""
    session = session_of(ctx)
    with session.services.ledger.reading() as connection:
        named = [urn(resolve(connection, id)) for id in ids or ()]
    if every is not None and not named:
        named = waiting(session, timedelta(days=every))
        if not named:
            return _all_read(session, json)
    checked, found = check_fixity(session, named, rate=rate)
    if json:
        findings = [finding.as_json(session.words.language) for finding in found]
        session.terminal.document({"checked": checked, "findings": findings})
    else:
        show_fixity(session, checked, found)
    return NOT_SOUND if found else DONE


def waiting(session: Session, term: timedelta) -> list[str]:
    """Ids of what should be in the store and was not read within `term`, the longest unread first."""
    expected = expected_objects(session)
    with session.services.ledger.reading() as connection:
        return due(connection, expected, term, session.services.clock())


def _all_read(session: Session, json: bool) -> int:
    if json:
        session.terminal.document({"checked": 0, "findings": []})
    else:
        session.terminal.show(Text(session.words("fixity.none_due"), VERIFIED))
    return DONE


def check_fixity(
    session: Session, named: Sequence[str], by: Actor | None = None, rate: float | None = None
) -> tuple[int, list[FixityFinding]]:
    """Check the objects `named`, or the whole store and what should be in it; returns how many and what is wrong.

    The event is written in the name of `by` (default: the person at the terminal). `rate`: at most so many MB/s.
    """
    services = session.services
    pace = Pace(rate * 1e6, time.sleep, time.monotonic).read if rate else lambda _: None
    expected = set(named) or set(expected_objects(session))
    seen: set[str] = set()
    with Bar(session) as bar:
        bar.title(session.words("stage.fixity"))

        def checked(object_id: str) -> None:
            seen.add(object_id)
            bar.show(len(seen), max(len(expected), len(seen)), "unit.objects")

        found = list(check(services.store, list(named) or None, checked, pace))
        # An object that vanished whole leaves no key behind; only asking for it by name shows that.
        found += check(services.store, sorted(expected - seen), checked, pace)
    act = session.act_of(by or session.actor())
    outcome = "failure" if found else "success"
    detail = {"checked": len(seen), "findings": len(found)}
    wrong = Counter(finding.object for finding in found)
    with services.ledger.writing(act) as connection:
        note_read(connection, [(id, wrong[id]) for id in sorted(seen)], act.at)
        event = audit.Event(act.at, act.by.id, act.by.unit, "fixity.check", "store", outcome, detail)
        audit.record_event(connection, event)
    return len(seen), found


def expected_objects(session: Session, *, trail: bool = True) -> dict[str, str]:
    """What index and ledger say is in the store: id, and the digest of its newest inventory ("" for dossiers).

    Without the audit `trail` its sealed segments are left out.
    """
    with session.services.ledger.reading() as connection:
        found = dict.fromkeys(connection.scalars(select(tables.dossiers.c.id)), "")
        indexed = select(tables.records.c.id, tables.records.c.inventory_sha256)
        found |= {row.id: row.inventory_sha256 for row in connection.execute(indexed)}
        # Batches, volumes of registers and records that only named people may find stand in no index.
        for table, kept in (
            (batches, batches.c.inventory_sha256),
            (ledger_records, ledger_records.c.archive_version),
            (volumes, volumes.c.inventory_sha256),
        ):
            rows = connection.execute(select(table.c.id, table.c.inventory_sha256).where(kept.is_not(None)))
            found |= {urn(row.id): row.inventory_sha256 for row in rows}
        found |= dict.fromkeys(map(urn, kept_copies(connection)), "")
        sealed = connection.scalars(select(tables.segments.c.number)).all() if trail else ()
        found |= dict.fromkeys(map(audit_segments.object_id, sealed), "")
    return found


def show_fixity(session: Session, checked: int, found: Sequence[FixityFinding]) -> None:
    """Print what is wrong, then the count."""
    for finding in found:
        session.terminal.show(cell(finding.text(session.words.language), REFUSED))
    if found:
        session.terminal.show(
            Text(session.words("fixity.broken", checked=checked, count=len(found)), REFUSED)
        )
    else:
        session.terminal.show(Text(session.words("fixity.sound", checked=checked), VERIFIED))


@app.command("reconcile", cls=OfficeCommand)
def reconcile(ctx: typer.Context, json: Json = False) -> int:
    """Bring store and index to one state after a crash; exit code 4 when something is damaged."""
    session = session_of(ctx)
    services, act = session.services, session.act()
    holder = f"{socket.gethostname()}:{os.getpid()}"
    report = reconcile_store(services.store, services.ledger.engine, services.workspace.spool, holder, act.at)
    stored = deposit_waiting(services, act)
    if json:
        session.terminal.document({**vars(report), "volumes": stored})
    else:
        _show_reconciled(session, report, stored)
    return NOT_SOUND if report.damaged else DONE


def _show_reconciled(session: Session, report: ReconcileReport, stored: int) -> None:
    words = session.words
    quiet = dict.fromkeys(("rolled_forward", "reindexed", "swept"), QUIET)
    parts = {**quiet, "busy": DOUBT, "locked": DOUBT, "damaged": REFUSED}
    for part, style in parts.items():
        ids = getattr(report, part)
        if ids:
            session.terminal.show(Text(words(f"reconcile.{part}", count=len(ids)), style))
            session.terminal.show(*(cell(f"  {one}", QUIET) for one in ids))
    if stored:
        session.terminal.show(Text(words("reconcile.volumes", count=stored), QUIET))
    if not stored and not any(getattr(report, part) for part in parts):
        session.terminal.show(Text(words("reconcile.nothing"), VERIFIED))
    if report.damaged:
        session.show_next(["sohoa archive fixity"])


@app.command("rebuild", cls=OfficeCommand)
def rebuild(
    ctx: typer.Context,
    drop_index: Annotated[bool, typer.Option("--drop-index")] = False,
    lost_database: Annotated[bool, typer.Option("--lost-database")] = False,
    json: Json = False,
) -> int:
    """Fill the index again from the store; with `--drop-index` it is emptied for good first.

    With `--lost-database` also what the store tells of the ledger; exit code 5 when a backup of it is needed besides.
    """
    session = session_of(ctx)
    report = refill(session, drop=drop_index)
    ledger = restore_ledger(session.services, session.act()) if lost_database else None
    if json:
        unreadable = [{"object": key, "reason": reason} for key, reason in report.unreadable]
        told = {"records": report.records, "dossiers": report.dossiers, "unreadable": unreadable}
        restored = {"ledger": ledger.as_json(session.words.language)} if ledger else {}
        session.terminal.document(told | restored)
    else:
        show_rebuilt(session, report)
        if ledger:
            _show_ledger(session, ledger)
    if report.unreadable:
        return NOT_SOUND
    return DONE if ledger is None or ledger.whole else PARTLY


def _show_ledger(session: Session, report: RestoreReport) -> None:
    """Print what came back of the ledger, what did not, and that the rest is in its backup."""
    words, told = session.words, report.as_json(session.words.language)
    count = sum(report.records.values())
    closed, books, events = report.batches, report.volumes, report.events
    done = words("rebuild.ledger", batches=closed, volumes=books, records=count, events=events)
    session.terminal.show(Text(done, VERIFIED))
    for one in told["left"]:
        left = words("rebuild.left", object=one["object"], reason=one["reason"])
        session.terminal.show(cell(left, DOUBT))
    for part in ("loose", "lost"):
        if told[part]:
            session.terminal.show(Text(words(f"rebuild.{part}", count=len(told[part])), REFUSED))
            session.terminal.show(*(cell(f"  {id}", QUIET) for id in told[part]))
    session.terminal.show(words("rebuild.rest"))


def refill(session: Session, *, drop: bool, by: Actor | None = None) -> RebuildReport:
    """Rebuild the index; `drop` commits the empty index first, so that nothing old can survive."""
    services, act = session.services, session.act_of(by or session.actor())
    if drop:
        with services.ledger.writing(act) as connection:
            remove_all(connection)
    with services.ledger.writing(act) as connection:
        return rebuild_index(services.store, connection, act.at)


def show_rebuilt(session: Session, report: RebuildReport) -> None:
    """Print how many came back and what could not be read."""
    words = session.words
    session.terminal.show(words("rebuild.done", records=report.records, dossiers=report.dossiers))
    for key, reason in report.unreadable:
        session.terminal.show(cell(words("rebuild.unreadable", object=key, reason=reason), REFUSED))


UPKEEP: dict[str, Callable[..., int]] = {
    "status": archive_copies.status,
    "copy": archive_copies.copy,
    "repair": archive_copies.repair_damaged,
    "drill": archive_drill.drill,
    "upkeep": archive_upkeep.upkeep,
}
for _name, _command in UPKEEP.items():
    app.command(_name, cls=OfficeCommand)(_command)
