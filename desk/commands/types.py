"""`sohoa types`: the kinds of paper this office knows, and everything one of them says. Needs no home."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from desk.commands.options import Json
from desk.console import DOUBT, QUIET, cell, hairline
from desk.help_page import OfficeCommand, office
from desk.session import DONE, Session, session_of
from desk.typed import known_type
from pipeline.record_type import FieldSpec, RecordType, record_types

app = office("types")


@app.callback(invoke_without_command=True)
def types(ctx: typer.Context) -> int:
    """Alone it lists."""
    return _list(session_of(ctx), json=False) if ctx.invoked_subcommand is None else DONE


@app.command("list", cls=OfficeCommand)
def list_types(ctx: typer.Context, json: Json = False) -> int:
    """Every type with its name, how many forms and fields it has, and how long its papers are kept."""
    return _list(session_of(ctx), json)


@app.command("show", cls=OfficeCommand)
def show(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    json: Json = False,
) -> int:
    """One type whole: naming, retention, forms with their titles, fields with risk and labels."""
    session = session_of(ctx)
    kind = record_types()[known_type(name) or name]
    if json:
        session.terminal.document(kind.model_dump(mode="json"))
    else:
        _show(session, kind)
    return DONE


def _list(session: Session, json: bool) -> int:
    kinds = record_types().values()
    if json:
        session.terminal.document({"types": [_summary(kind) for kind in kinds]})
        return DONE
    words = session.words
    heads = ("name", "called", "forms", "fields", "kept", "notes")
    table = hairline(*(words(f"types.{head}") for head in heads), right=(2, 3), whole=(0,))
    for kind in kinds:
        table.add_row(
            cell(kind.name), cell(words.either(kind.vi, kind.en)), cell(len(kind.forms)), cell(len(kind.fields)),
            cell(kind.retention_class), cell(_notes(session, kind), DOUBT),
        )  # fmt: skip
    session.terminal.show(table)
    return DONE


def _summary(kind: RecordType) -> dict[str, Any]:
    told = {"name", "vi", "en", "file_code", "retention_class", "legal_basis", "keyed", "restricted"}
    counts = {"forms": len(kind.forms), "fields": len(kind.fields)}
    return kind.model_dump(mode="json", include=told) | counts


def _notes(session: Session, kind: RecordType) -> str:
    notes = {"types.keyed": kind.keyed, "types.restricted": kind.restricted}
    return ", ".join(session.words(key) for key, holds in notes.items() if holds)


def _show(session: Session, kind: RecordType) -> None:
    words = session.words
    facts = {
        "types.code": kind.file_code,
        "types.naming": kind.naming,
        "types.title": kind.description.title,
        "types.kept": f"{kind.retention_class} ({kind.legal_basis})",
        "types.notes": _notes(session, kind),
    }
    session.terminal.show(Text.assemble((words.either(kind.vi, kind.en), "bold"), f"  {kind.name}"))
    session.terminal.show(*(cell(f"{words(key)}: {text}") for key, text in facts.items() if text))
    if kind.forms:
        session.terminal.show("", _forms(session, kind))
    if kind.fields:
        session.terminal.show("", _fields(session, kind))


def _forms(session: Session, kind: RecordType) -> Table:
    table = hairline(*(session.words(f"types.{head}") for head in ("form", "since", "titles", "basis")))
    for form in kind.forms:
        span = f"{form.since}–{form.until}" if form.since or form.until else ""
        table.add_row(cell(form.vi), cell(span), cell("; ".join(form.titles[:3])), cell(form.basis, QUIET))
    return table


def _fields(session: Session, kind: RecordType) -> Table:
    heads = ("key", "called", "kind", "risk", "labels")
    table = hairline("", *(session.words(f"types.{head}") for head in heads), whole=(0, 1))
    for spec in kind.fields:
        table.add_row(
            cell(_mark(spec), DOUBT),
            cell(spec.key),
            cell(session.words.either(spec.vi, spec.en)),
            cell(spec.kind, QUIET),
            cell(session.words(f"risk.{spec.risk}")),
            cell("; ".join(spec.labels[:2]), QUIET),
        )
    return table


def _mark(spec: FieldSpec) -> str:
    """`*` for what the form must have, `k` for what people find the record by."""
    return ("*" if spec.required else "") + ("k" if spec.finding_key else "")
