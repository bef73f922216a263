"""How far two spellings lie apart: how many letters and marks a reader must have got wrong."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_STROKE = "\u0335"


@lru_cache(8192)
def strokes(text: str) -> str:
    """Small letters with every mark as a sign of its own (NFD; đ as d and a stroke)."""
    return unicodedata.normalize("NFD", text.lower()).replace("đ", f"d{_STROKE}")


def distance(one: str, other: str, limit: int = 99) -> int:
    """Letters and marks that must be changed, added or taken away to turn one into the other.

    Anything over `limit` comes back as `limit + 1`.
    """
    a, b = strokes(one), strokes(other)
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def nearest(text: str, known: Iterable[str], limit: int) -> tuple[int, tuple[str, ...]]:
    """The least distance within `limit` and every known spelling that lies so near; none gives `limit + 1`."""
    best, found = limit + 1, list[str]()
    for one in known:
        apart = distance(text, one, min(best, limit))
        if apart < best:
            best, found = apart, [one]
        elif apart == best <= limit:
            found.append(one)
    return best, tuple(found)
