"""Merkle trees of RFC 6962, section 2.1, over leaves that are already hashed (sha256, hexadecimal).

A root over many leaves lets one of them be proved without showing the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

EMPTY = hashlib.sha256(b"").hexdigest()


def root(leaves: Sequence[str]) -> str:
    """The root over `leaves` in their order."""
    if not leaves:
        return EMPTY
    if len(leaves) == 1:
        return leaves[0]
    half = _split(len(leaves))
    return node(root(leaves[:half]), root(leaves[half:]))


def path(leaves: Sequence[str], index: int) -> list[str]:
    """The audit path of leaf `index`, counted from 0: the hashes beside it, from the leaf up."""
    if len(leaves) <= 1:
        return []
    half = _split(len(leaves))
    if index < half:
        return [*path(leaves[:half], index), root(leaves[half:])]
    return [*path(leaves[half:], index - half), root(leaves[:half])]


def root_from(leaf: str, index: int, count: int, beside: Sequence[str]) -> str | None:
    """The root that an audit path leads to; None when a path for that place cannot have this length."""
    found, last, place = leaf, count - 1, index
    if not 0 <= index < count:
        return None
    for other in beside:
        if last == 0:
            return None
        if place % 2 or place == last:
            found = node(other, found)
            # RFC 9162, section 2.1.3.2: a lonely right edge climbs until it has a sister.
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node(found, other)
        place, last = place >> 1, last >> 1
    return found if last == 0 else None


def node(left: str, right: str) -> str:
    """The hash over two children."""
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1
