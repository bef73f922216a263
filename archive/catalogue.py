"""What the store's objects say of themselves, dumped into one file of its root now and then: a rebuild reads that.

Derived and never trusted beyond its word: a line counts only while the object's newest version is the one it speaks of.
It repeats texts of records, so an expunge throws every catalogue away; papers that only named people may find are in
it by id alone.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Engine, func, select

from archive import digest
from archive.deposit import head
from archive.dossier_content import as_plain, from_plain
from archive.entry import DOSSIER, RECORD, UNDESCRIBED, UNLISTED, VOLUME, Entry, NotIndexable, entry_of
from archive.errors import ArchiveError, FixityBroken, ObjectLocked, ObjectMissing
from archive.index import StoredFile
from archive.inventory import SIDECAR, sidecar_digest
from archive.objects import ObjectKeys, newest_committed, objects
from archive.package import Description
from archive.retention import APPROVED
from archive.root import require_root
from archive.store import ObjectStore
from archive.tables import removals

PREFIX = "catalogue-"
SCHEMA = "catalogue-1"
# The one before stays until the next is proven whole.
KEPT = 2


@dataclass(frozen=True)
class Written:
    """A new catalogue: its key, how many objects it tells of, how many of those were read anew, its size in bytes."""

    key: str
    objects: int
    read: int
    bytes: int


class Catalogue:
    """The newest whole catalogue of a store, read along with a listing of its objects: both are in the same order."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store
        self._lines = _newest_lines(store)
        self._next = next(self._lines, None)

    def entry(self, listed: ObjectKeys) -> Entry | None:
        """What it tells of an object, if the object's newest version is still that one. Ask in the listing's order."""
        while self._next and self._next["root"] + "/" < listed.root + "/":
            self._next = next(self._lines, None)
        told = self._next
        number = newest_committed(listed.names)
        if told is None or told["root"] != listed.root or told["version"] != f"v{number}":
            return None
        with suppress(ObjectMissing, KeyError, TypeError, ValueError):
            line = self._store.get(f"{listed.root}/v{number}/{SIDECAR}")
            return _entry(told) if sidecar_digest(line) == told["inventory_sha256"] else None
        return None


def write(store: ObjectStore, engine: Engine, work: Path, at: datetime) -> Written | None:
    """Puts a new catalogue into the root of `store` and removes old ones; None while a removal waits to be done.

    What the last catalogue knows is not read again. Damaged objects are left out. `work` is a folder with room.
    """
    require_root(store)
    before = _removals(engine)
    if before is None:
        return None
    key = f"{PREFIX}{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.jsonl.gz"
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="catalogue-", dir=work) as folder:
        path = Path(folder) / "catalogue"
        with path.open("xb") as file:
            count, read = _dump(store, file)
        store.put_once(key, path, digest.of_file(path))
        size = path.stat().st_size
    if _removals(engine) != before:
        # What was read may hold what has been removed meanwhile.
        forget(store)
        return None
    for old in catalogues(store)[:-KEPT]:
        with suppress(ObjectLocked):
            store.delete(old)
    return Written(key, count, read, size)


def catalogues(store: ObjectStore) -> list[str]:
    """Keys of the catalogues in `store`, the newest last."""
    return [key for key in store.list(PREFIX) if "/" not in key]


def forget(store: ObjectStore) -> None:
    """Removes every catalogue, passing GOVERNANCE by: they may hold what must go. ObjectLocked under COMPLIANCE."""
    for key in catalogues(store):
        store.delete(key, bypass=True)


def written_at(key: str) -> datetime:
    """When the catalogue under `key` was begun."""
    told = key.removeprefix(PREFIX).partition(".")[0]
    return datetime.strptime(told, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _removals(engine: Engine) -> int | None:
    """How many removals there are; None while one is decided and not carried out."""
    with engine.connect() as connection:
        waiting = select(func.count()).select_from(removals).where(removals.c.state == APPROVED)
        if connection.scalar(waiting):
            return None
        return connection.scalar(
            select(func.count()).select_from(removals).where(removals.c.done_at.is_not(None))
        )


def _dump(store: ObjectStore, file: IO[bytes]) -> tuple[int, int]:
    """Writes the lines and the closing line; how many objects, and how many of them were read."""
    known, total, count, read = Catalogue(store), hashlib.sha256(), 0, 0
    # No name and no time in its head: equal lines give equal bytes.
    with gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
        for listed in objects(store):
            if not listed.is_ours or newest_committed(listed.names) == 0:
                continue
            entry = known.entry(listed)
            if entry is None:
                entry = _read(store, listed.id)
                read += 1
            if entry is None:
                continue
            line = _line(_plain(listed.root, entry))
            total.update(line)
            packed.write(line)
            count += 1
        packed.write(_line({"schema": SCHEMA, "objects": count, "sha256": total.hexdigest()}))
    return count, read


def _read(store: ObjectStore, id: str) -> Entry | None:
    with suppress(FixityBroken, ObjectMissing, NotIndexable):
        newest = head(store, id)
        return entry_of(store, newest) if newest else None
    return None


def _newest_lines(store: ObjectStore) -> Iterator[dict[str, Any]]:
    for key in reversed(catalogues(store)):
        if _is_whole(store, key):
            yield from _lines(store, key)
            return


def _is_whole(store: ObjectStore, key: str) -> bool:
    total, count, last = hashlib.sha256(), 0, b""
    try:
        with store.open(key) as stream, gzip.open(stream, "rb") as lines:
            for line in lines:
                total.update(last)
                last, count = line, count + 1
        told = json.loads(last)
        return bool(told == {"schema": SCHEMA, "objects": count - 1, "sha256": total.hexdigest()})
    except (OSError, EOFError, ValueError, ArchiveError, zlib.error):
        return False


def _lines(store: ObjectStore, key: str) -> Iterator[dict[str, Any]]:
    with store.open(key) as stream, gzip.open(stream, "rb") as lines:
        for line in lines:
            told: dict[str, Any] = json.loads(line)
            if "root" in told:
                yield told


def _line(plain: dict[str, Any]) -> bytes:
    return (json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()


def _plain(root: str, entry: Entry) -> dict[str, Any]:
    about = entry.about
    return {
        "root": root,
        "id": entry.id,
        "version": entry.version,
        "inventory_sha256": entry.inventory_sha256,
        "kind": entry.kind,
        "about": about.as_json() if isinstance(about, Description) else about and as_plain(about),
        "files": [asdict(file) for file in entry.files],
    }


def _entry(told: dict[str, Any]) -> Entry:
    """KeyError, TypeError or ValueError when a line does not tell what it must."""
    kind = told["kind"]
    about = None
    if kind == RECORD:
        about = Description.from_json(told["about"])
    elif kind == DOSSIER:
        return Entry(*_proof(told), kind, from_plain(told["about"]))
    elif kind not in {UNDESCRIBED, UNLISTED, VOLUME}:
        raise ValueError(kind)
    return Entry(*_proof(told), kind, about, tuple(StoredFile(**file) for file in told["files"]))


def _proof(told: dict[str, Any]) -> tuple[str, str, str]:
    return told["id"], told["version"], told["inventory_sha256"]
