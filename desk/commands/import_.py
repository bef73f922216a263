"""`sohoa import PROFILE FOLDER`, and what comes after it: the list of an import, undoing it, the profiles there are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import typer
from rich.text import Text
from sqlalchemy import Connection

from desk import flow_commands
from desk.batch_summary import exit_code_of, show_batch, worse
from desk.cards import type_name
from desk.commands.options import Json
from desk.console import DOUBT, QUIET, REFUSED, cell, hairline
from desk.help_page import OfficeCommand, OfficeGroup
from desk.progress import Bar
from desk.session import DONE, PARTLY, Session, session_of
from desk.session import REFUSED as NOTHING_IN
from desk.typed import existing, known_type
from pipeline.actors import Actor
from pipeline.batch import count, find_batch
from pipeline.errors import WrongUse
from pipeline.exchange.import_intake import import_of, register_import, rows_without_file
from pipeline.exchange.import_plan import ImportPlan, plan_import
from pipeline.exchange.import_profile import ImportProfile, profile, profile_names
from pipeline.exchange.import_sampled import settle_import
from pipeline.exchange.import_undo import undo_import
from pipeline.exchange.legacy_text import AUTO, ENCODINGS
from pipeline.findings import Finding, Severity
from pipeline.reports import batch_document

RUN = "folder"


class ImportGroup(OfficeGroup):
    """`sohoa import PROFILE FOLDER` is short for `sohoa import folder PROFILE FOLDER`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that `args` begins with; anything else is a profile."""
        if args[0] not in self.list_commands(ctx) and len(args) > 1:
            return RUN, self.get_command(ctx, RUN), args
        return super().resolve_command(ctx, args)


app = typer.Typer(name="import", cls=ImportGroup, add_completion=False, rich_markup_mode=None)

Id = Annotated[str, typer.Argument(metavar="BATCH")]


@app.command(RUN, cls=OfficeCommand)
def folder(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="PROFILE")],
    path: Annotated[Path, typer.Argument(metavar="FOLDER")],
    type: Annotated[str | None, typer.Option("--type", metavar="TYPE")] = None,
    encoding: Annotated[str | None, typer.Option("--encoding", metavar="NAME")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    json: Json = False,
) -> int:
    """Rows and their files become a batch of records under review, with values nobody has checked."""
    session = session_of(ctx)
    kind = known_type(type)
    (root,) = existing([path])
    if not root.is_dir():
        raise WrongUse(f"{path} không phải thư mục.", f"{path} is not a folder.")
    actor = session.begin()
    chosen = _profile(session, name, encoding)
    with session.services.ledger.reading() as connection:
        plan = plan_import(connection, chosen, root, kind)
    if dry_run or not plan.documents:
        return _show(session, plan, json)
    return _take_in(session, chosen, plan, actor, json)


def _profile(session: Session, name: str, encoding: str | None) -> ImportProfile:
    found = profile(session.settings.home, name)
    if encoding is None:
        return found
    if encoding not in (AUTO, *ENCODINGS):
        raise WrongUse(
            f"Không có bảng mã {encoding}. Các bảng mã: {AUTO}, {', '.join(ENCODINGS)}.",
            f"There is no encoding {encoding}. Encodings: {AUTO}, {', '.join(ENCODINGS)}.",
        )
    return found.model_copy(update={"encoding": encoding})


def _take_in(session: Session, chosen: ImportProfile, plan: ImportPlan, actor: Actor, json: bool) -> int:
    with Bar(session) as bar:
        bar.title(session.words("stage.intake"))
        received = register_import(
            session.services,
            chosen,
            plan,
            session.act_of(actor),
            str(uuid4()),
            lambda done: bar.show(done, len(plan.documents), "unit.files"),
        )
    speed, code = 0.0, DONE
    if received.closed:
        session.say("digitize.known", batch=received.batch)
    else:
        key = "digitize.resumed" if received.resumed else "digitize.batch"
        session.say(key, batch=received.batch, files=received.files)
        end, speed = flow_commands.digitize(session, actor, received.batch)
        code = end.exit_code
    if received.resumed:
        # What is known already is this import itself, which the first run compared with the rest of the house.
        plan = _without_itself(plan)
    if json:
        code = worse(code, _print(session, plan, received.batch))
    else:
        _show_findings(session, plan)
        code = worse(code, show_batch(session, received.batch, speed))
    return PARTLY if code == DONE and _left_out(plan) else code


def _without_itself(plan: ImportPlan) -> ImportPlan:
    own = {"IMPORT_SAME_FILE", "IMPORT_SAME_ENTRY"}
    rows = [
        replace(one, row=replace(one.row, findings=tuple(f for f in one.row.findings if f.code not in own)))
        for one in plan.rows
    ]
    return replace(plan, rows=tuple(rows), findings=tuple(f for f in plan.findings if f.code not in own))


def _left_out(plan: ImportPlan) -> bool:
    broken = any(finding.severity is Severity.ERROR for finding in plan.findings)
    return broken or bool(plan.loose) or not all(one.taken for one in plan.rows)


def _show(session: Session, plan: ImportPlan, json: bool) -> int:
    """The plan as a dry run shows it; nothing was written."""
    if json:
        session.terminal.document(plan_document(plan, session.words.language))
    else:
        _show_findings(session, plan)
    if not plan.documents:
        return NOTHING_IN
    return PARTLY if _left_out(plan) else DONE


def _show_findings(session: Session, plan: ImportPlan) -> None:
    words = session.words
    for finding in (*plan.findings, *(f for one in plan.rows for f in one.row.findings)):
        style = {Severity.ERROR: REFUSED, Severity.WARNING: DOUBT}.get(finding.severity, QUIET)
        session.terminal.show(Text(f"{finding.code}  {finding.text(words.language)}", style))
    table = hairline(words("list.type"), words("import.rows"), words("import.taken"), right=[1, 2])
    for kind in dict.fromkeys(one.row.type for one in plan.rows):
        rows = [one for one in plan.rows if one.row.type == kind]
        table.add_row(
            cell(type_name(session, kind) if kind else "?"), cell(len(rows)), cell(sum(r.taken for r in rows))
        )
    session.terminal.show(table)
    for name, encoding in plan.encodings.items():
        session.terminal.show(Text(words("import.encoding", table=name, encoding=encoding), QUIET))
    session.terminal.show(words("import.sum", files=len(plan.documents), loose=len(plan.loose)))


def plan_document(plan: ImportPlan, language: str) -> dict[str, Any]:
    """`import --json`: every row with its file and findings, files without a row, findings about files."""
    return {
        "rows": [
            {
                "row": one.row.place,
                "type": one.row.type,
                "file": one.document or None,
                "taken": one.taken,
                "findings": [finding.as_json(language) for finding in one.row.findings],
            }
            for one in plan.rows
        ],
        "files": list(plan.documents),
        "files_without_row": list(plan.loose),
        "findings": [finding.as_json(language) for finding in plan.findings],
        "encodings": dict(plan.encodings),
    }


def _print(session: Session, plan: ImportPlan, batch: str) -> int:
    language = session.words.language
    with session.services.ledger.reading() as connection:
        row = find_batch(connection, batch)
        document = {**plan_document(plan, language), **batch_document(connection, row.id, language)}
        session.terminal.document({**document, "import_findings": plan_document(plan, language)["findings"]})
        return exit_code_of(count(connection, row.id), closed=row.state == "closed")


@app.command("show", cls=OfficeCommand)
def show(ctx: typer.Context, batch: Id, json: Json = False) -> int:
    """What an import left out: rows without a file, files without a row, what was wrong with the tables."""
    session = session_of(ctx)
    with session.services.ledger.reading() as connection:
        document = _kept_document(session, connection, batch)
    if json:
        session.terminal.document(document)
        return DONE
    words = session.words
    session.terminal.show(words("import.kept", batch=document["batch"], profile=document["profile"]))
    for line in document["findings"]:
        session.terminal.show(Text(f"{line['code']}  {line['message']}", QUIET))
    if document["undone_at"]:
        session.terminal.show(Text(words("import.was_undone", reason=document["undo_reason"]), DOUBT))
    return DONE


def _kept_document(session: Session, connection: Connection, batch: str) -> dict[str, Any]:
    row = import_of(connection, find_batch(connection, batch).id)
    found = [Finding.from_json(one) for one in row.report["findings"]]
    missing = rows_without_file(connection, row.batch)
    found += [finding for kept in missing for finding in kept.findings]
    return {
        "batch": row.batch,
        "profile": row.profile,
        "rows_without_file": [kept.place for kept in missing],
        "files_without_row": row.report["loose"],
        "findings": [finding.as_json(session.words.language) for finding in found],
        "undone_at": row.undone_at,
        "undo_reason": row.undo_reason,
    }


@app.command("undo", cls=OfficeCommand)
def undo(
    ctx: typer.Context, batch: Id, reason: Annotated[str, typer.Option("--reason", metavar="TEXT")]
) -> int:
    """Take an import back whole, while none of its records is signed."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.reading() as connection:
        key = find_batch(connection, batch).id
    with session.services.workspace.lock(key), session.services.ledger.writing(act) as connection:
        sent = undo_import(connection, act, key, reason)
    session.terminal.show(session.words("import.undone", batch=key, count=sent))
    return DONE


@app.command("settle", cls=OfficeCommand)
def settle(ctx: typer.Context, batch: Id) -> int:
    """After a signed sample: what it stands for counts as confirmed by whoever runs this."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        count = settle_import(connection, act, batch)
    session.terminal.show(session.words("import.settled", count=count))
    return DONE


@app.command("profiles", cls=OfficeCommand)
def profiles(ctx: typer.Context) -> int:
    """The profiles there are, built in and the office's own."""
    session = session_of(ctx)
    table = hairline(session.words("import.profile"), session.words("import.about"))
    for name in profile_names(session.settings.home):
        found = profile(session.settings.home, name)
        table.add_row(cell(name), cell(session.words.either(found.vi, found.en)))
    session.terminal.show(table)
    return DONE
