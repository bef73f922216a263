"""Addresses by house number and street, as they stand on papers and as people type them: `15/3 Trần Hưng Đạo`.

Two spellings of one address begin with the same key. Knows nothing of wards, whose names change.
"""

from __future__ import annotations

from archive import folding

# Words before a house number or between it and its street that say nothing themselves.
_BEFORE = frozenset({"so", "nha", "can", "ho", "hem", "ngo", "ngach", "kiet", "lo", "duong", "pho", "d"})
_BETWEEN = frozenset({"duong", "pho"})


def address_key(text: str) -> str:
    """`Số nhà 015/3A, đường Trần Hưng Đạo` as `15 3 a tran hung dao`; empty when no house number leads it."""
    runs = folding.number_key(text).split()
    while runs and runs[0] in _BEFORE:
        runs.pop(0)
    if not runs or not runs[0].isdigit():
        return ""
    end = next((at for at, run in enumerate(runs) if not run.isdigit() and len(run) > 1), len(runs))
    street = runs[end:]
    while len(street) > 1 and street[0] in _BETWEEN:
        street.pop(0)
    return " ".join((*runs[:end], *street)) if street else ""
