"""The promise every object store keeps, whatever holds the bytes. Not a file system: there is no rename.

Keys are ASCII, parts separated by `/`, never empty, never `.` or `..`, never ending in `/`. One contract
suite (tests/archive/test_store_contract.py) holds all stores to this text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from archive.errors import NameRefused

_PART = re.compile(r"[A-Za-z0-9._=%@+-]{1,200}")
_LONGEST_KEY = 900
# The folder store's files in writing; no key may look like one.
TEMPORARY = ".tmp-"


# The two modes of S3 object lock. GOVERNANCE yields to an account with the right to pass it by, COMPLIANCE to nobody.
GOVERNANCE = "GOVERNANCE"
COMPLIANCE = "COMPLIANCE"


@dataclass(frozen=True)
class Lock:
    """How long the bytes under a key may not be removed. `mode` is GOVERNANCE or COMPLIANCE, `until` has a zone."""

    mode: str
    until: datetime


@dataclass(frozen=True)
class Locked:
    """What holds a key now: a lock, or None, and whether a legal hold lies on it."""

    lock: Lock | None
    held: bool


class ObjectStore(Protocol):
    """Bytes under keys, written once.

    Every method may raise StoreUnavailable (try again), ConfigurationRefused (a person must look) and
    NameRefused (the key is not one).
    """

    def prepare(self) -> None:
        """Makes the place itself (folder, bucket) if it is missing. Called when a home is set up, never
        later: a store whose disk is not mounted must not quietly begin anew."""
        ...

    def put_once(self, key: str, source: bytes | Path, sha256: str) -> None:
        """Stores `source` durably. Equal bytes already there: nothing happens. Other bytes there:
        ObjectExists. A source that does not have the digest `sha256`: FixityBroken, nothing is stored."""
        ...

    def alone(self, prefix: str) -> ObjectStore:
        """The same store, for a writer who holds the lease of all that lies under `prefix` (ending in `/`) and writes
        there now: it may look once for all keys instead of before each. Let go of it with the lease."""
        ...

    def replace(self, key: str, data: bytes) -> None:
        """Stores `data` over whatever is there, in one step. Only for the derived root inventory pair, and for the
        inventories of an object that two persons had expunged (expunge.py)."""
        ...

    def get(self, key: str) -> bytes:
        """All bytes under `key`; ObjectMissing when there are none."""
        ...

    def open(self, key: str) -> AbstractContextManager[BinaryIO]:
        """A stream over the bytes, for those too big to hold; ObjectMissing when there are none."""
        ...

    def exists(self, key: str) -> bool:
        """Whether `key` holds bytes."""
        ...

    def size(self, key: str) -> int:
        """Length in bytes; ObjectMissing when there are none."""
        ...

    def list(self, prefix: str) -> Iterator[str]:
        """Keys that begin with `prefix` (part of a key, or empty), in ascending order."""
        ...

    def delete(self, key: str, *, bypass: bool = False) -> None:
        """Removes the bytes and every earlier version of them; nothing to remove is no fault. ObjectLocked while
        a lock or hold lies on one. For the sweep of orphans; `bypass` passes GOVERNANCE by, which only an
        expunge by two persons may ask for, and the account must have the right."""
        ...

    def lock(self, key: str, lock: Lock) -> bool:
        """Keeps the newest bytes under `key` from removal until then. Never shortens: less than what holds
        already changes nothing. False, and nothing done, when this store cannot lock."""
        ...

    def hold(self, key: str, on: bool) -> bool:
        """Sets or lifts a legal hold on the newest bytes under `key`. False when this store cannot hold."""
        ...

    def locked(self, key: str) -> Locked:
        """What holds the newest bytes under `key`; ObjectMissing when there are none."""
        ...

    def tidy(self, before: datetime) -> int:
        """Removes what killed writers left beside the keys and nobody touched since `before`; how many."""
        ...

    def describe(self) -> str:
        """Where the bytes are, for people; never a secret."""
        ...


def checked_key(key: str) -> str:
    """`key` itself, or NameRefused."""
    if len(key) <= _LONGEST_KEY and all(_acceptable(part) for part in key.split("/")):
        return key
    shown = ascii(key[:80])
    raise NameRefused(
        f"Tên {shown} không dùng được trong kho: chỉ nhận chữ cái không dấu, chữ số và . _ = % @ + -",
        f"The name {shown} cannot be kept in the store: only ASCII letters, digits and . _ = % @ + - count",
    )


def checked_prefix(prefix: str) -> str:
    """`prefix` itself, or NameRefused; its last part may be cut anywhere, also right after a `/`."""
    if prefix:
        checked_key(prefix.removesuffix("/"))
    return prefix


def _acceptable(part: str) -> bool:
    # A part of dots alone would walk the folder tree; a trailing dot is lost on Windows shares.
    return bool(_PART.fullmatch(part)) and not part.endswith(".") and not part.startswith(TEMPORARY)
