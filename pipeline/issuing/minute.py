"""The minute (biên bản) of a sealing session: who, when, under which certificate, which documents, how it ended.

A paper for people in both languages (PDF/A that its holder can sign, and plain text) and the same facts in JSON, kept
as an object of its own in the store.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf
from sqlalchemy import Row, update

from archive.deposit import deposit, discard
from archive.digest import of_bytes, of_file
from archive.package import PackageFile
from ocr.pdfa import PdfMetadata, write_blank
from pipeline import capture
from pipeline.actors import Act, Actor
from pipeline.holding import holding
from pipeline.issuing.tables import seal_sessions
from pipeline.ledger import note
from pipeline.wiring import Services
from pipeline.workspace import write_whole
from signing.errors import ConfigurationRefused
from signing.text_pages import paginated, set_text

TEXT, DATA, PAPER = "minute.txt", "minute.json", "minute.pdf"
_ENDS = {
    "done": ("đóng dấu hết danh sách", "the whole list was sealed"),
    "difference": ("dừng vì có tài liệu khác danh sách", "stopped: a document differed from the list"),
    "time": ("dừng vì hết thời gian", "stopped: the time was over"),
    "signer": ("dừng vì khóa hoặc chứng thư", "stopped: key or certificate"),
    "killed": ("bị ngắt giữa chừng", "broken off"),
}


def leave_minute(
    services: Services, act: Act, session: tuple[Row[Any], Sequence[Row[Any]]], holder: Actor
) -> None:
    """Put the minute of a closed session into the store. Safe to repeat. Raises archive's StoreUnavailable."""
    row, items = session
    data = capture.json_bytes(minute_json(row, items, holder))
    folder = services.workspace.of_record(row.id)
    text = minute_text(row, items, holder)
    for name, content in ((DATA, data), (TEXT, text.encode())):
        write_whole(folder / name, content)
    names = [DATA, TEXT]
    # Without a font there is no paper; the minute itself must not wait for one.
    with suppress(ConfigurationRefused):
        minute_paper(row, text, folder / PAPER)
        names.append(PAPER)
    files = [PackageFile(name, folder / name, of_file(folder / name)) for name in names]
    package = capture.package(row.id, files, datetime.fromisoformat(row.closed_at), "sealing session", act.by)
    with holding(services, package.id):
        deposit(services.store, package, services.workspace.spool)
    values = {"deposited": True, "minute_sha256": of_bytes(data)}
    with services.ledger.writing(act) as connection:
        connection.execute(update(seal_sessions).where(seal_sessions.c.id == row.id).values(**values))
        note(connection, act, "seal.minute", row.id, {"sha256": of_bytes(data)})
    discard(services.workspace.spool, package.id)


def minute_paper(row: Row[Any], text: str, target: Path) -> None:
    """The minute as PDF/A-2 in `target`: the same bytes for the same session. Raises signing's ConfigurationRefused."""
    closed = datetime.fromisoformat(row.closed_at)
    meta = PdfMetadata(
        title="Biên bản phiên đóng dấu", author=row.unit, created=closed, identifier=f"urn:uuid:{row.id}"
    )
    pages = paginated(text.splitlines())
    write_blank(len(pages), target, meta)
    # Set and written as one revision: a paper that is to be signed must not look as if somebody had added to it.
    with pikepdf.open(io.BytesIO(set_text(target.read_bytes(), pages))) as pdf:
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    write_whole(target, out.getvalue())


def minute_json(row: Row[Any], items: Sequence[Row[Any]], holder: Actor) -> dict[str, Any]:
    """The facts of a session."""
    return {
        "schema": "seal-minute-1",
        "session": row.id,
        "unit": row.unit,
        "holder": {"id": holder.id, "name": holder.name},
        "certificate": row.certificate,
        "list_sha256": row.list_sha256,
        "listed_at": row.listed_at,
        "opened_at": row.opened_at,
        "until": row.until,
        "closed_at": row.closed_at,
        "ended": row.ended,
        "most": row.most,
        "sealed": sum(item.state == "sealed" for item in items),
        "documents": [
            {
                "ordinal": item.ordinal,
                "record": item.record,
                "sha256": item.sha256,
                "state": item.state,
                "result_sha256": item.result_sha256,
                "fault": item.fault,
                "at": item.at,
            }
            for item in items
        ],
    }


def minute_text(row: Row[Any], items: Sequence[Row[Any]], holder: Actor) -> str:
    """The minute as people read it."""
    vi, en = _ENDS[row.ended]
    sealed = sum(item.state == "sealed" for item in items)
    head = [
        "BIÊN BẢN PHIÊN ĐÓNG DẤU / MINUTE OF A SEALING SESSION",
        "",
        f"Cơ quan / agency: {row.unit}",
        f"Người giữ dấu / holder: {holder.name} ({holder.id})",
        f"Chứng thư / certificate SHA-256: {row.certificate}",
        f"Danh sách / list SHA-256: {row.list_sha256}",
        f"Mở / opened: {row.opened_at}; được phép đến / allowed until: {row.until}; đóng / closed: {row.closed_at}",
        f"Được phép / allowed: {row.most}; đã đóng dấu / sealed: {sealed}",
        f"Kết thúc / end: {vi} / {en}",
        "",
    ]
    lines = [
        f"{item.ordinal}. {item.record}  {item.state}  {item.sha256} -> {item.result_sha256 or '-'}  {item.at or ''}"
        for item in items
    ]
    signed = ["", "Người giữ dấu / holder of the seal (ký / signature):", "", "", holder.name]
    return "\n".join((*head, *lines, *signed, ""))
