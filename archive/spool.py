"""Packages on local disk that were promised to the archive and may not have reached it yet.

An entry is complete or not there: it is built beside, made durable, and renamed. It stays until the caller's
database transaction is through (`discard`); after a crash `pending` says what to deposit again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from archive import digest, instant
from archive.errors import FixityBroken
from archive.inventory import state_of
from archive.package import Package, PackageFile
from archive.store import Lock

_JOB = "job.json"
_UNFINISHED = ".t"


def place(spool: Path, package: Package) -> Package:
    """The package with its files copied into `spool`, durable from here on; the caller may acknowledge.

    An equal package already waiting is taken instead (with its own time and message), so that a repeated run
    writes the same bytes. FixityBroken when a file does not have its digest.
    """
    entry = spool / _entry_name(package)
    if not entry.exists():
        spool.mkdir(parents=True, exist_ok=True)
        unfinished = entry.with_name(entry.name + _UNFINISHED)
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        _fill(unfinished, package)
        unfinished.rename(entry)
        _sync(spool)
    return _load(entry)


def pending(spool: Path) -> list[Package]:
    """Packages waiting in `spool`, oldest first; depositing each again is always safe."""
    if not spool.is_dir():
        return []
    waiting = [_load(entry) for entry in spool.iterdir() if (entry / _JOB).is_file() and _finished(entry)]
    return sorted(waiting, key=lambda package: (package.created, package.id))


def pending_of(spool: Path, object_id: str) -> list[Package]:
    """As `pending`, for one object."""
    entries = [entry for entry in _beginning(spool, _object_part(object_id) + "-") if _finished(entry)]
    return sorted((_load(entry) for entry in entries), key=lambda package: package.created)


def discard(spool: Path, object_id: str) -> None:
    """Removes what `spool` holds for this object. Call it after the transaction that records the deposit."""
    _remove(spool, _object_part(object_id) + "-")


def discard_one(spool: Path, package: Package) -> None:
    """Removes the entry of this one package, when a later version has overtaken it."""
    _remove(spool, _entry_name(package))


def _beginning(spool: Path, start: str) -> list[Path]:
    # Not glob: it compiles a pattern for every id, which costs more than the look itself.
    return [entry for entry in spool.iterdir() if entry.name.startswith(start)] if spool.is_dir() else []


def _remove(spool: Path, start: str) -> None:
    for entry in _beginning(spool, start):
        # Renamed first: a kill in the middle must not leave a half-emptied entry that looks whole.
        doomed = entry if not _finished(entry) else entry.rename(entry.with_name(entry.name + _UNFINISHED))
        shutil.rmtree(doomed)
    if spool.is_dir():
        _sync(spool)


def drop_unfinished(spool: Path, before: datetime) -> int:
    """Removes entries whose building was cut off before that time; nobody was told they are safe. How many."""
    unfinished = [
        entry for entry in spool.glob("*" + _UNFINISHED) if entry.stat().st_mtime < before.timestamp()
    ]
    for entry in unfinished:
        shutil.rmtree(entry)
    return len(unfinished)


def _finished(entry: Path) -> bool:
    return not entry.name.endswith(_UNFINISHED)


def _object_part(object_id: str) -> str:
    return digest.of_bytes(object_id.encode("utf-8"))[:32]


def _entry_name(package: Package) -> str:
    state = json.dumps(state_of(package), sort_keys=True).encode()
    return f"{_object_part(package.id)}-{digest.of_bytes(state)[:32]}"


def _fill(folder: Path, package: Package) -> None:
    for number, file in enumerate(package.files):
        _copy(file, folder / f"{number:04d}")
    job = {
        "id": package.id,
        "created": instant.as_text(package.created),
        "message": package.message,
        "user_name": package.user_name,
        "user_address": package.user_address,
        "files": [[file.name, file.sha256] for file in package.files],
        "lock": [package.lock.mode, instant.as_text(package.lock.until)] if package.lock else None,
    }
    with (folder / _JOB).open("x", encoding="utf-8") as stream:
        json.dump(job, stream, ensure_ascii=False, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    _sync(folder)


def _copy(file: PackageFile, target: Path) -> None:
    total = hashlib.sha256()
    with file.path.open("rb") as source, target.open("xb") as stream:
        for piece in digest.pieces(source):
            total.update(piece)
            stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())
    if total.hexdigest() != file.sha256:
        raise FixityBroken(
            f"Tệp {file.name} đã thay đổi sau khi tính mã băm; chưa lưu gì. Hãy lấy lại tệp gốc.",
            f"The file {file.name} changed after its digest was taken; nothing was stored. Fetch it again.",
        )


def _load(entry: Path) -> Package:
    job: dict[str, Any] = json.loads((entry / _JOB).read_text(encoding="utf-8"))
    return Package(
        id=job["id"],
        files=tuple(
            PackageFile(name, entry / f"{number:04d}", sha256)
            for number, (name, sha256) in enumerate(job["files"])
        ),
        created=instant.from_text(job["created"]),
        message=job["message"],
        user_name=job["user_name"],
        user_address=job["user_address"],
        lock=_lock(job.get("lock")),
    )


def _lock(told: list[str] | None) -> Lock | None:
    return Lock(told[0], instant.from_text(told[1])) if told else None


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
