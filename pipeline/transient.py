"""Which exceptions pass by themselves: a store or service did not answer, another holds a lease."""

from __future__ import annotations

from archive.errors import LeaseTaken, StoreUnavailable
from signing.errors import TimestampUnavailable


def is_transient(fault: BaseException) -> bool:
    """True when trying again later may succeed without anybody changing anything."""
    return isinstance(fault, LeaseTaken | StoreUnavailable | TimestampUnavailable)
