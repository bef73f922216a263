"""Checks of one field against another. A rule whose fields are missing or unreadable says nothing.

What record types may name is `RULES`; docs/checks.md explains each. Rules about persons are in `people`, those that
look at other records in `across`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from pipeline.checks.conflict import Conflict, Values, conflict
from pipeline.checks.people import PEOPLE_RULES
from pipeline.normalize.date_words import read_date_words
from pipeline.normalize.dates import write_date
from pipeline.normalize.ids import structure
from pipeline.normalize.spelling import bare, letters

Rule = Callable[[Values, Sequence[str], int], list[Conflict]]
_TOLERANCE = Decimal("0.06")
_YOUNGEST_PARENT = 12


def _not_before(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    later, earlier = values.iso(keys[0]), values.iso(keys[1])
    if not later or not earlier:
        return []
    size = min(len(later), len(earlier))
    if later[:size] >= earlier[:size]:
        return []
    return [
        conflict("R005", *keys, label=values.label(keys[0]), date=write_date(later),
                 other=values.label(keys[1]), other_date=write_date(earlier))
    ]  # fmt: skip


def _age_at(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    end, start = values.year(keys[0]), values.year(keys[1])
    if end is None or start is None or end - start <= limit:
        return []
    return [conflict("R006", *keys, age=end - start, limit=limit)]


def _late(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    registered, event = values.day(keys[0]), values.day(keys[1])
    if registered is None or event is None or (registered - event).days <= limit:
        return []
    return [conflict("R007", keys[0], days=(registered - event).days, limit=limit)]


def _words(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    figures, words = values.iso(keys[0]), values.text(keys[1])
    said = read_date_words(words) if words else None
    if not figures or not isinstance(said, str) or said == figures:
        return []
    return [
        conflict(
            "R004", *keys, label=values.label(keys[0]), figures=write_date(figures), words=write_date(said)
        )
    ]


def _number_year(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    found = re.search(r"/(\d{4})(?:/|$)", values.text(keys[0]) or "")
    year = values.year(keys[1])
    if not found or year is None or int(found.group(1)) == year:
        return []
    return [conflict("R008", *keys, number=values.text(keys[0]), year=year)]


def _book_year(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    found = re.search(r"(\d{4})$", values.text(keys[0]) or "")
    year = values.year(keys[1])
    if not found or year is None or int(found.group(1)) <= year:
        return []
    return [conflict("R009", *keys, book=values.text(keys[0]), year=year)]


def _personal_id(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    known = structure(values.text(keys[0]) or "")
    if known is None:
        return []
    born, sex = values.year(keys[1]), values.text(keys[2]) if len(keys) > 2 else None
    found = []
    if sex and sex != known.sex:
        found.append(conflict("R013", keys[0], keys[2], said=known.sex, sex=sex))
    if born is not None and born != known.year:
        found.append(conflict("R014", keys[0], keys[1], said=known.year, year=born))
    return found


def _holder_sex(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    """An identity document inside a text: `limit` 0 for a man, 1 for a woman."""
    number = re.search(r"(?<!\d)\d{12}(?!\d)", re.sub(r"(?<=\d) (?=\d)", "", values.text(keys[0]) or ""))
    known = structure(number.group()) if number else None
    if known is None:
        return []
    wanted, born = ("Nam", "Nữ")[limit], values.year(keys[1])
    found = []
    if known.sex != wanted:
        found.append(conflict("R013", keys[0], said=known.sex, sex=wanted))
    if born is not None and born != known.year:
        found.append(conflict("R014", keys[0], keys[1], said=known.year, year=born))
    return found


def _parent_age(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    child, parent = values.year(keys[0]), values.year(keys[1])
    if child is None or parent is None:
        return []
    years = child - parent
    if years <= 0:
        return [conflict("R018", keys[1], keys[0], year=parent, child=child)]
    if not _YOUNGEST_PARENT <= years <= limit:
        return [conflict("R017", keys[1], keys[0], years=years, limit=limit)]
    return []


def _marriage_age(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    day, born = values.day(keys[0]), values.day(keys[1])
    if day is None or born is None:
        return []
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    # Before 2015 the law asked for entering that year of life, one year less.
    asked = limit if day >= date(2015, 1, 1) else limit - 1
    return [conflict("R019", keys[1], age=age, limit=asked)] if age < asked else []


def _positive(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    figure = values.figure(keys[0])
    if figure is None or figure > 0:
        return []
    return [conflict("R020", keys[0], label=values.label(keys[0]), value=figure)]


def _not_less(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    total, part = values.figure(keys[0]), values.figure(keys[1])
    if total is None or part is None or total >= part:
        return []
    return [conflict("R021", *keys, total=total, part=part)]


def _density(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    density, built, lot = (values.figure(key) for key in keys)
    if density is None or built is None or not lot:
        return []
    expected = built / lot * 100
    if abs(expected - density) <= max(Decimal(1), expected * _TOLERANCE):
        return []
    return [conflict("R022", *keys, density=density, expected=f"{expected:.1f}")]


def _ratio(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    ratio, floors, lot = (values.figure(key) for key in keys)
    if ratio is None or floors is None or not lot:
        return []
    expected = floors / lot
    if abs(expected - ratio) <= max(Decimal("0.06"), expected * _TOLERANCE):
        return []
    return [conflict("R023", *keys, ratio=ratio, expected=f"{expected:.2f}")]


def _storeys_area(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    storeys, first, total = (values.figure(key) for key in keys)
    # Balconies and overhangs make upper floors larger than the first, rarely by half.
    if storeys is None or first is None or total is None or storeys * first * Decimal("1.5") >= total:
        return []
    return [conflict("R024", *keys, storeys=storeys, first=first, total=total)]


def _lost_comma(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    """A figure so large that its comma was hardly read: "77" for 7,7 m of two storeys, "178" for 1,78 m, a ratio of 31.

    `limit` is the most of a figure without a fraction; with storeys as second key, the most for each of them.
    """
    figure = values.figure(keys[0])
    storeys = values.figure(keys[1]) if len(keys) > 1 else Decimal(1)
    if figure is None or storeys is None or (len(keys) == 1 and figure % 1):
        return []
    if storeys < 1 or abs(figure) <= limit * storeys:
        return []
    return [conflict("R042", keys[0], label=values.label(keys[0]), value=figure)]


def _direction(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    kind = values.text(keys[0])
    if kind is None or not kind.lower().startswith("con"):
        return []
    return [conflict("R026", *keys, kind=kind)]


# Number and issuer without a kind between them; so many first letters are an issuer's by more than chance.
_NO_KIND, _INITIALS = 2, 3


# Firms have names of their own in their symbols: "EVNCPC" of TỔNG CÔNG TY ĐIỆN LỰC MIỀN TRUNG.
_WITH_A_BRAND = ("cong ty", "tong cong ty", "tap doan", "ngan hang")


def symbol_fits(values: Values, keys: Sequence[str]) -> bool | None:
    """Whether the letters of a number fit kind and issuer; None where nothing can be said.

    `keys` are the number, the kind (left out where the form has only one) and the issuer, in this order.
    """
    number, body = values.text(keys[0]) or "", values.text(keys[-1]) or ""
    symbol = re.search(r"/([A-ZĐa-z]+)-([A-ZĐƯƠ]+)", number)
    if not symbol or not body:
        return None
    words = [word for word in bare(body).split() if letters(word)]
    # "Khu vực XI" goes whole into a symbol: "KBKVXI".
    initials = "".join(word if word in _ABBREVIATED or _ROMAN.fullmatch(word) else word[0] for word in words)
    kind = letters(values.text(keys[1]) or "") if len(keys) > 2 else ""
    # A letter's number names the issuer and who drafted it: "2160/UBND-KT" (Decree 30/2020, Appendix I, part II, 3).
    ours = [bare(part) for part in symbol.groups()]
    if ours[1] in _DIVISIONS and initials.startswith("ubnd"):
        return None
    named = ours if kind == _LETTER else ours[1:]
    # Where no field tells the kind, it may be a letter as well: "1147/SXD-KTQH" of SỞ XÂY DỰNG.
    letter = len(keys) == _NO_KIND and len(ours[0]) >= _INITIALS and initials.startswith(ours[0])
    fits = letter or any(_is_subsequence(part, initials) for part in named) or ours[1] in {"ttg", "cp"}
    if not fits and bare(body).startswith(_WITH_A_BRAND):
        return None
    return fits and symbol.group(1) == _SYMBOLS.get(kind, symbol.group(1))


def _whole(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    """A date that the Ministry's import takes only whole (`ngayDangKy`)."""
    partial = values.iso(keys[0])
    if not partial or len(partial) == 10:
        return []
    return [conflict("R039", keys[0], label=values.label(keys[0]), date=write_date(partial))]


def _symbol(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    """The letters of a number against the kind of document and the initials of its issuer."""
    if symbol_fits(values, keys) is not False:
        return []
    kind = values.text(keys[1]) if len(keys) > 2 else ""
    return [
        conflict(
            "R029",
            keys[0],
            keys[-1],
            number=values.text(keys[0]),
            kind=kind or "",
            body=values.text(keys[-1]),
        )
    ]


_LETTER = "congvan"
_ABBREVIATED = {"ubnd", "hdnd", "mttq"}
_ROMAN = re.compile(r"[ivx]{1,4}")
# Divisions and subjects in numbers of what a People's Committee signs ("967/2024/GPXD-QLĐT", "1255/GCN-SN" of house
# numbers): they say nothing of its name.
_DIVISIONS = {"qldt", "sn"}
_SYMBOLS = {
    "quyetdinh": "QĐ", "thongbao": "TB", "kehoach": "KH", "baocao": "BC", "totrinh": "TTr", "nghiquyet": "NQ",
    "chithi": "CT", "huongdan": "HD", "giaymoi": "GM", "bienban": "BB", "quyche": "QC", "dean": "ĐA",
    "giaygioithieu": "GGT", "phuongan": "PA", "congdien": "CĐ",
}  # fmt: skip


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(letter in rest for letter in short)


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "not_before": _not_before, "age_at": _age_at, "late": _late, "words": _words,
        "number_year": _number_year, "book_year": _book_year, "personal_id": _personal_id,
        "holder_sex": _holder_sex, "parent_age": _parent_age, "marriage_age": _marriage_age,
        "positive": _positive, "not_less": _not_less, "density": _density, "ratio": _ratio,
        "storeys_area": _storeys_area, "lost_comma": _lost_comma,
        "direction": _direction, "symbol": _symbol, "whole_date": _whole,
        **PEOPLE_RULES,
    }
)  # fmt: skip
