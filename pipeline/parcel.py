"""Everything about one piece of land: by sheet and parcel, or by house and street, under all names of its ward.

Sheets and parcels were numbered anew by surveys, and wards were joined and split: what is found under another name of
the ward says so, and papers whose ward is not known stand apart, for a person to judge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from archive import folding
from archive.query import Facet, Key, Marked, Query
from archive.search import Hit, SearchFilters, search
from pipeline.errors import WrongUse
from pipeline.ward_aliases import Alias, aliases, wards_named

MOST = 200
_NUMBER = r"(?:so\s+)?(?P<{0}>[0-9]+[0-9a-z/.-]*(?:\s?\([0-9a-z-]+\))?)"
_SHEET = re.compile(rf"\bto(?:\s+ban\s+do)?\s*{_NUMBER.format('sheet')}")
_PARCEL = re.compile(rf"\bthua(?:\s+dat)?\s*{_NUMBER.format('parcel')}")
_HOUSE = re.compile(r"(?P<house>[0-9]+[0-9a-z]*(?:/[0-9]+[0-9a-z]*)*)\s+(?P<street>.+)")
_HEADS = re.compile(r"^(?:(?:so nha|nha so|so|nha)\s+)?")
_STREET_HEADS = re.compile(r"^(?:(?:duong|pho|hem|ngo|duong so)\s+)")


@dataclass(frozen=True)
class Land:
    """What was asked for: sheet and parcel, or house number and street; `ward` as typed, `day` ISO or empty."""

    sheet: str = ""
    parcel: str = ""
    house: str = ""
    street: str = ""
    ward: str = ""
    day: str = ""


@dataclass(frozen=True)
class LandPapers:
    """`found` name the ward under one of its names in `wards`, or any ward when none was asked for; newest first.

    `possible` fit as well, but name no ward for sure.
    """

    wards: tuple[Alias, ...]
    found: tuple[Hit, ...]
    possible: tuple[Hit, ...]

    def as_json(self) -> dict[str, Any]:
        """The form of `sohoa parcel --json`."""
        return {
            "wards": [
                {"code": a.unit.code, "name": a.unit.name, "district": a.unit.parent or None, "part": a.part,
                 "valid_from": a.unit.valid_from or None, "valid_to": a.unit.valid_to or None}
                for a in self.wards
            ],
            "hits": [hit.as_json() for hit in self.found],
            "possible": [hit.as_json() for hit in self.possible],
        }  # fmt: skip


def land_of(text: str, ward: str = "", day: str = "") -> Land:
    """`tờ 12 thửa 345`, `thửa đất số 345, tờ bản đồ số 12`, or `15/3 Trần Hưng Đạo`. Raises WrongUse for neither."""
    plain = " ".join(folding.fold(text).replace(",", " ").replace(":", " ").split())
    sheet, parcel = _SHEET.search(plain), _PARCEL.search(plain)
    if sheet or parcel:
        numbers = {"sheet": sheet["sheet"] if sheet else "", "parcel": parcel["parcel"] if parcel else ""}
        return Land(**{key: number.rstrip(".-/") for key, number in numbers.items()}, ward=ward, day=day)
    house = _HOUSE.fullmatch(_HEADS.sub("", folding.fold(text.split(",")[0])))
    if house:
        return Land(house=house["house"], street=_STREET_HEADS.sub("", house["street"]), ward=ward, day=day)
    raise WrongUse(
        f"Không hiểu “{text}”. Viết “tờ 12 thửa 345” hoặc “15/3 Trần Hưng Đạo”.",
        f"“{text}” is not understood. Write “tờ 12 thửa 345” or “15/3 Trần Hưng Đạo”.",
    )


def papers_of(connection: Connection, land: Land) -> LandPapers:
    """Every paper about `land`, at most 200 of each sort. Raises WrongUse when the ward is in no list."""
    asked = wards_named(land.ward, land.day)
    if land.ward and not asked:
        raise WrongUse(
            f"Không có phường, xã nào tên “{land.ward}” trong danh mục. Xem lại tên, hoặc bỏ --ward.",
            f"No ward named “{land.ward}” is in the lists. Check the name, or leave --ward out.",
        )
    known = aliases(asked)
    query = _query(land)
    if not known:
        return LandPapers((), _newest_first(connection, query, SearchFilters()), ())
    keys = tuple(alias.unit.key for alias in known)
    return LandPapers(
        known,
        _newest_first(connection, query, SearchFilters(wards=keys)),
        _newest_first(connection, query, SearchFilters(ward_unknown=True)),
    )


def _query(land: Land) -> Query:
    text = " ".join(filter(None, (land.sheet, land.parcel, land.house, land.street)))
    if land.street:
        return Query(text, marked=(Marked(land.house),), phrases=(tuple(folding.tokens(land.street)),))
    asked = ((Key.SHEET, land.sheet), (Key.PARCEL, land.parcel))
    return Query(text, facets=tuple(Facet(key, value) for key, value in asked if value))


def _newest_first(connection: Connection, query: Query, filters: SearchFilters) -> tuple[Hit, ...]:
    hits = search(connection, query, filters, MOST).hits
    return tuple(sorted(hits, key=lambda hit: (hit.issued, hit.record), reverse=True))
