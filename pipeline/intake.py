"""Intake: files become registered sources of a batch. Nothing is decoded here.

Order (docs/design.md): the bytes are hashed and fsynced into the workspace, the source has its row, and only
then is the batch acknowledged. The sources themselves are never moved or changed.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from pipeline.actors import Act
from pipeline.batch import WITHDRAWN, source_set
from pipeline.docket import Docket
from pipeline.errors import WrongUse
from pipeline.ledger import Ledger, open_batch
from pipeline.ledger_tables import batches, sources
from pipeline.workspace import Workspace, take


@dataclass(frozen=True)
class Request:
    """What a person asks for with a batch: its dossier, a type that is known beforehand, and the docket.

    `mark` tells batches of the same files apart (an import with another table); `keep` writes what else belongs to
    the batch, in the transaction that opens it.
    """

    dossier: str | None = None
    type: str | None = None
    docket: Docket = field(default_factory=lambda: Docket.model_validate({}))
    mark: str = ""
    keep: Callable[[Connection, str], None] = lambda _connection, _batch: None


@dataclass(frozen=True)
class Received:
    """A registered batch; `resumed` says that the same source set was already known, `closed` that it is done."""

    batch: str
    files: int
    resumed: bool
    closed: bool


def gather(paths: Sequence[Path]) -> list[Path]:
    """Files under `paths` in a stable order; hidden files are left out, links are not followed into folders.

    Raises WrongUse when a path does not exist or nothing is there.
    """
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise WrongUse(f"Không có tệp hay thư mục {path}.", f"There is no file or folder {path}.")
        found.extend(sorted(_files_in(path)) if path.is_dir() else [path])
    unique: dict[Path, Path] = {}
    for path in found:
        unique.setdefault(path.resolve(), path)
    if not unique:
        raise WrongUse(
            "Không có tệp nào để số hóa ở nơi đã chỉ.", "There is no file to digitise in the given place."
        )
    return list(unique.values())


def _files_in(folder: Path) -> Iterable[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path


def receive(
    ledger: Ledger,
    workspace: Workspace,
    files: Sequence[Path],
    request: Request,
    act: Act,
    new_id: str,
    progress: Callable[[int], None] = lambda _done: None,
) -> Received:
    """Register `files` as one batch under `new_id`, or resume the batch that already has this source set."""
    taken = []
    for done, path in enumerate(files, 1):
        taken.append((_name(path.resolve()), *take(path, workspace)))
        progress(done)
    known_as = [(name, sha256) for name, sha256, _ in taken]
    key = source_set([*known_as, *([("", request.mark)] if request.mark else [])])
    with ledger.writing(act) as connection:
        known = _known(connection, key)
        if known is not None:
            return Received(known.id, len(taken), resumed=True, closed=known.state == "closed")
        asked = {"dossier": request.dossier, "type": request.type, "docket": request.docket.as_json()}
        open_batch(connection, act, {"id": new_id, "source_set": key, **asked})
        _put_sources(connection, new_id, taken)
        request.keep(connection, new_id)
    return Received(new_id, len(taken), resumed=False, closed=False)


def _put_sources(connection: Connection, batch: str, taken: Sequence[tuple[str, str, int]]) -> None:
    for ordinal, (name, sha256, length) in enumerate(taken, 1):
        row = {"batch": batch, "ordinal": ordinal, "file": name, "sha256": sha256, "bytes": length}
        connection.execute(insert(sources).values(**row, facts={}))


def _name(path: Path) -> str:
    """The path as text that any database takes: bytes of old encodings, common on shares, show as `\\xe1`."""
    return unicodedata.normalize("NFC", os.fsencode(path).decode("utf-8", "backslashreplace"))


def _known(connection: Connection, key: str) -> Any:
    query = select(batches).where(batches.c.source_set == key, batches.c.state != WITHDRAWN)
    query = query.order_by(batches.c.created_at.desc())
    return connection.execute(query).first()
