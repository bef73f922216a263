"""Addresses: kept as written, with the units they name found beside them.

The text of an archived paper is never rewritten to today's names. A unit is known by its name and the day of the
paper together, because names and codes were reused by reforms; what fits several units yields all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from pipeline.normalize.outcome import Refused
from pipeline.normalize.spelling import bare, comparable, composed
from pipeline.normalize.stray_signs import without_rule_dots
from pipeline.normalize.units import Unit, districts, name_key, provinces, wards

_NAME_ENDS = r"(?=\s*[,;–-]|\s*$"
_UNIT = re.compile(
    rf"\b(phường|xã|thị trấn|p\.|x\.|tt\.)\s*([^,;]+?){_NAME_ENDS}|\s+(?:quận|huyện|thành phố|tp|tỉnh|q\.)(?!\w))",
    re.I,
)
_PARENT = re.compile(
    rf"\b(quận|huyện|thị xã|thành phố|tp\.?|q\.|h\.)\s*([^,;]+?){_NAME_ENDS}|\s+(?:thành phố|tp|tỉnh)(?!\w))",
    re.I,
)
_PROVINCE = re.compile(rf"\b(tỉnh|thành phố|tp\.?)\s*([^,;]+?){_NAME_ENDS})", re.I)
_FULL = {
    "p.": "phường", "x.": "xã", "tt.": "thị trấn", "q.": "quận", "h.": "huyện", "tp": "thành phố", "tp.": "thành phố",
}  # fmt: skip
# Readers take the comma before the next unit for a full stop; behind "P." and "TP." one stands rightly.
_STOP_FOR_COMMA = re.compile(
    r"(?<=\w)(?<!\b[PpQqHhXx])(?<!\b[Tt][Pp])(?<!\b[Tt][Tt])\.\s*"
    r"(?=(?:khu phố|phường|xã|quận|huyện|thị xã|thành phố|tỉnh|P\.|Q\.|TP\b)(?!\w))",
    re.I,
)
# The same behind the number of an identity card: "CCCD số 001161098628. Cục Cảnh sát ...".
_STOP_BEHIND_CARD = re.compile(r"(?<=\d{9})\.(?=\s+[^\W\d_])")
# Words in letters alone behind which an address goes on with a figure or a name; one that ends in them is cut.
NUMBERED_UNITS = frozenset(
    {
        "quan",
        "q",
        "kp",
        "khupho",
        "pho",
        "phuong",
        "p",
        "to",
        "ap",
        "thon",
        "xa",
        "huyen",
        "so",
        "duong",
        "hem",
        "ngo",
        "lo",
    }
)
# "85 20B đường ...": no house has two numbers with nothing between them; the stroke of a typewriter is easily lost.
LOST_SLASH = re.compile(r"^((?:số )?\d{1,4}[A-Z]?) (\d{1,3}[A-Z]?)(?= (?:đường|phố|hẻm|ngõ)\b)", re.I)
_CITY = comparable("Thành phố Hồ Chí Minh")
_CITY_WRITTEN = re.compile(r"\bho chi minh\b|\b(?:tp\.?\s?)?hcm\b|\bt[.]?p[.]?\s?h[.]?c[.]?m\b")


@dataclass(frozen=True)
class Places:
    """Candidates for each level of an address; more than one means that the address does not tell them apart."""

    ward: tuple[Unit, ...] = ()
    district: tuple[Unit, ...] = ()
    province: tuple[Unit, ...] = ()


def with_commas(text: str) -> str:
    """The address with commas where the reader took those before a unit for full stops."""
    return _STOP_FOR_COMMA.sub(", ", text)


def read_place(text: str) -> str | Refused:
    """The address in NFC with single spaces and without stray signs at its ends; words are not changed."""
    place = composed(re.sub(r"\s*([,;])(?:\s*[.:;])?(?=[^\d\s])", r"\1 ", composed(text))).strip(" .,;:-–_|")
    place = with_commas(re.sub(r"\s+(?=[,;])", "", _STOP_BEHIND_CARD.sub(",", place)))
    place = re.sub(r"([,;])(?:\s*[,;])+", r"\1", without_rule_dots(place))
    place = re.sub(r"\b(TP|Tp)\.(?=\w)", r"\1. ", place)
    place = place if "(" in place else place.rstrip(" )")
    return place if any(c.isalnum() for c in place) else Refused("shape", text)


def units_in(text: str, when: str) -> Places:
    """The units that an address names as they stood at `when`: `YYYY-MM-DD`, `YYYY-MM`, `YYYY`, or "" if unknown.

    Wards and districts are looked for in Hồ Chí Minh City only, and only where the address names the city, one of
    its districts, or no other place.
    """
    tidy = composed(text)
    first, last = _span(when)
    named = _province(tidy, first, last)
    parents = _parents(tidy)
    ours = [unit for key in parents for unit in districts().get(key, ()) if unit.stood(first, last)]
    elsewhere = bool(named) and all(comparable(unit.name) != _CITY for unit in named)
    if elsewhere:
        return Places(province=named)
    return Places(_ward(tidy, first, last, parents), tuple(dict.fromkeys(ours)), named)


def ward_of(text: str, day: date) -> Unit | None:
    """The one ward of the city that `text` names as it stood on `day`; None when there is none or several."""
    found = units_in(text, day.isoformat()).ward
    return found[0] if len(found) == 1 else None


def _span(when: str) -> tuple[str, str]:
    return (f"{when}-01-01"[:10], f"{when}-12-31"[:10]) if len(when) == 4 else (
        (f"{when}-01", f"{when}-31") if len(when) == 7 else (when, when)
    )  # fmt: skip


def _ward(tidy: str, first: str, last: str, parents: frozenset[str]) -> tuple[Unit, ...]:
    found = _UNIT.search(tidy)
    if not found:
        return ()
    standing = [unit for unit in wards().get(_key(*found.groups()), ()) if unit.stood(first, last)]
    inside = [unit for unit in standing if name_key(unit.parent) in parents]
    below = {key for key in parents if key != _CITY and not _CITY_WRITTEN.search(bare(key))}
    # A ward under a district that is not its own is another ward of that name, in another city.
    rest = [unit for unit in standing if not unit.parent or not below]
    return tuple(dict.fromkeys(inside or rest))


def _parents(tidy: str) -> frozenset[str]:
    return frozenset(_key(level, name) for level, name in _PARENT.findall(tidy))


def _province(tidy: str, first: str, last: str) -> tuple[Unit, ...]:
    keys = [_key(level, name) for level, name in _PROVINCE.findall(tidy)]
    if _CITY_WRITTEN.search(bare(tidy)):
        keys.append(_CITY)
    tail = comparable(tidy.rsplit(",", 1)[-1])
    keys += [f"{comparable(level)} {tail}" for level in ("tỉnh", "thành phố")]
    found = [unit for key in keys for unit in provinces().get(key, ()) if unit.stood(first, last)]
    return tuple(dict.fromkeys(found))


def names_province(text: str) -> bool:
    """Whether a text is the name of a province of any time, with the word for its level, and nothing else."""
    folded = bare(composed(text)).strip(" .")
    if re.fullmatch(r"(?:thanh pho|tp[. ]*)(?:ho chi minh|hcm|h\.c\.m)", folded):
        return True
    found = re.fullmatch(r"(thanh pho|tp\.?|tinh) (.+)", folded)
    return found is not None and found[2] in _province_names()


@cache
def _province_names() -> frozenset[str]:
    names = (unit.name for units in provinces().values() for unit in units)
    return frozenset(re.sub(r"^(thanh pho|tinh) ", "", bare(name)) for name in names)


def _key(level: str, name: str) -> str:
    return name_key(f"{_FULL.get(level.lower(), level)} {name}")


def unknown_units(text: str) -> Iterator[tuple[int, int, str, tuple[str, ...]]]:
    """Names in an address that are in no list although one should hold them: start, end, the name as written, and
    the names that the list has (without the word for the level).

    A ward or district is expected in the lists where the address names the city; a province always, behind "tỉnh".
    """
    tidy = composed(text)
    if _CITY_WRITTEN.search(bare(tidy)):
        yield from _unlisted(tidy, _UNIT, wards())
        yield from _unlisted(tidy, _PARENT, districts())
    yield from _unlisted(
        tidy, re.compile(_PROVINCE.pattern.replace(r"|thành phố|tp\.?", ""), re.I), provinces()
    )


def _unlisted(
    tidy: str, pattern: re.Pattern[str], known: Mapping[str, tuple[Unit, ...]]
) -> Iterator[tuple[int, int, str, tuple[str, ...]]]:
    for found in pattern.finditer(tidy):
        level, name = found.groups()
        key = _key(level, name)
        if key in known or key == _CITY or any(c.isdigit() for c in name) or _CITY_WRITTEN.search(bare(name)):
            continue
        head = _FULL.get(level.lower(), level.lower())
        names = {
            unit.name
            for units in known.values()
            for unit in units
            if unit.name.lower().startswith(f"{head} ")
        }
        listed = tuple(sorted(name[len(head) + 1 :] for name in names))
        yield found.start(2), found.end(2), name, listed


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
    names = {
        name
        for table in (wards(), districts(), provinces())
        for units in table.values()
        for unit in units
        for name in (unit.name, unit.parent)
        if name
    }
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
