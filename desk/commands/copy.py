"""`sohoa copy`: certified copies of archived records, their yearly registers, and the file of one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from desk.commands.options import Json
from desk.console import QUIET, REFUSED, VERIFIED, cell
from desk.help_page import OfficeCommand, office
from desk.pin import read_pin
from desk.session import DONE, Session, session_of
from desk.session import REFUSED as NOT_DONE
from pipeline.errors import Missing, MoveRefused, WrongUse
from pipeline.issuing.certified_copy import certify, finish_copies
from pipeline.issuing.copy_keeping import stored_copy
from pipeline.issuing.copy_kinds import copy_kind, copy_kinds
from pipeline.issuing.copy_register import Certified, certified, copies_of_year
from pipeline.issuing.copy_source import CopyOrder, source_for
from pipeline.issuing.policy import on_day
from pipeline.review.sight import is_closed
from pipeline.signatures import signer, token
from pipeline.viewing import Purpose, note_viewed
from pipeline.workspace import write_whole
from signing.errors import PinRefused

app = office("copy")


@app.command("certify", cls=OfficeCommand)
def certify_(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID")],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND")],
    pages: Annotated[str | None, typer.Option("--pages", metavar="N-M")] = None,
    receiver: Annotated[str, typer.Option("--receiver", metavar="TEXT")] = "",
    superseded: Annotated[bool, typer.Option("--superseded")] = False,
    pin_fd: Annotated[int | None, typer.Option("--pin-fd", metavar="N")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE")] = None,
) -> int:
    """Make, number and sign a certified copy of an archived record, and keep it in the store."""
    session = session_of(ctx)
    if out is not None:
        _free(out)
    record = session.record(id)
    order = CopyOrder(record, kind, _page_range(pages) if pages else None, receiver.strip(), superseded)
    try:
        made = _certified(session, order, pin_fd)
    except PinRefused as fault:
        session.terminal.say(session.fault(fault), REFUSED)
        return NOT_DONE
    told = session.words("copies.made", number=made.number, id=made.id[:8], sha256=made.sha256)
    session.terminal.show(Text(told, VERIFIED))
    if out is not None:
        _write(session, made, out)
    else:
        get = f"sohoa copy get {made.id[:8]} --out FILE"
        session.show_next([get])
    return DONE


@app.command("register", cls=OfficeCommand)
def register(
    ctx: typer.Context,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND")] = None,
    year: Annotated[int | None, typer.Option("--year", metavar="YEAR")] = None,
    json: Json = False,
) -> int:
    """The registers of certified copies of this office in one year."""
    session = session_of(ctx)
    finish_copies(session.services, session.act())
    kinds = [copy_kind(kind).name] if kind else list(copy_kinds())
    when, unit = year or on_day(session.services.clock()).year, session.settings.unit
    with session.services.ledger.reading() as connection:
        lines = [line for one in kinds for line in copies_of_year(connection, unit, one, when)]
    if json:
        session.terminal.document({"unit": unit, "year": when, "copies": [one.as_json() for one in lines]})
        return DONE
    for one in lines:
        session.terminal.show(cell(_told(session, one), QUIET if one.annulled else ""))
    if not lines:
        session.terminal.show(Text(session.words("copies.none", year=when)))
    return DONE


@app.command("get", cls=OfficeCommand)
def get(
    ctx: typer.Context,
    copy: Annotated[str, typer.Argument(metavar="COPY")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE")],
) -> int:
    """Write the file of a certified copy that was made earlier."""
    session = session_of(ctx)
    _free(out)
    act = session.act()
    finish_copies(session.services, act)
    with session.services.ledger.writing(act) as connection:
        made = certified(connection, copy)
        if is_closed(connection, made.record):
            raise MoveRefused(
                f"Tài liệu {made.record[:8]} nay chỉ người được chỉ định mới được xem; không đưa bản sao ra.",
                f"Record {made.record[:8]} is shown only to people named for it now; its copy is not handed out.",
            )
        note_viewed(connection, act, made.record, Purpose.COPY)
    _write(session, made, out)
    return DONE


def _certified(session: Session, order: CopyOrder, pin_fd: int | None) -> Certified:
    services, act = session.services, session.act()
    # Everything that could stand in the way is said before anybody types a PIN.
    source_for(services, act, order)
    if session.settings.signer == "token":
        with token(session.settings, read_pin(session.words("sign.pin"), pin_fd)) as identity:
            return certify(services, act, order, identity)
    of_home = signer(session.settings)
    if of_home is None:
        raise Missing(
            "Chưa khai ai ký. Đặt SOHOA_SIGNER=token (hoặc development để thử) rồi chạy lại.",
            "Nobody is set to sign. Set SOHOA_SIGNER=token (or development for trying out), then run again.",
        )
    return certify(services, act, order, of_home)


def _told(session: Session, one: Certified) -> str:
    pages = f"{one.pages[0]}-{one.pages[-1]}" if one.pages else ""
    parts = (one.number, one.date, one.id[:8], one.record, pages, one.receiver)
    annulled = session.words("copies.annulled", reason=one.annulled) if one.annulled else ""
    return "  ".join(part for part in (*parts, annulled) if part)


def _write(session: Session, made: Certified, out: Path) -> None:
    write_whole(out, stored_copy(session.services, made.id))
    session.terminal.show(session.words("copies.written", number=made.number, file=out))


def _free(out: Path) -> None:
    if out.exists():
        raise WrongUse(
            f"Tệp {out} đã có; không ghi đè. Chọn tên khác.",
            f"The file {out} is there already and is not overwritten. Choose another name.",
        )


def _page_range(text: str) -> tuple[int, int]:
    first, dash, last = text.partition("-")
    try:
        found = (int(first), int(last if dash else first))
    except ValueError:
        found = (0, 0)
    if not 1 <= found[0] <= found[1]:
        raise WrongUse(
            f"--pages {text}: viết N-M, ví dụ 1-2.", f"--pages {text}: write N-M, for example 1-2."
        )
    return found
