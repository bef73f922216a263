"""`sohoa archive copy, repair, status`: second copies of the store, and how far reading and copying are behind."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from archive.copy import Copying, CopyLag, CopyReport, copy_store, lags
from archive.fixity_rounds import Lag, lag
from archive.repair import RepairReport, repair
from archive.root import prepare_root, require_root
from archive.store import ObjectStore
from archive.stores.opening import open_store
from archive.stores.retrying import RetryingStore
from desk.commands.options import Json
from desk.console import DOUBT, QUIET, REFUSED, VERIFIED, cell
from desk.progress import Bar
from desk.session import DONE, Session, session_of
from desk.session import REFUSED as NOT_SOUND
from desk.times import shown
from pipeline.ledger import note
from pipeline.lookup import resolve
from pipeline.record import urn
from pipeline.wiring import STORE_ATTEMPTS

Keys = Annotated[Path | None, typer.Option("--keys-file", metavar="FILE")]


def copy(
    ctx: typer.Context,
    to: Annotated[str, typer.Option("--to", metavar="STORE")],
    keys_file: Keys = None,
    full: Annotated[bool, typer.Option("--full")] = False,
    new: Annotated[bool, typer.Option("--new")] = False,
    json: Json = False,
) -> int:
    """Bring a copy of the store up to date and read it back; exit code 4 when something could not be copied."""
    session = session_of(ctx)
    services, act = session.services, session.act()
    target = store_at(to, keys_file, new=new)
    with Bar(session) as bar:
        bar.title(session.words("stage.copy"))
        counted = count(1)

        def done(_: str) -> None:
            number = next(counted)
            bar.show(number, number, "unit.objects")

        report = copy_store(Copying(services.store, target, services.ledger.engine, full, act.at), done)
    left = len(report.damaged) + len(report.conflicts)
    with services.ledger.writing(act) as connection:
        told = {"copied": len(report.copied), "unchanged": report.unchanged, "left": left}
        note(connection, act, "archive.copy", "store", told)
    if json:
        session.terminal.document({**vars(report), "to": target.describe()})
    else:
        _show_copied(session, report)
    return NOT_SOUND if left else DONE


def _show_copied(session: Session, report: CopyReport) -> None:
    words, show = session.words, session.terminal.show
    mb = f"{report.bytes / 1e6:.1f}"
    show(Text(words("copy.done", copied=len(report.copied), unchanged=report.unchanged, mb=mb), VERIFIED))
    for part in ("damaged", "conflicts"):
        for one in getattr(report, part):
            show(cell(words(f"copy.{part}", object=one), REFUSED))


def repair_damaged(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID")],
    copy: Annotated[str, typer.Option("--from", metavar="STORE")],
    keys_file: Keys = None,
    json: Json = False,
) -> int:
    """Make a damaged object whole from a copy; the damaged bytes are kept. Exit code 4 when something is left."""
    from desk.commands.archive import expected_objects

    session = session_of(ctx)
    services, act = session.services, session.act()
    known = expected_objects(session)
    with services.ledger.reading() as connection:
        named = id if id in known else urn(resolve(connection, id))
    source = store_at(copy, keys_file)
    evidence = services.settings.home / "damaged"
    report = repair(services.store, source, named, evidence, known.get(named) or None)
    with services.ledger.writing(act) as connection:
        counted = {"files": len(report.repaired), "left": len(report.left)}
        note(connection, act, "archive.repair", named.removeprefix("urn:uuid:"), counted)
    if json:
        repaired = [vars(one) for one in report.repaired]
        left = [finding.as_json(session.words.language) for finding in report.left]
        session.terminal.document({"repaired": repaired, "left": left, "evidence": str(evidence)})
    else:
        _show_repaired(session, report, evidence)
    return NOT_SOUND if report.left else DONE


def _show_repaired(session: Session, report: RepairReport, evidence: Path) -> None:
    for one in report.repaired:
        session.terminal.show(cell(session.words("repair.file", file=one.file), VERIFIED))
    session.terminal.show(session.words("repair.done", count=len(report.repaired), folder=evidence))
    for finding in report.left:
        session.terminal.show(cell(finding.text(session.words.language), REFUSED))


def status(
    ctx: typer.Context,
    every: Annotated[int, typer.Option("--every", min=1, metavar="DAYS")] = 90,
    json: Json = False,
) -> int:
    """How far the reading and each copy are behind; exit code 4 when an object was found damaged."""
    from desk.commands.archive import expected_objects

    session = session_of(ctx)
    services = session.services
    known = expected_objects(session)
    with services.ledger.reading() as connection:
        read = lag(connection, known, timedelta(days=every), services.clock())
    copies = lags(services.ledger.engine, {id: sha256 for id, sha256 in known.items() if sha256})
    if json:
        oldest = read.oldest.isoformat() if read.oldest else None
        told = [{**vars(one), "newest": one.newest.isoformat() if one.newest else None} for one in copies]
        session.terminal.document(
            {"fixity": {**vars(read), "oldest": oldest, "every_days": every}, "copies": told}
        )
    else:
        _show_status(session, read, copies, every)
    return NOT_SOUND if read.damaged else DONE


def _show_status(session: Session, read: Lag, copies: Sequence[CopyLag], every: int) -> None:
    words, show = session.words, session.terminal.show
    oldest = shown(read.oldest.isoformat()) if read.oldest else "-"
    line = words(
        "status.fixity", objects=read.objects, due=read.due, never=read.never, days=every, oldest=oldest
    )
    show(Text(line, DOUBT if read.due else VERIFIED))
    if read.damaged:
        show(Text(words("status.damaged", count=read.damaged), REFUSED))
    for one in copies:
        when = shown(one.newest.isoformat()) if one.newest else "-"
        line = words("status.copy", copy=one.copy, behind=one.behind, objects=one.objects, newest=when)
        show(Text(line, DOUBT if one.behind else VERIFIED))
    if not copies:
        show(Text(words("status.no_copy"), QUIET))


def store_at(address: str, keys_file: Path | None, *, new: bool = False) -> ObjectStore:
    """The archive at an address, or in a folder named plainly; with `new` it is made there. Raises archive's errors."""
    url = address if "://" in address else Path(address).expanduser().absolute().as_uri()
    found = open_store(url, keys_file)
    if new:
        # Only when asked for: a disk that is not mounted must not look like a copy that has to begin anew.
        prepare_root(found)
    require_root(found)
    return RetryingStore(found, STORE_ATTEMPTS, time.sleep)
