"""Addresses: kept as written, with the ward of Hồ Chí Minh City found beside them where it is certain.

The text of an archived paper is never rewritten to today's names. A ward is known by its name and the day of
the paper together, because names and codes were reused by reforms.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from pipeline.normalize.outcome import Refused
from pipeline.normalize.spelling import bare, comparable, composed

_UNIT = re.compile(
    r"\b(phường|xã|thị trấn|p\.|x\.)\s*([^,;]+?)(?=\s*[,;–-]|$|\s+(?:quận|huyện|thành phố|tp|tỉnh|q\.)\b)",
    re.I,
)
_PARENT = re.compile(
    r"\b(quận|huyện|thị xã|thành phố|tp\.?|q\.)\s*([^,;]+?)(?=\s*[,;–-]|$|\s+(?:thành phố|tp|tỉnh)\b)", re.I
)
_FULL = {"p.": "phường", "x.": "xã", "q.": "quận", "tp": "thành phố", "tp.": "thành phố"}


@dataclass(frozen=True)
class Ward:
    """A ward as it was between two days (ISO text, empty means open)."""

    code: str
    name: str
    district: str
    valid_from: str
    valid_to: str

    def stood_on(self, day: str) -> bool:
        """Whether the ward existed on that ISO day."""
        return (not self.valid_from or self.valid_from <= day) and (not self.valid_to or day <= self.valid_to)


def read_place(text: str) -> str | Refused:
    """The address in NFC with single spaces and without stray signs at its ends; words are not changed."""
    place = composed(re.sub(r"\s*([,;])(?:\s*[.:;])?(?=[^\d\s])", r"\1 ", composed(text))).strip(" .,;:-–_|")
    place = re.sub(r"\s+(?=[,;])", "", place)
    place = re.sub(r"([,;])(?:\s*[,;])+", r"\1", place)
    place = re.sub(r"\b(TP|Tp)\.(?=\w)", r"\1. ", place)
    place = place if "(" in place else place.rstrip(" )")
    return place if any(c.isalnum() for c in place) else Refused("shape", text)


def ward_of(text: str, day: date) -> Ward | None:
    """The one ward of the city that `text` names as it stood on `day`; None when there is none or several."""
    found = _UNIT.search(composed(text))
    if not found:
        return None
    level = found.group(1).lower()
    name = comparable(f"{_FULL.get(level, level)} {found.group(2)}")
    standing = [ward for ward in _wards().get(name, ()) if ward.stood_on(day.isoformat())]
    parents = {
        comparable(f"{_FULL.get(p.lower(), p.lower())} {n}") for p, n in _PARENT.findall(composed(text))
    }
    inside = [ward for ward in standing if comparable(ward.district) in parents]
    candidates = inside or ([] if any(w.district for w in standing) and parents else standing)
    return candidates[0] if len({ward.code for ward in candidates}) == 1 else None


def names_former_unit(text: str, day: date) -> str | None:
    """The name of a unit in `text` that did not exist on `day`, as far as the city's reforms are known."""
    folded = bare(composed(text))
    for unit, first, last in _DATED_UNITS:
        if re.search(rf"\b{unit}\b", folded) and not first <= day.isoformat() <= last:
            return unit
    return None


_DATED_UNITS = (
    ("quan thu duc", "1997-04-01", "2020-12-31"),
    ("quan 2", "1997-04-01", "2020-12-31"),
    ("quan 9", "1997-04-01", "2020-12-31"),
    ("thanh pho thu duc", "2021-01-01", "2025-06-30"),
    ("tp thu duc", "2021-01-01", "2025-06-30"),
    ("tp. thu duc", "2021-01-01", "2025-06-30"),
)


@cache
def unit_names() -> frozenset[str]:
    """Names of the wards and districts of the city and of all provinces, with the usual ways to write a level."""
    names = {name for wards in _wards().values() for w in wards for name in (w.name, w.district) if name}
    source = (
        resources.files("pipeline").joinpath("data/personal_id_provinces.csv").read_text(encoding="utf-8")
    )
    names |= {row["name"] for row in csv.DictReader(source.splitlines())}
    short = set()
    for name in names:
        for level, written in _LEVELS:
            if name.startswith(level):
                rest = name.removeprefix(level)
                short |= {f"{way}{rest}" for way in written}
    return frozenset(names | short)


_LEVELS = (
    ("Thành phố ", ("TP. ", "TP ", "Tp. ")),
    ("Phường ", ("P. ", "P.")),
    ("Quận ", ("Q. ", "Q.")),
    ("Xã ", ("X. ",)),
    ("Tỉnh ", ("",)),
)


@cache
def _wards() -> dict[str, list[Ward]]:
    source = resources.files("pipeline").joinpath("data/wards.csv").read_text(encoding="utf-8")
    found: dict[str, list[Ward]] = {}
    for row in csv.DictReader(source.splitlines()):
        found.setdefault(comparable(row["name"]), []).append(Ward(**row))
    return found
