"""`sohoa verify`: judges the signatures of a file, or of the final file of a record."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from archive.deposit import read_file
from desk.commands.options import Json
from desk.console import DOUBT, REFUSED, VERIFIED, cell
from desk.help_page import OfficeCommand
from desk.session import DONE, BadInput, Session, session_of
from desk.session import REFUSED as NOT_PASSED
from desk.times import moment
from pipeline.errors import MoveRefused, NotFound, WrongUse
from pipeline.issuing.finals import FINAL_FILE, SUPERSEDED, TEXTS, words_of_register
from pipeline.lookup import resolve, view
from pipeline.record import RecordState, urn
from pipeline.signatures import trust
from signing.report import Examined, examined, lines
from signing.verify import FileVerdict, Verdict, signed_revision
from signing.verify import verify as judge_file

app = typer.Typer(add_completion=False)


@app.command(cls=OfficeCommand)
def verify(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|ID")],
    json: Json = False,
    at: Annotated[str | None, typer.Option("--at", metavar="TIME")] = None,
    offline: Annotated[bool, typer.Option("--offline")] = False,
    revision: Annotated[str | None, typer.Option("--revision", metavar="FIELD")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE")] = None,
) -> int:
    """Exit code 4 for every verdict but TOTAL-PASSED."""
    session = session_of(ctx)
    if revision is not None or out is not None:
        return _take_out(session, file, revision, out)
    verdict, seen = looked_at(session, file, at=moment(at) if at else None, offline=offline)
    if json:
        session.terminal.document(verdict.as_json(file))
    else:
        show_verdict(session, file, verdict, seen)
        show_register(session, verdict)
    return DONE if verdict.verdict is Verdict.PASSED else NOT_PASSED


def verdict_of(
    session: Session, file: str, *, at: datetime | None = None, offline: bool = False
) -> FileVerdict:
    """What is said of a file or of a record's final file, as of `at` (default: now). Raises BadInput."""
    return looked_at(session, file, at=at, offline=offline)[0]


def looked_at(
    session: Session, file: str, *, at: datetime | None = None, offline: bool = False
) -> tuple[FileVerdict, Examined]:
    """As `verdict_of`, with what was judged.

    Where the home knows the file, the register of finals has its word too: a file that is not the final one any more
    is never called passed, however sound its signatures are.
    """
    with _located(session, file) as path:
        seen = examined(path.read_bytes(), at or datetime.now(UTC))
        found = judge_file(path, trust(session.settings, offline=offline), at=seen.at)
        return by_register(session, file, path.read_bytes(), found), seen


def by_register(session: Session, file: str, content: bytes, verdict: FileVerdict) -> FileVerdict:
    """The verdict with what the ledger knows of the file: rolled back, not the final one, superseded, annulled."""
    if not session.has_home:
        return verdict
    with session.services.ledger.reading() as connection:
        told = words_of_register(
            connection, None if Path(file).is_file() else resolve(connection, file), content
        )
    if not told:
        return verdict
    worse = verdict.verdict is Verdict.PASSED and any(code in TEXTS for code in told)
    return replace(
        verdict,
        verdict=Verdict.INDETERMINATE if worse else verdict.verdict,
        warnings=(*told, *verdict.warnings),
    )


def show_register(session: Session, verdict: FileVerdict) -> None:
    """Say in words what the register of finals found."""
    for warning in verdict.warnings:
        code, _, other = warning.partition(":")
        if code in TEXTS:
            session.terminal.show(cell(session.words.either(*TEXTS[code]), REFUSED))
        elif code == SUPERSEDED:
            session.terminal.show(cell(session.words("verify.superseded", by=other), DOUBT))


def show_verdict(session: Session, file: str, verdict: FileVerdict, seen: Examined | None = None) -> None:
    """Print a verdict in words, the most important line first."""
    style = {Verdict.PASSED: VERIFIED, Verdict.INDETERMINATE: DOUBT}.get(verdict.verdict, REFUSED)
    first, *rest = lines(verdict, session.words.language, seen)
    session.terminal.show(cell(file, "bold"), Text(first, style), *(cell(line) for line in rest))


def _take_out(session: Session, file: str, field: str | None, out: Path | None) -> int:
    """Write what the signature in `field` covered to `out`, a new file. Raises WrongUse, BadInput."""
    if not field or out is None or out.exists():
        raise WrongUse(
            "Cần cả --revision TRƯỜNG_CHỮ_KÝ và --out TỆP_MỚI (tệp chưa có).",
            "Both --revision FIELD and --out NEW_FILE are needed, and the file must not exist yet.",
        )
    with _located(session, file) as path:
        content = signed_revision(path.read_bytes(), field)
    if content is None:
        raise BadInput(
            f"Tệp {file} không có phần đã ký nguyên vẹn ở trường “{field}”. Tên trường: sohoa verify {file} --json.",
            f"{file} has no whole signed revision in field “{field}”. Field names: sohoa verify {file} --json.",
        )
    out.write_bytes(content)
    session.terminal.show(cell(session.words("verify.taken_out", file=str(out), bytes=str(len(content)))))
    return DONE


@contextmanager
def _located(session: Session, text: str) -> Iterator[Path]:
    """The file to judge: the one named, or a copy of a record's final file. Raises BadInput for neither."""
    if Path(text).is_file():
        yield Path(text)
        return
    try:
        content = _final_file(session, text) if session.has_home else None
    except NotFound:
        content = None
    if content is None:
        raise BadInput(
            f"Không có tệp {text}, cũng không có tài liệu nào mang mã đó. Kiểm tra lại đường dẫn hoặc mã.",
            f"There is no file {text}, nor a record under that id. Check the path or the id.",
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FINAL_FILE
        path.write_bytes(content)
        yield path


def _final_file(session: Session, text: str) -> bytes:
    """The signed file of a record: from the store once it is archived, before that from the workspace."""
    services = session.services
    with services.ledger.reading() as connection:
        found = view(connection, resolve(connection, text))
    if found.state is RecordState.ARCHIVED:
        return read_file(services.store, urn(found.id), FINAL_FILE)
    signed = services.workspace.of_record(found.id) / "signed.pdf"
    if found.state is not RecordState.SIGNED or not signed.is_file():
        raise MoveRefused(
            f"Tài liệu {found.id} chưa được ký. Xem: sohoa record show {found.id[:8]}.",
            f"Record {found.id} is not signed yet. See: sohoa record show {found.id[:8]}.",
        )
    return signed.read_bytes()
