"""`sohoa export moj, csv, json`: what leaves the house, with a dry run that names what would be refused."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from desk.cards import SHORT_ID
from desk.commands.options import Batch, Json
from desk.console import QUIET, REFUSED, cell, hairline
from desk.help_page import OfficeCommand, office
from desk.progress import Bar
from desk.session import DONE, PARTLY, Session, session_of
from desk.session import REFUSED as NOTHING_LEFT
from desk.times import partial_date
from desk.typed import known_state, known_type
from pipeline.batch import find_batch
from pipeline.errors import WrongUse
from pipeline.exchange.file_names import DEFAULT_PRESET, Naming, naming
from pipeline.exchange.moj_columns import KINDS
from pipeline.exchange.moj_export import Delivered, Target, deliver
from pipeline.exchange.moj_plan import MojPlan, Wanted, plan, refusal_lines
from pipeline.exchange.plain_export import Selection, Shape, export_plain
from pipeline.exchange.withheld import READY

app = office("export")

Types = Annotated[list[str] | None, typer.Option("--type", metavar="TYPE")]
Since = Annotated[str | None, typer.Option("--from", metavar="DATE")]
Until = Annotated[str | None, typer.Option("--to", metavar="DATE")]
Receiver = Annotated[str, typer.Option("--receiver", metavar="TEXT")]
Out = Annotated[Path | None, typer.Option("--out", metavar="PATH")]


@app.command("moj", cls=OfficeCommand)
def moj(
    ctx: typer.Context,
    out: Out = None,
    type: Types = None,
    batch: Batch = None,
    since: Since = None,
    until: Until = None,
    names: Annotated[str, typer.Option("--names", metavar="NAME")] = DEFAULT_PRESET,
    receiver: Receiver = "Bộ Tư pháp",
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    json: Json = False,
) -> int:
    """One sheet and one zip for each register; a dry run writes nothing."""
    session = session_of(ctx)
    chosen = naming(names)
    wanted = Wanted(
        _kinds(type), _batch(session, batch), partial_date(since) or "", partial_date(until) or ""
    )
    with session.services.ledger.reading() as connection:
        found = plan(connection, wanted, chosen)
    if dry_run or not found.cases:
        _show_plan(session, found, None, json)
        return _code(found, 0)
    made = _deliver(session, found, chosen, _needed(out), receiver)
    _show_plan(session, found, made, json)
    return _code(found, len(made.broken))


def _kinds(types: list[str] | None) -> tuple[str, ...]:
    chosen = tuple(types or ())
    for type in chosen:
        if type not in KINDS:
            known_type(type)
            raise WrongUse(
                f"Bảng của Bộ Tư pháp không có loại {type}. Các loại: {', '.join(KINDS)}.",
                f"The Ministry's sheets know no type {type}. Types: {', '.join(KINDS)}.",
            )
    return chosen


def _batch(session: Session, batch: str | None) -> str | None:
    if batch is None:
        return None
    with session.services.ledger.reading() as connection:
        return str(find_batch(connection, batch).id)


def _needed(out: Path | None) -> Path:
    if out is None:
        raise WrongUse("Ghi nơi xuất ra: --out.", "Say where to write: --out.")
    return out


def _deliver(session: Session, found: MojPlan, chosen: Naming, out: Path, receiver: str) -> Delivered:
    with Bar(session) as bar:
        bar.title(session.words("stage.copies"))
        return deliver(
            session.services,
            found,
            Target(out, chosen, receiver),
            session.act(),
            lambda done, total: bar.show(done, total, "unit.records"),
        )


def _code(found: MojPlan, broken: int) -> int:
    stayed = len(found.refused) + len(found.withheld) + broken
    if stayed and len(found.cases) == broken:
        return NOTHING_LEFT
    return PARTLY if stayed else DONE


def _show_plan(session: Session, found: MojPlan, made: Delivered | None, json: bool) -> None:
    lines = refusal_lines(found, session.words.language)
    lines += [
        {"record": key, "code": "EXPORT_COPY", "severity": "error", "message": session.fault(fault)}
        for key, fault in (made.broken if made else ())
    ]
    if json:
        session.terminal.document(_document(found, made, lines))
        return
    words = session.words
    table = hairline(words("export.register"), words("export.rows"), right=[1])
    for register in found.registers:
        table.add_row(cell(register.name), cell(len(register.cases)))
    if found.registers:
        session.terminal.show(table, "")
    for line in lines:
        session.terminal.show(
            Text(f"{line['record'][:SHORT_ID]}  {line['code']}  {line['message']}", REFUSED)
        )
    waiting = sum(found.waiting.values())
    session.terminal.show(
        Text(words("export.sum", rows=len(found.cases), refused=len(found.refused), waiting=waiting), QUIET)
    )
    if made:
        session.terminal.show(words("export.made", records=made.records, folder=made.files[-1].parent))


def _document(found: MojPlan, made: Delivered | None, lines: list[dict[str, object]]) -> dict[str, object]:
    return {
        "registers": [
            {
                "name": register.name,
                "kind": register.kind,
                "place": register.place,
                "book": register.book,
                "rows": [
                    {
                        "record": case.record.id,
                        "file": f"{case.file}.pdf",
                        "composed": list(case.row.composed),
                    }
                    for case in register.cases
                ],
            }
            for register in found.registers
        ],
        "refused": lines,
        "waiting": found.waiting,
        "manifest_sha256": made.manifest_sha256 if made else None,
    }


@app.command("csv", cls=OfficeCommand)
def csv(
    ctx: typer.Context,
    out: Out = None,
    type: Types = None,
    state: Annotated[list[str] | None, typer.Option("--state", metavar="STATE")] = None,
    batch: Batch = None,
    since: Since = None,
    until: Until = None,
    written: Annotated[bool, typer.Option("--written")] = False,
    states: Annotated[bool, typer.Option("--states")] = False,
    provenance: Annotated[bool, typer.Option("--provenance")] = False,
    excel: Annotated[bool, typer.Option("--excel")] = False,
    receiver: Receiver = "",
) -> int:
    """One line for each record; approved ones unless states are named."""
    session = session_of(ctx)
    chosen = _selection(session, type, state, batch, (since, until))
    return _plain(session, chosen, Shape("csv", written, states, provenance, excel), out, receiver)


@app.command("json", cls=OfficeCommand)
def json_(
    ctx: typer.Context,
    out: Out = None,
    type: Types = None,
    state: Annotated[list[str] | None, typer.Option("--state", metavar="STATE")] = None,
    batch: Batch = None,
    since: Since = None,
    until: Until = None,
    receiver: Receiver = "",
) -> int:
    """Every field with what is written, what it means, its state and who decided it."""
    session = session_of(ctx)
    chosen = _selection(session, type, state, batch, (since, until))
    return _plain(session, chosen, Shape("json"), out, receiver)


def _selection(
    session: Session,
    types: list[str] | None,
    states: list[str] | None,
    batch: str | None,
    days: tuple[str | None, str | None],
) -> Selection:
    since, until = (partial_date(day) or "" for day in days)
    named = tuple(known for type in types or () if (known := known_type(type)))
    chosen = tuple(known_state(state) for state in states or ()) or READY
    return Selection(named, chosen, _batch(session, batch), since, until)


def _plain(session: Session, selection: Selection, shape: Shape, out: Path | None, receiver: str) -> int:
    target = _needed(out)
    made = export_plain(
        session.services, selection, shape, target, receiver or session.settings.unit, session.act()
    )
    session.terminal.show(session.words("export.plain", records=made.records, file=target))
    if made.closed:
        session.terminal.show(Text(session.words("export.closed", count=made.closed), QUIET))
    return DONE
