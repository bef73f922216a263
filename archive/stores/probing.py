"""From a store to what it can enforce, whichever kind it is. A folder can enforce nothing and is never asked."""

from __future__ import annotations

from datetime import datetime

from archive.store import ObjectStore
from archive.stores import capability
from archive.stores.capability import MISSING, Capability
from archive.stores.folder import FolderStore
from archive.stores.memory import MemoryStore


def capabilities(store: ObjectStore, at: datetime, token: str) -> list[Capability]:
    """What `store` enforces at the time `at`; `token` keeps probes apart that run at once.

    An S3 server is tried out for real: see s3_probe.py. Raises StoreUnavailable, ConfigurationRefused.
    """
    if isinstance(store, FolderStore | MemoryStore):
        return [Capability(name, MISSING) for name in capability.ALL]
    # Here and not above: the client takes half a second to load, which a folder's user need not wait for.
    from archive.stores.s3 import S3Store
    from archive.stores.s3_probe import probe

    if not isinstance(store, S3Store):
        raise TypeError("only a bare store can be probed: a wrapper's patience would hide refusals")
    return probe(store, at, token)
