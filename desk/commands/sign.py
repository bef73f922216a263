"""`sohoa sign`: signs assembled records with the identity that the settings name."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from desk.cards import SHORT_ID
from desk.console import DOUBT, REFUSED, VERIFIED
from desk.help_page import OfficeCommand
from desk.session import DONE, PARTLY, Session, session_of
from desk.session import REFUSED as NOT_DONE
from pipeline.errors import Missing, MoveRefused
from pipeline.finalize import sign_record
from pipeline.lookup import resolve, view
from pipeline.record import RecordState

app = typer.Typer(add_completion=False)


@app.command(cls=OfficeCommand)
def sign(ctx: typer.Context, ids: Annotated[list[str], typer.Argument(metavar="ID...")]) -> int:
    """Sign each record; one that is refused does not stop the others."""
    session = session_of(ctx)
    if session.settings.signer == "none":
        raise Missing(
            "Chưa khai ai ký. Đặt SOHOA_SIGNER=development (thử nghiệm) hoặc SOHOA_SIGNER=seal rồi chạy lại.",
            "Nobody is set to sign. Set SOHOA_SIGNER=development (for trying out) or SOHOA_SIGNER=seal.",
        )
    with session.services.ledger.reading() as connection:
        records = [resolve(connection, id) for id in ids]
    outcomes = [_sign_one(session, record) for record in records]
    if DONE in outcomes:
        session.terminal.show_commands(session.words("next.lead"), ["sohoa finalize"])
    return NOT_DONE if NOT_DONE in outcomes else PARTLY if PARTLY in outcomes else DONE


def _sign_one(session: Session, record: str) -> int:
    """Sign one record and say so; 4 when it was refused, 5 when the timestamp has to be awaited."""
    terminal, words = session.terminal, session.words
    try:
        _require_assembled(session, record)
        waits_for = sign_record(session.services, record, session.act())
    except MoveRefused as refusal:
        terminal.say(session.fault(refusal), REFUSED)
        return NOT_DONE
    if waits_for:
        terminal.show(Text(f"{record[:SHORT_ID]}  {words(f'waits.{waits_for}')}", DOUBT))
        return PARTLY
    terminal.show(Text(words("sign.done", id=record[:SHORT_ID]), VERIFIED))
    return DONE


def _require_assembled(session: Session, record: str) -> None:
    with session.services.ledger.reading() as connection:
        state = view(connection, record).state
    if state is not RecordState.ASSEMBLED:
        name = session.words(f"state.{state.value}")
        raise MoveRefused(
            f"Tài liệu {record} đang ở trạng thái '{name}'; chỉ tài liệu đã dựng PDF/A mới ký được. "
            "Dựng PDF/A: sohoa finalize.",
            f"Record {record} is '{name}'; only an assembled record can be signed. Assemble it: sohoa finalize.",
        )
