"""A second copy of the whole store, elsewhere: incremental or full, read back, with its lag known.

A copy is an OCFL storage root of its own, usable without this one and without us; it may lie on a disk that is taken
away. Nothing already in it is changed: where its history differs from ours, a person must look.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, delete, func, insert, select

from archive import digest, instant, inventory
from archive.deposit import Head, head, repair_root_pair
from archive.errors import FixityBroken, ObjectExists, ObjectMissing
from archive.inventory import FILE, NAMASTE, NAMASTE_TEXT, SIDECAR
from archive.layout import object_root
from archive.objects import newest_committed, objects
from archive.root import require_root
from archive.store import ObjectStore
from archive.tables import copies


@dataclass
class CopyReport:
    """What a run did, by object id. `damaged` could not be read here as archived, `conflicts` differ there."""

    copied: list[str] = field(default_factory=list)
    unchanged: int = 0
    damaged: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    bytes: int = 0


@dataclass(frozen=True)
class CopyLag:
    """One copy: how many objects it holds, how many of ours it lacks or holds in an older version, since when."""

    copy: str
    objects: int
    behind: int
    newest: datetime | None


@dataclass(frozen=True)
class Copying:
    """One run: from where to where, the database that remembers, whether all is read back anew, and when."""

    store: ObjectStore
    target: ObjectStore
    engine: Engine
    full: bool
    at: datetime


def copy_store(run: Copying, done: Callable[[str], None] = lambda _: None) -> CopyReport:
    """Brings `run.target` (a prepared storage root) up to `run.store`, object by object. Safe to repeat.

    With `full`, objects copied earlier are read back again too. Raises StoreUnavailable when either goes away; what
    was copied so far stands.
    """
    require_root(run.store)
    require_root(run.target)
    report = CopyReport()
    for listed in objects(run.store):
        if newest_committed(listed.names):
            _copy_reported(run, listed.id, report)
            done(listed.id)
    return report


def lags(engine: Engine, wanted: dict[str, str]) -> list[CopyLag]:
    """How far each known copy is behind `wanted` (object id -> digest of its newest inventory)."""
    found = []
    with engine.connect() as connection:
        names = connection.scalars(select(copies.c.copy).distinct().order_by(copies.c.copy)).all()
        for name in names:
            rows = connection.execute(
                select(copies.c.object, copies.c.inventory_sha256).where(copies.c.copy == name)
            )
            held = {row.object: row.inventory_sha256 for row in rows}
            newest = connection.scalar(select(func.max(copies.c.copied_at)).where(copies.c.copy == name))
            behind = sum(1 for id, sha256 in wanted.items() if held.get(id) != sha256)
            found.append(CopyLag(name, len(held), behind, instant.from_text(newest) if newest else None))
    return found


def _copy_reported(run: Copying, object_id: str, report: CopyReport) -> None:
    try:
        newest = head(run.store, object_id)
        if newest is None:
            return
        there = head(run.target, object_id)
        if there and there.sha256 == newest.sha256 and not run.full:
            report.unchanged += 1
        else:
            report.bytes += _copy_object(run, newest)
            report.copied.append(object_id)
        _remember(run, newest)
    except (FixityBroken, ObjectMissing):
        report.damaged.append(object_id)
    except ObjectExists:
        report.conflicts.append(object_id)


def _copy_object(run: Copying, newest: Head) -> int:
    """Every version in the order of the write protocol, so that a copy cut off midway is no version yet."""
    root, inv = object_root(newest.inventory.id), newest.inventory
    copied = 0
    for sha256, paths in inv.manifest.items():
        for path in paths:
            copied += _copy_file(run, f"{root}/{path}", sha256)
    _put(run.target, f"{root}/{NAMASTE}", NAMASTE_TEXT)
    for number in range(1, len(inv.versions) + 1):
        data = run.store.get(f"{root}/v{number}/{FILE}")
        line = run.store.get(f"{root}/v{number}/{SIDECAR}")
        if inventory.sidecar_digest(line) != digest.of_bytes(data):
            raise FixityBroken(f"{root}/v{number}/{FILE}", f"{root}/v{number}/{FILE}")
        _put(run.target, f"{root}/v{number}/{FILE}", data)
        _put(run.target, f"{root}/v{number}/{SIDECAR}", line)
    repair_root_pair(run.target, inv.id, newest)
    written = head(run.target, inv.id)
    if written is None or written.sha256 != newest.sha256:
        raise ObjectExists(f"{root}: bản sao khác", f"{root}: the copy differs")
    return copied


def _copy_file(run: Copying, key: str, sha256: str) -> int:
    """One content file: checked as it is read here, and read back whole from there."""
    with tempfile.TemporaryDirectory(prefix="sohoa-copy-") as folder:
        path = Path(folder) / "content"
        with run.store.open(key) as stream, path.open("xb") as beside:
            for piece in digest.pieces(stream):
                beside.write(piece)
        if digest.of_file(path) != sha256:
            raise FixityBroken(
                f"{key} trong kho không khớp mã băm, không sao chép. Hãy chạy `sohoa archive repair`.",
                f"{key} in the store does not match its digest and is not copied. Run `sohoa archive repair`.",
            )
        run.target.put_once(key, path, sha256)
        with run.target.open(key) as back:
            if digest.of_stream(back) != sha256:
                raise ObjectExists(f"{key}: bản sao hỏng", f"{key}: the copy is damaged")
        return path.stat().st_size


def _put(store: ObjectStore, key: str, data: bytes) -> None:
    store.put_once(key, data, digest.of_bytes(data))


def _remember(run: Copying, newest: Head) -> None:
    name, object_id = run.target.describe(), newest.inventory.id
    row = {
        "copy": name,
        "object": object_id,
        "inventory_sha256": newest.sha256,
        "copied_at": instant.as_text(run.at),
    }
    with run.engine.begin() as connection:
        same = (copies.c.copy == name) & (copies.c.object == object_id)
        connection.execute(delete(copies).where(same))
        connection.execute(insert(copies), [row])
