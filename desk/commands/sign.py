"""`sohoa sign`: the sign queue at the terminal. Lists, takes, looks at everything, then asks for the PIN and signs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.text import Text

from desk.commands.options import Json
from desk.console import REFUSED, VERIFIED, cell
from desk.help_page import OfficeCommand
from desk.pin import read_pin
from desk.session import DONE, Session, session_of
from desk.sign_report import SignRun, show_finals, show_queue, show_run
from pipeline.errors import Missing, WrongUse
from pipeline.issuing.claims import claim, claim_next, reject, release
from pipeline.issuing.finals import check_finals
from pipeline.issuing.preflight import preflight
from pipeline.issuing.sign_batch import Result, sign_claimed
from pipeline.lookup import resolve
from pipeline.signatures import signer, token, token_holder, token_module
from signing.errors import PinRefused, SigningError
from signing.identity import SigningIdentity, common_name
from signing.token import certificates as held
from signing.token import fingerprint

app = typer.Typer(add_completion=False)
MOST = 200


@app.command(cls=OfficeCommand)
def sign(
    ctx: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID...")] = None,
    queue: Annotated[bool, typer.Option("--queue")] = False,
    every: Annotated[bool, typer.Option("--all")] = False,
    count: Annotated[int, typer.Option("--count", metavar="N", min=1, max=MOST)] = MOST,
    check: Annotated[bool, typer.Option("--check")] = False,
    give_back: Annotated[bool, typer.Option("--release")] = False,
    refuse: Annotated[bool, typer.Option("--reject")] = False,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT")] = "",
    pin_fd: Annotated[int | None, typer.Option("--pin-fd", metavar="N")] = None,
    certificates: Annotated[bool, typer.Option("--certificates")] = False,
    finals: Annotated[bool, typer.Option("--check-finals")] = False,
    json: Json = False,
) -> int:
    """Sign each record; one that is refused does not stop the others, a wrong PIN stops all."""
    session = session_of(ctx)
    if certificates:
        return _certificates(session)
    records = _resolved(session, ids or ())
    if finals:
        return show_finals(session, list(check_finals(session.services, records)), json=json)
    if queue:
        return show_queue(session, count, json=json)
    if refuse or give_back:
        return _give_back(session, _named(records), reason, refuse=refuse)
    _refuse_nobody(session, only_checked=check)
    run = _taken(session, records if every else _named(records), count)
    _sign(session, run, pin_fd, only_checked=check)
    return show_run(session, run, json=json, only_checked=check)


def _resolved(session: Session, ids: Sequence[str]) -> list[str]:
    with session.services.ledger.reading() as connection:
        return [resolve(connection, id) for id in ids]


def _refuse_nobody(session: Session, *, only_checked: bool) -> None:
    if session.settings.signer == "none" and not only_checked:
        raise Missing(
            "Chưa khai ai ký. Đặt SOHOA_SIGNER=development (thử nghiệm), seal hoặc token rồi chạy lại.",
            "Nobody is set to sign. Set SOHOA_SIGNER=development (for trying out), seal or token.",
        )


def _named(records: list[str]) -> list[str]:
    if not records:
        raise WrongUse(
            "Nêu mã tài liệu, hoặc --all để ký mọi tài liệu đang chờ bạn. Xem hàng chờ: sohoa sign --queue.",
            "Name records, or sign all that wait for you with --all. See the queue: sohoa sign --queue.",
        )
    return records


def _certificates(session: Session) -> int:
    for one in held(token_module(session.settings)):
        session.terminal.show(cell(f"{fingerprint(one)}  {common_name(one)}"))
    return DONE


def _give_back(session: Session, records: list[str], reason: str, *, refuse: bool) -> int:
    services, words = session.services, session.words
    if not refuse:
        done = release(services, session.act(), records)
        session.terminal.show(Text(words("sign.released", count=done)))
        return DONE
    for record in records:
        reject(services, session.act(), record, reason)
        session.terminal.show(Text(words("sign.rejected", id=record[:8])))
    return DONE


def _taken(session: Session, records: list[str], count: int) -> SignRun:
    """Claim, and look at everything that was claimed, before anybody is asked for a PIN."""
    services, act = session.services, session.act()
    given, refused = claim(services, act, records) if records else claim_next(services, act, count)
    ids = [one.record for one in given]
    looked = preflight(services, act, ids, _whoever_signs(session) if ids else None)
    release(services, act, [one for one in ids if one not in looked.fine])
    return SignRun(list(looked.fine), [*refused, *looked.refused], [])


def _whoever_signs(session: Session) -> SigningIdentity | None:
    if session.settings.signer == "token":
        return token_holder(session.settings)
    return signer(session.settings)


def _sign(session: Session, run: SignRun, pin_fd: int | None, *, only_checked: bool) -> None:
    """Sign what may be signed, telling each; a fault of the signer ends it and is kept in `run`."""
    if only_checked or not run.fine:
        return
    try:
        if session.settings.signer == "token":
            with token(session.settings, read_pin(session.words("sign.pin"), pin_fd)) as identity:
                _each(session, run, identity)
        else:
            identity_of_home = signer(session.settings)
            if identity_of_home is not None:
                _each(session, run, identity_of_home)
    except SigningError as fault:
        run.fault = fault
        session.terminal.say(session.fault(fault), REFUSED)
        # A wrong PIN may have been a wrong card: the records go back to the queue.
        if isinstance(fault, PinRefused):
            release(session.services, session.act(), run.fine)


def _each(session: Session, run: SignRun, identity: SigningIdentity) -> None:
    for result in sign_claimed(session.services, session.actor(), run.fine, identity):
        run.results.append(result)
        _tell(session, result, len(run.results), len(run.fine))


def _tell(session: Session, result: Result, number: int, of: int) -> None:
    done = result.outcome == "signed"
    progress = session.words("sign.progress", number=number, of=of, id=result.record[:8])
    session.terminal.say(progress, VERIFIED if done else REFUSED)
