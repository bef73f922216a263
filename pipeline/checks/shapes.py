"""Checks of single values: present, readable, in their list, shaped as such values are."""

from __future__ import annotations

from pipeline.checks.conflict import Conflict, Values, conflict
from pipeline.normalize.ids import structure
from pipeline.normalize.names import possible_name
from pipeline.normalize.outcome import Refused
from pipeline.normalize.places import names_former_unit
from pipeline.normalize.proposals import propose
from pipeline.normalize.spelling import same_words
from pipeline.record import Field, FieldState
from pipeline.record_type import FieldSpec

_BY_KIND = {
    "date": "R003", "date_or_age": "R003", "date_words": "R003", "personal_id": "R011", "ethnicity": "R015",
    "nationality": "R015", "sex": "R015", "confirmation": "R015",
}  # fmt: skip
# Why a normaliser refused, where that says more than the kind does.
_REFUSALS = {"lunar": "R033", "century": "R034"}
_PROPOSALS = {"list": "R030", "block": "R030", "lookalike": "R031", "stroke": "R032"}
_FIRST_YEAR_OF_LONG_IDS = 2012
# The forms since then have the year in the number (Circular 15/2015/TT-BTP); of older ones often the book alone has it.
_FIRST_YEAR_IN_NUMBERS = 2016
# Nobody can say that a value is missing before the field was keyed.
_SAID_EMPTY = frozenset({FieldState.EMPTY, FieldState.CONFIRMED_EMPTY, FieldState.NOT_YET_KEYED})


def shape_conflicts(values: Values) -> list[Conflict]:
    """Conflicts of each field by itself."""
    found: list[Conflict] = []
    for spec in values.type.fields:
        field = values.fields.get(spec.key)
        if field is None or field.written is None:
            if spec.required and (field is None or field.state not in _SAID_EMPTY):
                found.append(conflict("R001", spec.key, label=spec.vi))
        elif not field.state.by_person:
            found += _unreadable(spec, field)
            found += _unusual(values, spec, field)
            found += _proposed(spec, field)
    return found


def _unreadable(spec: FieldSpec, field: Field) -> list[Conflict]:
    written = field.written or ""
    refused = spec.value_of(written)
    if not isinstance(refused, Refused):
        return []
    code = _REFUSALS.get(refused.reason) or _BY_KIND.get(spec.kind, "R010")
    return [conflict(code, spec.key, label=spec.vi, written=written)]


def _proposed(spec: FieldSpec, field: Field) -> list[Conflict]:
    """What the lists propose: what was read, what may have stood there, how many letters and marks differ. A dash or
    a stop that the list has otherwise is no doubt.
    """
    made = propose(spec.kind, field.written or "")
    if not made or (
        len(made) == 1 and made[0].why in {"list", "block"} and same_words(made[0].read, made[0].proposed)
    ):
        return []
    nearest = " / ".join(one.proposed for one in made)
    facts = {"label": spec.vi, "written": made[0].read, "proposed": nearest, "distance": made[0].distance}
    return [conflict(_PROPOSALS[made[0].why], spec.key, **facts)]


def _unusual(values: Values, spec: FieldSpec, field: Field) -> list[Conflict]:
    value = field.value or ""
    if spec.kind == "name" and value and not possible_name(value):
        return [conflict("R016", spec.key, label=spec.vi, written=value)]
    if spec.kind in {"register_number", "book_number"} and value and "/" not in value:
        if spec.kind == "register_number" and _of_dated_book(values):
            return []
        return [conflict("R002", spec.key, label=spec.vi, written=value)]
    if spec.kind == "personal_id" and (known := structure(value)):
        if known.province is None:
            return [conflict("R012", spec.key, label=spec.vi, digits=value[:3])]
        registered = values.year(values.type.description.issued or "")
        if registered and registered < _FIRST_YEAR_OF_LONG_IDS:
            return [conflict("R027", spec.key, label=spec.vi, year=registered)]
    if spec.kind == "place" and spec.key == "registration_place":
        return _former_unit(values, spec, value)
    return []


def _of_dated_book(values: Values) -> bool:
    """Whether a record is of a time when a number needed no year, and its book is of the year it was registered in."""
    registered = values.year(values.type.description.issued or "")
    books = [values.text(spec.key) or "" for spec in values.type.fields if spec.kind == "book_number"]
    if registered is None or registered >= _FIRST_YEAR_IN_NUMBERS:
        return False
    return any(book.endswith(f"/{registered}") for book in books)


def _former_unit(values: Values, spec: FieldSpec, value: str) -> list[Conflict]:
    day = values.day(values.type.description.issued or "")
    unit = names_former_unit(value, day) if day else None
    return [conflict("R025", spec.key, unit=unit, date=day)] if unit else []
