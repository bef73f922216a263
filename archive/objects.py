"""The objects of a store, one after the other from a single listing; nothing is opened here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import unquote

from archive import inventory
from archive.deposit import Head
from archive.errors import NameRefused
from archive.inventory import FILE, NAMASTE, SIDECAR
from archive.layout import object_root, root_of_key
from archive.store import ObjectStore


@dataclass(frozen=True)
class ObjectKeys:
    """What the listing shows of one object: `names` are keys without the object's root."""

    root: str
    names: tuple[str, ...]

    @property
    def is_ours(self) -> bool:
        """Whether the folder lies where its name says it should."""
        return self.id != self.root

    @property
    def id(self) -> str:
        """The object's id as its folder tells it; the root itself where it does not belong there."""
        told = unquote(self.root.rsplit("/", 1)[-1], errors="replace")
        try:
            return told if object_root(told) == self.root else self.root
        except NameRefused:
            return self.root


def objects(store: ObjectStore) -> Iterator[ObjectKeys]:
    """Every object of the store, in the order of the listing. Keys outside objects are left out."""
    for root, keys in groupby(store.list(""), key=root_of_key):
        if root is not None:
            yield _object(root, keys)


def object_keys(store: ObjectStore, object_id: str) -> ObjectKeys:
    """The keys of one object; no names when the store has none."""
    root = object_root(object_id)
    return _object(root, store.list(root + "/"))


def committed_names(newest: Head) -> set[str]:
    """Every name that belongs to an object whose newest committed version is `newest`."""
    versions = range(1, len(newest.inventory.versions) + 1)
    return {
        NAMASTE,
        FILE,
        SIDECAR,
        *(f"v{n}/{name}" for n in versions for name in (FILE, SIDECAR)),
        *(path for paths in newest.inventory.manifest.values() for path in paths),
    }


def newest_committed(names: tuple[str, ...]) -> int:
    """The highest version whose sidecar stands among `names`; 0 when none does."""
    return max((inventory.version_number(n.removesuffix(f"/{SIDECAR}")) for n in names), default=0)


def _object(root: str, keys: Iterator[str]) -> ObjectKeys:
    return ObjectKeys(root, tuple(key.removeprefix(root + "/") for key in keys))
