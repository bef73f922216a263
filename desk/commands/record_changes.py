"""`sohoa record annotate, amend, isolate, clear, crop`: changes after registration, secret papers, where a value is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text
from sqlalchemy import Connection

from desk.annotation_cards import show_annotation, show_receivers
from desk.commands.options import Id, Json, MustReason
from desk.console import VERIFIED
from desk.corrections import Typed
from desk.session import DONE, session_of
from pipeline.actors import Act, person
from pipeline.changes.amend import amend as amend_record
from pipeline.changes.annotate import Change, dismiss, one_of
from pipeline.changes.annotate import annotate as annotate_record
from pipeline.changes.annotation import Annotation
from pipeline.errors import WrongUse
from pipeline.lookup import resolve, view
from pipeline.provenance import crop as crop_field
from pipeline.redeposit import redeposit
from pipeline.secret import isolate as secret

Values = Annotated[list[str] | None, typer.Argument(metavar="KEY=VALUE...")]


def annotate(
    ctx: typer.Context,
    id: Id,
    values: Values = None,
    kind: Annotated[str, typer.Option("--kind", metavar="KIND")] = "",
    number: Annotated[str, typer.Option("--number", metavar="TEXT")] = "",
    authority: Annotated[str, typer.Option("--authority", metavar="TEXT")] = "",
    date: Annotated[str, typer.Option("--date", metavar="DATE")] = "",
    scan: Annotated[str | None, typer.Option("--scan", metavar="ID")] = None,
    page: Annotated[int | None, typer.Option("--page", metavar="N", min=1)] = None,
    accept: Annotated[str | None, typer.Option("--accept", metavar="ANNOTATION")] = None,
    dismissed: Annotated[str | None, typer.Option("--dismiss", metavar="ANNOTATION")] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT")] = None,
) -> int:
    """Enter a change in law beside the registered values, or decide about one that was read on paper."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        record = resolve(connection, id)
        secret.require_sight(connection, act.by, record)
        if dismissed is not None:
            told = dismiss(connection, act, record, dismissed, _why_dismissed(reason))
        else:
            on_page = _page_id(connection, record, page) if page else None
            scanned = resolve(connection, scan) if scan else None
            typed = Change(kind, number, authority, date, _affected(values), "", scanned, on_page)
            told = _enter(connection, act, record, typed, accept, reason)
    redeposit(session.services, record, act, "annotated")
    show_annotation(session, told)
    return DONE


def _affected(values: list[str] | None) -> dict[str, str]:
    return {one.key: one.value or "" for one in Typed(values=tuple(values or ())).corrections()}


def _why_dismissed(reason: str | None) -> str:
    if not reason:
        raise WrongUse('Bỏ ghi chú phải ghi --reason "...".', 'Dismissing needs --reason "...".')
    return reason


def _page_id(connection: Connection, record: str, number: int) -> str:
    pages = view(connection, record).pages
    if number > len(pages):
        raise WrongUse(f"Tài liệu không có trang {number}.", f"The record has no page {number}.")
    return pages[number - 1].id


def _enter(
    connection: Connection, act: Act, record: str, typed: Change, accepted: str | None, reason: str | None
) -> Annotation:
    """Enter the change; what was not typed is as the accepted note on the paper has it, which is then done with."""
    if accepted is None:
        return annotate_record(connection, act, record, typed, reason)
    read = one_of(connection, record, accepted)
    change = replace(
        typed,
        kind=typed.kind or read.kind,
        number=typed.number or read.number,
        authority=typed.authority or read.authority,
        date=typed.date or read.date,
        written=read.written,
    )
    told = annotate_record(connection, act, record, change, reason)
    dismiss(connection, act, record, read.id, f"= {told.id}")
    return told


def amend(
    ctx: typer.Context, id: Id, values: Values = None, reason: MustReason = "", json: Json = False
) -> int:
    """Correct our own reading of an archived record: a new version, and who holds an earlier copy."""
    session = session_of(ctx)
    corrections = Typed(values=tuple(values or ())).corrections()
    if not corrections:
        raise WrongUse("Ghi ít nhất một TRƯỜNG=GIÁ TRỊ.", "Give at least one KEY=VALUE.")
    act = session.act()
    with session.services.ledger.reading() as connection:
        record = resolve(connection, id)
        secret.require_sight(connection, act.by, record)
    done = amend_record(session.services, record, corrections, act, reason)
    if json:
        told = {"record": done.record, "version": done.version, "receivers": list(done.receivers)}
        session.terminal.document(told)
        return DONE
    session.terminal.show(Text(session.words("amend.done", version=done.version or "-"), VERIFIED))
    show_receivers(session, done.receivers)
    return DONE


def isolate(ctx: typer.Context, id: Id, reason: MustReason) -> int:
    """Set a paper apart that a person knows to be secret."""
    session = session_of(ctx)
    record = session.record(id)
    secret.isolate(session.services, record, session.act(), reason)
    session.terminal.show(session.words("secret.apart", id=record))
    return DONE


def clear(
    ctx: typer.Context,
    id: Id,
    reason: MustReason,
    to: Annotated[str | None, typer.Option("--to", metavar="PERSON")] = None,
    not_secret: Annotated[bool, typer.Option("--not-secret")] = False,
    keep: Annotated[bool, typer.Option("--keep")] = False,
) -> int:
    """Name the person for a paper set apart, or decide about it as that person."""
    session = session_of(ctx)
    _refuse_all_but_one(to is not None, not_secret, keep)
    act, services = session.act(), session.services
    record = session.record(id)
    if not_secret:
        secret.release(services, record, act, reason)
        session.terminal.show(session.words("secret.released", id=record))
        return DONE
    with services.ledger.writing(act) as connection:
        if to is not None:
            named = person(to.removeprefix("person:"), act.by.unit)
            secret.name(connection, act, record, named, reason)
            session.terminal.show(session.words("secret.named", id=record, person=named.id))
        else:
            secret.keep_apart(connection, act, record, reason)
            session.terminal.show(session.words("secret.kept", id=record))
    return DONE


def _refuse_all_but_one(*chosen: bool) -> None:
    if sum(chosen) != 1:
        raise WrongUse(
            "Chọn đúng một: --to NGƯỜI, --not-secret hoặc --keep.",
            "Choose exactly one of --to PERSON, --not-secret and --keep.",
        )


def crop(
    ctx: typer.Context,
    id: Id,
    key: Annotated[str, typer.Argument(metavar="KEY")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE")],
) -> int:
    """The place of a value on its page, as a picture."""
    session = session_of(ctx)
    with session.services.ledger.reading() as connection:
        found = view(connection, resolve(connection, id))
        secret.require_sight(connection, session.actor(), found.id)
    box = crop_field(session.services, found, key, out)
    session.terminal.show(session.words("crop.done", file=out, box=", ".join(map(str, box.as_list()))))
    return DONE
