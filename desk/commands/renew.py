"""`sohoa renew`: lists files whose newest archive timestamp nears its end, and puts a new one over them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from desk.cards import SHORT_ID
from desk.commands.options import Json
from desk.console import REFUSED, VERIFIED, cell
from desk.help_page import OfficeCommand
from desk.session import DONE, PARTLY, BadInput, Session, session_of
from desk.session import REFUSED as NOT_DONE
from desk.times import moment, shown
from pipeline.errors import Missing
from pipeline.issuing.renewal import due, renew_records
from pipeline.lookup import resolve
from pipeline.signatures import evidence, timestamper
from signing.errors import SigningError, TimestampUnavailable
from signing.renew import AHEAD, newest_timestamp
from signing.renew import renew as renew_file

app = typer.Typer(add_completion=False)


@app.command(cls=OfficeCommand)
def renew(
    ctx: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE|ID...")] = None,
    list_only: Annotated[bool, typer.Option("--list")] = False,
    every: Annotated[bool, typer.Option("--all")] = False,
    before: Annotated[str | None, typer.Option("--before", metavar="TIME")] = None,
    json: Json = False,
) -> int:
    """Renew FILE into FILE.renewed.pdf beside it; with --list only say what is due (records when no file is named)."""
    session = session_of(ctx)
    until = moment(before) if before else datetime.now(UTC) + AHEAD
    if every and not list_only:
        return _records_renewed(session, [one.record for one in due(session.services, until)], json=json)
    if list_only or not files:
        return _list(session, files or [], until, json)
    if not any(file.exists() for file in files) and session.has_home:
        with session.services.ledger.reading() as connection:
            ids = [resolve(connection, str(file)) for file in files]
        return _records_renewed(session, ids, json=json)
    outcomes = [_renew_one(session, file) for file in files]
    return NOT_DONE if NOT_DONE in outcomes else PARTLY if PARTLY in outcomes else DONE


def _list(session: Session, files: list[Path], until: datetime, json: bool) -> int:
    found = [
        (name, newest.ends)
        for name, content in _contents(files)
        if (newest := newest_timestamp(content)) is not None and newest.ends < until
    ]
    if not files and session.has_home:
        found = [
            (one.record[:SHORT_ID], datetime.fromisoformat(one.ends)) for one in due(session.services, until)
        ]
    if json:
        session.terminal.document({"due": [{"file": name, "ends": end.isoformat()} for name, end in found]})
        return DONE
    for name, end in found:
        words = session.words("renew.due", name=name, end=shown(end.isoformat()))
        session.terminal.show(cell(words))
    if not found:
        session.terminal.show(Text(session.words("renew.none", until=shown(until.isoformat()))))
    return DONE


def _contents(files: list[Path]) -> Iterator[tuple[str, bytes]]:
    for file in files:
        yield str(file), _read(file)


def _records_renewed(session: Session, ids: list[str], *, json: bool) -> int:
    """Renew records: 0, 4 when one was refused, 5 when the timestamp service does not answer now."""
    words, done = session.words, []
    for one in renew_records(session.services, session.act(), ids):
        done.append(one)
        if json:
            continue
        if one.ends:
            told = words("renew.done", name=one.record[:SHORT_ID], end=shown(one.ends))
            session.terminal.show(cell(told, VERIFIED))
        else:
            session.terminal.say(f"{one.record[:SHORT_ID]}  {words.either(one.vi, one.en)}", REFUSED)
    if json:
        told_of = [
            {
                "record": one.record,
                "outcome": one.outcome,
                "ends": one.ends,
                "message": words.either(one.vi, one.en),
            }
            for one in done
        ]
        session.terminal.document({"renewed": told_of})
    outcomes = {one.outcome for one in done}
    return NOT_DONE if "refused" in outcomes else PARTLY if "timestamp" in outcomes else DONE


def _renew_one(session: Session, file: Path) -> int:
    """0, 4 when refused, 5 when the timestamp service does not answer now."""
    stamper, settings = timestamper(session.settings), session.settings
    if stamper is None:
        raise Missing(
            "Chưa khai dịch vụ dấu thời gian. Đặt SOHOA_TSA_URL rồi chạy lại.",
            "No timestamp service is set. Set SOHOA_TSA_URL, then run again.",
        )
    target = file.with_name(f"{file.stem}.renewed.pdf")
    _read(file)
    if target.exists():
        raise BadInput(
            f"Đã có tệp {target}. Chuyển tệp đó đi rồi chạy lại.",
            f"{target} exists already. Move it away, then run again.",
        )
    try:
        done = renew_file(
            file, target, at=datetime.now(UTC), evidence=evidence(settings), timestamper=stamper
        )
    except SigningError as refusal:
        session.terminal.say(session.fault(refusal), REFUSED)
        return PARTLY if isinstance(refusal, TimestampUnavailable) else NOT_DONE
    words = session.words("renew.done", name=str(target), end=shown(done.newest.ends.isoformat()))
    session.terminal.show(cell(words, VERIFIED))
    return DONE


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as cause:
        raise BadInput(
            f"Không đọc được tệp {file}. Kiểm tra lại đường dẫn.",
            f"Cannot read {file}. Check the path.",
        ) from cause
