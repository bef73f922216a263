"""Which keys stand under a prefix, for a few seconds after looking. Only for the one writer who may write there."""

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
