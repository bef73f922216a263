"""Personal numbers: 12 digits with a structure (province, sex and century, year), or the older 9 digits.

There is no check digit; what can be checked is whether the structure agrees with sex and birth of the person.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pipeline.normalize.outcome import Refused
from pipeline.normalize.spelling import composed

_GAPS = re.compile(r"[\s.\-]")


@dataclass(frozen=True)
class Structure:
    """What a 12-digit number says of its holder: sex "Nam" or "Nữ"; `province` is None if unknown."""

    province: str | None
    sex: str
    year: int


def read_personal_id(text: str) -> str | Refused:
    """The digits alone, 12 or 9 of them."""
    digits = _GAPS.sub("", composed(text).strip(" .,;:"))
    return digits if re.fullmatch(r"[0-9]{12}|[0-9]{9}", digits) else Refused("shape", text)


def structure(number: str) -> Structure | None:
    """What a 12-digit number says; None for any other text."""
    if not re.fullmatch(r"[0-9]{12}", number):
        return None
    sex, century = _centuries()[number[3]]
    return Structure(_provinces().get(number[:3]), sex, century + int(number[4:6]))


def _rows(name: str) -> list[dict[str, str]]:
    source = resources.files("pipeline").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return list(csv.DictReader(source.splitlines()))


@cache
def _provinces() -> dict[str, str]:
    return {row["code"]: row["name"] for row in _rows("personal_id_provinces.csv")}


@cache
def _centuries() -> dict[str, tuple[str, int]]:
    return {row["digit"]: (row["sex"], int(row["year_from"])) for row in _rows("personal_id_centuries.csv")}
