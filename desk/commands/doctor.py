"""`sohoa doctor`: what is on this machine and in this home, and what to do about what is not."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.text import Text
from sqlalchemy.exc import SQLAlchemyError

from archive import schema
from archive.errors import ArchiveError
from archive.root import require_root
from archive.stores import capability
from archive.stores.opening import open_store
from archive.stores.probing import capabilities
from desk.commands.options import Json
from desk.console import DOUBT, QUIET, REFUSED, VERIFIED, cell, hairline
from desk.help_page import OfficeCommand
from desk.session import DONE, MISSING, Session, session_of
from pipeline import database
from pipeline.equipment import equipment
from pipeline.errors import PipelineError
from pipeline.signatures import signer
from signing.errors import SigningError

app = typer.Typer(add_completion=False)

# A batch of 500 colour sheets with its readings and PDF/A takes about this much.
LOW_SPACE_BYTES = 2 * 1024**3
_MARKS = {"ok": ("✓", VERIFIED), "optional": ("–", DOUBT), "missing": ("×", REFUSED)}


@dataclass(frozen=True)
class Look:
    """One line: what was looked at, how it is ("ok", "optional", "missing"), and what to know of it."""

    name: str
    state: str
    text: str


@app.command(cls=OfficeCommand)
def doctor(ctx: typer.Context, json: Json = False) -> int:
    """Exit code 3 when something needed is missing."""
    session = session_of(ctx)
    looks = [*programs(session), *home(session)]
    if json:
        parts = [{"name": look.name, "state": look.state, "text": look.text} for look in looks]
        session.terminal.document({"parts": parts})
    else:
        _show(session, looks)
    return MISSING if any(look.state == "missing" for look in looks) else DONE


def _show(session: Session, looks: list[Look]) -> None:
    words = session.words
    table = hairline("", words("doctor.part"), words("doctor.found"))
    for look in looks:
        mark, style = _MARKS[look.state]
        table.add_row(
            cell(mark, style),
            cell(words(f"doctor.{look.name}")),
            cell(look.text, "" if look.state == "ok" else style),
        )
    missing = sum(1 for look in looks if look.state == "missing")
    last = (
        Text(words("doctor.missing", count=missing), REFUSED)
        if missing
        else Text(words("doctor.well"), VERIFIED)
    )
    session.terminal.show(Text(words("doctor.home", home=session.settings.home), QUIET), "", table, "", last)


def programs(session: Session) -> Iterator[Look]:
    """The reader's data and engine, the judge of PDF/A."""
    for part in equipment(session.settings):
        if part.fault is None:
            yield Look(part.name, "ok", part.found)
        else:
            yield Look(part.name, "missing" if part.needed else "optional", session.fault(part.fault))


def home(session: Session) -> Iterator[Look]:
    """Database, store, room on the disk, and who signs."""
    yield _database(session)
    yield _store(session)
    yield from _worm(session)
    yield _space(session)
    yield _signer(session)


def _database(session: Session) -> Look:
    if not session.has_home:
        return Look("database", "missing", session.words("doctor.no_home"))
    try:
        engine = database.open_engine(session.settings.database)
        current = database.exists(engine) and schema.is_current(engine)
    except PipelineError as fault:
        return Look("database", "missing", session.fault(fault))
    except SQLAlchemyError as fault:
        return Look(
            "database", "missing", session.words("doctor.database_broken", reason=str(fault).splitlines()[0])
        )
    if not current:
        return Look("database", "missing", session.words("doctor.old_database"))
    return Look("database", "ok", engine.url.render_as_string(hide_password=True))


def _store(session: Session) -> Look:
    if not session.has_home:
        return Look("store", "missing", session.words("doctor.no_home"))
    try:
        store = open_store(session.settings.store, session.settings.store_keys_file)
        require_root(store)
    except ArchiveError as fault:
        return Look("store", "missing", session.fault(fault))
    return Look("store", "ok", store.describe())


def _worm(session: Session) -> Iterator[Look]:
    """What the store proves to enforce when it is tried; nothing when it does not answer."""
    if not session.has_home:
        return
    words, needed = session.words, session.settings.require_worm
    try:
        store = open_store(session.settings.store, session.settings.store_keys_file)
        require_root(store)
        found = capabilities(store, datetime.now(UTC), secrets.token_hex(8))
    except ArchiveError:
        return
    lacking = capability.lacking(found)
    if all(one.state == capability.MISSING for one in found):
        yield Look("worm", "missing" if needed else "optional", words("doctor.folder_store"))
        return
    if lacking:
        names = ", ".join(words(f"capability.{name}") for name in lacking)
        yield Look("worm", "missing" if needed else "optional", words("doctor.no_worm", names=names))
    else:
        yield Look("worm", "ok", words("doctor.is_worm"))
    if not capability.checks_bodies(found):
        yield Look("enforced", "missing", words("doctor.no_integrity"))
    told = {words(f"capability.{one.name}"): words(f"capability.{one.state}") for one in found}
    yield Look("enforced", "ok", "; ".join(f"{name}: {state}" for name, state in told.items()))


def _space(session: Session) -> Look:
    folder: Path = session.settings.home
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    text = session.words("doctor.free", gib=f"{free / 1024**3:.1f}")
    if free < LOW_SPACE_BYTES:
        return Look("space", "missing", text + session.words("doctor.low_space"))
    return Look("space", "ok", text)


def _signer(session: Session) -> Look:
    if session.settings.signer == "none":
        return Look("signer", "optional", session.words("doctor.no_signer"))
    try:
        identity = signer(session.settings)
    except SigningError as fault:
        return Look("signer", "missing", session.fault(fault))
    return Look("signer", "ok", f"{session.settings.signer}: {getattr(identity, 'name', '')}".rstrip(": "))
