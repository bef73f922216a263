"""`sohoa archive drill`: would everything come back? One command that tries, and writes down what it found."""

from __future__ import annotations

import json as json_text
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from archive import schema
from archive.drill import Drill, DrillReport
from archive.drill import drill as run_drill
from archive.store import ObjectStore
from desk.commands.archive_copies import Keys, store_at
from desk.commands.options import Json
from desk.console import REFUSED, VERIFIED, cell
from desk.session import DONE, Session, session_of
from desk.session import REFUSED as NOT_SOUND
from pipeline import backup, database
from pipeline.actors import Act
from pipeline.ledger import note
from pipeline.workspace import write_whole


def drill(
    ctx: typer.Context,
    copy: Annotated[str, typer.Option("--from", metavar="STORE")] = "",
    keys_file: Keys = None,
    backups: Annotated[Path | None, typer.Option("--backup", metavar="FOLDER")] = None,
    sample: Annotated[int, typer.Option("--sample", min=0, metavar="N")] = 20,
    json: Json = False,
) -> int:
    """Restore into an empty database and compare; exit code 4 when something would not come back."""
    session = session_of(ctx)
    act = session.act()
    store = store_at(copy, keys_file) if copy else session.services.store
    report = _drilled(session, store, sample, act)
    asked = {"at": act.time, "by": act.by.id, "store": store.describe(), "backup": _checked_backup(backups)}
    told = {**asked, "passed": report.passed, **vars(report)}
    place = session.settings.home / "drills" / f"{act.at:%Y%m%dT%H%M%SZ}.json"
    place.parent.mkdir(exist_ok=True)
    write_whole(place, (json_text.dumps(told, indent=1, ensure_ascii=False) + "\n").encode())
    with session.services.ledger.writing(act) as connection:
        counted = {"records": report.records, "passed": int(report.passed), "findings": len(report.findings)}
        note(connection, act, "archive.drill", "store", counted)
    if json:
        session.terminal.document({**told, "report": str(place)})
    else:
        _show(session, report, place)
    return DONE if report.passed else NOT_SOUND


def _drilled(session: Session, store: ObjectStore, sample: int, act: Act) -> DrillReport:
    with tempfile.TemporaryDirectory(prefix="sohoa-drill-") as folder:
        empty = database.open_engine(f"sqlite:///{folder}/drill.sqlite")
        schema.upgrade(empty)
        living = session.services.ledger.engine
        report = run_drill(Drill(store, living, empty, sample, act.at, time.monotonic), act.time)
        empty.dispose()
    return report


def _checked_backup(folder: Path | None) -> str:
    """The newest backup below `folder`, every byte of it read; "" when none was asked for. Raises WrongUse."""
    if folder is None:
        return ""
    found = backup.newest(folder) or folder
    backup.verify(found)
    return str(found)


def _show(session: Session, report: DrillReport, place: Path) -> None:
    words, show = session.words, session.terminal.show
    show(
        words("drill.rebuilt", records=report.records, dossiers=report.dossiers, sampled=len(report.sampled))
    )
    for table, count in report.differs.items():
        show(cell(words("drill.differs", table=table, count=count), REFUSED))
    for one in (*report.unreadable, *report.findings):
        show(cell(words("drill.broken", what=one), REFUSED))
    if report.passed:
        show(Text(words("drill.passed"), VERIFIED))
    show(words("drill.report", file=place))
