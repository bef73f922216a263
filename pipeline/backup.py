"""Backup and restore of what the store cannot give back: ledger and accounts, settings, the office's types, workspace.

The store is not in it: its copies are made by `sohoa archive copy`. Neither are private keys and the keys of S3: they
are kept apart, by other hands. A backup folder is complete or not there; files that did not change share their bytes
with the backup before it by hard links.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from archive import digest
from pipeline import database, database_dump
from pipeline.errors import MoveRefused, WrongUse
from pipeline.settings import SETTINGS_FILE, Settings
from pipeline.workspace import sync_folder

MANIFEST = "manifest.json"
SCHEMA = "backup-1"
_PREFIX = "sohoa-"
_UNFINISHED = ".unfinished"
# Locks belong to living processes, the spool's unfinished entries to dead ones.
_LEFT_OUT = ("workspace/locks/",)


@dataclass(frozen=True)
class BackupReport:
    """A complete backup: its folder, how many files and bytes, how many of the files are shared with the one before."""

    folder: Path
    files: int
    bytes: int
    shared: int


def backup(settings: Settings, target: Path, at: datetime) -> BackupReport:
    """Writes a new backup below `target`. Raises Missing when the database cannot be dumped; OSError passes through.

    The database is taken first: every byte that its rows speak of was in the workspace before them.
    """
    folder = target / f"{_PREFIX}{at:%Y%m%dT%H%M%SZ}"
    if folder.exists():
        raise MoveRefused(f"Đã có bản sao lưu {folder}.", f"There is a backup {folder} already.")
    before = newest(target)
    known = _known(before) if before else {}
    unfinished = folder.with_name(folder.name + _UNFINISHED)
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True, mode=0o700)
    dump = database_dump.name_for(settings.database)
    database_dump.dump(settings.database, unfinished / dump)
    entries = [_entry(unfinished, dump)]
    shared = 0
    for name, source in _sources(settings):
        linked = _take(source, unfinished / name, before / name if before else None, known.get(name))
        if linked is not None:
            entries.append(known[name] if linked else _entry(unfinished, name))
            shared += linked
    told = {"schema": SCHEMA, "at": at.isoformat(), "database": dump, "files": entries}
    _write(unfinished / MANIFEST, json.dumps(told, indent=1, ensure_ascii=False).encode())
    unfinished.rename(folder)
    sync_folder(target)
    return BackupReport(folder, len(entries), sum(int(entry["bytes"]) for entry in entries), shared)


def newest(target: Path) -> Path | None:
    """The newest complete backup below `target`."""
    found = sorted(
        path.parent for path in target.glob(f"{_PREFIX}*/{MANIFEST}") if _UNFINISHED not in path.parent.name
    )
    return found[-1] if found else None


def verify(folder: Path) -> dict[str, Any]:
    """The manifest of a backup whose every file is as it was written. Raises WrongUse naming the first that is not."""
    try:
        told: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        assert told["schema"] == SCHEMA
    except (OSError, ValueError, KeyError, AssertionError):
        raise WrongUse(
            f"{folder} không phải bản sao lưu hoàn chỉnh (thiếu {MANIFEST}).",
            f"{folder} is no complete backup (it lacks {MANIFEST}).",
        ) from None
    for entry in told["files"]:
        path = folder / entry["path"]
        if (
            not path.is_file()
            or path.stat().st_size != entry["bytes"]
            or digest.of_file(path) != entry["sha256"]
        ):
            raise WrongUse(
                f"Tệp {entry['path']} trong bản sao lưu bị thiếu hoặc đã thay đổi. Hãy dùng bản khác.",
                f"The file {entry['path']} of the backup is missing or has changed. Use another backup.",
            )
    return told


def restore(settings: Settings, folder: Path) -> int:
    """Fills an empty home from a backup that `verify` accepts; how many files. Safe to repeat after a crash.

    Raises MoveRefused when the home has a ledger already: nothing is ever restored over living data. The database comes
    last, so that a restore that was cut off leaves no home that looks whole.
    """
    told = verify(folder)
    if database_dump.name_for(settings.database) != told["database"]:
        raise WrongUse(
            "Bản sao lưu thuộc loại cơ sở dữ liệu khác. Hãy đặt SOHOA_DATABASE_URL cho đúng loại.",
            "The backup is of another kind of database. Set SOHOA_DATABASE_URL to that kind.",
        )
    _require_empty(settings)
    for entry in told["files"]:
        if entry["path"] != told["database"]:
            _place(folder / entry["path"], settings.home / entry["path"])
    database_dump.load(folder / told["database"], settings.database)
    return len(told["files"])


def _require_empty(settings: Settings) -> None:
    engine = database.open_engine(settings.database)
    name = engine.url.database
    missing = engine.url.get_backend_name() == "sqlite" and not Path(name or "").exists()
    held = not missing and database.exists(engine)
    engine.dispose()
    if held:
        raise MoveRefused(
            f"Kho {settings.home} đã có sổ cái; không phục hồi đè lên. Đặt SOHOA_HOME sang thư mục trống.",
            f"The home {settings.home} has a ledger; nothing is restored over it. Set SOHOA_HOME to an empty folder.",
        )


def _sources(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Name in the backup and file, of everything but the database."""
    if (settings.home / SETTINGS_FILE).is_file():
        yield SETTINGS_FILE, settings.home / SETTINGS_FILE
    roots = [("workspace", settings.home / "workspace")]
    if settings.record_types:
        roots.append(("record_types", settings.record_types))
    for label, root in roots:
        for path in sorted(root.rglob("*")):
            name = f"{label}/{path.relative_to(root).as_posix()}"
            if path.is_file() and not path.is_symlink() and not name.startswith(_LEFT_OUT):
                yield name, path


def _take(source: Path, target: Path, before: Path | None, known: dict[str, Any] | None) -> bool | None:
    """Puts `source` into the backup: True by a link to the backup before, False by a copy, None when it is gone.

    What goes from the workspace meanwhile is in the store, or was never acknowledged.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        status = source.stat()
        if known and before and (status.st_size, status.st_mtime_ns) == (known["bytes"], known["mtime"]):
            try:
                os.link(before, target)
                return True
            except OSError:
                # Another file system, or one without links.
                pass
        shutil.copy2(source, target)
    except FileNotFoundError:
        target.unlink(missing_ok=True)
        return None
    return False


def _entry(folder: Path, name: str) -> dict[str, Any]:
    path = folder / name
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
        sha256 = digest.of_stream(stream)
    status = path.stat()
    return {"path": name, "bytes": status.st_size, "mtime": status.st_mtime_ns, "sha256": sha256}


def _known(before: Path) -> dict[str, dict[str, Any]]:
    told = json.loads((before / MANIFEST).read_text(encoding="utf-8"))
    return {entry["path"]: entry for entry in told["files"]}


def _place(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(target.name + ".restoring")
    shutil.copy2(source, beside)
    with beside.open("rb") as stream:
        os.fsync(stream.fileno())
    beside.rename(target)


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    sync_folder(path.parent)
