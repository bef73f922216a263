"""`sohoa archive upkeep`: the archive's regular duties in one command, each when its time has come; for a timer.

What is due is read from the audit trail, where every duty that was done stands; one that failed is tried again by the
next run. Signing, renewing timestamps and drills are not among them.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import func, select

from archive import catalogue, instant
from archive.copy import Copying, copy_store
from archive.errors import ArchiveError
from archive.reconcile import reconcile
from archive.root import explain_root
from archive.tables import outbox
from desk.commands.archive_copies import Keys, store_at
from desk.commands.options import Json
from desk.console import QUIET, REFUSED, VERIFIED, cell
from desk.session import DONE, Session, session_of
from desk.session import REFUSED as NOT_SOUND
from pipeline import backup
from pipeline.actors import Act
from pipeline.audit_trail import seal_trail
from pipeline.errors import PipelineError
from pipeline.field_marks import keep_marks
from pipeline.ledger import note
from pipeline.lock_upkeep import extend_locks
from pipeline.register.volume_object import deposit_waiting
from signing.errors import SigningError

Counts = dict[str, int]
# An hourly timer is never exact: what is due within this much is done now.
SLACK = timedelta(minutes=30)
DAILY, WEEKLY = timedelta(days=1), timedelta(days=7)
# What a duty counts when something is wrong that needs a person.
WRONG = frozenset({"damaged", "findings", "left"})


@dataclass(frozen=True)
class Duty:
    """`name` in the trail and in words, how often, and the work itself: its counts, as its event tells them."""

    name: str
    period: timedelta
    work: Callable[[Act], Counts]


@dataclass(frozen=True)
class Wanted:
    """What the options ask for."""

    copies: tuple[str, ...]
    keys_file: Path | None
    backups: Path | None
    every: int
    rate: float | None


def upkeep(
    ctx: typer.Context,
    copy: Annotated[list[str] | None, typer.Option("--copy", metavar="STORE")] = None,
    keys_file: Keys = None,
    backups: Annotated[Path | None, typer.Option("--backup", metavar="FOLDER")] = None,
    every: Annotated[int, typer.Option("--every", min=1, metavar="DAYS")] = 90,
    rate: Annotated[float | None, typer.Option("--rate", min=0.001, metavar="MB/S")] = None,
    json: Json = False,
) -> int:  # fmt: skip
    """Do what is due of the archive's duties; exit code 4 when a duty failed or found something wrong."""
    session = session_of(ctx)
    wanted = Wanted(tuple(copy or ()), keys_file, backups, every, rate)
    done: dict[str, Counts | str] = {}
    with session.services.workspace.lock("upkeep"):
        for duty in _duties(session, wanted):
            if _is_due(session, duty):
                done[duty.name] = _do(session, duty)
    wrong = [name for name, told in done.items() if isinstance(told, str) or any(told.get(k) for k in WRONG)]
    if json:
        session.terminal.document({"done": done, "wrong": wrong})
    else:
        _show(session, done, wrong)
    return NOT_SOUND if wrong else DONE


def _duties(session: Session, wanted: Wanted) -> Iterator[Duty]:
    yield Duty("seal", timedelta(0), lambda act: _seal(session, act))
    yield Duty("reconcile", DAILY, lambda act: _reconcile(session, act))
    if session.settings.lock_days:
        yield Duty("locks", DAILY, lambda act: _locks(session, act))
    yield Duty("figures", DAILY, lambda act: {"kept": keep_marks(session.services.ledger, act)})
    yield Duty("fixity", DAILY, lambda act: _fixity(session, wanted))
    for number, place in enumerate(wanted.copies, 1):
        yield Duty(f"copy.{number}", DAILY, lambda act, to=place: _copy(session, act, to, wanted.keys_file))  # type: ignore[misc]
    if wanted.backups:
        folder = wanted.backups.expanduser().absolute()
        yield Duty(
            "backup", DAILY, lambda act: {"files": backup.backup(session.settings, folder, act.at).files}
        )
    yield Duty("catalogue", WEEKLY, lambda act: _catalogue(session, act))


def _is_due(session: Session, duty: Duty) -> bool:
    services = session.services
    done = select(func.max(outbox.c.at)).where(outbox.c.type == f"upkeep.{duty.name}")
    with services.ledger.reading() as connection:
        last = connection.scalar(done)
    return last is None or instant.from_text(last) + duty.period - SLACK <= services.clock()


def _do(session: Session, duty: Duty) -> Counts | str:
    """The duty's counts; or what went wrong, in words: the other duties must not wait for it."""
    act = session.act()
    try:
        counts = duty.work(act)
    except (ArchiveError, PipelineError, SigningError) as fault:
        return session.fault(fault)
    if duty.period:
        with session.services.ledger.writing(act) as connection:
            note(connection, act, f"upkeep.{duty.name}", "store", dict(counts))
    return counts


def _seal(session: Session, act: Act) -> Counts:
    sealed = seal_trail(session.services, act)
    return {"segments": len(sealed.sealed), "stamped": len(sealed.stamped)}


def _reconcile(session: Session, act: Act) -> Counts:
    services = session.services
    explain_root(services.store)
    holder = f"{socket.gethostname()}:{os.getpid()}"
    report = reconcile(services.store, services.ledger.engine, services.workspace.spool, holder, act.at)
    parts = ("rolled_forward", "reindexed", "swept", "busy", "locked", "damaged")
    return {part: len(getattr(report, part)) for part in parts} | {"volumes": deposit_waiting(services, act)}


def _locks(session: Session, act: Act) -> Counts:
    from desk.commands.archive import expected_objects

    return extend_locks(session.services, expected_objects(session, trail=False), act.at)


def _fixity(session: Session, wanted: Wanted) -> Counts:
    from desk.commands.archive import check_fixity, waiting

    named = waiting(session, timedelta(days=wanted.every))
    checked, found = check_fixity(session, named, rate=wanted.rate) if named else (0, [])
    return {"checked": checked, "findings": len(found)}


def _copy(session: Session, act: Act, place: str, keys_file: Path | None) -> Counts:
    services = session.services
    target = store_at(place, keys_file)
    report = copy_store(Copying(services.store, target, services.ledger.engine, False, act.at))
    left = len(report.damaged) + len(report.conflicts)
    return {"copied": len(report.copied), "unchanged": report.unchanged, "left": left}


def _catalogue(session: Session, act: Act) -> Counts:
    services = session.services
    written = catalogue.write(services.store, services.ledger.engine, services.workspace.spool, act.at)
    return {"objects": written.objects, "read": written.read} if written else {"postponed": 1}


def _show(session: Session, done: dict[str, Counts | str], wrong: list[str]) -> None:
    show, words = session.terminal.show, session.words
    for name, told in done.items():
        title = words(f"upkeep.{name.partition('.')[0]}")
        text = told if isinstance(told, str) else ", ".join(f"{key} {count}" for key, count in told.items())
        show(cell(f"{title}: {text}", REFUSED if name in wrong else VERIFIED))
    show(
        cell(words("upkeep.wrong" if wrong else "upkeep.done", count=len(wrong)), REFUSED if wrong else QUIET)
    )
