"""`sohoa read`: what stands on some files, without keeping anything."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from desk.cards import fields_table, finding_lines, type_name
from desk.commands.options import Json
from desk.console import QUIET, REFUSED, cell
from desk.help_page import OfficeCommand
from desk.progress import Bar
from desk.session import BAD_INPUT, DONE, PARTLY, Session, session_of
from desk.typed import existing, known_type
from pipeline.intake import gather
from pipeline.read_files import FileReading, read_files
from pipeline.read_report import read_document

app = typer.Typer(add_completion=False)


@app.command(cls=OfficeCommand)
def read(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    json: Json = False,
    type: Annotated[str | None, typer.Option("--type", metavar="TYPE")] = None,
) -> int:
    """Read, classify, extract, print."""
    session = session_of(ctx)
    found = read_all(session, gather(existing(files)), known_type(type))
    if json:
        session.terminal.document(read_document(found, session.words.language))
    else:
        for file in found:
            show_file(session, file)
    bad = sum(1 for file in found if file.error or file.page_errors)
    return DONE if not bad else BAD_INPUT if all(file.error for file in found) else PARTLY


def read_all(session: Session, files: Sequence[Path], type: str | None) -> list[FileReading]:
    """Read `files` with a progress bar."""
    with Bar(session) as bar:
        bar.title(session.words("stage.read"))
        return read_files(
            session.settings, files, type, lambda done, total: bar.show(done, total, "unit.pages")
        )


def show_file(session: Session, file: FileReading) -> None:
    """Print one file: its pages, its records, what could not be read."""
    terminal, words = session.terminal, session.words
    terminal.show(cell(file.file, "bold"))
    if file.error:
        terminal.show(cell(f"  {file.error.code}  {file.error.text(words.language)}", REFUSED), "")
        return
    for number, finding in file.page_errors:
        terminal.show(cell(f"  {number}  {finding.code}  {finding.text(words.language)}", REFUSED))
    for reading in file.readings:
        verdict = words(f"quality.{reading.quality.verdict}")
        line = words(
            "read.page",
            number=reading.number,
            verdict=verdict,
            confidence=f"{reading.text.mean_confidence:.0%}",
        )
        terminal.show(Text(line, QUIET))
    for draft in file.drafts:
        pages = ", ".join(str(file.readings[index].number) for index in draft.pages)
        terminal.show(cell(words("read.record", type=type_name(session, draft.type), pages=pages)))
        terminal.show(
            fields_table(session, draft.type, draft.fields), *finding_lines(session, draft.findings)
        )
    terminal.show("")
