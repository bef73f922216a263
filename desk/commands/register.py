"""`sohoa register ...`: volumes of civil-status books, where their entries stand, and what their numbers say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, cast, get_args

import typer
from pydantic import ValidationError
from rich.text import Text

from desk.cards import SHORT_ID, finding_lines
from desk.commands.options import Json
from desk.console import DOUBT, QUIET, REFUSED, VERIFIED, cell, hairline
from desk.help_page import OfficeCommand, office
from desk.session import DONE, Session, session_of
from desk.session import REFUSED as NOT_WHOLE
from desk.typed import known_type
from pipeline.batch import find_batch
from pipeline.errors import WrongUse
from pipeline.findings import Severity
from pipeline.lookup import resolve
from pipeline.register import arrange
from pipeline.register.copies import compare
from pipeline.register.entries import LaidOut
from pipeline.register.layout import from_file
from pipeline.register.numbers import CODES, EntryLine, check, entries_of, keep
from pipeline.register.volume import Declared, Volume, all_volumes, volume
from pipeline.secret.isolate import require_sight

app = office("register")

VolumeName = Annotated[str, typer.Argument(metavar="VOLUME")]
Pages = Annotated[str | None, typer.Option("--pages", metavar="N-M")]
Shape = Literal["bands", "rows", "leaves"]


@app.command("declare", cls=OfficeCommand)
def declare(
    ctx: typer.Context,
    batch: Annotated[str, typer.Argument(metavar="BATCH")],
    type: Annotated[str, typer.Option("--type", metavar="TYPE")],
    book: Annotated[str, typer.Option("--book", metavar="TEXT")],
    year: Annotated[int | None, typer.Option("--year", metavar="YEAR")] = None,
    place: Annotated[str, typer.Option("--place", metavar="TEXT")] = "",
    first: Annotated[int, typer.Option("--first", metavar="N")] = 1,
    last: Annotated[int | None, typer.Option("--last", metavar="N")] = None,
    pdf: Annotated[str, typer.Option("--pdf", metavar="WAY")] = "whole_page",
    copy_of: Annotated[str | None, typer.Option("--copy-of", metavar="VOLUME")] = None,
    pages: Pages = None,
) -> int:
    """Say that the pages of a batch, or some of them, are a volume."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.reading() as connection:
        told: dict[str, Any] = {
            "type": known_type(type), "book": book, "year": year, "place": place, "pdf": pdf,
            "first_number": first, "last_number": last,
            "first_copy": volume(connection, copy_of).id if copy_of else None,
        }  # fmt: skip
        named = numbers_in(pages) if pages else None
        scanned = find_batch(connection, batch).id
    held = arrange.declare_stored(session.services, scanned, _declared(told), act, named)
    _show_volume(session, held)
    session.show_next([f"sohoa register entries {held.id[:SHORT_ID]} --count 1"])
    return DONE


def _declared(told: dict[str, Any]) -> Declared:
    try:
        return Declared(**told)
    except ValidationError as problem:
        detail = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in problem.errors())
        raise WrongUse(
            f"Quyển sổ khai chưa đúng: {detail}.", f"The volume is not well declared: {detail}."
        ) from problem


@app.command("entries", cls=OfficeCommand)
def entries(
    ctx: typer.Context,
    name: VolumeName,
    pages: Pages = None,
    count: Annotated[int, typer.Option("--count", metavar="N", min=1)] = 1,
    shape: Annotated[str, typer.Option("--shape", metavar="SHAPE")] = "bands",
    spread: Annotated[bool, typer.Option("--spread")] = False,
    runs_on: Annotated[bool, typer.Option("--runs-on")] = False,
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE")] = None,
) -> int:
    """Say how many entries stand on pages and where: alike on each, or as a file draws them."""
    session = session_of(ctx)
    services, act = session.services, session.act()
    held = _held(session, name)
    if file is not None:
        known = arrange.sheets(services, held, [page.ordinal for page in held.pages if page.role != "blank"])
        laid = [arrange.arrange_slots(services, held, from_file(file, known), act)]
    elif runs_on:
        laid = [arrange.join_to_previous(services, held, at, act) for at in _ordinals(held, pages)]
    else:
        if shape not in get_args(Shape):
            raise WrongUse(
                f"Cách chia '{shape}' không có. Chọn: {', '.join(get_args(Shape))}.",
                f"There is no shape '{shape}'. Choose from: {', '.join(get_args(Shape))}.",
            )
        plan = arrange.Plan(count, cast("Shape", shape), spread)
        laid = [arrange.arrange(services, held, _ordinals(held, pages), plan, act)]
    _show_laid(session, laid)
    return DONE


@app.command("mark", cls=OfficeCommand)
def mark(
    ctx: typer.Context,
    name: VolumeName,
    role: Annotated[str, typer.Argument(metavar="MARK")],
    pages: Annotated[str, typer.Option("--pages", metavar="N-M")],
) -> int:
    """Say that pages hold no entry: cover, blank, index."""
    session = session_of(ctx)
    held = _held(session, name)
    laid = arrange.mark_pages(session.services, held, numbers_in(pages), role, session.act())
    _show_laid(session, [laid])
    return DONE


@app.command("cancel", cls=OfficeCommand)
def cancel(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT")],
) -> int:
    """Mark an entry that the book itself strikes out; its number still counts."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.reading() as connection:
        record = resolve(connection, id)
        require_sight(connection, act.by, record)
    arrange.cancel_stored(session.services, record, reason, act)
    session.terminal.show(session.words("register.cancelled", id=record))
    return DONE


@app.command("check", cls=OfficeCommand)
def check_numbers(ctx: typer.Context, name: VolumeName, json: Json = False) -> int:
    """Check numbers and pages, compare with the first copy, keep what is wrong; exit code 4 for an error."""
    session = session_of(ctx)
    act, language = session.act(), session.words.language
    with session.services.ledger.writing(act) as connection:
        held = volume(connection, name)
        lines = entries_of(connection, held)
        found = check(held, lines)
        keep(connection, held, CODES, found)
        different = compare(connection, held)
    wrong = any(finding.severity is Severity.ERROR for finding in found) or bool(different)
    if json:
        told = {
            "entries": [_entry_json(line) for line in lines],
            "findings": [finding.as_json(language) for finding in found],
            "differences": [{"number": one.number, "field": one.key} for one in different],
        }
        session.terminal.document({"volume": held.id, "name": held.name, "pages": len(held.pages), **told})
        return NOT_WHOLE if wrong else DONE
    _show_volume(session, held)
    session.terminal.show(session.words("register.entries", count=len(lines)))
    session.terminal.show(*finding_lines(session, found))
    if different:
        session.terminal.show(Text(session.words("register.differences", count=len(different)), REFUSED))
    if not found and not different:
        session.terminal.show(Text(session.words("register.whole"), VERIFIED))
    return NOT_WHOLE if wrong else DONE


@app.command("list", cls=OfficeCommand)
def list_volumes(ctx: typer.Context) -> int:
    """Every declared volume."""
    session = session_of(ctx)
    words = session.words
    with session.services.ledger.reading() as connection:
        held = [(one, len(entries_of(connection, one))) for one in all_volumes(connection)]
    if not held:
        session.terminal.show(words("register.none"))
        return DONE
    heads = ("list.id", "register.book", "list.type", "register.pages_head", "register.entries_head")
    table = hairline(*(words(head) for head in heads), right=(3, 4))
    for one, entered in held:
        copy = words("register.copy_mark") if one.declared.first_copy else ""
        table.add_row(
            cell(one.id[:SHORT_ID]),
            cell(f"{one.name} {copy}".strip()),
            cell(one.declared.type),
            cell(len(one.pages)),
            cell(entered),
        )
    session.terminal.show(table)
    return DONE


def numbers_in(text: str) -> list[int]:
    """Page numbers of `3-5,9`. Raises WrongUse."""
    found: list[int] = []
    for part in text.replace(" ", "").split(","):
        ends = re.fullmatch(r"([0-9]{1,5})(?:-([0-9]{1,5}))?", part)
        if not ends:
            raise WrongUse(
                f"'{text}' không phải danh sách trang, ví dụ đúng: 3-40,42.",
                f"'{text}' is no list of pages; a good one reads 3-40,42.",
            )
        found += range(int(ends[1]), int(ends[2] or ends[1]) + 1)
    return list(dict.fromkeys(found))


def _ordinals(held: Volume, pages: str | None) -> list[int]:
    return numbers_in(pages) if pages else [page.ordinal for page in held.pages if page.role == "open"]


def _held(session: Session, name: str) -> Volume:
    with session.services.ledger.reading() as connection:
        return volume(connection, name)


def _show_volume(session: Session, held: Volume) -> None:
    told = held.declared
    head = Text.assemble((held.name, "bold"), f"  {held.id}")
    way = session.words(f"register.pdf.{told.pdf}")
    numbers = f"{told.first_number}-{told.last_number or '?'}"
    line = session.words("register.line", type=told.type, pages=len(held.pages), numbers=numbers, pdf=way)
    session.terminal.show(head, cell(line, QUIET))


def _show_laid(session: Session, laid: Sequence[LaidOut]) -> None:
    added, changed, gone = (
        sum(len(getattr(one, part)) for one in laid) for part in ("added", "changed", "superseded")
    )
    told = session.words("register.laid", added=added, changed=changed, gone=gone)
    session.terminal.show(Text(told, DOUBT if gone else ""))


def _entry_json(line: EntryLine) -> dict[str, Any]:
    return {
        "record": line.record,
        "page": line.page,
        "number": line.written,
        "cancelled": line.cancelled,
        "state": line.state,
    }
