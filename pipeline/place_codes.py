"""Codes of the units that a record's addresses name, beside the addresses. Nothing here changes what is written.

Derived from the fields, so that corrected data or a corrected address gives corrected codes; kept in record.json and
in the index, shown with the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.normalize.places import Places, units_in
from pipeline.normalize.units import Unit, today
from pipeline.record import Field
from pipeline.record_type import RecordType


def place_codes(kind: RecordType, fields: Iterable[Field]) -> dict[str, Places]:
    """Units of every address of a record by field key, as they stood on the day of the paper.

    The day is the record's own (`issued` of its type); without one, units of every time are candidates. Addresses
    that name no known unit are left out.
    """
    values = {field.key: field.value for field in fields}
    when = _day(values.get(kind.description.issued or ""))
    found = {
        spec.key: units_in(value, when)
        for spec in kind.fields
        if spec.kind == "place" and (value := values.get(spec.key))
    }
    return {key: places for key, places in found.items() if places != Places()}


def as_json(codes: Mapping[str, Places]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Field key to levels to candidates. Several candidates of one level: the address does not tell them apart."""
    return {
        key: {
            level: [_unit_json(unit) for unit in units]
            for level, units in (("ward", p.ward), ("district", p.district), ("province", p.province))
            if units
        }
        for key, p in codes.items()
    }


def certain(codes: Mapping[str, Places]) -> tuple[tuple[str, str], ...]:
    """Kind and key (code with day) of every ward and district that is certain, for the index's numbers."""
    found = [
        (units[0].level, units[0].key)
        for p in codes.values()
        for units in (p.ward, p.district)
        if len(units) == 1
    ]
    return tuple(dict.fromkeys(found))


def _day(value: str | None) -> str:
    return value if value and len(value) in {4, 7, 10} and value[:4].isdigit() else ""


def _unit_json(unit: Unit) -> dict[str, Any]:
    return {
        "code": unit.code,
        "name": unit.name,
        "valid_from": unit.valid_from or None,
        "valid_to": unit.valid_to or None,
        "codes_today": list(today(unit)),
    }
