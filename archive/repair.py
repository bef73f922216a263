"""A damaged object made whole from a copy, never by changing what lies there.

The damaged bytes are kept as evidence first; then the good ones are put under the same key: in a bucket as a new
version of it beside the damaged one, in a folder by a rename. A new OCFL version could not help: its inventory must go
on naming the old path with the old digest (docs/decisions/0022). Both ends are read: the copy before, the result after.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from archive import digest, inventory
from archive.deposit import Head, head, repair_root_pair
from archive.errors import FixityBroken, ObjectMissing
from archive.fixity import FixityFinding, check
from archive.inventory import FILE, NAMASTE, NAMASTE_TEXT, SIDECAR
from archive.layout import object_root
from archive.objects import committed_names
from archive.store import ObjectStore


@dataclass(frozen=True)
class Repaired:
    """One file put right: its key, the digest it must have, the digest that was found ("" for a missing file)."""

    file: str
    expected: str
    found: str


@dataclass(frozen=True)
class RepairReport:
    """What was put right, and what is still wrong afterwards."""

    repaired: tuple[Repaired, ...]
    left: tuple[FixityFinding, ...]


def repair(
    store: ObjectStore, copy: ObjectStore, object_id: str, evidence: Path, known: str | None
) -> RepairReport:
    """Puts each damaged or missing file of `object_id` right from `copy`; damaged bytes go to the folder `evidence`.

    `known` is the digest of the newest inventory as index or ledger have it: needed where our own cannot be read.
    FixityBroken when the copy is damaged, or tells another history; ObjectMissing when it has no such object.
    """
    good = _sound(copy, object_id)
    newest = _ours(store, good, known)
    root = object_root(object_id)
    wanted = _wanted(copy, newest, good)
    repaired = []
    for name in sorted(committed_names(newest) - {FILE, SIDECAR}):
        if name not in wanted:
            continue
        sha256, source = wanted[name]
        found = _digest(store, f"{root}/{name}")
        if found != sha256:
            _put_right(store, f"{root}/{name}", source, sha256, evidence / object_id.rsplit(":", 1)[-1])
            repaired.append(Repaired(f"{root}/{name}", sha256, found))
    repair_root_pair(store, object_id, newest)
    return RepairReport(tuple(repaired), tuple(check(store, [object_id])))


def _sound(copy: ObjectStore, object_id: str) -> Head:
    good = head(copy, object_id)
    if good is None:
        raise ObjectMissing(f"Bản sao không có {object_id}.", f"The copy has no {object_id}.")
    wrong = list(check(copy, [object_id]))
    if wrong:
        raise FixityBroken(
            f"Bản sao của {object_id} cũng hỏng: {wrong[0].file}. Hãy dùng bản sao khác.",
            f"The copy of {object_id} is damaged too: {wrong[0].file}. Use another copy.",
        )
    return good


def _ours(store: ObjectStore, good: Head, known: str | None) -> Head:
    """Our newest version; the copy's where ours cannot be read and index or ledger know the copy's as the newest."""
    object_id = good.inventory.id
    try:
        newest = head(store, object_id)
    except FixityBroken:
        newest = None
    if newest is None and good.sha256 == known:
        return good
    shared = min(len(newest.inventory.versions), len(good.inventory.versions)) if newest else 0
    if newest is None or newest.inventory.versions[:shared] != good.inventory.versions[:shared]:
        raise FixityBroken(
            f"Bản sao của {object_id} kể lịch sử khác với kho hoặc sổ cái, không dùng để sửa được.",
            f"The copy of {object_id} tells another history than store or ledger and cannot repair it.",
        )
    # A lost sidecar makes a committed version look like one that was never finished; the ledger knows better.
    return good if good.sha256 == known else newest


def _wanted(
    copy: ObjectStore, newest: Head, good: Head
) -> dict[str, tuple[str, bytes | tuple[ObjectStore, str]]]:
    """Name -> digest it must have, and where the good bytes are: at hand, or a key of the copy."""
    root = object_root(newest.inventory.id)
    wanted: dict[str, tuple[str, bytes | tuple[ObjectStore, str]]] = {
        NAMASTE: (digest.of_bytes(NAMASTE_TEXT), NAMASTE_TEXT)
    }
    for sha256, paths in newest.inventory.manifest.items():
        held = good.inventory.manifest.get(sha256)
        for path in paths:
            if held:
                wanted[path] = (sha256, (copy, f"{root}/{held[0]}"))
    both = min(len(newest.inventory.versions), len(good.inventory.versions))
    for number in range(1, both + 1):
        data = copy.get(f"{root}/v{number}/{FILE}")
        for name, content in ((FILE, data), (SIDECAR, inventory.sidecar(data))):
            wanted[f"v{number}/{name}"] = (digest.of_bytes(content), content)
    head_names = ((FILE, newest.data), (SIDECAR, inventory.sidecar(newest.data)))
    wanted.update({f"{newest.version}/{name}": (digest.of_bytes(data), data) for name, data in head_names})
    return wanted


def _put_right(
    store: ObjectStore, key: str, source: bytes | tuple[ObjectStore, str], sha256: str, evidence: Path
) -> None:
    data = source if isinstance(source, bytes) else source[0].get(source[1])
    if digest.of_bytes(data) != sha256:
        raise FixityBroken(f"{key}: bản sao đổi khi đang đọc.", f"{key}: the copy changed while it was read.")
    try:
        damaged = store.get(key)
    except ObjectMissing:
        damaged = None
    if damaged is not None:
        evidence.mkdir(parents=True, exist_ok=True)
        with (evidence / f"{digest.of_bytes(damaged)}.damaged").open("wb") as stream:
            stream.write(damaged)
            stream.flush()
            os.fsync(stream.fileno())
    store.replace(key, data)
    if _digest(store, key) != sha256:
        raise FixityBroken(
            f"{key}: ghi lại rồi vẫn sai. Ổ đĩa hoặc máy chủ đang hỏng; dừng lại và báo quản trị.",
            f"{key}: still wrong after it was written. Disk or server is failing; stop and call the administrator.",
        )


def _digest(store: ObjectStore, key: str) -> str:
    try:
        with store.open(key) as stream:
            return digest.of_stream(stream)
    except ObjectMissing:
        return ""
