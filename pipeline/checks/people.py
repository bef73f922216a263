"""Checks of what papers say of persons: names, sex, identity papers. Hints of names never decide, they ask."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from pipeline.checks.conflict import Conflict, Values, conflict
from pipeline.normalize.ids import structure
from pipeline.normalize.places import units_in
from pipeline.normalize.spelling import bare, comparable
from pipeline.normalize.units import province_today, today

_HINTS = {"thi": "Nữ", "van": "Nam"}
# Citizen cards since 1 January 2016 (Law 59/2014), identity cards named "căn cước" since
# 1 July 2024 (Law 26/2023); the southern regime named its cards so before 1976.
_CITIZEN_CARD, _NEW_CARD, _OLD_REGIME = date(2016, 1, 1), date(2024, 7, 1), date(1976, 1, 1)


def _surname(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    """The child's family name against those of the parents that are known (at least one must be)."""
    child, *parents = (_words(values.text(key)) for key in keys)
    known = [parent[0] for parent in parents if parent]
    if not child or not known or child[0] in known or len(known) < len(parents):
        return []
    return [conflict("R035", keys[0], name=values.text(keys[0]))]


def _name_sex(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    """The middle name against a field with the sex, or, with one field, against `limit`: 0 a man, 1 a woman."""
    words = _words(values.text(keys[0]))[1:-1]
    hints = {_HINTS[bare(word)] for word in words if bare(word) in _HINTS}
    sex = values.text(keys[1]) if len(keys) > 1 else ("Nam", "Nữ")[limit]
    if len(hints) != 1 or not sex or sex in hints:
        return []
    return [conflict("R036", *keys, name=values.text(keys[0]), sex=sex)]


def _id_era(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    """An identity paper of a kind that did not exist on the day of the record: the paper, then the day."""
    text, day = bare(values.text(keys[0]) or ""), values.day(keys[1])
    if day is None or not text:
        return []
    citizen = bool(re.search(r"\bcccd\b|can cuoc cong dan", text))
    new = not citizen and bool(re.search(r"\bcan cuoc\b", text)) and day >= _OLD_REGIME
    if (citizen and day < _CITIZEN_CARD) or (new and day < _NEW_CARD):
        return [conflict("R037", *keys, label=values.label(keys[0]), date=day.strftime("%d/%m/%Y"))]
    return []


def _distinct(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    """Two persons must not share this value (a number, a whole name)."""
    one, other = values.text(keys[0]), values.text(keys[1])
    if not one or not other or comparable(one) != comparable(other):
        return []
    return [conflict("R038", *keys, label=values.label(keys[0]), other=values.label(keys[1]), value=one)]


def _id_province(values: Values, keys: Sequence[str], limit: int) -> list[Conflict]:
    """The province in a personal number against the place of registration of the birth (Decree 137/2015, art. 13)."""
    said = structure(values.text(keys[0]) or "")
    here = units_in(
        values.text(keys[1]) or "", values.text(values.type.description.issued or "") or ""
    ).province
    if said is None or said.province is None or len({today(unit) for unit in here}) != 1:
        return []
    if province_today(said.province) in today(here[0]):
        return []
    return [conflict("R040", *keys, said=said.province, place=here[0].name)]


def _words(name: str | None) -> list[str]:
    return [comparable(word) for word in (name or "").split()]


PEOPLE_RULES: Mapping[str, Callable[[Values, Sequence[str], int], list[Conflict]]] = MappingProxyType(
    {
        "surname": _surname, "name_sex": _name_sex, "id_era": _id_era, "distinct": _distinct,
        "id_province": _id_province,
    }
)  # fmt: skip
