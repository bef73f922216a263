"""The folder where work in progress lives: originals, readings, assembled files, quarantine, spool.

Files are written beside, fsynced and renamed, so that a file that exists is whole. Nothing here is the truth:
the ledger says what counts, the store keeps what lasts.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import MoveRefused

CHUNK = 1 << 20


@dataclass(frozen=True)
class Workspace:
    """Paths under one root; `prepare` makes them."""

    root: Path

    @property
    def originals(self) -> Path:
        """Untouched bytes of every source, named by digest."""
        return self.root / "originals"

    @property
    def quarantine(self) -> Path:
        """Untouched bytes of what could not be read, with the reason beside."""
        return self.root / "quarantine"

    @property
    def spool(self) -> Path:
        """Packages on their way into the store."""
        return self.root / "spool"

    def prepare(self) -> None:
        """Make the folders; safe to run at every start."""
        for folder in (
            self.originals,
            self.quarantine,
            self.spool,
            self.root / "readings",
            self.root / "records",
        ):
            folder.mkdir(parents=True, exist_ok=True)
        (self.root / "locks").mkdir(exist_ok=True)

    def original(self, sha256: str) -> Path:
        """Where the bytes with that digest lie."""
        return self.originals / sha256[:2] / sha256

    def reading(self, key: str) -> Path:
        """Where the reading with that key lies; present means done."""
        return self.root / "readings" / key[:2] / f"{key}.json.gz"

    def looks(self, key: str) -> Path:
        """Where second looks at places of the page with that reading lie; it grows when other places are read."""
        return self.root / "readings" / key[:2] / f"{key}.looks.json.gz"

    def of_record(self, record: str) -> Path:
        """The folder of files made for one record."""
        return self.root / "records" / record[:2] / record

    def empty_quarantine(self, batch: str) -> None:
        """Drop the quarantine copies of a batch that is tried again; the originals stay."""
        shutil.rmtree(self.quarantine / batch, ignore_errors=True)

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Hold a batch, or a kind of work, for this process; the system frees it when the process dies in any way.

        Raises MoveRefused when another living process works on it.
        """
        with (self.root / "locks" / name).open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise MoveRefused(
                    f"Việc này ({name}) đang được một tiến trình khác làm. Chờ nó xong rồi chạy lại.",
                    f"Another process is at this work ({name}). Wait for it, then run again.",
                ) from None
            yield


def take(source: Path, workspace: Workspace) -> tuple[str, int]:
    """Copy `source` into the originals while hashing it; returns sha256 hex and length in bytes.

    On return the bytes are on disk under their digest (fsynced, folder too). Safe to run twice.
    """
    digest, length = hashlib.sha256(), 0
    temporary = workspace.originals / f".{os.getpid()}-{os.urandom(6).hex()}"
    try:
        with source.open("rb") as reader, temporary.open("xb") as writer:
            while chunk := reader.read(CHUNK):
                digest.update(chunk)
                length += len(chunk)
                writer.write(chunk)
            writer.flush()
            os.fsync(writer.fileno())
        target = workspace.original(digest.hexdigest())
        target.parent.mkdir(exist_ok=True)
        temporary.chmod(0o444)
        temporary.rename(target)
        sync_folder(target.parent)
        sync_folder(workspace.originals)
    finally:
        temporary.unlink(missing_ok=True)
    return digest.hexdigest(), length


def write_whole(target: Path, content: bytes) -> None:
    """Write `content` beside `target`, fsync, rename: `target` is either absent or whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    with temporary.open("wb") as writer:
        writer.write(content)
        writer.flush()
        os.fsync(writer.fileno())
    temporary.rename(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_json(target: Path, data: Any) -> None:
    """Write `data` as gzipped UTF-8 JSON; equal data give equal bytes."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    write_whole(target, gzip.compress(text.encode(), compresslevel=6, mtime=0))


def read_json(path: Path) -> Any:
    """What `write_json` wrote."""
    return json.loads(gzip.decompress(path.read_bytes()))


def set_aside(workspace: Workspace, batch: str, name: str, original: Path, reason: dict[str, Any]) -> None:
    """Put a copy of `original` and the reason into the quarantine of its batch. Safe to run twice."""
    folder = workspace.quarantine / batch
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / name
    if not target.exists():
        temporary = folder / f".{name}.{os.getpid()}"
        shutil.copyfile(original, temporary)
        with temporary.open("rb") as handle:
            os.fsync(handle.fileno())
        temporary.rename(target)
    write_whole(folder / f"{name}.json", json.dumps(reason, ensure_ascii=False, indent=1).encode())
