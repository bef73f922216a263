"""Which exceptions pass by themselves: the store or the timestamp service did not answer."""

from __future__ import annotations

from archive.errors import StoreUnavailable
from signing.errors import TimestampUnavailable


def is_transient(fault: BaseException) -> bool:
    """True when trying again later may succeed without anybody changing anything."""
    return isinstance(fault, StoreUnavailable | TimestampUnavailable)
