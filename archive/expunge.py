"""Taking bytes out of an object for good, in every version, so that the object is valid again afterwards.

OCFL knows no removal: the object's history is written anew with a tombstone in place of each file that went. The
tombstone holds name, digest and length of what stood there, and who removed it and why. Only a removal that two
persons decided may call this; the caller holds the object's lease.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from archive import digest, inventory
from archive.catalogue import forget
from archive.deposit import head
from archive.errors import ObjectMissing
from archive.inventory import FILE, SIDECAR, Inventory, Version
from archive.layout import object_root
from archive.store import ObjectStore

TOMBSTONE = ".removed.json"
SCHEMA = "tombstone-1"


@dataclass(frozen=True)
class Plan:
    """Everything that has to happen to one object, worked out before anything does: may be kept, read back and
    carried out any number of times. Keys are those of the store; texts are UTF-8."""

    object: str
    puts: Mapping[str, str]
    replaces: tuple[tuple[str, str], ...]
    deletes: tuple[str, ...]
    removed: tuple[dict[str, str | int], ...]

    def to_json(self) -> str:
        """The plan as text; `from_json` reads it back."""
        return json.dumps(vars(self) | {"puts": dict(self.puts)}, ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> Plan:
    """The plan in `text`."""
    told: dict[str, Any] = json.loads(text)
    return Plan(
        told["object"],
        told["puts"],
        tuple((key, data) for key, data in told["replaces"]),
        tuple(told["deletes"]),
        tuple(told["removed"]),
    )


def plan(store: ObjectStore, object_id: str, doomed: Collection[str], facts: Mapping[str, str]) -> Plan:
    """How to take the bytes with the digests `doomed` out of an object; `facts` go into each tombstone.

    ObjectMissing when the store does not have the object, FixityBroken when its newest inventory is damaged. Digests
    that the object does not have are passed over.
    """
    newest = head(store, object_id)
    if newest is None:
        raise ObjectMissing(f"Kho không có {object_id}.", f"The store has no {object_id}.")
    old, root = newest.inventory, object_root(object_id)
    gone = sorted(sha256 for sha256 in old.manifest if sha256 in doomed and not _is_tombstone(old, sha256))
    stones = {sha256: _stone(store, old, sha256, facts) for sha256 in gone}
    swapped = {sha256: digest.of_bytes(stone.encode()) for sha256, stone in stones.items()}
    paths = {swapped[sha256]: (old.manifest[sha256][0] + TOMBSTONE,) for sha256 in gone}
    kept = {sha256: at for sha256, at in old.manifest.items() if sha256 not in gone}
    versions = tuple(_swapped(version, swapped) for version in old.versions)
    replaces: list[tuple[str, str]] = []
    for number in range(1, len(versions) + 1):
        data = _inventory(old.id, versions[:number], kept | paths)
        places = [f"v{number}/", ""] if number == len(versions) else [f"v{number}/"]
        for place in places:
            replaces.append((f"{root}/{place}{FILE}", data.decode()))
            replaces.append((f"{root}/{place}{SIDECAR}", inventory.sidecar(data).decode()))
    return Plan(
        object=object_id,
        puts={f"{root}/{paths[swapped[sha256]][0]}": stones[sha256] for sha256 in gone},
        replaces=tuple(replaces) if gone else (),
        deletes=tuple(f"{root}/{path}" for sha256 in gone for path in old.manifest[sha256]),
        removed=tuple(_removed(stones[sha256]) for sha256 in gone),
    )


def carry_out(store: ObjectStore, plan: Plan) -> None:
    """Do it: catalogues go, as they repeat texts; then tombstones, inventories, then the bytes. Safe to repeat.

    Passes GOVERNANCE by; ObjectLocked when COMPLIANCE or a hold keeps the bytes, and the account must have the right.
    """
    forget(store)
    for key, text in plan.puts.items():
        store.put_once(key, text.encode(), digest.of_bytes(text.encode()))
    for key, text in plan.replaces:
        store.replace(key, text.encode())
    for key in plan.deletes:
        store.delete(key, bypass=True)


def is_tombstone(name: str) -> bool:
    """Whether a logical name stands for something that was removed."""
    return name.endswith(TOMBSTONE)


def _is_tombstone(old: Inventory, sha256: str) -> bool:
    return any(is_tombstone(path) for path in old.manifest[sha256])


def _stone(store: ObjectStore, old: Inventory, sha256: str, facts: Mapping[str, str]) -> str:
    names = sorted({name for version in old.versions for name in version.state.get(sha256, ())})
    try:
        size = store.size(f"{object_root(old.id)}/{old.manifest[sha256][0]}")
    except ObjectMissing:
        # Cut off midway by a run whose plan was lost: the bytes are gone already.
        size = -1
    told = {"schema": SCHEMA, "name": names[0], "sha256": sha256, "bytes": size, **facts}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _swapped(version: Version, swapped: Mapping[str, str]) -> Version:
    state = {}
    for sha256, names in version.state.items():
        if sha256 in swapped:
            state[swapped[sha256]] = tuple(name + TOMBSTONE for name in names)
        else:
            state[sha256] = names
    return replace(version, state=state)


def _inventory(
    object_id: str, versions: tuple[Version, ...], manifest: Mapping[str, tuple[str, ...]]
) -> bytes:
    used = {sha256 for version in versions for sha256 in version.state}
    held = {sha256: manifest[sha256] for sha256 in sorted(used)}
    return inventory.to_bytes(Inventory(object_id, held, versions))


def _removed(stone: str) -> dict[str, str | int]:
    told: dict[str, str | int] = json.loads(stone)
    return {key: told[key] for key in ("name", "sha256", "bytes")}
