"""Which keys stand in a store, for a few seconds after looking: all under a prefix, for the one writer who may write
there; or single keys of the root, which nobody removes in passing."""

from __future__ import annotations

import time
from collections.abc import Iterable

# Far below the life of a lease (30 s): whoever is stalled for longer than this looks again, key by key.
BELIEVED_SECONDS = 10.0


class KnownKeys:
    """What one listing of `prefix` showed, and what was put since; believed for BELIEVED_SECONDS."""

    def __init__(self, prefix: str, listing: Iterable[str]) -> None:
        # The clock starts before the listing, which may take its time.
        self._until = time.monotonic() + BELIEVED_SECONDS
        self._prefix = prefix
        self._keys = set(listing)

    def tell(self, key: str) -> bool | None:
        """Whether `key` is there; None when it was not looked at, or too long ago."""
        if not key.startswith(self._prefix) or time.monotonic() > self._until:
            return None
        return key in self._keys

    def add(self, key: str) -> None:
        """`key` was put."""
        self._keys.add(key)

    def doubt(self) -> None:
        """A request went wrong: nobody knows what it did, so everything is looked at again."""
        self._until = 0.0


class SeenKeys:
    """Keys of the root that were there a moment ago; what was not there is never remembered."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def tell(self, key: str) -> bool:
        """Whether `key` was seen within BELIEVED_SECONDS."""
        return time.monotonic() <= self._until.get(key, 0.0)

    def saw(self, key: str, at: float) -> None:
        """`key` was there when it was asked for at `at`, by the clock of time.monotonic."""
        if "/" not in key:
            self._until[key] = at + BELIEVED_SECONDS

    def forget(self) -> None:
        """Something was removed or went wrong: everything is looked at again."""
        self._until.clear()
