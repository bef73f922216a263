"""`sohoa seal`: a sealing session: fix the list, open the seal for it once, read its minute."""

from __future__ import annotations

import json as plain
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from archive.deposit import read_file
from desk.commands.options import Json
from desk.console import REFUSED, VERIFIED, cell
from desk.help_page import OfficeCommand, office
from desk.pin import read_pin
from desk.session import DONE, Session, session_of
from desk.session import REFUSED as NOT_DONE
from pipeline.errors import Missing, MoveRefused, WrongUse
from pipeline.issuing.minute import DATA, PAPER, TEXT
from pipeline.issuing.sealing_session import (
    CLOSED,
    close_dead_sessions,
    items_of,
    list_for_seal,
    run_session,
    session_row,
)
from pipeline.issuing.sign_queue import waiting_for
from pipeline.lookup import resolve
from pipeline.record import urn
from pipeline.signatures import signer, token
from pipeline.workspace import write_whole
from signing.identity import SigningIdentity

app = office("seal")


@app.command("list", cls=OfficeCommand)
def list_(
    ctx: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID...")] = None,
    minutes: Annotated[int, typer.Option("--minutes", metavar="N", min=1)] = 60,
) -> int:
    """Fix the list of one session: these records, or all that wait for this person's seal."""
    session = session_of(ctx)
    services, act = session.services, session.act()
    close_dead_sessions(services, act)
    with services.ledger.reading() as connection:
        records = [resolve(connection, id) for id in ids or ()]
    if not records:
        waiting = waiting_for(services, act)
        records = [one.record for one in waiting if one.capacity == "seal" and not one.lacking]
    made = list_for_seal(services, act, records, minutes)
    row = session_row(services, made)
    told = session.words("seal.listed", id=made, count=row.most, minutes=minutes, digest=row.list_sha256)
    session.terminal.show(cell(told))
    session.terminal.show(*(cell(f"  {item.ordinal}. {item.record}") for item in items_of(services, made)))
    session.show_next([f"sohoa seal open {made}"])
    return DONE


@app.command("open", cls=OfficeCommand)
def open_(
    ctx: typer.Context,
    session_id: Annotated[str, typer.Argument(metavar="SESSION")],
    pin_fd: Annotated[int | None, typer.Option("--pin-fd", metavar="N")] = None,
) -> int:
    """Open the seal for a fixed list; exit code 4 unless the whole list was sealed."""
    session = session_of(ctx)
    close_dead_sessions(session.services, session.act())
    if session_row(session.services, session_id).state == CLOSED:
        raise MoveRefused(
            f"Phiên {session_id[:8]} đã kết thúc. Lập danh sách mới: sohoa seal list.",
            f"Session {session_id[:8]} is over. Make a new list: sohoa seal list.",
        )
    if session.settings.signer == "token":
        with token(session.settings, read_pin(session.words("sign.pin"), pin_fd)) as identity:
            return _run(session, session_id, identity)
    of_home = signer(session.settings)
    if of_home is None:
        raise Missing(
            "Chưa khai dấu của cơ quan. Đặt SOHOA_SIGNER=token rồi chạy lại.",
            "No seal of the agency is set. Set SOHOA_SIGNER=token, then run again.",
        )
    return _run(session, session_id, of_home)


@app.command("show", cls=OfficeCommand)
def show(
    ctx: typer.Context,
    session_id: Annotated[str, typer.Argument(metavar="SESSION")],
    json: Json = False,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE")] = None,
) -> int:
    """The minute of a session that is over; with --out also as PDF/A, to be signed."""
    session = session_of(ctx)
    if out is not None and out.exists():
        raise WrongUse(
            f"Tệp {out} đã có; không ghi đè. Chọn tên khác.",
            f"The file {out} is there already and is not overwritten. Choose another name.",
        )
    close_dead_sessions(session.services, session.act())
    if not session_row(session.services, session_id).deposited:
        raise MoveRefused(
            f"Phiên {session_id[:8]} chưa kết thúc, chưa có biên bản.",
            f"Session {session_id[:8]} is not over; there is no minute yet.",
        )
    if out is not None:
        write_whole(out, read_file(session.services.store, urn(session_id), PAPER))
    content = read_file(session.services.store, urn(session_id), DATA if json else TEXT)
    if json:
        session.terminal.document(plain.loads(content))
    else:
        session.terminal.show(cell(content.decode()))
    return DONE


def _run(session: Session, session_id: str, identity: SigningIdentity) -> int:
    for one in run_session(session.services, session.actor(), session_id, identity):
        fine = one.state == "sealed"
        text = f"{one.record[:8]}  {one.state}  {session.words.either(one.vi, one.en)}"
        session.terminal.show(cell(text.rstrip(), VERIFIED if fine else REFUSED))
    row = session_row(session.services, session_id)
    whole = row.ended == "done"
    told = session.words(f"seal.ended.{row.ended}", id=session_id)
    session.terminal.show(Text(told, VERIFIED if whole else REFUSED))
    return DONE if whole else NOT_DONE
