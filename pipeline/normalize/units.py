"""Wards, districts and provinces with their codes and the days on which they stood. Data, nothing read from paper.

A code alone names nothing: 26800 was Linh Trung and is Linh Xuân, 769 was Quận 2 and then Thành phố Thủ Đức. So
the key of a unit is its code together with a day. Wards and districts are those of Hồ Chí Minh City; the lists are
those of 2020, of March 2025 and of July 2025, and what stood before 2020 is taken to have stood as in 2020.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pipeline.normalize.spelling import comparable

WARD, DISTRICT, PROVINCE = "ward", "district", "province"


@dataclass(frozen=True)
class Unit:
    """A unit as it was between two days (ISO text, empty means open); `parent` is its district's name."""

    level: str
    code: str
    name: str
    parent: str
    valid_from: str
    valid_to: str

    @property
    def key(self) -> str:
        """Code and first day, or code and last day where the first is not known: `26800@2025-07-01`."""
        return f"{self.code}@{self.valid_from or f'..{self.valid_to}'}"

    def stood(self, first: str, last: str) -> bool:
        """Whether it existed on any day from `first` to `last` (ISO; empty means open)."""
        return (not self.valid_from or not last or self.valid_from <= last) and (
            not self.valid_to or not first or first <= self.valid_to
        )


@cache
def wards() -> Mapping[str, tuple[Unit, ...]]:
    """Wards of the city by comparable name."""
    return _by_name(
        Unit(WARD, r["code"], r["name"], r["district"], r["valid_from"], r["valid_to"])
        for r in _rows("wards.csv")
    )


@cache
def districts() -> Mapping[str, tuple[Unit, ...]]:
    """Districts of the city, to 30 June 2025, by comparable name."""
    return _by_name(
        Unit(DISTRICT, r["code"], r["name"], "", r["valid_from"], r["valid_to"])
        for r in _rows("districts.csv")
    )


@cache
def provinces() -> Mapping[str, tuple[Unit, ...]]:
    """The 63 provinces to 30 June 2025 and the 34 since, by comparable name."""
    return _by_name(
        Unit(PROVINCE, r["code"], r["name"], "", r["valid_from"], r["valid_to"])
        for r in _rows("provinces.csv")
    )


def today(unit: Unit) -> tuple[str, ...]:
    """Codes of the units since July 2025 that hold this one, or parts of it; empty where that is not known."""
    if unit.valid_to == "":
        return (unit.code,)
    if unit.level == WARD:
        return _successors().get(unit.code, ())
    if unit.level == PROVINCE:
        return tuple(r["code_2025"] for r in _rows("provinces.csv") if _is(r, unit))
    return ()


def province_today(name: str) -> str | None:
    """The code since July 2025 of the province that bore `name` before."""
    return next(
        (r["code_2025"] for r in _rows("provinces.csv") if r["name"] == name and r["code_2025"]), None
    )


def _is(row: Mapping[str, str], unit: Unit) -> bool:
    return (row["code"], row["valid_to"]) == (unit.code, unit.valid_to)


def parts_of(code: str) -> tuple[tuple[str, bool], ...]:
    """Codes of the wards since July 2025 that hold the former ward `code`, and whether only a part of it."""
    return tuple(
        (r["code_2025"], r["part"] == "1") for r in _rows("ward_successors.csv") if r["code"] == code
    )


@cache
def _successors() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in _rows("ward_successors.csv"):
        found[row["code"]] = (*found.get(row["code"], ()), row["code_2025"])
    return found


def name_key(name: str) -> str:
    """A key that is equal for spellings of one unit: `Phường 05` and `phường 5`, `Hoà Bình` and `Hòa Bình`."""
    return re.sub(r"\b0+(?=\d)", "", comparable(name))


def _by_name(units: Iterable[Unit]) -> Mapping[str, tuple[Unit, ...]]:
    found: dict[str, tuple[Unit, ...]] = {}
    for unit in units:
        found[name_key(unit.name)] = (*found.get(name_key(unit.name), ()), unit)
    return found


@cache
def _rows(name: str) -> tuple[Mapping[str, str], ...]:
    source = resources.files("pipeline").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return tuple(csv.DictReader(source.splitlines()))
