"""Wards of the other provinces, known only together with the district they lie in, as addresses name both.

There are ten thousand of them, so that alone any misread name would soon be another's; a ward and its own district say
one another. Only for knowing an address word for word: no code, no day.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources

from pipeline.normalize.spelling import comparable, composed

# How papers shorten the words for a level.
_SHORT = {
    "p": "phường",
    "x": "xã",
    "tt": "thị trấn",
    "q": "quận",
    "h": "huyện",
    "tx": "thị xã",
    "tp": "thành phố",
}
_WARD = re.compile(r"(?:^|(?<=\s))(phường|xã|thị trấn|p\.|x\.|tt\.)\s*(\S.*)$", re.IGNORECASE)
_DISTRICT = re.compile(r"^(quận|huyện|thị xã|thành phố|q\.|h\.|tx\.|tp\.?)\s*(\S.*)$", re.IGNORECASE)


def without_known_wards(address: str) -> str:
    """The address without each ward that stands before its own district; the district and all else stay."""
    parts = re.split(r",\s*", composed(address))
    for at in range(len(parts) - 1):
        ward, district = _WARD.search(parts[at]), _DISTRICT.match(parts[at + 1])
        if ward and district and _key(*ward.groups()) in _wards().get(_key(*district.groups()), frozenset()):
            parts[at] = parts[at][: ward.start()].rstrip()
    return ", ".join(part for part in parts if part)


def _key(level: str, name: str) -> str:
    short = level.lower().rstrip(".")
    return comparable(f"{_SHORT.get(short, short)} {name.strip(' .')}")


@cache
def _wards() -> dict[str, frozenset[str]]:
    """Keys of the wards of each district; districts of one name in several provinces share theirs."""
    source = resources.files("pipeline").joinpath("data/wards_elsewhere.csv").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for row in csv.DictReader(source.splitlines()):
        held = found.setdefault(comparable(row["district"]), set())
        held.update(comparable(ward) for ward in row["wards"].split("; "))
    return {district: frozenset(wards) for district, wards in found.items()}
