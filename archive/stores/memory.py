"""A store in memory: for tests and for trying things out. Keeps every promise but durability."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from archive import digest
from archive.store import checked_key, checked_prefix
from archive.stores.refusals import missing, other_bytes, source_changed


class MemoryStore:
    """Bytes in a dictionary."""

    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}
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

    def delete(self, key: str) -> None:
        """See ObjectStore."""
        with self._lock:
            self._held.pop(checked_key(key), None)

    def tidy(self, before: datetime) -> int:
        """Nothing is ever left behind."""
        return 0

    def describe(self) -> str:
        """See ObjectStore."""
        return "memory:"
