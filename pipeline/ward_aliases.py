"""A ward under its names of all times: what it was before, what it became, and where only a part of it went.

From the lists of wards and their successors (pipeline/data). Says nothing of a ward whose successors are not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.normalize.places import units_in
from pipeline.normalize.units import Unit, parts_of, wards


@dataclass(frozen=True)
class Alias:
    """A ward that a place asked for may be named by; `part`: only a part of one lies in the other."""

    unit: Unit
    part: bool = False


def wards_named(text: str, day: str = "") -> tuple[Unit, ...]:
    """The wards that `text` may name, on `day` (ISO) or at any time; `Linh Xuân` alone will do."""
    found = units_in(text, day).ward
    if found or not text.strip():
        return found
    return units_in(f"phường {text}", day).ward or units_in(f"xã {text}", day).ward


def aliases(asked: tuple[Unit, ...]) -> tuple[Alias, ...]:
    """Every ward under which papers of the wards `asked` may stand, those asked for first."""
    found = {unit.key: Alias(unit) for unit in asked}
    for unit in asked:
        for other, part in _related(unit):
            known = found.get(other.key)
            if known is None or (known.part and not part):
                found[other.key] = Alias(other, part)
    return tuple(found.values())


def _related(unit: Unit) -> Iterator[tuple[Unit, bool]]:
    if unit.valid_to:
        yield from ((other, False) for other in _former(unit.code))
        for code, part in parts_of(unit.code):
            yield from ((other, part) for other in _standing(code))
        return
    for old in _all():
        if old.valid_to:
            yield from ((old, part) for code, part in parts_of(old.code) if code == unit.code)


def _former(code: str) -> Iterator[Unit]:
    return (unit for unit in _all() if unit.code == code and unit.valid_to)


def _standing(code: str) -> Iterator[Unit]:
    return (unit for unit in _all() if unit.code == code and not unit.valid_to)


@cache
def _all() -> tuple[Unit, ...]:
    return tuple(unit for units in wards().values() for unit in units)
