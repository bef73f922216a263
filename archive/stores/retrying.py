"""Another store with patience: tries again, a bounded number of times, when the store did not answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, TypeVar

from archive.errors import StoreUnavailable
from archive.store import Lock, Locked, ObjectStore

Answer = TypeVar("Answer")


class RetryingStore:
    """Same face, same promise. `attempts` counts the first try; `pause(seconds)` waits between tries."""

    def __init__(self, store: ObjectStore, attempts: int, pause: Callable[[float], None]) -> None:
        self._store = store
        self._attempts = attempts
        self._pause = pause

    def prepare(self) -> None:
        """See ObjectStore."""
        self._patiently(self._store.prepare)

    def put_once(self, key: str, source: bytes | Path, sha256: str) -> None:
        """See ObjectStore."""
        self._patiently(lambda: self._store.put_once(key, source, sha256))

    def alone(self, prefix: str) -> ObjectStore:
        """See ObjectStore."""
        return RetryingStore(self._patiently(lambda: self._store.alone(prefix)), self._attempts, self._pause)

    def replace(self, key: str, data: bytes) -> None:
        """See ObjectStore."""
        self._patiently(lambda: self._store.replace(key, data))

    def get(self, key: str) -> bytes:
        """See ObjectStore."""
        return self._patiently(lambda: self._store.get(key))

    @contextmanager
    def open(self, key: str) -> Iterator[BinaryIO]:
        """See ObjectStore. Only the opening is tried again, not a stream cut off midway."""
        with ExitStack() as open_streams:
            yield self._patiently(lambda: open_streams.enter_context(self._store.open(key)))

    def exists(self, key: str) -> bool:
        """See ObjectStore."""
        return self._patiently(lambda: self._store.exists(key))

    def size(self, key: str) -> int:
        """See ObjectStore."""
        return self._patiently(lambda: self._store.size(key))

    def list(self, prefix: str) -> Iterator[str]:
        """See ObjectStore. A listing cut off midway goes on after the last key it gave."""
        last = ""
        left = self._attempts
        while True:
            try:
                for key in self._store.list(prefix):
                    if key > last:
                        yield key
                        last, left = key, self._attempts
                return
            except StoreUnavailable:
                left -= 1
                if left <= 0:
                    raise
                self._pause(2.0 ** (self._attempts - left - 1))

    def delete(self, key: str, *, bypass: bool = False) -> None:
        """See ObjectStore."""
        self._patiently(lambda: self._store.delete(key, bypass=bypass))

    def lock(self, key: str, lock: Lock) -> bool:
        """See ObjectStore."""
        return self._patiently(lambda: self._store.lock(key, lock))

    def hold(self, key: str, on: bool) -> bool:
        """See ObjectStore."""
        return self._patiently(lambda: self._store.hold(key, on))

    def locked(self, key: str) -> Locked:
        """See ObjectStore."""
        return self._patiently(lambda: self._store.locked(key))

    def tidy(self, before: datetime) -> int:
        """See ObjectStore."""
        return self._patiently(lambda: self._store.tidy(before))

    def describe(self) -> str:
        """See ObjectStore."""
        return self._store.describe()

    def _patiently(self, act: Callable[[], Answer]) -> Answer:
        for tried in range(self._attempts - 1):
            try:
                return act()
            except StoreUnavailable:
                self._pause(2.0**tried)
        return act()
