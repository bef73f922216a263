"""Keeping a certified copy as an object of its own in the store: the signed file, and what it was made from."""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from archive.deposit import deposit, read_file
from archive.digest import of_file
from archive.lock import finish
from archive.package import PackageFile
from pipeline import capture
from pipeline.actors import Act, timestamp
from pipeline.errors import MoveRefused
from pipeline.holding import holding
from pipeline.issuing.copy_register import KEPT, REMOVED
from pipeline.issuing.copy_source import CopySource
from pipeline.issuing.finals import FINAL_FILE
from pipeline.issuing.numbers import Number
from pipeline.issuing.tables import copies
from pipeline.ledger import note
from pipeline.record import urn
from pipeline.store_lock import with_lock
from pipeline.wiring import Services
from signing.pades import SignedFile

COPY_FILE, COPY_DATA = "copy.pdf", "copy.json"


def copy_json(
    copy: str, act: Act, source: CopySource, number: Number, signed: tuple[SignedFile, str]
) -> dict[str, Any]:
    """What the object says of its copy: `signed` is the file and the certificate's fingerprint. Names no receiver."""
    file, certificate = signed
    return {
        "schema": "certified-copy-1",
        "id": urn(copy),
        "kind": source.kind.name,
        "number": {**vars(number), "text": number.text},
        "legal_basis": source.legal_basis,
        "made_at": timestamp(act.at),
        "made_by": act.by.id,
        "certificate": certificate,
        "source": {
            "record": urn(source.order.record),
            "version": source.row.archive_version,
            "file": FINAL_FILE,
            "sha256": source.sha256,
            "bytes": source.size,
            "pages": list(source.pages) or None,
        },
        "copy": {
            "file": COPY_FILE,
            "sha256": file.sha256,
            "bytes": file.size,
            "signature_count": file.signature_count,
            "level": file.level.value,
        },
    }


def keep(services: Services, act: Act, copy: str) -> None:
    """Put a copy that is written down into the store. Safe to repeat after a kill at any point.

    Raises archive's StoreUnavailable, LeaseTaken; MoveRefused when the file in the workspace is not the signed one.
    """
    folder = services.workspace.of_record(copy)
    with holding(services, urn(copy)):
        with services.ledger.reading() as connection:
            row = connection.execute(select(copies).where(copies.c.id == copy)).one()
        if row.state == KEPT:
            return
        file, data = folder / COPY_FILE, folder / COPY_DATA
        if not file.exists() or not data.exists() or of_file(file) != row.sha256:
            raise MoveRefused(
                f"Bản sao {copy[:8]} đã vào sổ nhưng tệp trong {folder} không còn đúng. Báo người quản trị.",
                f"Copy {copy[:8]} is in the register, yet its file in {folder} is not right. Tell the administrator.",
            )
        files = [PackageFile(path.name, path, of_file(path)) for path in (data, file)]
        package = capture.package(copy, files, datetime.fromisoformat(row.made_at), "certified copy", act.by)
        deposit(services.store, with_lock(services.settings, package, act.at), services.workspace.spool)
        with services.ledger.writing(act) as connection:
            connection.execute(update(copies).where(copies.c.id == copy).values(state=KEPT))
            note(connection, act, "copy.kept", copy, {"sha256": row.sha256})
        finish(services.store, services.workspace.spool, package.id)
        # The store has it; a second unguarded file of a certified copy helps nobody.
        shutil.rmtree(folder, ignore_errors=True)


def stored_copy(services: Services, copy: str) -> bytes:
    """The signed file of a kept copy, checked against its digest.

    Raises MoveRefused for one that was removed, archive's errors.
    """
    with services.ledger.reading() as connection:
        state = connection.scalar(select(copies.c.state).where(copies.c.id == copy))
    if state == REMOVED:
        raise MoveRefused(
            f"Tệp của bản sao {copy[:8]} đã xóa cùng tài liệu theo quyết định của hai người; chỉ còn dòng trong sổ.",
            f"The file of copy {copy[:8]} was removed with its record by two persons' decision; its line is left.",
        )
    return read_file(services.store, urn(copy), COPY_FILE)
