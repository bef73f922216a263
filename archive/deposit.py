"""The write protocol: from a package to a committed version of an OCFL object, and reading it back.

Order: spool, content, declaration, `vN/inventory.json`, its sidecar (the commit), read-back, root pair. All
but the root pair is written once; the root pair is derived and may be repaired by anyone. Whoever deposits
holds the object's lease (lease.py); should a lease be lost all the same, the read-back decides who won.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive import digest, inventory
from archive.errors import FixityBroken, LeaseTaken, ObjectExists, ObjectMissing
from archive.inventory import FILE, NAMASTE, NAMASTE_TEXT, SIDECAR, Inventory, InventoryDamaged
from archive.layout import object_root
from archive.package import Package, PackageFile
from archive.root import require_root
from archive.spool import discard, discard_one, pending, pending_of, place
from archive.store import ObjectStore

__all__ = ["Deposited", "Head", "deposit", "discard", "head", "pending", "read_file", "repair_root_pair"]

_RACES = 5


@dataclass(frozen=True)
class Deposited:
    """Proof of a committed version. `created_new`: False when the newest version already was this package."""

    id: str
    version: str
    inventory_sha256: str
    root: str
    created_new: bool


@dataclass(frozen=True)
class Head:
    """The newest committed version of an object: its inventory, as parsed and as stored."""

    inventory: Inventory
    data: bytes

    @property
    def version(self) -> str:
        """`vN`."""
        return self.inventory.head

    @property
    def sha256(self) -> str:
        """Digest of the inventory's bytes."""
        return digest.of_bytes(self.data)


def deposit(store: ObjectStore, package: Package, spool: Path) -> Deposited:
    """Commits `package` as the newest version of its object, unless it already is.

    Safe to repeat after a crash at any point. Other packages of the same object still waiting in `spool` are
    committed first: they were promised. The entry stays in `spool` until the caller's `discard`.
    Raises StoreUnavailable, FixityBroken, ObjectExists (left-overs of a lost run: reconcile), LeaseTaken.
    """
    store = store.alone(object_root(package.id) + "/")
    newest = _newest(store, package.id)
    if newest is None:
        require_root(store)
    versions = newest.inventory.versions if newest else ()
    if newest and inventory.version_of(package) in versions:
        return _settled(store, package, newest, created_new=False)
    for earlier in pending_of(spool, package.id):
        if inventory.version_of(earlier) in versions[:-1]:
            discard_one(spool, earlier)
        elif inventory.version_of(earlier) not in versions and not _same_content(earlier, package):
            _commit(store, earlier, newest)
            newest = head(store, package.id)
    return _commit(store, place(spool, package), newest)


def head(store: ObjectStore, object_id: str) -> Head | None:
    """The newest committed version, found by exact keys alone (listings may lag); None when there is none.

    FixityBroken when the newest committed inventory is damaged: guessing an older one would lose a version.
    """
    return _upwards(store, object_id, _hint(store, object_root(object_id)))


def _newest(store: ObjectStore, object_id: str) -> Head | None:
    """As `head`, for a store that has just looked which keys are there. The hint alone is left out: v1 is asked for."""
    root = object_root(object_id)
    return _upwards(store, object_id, _hint(store, root) if store.exists(f"{root}/{FILE}") else 0)


def _upwards(store: ObjectStore, object_id: str, number: int) -> Head | None:
    """The newest committed version, looked for from `number` on (0: from the first)."""
    root = object_root(object_id)
    newest = _committed(store, root, number) if number else None
    number = number if newest else 0
    while (later := _committed(store, root, number + 1)) is not None:
        newest, number = later, number + 1
    if newest and newest.inventory.id != object_id:
        raise _damaged(f"{root}/{newest.version}/{FILE}")
    return newest


def read_file(store: ObjectStore, object_id: str, name: str, version: str | None = None) -> bytes:
    """The bytes of one logical file, checked against the inventory.

    ObjectMissing for an unknown object, version or name; FixityBroken when the bytes are not those archived.
    """
    newest = head(store, object_id)
    try:
        if newest is None:
            raise KeyError(object_id)
        return content(store, newest, name, version)
    except KeyError:
        raise ObjectMissing(
            f"Không có tệp {name} ({version or 'bản mới nhất'}) trong {object_id}.",
            f"There is no file {name} ({version or 'newest version'}) in {object_id}.",
        ) from None


def content(store: ObjectStore, newest: Head, name: str, version: str | None = None) -> bytes:
    """As `read_file`, of an object whose newest version is at hand; KeyError for an unknown version or name."""
    sha256 = newest.inventory.names(version)[name]
    key = f"{object_root(newest.inventory.id)}/{newest.inventory.manifest[sha256][0]}"
    data = store.get(key)
    if digest.of_bytes(data) != sha256:
        raise _damaged(key)
    return data


def repair_root_pair(store: ObjectStore, object_id: str, newest: Head) -> None:
    """Brings the object's derived `inventory.json` and sidecar up to `newest`; writes only what differs."""
    for key, data in _root_pair(object_id, newest):
        if _held(store, key) != data:
            store.replace(key, data)


def _root_pair(object_id: str, newest: Head) -> tuple[tuple[str, bytes], ...]:
    root = object_root(object_id)
    return (f"{root}/{FILE}", newest.data), (f"{root}/{SIDECAR}", inventory.sidecar(newest.data))


def _same_content(one: Package, other: Package) -> bool:
    return inventory.state_of(one) == inventory.state_of(other)


def _settled(store: ObjectStore, package: Package, newest: Head, *, created_new: bool) -> Deposited:
    # A sweep that overtook a stalled writer may have taken content away; here the bytes are still at hand.
    for key, file in _brought(package, newest.inventory):
        if not store.exists(key):
            store.put_once(key, file.path, file.sha256)
    if created_new:
        # What stands there is of the version before, or nothing.
        for key, data in _root_pair(package.id, newest):
            store.replace(key, data)
    else:
        repair_root_pair(store, package.id, newest)
    return Deposited(package.id, newest.version, newest.sha256, object_root(package.id), created_new)


def _commit(store: ObjectStore, package: Package, newest: Head | None) -> Deposited:
    """`newest` is what stood a moment ago; should another writer be faster, what stands now is looked up again."""
    state = inventory.state_of(package)
    for race in range(_RACES):
        newest = head(store, package.id) if race else newest
        created_new = newest is None or newest.inventory.versions[-1].state != state
        if created_new:
            newest = _write_version(store, package, newest)
        if newest is not None:
            return _settled(store, package, newest, created_new=created_new)
    raise LeaseTaken(
        f"Nhiều tiến trình đang cùng ghi {package.id}. Hãy để một tiến trình chạy xong rồi làm lại.",
        f"Several processes are writing {package.id} at once. Let one finish, then run again.",
    )


def _write_version(store: ObjectStore, package: Package, previous: Head | None) -> Head | None:
    """The version made of `package`, or None when another writer took its number meanwhile."""
    root = object_root(package.id)
    inv = inventory.extended(previous.inventory if previous else None, package)
    new = Head(inv, inventory.to_bytes(inv))
    folder = f"{root}/{new.version}"
    try:
        for key, file in _brought(package, inv):
            store.put_once(key, file.path, file.sha256)
        if previous is None:
            _put(store, f"{root}/{NAMASTE}", NAMASTE_TEXT)
        _put(store, f"{folder}/{FILE}", new.data)
        _put(store, f"{folder}/{SIDECAR}", inventory.sidecar(new.data))
    except ObjectExists:
        if _committed(store, root, len(inv.versions)) is None:
            raise
        return None
    # A store without conditional writes lets a second writer overwrite; what stands there now decides.
    written = (_held(store, f"{folder}/{FILE}"), _held(store, f"{folder}/{SIDECAR}"))
    return new if written == (new.data, inventory.sidecar(new.data)) else None


def _brought(package: Package, inv: Inventory) -> Iterator[tuple[str, PackageFile]]:
    """Key and file of each content that the newest version of `inv` brings."""
    for file in package.files:
        path = inv.manifest[file.sha256][0]
        if path == f"{inv.head}/content/{file.name}":
            yield f"{object_root(package.id)}/{path}", file


def _put(store: ObjectStore, key: str, data: bytes) -> None:
    store.put_once(key, data, digest.of_bytes(data))


def _hint(store: ObjectStore, root: str) -> int:
    """Number of the version that the derived root inventory names; only a place to begin looking."""
    data = _held(store, f"{root}/{FILE}")
    if data is None:
        return 0
    try:
        return len(inventory.parse(data).versions)
    except InventoryDamaged:
        return 0


def _committed(store: ObjectStore, root: str, number: int) -> Head | None:
    """Version `number` if its sidecar stands, which is the commit; FixityBroken when the two disagree."""
    key = f"{root}/v{number}/{FILE}"
    line = _held(store, f"{root}/v{number}/{SIDECAR}")
    if line is None:
        return None
    data = _held(store, key)
    if data is None or inventory.sidecar_digest(line) != digest.of_bytes(data):
        raise _damaged(key)
    try:
        found = Head(inventory.parse(data), data)
    except InventoryDamaged:
        raise _damaged(key) from None
    if len(found.inventory.versions) != number:
        raise _damaged(key)
    return found


def _held(store: ObjectStore, key: str) -> bytes | None:
    with suppress(ObjectMissing):
        return store.get(key)
    return None


def _damaged(key: str) -> FixityBroken:
    return FixityBroken(
        f"{key} trong kho không khớp mã băm. Hãy chạy `sohoa archive fixity` và phục hồi từ bản sao.",
        f"{key} in the store does not match its digest. Run `sohoa archive fixity`, restore from a copy.",
    )
