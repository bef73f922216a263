"""A store in memory: for tests and for trying things out. Keeps every promise but durability."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from archive import digest
from archive.store import COMPLIANCE, Lock, Locked, ObjectStore, checked_key, checked_prefix
from archive.stores.refusals import missing, other_bytes, source_changed, under_lock


class MemoryStore:
    """Bytes in a dictionary. `now` tells when locks have ended."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._held: dict[str, bytes] = {}
        self._locks: dict[str, Locked] = {}
        self._now = now
        self._lock = threading.Lock()

    def prepare(self) -> None:
        """Nothing to make."""

    def put_once(self, key: str, source: bytes | Path, sha256: str) -> None:
        """See ObjectStore."""
        data = source if isinstance(source, bytes) else source.read_bytes()
        if digest.of_bytes(data) != sha256:
            raise source_changed(checked_key(key))
        with self._lock:
            if self._held.setdefault(checked_key(key), data) != data:
                raise other_bytes(key)

    def alone(self, prefix: str) -> ObjectStore:
        """See ObjectStore. Looking costs nothing here."""
        return self

    def replace(self, key: str, data: bytes) -> None:
        """See ObjectStore."""
        with self._lock:
            self._held[checked_key(key)] = data

    def get(self, key: str) -> bytes:
        """See ObjectStore."""
        try:
            return self._held[checked_key(key)]
        except KeyError:
            raise missing(key) from None

    @contextmanager
    def open(self, key: str) -> Iterator[BinaryIO]:
        """See ObjectStore."""
        yield io.BytesIO(self.get(key))

    def exists(self, key: str) -> bool:
        """See ObjectStore."""
        return checked_key(key) in self._held

    def size(self, key: str) -> int:
        """See ObjectStore."""
        return len(self.get(key))

    def list(self, prefix: str) -> Iterator[str]:
        """See ObjectStore."""
        checked_prefix(prefix)
        yield from sorted(key for key in self._held if key.startswith(prefix))

    def delete(self, key: str, *, bypass: bool = False) -> None:
        """See ObjectStore."""
        with self._lock:
            found = self._locks.get(checked_key(key), Locked(None, False))
            lock = found.lock
            passed = lock is None or lock.until <= self._now() or (bypass and lock.mode != COMPLIANCE)
            if key in self._held and (found.held or not passed):
                raise under_lock(key)
            self._held.pop(key, None)
            self._locks.pop(key, None)

    def lock(self, key: str, lock: Lock) -> bool:
        """See ObjectStore."""
        with self._lock:
            found = self.locked(key)
            if found.lock is None or (found.lock.until < lock.until and found.lock.mode != COMPLIANCE):
                self._locks[key] = Locked(lock, found.held)
            elif found.lock.until < lock.until:
                self._locks[key] = Locked(Lock(COMPLIANCE, lock.until), found.held)
        return True

    def hold(self, key: str, on: bool) -> bool:
        """See ObjectStore."""
        with self._lock:
            self._locks[key] = Locked(self.locked(key).lock, on)
        return True

    def locked(self, key: str) -> Locked:
        """See ObjectStore."""
        self.get(key)
        return self._locks.get(key, Locked(None, False))

    def tidy(self, before: datetime) -> int:
        """Nothing is ever left behind."""
        return 0

    def describe(self) -> str:
        """See ObjectStore."""
        return "memory:"
