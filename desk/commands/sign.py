"""`sohoa sign`: signs assembled records with the identity that the settings name."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from desk.cards import SHORT_ID
from desk.console import DOUBT, REFUSED, VERIFIED, cell
from desk.help_page import OfficeCommand
from desk.pin import read_pin
from desk.session import DONE, PARTLY, Session, session_of
from desk.session import REFUSED as NOT_DONE
from pipeline.errors import Missing, MoveRefused
from pipeline.finalize import sign_record
from pipeline.lookup import resolve, view
from pipeline.record import RecordState
from pipeline.signatures import token, token_module
from signing.errors import IdentityRefused
from signing.identity import SigningIdentity, common_name
from signing.token import certificates as held
from signing.token import fingerprint

app = typer.Typer(add_completion=False)


@app.command(cls=OfficeCommand)
def sign(
    ctx: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID...")] = None,
    pin_fd: Annotated[int | None, typer.Option("--pin-fd", metavar="N")] = None,
    certificates: Annotated[bool, typer.Option("--certificates")] = False,
) -> int:
    """Sign each record; one that is refused does not stop the others, a wrong PIN stops all."""
    session = session_of(ctx)
    if certificates:
        return _certificates(session)
    if session.settings.signer == "none":
        raise Missing(
            "Chưa khai ai ký. Đặt SOHOA_SIGNER=development (thử nghiệm), seal hoặc token rồi chạy lại.",
            "Nobody is set to sign. Set SOHOA_SIGNER=development (for trying out), seal or token.",
        )
    with session.services.ledger.reading() as connection:
        records = [resolve(connection, id) for id in ids or ()]
    if session.settings.signer != "token":
        return _sign_all(session, records, None)
    try:
        with token(session.settings, read_pin(session.words("sign.pin"), pin_fd)) as identity:
            return _sign_all(session, records, identity)
    except IdentityRefused as refusal:
        session.terminal.say(session.fault(refusal), REFUSED)
        return NOT_DONE


def _certificates(session: Session) -> int:
    for one in held(token_module(session.settings)):
        session.terminal.show(cell(f"{fingerprint(one)}  {common_name(one)}"))
    return DONE


def _sign_all(session: Session, records: list[str], identity: SigningIdentity | None) -> int:
    outcomes = [_sign_one(session, record, identity) for record in records]
    if DONE in outcomes:
        session.terminal.show_commands(session.words("next.lead"), ["sohoa finalize"])
    return NOT_DONE if NOT_DONE in outcomes else PARTLY if PARTLY in outcomes else DONE


def _sign_one(session: Session, record: str, identity: SigningIdentity | None) -> int:
    """Sign one record and say so; 4 when it was refused, 5 when the timestamp has to be awaited."""
    terminal, words = session.terminal, session.words
    try:
        _require_assembled(session, record)
        waits_for = sign_record(session.services, record, session.act(), identity)
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
