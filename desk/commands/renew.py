"""`sohoa renew`: lists files whose newest archive timestamp nears its end, and puts a new one over them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from archive.deposit import read_file
from desk.cards import SHORT_ID
from desk.console import REFUSED, VERIFIED, cell
from desk.help_page import OfficeCommand
from desk.session import DONE, PARTLY, BadInput, Session, session_of
from desk.session import REFUSED as NOT_DONE
from desk.times import moment, shown
from pipeline.errors import Missing
from pipeline.finalize import FINAL
from pipeline.lookup import record_ids
from pipeline.record import RecordState, urn
from pipeline.signatures import evidence, timestamper
from signing.errors import SigningError, TimestampUnavailable
from signing.renew import AHEAD, newest_timestamp
from signing.renew import renew as renew_file

app = typer.Typer(add_completion=False)


@app.command(cls=OfficeCommand)
def renew(
    ctx: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE...")] = None,
    list_only: Annotated[bool, typer.Option("--list")] = False,
    before: Annotated[str | None, typer.Option("--before", metavar="TIME")] = None,
    json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Renew FILE into FILE.renewed.pdf beside it; with --list only say what is due (records when no file is named)."""
    session = session_of(ctx)
    until = moment(before) if before else datetime.now(UTC) + AHEAD
    if list_only or not files:
        return _list(session, files or [], until, json)
    outcomes = [_renew_one(session, file) for file in files]
    return NOT_DONE if NOT_DONE in outcomes else PARTLY if PARTLY in outcomes else DONE


def _list(session: Session, files: list[Path], until: datetime, json: bool) -> int:
    found = [
        (name, newest.ends)
        for name, content in (_contents(files) if files else _records(session))
        if (newest := newest_timestamp(content)) is not None and newest.ends < until
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


def _records(session: Session) -> Iterator[tuple[str, bytes]]:
    """The final files of all archived records."""
    if not session.has_home:
        return
    services = session.services
    with services.ledger.reading() as connection:
        ids = record_ids(connection, states=[RecordState.ARCHIVED])
    for record in ids:
        yield record[:SHORT_ID], read_file(services.store, urn(record), FINAL)


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
